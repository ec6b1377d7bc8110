"""One upload: what came in, what is wrong with it, what it changes, and its road of review."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, PositiveInt
from sqlalchemy import Row

from gis.codelists import ReviewMode, UploadStatus
from gis.issues import sentence
from gis.layers import LAYERS_BY_NAME
from service.access import Action, Actor, require
from service.problems import Problem
from service.uploads import flow
from service.uploads import queries as uploads
from service.uploads.order import Decision
from service.uploads.review import ACCEPTING, ACTIONS, MOVES, may_withdraw
from service.uploads.withdrawal import withdraw_upload
from service.web import queries
from service.web.page import Page, PageDependency, see_other
from service.web.upload_changes import SHOWN, record_changes
from service.web.upload_issues import issue_group, issue_groups

router = APIRouter(include_in_schema=False)

DRAWN = 10_000
ROAD = (UploadStatus.CHECKING, UploadStatus.SUBMITTED, UploadStatus.REGIONAL_VERIFIED, UploadStatus.HQ_APPROVED)


class DecisionForm(BaseModel):
    """What a reviewer or the author sends: a reason, and for each rule an acceptance of its warnings."""

    to: UploadStatus
    reason: str | None = None
    rule: list[str] = []
    acceptance: list[str] = []


class IssuePart(BaseModel):
    """Which kind of issue is read to the end, and which page of it."""

    kind: str | None = None
    part: PositiveInt = 1


@router.get("/uploads/{upload_id}")
def upload(page: PageDependency, upload_id: UUID, part: Annotated[IssuePart, Query()]) -> HTMLResponse:
    """Show an upload: what came in, what is wrong with it, where it stands; of one kind of issue all, by pages."""
    require(page.actor, Action.SEE_INTERNAL)
    return _show(page, flow.find_upload(page.session, upload_id), part=part)


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
        return _show(page, flow.find_upload(page.session, upload_id), refusal=refusal)
    return see_other(f"/uploads/{moved_id}")


@router.get("/uploads/{upload_id}/features.geojson")
def shapes(page: PageDependency, upload_id: UUID) -> Response:
    """Give what the small map draws: the features with their gravest issue, and the places of issues."""
    require(page.actor, Action.SEE_INTERNAL)
    drawn = [
        _feature(
            orjson.Fragment(row.shape), index=row.position, code=row.code, change=row.change, severity=row.severity
        )
        for row in queries.staged_shapes(page.session, upload_id, limit=DRAWN)
    ]
    places = [
        _feature({"type": "Point", "coordinates": [row.lon, row.lat]}, issue=row.rule, severity=row.severity)
        for row in reversed(queries.issue_places(page.session, upload_id, limit=DRAWN))
    ]
    collection = {"type": "FeatureCollection", "features": drawn + places}
    return Response(orjson.dumps(collection), media_type="application/geo+json")


def _move(page: Page, upload_id: UUID, to: UploadStatus, *, actor: Actor, decision: Decision) -> UUID:
    """Make a move, and give the upload to go on with: the withdrawal, when it is of an approved upload."""
    if to == UploadStatus.WITHDRAWN:
        review = page.settings.review
        return withdraw_upload(page.session, upload_id, actor=actor, decision=decision, review=review)
    flow.move_upload(page.session, upload_id, to, actor=actor, decision=decision)
    return upload_id


def _feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _show(page: Page, row: Row[Any], *, part: IssuePart | None = None, refusal: Problem | None = None) -> HTMLResponse:
    session, upload_id, layer = page.session, row.id, LAYERS_BY_NAME[row.layer]
    one = issue_group(session, upload_id, kind=part.kind, page=part.part) if part and part.kind else None
    moves = _moves(page, row)
    return page.show(
        "upload.html",
        status=refusal.status if refusal else 200,
        refusal=refusal.document(page.language) if refusal else None,
        row=row,
        layer=layer,
        state=UploadStatus(row.status),
        status_of=UploadStatus,
        mode=ReviewMode(row.review_mode),
        road=ROAD,
        groups=[one] if one else issue_groups(session, upload_id),
        is_one_kind=one is not None,
        sentence=lambda issue: sentence(issue, page.language),
        summary_of=lambda group: group.summary(page.language),
        change_words=_change_words(page),
        changes=record_changes(session, upload_id, layer=layer, language=page.language),
        events=uploads.upload_events(session, upload_id),
        answer_id=queries.answered_by(session, upload_id),
        moves=moves,
        warnings=uploads.open_warnings(session, upload_id) if ACCEPTING & {*moves} else {},
        **_withdrawal(page, row),
    )


def _withdrawal(page: Page, row: Row[Any]) -> dict[str, object]:
    """Give what an upload takes back, or what takes it back, and whether this reader may ask for that."""
    taken_back_by = uploads.uploads_taken_back(page.session).get(row.id)
    waiting_id = uploads.withdrawal_waiting(page.session, row.id)
    is_free = row.status == UploadStatus.HQ_APPROVED and not (taken_back_by or waiting_id)
    return {
        "withdrawn": flow.find_upload(page.session, row.withdraws_id) if row.withdraws_id else None,
        "closed_or_back": queries.codes_closed_or_back(page.session, row.id, limit=SHOWN) if row.withdraws_id else [],
        "taken_back_by": flow.find_upload(page.session, taken_back_by) if taken_back_by else None,
        "withdrawal_id": waiting_id,
        "may_withdraw": is_free and may_withdraw(row, page.actor) and uploads.has_changes(page.session, row.id),
    }


def _change_words(page: Page) -> dict[str, str]:
    _ = page.translate
    return {
        "new": _("new"),
        "changed": _("changed"),
        "unchanged": _("already recorded"),
        "left_out": _("left out"),
        "withdrawn": _("taken back"),
    }


def _moves(page: Page, row: Row[Any]) -> list[UploadStatus]:
    """Give where this reader may send an upload: its author only back, unless one person is enough."""
    if page.actor is None or row.is_check:
        return []
    is_author = page.actor.id == row.author_id
    may_review = not is_author or row.review_mode == ReviewMode.ONE_PERSON
    return [
        to
        for to in UploadStatus
        if to in MOVES[UploadStatus(row.status)]
        and page.actor.may(ACTIONS[to])
        and (is_author if to == UploadStatus.WITHDRAWN else may_review)
    ]
