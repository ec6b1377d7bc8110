"""Weekly bulletins: look at a week's in both languages, issue it, and find those that were issued."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from gis.codelists import ReportKind
from gis.language import LANGUAGES
from gis.periods import last_complete_week, week_of, weeks_until
from service.reports import flow
from service.reports.flow import ReportOrder
from service.reports.issued import issued_reports
from service.web.page import PageDependency, see_other

router = APIRouter(include_in_schema=False)

WEEKS = 104
LISTED = 200


class IssueForm(BaseModel):
    """What the report officer sends."""

    week: str
    reason: str | None = None


@router.get("/reports")
def reports(page: PageDependency, week: str | None = None) -> HTMLResponse:
    """Show a week's bulletin as it would be issued now, and the list of those that were."""
    last = last_complete_week(page.today)
    weeks = weeks_until(week_of(page.today), WEEKS)[::-1]
    chosen = next((one for one in weeks if one.label == week), last)
    issued = issued_reports(page.session, LISTED)
    return page.show(
        "reports.html",
        weeks=weeks,
        chosen=chosen,
        is_over=chosen.end < page.today,
        issued=issued,
        is_issued=any(report.period == chosen for report in issued),
        languages=LANGUAGES,
    )


@router.post("/reports")
def issue(page: PageDependency, form: Annotated[IssueForm, Form()]) -> Response:
    """Issue a week's bulletin: its figures are frozen."""
    order = ReportOrder(kind=ReportKind.WEEKLY, period=form.week, revision_reason=(form.reason or "").strip() or None)
    flow.issue(page.session, order, actor=page.signed_in, settings=page.settings, now=page.now)
    return see_other(f"/reports?week={form.week}#issued")
