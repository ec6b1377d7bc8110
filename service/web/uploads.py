"""Uploads: the list, and sending a file."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from gis.codelists import UploadStatus
from gis.crs import CANDIDATES
from gis.layers import LAYERS, LAYERS_BY_NAME
from service.access import Action, require, require_somebody
from service.figures.items import Known
from service.ledger.known import known_at
from service.reports.sitrep import Moved, uploads_of_day
from service.uploads import flow
from service.uploads import queries as uploads
from service.uploads.incoming import incoming_file, read_form
from service.uploads.schemas import UploadForm
from service.web.asked import EMPTY_IS_NONE, Choice
from service.web.page import Page, PageDependency, see_other

router = APIRouter(include_in_schema=False)

LISTED = 200
SUFFIXES: Final = (
    ".geojson",
    ".json",
    ".geojsonl",
    ".geojsons",
    ".ndjson",
    ".gz",
    ".gpkg",
    ".zip",
    ".kml",
    ".kmz",
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
)
"""What the names of files that are read end in, for the browser's choice; what a file is, its bytes decide."""


async def sent_form(request: Request) -> AsyncIterator[UploadForm]:
    """Read the form of the upload page, once it is known that somebody sends it."""

    def ask() -> None:
        with request.app.state.sessions() as session:
            require_somebody(request, session)

    await run_in_threadpool(ask)
    async with read_form(request) as form:
        yield form


SentForm = Annotated[UploadForm, Depends(sent_form)]


class UploadsChoice(Choice):
    """What a reader chose; what is left out is every upload.

    Attributes
    ----------
    on, moved
        The day on which it happened, and what: as a situation report tells of that day.
    """

    status: Annotated[UploadStatus | None, EMPTY_IS_NONE] = None
    on: Annotated[date | None, EMPTY_IS_NONE] = None
    moved: Moved = Moved.RECEIVED
    district: str = ""
    organisation: str = ""
    project: str = ""


@router.get("/uploads")
def upload_list(page: PageDependency, choice: Annotated[UploadsChoice, Query()]) -> HTMLResponse:
    """List the uploads, the newest first."""
    require(page.actor, Action.SEE_INTERNAL)
    status = choice.status
    of_day = _of_day(page, choice) if choice.on else None
    asked = None if of_day is None else list(of_day)
    rows = uploads.uploads(page.session, limit=LISTED, status=status, ids=asked)
    counts = uploads.upload_counts(page.session)
    return page.show(
        "uploads.html",
        rows=rows,
        counts=counts,
        taken_back=uploads.uploads_taken_back(page.session),
        chosen=status,
        choice=choice,
        of_day=of_day,
        moved_words=_moved_words(page),
        status_of=UploadStatus,
        layers=LAYERS_BY_NAME,
        limit=LISTED,
    )


def _of_day(page: Page, choice: UploadsChoice) -> dict[UUID, int]:
    """Give the uploads of a day, each with how many records of it are told of."""
    at = choice.known_at(page)
    known = Known(
        from_on=choice.on or page.today,
        to_on=choice.on or page.today,
        as_known_at=known_at(page.session, at) if at else page.now,
        district=choice.district or None,
        organisation=choice.organisation or None,
        project=choice.project or None,
    )
    found = uploads_of_day(page.session, known, zone=page.settings.time_zone)
    return {one.id: one.feature_count for one in found if one.has_moved(choice.moved)}


def _moved_words(page: Page) -> dict[Moved, str]:
    _ = page.translate
    return {
        Moved.RECEIVED: _("Received on %(day)s"),
        Moved.APPROVED: _("Approved on %(day)s"),
        Moved.RETURNED: _("Returned on %(day)s"),
        Moved.WAITING: _("Waiting for review, as a report on %(day)s tells"),
    }


@router.get("/uploads/new")
def upload_form(page: PageDependency, layer: str = "", replaces: UUID | None = None) -> HTMLResponse:
    """Ask for a file."""
    require(page.actor, Action.UPLOAD)
    replaced = uploads.upload_row(page.session, replaces) if replaces else None
    chosen = replaced.layer if replaced else layer
    return page.show("upload_new.html", address="/uploads/new", replaced=replaced, **form_words(page, chosen))


def form_words(page: Page, layer: str, *, is_trial: bool = False) -> dict[str, Any]:
    """Give what the form that sends a file offers; of one who is only trying, less is taken."""
    settings = page.settings
    return {
        "layers": LAYERS,
        "chosen": layer,
        "suffixes": SUFFIXES,
        "systems": CANDIDATES,
        "is_trial": is_trial,
        "kept_hours": settings.checks_kept_hours,
        "limit_bytes": settings.trial_limit_bytes if is_trial else settings.upload_limit_bytes,
    }


@router.post("/uploads/new")
def receive(form: SentForm, page: PageDependency) -> Response:
    """Take a file in and show what came of it."""
    replaced = uploads.upload_row(page.session, form.replaces) if form.replaces else None
    is_answer = replaced is not None and replaced.status == UploadStatus.RETURNED
    order = replace(form.order(page.settings), replaces_id=form.replaces if is_answer else None)
    with incoming_file(form.file, page.settings.upload_limit_bytes) as file:
        upload_id = flow.receive_upload(page.session, file, order, actor=page.signed_in, today=page.today)
    return see_other(f"/uploads/{upload_id}")
