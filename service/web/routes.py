"""The pages of the web application."""

from fastapi import APIRouter

from service.web import (
    about,
    account,
    balance,
    example_files,
    health,
    map_list,
    map_page,
    plans,
    progress,
    record,
    record_form,
    reports,
    review,
    review_item,
    review_several,
    start,
    trial,
    upload,
    upload_changes,
    upload_desk,
    upload_effect,
    upload_preview,
    upload_work,
    uploads,
)

router = APIRouter()
for pages in (
    start,
    map_page,
    map_list,
    progress,
    balance,
    plans,
    uploads,
    example_files,
    upload,
    upload_changes,
    upload_desk,
    upload_effect,
    upload_preview,
    upload_work,
    trial,
    review,
    review_several,
    review_item,
    record,
    record_form,
    reports,
    account,
    about,
    health,
):
    router.include_router(pages.router)
