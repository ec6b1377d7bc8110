"""Strips along lines: as wide and as large as a tape on the ground would say."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from gis.issues import KINDS
from gis.layers import LAYERS_BY_NAME
from gis.measure import area_m2, length_m
from gis.read import read_whole
from gis.strips import strips
from tests.strategies import EAST, NORTH, SOUTH, WEST

GEODESIC = Geod(ellps="WGS84")


def road(*legs: tuple[float, float], lon: float = 46.9, lat: float = 39.9) -> LineString:
    """Give a road from a place on, by legs of bearing and metres."""
    places = [(lon, lat)]
    for bearing_deg, distance_m in legs:
        lon, lat, _ = GEODESIC.fwd(lon, lat, bearing_deg, distance_m)
        places.append((lon, lat))
    return LineString(places)


def ground_m2(*outlines: object) -> list[float]:
    areas: list[float] = area_m2(gpd.GeoSeries(list(outlines), crs=4326)).tolist()
    return areas


def strip(line: shapely.Geometry, width_m: float) -> Polygon | MultiPolygon:
    (drawn,) = strips(np.array([line]), np.array([width_m]))
    assert isinstance(drawn, Polygon | MultiPolygon)
    assert drawn.is_valid
    return drawn


@pytest.mark.parametrize("bearing_deg", [0, 45, 90, 137.5, 270])
@pytest.mark.parametrize("lat", [38.4, 40.2, 41.9])
def test_a_straight_kilometre_ten_metres_wide_is_ten_thousand_square_metres(bearing_deg: float, lat: float) -> None:
    line = road((bearing_deg, 1_000), lat=lat)
    assert ground_m2(strip(line, 10))[0] == pytest.approx(10_000, rel=1e-3)


def test_a_strip_reaches_half_the_width_to_each_side_and_ends_flat() -> None:
    west, south, east, north = strip(road((0, 1_000)), 10).bounds
    _, _, across_m = GEODESIC.inv(west, 39.9, east, 39.9)
    _, _, along_m = GEODESIC.inv(46.9, south, 46.9, north)
    assert across_m == pytest.approx(10, rel=1e-3)
    assert along_m == pytest.approx(1_000, rel=1e-6)


def test_a_right_angle_is_rounded_outside_and_counted_once_inside() -> None:
    drawn = strip(road((0, 500), (90, 500)), 20)
    # Two arms of 500 m; they share a square of 10 m at the bend; a quarter of a circle of 10 m is added outside.
    assert ground_m2(drawn)[0] == pytest.approx(2 * 500 * 20 - 10 * 10 + np.pi * 10**2 / 4, rel=1e-3)


def test_ground_passed_twice_is_in_the_strip_once() -> None:
    crossing = MultiLineString([road((0, 1_000)), road((0, 500), (90, 500)), road((0, 500), (270, 500))])
    # A cross of arms of 500 m; its middle is 8 m square.
    assert ground_m2(strip(crossing, 8))[0] == pytest.approx(4 * 500 * 8 - 8 * 8, rel=1e-3)


def test_a_strip_follows_a_long_edge_as_it_is_drawn() -> None:
    """The shortest way over 30 km from west to east would leave the line of constant latitude by some 15 m."""
    line = LineString([(46.9, 39.9), (47.25, 39.9)])
    assert strip(line, 10).buffer(1e-9).covers(line.segmentize(0.001))


def test_parts_of_a_line_have_their_strips_and_heights_are_left_out() -> None:
    apart = MultiLineString([road((0, 1_000)), road((0, 500), lon=47)])
    high = shapely.force_3d(apart, 850.0)
    drawn = strip(high, 6)
    assert drawn.geom_type == "MultiPolygon"
    assert not drawn.has_z
    assert ground_m2(drawn)[0] == pytest.approx(9_000, rel=1e-3)


def test_what_has_no_line_no_width_or_no_length_has_no_strip() -> None:
    line = road((0, 1_000))
    point = LineString([(46.9, 39.9), (46.9, 39.9)])
    assert strips(np.array([None, line, point]), np.array([10, np.nan, 10])).tolist() == [None, None, None]
    with_point = MultiLineString([line, point])
    assert ground_m2(strip(with_point, 10))[0] == pytest.approx(10_000, rel=1e-3)


def test_the_length_of_a_line_is_measured_on_the_ground() -> None:
    line = road((10, 1_250.5), (80, 300))
    both = MultiLineString([line, road((0, 100), lon=47)])
    lengths = length_m(gpd.GeoSeries([line, None, both], index=[4, 5, 9], crs=4326))
    assert lengths[4] == pytest.approx(1_550.5, abs=1e-6)
    assert np.isnan(lengths[5])
    assert lengths[9] == pytest.approx(1_650.5, abs=1e-6)


@settings(deadline=None)
@given(
    lon=st.floats(WEST, EAST),
    lat=st.floats(SOUTH, NORTH),
    bearing_deg=st.floats(0, 360),
    turn_deg=st.floats(-60, 60),
    width_m=st.floats(1, 60),
)
def test_a_bending_road_has_its_length_times_its_width(
    lon: float, lat: float, bearing_deg: float, turn_deg: float, width_m: float
) -> None:
    line = road((bearing_deg, 700), (bearing_deg + turn_deg, 900), lon=lon, lat=lat)
    # At the bend the inner side overlaps by a kite and the outer side gains a sector.
    half, turn = width_m / 2, np.radians(abs(turn_deg))
    expected = 1_600 * width_m - half**2 * np.tan(turn / 2) + half**2 * turn / 2
    assert ground_m2(strip(line, width_m))[0] == pytest.approx(expected, rel=1e-3)


# --- lines of a file ----------------------------------------------------------------------------------------------


def read(
    layer: str, tmp_path: Path, geometry: shapely.Geometry, **properties: object
) -> tuple[gpd.GeoDataFrame, set[str]]:
    feature = {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(geometry))}
    path = tmp_path / "roads.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    reading = read_whole(path, LAYERS_BY_NAME[layer])
    return reading.frame, {issue.kind for issue in reading.issues if issue.field in {"geometry", "width_m"}}


@pytest.mark.parametrize("layer", ["release_areas", "tasks"])
def test_a_line_with_a_width_becomes_its_strip_and_keeps_its_length(layer: str, tmp_path: Path) -> None:
    frame, kinds = read(layer, tmp_path, road((20, 1_234.5)), code="R-1", width_m=8)
    assert kinds == set()
    assert ground_m2(frame.geometry.iloc[0])[0] == pytest.approx(1_234.5 * 8, rel=1e-3)
    assert frame["length_m"].tolist() == [pytest.approx(1_234.5, abs=0.01)]
    assert shapely.from_wkb(frame["source_outline"].iloc[0]).geom_type == "LineString"


def test_a_stated_length_is_kept(tmp_path: Path) -> None:
    frame, _ = read("tasks", tmp_path, road((20, 1_234.5)), code="R-1", width_m=8, length_m=1_300)
    assert frame["length_m"].tolist() == [1_300]


def test_a_line_of_a_release_without_a_width_asks_for_it(tmp_path: Path) -> None:
    frame, kinds = read("release_areas", tmp_path, road((20, 1_000)), code="R-1")
    assert kinds == {"line-without-width"}
    assert KINDS["line-without-width"].asks == "constants"
    assert frame.geometry.isna().all()


def test_a_line_of_a_task_without_a_width_stays_a_line(tmp_path: Path) -> None:
    frame, kinds = read("tasks", tmp_path, road((20, 1_000)), code="T-1")
    assert kinds == set()
    assert frame.geometry.iloc[0].geom_type == "LineString"
    assert frame["length_m"].tolist() == [pytest.approx(1_000, abs=0.01)]
