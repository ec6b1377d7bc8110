"""The footprint of cluster munitions: circles around finds, cut with cleared ground."""

from dataclasses import replace
from datetime import date, datetime
from math import acos, pi, sqrt
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pyproj import Geod
from shapely import Point
from sqlalchemy.orm import Session

from gis.codelists import Account
from service.figures.footprint import Footprint, FootprintQuestion, cmr_footprint
from tests.service.records import approve, square, withdraw

YEAR_END = FootprintQuestion(as_of=date(2025, 12, 31))
CIRCLE_M2 = pi * 50**2
MIDDLE = Point(46.905, 39.605)
"""In the middle of ten by ten squares, 430 m and more from their edges."""


def east_of(place: Point, distance_m: float) -> Point:
    lon, lat, _ = Geod(ellps="WGS84").fwd(place.x, place.y, 90, distance_m)
    return Point(lon, lat)


def release(code: str = "R", **fields: object) -> dict[str, Any]:
    given = {"release_method": "cleared", "effective_date": "2025-10-20", "target_types": ["cmr"]}
    return {"code": code, "geometry": square(0, 0, width=10, height=10), **given, **fields}


def find(code: str, place: Point | None = MIDDLE, **fields: object) -> dict[str, Any]:
    given = {"eo_category": "submunition", "quantity": 1, "found_on": "2025-10-20"}
    return {"code": code, "geometry": place, **given, **fields}


def footprint(session: Session, question: FootprintQuestion = YEAR_END) -> Footprint:
    return cmr_footprint(session, question)


def test_a_find_on_cleared_ground_makes_a_circle_of_fifty_metres(session: Session) -> None:
    approve(session, release_areas=[release()], eo_items=[find("E")])
    assert footprint(session).footprint_m2 == pytest.approx(CIRCLE_M2, rel=2e-3)
    wider = replace(YEAR_END, buffer_m=100)
    assert footprint(session, wider).footprint_m2 == pytest.approx(4 * CIRCLE_M2, rel=2e-3)


def test_two_finds_share_the_ground_between_them(session: Session) -> None:
    approve(session, release_areas=[release()], eo_items=[find("E1"), find("E2", east_of(MIDDLE, 50))])
    # Two circles of radius r, r apart, share (2 pi / 3 - sqrt(3) / 2) r².
    shared_m2 = (2 * acos(0.5) - sqrt(3) / 2) * 50**2
    assert footprint(session).footprint_m2 == pytest.approx(2 * CIRCLE_M2 - shared_m2, rel=2e-3)


def test_finds_at_one_place_and_ground_cleared_twice_count_once(session: Session) -> None:
    approve(session, release_areas=[release("R1"), release("R2")], eo_items=[find("E1"), find("E2", quantity=40)])
    told = footprint(session)
    assert told.footprint_m2 == pytest.approx(CIRCLE_M2, rel=2e-3)
    assert (told.located_count, told.unlocated_count) == (41, 0)


def test_only_cleared_ground_is_in_the_footprint(session: Session) -> None:
    edge = east_of(Point(46.91, 39.605), 0)
    approve(
        session,
        release_areas=[release(), release("R2", release_method="reduced", geometry=square(10, 0, width=9, height=10))],
        eo_items=[find("E", edge)],
    )
    assert footprint(session).footprint_m2 == pytest.approx(CIRCLE_M2 / 2, rel=5e-3)


@pytest.mark.parametrize(
    "fields",
    [
        {"eo_category": "uxo"},
        {"is_hazardous": False},
        {"found_on": "2026-01-01"},
        {"geometry": None},
        {"geometry": east_of(Point(46.91, 39.605), 60)},
    ],
)
def test_other_items_later_finds_and_finds_elsewhere_make_none(session: Session, fields: dict[str, Any]) -> None:
    approve(session, release_areas=[release()], eo_items=[find("E") | fields])
    assert footprint(session).footprint_m2 == 0


def test_it_stands_beside_the_polygons_that_were_cleared_under_a_class_with_cluster_remnants(session: Session) -> None:
    approve(
        session,
        release_areas=[
            release(submunition=3),
            release("R2", geometry=square(20, 0), target_types=["cmr", "ap_mine"]),
            release("R3", geometry=square(30, 0), target_types=["ap_mine"]),
            release("R4", geometry=square(40, 0), release_method="cancelled"),
        ],
        eo_items=[find("E")],
    )
    told = footprint(session)
    geod = Geod(ellps="WGS84")
    polygons_m2 = sum(
        geod.geometry_area_perimeter(ground)[0] for ground in (square(0, 0, width=10, height=10), square(20, 0))
    )
    assert told.classed_cleared_m2 == pytest.approx(polygons_m2, rel=1e-6)
    assert (told.located_count, told.unlocated_count) == (1, 3)


def test_the_certified_account_has_the_accepted_ground_alone(session: Session) -> None:
    certified = replace(YEAR_END, account=Account.CERTIFIED)
    approve(session, release_areas=[release()], eo_items=[find("E")])
    assert footprint(session, certified).footprint_m2 == 0
    approve(session, release_areas=[release("C", basis="certified", accepted_on="2025-11-01")])
    assert footprint(session, certified).footprint_m2 == pytest.approx(CIRCLE_M2, rel=2e-3)


def test_what_was_known_before_a_find_was_withdrawn_is_told_as_it_was(session: Session) -> None:
    stamp: datetime = approve(session, release_areas=[release()], eo_items=[find("E")])
    before = footprint(session)
    withdraw(session, "eo_items", "E")
    assert footprint(session).footprint_m2 == 0
    assert footprint(session, replace(YEAR_END, as_known_at=stamp)) == before


def test_the_footprint_answers_over_http_as_an_estimate(session: Session, client: TestClient) -> None:
    approve(session, release_areas=[release()], eo_items=[find("E")])
    answer = client.get("/api/v1/cmr-footprint", params={"buffer_m": 20}).json()
    assert (answer["is_estimate"], answer["buffer_m"], answer["as_of"]) == (True, 20, "2026-11-21")
    assert answer["footprint_m2"] == pytest.approx(pi * 20**2, rel=2e-3)
    table = client.get("/api/v1/cmr-footprint", params={"format": "csv"}).text.splitlines()
    assert table[0].startswith("as_of,as_known_at,account,buffer_m,is_estimate,footprint_m2")
    assert client.get("/api/v1/cmr-footprint", params={"buffer_m": 0}).status_code == 400
