"""The witness gives the nets and stocks that were worked out independently."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gis.codelists import ContaminationClass, ContaminationType, HazardClass, ReleaseMethod
from gis.ledger import Piece, Release, nets, stock

CASES = json.loads((Path(__file__).parents[1] / "cases" / "ledger.json").read_text())["cases"]
TOLERANCE_M2 = 0.05


def area_m2(geometry: BaseGeometry) -> float:
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(geometry))[0]))


def piece_of(area: dict[str, Any]) -> Piece:
    identified_on = date.fromisoformat(area["identified_on"])
    return Piece(
        code=area["code"],
        classification=HazardClass(area["classification"]),
        types=frozenset(map(ContaminationType, area["contamination_types"])),
        hazardous_from=identified_on,
        since=identified_on if area["reopens_released"] else None,
        geometry=shape(area["geometry"]),
    )


def release_of(area: dict[str, Any]) -> Release:
    targets = area["target_types"]
    return Release(
        code=area["code"],
        effective_date=date.fromisoformat(area["effective_date"]),
        release_method=ReleaseMethod(area["release_method"]),
        targets=None if targets is None else frozenset(map(ContaminationType, targets)),
        geometry=shape(area["geometry"]),
    )


@pytest.fixture(params=CASES, ids=lambda case: case["name"])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param  # type: ignore[no-any-return] # pytest gives what it was given


def test_nets_are_those_of_the_case(case: dict[str, Any]) -> None:
    found = nets(list(map(piece_of, case["hazardous_areas"])), list(map(release_of, case["release_areas"])))
    assert {code: {"inside": area_m2(net.inside), "outside": area_m2(net.outside)} for code, net in found.items()} == {
        code: pytest.approx(net, abs=TOLERANCE_M2) for code, net in case["expected"]["net_m2"].items()
    }


def test_stocks_are_those_of_the_case(case: dict[str, Any]) -> None:
    pieces = list(map(piece_of, case["hazardous_areas"]))
    releases = list(map(release_of, case["release_areas"]))
    for day, expected in case["expected"]["stock_m2"].items():
        left = stock(pieces, releases, date.fromisoformat(day))
        by_class = {
            name: sum(area_m2(ground) for (classification, _), ground in left.items() if classification == name)
            for name in ("cha", "sha")
        }
        assert by_class == pytest.approx(expected, abs=TOLERANCE_M2), day


def test_stock_is_told_by_the_class_of_all_types_open_on_it() -> None:
    case = next(case for case in CASES if case["name"] == "two_types_two_areas")
    left = stock(list(map(piece_of, case["hazardous_areas"])), [], date(2021, 1, 4))
    assert {group: round(area_m2(ground)) for group, ground in left.items()} == {
        (HazardClass.CHA, ContaminationClass.AP_MINES): 20_054,
        (HazardClass.CHA, ContaminationClass.CMR): 20_054,
        (HazardClass.CHA, ContaminationClass.MINES_AND_CMR): 20_054,
    }


def test_an_area_that_ended_still_counts_as_recorded_hazard() -> None:
    square = shape(CASES[0]["hazardous_areas"][0]["geometry"])
    ended = Piece(
        code="HA-1",
        classification=HazardClass.SHA,
        types=frozenset({ContaminationType.ERW}),
        hazardous_from=date(2021, 1, 4),
        hazardous_until=date(2021, 6, 1),
        geometry=square,
    )
    late = Release(code="RA-1", effective_date=date(2021, 6, 1), release_method=ReleaseMethod.CLEARED, geometry=square)
    assert nets([ended], [late])["RA-1"].inside.is_empty
    assert nets([ended], [late])["RA-1"].outside.is_empty


def test_work_accepted_after_ground_was_contaminated_again_frees_none_of_it() -> None:
    square = shape(CASES[0]["hazardous_areas"][0]["geometry"])
    again = Piece(
        code="HA-1",
        classification=HazardClass.CHA,
        types=frozenset({ContaminationType.AP_MINE}),
        hazardous_from=date(2021, 6, 1),
        since=date(2021, 6, 1),
        geometry=square,
    )
    accepted = Release(
        code="RA-1",
        effective_date=date(2021, 7, 1),
        worked_on=date(2021, 5, 31),
        release_method=ReleaseMethod.CLEARED,
        geometry=square,
    )
    worked = replace(accepted, worked_on=date(2021, 6, 1))
    assert nets([again], [accepted])["RA-1"].inside.is_empty
    assert nets([again], [accepted])["RA-1"].outside.is_empty
    assert nets([again], [worked])["RA-1"].inside.equals(square)
    left = stock([again], [accepted], date(2021, 7, 1))
    assert left.keys() == {(HazardClass.CHA, ContaminationClass.AP_MINES)}
