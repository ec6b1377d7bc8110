"""Every figure of a report opens the records behind it, and there they add up to it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import ReportKind, Role
from gis.text import area_ha_text, area_km2_text, area_m2_text, number_text
from service.access import Actor
from service.accounts.flow import add_person
from service.reports.compared import differences
from service.reports.content import Content, Figure, Unit
from service.reports.flow import ReportOrder, issue
from service.reports.kinds import KINDS
from service.reports.scope import COUNTRY, Scope, ScopeKind
from service.reports.unopened import UNOPENED, why_unopened
from tests.conftest import filled_engine
from tests.service.bulletins import NOW, SETTINGS, content
from tests.service.records import approve, square

PERIODS = {
    ReportKind.DAILY: "2025-10-22",
    ReportKind.WEEKLY: "2025-W43",
    ReportKind.MONTHLY: "2025-10",
    ReportKind.QUARTERLY: "2025-Q4",
    ReportKind.ANNUAL: "2025",
    ReportKind.PERIOD: "2025-10-13..2025-10-26",
    ReportKind.BALANCE: "2025-10",
    ReportKind.TREATY: "2025",
    ReportKind.DATA_QUALITY: "2025-10",
}
SCOPES = {
    ScopeKind.COUNTRY: COUNTRY,
    ScopeKind.DISTRICT: Scope(kind=ScopeKind.DISTRICT, code="AGM"),
    ScopeKind.ORGANISATION: Scope(kind=ScopeKind.ORGANISATION, code="ANAMA"),
    ScopeKind.PROJECT: Scope(kind=ScopeKind.PROJECT, code="PJ-1"),
}
ADDED_UP = {"/items", "/map", "/progress", "/balance", "/stock", "/stock/areas", "/releases", "/work"}
"""The pages that say what their records add up to; others list or show the records alone."""
QUOTIENTS = ("_change", "/ground_per_item")
"""Ends the keys of figures that two others make, each of which opens its own records."""
DEMINED = {"deminers": 6, "work_date_from": "2025-10-22", "reported_by": "Team 1"}
ROWS: tuple[dict[str, Any], ...] = (
    {"code": "R1", "on": "2025-10-22", "at": (0, 2), "by": "cleared", "task_code": "T-1", "ap_mine": 3} | DEMINED,
    {"code": "R2", "on": "2025-10-21", "at": (3, 1), "by": "reduced", "task_code": "T-1", "qc_state": "passed"},
    {"code": "R3", "on": "2025-10-24", "at": (6, 3), "by": "cleared", "organisation": "P-1", "processed_m2": 40_000},
    {"code": "R4", "on": "2025-10-25", "at": (9, 1), "by": "cancelled", "organisation": "P-2", "qc_state": "passed"},
    {"code": "R5", "on": "2025-10-13", "at": (11, 2), "by": "cleared", "task_code": "T-2", "submunition": 2},
    {"code": "R6", "on": "2025-10-23", "at": (40, 1), "by": "undetermined", "uxo": 4},
    {"code": "R7", "on": "2025-09-20", "at": (14, 1), "by": "cleared", "organisation": "P-1", "av_mine": 1},
)
"""Squares by column and width; west of column 5 lies Aghdam, to 17 Fuzuli, and beyond no district."""


def _release(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in {"on", "at", "by"}}
    column, width = row["at"]
    ground = {"geometry": square(column, 0, width=width), "release_method": row["by"], "effective_date": row["on"]}
    return {"visibility": "public"} | told | ground


def _hazard(code: str, on: str, column: float, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a record
    told = {"classification": "cha", "contamination_types": ["ap_mine"], "status": "open", "visibility": "public"}
    return told | {"code": code, "identified_on": on, "geometry": square(column, 0, width=2)} | fields


def _find(code: str, category: str, quantity: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    told = {"found_on": "2025-10-22", "disposed_on": "2025-10-22", "disposal_state": "destroyed_in_situ"}
    return told | {"code": code, "eo_category": category, "quantity": quantity, "visibility": "public"} | fields


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=6, height=3)},
            {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(5, -1, width=12, height=3)},
        ],
        organisations=[
            {"code": "ANAMA", "type": "anama", "name_en": "ANAMA"},
            {"code": "P-1", "type": "private", "name_en": "Poplar"},
            {"code": "P-2", "type": "private", "name_en": "Juniper"},
        ],
        projects=[{"code": "PJ-1", "name_en": "Orchards", "name_az": "Bağlar"}],
        project_phases=[
            {"code": "PJ-1-1", "project_code": "PJ-1", "number": 1, "budget_amount": 5_000, "currency": "AZN"}
            | {"planned_area_m2": 90_000, "spent_amount": 1_250, "visibility": "public"}
        ],
        tasks=[
            {
                "code": code,
                "task_type": "clearance",
                "organisation": "ANAMA",
                "status": "active",
                "district_code": place,
            }
            | {"project_phase_code": phase, "visibility": "public"}
            for code, place, phase in (("T-1", "AGM", "PJ-1-1"), ("T-2", "FUZ", None), ("T-3", "AGM", "PJ-1-1"))
        ],
        hazardous_areas=[
            _hazard("H-1", "2025-01-06", 0),
            _hazard("H-2", "2025-10-02", 6, classification="sha", contamination_types=["cmr"]),
            _hazard("H-3", "2025-02-01", 11, contamination_types=["cmr", "ap_mine"]),
            _hazard("H-4", "2025-01-06", 20, contamination_types=["cmr"], visibility="internal"),
            _hazard("H-5", "2025-01-06", 3),
            _hazard("H-6", "2025-01-06", 30, geometry=None, area_reported_m2=70_000, district_code="FUZ"),
        ],
    )
    approve(
        session,
        release_areas=[
            *map(_release, ROWS),
            {"code": "R8", "release_method": "cleared", "effective_date": "2025-10-23", "district_code": "FUZ"}
            | {"area_reported_m2": 2_930, "geometry_source": "none", "task_code": "T-1", "visibility": "public"},
            _release({"code": "C1", "on": "2025-10-13", "at": (11, 2), "by": "cleared"})
            | {"basis": "certified", "accepted_on": "2025-10-24", "qc_state": "passed", "task_code": "T-2"},
            _release({"code": "C2", "on": "2025-10-13", "at": (14, 1), "by": "cleared"})
            | {"basis": "certified", "accepted_on": "2025-10-25", "qc_state": "failed"},
        ],
        eo_items=[
            _find("E-1", "submunition", 2, geometry=square(11, 0, width=0.1).centroid, model="9N210"),
            _find("E-2", "submunition", 5, district_code="FUZ"),
            _find("E-3", "uxo", 7, task_code="T-1"),
            _find("E-4", "uxo", 9),
            _find("E-5", "saa", 300, organisation="P-2"),
        ],
        hazardous_areas=[
            _hazard("H-5", "2025-01-06", 3, status="closed", close_reason="all_cleared", status_changed_on="2025-10-20")
        ],
    )
    officer_id = add_person(session, "officer", name="Officer", role=Role.REPORT_OFFICER, password=None)
    officer = Actor(id=officer_id, login="officer", name="Officer", role=Role.REPORT_OFFICER)
    earlier = ReportOrder(kind="weekly", period="2025-W42", accept="Seen.")
    issue(session, earlier, actor=officer, settings=SETTINGS, now=NOW)
    smaller = {**ROWS[4], "at": (11, 1)}
    approve(session, release_areas=[_release(smaller)])
    approve(session, release_areas=[_release({"code": "R9", "on": "2025-10-15", "at": (4, 1), "by": "cleared"})])


def made(session: Session, kind: ReportKind, scope: ScopeKind = ScopeKind.COUNTRY) -> Content:
    return content(session, ReportOrder(kind=kind, period=PERIODS[kind], scope=SCOPES[scope]))


@pytest.fixture
def open_page(client: TestClient, holder: Callable[..., dict[str, str]]) -> Callable[[str], str]:
    """Give what opens an address as a report officer does, each once, and gives the words of the page."""
    officer, seen = holder(Role.REPORT_OFFICER) | {"accept": "text/html"}, dict[str, str]()

    def opened(address: str) -> str:
        path = address.partition("#")[0]
        if path not in seen:
            answer = client.get(path, headers=officer)
            assert answer.status_code == 200, address
            words = re.sub(r"<(script|style|svg|form)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
            seen[path] = " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())
        return seen[path]

    return opened


EVERY = [(kind, scope) for kind in KINDS for scope in KINDS[kind].scopes]
OPENED = [
    *((ReportKind.MONTHLY, scope) for scope in ScopeKind),
    (ReportKind.WEEKLY, ScopeKind.COUNTRY),
    (ReportKind.DAILY, ScopeKind.COUNTRY),
    (ReportKind.DAILY, ScopeKind.PROJECT),
    (ReportKind.BALANCE, ScopeKind.COUNTRY),
    (ReportKind.BALANCE, ScopeKind.DISTRICT),
    (ReportKind.TREATY, ScopeKind.COUNTRY),
    (ReportKind.DATA_QUALITY, ScopeKind.COUNTRY),
]
"""The others tell the same tables of other days."""


@pytest.mark.parametrize(("kind", "scope"), EVERY)
def test_every_figure_opens_its_records_or_says_why_it_cannot(
    session: Session, kind: ReportKind, scope: ScopeKind
) -> None:
    figures = list(made(session, kind, scope).every_figure())
    assert not [figure.key for figure in figures if not figure.records and not why_unopened(figure)]


def test_no_figure_is_excused_that_opens_its_records(session: Session) -> None:
    keys = {figure.key for kind in KINDS for figure in made(session, kind).every_figure() if figure.records}
    assert not keys & set(UNOPENED)


@pytest.mark.parametrize(("kind", "scope"), OPENED)
def test_what_a_figure_opens_adds_up_to_it(
    session: Session, open_page: Callable[[str], str], kind: ReportKind, scope: ScopeKind
) -> None:
    told = list(worth_opening(made(session, kind, scope).every_figure()))
    assert told
    wrong = [(figure.key, figure.value, figure.records) for figure in told if not is_shown(figure, open_page)]
    assert not wrong


def worth_opening(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Give the figures that pages must add up to, and one for each other form that an address has."""
    seen = set()
    for figure in figures:
        path, _, asked = str(figure.records).partition("?")
        form = (path, *parse_qs(asked))
        if figure.records and (is_added_up(figure) or form not in seen):
            seen.add(form)
            yield figure


def is_added_up(figure: Figure) -> bool:
    """Tell whether a page has to say a figure; where there is nothing at all it may have no line for it."""
    is_told = str(figure.records).partition("?")[0] in ADDED_UP and figure.unit in {Unit.M2, Unit.COUNT}
    return is_told and bool(figure.value) and not figure.key.endswith(QUOTIENTS)


def is_shown(figure: Figure, open_page: Callable[[str], str]) -> bool:
    """Tell whether the page behind a figure says it, where it has to."""
    words = open_page(str(figure.records))
    if not is_added_up(figure) or not isinstance(figure.value, int | float):
        return True
    printed = map(re.escape, forms(figure.unit, abs(figure.value)))
    return any(re.search(rf"(?<![\d.,]){form}(?![\d,]*\d)", words) for form in printed)


def forms(unit: Unit, value: float) -> list[str]:
    """Give how pages print a value: ground in hectares, in square metres, or in square kilometres."""
    if unit is Unit.COUNT:
        return [number_text(value, "en")]
    return [print_area(value, "en") for print_area in (area_ha_text, area_m2_text, area_km2_text)]


# --- what the walk leaves out -------------------------------------------------------------------------------------


def test_a_change_opens_a_page_that_says_both_sides(session: Session, open_page: Callable[[str], str]) -> None:
    figures = made(session, ReportKind.WEEKLY).table("key_figures")
    for row in ("released", "cleared", "without_geometry", "items", "ap", "saa"):
        change = figures.cell(row, "previous_change")
        sides = [figures.cell(row, column) for column in ("period", "previous")]
        words = open_page(str(change.records))
        values = [side.value for side in sides if isinstance(side.value, int | float)]
        assert change.value == pytest.approx(values[0] - values[1])
        assert all(
            form in words for side, value in zip(sides, values, strict=True) if value for form in [side.printed.en]
        )


def test_a_report_that_was_issued_with_fewer_addresses_is_no_other_report(session: Session) -> None:
    now = list(made(session, ReportKind.MONTHLY).every_figure())
    assert differences([replace(figure, records=None) for figure in now], now) == ()


def test_records_that_are_not_public_are_counted_and_not_listed(client: TestClient) -> None:
    answer = client.get("/stock/areas?became=standing&to=2025-10-31&view=ccm&lang=en", headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert "H-3" in answer.text
    assert "H-4" not in answer.text
    assert "3 areas" in answer.text
    assert "not listed: 1." in answer.text


def test_the_releases_behind_a_figure_are_listed_with_what_each_adds(client: TestClient) -> None:
    passed = "/releases?told=quality_control&account=operational&qc_state=passed&from=2025-10-01&to=2025-10-31&lang=en"
    words = client.get(passed, headers={"accept": "text/html"}).text
    assert re.findall(r'<th scope="row"><a href="/records/release_areas/(\w+)', words) == ["R4", "R2"]


def test_late_changes_are_told_since_an_instant(client: TestClient) -> None:
    answer = client.get("/releases?told=late", headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "known_since"


def test_private_companies_are_told_apart_where_their_number_leads(session: Session, client: TestClient) -> None:
    count = made(session, ReportKind.MONTHLY).figure("private_company_count")
    words = client.get(f"{count.records}&lang=en", headers={"accept": "text/html"}).text
    assert count.value == 2
    assert [name for name in ("Poplar", "Juniper", "ANAMA") if f'<th scope="row">{name}' in words] == [
        "Poplar",
        "Juniper",
    ]
