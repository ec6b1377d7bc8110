"""Taking in a file of published figures on a page: what it would do is looked at first, then it is imported."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse, Response

from gis.codelists import PublishedKind
from gis.period_words import period_name
from gis.published import PublishedFigure
from gis.published_file import REQUIRED
from gis.text import period_text
from service.access import Action, require
from service.problems import WrongParameter
from service.published.flow import Imported, import_published, look_at_published
from service.web.page import Page, PageDependency, see_other
from service.web.published import teller

router = APIRouter(include_in_schema=False)

SHOWN = 500
"""Figures that a look shows one by one."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """A file that was looked at: its text, and what importing it would do, or why nothing of it can be taken."""

    name: str
    text: str
    would_do: Imported | None
    refusal: WrongParameter | None


@router.get("/published/import")
def import_form(page: PageDependency) -> HTMLResponse:
    """Ask for a file."""
    return _show(page)


@router.post("/published/import/look")
def look(page: PageDependency, file: Annotated[UploadFile, File()]) -> HTMLResponse:
    """Show what importing a file would do; nothing is stored."""
    content = file.file.read()
    would_do, refusal = None, None
    try:
        would_do = look_at_published(page.session, content, actor=page.actor, today=page.today)
    except WrongParameter as problem:
        refusal = problem
    text = content.decode("utf-8-sig") if would_do else ""
    return _show(page, Look(name=file.filename or "", text=text, would_do=would_do, refusal=refusal))


@router.post("/published/import")
def take_in(page: PageDependency, content: Annotated[str, Form()]) -> Response:
    """Import what was looked at, all of it or nothing."""
    done = import_published(page.session, content.encode(), actor=page.actor, today=page.today)
    return see_other(f"/published?imported={done.new_count + done.corrected_count}")


def _show(page: Page, looked: Look | None = None) -> HTMLResponse:
    require(page.actor, Action.CITE_FIGURES)
    return page.show(
        "published_import.html",
        status=HTTPStatus.BAD_REQUEST if looked and looked.refusal else HTTPStatus.OK,
        looked=looked,
        shown=SHOWN,
        required=REQUIRED,
        told=teller(page),
        days_of=lambda figure: _days(figure, page),
    )


def _days(figure: PublishedFigure, page: Page) -> str:
    """Name the days of a figure; a week by its own days, which are seldom those of the calendar's."""
    if figure.kind in {PublishedKind.WEEK, PublishedKind.CUMULATIVE}:
        return period_text(figure.period_from, figure.period_to, page.language)
    return period_name(figure.period, page.language)
