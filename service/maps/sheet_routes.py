"""Maps on paper over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response

from gis.paper.layout import SheetForm
from service.access import ActorDependency, sees_internal, visibilities
from service.db import SessionDependency
from service.ledger.known import known_at
from service.maps.sheet_schemas import SheetAsked
from service.problems import TooManySheets, language_of
from service.settings import Settings

router = APIRouter(prefix="/maps", tags=["maps"])

MEDIA_TYPES = {SheetForm.PDF: "application/pdf", SheetForm.SVG: "image/svg+xml", SheetForm.PNG: "image/png"}

MOST_AT_ONCE = 4
"""Sheets that a process works on; drawing is one at a time, and each that waits holds a thread and a connection."""
_places = BoundedSemaphore(MOST_AT_ONCE)


@contextmanager
def place_in_line() -> Iterator[None]:
    """Keep a place among the sheets that are drawn or wait; nobody waits for a place.

    Raises
    ------
    TooManySheets
        If all are taken.
    """
    if not _places.acquire(blocking=False):
        raise TooManySheets(
            "Too many maps are being drawn on paper at once. Try again in half a minute.",
            "Hazırda kağız üçün çox xəritə çəkilir. Yarım dəqiqədən sonra yenidən cəhd edin.",
        )
    try:
        yield
    finally:
        _places.release()


@router.get(
    "/sheet.{form}",
    response_class=Response,
    responses={200: {"content": {media_type: {} for media_type in MEDIA_TYPES.values()}}},
)
def get_sheet(
    form: SheetForm,
    request: Request,
    session: SessionDependency,
    *,
    actor: ActorDependency,
    asked: Annotated[SheetAsked, Query()],
) -> Response:
    """Give a map on paper: with title, legend, scale, north, graticule, date, account, sources, and what is left out.

    It shows what the reader may see. Without `bbox` it shows the task, hazardous area or district that is asked for, or
    all that is recorded.
    """
    from service.maps.sheet import Edition, sheet  # noqa: PLC0415 - Matplotlib takes a second to import, and few requests draw

    settings: Settings = request.app.state.settings
    question = asked.question(
        today=settings.local_date(request.app.state.clock()),
        as_known_at=known_at(session, asked.as_known_at),
        audience=visibilities(is_internal=sees_internal(actor)),
    )
    language = language_of(request)
    edition = Edition(language, form, ZoneInfo(settings.time_zone))
    with place_in_line():
        content = sheet(session, asked, question, edition=edition)
    name = f"map-{question.moment.as_of}-{asked.paper}-{language}.{form}"
    headers = {
        "content-disposition": f'inline; filename="{name}"',
        "content-language": language,
        "cache-control": "no-store",
    }
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)
