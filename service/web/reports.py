"""The archive of issued reports."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import Response

from gis.codelists import ReportKind
from gis.periods import last_complete_week, week_of, weeks_until
from service.reports.content import Subject
from service.reports.issued import Issued, issued_reports
from service.web.page import PageDependency, see_other

router = APIRouter(include_in_schema=False)

WEEKS = 104
"""So many weeks can be chosen for a preview; older ones open by their address."""
LISTED = 500


@router.get("/reports")
def reports(page: PageDependency, week: str = "") -> Response:
    """List the issued reports; a week that was chosen opens."""
    if week:
        return see_other(report_address(ReportKind.WEEKLY, week))
    listed = issued_reports(page.session, LISTED)
    return page.show(
        "reports.html",
        reports=listed,
        limit=LISTED,
        replaced_by=_replaced_by(listed),
        weeks=weeks_until(week_of(page.today), WEEKS)[::-1],
        last=last_complete_week(page.today),
        report_address=report_address,
    )


def report_address(kind: ReportKind, period: str, revision: int | None = None) -> str:
    """Give the page of a report's period, or of one revision on it."""
    return f"/reports/{kind}/{period}" + (f"?revision={revision}" if revision else "")


def _replaced_by(listed: Sequence[Issued]) -> dict[Subject, int]:
    """Give the last revision of each report that has several."""
    last: dict[Subject, int] = {}
    for report in listed:
        last[report.subject] = max(report.revision, last.get(report.subject, 0))
    return last
