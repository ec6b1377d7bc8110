"""Explosive items are counted once: rows of their own, else the numbers on operational releases (domain.md 8.10)."""

from collections import Counter
from datetime import date, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.aggregates import Items, items, items_by
from service.figures.items import Known, Lots, Scope, disposed_items, disposed_items_by_place, found_items
from service.tables import item_total
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


# --- the totals, against a count of what stands -------------------------------------------------------------------


COUNTS = ("ap_mine", "av_mine", "submunition", "uxo", "axo", "ied")
DISPOSED = ("destroyed_in_situ", "neutralised", "removed")


def standing_totals(releases: dict[str, dict[str, Any]], rows: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Count by category what stands, as domain.md 8.10 says it: rows replace the numbers on the release they name."""
    replaced = {row.get("release_area_code") for row in rows.values()}
    totals: Counter[str] = Counter()
    for row in rows.values():
        if row.get("disposed_on") and row["disposal_state"] in DISPOSED:
            totals[row["eo_category"]] += row["quantity"]
    for code, one in releases.items():
        if code not in replaced and one.get("basis") != "certified":
            totals.update({name: one[name] for name in COUNTS if one.get(name)})
    return {category: count for category, count in totals.items() if count}


def some_release(code: str, random: Random) -> dict[str, Any]:
    counts = {name: random.randint(1, 9) for name in random.sample(COUNTS, 2)}
    return release(code, f"2025-10-{random.randint(1, 28):02}", geometry=None, geometry_source="none", **counts)


def some_row(code: str, random: Random) -> dict[str, Any]:
    state = random.choice([*DISPOSED, "awaiting"])
    day = random.choice([{"disposed_on": f"2025-10-{random.randint(20, 28)}"}, {}])
    named = random.choice([{"release_area_code": random.choice("RST")}, {}])
    category = random.choice([*COUNTS, "saa", "scrap"])
    return item(code, category, random.randint(1, 9), disposal_state=state, **day, **named)


@pytest.mark.parametrize("seed", range(4))
def test_totals_are_those_of_what_stands_at_every_instant(session: Session, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same at every run
    releases: dict[str, dict[str, Any]] = {}
    rows: dict[str, dict[str, Any]] = {}
    known: list[tuple[datetime, dict[str, int]]] = []
    for _ in range(12):
        layer, standing = random.choice([("release_areas", releases), ("eo_items", rows)])
        code = random.choice("RST" if layer == "release_areas" else "EFG")
        if code in standing and random.random() < 0.3:
            at = withdraw(session, layer, code)
            del standing[code]
        else:
            standing[code] = (some_release if layer == "release_areas" else some_row)(code, random)
            at = approve(session, **{layer: [standing[code]]})
        known.append((at, standing_totals(releases, rows)))
    for at, expected in known:
        found: Counter[str] = Counter()
        for lot in disposed_items(session, october(at)):
            found[lot["eo_category"]] += lot["quantity"]
        assert found == expected
        by_place = disposed_items_by_place(session, october(at))
        assert sum(lot["quantity"] for lot in by_place) == sum(expected.values())


def test_a_renewal_finds_the_totals_as_they_are(session: Session) -> None:
    approve(session, release_areas=[release("R", "2025-10-20", ap_mine=2)], eo_items=[item("E", "uxo", 3)])
    totals = session.execute(select(item_total)).all()
    approve(session, districts=[{"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(0, 0)}])
    assert session.execute(select(item_total)).all() == totals
