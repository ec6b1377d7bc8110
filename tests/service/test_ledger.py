"""The ledger in SQL gives the nets that the rule asks for, however records arrive."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from geopandas import GeoSeries
from shapely import Polygon, box
from shapely.geometry import shape
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis.codelists import Account
from gis.measure import area_m2
from service.progress.queries import contamination
from service.progress.questions import ContaminationQuestion, StockDimension
from tests.service.records import approve

CASES = json.loads((Path(__file__).parents[1] / "cases" / "ledger.json").read_text())["cases"]
TOLERANCE_M2 = 0.05


def with_geometry(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**area, "geometry": shape(area["geometry"])} for area in areas]


def nets_m2(session: Session, account: str = "operational") -> dict[str, dict[str, float]]:
    rows = session.execute(
        text("""
            select code, cause = 'released' as is_inside, sum(area_m2)
            from ledger_entry e join release_area a on a.id = e.release_area_id
            where upper_inf(recorded) and account = :account and cause in ('released', 'released_outside')
            group by code, is_inside
        """),
        {"account": account},
    )
    nets: dict[str, dict[str, float]] = {}
    for code, is_inside, net_m2 in rows:
        nets.setdefault(code, {"inside": 0, "outside": 0})["inside" if is_inside else "outside"] = net_m2
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


def test_stock_is_told_apart_where_a_cut_leaves_a_needle(session: Session) -> None:
    """A release for one type ends beside a vertex of the area: what is left runs out into a needle along its edge."""
    corners = [(46.901029, 39.60008), (46.901162, 39.60304), (46.903085, 39.603966), (46.905739, 39.604581)]
    area = Polygon([*corners, (46.905453, 39.602366)]).segmentize(0.0005)
    hazard = {"classification": "cha", "contamination_types": ["ap_mine", "improvised"], "geometry": area}
    searched: dict[str, Any] = {
        "code": "RA-1",
        "release_method": "reduced",
        "effective_date": "2021-01-25",
        "target_types": ["improvised"],
        "geometry": box(46.9, 39.603, 46.902, 39.605).segmentize(0.0005),
    }
    approve(
        session,
        hazardous_areas=[{"code": "HA-1", "identified_on": "2021-01-24"} | hazard],
        release_areas=[searched],
    )
    question = ContaminationQuestion(
        as_of=date(2021, 1, 31), by=(StockDimension.CONTAMINATION_CLASS,), account=Account.OPERATIONAL
    )
    left = {row["contamination_class"]: row["area_m2"] for row in contamination(session, question).rows}
    outlines = GeoSeries([area.intersection(searched["geometry"]), area.difference(searched["geometry"])], crs=4326)
    only_mines_m2, both_m2 = area_m2(outlines)
    assert left == pytest.approx({"ap_mines": only_mines_m2, "mixed_unspecified": both_m2}, abs=0.05)
