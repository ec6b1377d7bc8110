"""Bulletins of one record or none, and what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from re import findall

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.access import Actor
from service.problems import NotAllowed, WrongParameter
from service.reports.flow import ReportOrder, issue, preview, rendered
from service.reports.formats import ReportFormat
from service.reports.kinds import KINDS
from tests.service.bulletins import (
    NOW,
    SETTINGS,
    column,
    content,
    numbers,
    of_period,
    weekly,
)
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square
from tests.service.weeks import DISTRICTS, RELEASES, WEEK, m2, release, report_officer


@pytest.fixture
def officer(session: Session) -> Actor:
    return report_officer(session)


def test_remaining_contamination_is_told_in_its_parts(session: Session) -> None:
    hazard = {
        "code": "H1",
        "classification": "cha",
        "contamination_types": ["ap_mine"],
        "identified_on": date(2024, 1, 1),
        "geometry": square(0, 0, width=3),
    }
    approve(session, hazardous_areas=[hazard], release_areas=RELEASES[1:2])
    stock = numbers(weekly(session), "remaining", "area")
    assert stock["awaiting"] == pytest.approx(m2(0, 0), abs=0.1)
    assert stock["untouched"] == pytest.approx(m2(1, 0, width=2), abs=0.1)
    assert stock["certified"] == pytest.approx(stock["untouched"] + stock["awaiting"])


def test_a_week_without_approved_work_is_missing_and_not_zero(session: Session) -> None:
    made = weekly(session)
    assert not made.has_work
    assert [made.table(table).rows for table in ("by_district", "by_organisation", "late")] == [(), (), ()]
    assert column(made, "series", "released")["2025-W43"] is None
    assert {of_period(made, key) for key in ("released", "ap", "items")} == {None}


def test_the_2020_figure_is_printed_once_and_no_method_is_claimed(session: Session) -> None:
    geometry = square(0, 0)
    old = release("OLD", "2020-11-17", "undetermined", geometry=geometry, submunition=293)
    approve(session, districts=DISTRICTS, release_areas=[old])
    order = ReportOrder(kind="weekly", period="2020-W47")
    made = content(session, order)
    assert of_period(made, "submunitions") == 293
    assert of_period(made, "undetermined") == of_period(made, "released")
    page = rendered(
        session,
        preview(session, order, settings=SETTINGS, now=NOW),
        language="en",
        file_format=ReportFormat.HTML,
        settings=SETTINGS,
    ).decode()
    table = page[page.index("By district and method") :]
    row = findall(r'<tr><th scope="row">Total</th>(.*?)</tr>', table)[0]
    assert findall(r"<td><a [^>]+>(.*?)</a></td>", row)[:3] == ["not recorded"] * 3


def test_what_waits_for_approval_is_counted_and_in_no_figure(
    session: Session, client: TestClient, holder: Callable[..., Headers]
) -> None:
    day = {"effective_date": "2025-10-21"}
    waiting = [LEAST["release_areas"] | day | {"code": f"W{n}", "geometry": square(3 * n, 0)} for n in (1, 2)]
    answer = send(client, holder(Role.ANALYST), "release_areas", collection(*waiting))
    assert answer.json()["status"] == "submitted"
    made = weekly(session)
    assert [figure.value for figure in made.table("in_review").total or ()][:2] == [1, 2]
    assert not made.has_work


# --- refused ------------------------------------------------------------------------------------------------------


def test_a_week_that_is_not_over_is_previewed_and_not_issued(session: Session, officer: Actor) -> None:
    order = ReportOrder(kind="weekly", period="2026-W47")
    assert not content(session, order).is_over
    with pytest.raises(WrongParameter, match="can be issued from the day after"):
        issue(session, order, actor=officer, settings=SETTINGS, now=NOW)
    monday_at_baku = datetime(2026, 11, 22, 20, 1, tzinfo=UTC)
    assert issue(session, order, actor=officer, settings=SETTINGS, now=monday_at_baku).revision == 1


def test_only_who_may_issue_reports_does(session: Session, officer: Actor) -> None:
    analyst = Actor(id=officer.id, login="a", name="A", role=Role.ANALYST)
    with pytest.raises(NotAllowed):
        issue(session, WEEK, actor=analyst, settings=SETTINGS, now=NOW)


@pytest.mark.parametrize(
    ("kind", "period"),
    [
        ("weekly", "2025-W54"),
        ("weekly", "2025-43"),
        ("weekly", "9999-W53"),
        ("weekly", "2011-W02"),
        ("daily", "2025-W43"),
        ("weekly", ""),
    ],
)
def test_what_is_no_report_is_refused_by_name(session: Session, kind: str, period: str) -> None:
    with pytest.raises(WrongParameter):
        preview(session, ReportOrder(kind=kind, period=period), settings=SETTINGS, now=NOW)


def test_requests_that_cannot_be_met_are_refused_with_the_choices(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    answer = client.get("/api/v1/reports/preview/weekly/2025-W43.odt")
    assert answer.status_code == 400
    assert {one.value for one in ReportFormat} <= set(answer.json()["allowed"])
    answer = client.get("/api/v1/reports/preview/hourly/2025-10.html")
    assert (answer.status_code, answer.json()["allowed"]) == (400, [kind.value for kind in KINDS])
    assert client.get("/api/v1/reports/00000000-0000-0000-0000-000000000000.html").status_code == 404
    ordered = {"kind": "weekly", "period": "2025-W43"}
    assert client.post("/api/v1/reports", json=ordered).status_code == 401
    assert client.post("/api/v1/reports", json=ordered, headers=holder(Role.ANALYST)).status_code == 403
    for scope in ({"district": "XXX"}, {"district": "AGM", "organisation": "MOD"}):
        scoped = ordered | {"scope": scope}
        assert client.post("/api/v1/reports", json=scoped, headers=holder(Role.REPORT_OFFICER)).status_code == 400
