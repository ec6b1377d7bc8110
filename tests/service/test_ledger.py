"""The ledger in SQL gives the nets that the rule asks for, however records arrive."""

import json
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.service.records import approve

CASES = json.loads((Path(__file__).parents[1] / "cases" / "ledger.json").read_text())["cases"]
TOLERANCE_M2 = 0.05


def with_geometry(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**area, "geometry": shape(area["geometry"])} for area in areas]


def nets_m2(session: Session, account: str = "operational") -> dict[str, dict[str, float]]:
    rows = session.execute(
        text("""
            select code, is_inside, sum(area_m2) from ledger_entry e join release_area a on a.id = e.release_area_id
            where upper_inf(recorded) and account = :account group by code, is_inside
        """),
        {"account": account},
    )
    nets: dict[str, dict[str, float]] = {}
    for code, is_inside, area_m2 in rows:
        nets.setdefault(code, {"inside": 0, "outside": 0})["inside" if is_inside else "outside"] = area_m2
    return nets


@pytest.fixture(params=CASES, ids=lambda case: case["name"])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param  # type: ignore[no-any-return] # pytest gives what it was given


def expected_nets_m2(case: dict[str, Any]) -> dict[str, Any]:
    nets = case["expected"]["net_m2"]
    return {code: pytest.approx(net, abs=TOLERANCE_M2) for code, net in nets.items() if any(net.values())}


def test_nets_are_those_of_the_case(session: Session, case: dict[str, Any]) -> None:
    approve(session, hazardous_areas=with_geometry(case["hazardous_areas"]))
    approve(session, release_areas=with_geometry(case["release_areas"]))
    assert nets_m2(session) == expected_nets_m2(case)


def test_nets_are_the_same_when_everything_arrives_backwards_and_alone(session: Session, case: dict[str, Any]) -> None:
    for layer in ("release_areas", "hazardous_areas"):
        for area in reversed(with_geometry(case[layer])):
            approve(session, **{layer: [area]})
    assert nets_m2(session) == expected_nets_m2(case)
