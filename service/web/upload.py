"""One upload: what came in, what is wrong with it, what it changes, and its road of review."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from gis.codelists import UploadStatus
from service.access import Action, Actor, require
from service.problems import Problem
from service.uploads import flow
from service.uploads.order import Decision
from service.uploads.review import ACTIONS
from service.uploads.withdrawal import withdraw_upload
from service.web.page import Page, PageDependency, see_other
from service.web.upload_access import upload_seen
from service.web.upload_page import IssuePart, show_upload

router = APIRouter(include_in_schema=False)


class DecisionForm(BaseModel):
    """What a reviewer or the author sends: a reason, and for each rule an acceptance of its warnings."""

    to: UploadStatus
    reason: str | None = None
    rule: list[str] = []
    acceptance: list[str] = []


@router.get("/uploads/{upload_id}")
def upload(page: PageDependency, upload_id: UUID, part: Annotated[IssuePart, Query()]) -> HTMLResponse:
    """Show an upload: what came in, what is wrong with it, where it stands; of one kind of issue all, by pages."""
    return show_upload(page, upload_seen(page, upload_id), part=part)


@router.post("/uploads/{upload_id}")
def move(page: PageDependency, upload_id: UUID, form: Annotated[DecisionForm, Form()]) -> Response:
    """Move an upload on its road; a refusal is said above the page, and nothing has changed."""
    actor = require(page.actor, ACTIONS.get(form.to, Action.ADMINISTER))
    accepted = dict(zip(form.rule, form.acceptance, strict=False))
    tolerance_m = page.settings.district_tolerance_m
    decision = Decision(reason=form.reason, accepted_warnings=accepted, district_tolerance_m=tolerance_m)
    try:
        with page.session.begin_nested():
            moved_id = _move(page, upload_id, form.to, actor=actor, decision=decision)
    except Problem as refusal:
        return show_upload(page, flow.find_upload(page.session, upload_id), refusal=refusal, decision=decision)
    return see_other(f"/uploads/{moved_id}")


def _move(page: Page, upload_id: UUID, to: UploadStatus, *, actor: Actor, decision: Decision) -> UUID:
    """Make a move, and give the upload to go on with: the withdrawal, when it is of an approved upload."""
    if to == UploadStatus.WITHDRAWN:
        review = page.settings.review
        return withdraw_upload(page.session, upload_id, actor=actor, decision=decision, review=review)
    flow.move_upload(page.session, upload_id, to, actor=actor, decision=decision)
    return upload_id
