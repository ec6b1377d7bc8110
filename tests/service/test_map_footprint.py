"""The footprint of cluster munitions on the map: the figure's, asked as the map is asked, to those who may see it."""

from collections.abc import Callable

import geopandas as gpd
import pytest
from fastapi.testclient import TestClient
from pyproj import Geod
from shapely import Point
from sqlalchemy.orm import Session

from gis.codelists import Role
from tests.gis.test_paper import written
from tests.service.files import Headers
from tests.service.records import approve, multiply, square

SUBMUNITION = {
    "code": "EO-S",
    "eo_category": "submunition",
    "quantity": 3,
    "found_on": "2025-10-20",
    "disposal_state": "destroyed_in_situ",
    "disposed_on": "2025-10-21",
    "visibility": "public",
    "geometry": Point(46.9005, 39.6005),
}
CLEARED = {"code": "RA-S", "release_method": "cleared", "effective_date": "2025-10-20"}
GROUND = CLEARED | {"geometry": square(0, 0, width=20, height=20)}
AT = "/maps/features/cmr_footprint"


def test_the_footprint_is_that_of_the_figure(client: TestClient, session: Session) -> None:
    places = [Point(46.905 + step * 0.0007, 39.605) for step in range(5)]
    finds = [SUBMUNITION | {"code": f"EO-{n}", "geometry": place} for n, place in enumerate(places)]
    approve(session, release_areas=[GROUND], eo_items=finds)
    told, figure = client.get(AT).json(), client.get("/api/v1/cmr-footprint").json()
    (outline,) = gpd.GeoDataFrame.from_features(told, crs=4326).geometry
    assert abs(Geod(ellps="WGS84").geometry_area_perimeter(outline)[0]) == pytest.approx(figure["footprint_m2"], 2e-4)
    hectares = figure["footprint_m2"] / 10_000
    assert f"Estimate: {hectares:.1f} ha of cleared ground" in told["note"]
    assert "(estimate)" in client.get("/maps/overview").text
    assert "Təxmini: " in client.get(AT, params={"lang": "az"}).json()["note"]


def test_the_footprint_tells_nothing_of_finds_that_the_reader_may_not_see(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    approve(session, release_areas=[GROUND], eo_items=[SUBMUNITION | {"visibility": "internal"}])
    assert client.get(AT).json()["features"] == []
    assert "footprint" not in client.get("/maps/contents").json()["lines"]
    analyst = holder(Role.ANALYST)
    assert len(client.get(AT, headers=analyst).json()["features"]) == 1
    assert "footprint" in client.get("/maps/contents", headers=analyst).json()["lines"]


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({}, True),
        ({"as_of": "2025-10-19"}, False),
        ({"method": "reduced"}, False),
        ({"organisation": "MOD"}, False),
        ({"bbox": "46.9,39.6,46.901,39.601"}, True),
        ({"bbox": "46.92,39.62,46.93,39.63"}, False),
    ],
)
def test_the_footprint_answers_the_question_of_the_map(
    client: TestClient, session: Session, asked: dict[str, str], *, is_there: bool
) -> None:
    approve(session, organisations=[{"code": "MOD", "type": "mod", "name_en": "-"}])
    approve(session, release_areas=[GROUND], eo_items=[SUBMUNITION])
    assert bool(client.get(AT, params=asked).json()["features"]) is is_there


def test_very_many_finds_are_outlined_near_by(client: TestClient, session: Session) -> None:
    approve(session, release_areas=[GROUND])
    multiply(session, "eo_items", SUBMUNITION, 4_001, over_deg=0.2)
    everywhere = client.get(AT).json()
    assert (everywhere["features"], everywhere["is_whole"]) == ([], False)
    assert everywhere["note"].startswith("Zoom in to see the footprint")
    near = client.get(AT, params={"bbox": "46.9,39.6,46.92,39.62"}).json()
    assert near["is_whole"]
    assert "of cleared ground here lie within 50 m" in near["note"]


@pytest.mark.parametrize(("query", "is_there"), [("", False), ("&footprint=true", True)])
def test_on_paper_the_footprint_is_drawn_when_it_is_asked_for(
    client: TestClient, session: Session, query: str, *, is_there: bool
) -> None:
    approve(session, release_areas=[GROUND], eo_items=[SUBMUNITION])
    words = written(client.get(f"/maps/sheet.svg?lang=en{query}").text)
    assert ("Cluster munition footprint" in words) is is_there
    assert ("Estimate: 0.7600 ha" in words) is is_there


def test_a_sheet_with_very_many_finds_says_that_their_footprint_is_not_drawn(
    client: TestClient, session: Session
) -> None:
    approve(session, release_areas=[GROUND])
    multiply(session, "eo_items", SUBMUNITION, 4_001, over_deg=0.2)
    words = written(client.get("/maps/sheet.svg?lang=az&footprint=true&bbox=46.8,39.5,47.2,39.9").text)
    assert "Əhatə ərazisi çəkilməyib" in words
    assert "Kaset sursatlarının əhatə etdiyi ərazi" not in words


def test_outlines_are_asked_for_by_box(client: TestClient, session: Session) -> None:
    approve(session, release_areas=[GROUND, CLEARED | {"code": "RA-FAR", "geometry": square(300, 0)}])
    found = client.get("/maps/features/release_areas", params={"bbox": "46.9,39.6,46.91,39.61"}).json()
    assert [feature["properties"]["code"] for feature in found["features"]] == ["RA-S"]
    refused = client.get("/maps/features/release_areas", params={"bbox": "46.9,39.6"})
    assert (refused.status_code, "four numbers" in refused.json()["detail"]) == (400, True)
