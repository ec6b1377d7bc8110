"""The list of items behind a figure holds exactly what the figure counts, and shows nobody more than is his to see."""

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import parse_qsl

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.aggregates import ItemGroup
from gis.codelists import Role, Visibility
from service.figures.items import Known
from service.figures.lot_schemas import LotsAsked
from service.figures.lots import Event, LotsFound, LotsQuestion, lots_behind
from service.reports.content import Content
from service.reports.flow import ReportOrder
from service.reports.scope import COUNTRY, Scope, ScopeKind
from tests.service.bulletins import content
from tests.service.files import Headers
from tests.service.records import approve, square

DAY = "2025-10-20"
DISTRICTS = [
    {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=6, height=3)},
    {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(5, -1, width=12, height=3)},
]
RELEASE = {"release_method": "cleared", "effective_date": DAY, "geometry": square(0, 0)}
RELEASES = [
    RELEASE | {"code": "R-1", "task_code": "T-1", "ap_mine": 2, "uxo": 3},
    RELEASE | {"code": "R-2", "organisation": "MOD", "geometry": square(6, 0), "submunition": 4},
    RELEASE | {"code": "R-3", "geometry": square(8, 0), "ap_mine": 9},  # a row of items replaces its number
    RELEASE | {"code": "R-4", "effective_date": "2025-10-13", "geometry": square(10, 0), "av_mine": 1},
]
DISPOSED = {"found_on": DAY, "disposed_on": DAY, "disposal_state": "destroyed_in_situ", "visibility": "public"}
ROWS = [
    DISPOSED | {"code": "E-1", "eo_category": "ap_mine", "quantity": 5, "release_area_code": "R-3"},
    DISPOSED | {"code": "E-2", "eo_category": "submunition", "quantity": 7, "model": "9N235", "task_code": "T-1"},
    DISPOSED | {"code": "E-3", "eo_category": "scrap", "quantity": 60, "is_hazardous": False, "organisation": "MOD"},
    DISPOSED | {"code": "E-4", "eo_category": "saa", "quantity": 900},
    DISPOSED | {"code": "E-5", "eo_category": "uxo", "quantity": 11, "visibility": "internal"},
    {"code": "E-6", "eo_category": "av_mine", "quantity": 13, "found_on": DAY, "disposal_state": "found"},
]
SCOPES = (
    COUNTRY,
    Scope(kind=ScopeKind.DISTRICT, code="FUZ"),
    Scope(kind=ScopeKind.ORGANISATION, code="MOD"),
    Scope(kind=ScopeKind.PROJECT, code="PJ-1"),
)
PERIODS = {"weekly": "2025-W43", "monthly": "2025-10", "treaty": "2025", "daily": DAY}
ASKED = [(kind, scope) for kind in PERIODS for scope in SCOPES if kind != "treaty" or scope == COUNTRY]
"""The kinds that count items, of every scope that they have."""


@pytest.fixture
def records(session: Session) -> datetime:
    """Approve items that are told in each of the ways there are."""
    return approve(
        session,
        districts=DISTRICTS,
        organisations=[{"code": code, "type": "anama", "name_en": code} for code in ("ANAMA", "MOD")],
        projects=[{"code": "PJ-1", "name_en": "Orchards"}],
        project_phases=[{"code": "PJ-1-1", "project_code": "PJ-1", "number": 1}],
        tasks=[
            {"code": "T-1", "task_type": "clearance", "organisation": "ANAMA", "status": "active"}
            | {"project_phase_code": "PJ-1-1"}
        ],
        release_areas=RELEASES,
        eo_items=ROWS,
    )


def opened(session: Session, address: str, today: date) -> LotsFound:
    """Give what an address of the list opens, to everybody of the programme."""
    asked = LotsAsked.model_validate(dict(parse_qsl(address.partition("?")[2])))
    return lots_behind(session, asked.question(session, None, today=today), limit=1000)


def told(session: Session, kind: str, scope: Scope) -> Content:
    return content(session, ReportOrder(kind=kind, period=PERIODS[kind], scope=scope))


@pytest.mark.usefixtures("records")
def test_every_count_opens_exactly_the_items_that_it_counts(session: Session) -> None:
    for kind, scope in ASKED:
        made = told(session, kind, scope)
        told_by_items = (one for one in made.every_figure() if (one.records or "").startswith("/items?"))
        # A change opens a list that counts both of its sides.
        linked = {one.records: one for one in told_by_items if not one.key.endswith("_change")}
        assert any(one.value for one in linked.values()), (kind, scope)
        for address, figure in linked.items():
            found = opened(session, address or "", made.made_on)
            assert found.item_count == (figure.value or 0), (kind, scope, figure.key)
            listed_count = sum(lot.quantity for lot in found.lots)
            assert listed_count + found.hidden_item_count == found.item_count, (kind, scope, figure.key)


def asked(at: datetime, **values: object) -> LotsQuestion:
    week = Known(from_on=date(2025, 10, 20), to_on=date(2025, 10, 26), as_known_at=at)
    return LotsQuestion(**({"known": week, "audience": tuple(Visibility)} | values))  # type: ignore[arg-type] # as named


GROUPS: dict[ItemGroup | None, list[str]] = {
    ItemGroup.ITEMS: ["E-1", "E-2", "E-5", "R-1", "R-1", "R-2"],
    ItemGroup.AP: ["E-1", "R-1"],
    ItemGroup.SUBMUNITIONS: ["E-2", "R-2"],
    ItemGroup.SAA: ["E-4"],
    ItemGroup.HARMLESS: ["E-3"],
    None: ["E-1", "E-2", "E-3", "E-4", "E-5", "R-1", "R-1", "R-2"],
}


def test_a_group_holds_rows_and_the_numbers_that_no_row_replaces(session: Session, records: datetime) -> None:
    for group, codes in GROUPS.items():
        found = lots_behind(session, asked(records, group=group), limit=100)
        assert [lot.code for lot in found.lots] == codes, group
        assert found.lot_count == len(codes), group


def test_finds_are_those_of_the_day_whatever_became_of_them(session: Session, records: datetime) -> None:
    found = lots_behind(session, asked(records, event=Event.FOUND, group=ItemGroup.AT), limit=100)
    assert [(lot.code, lot.quantity) for lot in found.lots] == [("E-6", 13)]


def test_a_list_is_read_page_by_page_and_always_knows_its_sums(session: Session, records: datetime) -> None:
    pages = [lots_behind(session, asked(records), limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(one.lots) for one in pages] == [3, 3, 2, 0]
    assert {(one.lot_count, one.item_count) for one in pages} == {(8, 992)}


def test_what_came_late_is_listed_by_itself(session: Session, records: datetime) -> None:
    late = RELEASE | {"code": "R-5", "geometry": square(12, 0), "ap_mine": 6}
    at = approve(session, release_areas=[late])
    found = lots_behind(session, asked(at, known_since=records), limit=100)
    assert [(lot.code, lot.quantity) for lot in found.lots] == [("R-5", 6)]


# --- over HTTP ----------------------------------------------------------------------------------------------------

WEEK = "from=2025-10-20&to=2025-10-26&group=items"


@pytest.mark.usefixtures("records")
def test_a_visitor_is_told_how_many_items_are_not_listed(client: TestClient, holder: Callable[..., Headers]) -> None:
    answer = client.get(f"/api/v1/items?{WEEK}").json()
    assert (answer["item_count"], answer["hidden_item_count"]) == (32, 11)
    assert "E-5" not in {row["code"] for row in answer["rows"]}
    told = client.get(f"/api/v1/items?{WEEK}", headers=holder(Role.ANALYST)).json()
    assert (told["hidden_item_count"], "E-5" in {row["code"] for row in told["rows"]}) == (0, True)
    page = client.get(f"/items?{WEEK}").text
    assert "32 items" in page
    assert "not public, and are not listed: 11." in page
    assert "E-5" not in page


def test_what_was_hidden_later_stays_hidden(session: Session, client: TestClient, records: datetime) -> None:
    approve(session, eo_items=[ROWS[1] | {"visibility": "internal"}])
    known = client.get("/api/v1/items", params={"from": DAY, "to": DAY, "as_known_at": records.isoformat()}).json()
    assert "E-2" not in {row["code"] for row in known["rows"]}
    assert known["hidden_item_count"] == 7 + 11


@pytest.mark.usefixtures("records")
def test_the_list_is_given_as_a_file(client: TestClient) -> None:
    lines = client.get(f"/api/v1/items?{WEEK}&format=csv").text.splitlines()
    assert lines[0].startswith("layer,code,day,eo_category,is_hazardous,quantity")
    assert len(lines) == 1 + 5


@pytest.mark.usefixtures("records")
def test_an_empty_choice_says_what_to_do(client: TestClient) -> None:
    page = client.get("/items?from=2024-01-01&to=2024-01-02").text
    assert "No item is recorded that fits this choice." in page


def test_a_wrong_period_is_refused(client: TestClient) -> None:
    assert client.get("/api/v1/items?from=2025-10-20&to=2025-10-01").status_code == 400
    assert client.get("/items?group=everything").status_code == 400
