"""The weekly bulletin over real records; areas are measured a second time by pyproj, items counted by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from re import findall
from typing import Any

import orjson
import pytest
from babel.messages.extract import extract_from_file
from fastapi.testclient import TestClient
from pyproj import Geod
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationClass, ReviewMode, Role
from gis.language import translator
from gis.periods import week
from service.access import Actor
from service.accounts.flow import add_person
from service.problems import NotAllowed, WrongParameter
from service.reports.figures import Figures, as_json, checksum, from_json
from service.reports.flow import ReportFormat, ReportOrder, issue, issued_document, preview, rendered
from service.settings import Settings
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square, withdraw

SETTINGS = Settings(_env_file=None)
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
WEEK = ReportOrder(kind="weekly", period="2025-W43")


def m2(column: float, row: float, *, width: float = 1) -> float:
    """Give the ground of a square, measured by pyproj."""
    return float(Geod(ellps="WGS84").geometry_area_perimeter(square(column, row, width=width))[0])


def release(code: str, day: str, method: str = "cleared", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    return {"code": code, "release_method": method, "effective_date": date.fromisoformat(day), **fields}


def item(code: str, category: str, quantity: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    day = date(2025, 10, 21)
    disposed = {"disposed_on": day, "disposal_state": "neutralised"}
    return {"code": code, "eo_category": category, "quantity": quantity, "found_on": day, **disposed, **fields}


DISTRICTS: list[dict[str, Any]] = [
    {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(50, -50, width=40, height=100)},
    {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-50, -50, width=100, height=100)},
    {"code": "AGD", "name_en": "Aghdara", "name_az": "Ağdərə"},
]
ORGANISATIONS = [
    {"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "Müdafiə Nazirliyi"},
    {"code": "ANAMA", "type": "anama", "name_en": "ANAMA", "name_az": "Minatəmizləmə Agentliyi"},
    {"code": "P1", "type": "private", "name_en": "First Company", "name_az": "Birinci Şirkət"},
    {"code": "P2", "type": "private", "name_en": "Second Company", "name_az": "İkinci Şirkət"},
]
RELEASES = [
    release("R0", "2025-10-13", geometry=square(0, 5), organisation="MOD", submunition=4),
    release("R1", "2025-10-20", geometry=square(0, 0), organisation="ANAMA", ap_mine=2, uxo=3),
    release("R2", "2025-10-22", "reduced", geometry=square(2, 0), organisation="P1", av_mine=1),
    release("R3", "2025-10-26", "cancelled", geometry=square(60, 0), organisation="P2"),
    release("R4", "2025-10-23", geometry=square(0.5, 0), organisation="ANAMA"),
    release("R6", "2025-10-27", geometry=square(8, 8), organisation="MOD", ap_mine=90),
]
UNMAPPED = release(
    "R5",
    "2025-10-21",
    "undetermined",
    geometry_source="none",
    area_reported_m2=100_977,
    district_code="AGD",
    organisation="MOD",
)
ITEMS = [
    item("E1", "submunition", 5, district_code="FUZ"),
    item("E2", "ap_mine", 7, release_area_code="R1"),  # replaces the numbers that stand on R1
    item("E3", "ap_mine", 40, disposed_on=None, disposal_state="found"),
    item("E4", "scrap", 50, is_hazardous=False),
    item("E5", "saa", 9),
    item("E6", "uxo", 11, disposed_on=date(2025, 10, 19)),
    item("E7", "fuze", 2, geometry=square(70, 0).centroid),
]


@pytest.fixture
def records(session: Session) -> datetime:
    """Approve a small country, and give the stamp."""
    return approve(
        session,
        districts=DISTRICTS,
        organisations=ORGANISATIONS,
        release_areas=[*RELEASES, UNMAPPED],
        eo_items=ITEMS,
    )


@pytest.fixture
def officer(session: Session) -> Actor:
    """Give a report officer."""
    officer_id = add_person(session, "officer", name="Report Officer", role=Role.REPORT_OFFICER, password=None)
    return Actor(id=officer_id, login="officer", name="Report Officer", role=Role.REPORT_OFFICER)


def figures(session: Session, order: ReportOrder = WEEK, now: datetime = NOW) -> Figures:
    return preview(session, order, settings=SETTINGS, now=now).figures


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
def test_each_method_has_the_ground_it_released_first(session: Session) -> None:
    areas = figures(session).areas
    assert areas.cleared_m2 == pytest.approx(m2(0, 0, width=1.5), abs=0.1)
    assert areas.reduced_m2 == pytest.approx(m2(2, 0), abs=0.1)
    assert areas.cancelled_m2 == pytest.approx(m2(60, 0), abs=0.1)
    assert areas.undetermined_m2 == 0
    assert areas.released_m2 == round(areas.cleared_m2 + areas.reduced_m2 + areas.cancelled_m2, 3)


@pytest.mark.usefixtures("records")
def test_the_one_line_figure_holds_no_cancelled_ground(session: Session) -> None:
    made = figures(session)
    assert made.bulletin_area_m2 == round(made.areas.cleared_m2 + made.areas.reduced_m2, 3)


@pytest.mark.usefixtures("records")
def test_ground_without_outline_stands_apart(session: Session) -> None:
    made = figures(session)
    assert made.area_without_geometry_m2 == 100_977
    assert made.cumulative.area_without_geometry_m2 == 100_977


@pytest.mark.usefixtures("records")
def test_items_are_counted_once_by_their_day_of_disposal(session: Session) -> None:
    items = figures(session).items
    assert (items.ap, items.at, items.uxo, items.submunitions) == (7, 1, 5 + 2, 5)
    assert (items.saa, items.harmless, items.total) == (9, 50, 15)


@pytest.mark.usefixtures("records")
def test_numbers_on_a_certified_release_are_not_counted_again(session: Session) -> None:
    before = figures(session).items
    certified = release("C1", "2025-10-21", geometry=square(0, 0), basis="certified", ap_mine=7)
    approve(session, release_areas=[certified | {"accepted_on": date(2025, 10, 24)}])
    assert figures(session).items == before


@pytest.mark.usefixtures("records")
def test_districts_with_approved_work_stand_in_official_order(session: Session) -> None:
    lines = figures(session).districts
    assert [line.name and line.name.az for line in lines] == ["Ağdərə", "Ağdam", "Füzuli", None]
    by_code = {line.name.code if line.name else None: line for line in lines}
    assert by_code["AGD"].areas.released_m2 == 0
    assert by_code["AGM"].items.ap == 7
    assert by_code["FUZ"].items.uxo == 7
    assert by_code["FUZ"].areas.cancelled_m2 == pytest.approx(m2(60, 0), abs=0.1)
    assert by_code[None].items.saa == 9


@pytest.mark.usefixtures("records")
def test_private_companies_are_a_count(session: Session) -> None:
    made = figures(session)
    names = [line.name.code for line in made.organisations if line.name]
    assert (names, made.private_company_count) == (["ANAMA", "MOD"], 2)
    assert made.private_companies
    assert made.private_companies.areas.cancelled_m2 == made.areas.cancelled_m2
    assert "Company" not in orjson.dumps(as_json(made)).decode()


@pytest.mark.usefixtures("records")
def test_parts_add_up_to_the_total_whichever_way_they_are_split(session: Session) -> None:
    made = figures(session)
    by_organisation = [*made.organisations, *([made.private_companies] if made.private_companies else [])]
    for lines in (made.districts, by_organisation, made.classes):
        assert round(sum(line.areas.released_m2 for line in lines), 3) == made.areas.released_m2
    assert sum(line.items.total for line in made.districts) == made.items.total


@pytest.mark.usefixtures("records")
def test_cumulative_figures_hold_what_came_before_and_nothing_after(session: Session) -> None:
    made = figures(session)
    before = m2(0, 5)
    assert made.cumulative.areas.released_m2 == pytest.approx(made.areas.released_m2 + before, abs=0.2)
    assert (made.cumulative.items.ap, made.cumulative.items.uxo) == (7, 7 + 4 + 11)


@pytest.mark.usefixtures("records")
def test_the_series_ends_with_the_week_and_leaves_gaps(session: Session) -> None:
    made = figures(session)
    assert [point.period.label for point in made.weeks[-2:]] == ["2025-W42", "2025-W43"]
    assert made.weeks[-1].areas == made.areas
    assert [point.areas is None for point in made.weeks] == [True] * 50 + [False] * 2


def test_remaining_contamination_is_told_in_its_parts(session: Session) -> None:
    hazard = {
        "code": "H1",
        "classification": "cha",
        "contamination_types": ["ap_mine"],
        "identified_on": date(2024, 1, 1),
        "geometry": square(0, 0, width=3),
    }
    approve(session, hazardous_areas=[hazard], release_areas=RELEASES[1:2])
    stock = figures(session).stock
    assert stock.awaiting_acceptance_m2 == pytest.approx(m2(0, 0), abs=0.1)
    assert stock.untouched_m2 == pytest.approx(m2(1, 0, width=2), abs=0.1)
    assert stock.certified_stock_m2 == pytest.approx(stock.untouched_m2 + stock.awaiting_acceptance_m2)


@pytest.mark.usefixtures("records")
def test_figures_name_their_account_class_and_way_of_review(session: Session) -> None:
    made = figures(session)
    assert made.account is Account.OPERATIONAL
    assert made.review_modes == (ReviewMode.BULK_LOAD,)
    assert [line.contamination_class for line in made.classes] == [ContaminationClass.MIXED_UNSPECIFIED]


def test_a_week_without_approved_work_is_missing_and_not_zero(session: Session) -> None:
    made = figures(session)
    assert not made.has_work
    assert (made.districts, made.organisations, made.weeks[-1].areas, made.late) == ((), (), None, None)


def test_the_2020_figure_is_printed_once_and_no_method_is_claimed(session: Session) -> None:
    geometry = square(0, 0)
    old = release("OLD", "2020-11-17", "undetermined", geometry=geometry, submunition=293)
    approve(session, districts=DISTRICTS, release_areas=[old])
    order = ReportOrder(kind="weekly", period="2020-W47")
    made = figures(session, order)
    assert (made.items.submunitions, made.areas.undetermined_m2) == (293, made.areas.released_m2)
    page = rendered(
        session,
        preview(session, order, settings=SETTINGS, now=NOW),
        language="en",
        file_format=ReportFormat.HTML,
        settings=SETTINGS,
    ).decode()
    row = findall(r'<tr><th scope="row">Total</th>(.*?)</tr>', page)[1]
    assert findall(r"<td>(.*?)</td>", row)[:3] == ["not recorded"] * 3


def test_what_waits_for_approval_is_counted_and_in_no_figure(
    session: Session, client: TestClient, holder: Callable[..., Headers]
) -> None:
    day = {"effective_date": "2025-10-21"}
    waiting = [LEAST["release_areas"] | day | {"code": f"W{n}", "geometry": square(3 * n, 0)} for n in (1, 2)]
    answer = send(client, holder(Role.ANALYST), "release_areas", collection(*waiting))
    assert answer.json()["status"] == "submitted"
    made = figures(session)
    assert (made.in_review.upload_count, made.in_review.feature_count, made.has_work) == (1, 2, False)


# --- late entries -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
def test_a_record_that_begins_later_than_the_week_has_nothing_late(session: Session) -> None:
    assert figures(session).late is None


@pytest.mark.usefixtures("records")
def test_what_came_late_for_earlier_weeks_has_a_line_of_its_own(session: Session, officer: Actor) -> None:
    last = ReportOrder(kind="weekly", period="2025-W42")
    issued = issue(session, last, actor=officer, settings=SETTINGS, now=NOW)
    made = figures(session)
    assert made.late
    assert (made.late.since_at, made.late.weeks) == (issued.as_known_at, ())

    late = release("L1", "2025-10-08", geometry=square(20, 0), ap_mine=3)
    approve(session, release_areas=[late])
    after = figures(session)
    assert after.late
    assert [week.week for week in after.late.weeks] == ["2025-W41"]
    assert after.late.areas.cleared_m2 == pytest.approx(m2(20, 0), abs=0.1)
    assert after.late.items.ap == 3
    assert after.areas == made.areas
    assert after.cumulative.items.ap == made.cumulative.items.ap + 3


@pytest.mark.usefixtures("records")
def test_a_withdrawn_record_of_an_earlier_week_is_a_negative_late_entry(session: Session, officer: Actor) -> None:
    issue(session, ReportOrder(kind="weekly", period="2025-W42"), actor=officer, settings=SETTINGS, now=NOW)
    withdraw(session, "release_areas", "R0")
    late = figures(session).late
    assert late
    assert late.areas.cleared_m2 == pytest.approx(-m2(0, 5), abs=0.1)
    assert late.items.submunitions == -4


# --- issue --------------------------------------------------------------------------------------------------------


def test_an_issued_report_keeps_its_figures_when_more_is_approved(
    session: Session, records: datetime, officer: Actor
) -> None:
    first = issue(session, WEEK, actor=officer, settings=SETTINGS, now=NOW)
    before = issued_document(session, first.id)
    html = rendered(session, before, language="az", file_format=ReportFormat.HTML, settings=SETTINGS)
    approve(session, release_areas=[release("R9", "2025-10-24", geometry=square(30, 0))])

    after = issued_document(session, first.id)
    assert after == before
    assert checksum(after.figures) == first.checksum
    assert rendered(session, after, language="az", file_format=ReportFormat.HTML, settings=SETTINGS) == html
    assert figures(session).areas != after.figures.areas

    again = figures(session, ReportOrder(kind="weekly", period="2025-W43", as_known_at=records))
    assert (again.areas, again.items, again.districts) == (
        after.figures.areas,
        after.figures.items,
        after.figures.districts,
    )


@pytest.mark.usefixtures("records")
def test_a_second_issue_is_a_revision_with_its_reason(session: Session, officer: Actor) -> None:
    issue(session, WEEK, actor=officer, settings=SETTINGS, now=NOW)
    order = ReportOrder(kind="weekly", period="2025-W43", revision_reason="R1 was withdrawn")
    withdraw(session, "release_areas", "R1")
    second = issue(session, order, actor=officer, settings=SETTINGS, now=NOW)
    assert (second.revision, second.revision_reason) == (2, "R1 was withdrawn")


def test_a_week_that_is_not_over_is_previewed_and_not_issued(session: Session, officer: Actor) -> None:
    order = ReportOrder(kind="weekly", period="2026-W47")
    assert not figures(session, order).is_over
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


@pytest.mark.usefixtures("records")
def test_figures_come_back_from_their_json_unchanged(session: Session) -> None:
    made = figures(session)
    stored = orjson.loads(orjson.dumps(as_json(made)))
    assert from_json(stored) == made
    assert checksum(from_json(stored)) == checksum(made)
    assert made.period == week("2025-W43")


# --- over HTTP ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
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
    canonical = orjson.dumps(document["figures"], option=orjson.OPT_SORT_KEYS)
    assert sha256(canonical).hexdigest() == document["checksum"] == report["checksum"]

    pdf = client.get(f"/api/v1/reports/{report['id']}.pdf?lang=az")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(f"/api/v1/reports/{report['id']}.pdf?lang=az").content == pdf.content


@pytest.mark.usefixtures("records")
def test_a_preview_says_that_it_is_one_in_the_reader_s_language(client: TestClient) -> None:
    english = client.get("/api/v1/reports/preview/weekly/2025-W43.html?lang=en").text
    azerbaijani = client.get("/api/v1/reports/preview/weekly/2025-W43.html?lang=az").text
    assert "Preview: this bulletin has not been issued." in english
    assert "20–26 October 2025" in english
    assert '<html lang="az">' in azerbaijani
    assert "20.10.2025–26.10.2025" in azerbaijani
    assert "administratorun toplu yükləməsi" in azerbaijani
    assert not findall(r'(?:src|href)="(?!data:)', english + azerbaijani)


def test_requests_that_cannot_be_met_are_refused_with_the_choices(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    answer = client.get("/api/v1/reports/preview/weekly/2025-W43.docx")
    assert (answer.status_code, answer.json()["allowed"]) == (400, ["html", "pdf", "json"])
    assert client.get("/api/v1/reports/preview/monthly/2025-10.html").json()["allowed"] == ["weekly"]
    assert client.get("/api/v1/reports/00000000-0000-0000-0000-000000000000.html").status_code == 404
    ordered = {"kind": "weekly", "period": "2025-W43"}
    assert client.post("/api/v1/reports", json=ordered).status_code == 401
    assert client.post("/api/v1/reports", json=ordered, headers=holder(Role.ANALYST)).status_code == 403
    scoped = ordered | {"scope": {"district": "AGM"}}
    assert client.post("/api/v1/reports", json=scoped, headers=holder(Role.REPORT_OFFICER)).status_code == 400


SAME_IN_BOTH = {"ha", "{label}, ha", "{period}: {area}; {items}; {districts}."}


# --- words --------------------------------------------------------------------------------------------------------


def test_everything_a_bulletin_says_is_translated_with_the_same_values() -> None:
    texts = [
        str(message)
        for folder in ("gis/charts", "service/reports")
        for source in map(str, Path(folder).glob("*.py"))
        for _, message, _, _ in extract_from_file("python", source)
    ]
    azerbaijani = translator("az")
    assert len(texts) > 90
    for text in texts:
        assert azerbaijani(text) != text or text in SAME_IN_BOTH
        assert sorted(findall(r"\{\w+\}", azerbaijani(text))) == sorted(findall(r"\{\w+\}", text))
