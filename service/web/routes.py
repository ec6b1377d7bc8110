"""The pages of the web application."""

from fastapi import APIRouter

from service.web import about, account, health

router = APIRouter()
for pages in (account, about, health):
    router.include_router(pages.router)
