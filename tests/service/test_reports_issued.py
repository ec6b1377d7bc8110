"""Bulletins that are issued: what comes late afterwards, revisions, and their files over HTTP."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from re import findall

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.access import Actor
from service.ledger.known import latest_known
from service.reports.content import checksum
from service.reports.flow import ReportOrder, issue, issued_document, rendered
from service.reports.formats import ReportFormat
from service.reports.sentences import summary
from tests.conftest import filled_engine
from tests.service.bulletins import (
    NOW,
    SETTINGS,
    number,
    of_period,
    since_origin,
    total,
    weekly,
)
from tests.service.files import Headers
from tests.service.records import approve, square, withdraw
from tests.service.weeks import WEEK, approve_the_week, m2, release, report_officer

PAGES = {"/items", "/map", "/progress", "/quality/records", "/review", "/stock"}
"""On which the records behind figures are opened."""


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with the week."""
    with filled_engine(migrated, approve_the_week) as engine:
        yield engine


@pytest.fixture
def officer(session: Session) -> Actor:
    return report_officer(session)


def test_what_came_late_for_earlier_weeks_has_a_line_of_its_own(session: Session, officer: Actor) -> None:
    last = ReportOrder(kind="weekly", period="2025-W42")
    issued = issue(session, last, actor=officer, settings=SETTINGS, now=NOW)
    before = weekly(session)
    assert before.figure("late_since").value == issued.as_known_at.isoformat()
    assert before.table("late").rows == ()

    late = release("L1", "2025-10-08", geometry=square(20, 0), ap_mine=3)
    approve(session, release_areas=[late])
    after = weekly(session)
    assert [row.key for row in after.table("late").rows] == ["2025-W41"]
    assert total(after, "late", "cleared") == pytest.approx(m2(20, 0), abs=0.1)
    assert (total(after, "late", "items"), total(after, "late", "taken")) == (3, 0)
    assert (after.figure("late_items").value, after.figure("late_taken").value) == (3, 0)
    assert after.figure("late_added").value == total(after, "late", "released")
    assert "Late, for earlier weeks" in " ".join(summary(after, "en"))
    assert "Late, for earlier weeks" not in " ".join(summary(before, "en"))
    assert of_period(after, "released") == of_period(before, "released")
    assert since_origin(after, "ap") == number(since_origin(before, "ap")) + 3


def test_a_withdrawn_record_of_an_earlier_week_is_a_negative_late_entry(session: Session, officer: Actor) -> None:
    issue(session, ReportOrder(kind="weekly", period="2025-W42"), actor=officer, settings=SETTINGS, now=NOW)
    withdraw(session, "release_areas", "R0")
    late = weekly(session)
    assert total(late, "late", "cleared") == pytest.approx(-m2(0, 5), abs=0.1)
    assert total(late, "late", "taken") == pytest.approx(m2(0, 5), abs=0.1)
    assert total(late, "late", "items") == -4


def test_of_many_late_weeks_the_last_are_listed_and_the_others_stand_together(session: Session, officer: Actor) -> None:
    issue(session, ReportOrder(kind="weekly", period="2025-W42"), actor=officer, settings=SETTINGS, now=NOW)
    days = [date(2025, 6, 2) + timedelta(weeks=number) for number in range(15)]
    late = [release(f"L{n:02}", f"{day}", geometry=square(20, 2 * n), ap_mine=1) for n, day in enumerate(days)]
    approve(session, release_areas=late)
    table = weekly(session).table("late")
    assert [row.key for row in table.rows] == ["earlier", *(f"{day:%G-W%V}" for day in days[3:])]
    assert table.rows[0].label.en == "Earlier weeks (3)"
    assert table.cell("earlier", "cleared").value == pytest.approx(sum(m2(20, 2 * n) for n in range(3)), abs=0.2)
    assert (table.cell("earlier", "items").value, total(weekly(session), "late", "items")) == (3, 15)


# --- issue --------------------------------------------------------------------------------------------------------


def test_an_issued_report_keeps_its_figures_when_more_is_approved(session: Session, officer: Actor) -> None:
    at = latest_known(session)
    first = issue(session, WEEK, actor=officer, settings=SETTINGS, now=NOW)
    before = issued_document(session, first.id)
    html = rendered(session, before, language="az", file_format=ReportFormat.HTML, settings=SETTINGS)
    approve(session, release_areas=[release("R9", "2025-10-24", geometry=square(30, 0))])

    after = issued_document(session, first.id)
    assert after == before
    assert checksum(after.content) == first.checksum
    assert rendered(session, after, language="az", file_format=ReportFormat.HTML, settings=SETTINGS) == html
    frozen = after.content
    assert of_period(weekly(session), "released") != of_period(frozen, "released")
    again = weekly(session, at=at)
    for table in ("key_figures", "by_district", "by_organisation", "by_class"):
        values = [[figure.value for figure in row.cells] for row in again.table(table).rows]
        assert values == [[figure.value for figure in row.cells] for row in frozen.table(table).rows]


def test_a_second_issue_is_a_revision_with_its_reason(session: Session, officer: Actor) -> None:
    issue(session, WEEK, actor=officer, settings=SETTINGS, now=NOW)
    order = ReportOrder(kind="weekly", period="2025-W43", revision_reason="R1 was withdrawn")
    withdraw(session, "release_areas", "R1")
    second = issue(session, order, actor=officer, settings=SETTINGS, now=NOW)
    assert (second.revision, second.revision_reason) == (2, "R1 was withdrawn")


# --- over HTTP ----------------------------------------------------------------------------------------------------


def test_a_report_is_issued_listed_and_given_in_every_format(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    headers = holder(Role.REPORT_OFFICER)
    ordered = {"kind": "weekly", "period": "2025-W43", "scope": {}}
    answer = client.post("/api/v1/reports", json=ordered, headers=headers)
    assert answer.status_code == 201
    report = answer.json()
    assert (report["revision"], report["period_from"], report["period_to"]) == (1, "2025-10-20", "2025-10-26")
    assert client.get("/api/v1/reports").json() == [report]

    document = client.get(answer.headers["location"]).json()
    canonical = orjson.dumps(document["content"], option=orjson.OPT_SORT_KEYS)
    assert sha256(canonical).hexdigest() == document["checksum"] == report["checksum"]

    pdf = client.get(f"/api/v1/reports/{report['id']}.pdf?lang=az")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(f"/api/v1/reports/{report['id']}.pdf?lang=az").content == pdf.content


def test_a_preview_says_that_it_is_one_in_the_reader_s_language(client: TestClient) -> None:
    english = client.get("/api/v1/reports/preview/weekly/2025-W43.html?lang=en").text
    azerbaijani = client.get("/api/v1/reports/preview/weekly/2025-W43.html?lang=az").text
    assert "Preview: this report has not been issued." in english
    assert "20–26 October 2025" in english
    assert '<html lang="az">' in azerbaijani
    assert "20.10.2025–26.10.2025" in azerbaijani
    assert "administratorun toplu yükləməsi" in azerbaijani
    assert not findall(r'src="(?!data:)', english + azerbaijani)
    assert {link.split("?")[0] for link in findall(r'href="([^"]+)', english + azerbaijani)} <= PAGES
