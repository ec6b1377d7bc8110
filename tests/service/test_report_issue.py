"""Issuing reports: who may, with which reasons, who reads them, and that they stay as they were issued."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.access import Actor
from service.accounts.flow import add_person
from service.problems import ReportChecksOpen, WrongParameter
from service.reports.flow import ReportOrder, issue, issued_document, preview, rendered
from service.reports.formats import ReportFormat
from service.reports.issued import Decision, store
from service.reports.kinds import KINDS
from service.reports.scope import Scope
from service.settings import Settings
from service.tables import report
from tests.service.bulletins import NOW, SETTINGS, with_value
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square, withdraw

WEEK = ReportOrder(kind="weekly", period="2025-W43")
DISTRICT = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-50, -50, width=100, height=100)}
RELEASE = LEAST["release_areas"] | {"district_code": "AGM"}


def release(code: str, day: str, column: float, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    return RELEASE | {"code": code, "effective_date": date.fromisoformat(day), "geometry": square(column, 0)} | fields


@pytest.fixture(autouse=True)
def records(session: Session) -> datetime:
    """Approve a district, and a release in each of two weeks."""
    released = [release("R1", "2025-10-15", 0), release("R2", "2025-10-22", 2)]
    return approve(session, districts=[DISTRICT], release_areas=released)


@pytest.fixture
def officer(session: Session) -> Actor:
    """Give a report officer."""
    officer_id = add_person(session, "officer", name="Report Officer", role=Role.REPORT_OFFICER, password=None)
    return Actor(id=officer_id, login="officer", name="Report Officer", role=Role.REPORT_OFFICER)


@pytest.fixture
def issued_by(session: Session, officer: Actor) -> Callable[..., Any]:
    """Give what issues the week, `issued_by(revision_reason="…")`."""

    def order(settings: Settings = SETTINGS, **fields: Any) -> Any:  # noqa: ANN401 - what issuing gives
        asked = ReportOrder(**{"kind": "weekly", "period": "2025-W43"} | fields)
        return issue(session, asked, actor=officer, settings=settings, now=NOW)

    return order


# --- revisions ----------------------------------------------------------------------------------------------------


def test_a_revision_wants_a_reason_wherever_it_is_issued(
    client: TestClient, holder: Callable[..., Headers], issued_by: Callable[..., Any]
) -> None:
    assert issued_by().revision == 1
    with pytest.raises(WrongParameter, match="write why it is issued again"):
        issued_by(revision_reason="  ")
    officer, ordered = holder(Role.REPORT_OFFICER), {"kind": "weekly", "period": "2025-W43"}
    refused = client.post("/api/v1/reports", json=ordered, headers=officer)
    assert (refused.status_code, refused.json()["parameter"]) == (400, "revision_reason")
    answer = client.post("/api/v1/reports", json=ordered | {"revision_reason": "A late file."}, headers=officer)
    assert (answer.status_code, answer.json()["revision"], answer.json()["revision_reason"]) == (201, 2, "A late file.")


def test_each_scope_of_a_period_counts_its_own_revisions(issued_by: Callable[..., Any]) -> None:
    country, district = issued_by(), issued_by(scope=Scope.asked(district="AGM"))
    assert (country.revision, district.revision) == (1, 1)
    assert district.number > country.number
    assert district.page == "/reports/weekly/2025-W43?district=AGM&revision=1"


# --- reasons for what checks found --------------------------------------------------------------------------------


def test_a_finding_that_needs_a_reason_is_answered_and_the_answer_is_printed(
    client: TestClient, holder: Callable[..., Headers], session: Session
) -> None:
    waiting = collection(LEAST["release_areas"] | {"code": "R9", "effective_date": "2025-10-23"})
    send(client, holder(Role.ANALYST), "release_areas", waiting)
    officer, ordered = holder(Role.REPORT_OFFICER), {"kind": "weekly", "period": "2025-W43"}
    refused = client.post("/api/v1/reports", json=ordered, headers=officer)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/report-checks-open")
    assert [(one["code"], one["finding"]) for one in refused.json()["checks"]] == [("in-review", "needs_reason")]
    assert client.get("/api/v1/reports").json() == []

    wrong = client.post("/api/v1/reports", json=ordered | {"accept": {"jump": "Known."}}, headers=officer)
    assert wrong.status_code == 409
    accepted = ordered | {"accept": {"in-review": "Sent after the cut-off."}}
    answer = client.post("/api/v1/reports", json=accepted, headers=officer).json()
    assert [(one["code"], one["reason"]) for one in answer["answers"]] == [("in-review", "Sent after the cut-off.")]
    for language, words in (("en", "Reason: Sent after the cut-off."), ("az", "Səbəb: Sent after the cut-off.")):
        assert words in client.get(f"/api/v1/reports/{answer['id']}.html?lang={language}").text
    document = client.get(f"/api/v1/reports/{answer['id']}.json").json()
    assert document["answers"][0]["words"]["az"].startswith("Dövrün işi yoxlama gözləyir")
    assert session.scalar(text("select answers -> 0 ->> 'code' from report")) == "in-review"


def test_what_blocks_cannot_be_passed_by_any_reason(
    issued_by: Callable[..., Any], session: Session, officer: Actor
) -> None:
    week = ReportOrder(kind="weekly", period="2025-W42")
    told = preview(session, week, settings=SETTINGS, now=NOW).content
    by_officer = Decision(person_id=officer.id, revision=1, revision_reason=None, answers=(), settings={})
    store(session, with_value(told, "key_figures/released/cumulative", 90_000.0), by_officer)
    with pytest.raises(ReportChecksOpen, match=r"RPT-02.*run the audit"):
        issued_by(accept="All is well.")


# --- what may be read ---------------------------------------------------------------------------------------------


def test_reports_for_the_programme_are_hidden_from_everybody_else(
    client: TestClient, holder: Callable[..., Headers], issued_by: Callable[..., Any]
) -> None:
    report_id = issued_by(kind="data_quality").id
    assert not KINDS["data_quality"].is_public  # type: ignore[index] # a codelist's member is its code
    partner, analyst = holder(Role.PARTNER), holder(Role.ANALYST)
    for path in (
        "/api/v1/reports/preview/data_quality/2025-W43.json",
        f"/api/v1/reports/{report_id}.json",
        f"/api/v1/reports/{report_id}/verification",
        "/reports/data_quality/2025-W43",
    ):
        answers = [client.get(path, headers=headers, follow_redirects=False) for headers in ({}, partner, analyst)]
        assert [answer.status_code for answer in answers] in ([401, 403, 200], [303, 403, 200]), path
    for headers, count in (({}, 0), (partner, 0), (analyst, 1)):
        assert len(client.get("/api/v1/reports", headers=headers).json()) == count
        assert ("data_quality/2025-W43" in client.get("/reports", headers=headers).text) is (count == 1)


def test_the_list_is_narrowed_by_kind_year_and_scope_and_counted(
    client: TestClient, issued_by: Callable[..., Any]
) -> None:
    issued_by()
    issued_by(scope=Scope.asked(district="AGM"))
    issued_by(kind="monthly", period="2025-10")
    for asked, count in {
        "": 3, "kind=weekly": 2, "district=AGM": 1, "year=2025": 3, "year=2024": 0, "kind=monthly&district=AGM": 0,
    }.items():  # fmt: skip
        answer = client.get(f"/api/v1/reports?{asked}&limit=1")
        assert (answer.headers["x-total-count"], len(answer.json())) == (str(count), min(count, 1)), asked
    assert client.get("/api/v1/reports?kind=none").status_code == 400


# --- what was asked for -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (ReportOrder(kind="weekly", period="2025-W53"), "There is no week 2025-W53: the last of 2025 is 2025-W52"),
        (ReportOrder(kind="weekly", period="2027-W03"), "begins on 18 January 2027; on 21 November 2026 nothing"),
        (ReportOrder(kind="weekly", period="2025-10"), "is made for a week"),
        (ReportOrder(kind="weekly", period="2019-W10"), "Reports begin after 10 November 2020"),
        (ReportOrder(kind="weekly", period="last week"), "is not a period. Write a week"),
        (ReportOrder(kind="weekly", period="2025-W43", scope=Scope.asked(district="XX")), "has the code “XX”"),
    ],
)
def test_what_no_report_can_be_on_is_said_and_nothing_is_stored(
    session: Session, officer: Actor, order: ReportOrder, words: str
) -> None:
    with pytest.raises(WrongParameter, match=words) as refused:
        issue(session, order, actor=officer, settings=SETTINGS, now=NOW)
    assert refused.value.detail["az"] != refused.value.detail["en"]
    assert session.scalar(text("select count(*) from report")) == 0


# --- as it was issued ---------------------------------------------------------------------------------------------


def test_it_is_rendered_with_the_same_figures_whatever_changed_since(
    session: Session, issued_by: Callable[..., Any]
) -> None:
    first = issued_by()
    files = (ReportFormat.JSON, ReportFormat.HTML)

    def read(settings: Settings) -> list[bytes]:
        document = issued_document(session, first.id)
        return [rendered(session, document, language="az", file_format=one, settings=settings) for one in files]

    before = read(SETTINGS)
    approve(session, release_areas=[release("R3", "2025-10-23", 4), release("R2", "2025-10-22", 9)])
    withdraw(session, "release_areas", "R1")
    approve(session, districts=[DISTRICT | {"name_az": "Ağdam şəhəri", "is_authoritative": True}])
    changed = {"time_zone": "UTC", "cumulative_origin": date(2024, 1, 1), "district_order": "FUZ AGM"}
    assert read(SETTINGS.model_copy(update=changed)) == before


def test_an_issued_report_can_be_neither_changed_nor_deleted(session: Session, issued_by: Callable[..., Any]) -> None:
    issued_by()
    with pytest.raises(DBAPIError, match=r"permission denied|keeps what it was told"):
        session.execute(update(report).values(checksum="0"))
