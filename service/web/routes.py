"""The pages of the web application."""

from fastapi import APIRouter

from service.web import about, account, health, progress, review, start, upload, uploads

router = APIRouter()
for pages in (start, progress, uploads, upload, review, account, about, health):
    router.include_router(pages.router)
