"""What the map of a period draws of the records: nothing that lies in its frame is left out, and nothing told twice."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from sqlalchemy.orm import Session

from gis.period_map import View, view_of
from gis.period_map.view import MAP_HEIGHT_PX, MAP_WIDTH_PX
from service.access import visibilities
from service.ledger.known import known_at
from service.maps.queries import MapQuestion
from service.records.selection import Moment, Selection
from service.reports.flow import ReportOrder, preview
from service.reports.period_map import map_of
from service.reports.period_records import hazard_on_the_day, released_ground
from service.reports.scope import Scope, ScopeKind
from service.settings import Settings
from tests.service.records import approve, square

VIEW = view_of((46.88, 39.58, 46.96, 39.64))
"""About 7 km across, of which a pixel is 25 m and a square of the grid four of them."""
WIDE = view_of((44.0, 37.0, 51.0, 42.0))
"""The country, in which a square of the grid is a tenth of a pixel."""
METHODS = ("cleared", "reduced", "cancelled")
HAZARD: dict[str, Any] = {
    "classification": "cha",
    "contamination_types": ["ap_mine"],
    "identified_on": date(2025, 1, 6),
    "visibility": "public",
}


def question(session: Session, *, is_internal: bool = False) -> MapQuestion:
    """Ask for a week in October 2025, as the public sees it."""
    at, audience = known_at(session, None), visibilities(is_internal=is_internal)
    selection = Selection(from_on=date(2025, 10, 20), to_on=date(2025, 10, 26))
    moment = Moment(as_of=date(2025, 10, 26), as_known_at=at, audience=audience)
    return MapQuestion(moment=moment, selection=selection)


def release(number: int, **fields: object) -> dict[str, object]:
    """Give a release, each in a square of its own, by one method after the other."""
    return {
        "code": f"RA-{number}",
        "effective_date": date(2025, 10, 20 + number % 7),
        "release_method": METHODS[number % 3],
        "visibility": "public",
        "geometry": square(2 * (number % 10), 2 * (number // 10)),
        **fields,
    }


@pytest.fixture
def releases(session: Session) -> list[dict[str, object]]:
    """Approve sixty small releases, a long one, one without an outline, one of another week, one that is internal."""
    drawn = [*(release(number) for number in range(60)), release(60, geometry=square(-5, -3, width=300))]
    others = [
        release(61, geometry=None, area_reported_m2=900),
        release(62, effective_date=date(2025, 10, 27)),
        release(63, visibility="internal"),
    ]
    approve(session, release_areas=[*drawn, *others])
    return drawn


@pytest.mark.parametrize("view", [VIEW, WIDE])
def test_many_releases_are_drawn_where_each_of_them_lies(
    session: Session, releases: list[dict[str, Any]], view: View
) -> None:
    """What is drawn by a method is nowhere further from a release by it than a place is wide, nor the other way."""
    found = released_ground(session, question(session), view=view, most_outlines=10)
    assert found.undrawn_count == 1
    reach_deg = 2 * 2**0.5 * view.m_per_px / 85_000
    for method in METHODS:
        drawn = shapely.union_all(found.frame.geometry[found.frame.release_method == method].to_numpy())
        there = shapely.union_all([one["geometry"] for one in releases if one["release_method"] == method])
        assert shapely.hausdorff_distance(drawn, there, densify=0.1) < reach_deg + 0.001


def test_among_many_a_large_release_keeps_its_outline_and_has_no_place(
    session: Session, releases: list[dict[str, Any]]
) -> None:
    found = released_ground(session, question(session), view=WIDE, most_outlines=10).frame
    polygons = found[found.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    assert len(polygons) == 1
    assert polygons.total_bounds == pytest.approx(releases[60]["geometry"].bounds)
    points = shapely.union_all(found.geometry[found.geometry.geom_type.isin(["Point", "MultiPoint"])].to_numpy())
    assert shapely.distance(points, shapely.point_on_surface(releases[60]["geometry"])) > 0.05


def test_few_releases_are_drawn_one_by_one(session: Session, releases: list[dict[str, Any]]) -> None:
    found = released_ground(session, question(session), view=VIEW)
    assert found.undrawn_count == 1
    drawn = sorted(shapely.to_wkt(shapely.normalize(found.frame.geometry.to_numpy())))
    there = shapely.multipolygons([[one["geometry"]] for one in releases])
    assert drawn == sorted(shapely.to_wkt(shapely.normalize(there)))
    assert len(released_ground(session, question(session, is_internal=True), view=VIEW).frame) == 62


def test_without_releases_nothing_is_drawn(session: Session) -> None:
    found = released_ground(session, question(session), view=VIEW, most_outlines=0)
    assert found.frame.empty
    assert found.undrawn_count == 0


def test_hazard_is_drawn_wherever_the_frame_shows_ground(session: Session) -> None:
    """Ground that has to be shown is seldom as wide as the frame: what lies beside it is seen as well."""
    narrow = view_of((46.90, 39.60, 46.91, 39.64))
    west, south, east, north = narrow.bounds
    assert west < 46.88
    assert east > 46.93
    corners = {"W": (west + 0.001, 39.62), "E": (east - 0.001, 39.62), "N": (46.905, north - 0.001)}
    beyond = {"outside": (west - 0.01, south - 0.01)}
    areas = [
        HAZARD | {"code": f"HA-{name}", "geometry": shapely.box(lon - 2e-4, lat - 2e-4, lon + 2e-4, lat + 2e-4)}
        for name, (lon, lat) in (corners | beyond).items()
    ]
    approve(session, hazardous_areas=[*areas, HAZARD | {"code": "HA-0", "geometry": None}])
    found = hazard_on_the_day(session, question(session), view=narrow)
    assert found.undrawn_count == 1
    assert list(found.frame.columns) == ["classification", "status", "geometry"]
    middles = {
        (round(x, 3), round(y, 3))
        for x, y in shapely.get_coordinates(shapely.centroid(found.frame.geometry.to_numpy()))
    }
    assert middles == {(round(lon, 3), round(lat, 3)) for lon, lat in corners.values()}


def test_the_map_of_one_organisation_shows_the_hazard_of_others(session: Session) -> None:
    organisations = [
        {"code": code, "type": "mod", "name_en": code, "name_az": code, "visibility": "public"}
        for code in ("ONE", "TWO")
    ]
    theirs = HAZARD | {"code": "HA-2", "organisation": "TWO", "geometry": square(20, 20)}
    hidden = HAZARD | {"code": "HA-3", "organisation": "TWO", "geometry": square(25, 25), "visibility": "internal"}
    approve(
        session,
        organisations=organisations,
        hazardous_areas=[theirs, hidden],
        release_areas=[release(1, organisation="ONE"), release(2, organisation="TWO", visibility="internal")],
    )
    order = ReportOrder(kind="weekly", period="2025-W43", scope=Scope(kind=ScopeKind.ORGANISATION, code="ONE"))
    content = preview(
        session, order, settings=Settings(_env_file=None), now=datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    ).content
    drawn = map_of(session, content, language="en", zone=ZoneInfo("Asia/Baku"))
    assert "Confirmed hazardous area" in drawn
    assert "Some records are not public and are not shown to you: Hazardous areas." in drawn


def test_the_bounds_of_a_view_hold_its_frame() -> None:
    for view in (VIEW, WIDE):
        west, south, east, north = view.bounds
        edge = shapely.segmentize(shapely.box(west, south, east, north).exterior, (east - west) / 50)
        shown = view.placed(np.array([shapely.Polygon(edge)]))[0]
        assert shown.buffer(1).covers(
            shapely.box(0, 0, MAP_WIDTH_PX, MAP_HEIGHT_PX)
        )  # in pixels; its edges are simplified
