"""What an analyst does on an upload's page: answers its questions, sends what was checked, stops the work on it."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import Row
from starlette.datastructures import FormData

from gis.mapping import Answers, Understood
from service.problems import Problem
from service.uploads.audience import is_trial
from service.uploads.mappings import save_mapping
from service.uploads.queued import stop_upload
from service.uploads.resend import Changes, send_again
from service.uploads.trial import try_again
from service.web.page import Page, PageDependency, require_own_site, see_other
from service.web.upload_access import upload_seen
from service.web.upload_answers import answers_of
from service.web.upload_page import show_upload

router = APIRouter(include_in_schema=False)


async def sent_answers(request: Request) -> FormData:
    """Give the form as it was sent: its fields follow from the file, no model knows them."""
    return await request.form()


SentAnswers = Annotated[FormData, Depends(sent_answers)]


class SubmissionForm(BaseModel):
    """What is said when a checked file is sent for review."""

    partial: bool = False
    revision_reason: str | None = None


class MappingForm(BaseModel):
    """Whose files are read like this one; nobody named: everybody's."""

    organisation: str | None = None


@router.post("/uploads/{upload_id}/answers")
def answer(page: PageDependency, upload_id: UUID, form: SentAnswers) -> Response:
    """Check the kept file once more, read with these answers."""
    row = upload_seen(page, upload_id)
    return _next(page, row, lambda: _read_again(page, row, form))


@router.post("/uploads/{upload_id}/submission")
def submit(page: PageDependency, upload_id: UUID, form: Annotated[SubmissionForm, Form()]) -> Response:
    """Send what was checked for review, read as it was checked."""
    row = upload_seen(page, upload_id)
    reason = (form.revision_reason or "").strip() or None
    changes = Changes(is_partial=form.partial, revision_reason=reason)
    return _next(page, row, lambda: _send_again(page, upload_id, changes))


@router.post("/uploads/{upload_id}/mapping")
def keep_mapping(page: PageDependency, upload_id: UUID, form: Annotated[MappingForm, Form()]) -> Response:
    """Keep how the file was read, for files with the same columns."""
    row = upload_seen(page, upload_id)
    try:
        save_mapping(page.session, row, form.organisation or None, actor=page.signed_in)
    except Problem as refusal:
        return show_upload(page, row, refusal=refusal)
    return see_other(f"/uploads/{upload_id}?mapping=saved#read")


@router.post("/uploads/{upload_id}/cancel")
def cancel(page: PageDependency, upload_id: UUID) -> Response:
    """Stop the work on a large upload."""
    row = upload_seen(page, upload_id)

    def stopped() -> UUID:
        stop_upload(page.session, upload_id, actor=page.signed_in)
        return upload_id

    return _next(page, row, stopped)


def _read_again(page: Page, row: Row[Any], form: FormData) -> UUID:
    answers = _answers(row, form)
    if is_trial(row) and page.actor is None:
        require_own_site(page.request)
        return try_again(page.session, row.id, answers, settings=page.settings, today=page.today)
    return _send_again(page, row.id, Changes(is_check=True, answers=answers))


def _answers(row: Row[Any], form: FormData) -> Answers:
    if "forget" in form:
        return Answers()
    before = Answers.model_validate(row.answers)
    if row.understood is None:  # the work was stopped before anything was understood
        return before
    return answers_of(form, before=before, understood=Understood.model_validate(row.understood))


def _send_again(page: Page, upload_id: UUID, changes: Changes) -> UUID:
    return send_again(page.session, upload_id, changes, settings=page.settings, actor=page.signed_in, today=page.today)


def _next(page: Page, row: Row[Any], step: Callable[[], UUID]) -> Response:
    """Make a step and go on to the upload that it gives; a refusal is said above the page, and nothing has changed."""
    try:
        with page.session.begin_nested():
            next_id = step()
    except Problem as refusal:
        return show_upload(page, upload_seen(page, row.id), refusal=refusal)
    return see_other(f"/uploads/{next_id}")
