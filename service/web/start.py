"""The first page: the map, the last complete week, and what is left."""

from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from gis.aggregates import areas, items
from gis.codelists import Account, ReleaseMethod
from gis.legend import legend_svg
from gis.periods import Period, last_complete_week
from gis.symbology import RELEASE_SYMBOLS
from service.figures.items import Known, disposed_items
from service.progress.queries import contamination, progress
from service.progress.questions import (
    Contamination,
    ContaminationQuestion,
    Progress,
    ProgressQuestion,
)
from service.reports.queries import in_review
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)

METHODS = (ReleaseMethod.CLEARED, ReleaseMethod.REDUCED, ReleaseMethod.CANCELLED, ReleaseMethod.UNDETERMINED)


@router.get("/")
def start(page: PageDependency) -> HTMLResponse:
    """Show the map, the figures of the last complete week, and the stock in its three parts."""
    week = last_complete_week(page.today)
    released = _released(page, week)
    known = Known(from_on=week.start, to_on=week.end, as_known_at=released.as_known_at)
    return page.show(
        "start.html",
        week=week,
        account=released.account,
        areas=areas(released.rows),
        items=items(disposed_items(page.session, known)),
        without_geometry_m2=released.area_without_geometry_m2,
        stock=_stock(page, week, released.as_known_at),
        as_known_at=released.as_known_at,
        in_review=in_review(page.session, page.now),
        methods=METHODS,
        chips={method: legend_svg(RELEASE_SYMBOLS[method]) for method in METHODS},
    )


def _released(page: Page, week: Period) -> Progress:
    return progress(page.session, ProgressQuestion(start=week.start, end=week.end))


def _stock(page: Page, week: Period, as_known_at: datetime) -> Contamination:
    question = ContaminationQuestion(as_of=week.end, account=Account.CERTIFIED, as_known_at=as_known_at)
    return contamination(page.session, question)
