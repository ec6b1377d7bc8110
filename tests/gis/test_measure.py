import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon
from sqlalchemy import Connection, text

from gis.crs import WrongCrs
from gis.measure import area_m2, ground, in_metres, places_in_degrees
from tests.strategies import multipolygons, polygons

SQUARE = shapely.box(46.95, 39.95, 46.951, 39.951)
WITH_HOLE = Polygon(shapely.box(46, 40, 46.03, 40.03).exterior, [shapely.box(46.01, 40.01, 46.02, 40.02).exterior])
ON_ONE_CONNECTION = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def series(*geometries: object) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(geometries), index=range(5, 5 + len(geometries)), crs=4326)


@ON_ONE_CONNECTION
@given(outline=st.sampled_from([50.0, 500.0, 20_000.0]).flatmap(lambda size: multipolygons(largest_m=size)))
def test_areas_agree_with_postgis_to_a_millionth(connection: Connection, outline: MultiPolygon) -> None:
    expected = connection.scalar(text("select ST_Area(ST_GeogFromWKB(:wkb))"), {"wkb": outline.wkb})
    assert area_m2(series(outline)).item() == pytest.approx(expected, rel=1e-6, abs=1e-4)


@ON_ONE_CONNECTION
@given(outline=st.sampled_from([50.0, 500.0, 5_000.0]).flatmap(lambda size: multipolygons(largest_m=size)))
def test_ground_has_the_vertices_of_postgis(connection: Connection, outline: MultiPolygon) -> None:
    segmentize = text("select ST_AsBinary(ST_Multi(ST_Segmentize(ST_GeomFromWKB(:wkb), 0.0009)))")
    expected = shapely.from_wkb(connection.scalar(segmentize, {"wkb": outline.wkb}))
    cut = ground(series(outline)).iloc[0]
    assert shapely.equals_exact(cut, expected, 1e-12)


@pytest.mark.parametrize("slant_deg", [0, 0.003])
def test_ground_along_one_long_edge_leaves_nothing_between(slant_deg: float) -> None:
    """Along the shortest way, a kilometre from west to east would lie 1.6 cm north of one with a vertex on it."""
    west, middle, east = ((46.9 + 0.0117 * share, 39.6 + slant_deg * share) for share in (0, 0.37, 1))
    field = Polygon([west, east, (46.9117, 39.59), (46.9, 39.59)])
    neighbours = [Polygon([west, middle, (46.905, 39.61)]), Polygon([middle, east, (46.905, 39.61)])]
    whole, *parts = ground(series(field, *neighbours))
    with_parts = shapely.union_all([whole, *parts])
    gaps = sum(area_m2(series(Polygon(ring))).item() for ring in shapely.get_parts(with_parts)[0].interiors)
    assert gaps == pytest.approx(0, abs=0.01)
    assert sum(area_m2(series(whole, *parts))) == pytest.approx(area_m2(series(with_parts)).item(), abs=0.01)


def test_a_hole_is_not_part_of_the_area() -> None:
    shell, hole, both = area_m2(series(WITH_HOLE.convex_hull, Polygon(WITH_HOLE.interiors[0]), WITH_HOLE))
    assert both == pytest.approx(shell - hole, rel=1e-9)


def test_what_is_missing_has_no_area_and_what_is_no_polygon_has_none_to_measure() -> None:
    areas = area_m2(series(None, shapely.Point(46, 40), SQUARE))
    assert np.isnan(areas[5])
    assert areas[6] == 0
    assert areas[7] == pytest.approx(9_484, abs=20)  # 85.4 m by 111.0 m


@given(outline=polygons(), first=st.integers(1, 11))
def test_an_area_ignores_winding_and_first_vertex(outline: Polygon, first: int) -> None:
    ring = shapely.get_coordinates(outline)[:-1]
    turned = Polygon(np.roll(ring, first, axis=0)[::-1])
    as_drawn, otherwise = area_m2(series(outline, turned))
    assert otherwise == pytest.approx(as_drawn, rel=1e-9)


def test_ground_without_geometry_stays_without() -> None:
    cut = ground(series(None, SQUARE))
    assert cut[5] is None
    assert cut[6].geom_type == "MultiPolygon"
    assert cut.index.tolist() == [5, 6]


def test_a_place_goes_to_metres_and_back() -> None:
    ((lon, lat),) = places_in_degrees(in_metres(series(shapely.Point(46.95, 39.95))))
    assert (lon, lat) == pytest.approx((46.95, 39.95), abs=1e-9)


@pytest.mark.parametrize("measure", [area_m2, ground, in_metres])
def test_metres_and_unnamed_coordinates_are_refused(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(WrongCrs, match="EPSG:32638"):
        measure(gpd.GeoSeries([SQUARE], crs=32638))
    with pytest.raises(WrongCrs, match="no CRS"):
        measure(gpd.GeoSeries([SQUARE]))
