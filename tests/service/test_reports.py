"""The weekly bulletin over real records; areas are measured a second time by pyproj, items counted by hand."""

import ast
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from re import findall
from typing import Any
from urllib.parse import parse_qs

import orjson
import pytest
from babel.messages.extract import extract_from_file
from fastapi.testclient import TestClient
from pyproj import Geod
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationClass, ReviewMode, Role
from gis.language import counting, translator
from gis.periods import week
from service.access import Actor
from service.accounts.flow import add_person
from service.problems import NotAllowed, WrongParameter
from service.reports.content import as_json, checksum, from_json
from service.reports.flow import ReportOrder, issue, issued_document, preview, rendered
from service.reports.formats import ReportFormat
from service.reports.kinds import KINDS
from service.reports.lines import PRIVATE
from service.reports.sentences import summary
from tests.service.bulletins import (
    NOW,
    SETTINGS,
    column,
    content,
    number,
    numbers,
    of_period,
    since_origin,
    total,
    weekly,
)
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square, withdraw

WEEK = ReportOrder(kind="weekly", period="2025-W43")
METHODS = ("cleared", "reduced", "cancelled", "undetermined")
PAGES = {"/items", "/map", "/progress", "/quality/records", "/review", "/stock"}
"""On which the records behind figures are opened."""


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


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
def test_each_method_has_the_ground_it_released_first(session: Session) -> None:
    made = weekly(session)
    assert of_period(made, "cleared") == pytest.approx(m2(0, 0, width=1.5), abs=0.1)
    assert of_period(made, "reduced") == pytest.approx(m2(2, 0), abs=0.1)
    assert of_period(made, "cancelled") == pytest.approx(m2(60, 0), abs=0.1)
    assert of_period(made, "undetermined") == 0
    parts = [number(of_period(made, method)) for method in METHODS]
    assert of_period(made, "released") == round(sum(parts), 3)


@pytest.mark.usefixtures("records")
def test_the_one_line_figure_holds_no_cancelled_ground(session: Session) -> None:
    made = weekly(session)
    parts = [number(of_period(made, method)) for method in ("cleared", "reduced")]
    assert of_period(made, "bulletin_area") == round(sum(parts), 3)


@pytest.mark.usefixtures("records")
def test_ground_without_outline_stands_apart(session: Session) -> None:
    made = weekly(session)
    assert (of_period(made, "without_geometry"), since_origin(made, "without_geometry")) == (100_977, 100_977)


@pytest.mark.usefixtures("records")
def test_items_are_counted_once_by_their_day_of_disposal(session: Session) -> None:
    made = weekly(session)
    counted = {key: of_period(made, key) for key in ("ap", "at", "uxo", "submunitions", "saa", "harmless", "items")}
    assert counted == {"ap": 7, "at": 1, "uxo": 5 + 2, "submunitions": 5, "saa": 9, "harmless": 50, "items": 15}


@pytest.mark.usefixtures("records")
def test_numbers_on_a_certified_release_are_not_counted_again(session: Session) -> None:
    before = weekly(session).table("by_district")
    certified = release("C1", "2025-10-21", geometry=square(0, 0), basis="certified", ap_mine=7)
    approve(session, release_areas=[certified | {"accepted_on": date(2025, 10, 24)}])
    after = weekly(session).table("by_district")
    assert [figure.value for figure in after.total or ()] == [figure.value for figure in before.total or ()]


@pytest.mark.usefixtures("records")
def test_districts_with_approved_work_stand_in_official_order(session: Session) -> None:
    made = weekly(session)
    table = made.table("by_district")
    assert [(row.key, row.label.az) for row in table.rows] == [
        ("AGD", "Ağdərə"),
        ("AGM", "Ağdam"),
        ("FUZ", "Füzuli"),
        ("", "Göstərilməyib"),
    ]
    assert table.cell("AGD", "released").value == 0
    assert (table.cell("AGM", "ap").value, table.cell("FUZ", "uxo").value) == (7, 7)
    cancelled = made.table("by_district_and_method").cell("FUZ", "cancelled").value
    assert cancelled == pytest.approx(m2(60, 0), abs=0.1)
    assert of_period(made, "saa") == 9
    assert made.figure("district_count").value == 3


@pytest.mark.usefixtures("records")
def test_private_companies_are_a_count(session: Session) -> None:
    made = weekly(session)
    table = made.table("by_organisation")
    assert [row.key for row in table.rows] == ["ANAMA", "MOD", PRIVATE, ""]
    assert (made.figure("organisation_count").value, made.figure("private_company_count").value) == (2, 2)
    assert table.rows[2].label.en == "Private companies (2)"
    assert table.cell(PRIVATE, "cancelled").value == of_period(made, "cancelled")
    assert "First Company" not in orjson.dumps(as_json(made)).decode()


@pytest.mark.usefixtures("records")
def test_parts_add_up_to_the_total_whichever_way_they_are_split(session: Session) -> None:
    made = weekly(session)
    for table in ("by_district", "by_district_and_method", "by_organisation", "by_class"):
        parts = numbers(made, table, "released").values()
        assert round(sum(parts), 3) == total(made, table, "released") == of_period(made, "released")
    assert sum(numbers(made, "by_district", "items").values()) == of_period(made, "items")


@pytest.mark.usefixtures("records")
def test_figures_of_a_class_and_of_remaining_ground_lead_to_where_they_are_told(session: Session) -> None:
    made = weekly(session)
    path, _, asked = (made.table("by_class").rows[0].cells[0].records or "").partition("?")
    told = {"by": ["contamination_class"], "method": ["cleared"], "from": ["2025-10-20"], "to": ["2025-10-26"]}
    assert (path, told.items() <= parse_qs(asked).items()) == ("/progress", True)
    opened = [(row.cells[0].records or "").partition("?")[0] for row in made.table("remaining").rows]
    assert opened == ["/stock", "/stock", "/map"]


@pytest.mark.usefixtures("records")
def test_what_has_no_outline_opens_its_records_and_the_one_line_figure_what_it_holds(
    session: Session, client: TestClient
) -> None:
    made = weekly(session)
    for address in (
        made.table("without_geometry").cell("AGD", "releases").records,
        made.table("key_figures").cell("without_geometry", "period").records,
    ):
        assert [row["code"] for row in client.get(f"/api/v1{address}").json()] == ["R5"]
    one_line = made.table("key_figures").cell("bulletin_area", "period").records or ""
    assert "method=cleared%2Creduced%2Cundetermined" in one_line
    assert client.get(one_line).status_code == 200


@pytest.mark.usefixtures("records")
def test_cumulative_figures_hold_what_came_before_and_nothing_after(session: Session) -> None:
    made = weekly(session)
    before = number(of_period(made, "released")) + m2(0, 5)
    assert since_origin(made, "released") == pytest.approx(before, abs=0.2)
    assert (since_origin(made, "ap"), since_origin(made, "uxo")) == (7, 7 + 4 + 11)


@pytest.mark.usefixtures("records")
def test_the_series_ends_with_the_week_and_leaves_gaps(session: Session) -> None:
    made = weekly(session)
    series = column(made, "series", "released")
    assert list(series)[-2:] == ["2025-W42", "2025-W43"]
    assert series["2025-W43"] == of_period(made, "released")
    assert [value is None for value in series.values()] == [True] * 50 + [False] * 2


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


@pytest.mark.usefixtures("records")
def test_figures_name_their_account_class_and_way_of_review(session: Session) -> None:
    made = weekly(session)
    assert (made.account, made.review_modes) == (Account.OPERATIONAL, (ReviewMode.BULK_LOAD,))
    assert [row.key for row in made.table("by_class").rows] == [ContaminationClass.MIXED_UNSPECIFIED]


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


# --- late entries -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
def test_a_record_that_begins_later_than_the_week_has_nothing_late(session: Session) -> None:
    made = weekly(session)
    assert (made.figure("late_since").value, made.table("late").rows, made.table("late").total) == (None, (), None)


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
def test_a_withdrawn_record_of_an_earlier_week_is_a_negative_late_entry(session: Session, officer: Actor) -> None:
    issue(session, ReportOrder(kind="weekly", period="2025-W42"), actor=officer, settings=SETTINGS, now=NOW)
    withdraw(session, "release_areas", "R0")
    late = weekly(session)
    assert total(late, "late", "cleared") == pytest.approx(-m2(0, 5), abs=0.1)
    assert total(late, "late", "taken") == pytest.approx(m2(0, 5), abs=0.1)
    assert total(late, "late", "items") == -4


@pytest.mark.usefixtures("records")
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


def test_an_issued_report_keeps_its_figures_when_more_is_approved(
    session: Session, records: datetime, officer: Actor
) -> None:
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
    again = weekly(session, at=records)
    for table in ("key_figures", "by_district", "by_organisation", "by_class"):
        values = [[figure.value for figure in row.cells] for row in again.table(table).rows]
        assert values == [[figure.value for figure in row.cells] for row in frozen.table(table).rows]


@pytest.mark.usefixtures("records")
def test_a_second_issue_is_a_revision_with_its_reason(session: Session, officer: Actor) -> None:
    issue(session, WEEK, actor=officer, settings=SETTINGS, now=NOW)
    order = ReportOrder(kind="weekly", period="2025-W43", revision_reason="R1 was withdrawn")
    withdraw(session, "release_areas", "R1")
    second = issue(session, order, actor=officer, settings=SETTINGS, now=NOW)
    assert (second.revision, second.revision_reason) == (2, "R1 was withdrawn")


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


@pytest.mark.usefixtures("records")
def test_content_comes_back_from_its_json_unchanged(session: Session) -> None:
    made = weekly(session)
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
    canonical = orjson.dumps(document["content"], option=orjson.OPT_SORT_KEYS)
    assert sha256(canonical).hexdigest() == document["checksum"] == report["checksum"]

    pdf = client.get(f"/api/v1/reports/{report['id']}.pdf?lang=az")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(f"/api/v1/reports/{report['id']}.pdf?lang=az").content == pdf.content


@pytest.mark.usefixtures("records")
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


# --- words --------------------------------------------------------------------------------------------------------

SAME_IN_BOTH = {"ha", "m²", "%", "{label}, {unit}", "{name} ({area}): {change}", "Operator: {name}"}
KEYWORDS = {"_": None, "phrase": None, "said": None, "ngettext": (1, 2)}


def declared_headings(source: Path) -> Iterator[str]:
    """Give what columns are called where parts are declared, and the labels in the mappings beside them."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.keyword(arg="name_heading", value=ast.Constant(value=str(text))) if text:
                yield text
            case ast.Dict(values=values):
                yield from (one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str))


def said_in_reports() -> Iterator[tuple[str, str]]:
    """Give every text of a report in English and in Azerbaijani; of one and of many, what is said of each."""
    _, ngettext = translator("az"), counting("az")
    sources = [*Path("gis/charts").glob("*.py"), *Path("service/reports").rglob("*.py")]
    for source in sources:
        for _line, message, _comments, _context in extract_from_file("python", source, KEYWORDS):
            if isinstance(message, str):
                yield message, _(message)
            else:
                one, many = message
                yield from ((one, ngettext(one, many, 1)), (many, ngettext(one, many, 2)))
    for source in sources:
        if source.parent.name in {"parts", "kinds"}:
            yield from ((text, _(text)) for text in declared_headings(source))


def test_everything_a_report_says_is_translated_with_the_same_values() -> None:
    texts = list(said_in_reports())
    assert len(texts) > 200
    assert not {english for english, azerbaijani in texts if azerbaijani == english} - SAME_IN_BOTH
    for english, azerbaijani in texts:
        assert sorted(findall(r"\{\w+\}", azerbaijani)) == sorted(findall(r"\{\w+\}", english))


def test_a_noun_stays_singular_after_a_numeral_in_azerbaijani_and_not_in_english() -> None:
    told = ("{count} anti-tank mine", "{count} anti-tank mines")
    assert [counting("en")(*told, count) for count in (0, 1, 2)] == [told[1], told[0], told[1]]
    assert {counting("az")(*told, count) for count in (0, 1, 2)} == {"{count} tank əleyhinə mina"}
