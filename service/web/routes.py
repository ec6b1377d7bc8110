"""The pages of the web application."""

from fastapi import APIRouter

from service.web import (
    about,
    account,
    balance,
    health,
    plans,
    progress,
    record,
    reports,
    review,
    start,
    upload,
    uploads,
)

router = APIRouter()
for pages in (start, progress, balance, plans, uploads, upload, review, record, reports, account, about, health):
    router.include_router(pages.router)
