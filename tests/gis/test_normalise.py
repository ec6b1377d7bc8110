from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon

from gis.issues import Issue
from gis.layers import LAYERS_BY_NAME
from gis.measure import area_m2
from gis.normalise import normalise
from gis.spellings import district_spellings
from gis.text import fold
from tests.gis.breaking.case import around
from tests.strategies import multipolygons

RELEASES = LAYERS_BY_NAME["release_areas"]
SHELL = [(46.95, 39.95), (46.951, 39.95), (46.951, 39.951), (46.95, 39.951)]
HOLE = [(46.9502, 39.9502), (46.9504, 39.9502), (46.9504, 39.9504)]


def frame(*geometries: object, **columns: list[object]) -> gpd.GeoDataFrame:
    codes = [f"RA-{number}" for number in range(len(geometries))]
    empty = {"district_code": [None] * len(geometries)}
    return gpd.GeoDataFrame({"code": codes, **empty, **columns}, geometry=list(geometries), crs=4326)


def normal(*geometries: object) -> tuple[list[Any], dict[str, list[Issue]]]:
    reading = normalise(frame(*geometries), RELEASES)
    kinds: dict[str, list[Issue]] = {}
    for issue in reading.issues:
        kinds.setdefault(issue.kind, []).append(issue)
    return list(reading.frame.geometry), kinds


def test_a_polygon_becomes_a_multipolygon_and_says_nothing() -> None:
    (outline,), told = normal(Polygon(SHELL))
    assert shapely.equals_identical(outline, MultiPolygon([Polygon(SHELL)]))
    assert told == {}


def test_points_lines_and_missing_geometries_stay_as_they_are() -> None:
    line = shapely.LineString(SHELL)
    outlines, told = normal(Point(46.95, 39.95), line, None)
    assert outlines == [Point(46.95, 39.95), line, None]
    assert told == {}


def test_shells_run_counterclockwise_and_holes_clockwise() -> None:
    (outline,), told = normal(Polygon(SHELL[::-1], [HOLE]))
    assert outline.geoms[0].exterior.is_ccw
    assert not outline.geoms[0].interiors[0].is_ccw
    assert told["winding-reversed"][0].values == {"feature_count": 1}


def test_heights_are_left_out_and_counted() -> None:
    outlines, told = normal(Polygon([(*corner, 412.5) for corner in SHELL]), Polygon(SHELL))
    assert [shapely.has_z(outline) for outline in outlines] == [False, False]
    assert told["heights-left-out"][0].values == {"feature_count": 1}


def test_points_that_repeat_the_one_before_are_left_out_and_told_of_the_feature() -> None:
    (outline,), told = normal(Polygon([SHELL[0], SHELL[0], SHELL[0], *SHELL[1:]]))
    assert shapely.get_num_coordinates(outline) == 5
    (issue,) = told["vertices-repeated"]
    assert (issue.index, issue.feature_code, issue.values) == (0, "RA-0", {"vertex_count": 2})


def test_a_ring_that_is_one_point_is_left_for_the_checks() -> None:
    (outline,), _ = normal(Polygon([SHELL[0]] * 4))
    assert not shapely.is_empty(outline)


@given(st.lists(multipolygons(), min_size=1, max_size=4))
def test_normalising_twice_is_once_and_changes_no_area(outlines: list[MultiPolygon]) -> None:
    drawn = frame(*outlines)
    once = normalise(drawn, RELEASES).frame
    twice = normalise(once, RELEASES)
    assert twice.issues == []
    assert shapely.equals_identical(twice.frame.geometry.to_numpy(), once.geometry.to_numpy()).all()
    assert np.allclose(area_m2(once.geometry), area_m2(drawn.geometry), rtol=1e-9)


def test_the_frame_that_was_given_is_not_changed() -> None:
    given_frame = frame(Polygon(SHELL[::-1]))
    before = given_frame.copy(deep=True)
    normalise(given_frame, RELEASES)
    assert given_frame.equals(before)


def test_districts_are_understood_by_names_and_spellings() -> None:
    named = frame(None, None, None, None, district_code=["AGDAM", "Ağdərə", "XCI", "Nowhere"])
    reading = normalise(named, RELEASES, districts=around().districts)
    assert reading.frame["district_code"].tolist() == ["AGM", "AGD", "XCI", "Nowhere"]
    assert [issue.index for issue in reading.issues] == [0, 1]


def test_a_spelling_that_two_districts_share_names_neither() -> None:
    districts = around().districts.assign(aliases=[["Qala"], ["Gala"], None])
    spellings = district_spellings(districts)
    assert fold("Qala") not in spellings
    assert spellings[fold("Khojaly")] == "XCI"


def test_parts_that_share_ground_are_joined_and_kept_as_drawn() -> None:
    west, east = shapely.box(46.9, 39.6, 46.902, 39.601), shapely.box(46.901, 39.6, 46.903, 39.601)
    drawn = MultiPolygon([west, east])
    joined = normalise(frame(drawn, Polygon(SHELL)), RELEASES).frame
    assert joined.geometry[0].equals(shapely.box(46.9, 39.6, 46.903, 39.601))
    assert np.allclose(joined["parts_shared_pct"], [50, np.nan], equal_nan=True)
    assert shapely.from_wkb(joined["source_outline"][0]) == drawn
    assert joined["source_outline"][1] is None
