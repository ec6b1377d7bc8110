"""Explosive items are counted once: rows of their own, else the numbers on operational releases (domain.md 8.10)."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from gis.aggregates import Items, items, items_by
from service.figures.items import Known, Lots, Scope, disposed_items, found_items
from tests.service.records import approve, square, withdraw

NEUTRALISED = {"disposal_state": "neutralised"}


def release(code: str, day: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a field may hold
    return {"code": code, "release_method": "cleared", "effective_date": day, "geometry": square(0, 0), **fields}


def item(code: str, category: str, quantity: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    return {"code": code, "eo_category": category, "quantity": quantity, "found_on": "2025-10-20", **fields}


def october(at: datetime) -> Known:
    return Known(from_on=date(2025, 10, 1), to_on=date(2025, 10, 31), as_known_at=at)


def counted(lots: Lots) -> tuple[int, int, int]:
    """Give AP, AT and UXO."""
    groups: Items = items(lots)
    return groups.ap, groups.at, groups.uxo


def test_numbers_on_an_operational_release_are_items_of_its_day(session: Session) -> None:
    at = approve(session, release_areas=[release("R", "2025-10-20", ap_mine=2, av_mine=1, uxo=3, submunition=4)])
    assert counted(disposed_items(session, october(at))) == (2, 1, 7)
    assert counted(found_items(session, october(at))) == (2, 1, 7)


def test_rows_that_name_the_release_replace_all_its_numbers(session: Session) -> None:
    at = approve(
        session,
        release_areas=[release("R", "2025-10-20", ap_mine=2, uxo=3)],
        eo_items=[item("E", "ap_mine", 7, release_area_code="R", disposed_on="2025-10-21", **NEUTRALISED)],
    )
    assert counted(disposed_items(session, october(at))) == (7, 0, 0)


def test_numbers_come_back_when_the_rows_that_replaced_them_go(session: Session) -> None:
    numbers = approve(session, release_areas=[release("R", "2025-10-20", ap_mine=2)])
    rows = approve(session, eo_items=[item("E", "ap_mine", 7, release_area_code="R")])
    gone = withdraw(session, "eo_items", "E")
    assert [counted(found_items(session, october(at))) for at in (numbers, rows, gone)] == [
        (2, 0, 0),
        (7, 0, 0),
        (2, 0, 0),
    ]


def test_numbers_on_a_certified_release_are_never_counted(session: Session) -> None:
    completion = release("C", "2025-10-20", basis="certified", accepted_on="2025-10-24", ap_mine=2)
    at = approve(session, release_areas=[release("R", "2025-10-20", ap_mine=2), completion])
    assert counted(disposed_items(session, october(at))) == (2, 0, 0)


def test_a_correction_of_the_release_is_no_second_lot(session: Session) -> None:
    approve(session, release_areas=[release("R", "2025-10-20", ap_mine=2)])
    at = approve(session, release_areas=[release("R", "2025-10-22", ap_mine=5)])
    assert counted(disposed_items(session, october(at))) == (5, 0, 0)


@pytest.mark.parametrize(
    ("fields", "disposed", "found"),
    [
        ({"disposed_on": "2025-11-03", **NEUTRALISED}, 0, 6),
        ({"found_on": "2025-09-30", "disposed_on": "2025-10-01", **NEUTRALISED}, 6, 0),
        ({"disposal_state": "awaiting"}, 0, 6),
        ({"disposal_state": "awaiting", "disposed_on": "2025-10-21"}, 0, 6),
        ({"disposal_state": "destroyed_in_situ", "disposed_on": "2025-10-31"}, 6, 6),
        ({"disposal_state": "removed", "disposed_on": "2025-10-01"}, 6, 6),
    ],
)
def test_bulletins_count_by_the_day_of_disposal_and_operations_by_the_day_of_the_find(
    session: Session, *, fields: dict[str, Any], disposed: int, found: int
) -> None:
    at = approve(session, eo_items=[item("E", "uxo", 6, **fields)])
    assert items(disposed_items(session, october(at))).uxo == disposed
    assert items(found_items(session, october(at))).uxo == found


def test_what_is_not_hazardous_and_small_arms_ammunition_are_in_no_total(session: Session) -> None:
    lots = [item("E1", "scrap", 50), item("E2", "uxo", 5, is_hazardous=False), item("E3", "saa", 900)]
    at = approve(session, eo_items=lots)
    found = items(found_items(session, october(at)))
    assert (found.total, found.saa, found.harmless) == (0, 900, 55)


def test_finds_are_told_by_whose_work_they_are_of(session: Session) -> None:
    at = approve(
        session,
        project_phases=[{"code": "PJ-1", "project_code": "PJ", "number": 1}],
        tasks=[
            {"code": "T", "task_type": "clearance", "organisation": "ANAMA", "status": "active"}
            | {"project_phase_code": "PJ-1"}
        ],
        release_areas=[release("R", "2025-10-20", task_code="T", organisation="MOD", uxo=3)],
        eo_items=[item("E1", "ap_mine", 2, task_code="T"), item("E2", "uxo", 1)],
    )
    found = {scope: items_by("scope", found_items(session, october(at), scope)) for scope in Scope}
    assert {scope: {code: one.total for code, one in groups.items()} for scope, groups in found.items()} == {
        Scope.ORGANISATION: {"ANAMA": 2, "MOD": 3, None: 1},
        Scope.TASK: {"T": 5, None: 1},
        Scope.PROJECT_PHASE: {"PJ-1": 5, None: 1},
        Scope.PROJECT: {"PJ": 5, None: 1},
    }
