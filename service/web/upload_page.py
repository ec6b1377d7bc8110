"""The page of one upload: where it stands, what it leaves open, what is wrong with it, and what it changes."""

from typing import Any, Final

from fastapi.responses import HTMLResponse
from pydantic import BaseModel, PositiveInt
from sqlalchemy import Row

from gis.codelists import ReleaseMethod, ReviewMode, UploadStatus
from gis.issues import sentence
from gis.layers import LAYERS_BY_NAME, Layer
from service.access import Action
from service.problems import Problem
from service.uploads import flow
from service.uploads import queries as uploads
from service.uploads.kept import is_kept
from service.uploads.review import ACCEPTING, ACTIONS, MOVES, may_withdraw
from service.web import queries
from service.web.page import Page
from service.web.upload_changes import SHOWN, record_changes
from service.web.upload_issues import IssueGroup, issue_group, issue_groups
from service.web.upload_reading import SYSTEMS, UNITS, file_read

ROAD: Final = (UploadStatus.CHECKING, UploadStatus.SUBMITTED, UploadStatus.REGIONAL_VERIFIED, UploadStatus.HQ_APPROVED)
SENT_BACK: Final = (UploadStatus.REJECTED, UploadStatus.RETURNED)
REASON_MISSING: Final = "revision-reason-missing"


class IssuePart(BaseModel):
    """Which kind of issue is read to the end, and which page of it."""

    kind: str | None = None
    part: PositiveInt = 1


def show_upload(
    page: Page, row: Row[Any], *, part: IssuePart | None = None, refusal: Problem | None = None
) -> HTMLResponse:
    """Show an upload; a refusal of what was asked is said above everything."""
    layer = LAYERS_BY_NAME[row.layer]
    groups, is_one_kind = _groups(page, row, part)
    return page.show(
        "upload.html",
        status=refusal.status if refusal else 200,
        refusal=refusal.document(page.language) if refusal else None,
        row=row,
        layer=layer,
        groups=groups,
        is_one_kind=is_one_kind,
        sentence=lambda issue: sentence(issue, page.language),
        summary_of=lambda group: group.summary(page.language),
        change_words=_change_words(page),
        changes=record_changes(page.session, row.id, layer=layer, language=page.language),
        **_standing(page, row),
        **_desk(page, row, layer),
        **_withdrawal(page, row),
    )


def _groups(page: Page, row: Row[Any], part: IssuePart | None) -> tuple[list[IssueGroup], bool]:
    """Give the issues by kind; when one kind is asked for and there is any of it, that one alone."""
    asked = issue_group(page.session, row.id, kind=part.kind, page=part.part) if part and part.kind else None
    return ([asked], True) if asked else (issue_groups(page.session, row.id), False)


def _standing(page: Page, row: Row[Any]) -> dict[str, object]:
    """Give where an upload stands on its road, and what this reader may do about it."""
    moves = _moves(page, row)
    return {
        "state": UploadStatus(row.status),
        "status_of": UploadStatus,
        "mode": ReviewMode(row.review_mode),
        "road": ROAD,
        "events": uploads.upload_events(page.session, row.id),
        "answer_id": queries.answered_by(page.session, row.id),
        "moves": moves,
        "warnings": uploads.open_warnings(page.session, row.id) if ACCEPTING & {*moves} else {},
    }


def _desk(page: Page, row: Row[Any], layer: Layer) -> dict[str, object]:
    """Give how the file was read, and how this reader may have it read again."""
    read = file_read(page.session, row, layer)
    is_open = row.is_check or row.status in SENT_BACK
    may_upload = page.actor is not None and page.actor.may(Action.UPLOAD)
    may_answer = is_open and may_upload and is_kept(page.session, row.file_sha256)
    return {
        "read": read,
        "questions": read.questions if read else [],
        "may_answer": may_answer,
        "may_download": is_kept(page.session, row.file_sha256),
        "has_answers": bool(row.answers),
        "systems": SYSTEMS,
        "units": UNITS,
        "question_words": _question_words(page),
        "how_words": _how_words(page),
        "method_label": lambda method: ReleaseMethod(method).label(page.language),
        "kept_hours": page.settings.checks_kept_hours,
        "work": None,
        "is_trial": False,
        "may_cancel": False,
        "may_submit": False,
    }


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


def _change_words(page: Page) -> dict[str, str]:
    _ = page.translate
    return {
        "new": _("new"),
        "changed": _("changed"),
        "unchanged": _("already recorded"),
        "left_out": _("left out"),
        "withdrawn": _("taken back"),
    }


def _question_words(page: Page) -> dict[str, str]:
    """Give what is asked, by the field of `gis.mapping.Answers` that answers it."""
    _ = page.translate
    return {
        "source_layer": _("Which layer of the file is meant?"),
        "crs": _("In which coordinate system is it?"),
        "columns": _("Which columns hold what is needed?"),
        "constants": _("What holds for the whole file?"),
        "units": _("In which unit are the areas?"),
        "decimal": _("What separates decimals?"),
        "date_order": _("How are the dates written?"),
        "codes": _("What do the codes of the file mean?"),
        "derive_code": _("May features without a code get one?"),
        "same_code": _("What are the releases that come again, larger?"),
        "bearing_reference": _("Which north do the bearings refer to?"),
        "declination_deg": _("What is the declination?"),
    }


def _how_words(page: Page) -> dict[str | None, str]:
    """Give why a column became what it did, by `ColumnRead.how`."""
    _ = page.translate
    return {
        "name": _("its name"),
        "alias": _("a known name"),
        "values": _("its values"),
        "saved": _("the saved mapping"),
        "answer": _("your answer"),
    }
