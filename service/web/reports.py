"""Weekly bulletins: look at a week's in both languages, issue it, and find those that were issued."""

from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from gis.codelists import Language, ReportKind
from gis.language import LANGUAGES
from gis.periods import Period, last_complete_week, week_of, weeks_until
from service.ledger.known import KnownAt, known_at
from service.reports import flow
from service.reports.flow import ReportOrder
from service.reports.issued import issued_reports
from service.web.asked import EMPTY_IS_NONE, Choice, address, words_of_choice
from service.web.page import PageDependency, see_other

router = APIRouter(include_in_schema=False)

WEEKS = 104
LISTED = 200


class IssueForm(BaseModel):
    """What the report officer sends."""

    week: str
    reason: str | None = None
    as_known_at: Annotated[KnownAt, EMPTY_IS_NONE] = None


class BulletinChoice(Choice):
    """What a reader chose; what is left out is the last complete week, as known now."""

    week: str | None = None


@router.get("/reports")
def reports(page: PageDependency, choice: Annotated[BulletinChoice, Query()]) -> HTMLResponse:
    """Show a week's bulletin as it would be issued now, or would have been at an instant, and those that were."""
    last = last_complete_week(page.today)
    weeks = weeks_until(week_of(page.today), WEEKS)[::-1]
    chosen = next((one for one in weeks if one.label == choice.week), last)
    at = choice.known_at(page)
    as_known_at = at and known_at(page.session, at)
    issued = issued_reports(page.session, LISTED)
    return page.show(
        "reports.html",
        weeks=weeks,
        chosen=chosen,
        is_over=chosen.end < page.today,
        issued=issued,
        is_issued=any(report.period == chosen for report in issued),
        languages=LANGUAGES,
        as_known_at=as_known_at,
        preview=partial(_preview_address, week=chosen, as_known_at=as_known_at),
        present=address("/reports", week=chosen.label),
        **words_of_choice(page),
    )


@router.post("/reports")
def issue(page: PageDependency, form: Annotated[IssueForm, Form()]) -> Response:
    """Issue a week's bulletin: its figures are frozen."""
    order = ReportOrder(
        kind=ReportKind.WEEKLY,
        period=form.week,
        as_known_at=form.as_known_at,
        revision_reason=(form.reason or "").strip() or None,
    )
    flow.issue(page.session, order, actor=page.signed_in, settings=page.settings, now=page.now)
    return see_other(f"/reports?week={form.week}#issued")


def _preview_address(file_format: str, language: Language, *, week: Period, as_known_at: datetime | None) -> str:
    """Give where a week's bulletin is, as it was known at an instant."""
    path = f"/api/v1/reports/preview/{ReportKind.WEEKLY}/{week.label}.{file_format}"
    return address(path, as_known_at=as_known_at and as_known_at.isoformat(), lang=language)
