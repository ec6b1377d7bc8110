"""Areas and lengths on the ground, in metres, of geometries in degrees."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from pyproj.enums import TransformDirection
from shapely import MultiPolygon, Polygon

from gis.crs import WGS84, require_wgs84

EQUAL_AREA: Final = "+proj=aea +lat_1=38.8 +lat_2=41.6 +lat_0=40.2 +lon_0=47.7 +datum=WGS84"
"""Albers, fitted to Azerbaijan."""
BEND_PER_M: Final = 4.7e-10
"""Area between a geodesic and its straight edge in that projection, over the cube of its length: at most, measured
with pyproj on 6,000 edges of 0.3 to 3 km all over the country."""
TOLERANCE: Final = 1e-6
GROUND_EDGE_DEG: Final = 0.0009
"""Edges of the ground that the ledger works on are at most this long: 100 m north to south, 77 m west to east."""

Floats = NDArray[np.float64]


def area_m2(geometries: gpd.GeoSeries, *, projected: NDArray[np.object_] | None = None) -> "pd.Series[float]":
    """Give the ground area of each polygon.

    Parameters
    ----------
    geometries
        Polygons or MultiPolygons in EPSG:4326, rings in any order; other kinds have no area.
    projected
        What `in_metres` gives for them, if it is at hand.

    Returns
    -------
    area_m2
        Square metres on the WGS 84 ellipsoid, edges taken as geodesics, to 1 ppm or 0.0001 m²; index kept; NaN where
        the geometry is missing.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.

    References
    ----------
    C. F. F. Karney (2013), Algorithms for geodesics, J. Geodesy 87: for long edges, which bend in a projection.
    """
    require_wgs84(geometries)
    projected = in_metres(geometries) if projected is None else projected
    areas = np.where(shapely.is_missing(projected), np.nan, shapely.area(projected))
    geodesic = Geod(ellps="WGS84")
    bent = _bend_m2(projected) > TOLERANCE * np.nan_to_num(areas)
    for i in np.flatnonzero(bent):  # few, and pyproj takes them one by one
        rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(geometries.array[i])))
        areas[i] = abs(sum(geodesic.polygon_area_perimeter(*shapely.get_coordinates(ring).T)[0] for ring in rings))
    return pd.Series(areas, index=geometries.index, name="area_m2")


def ground(geometries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Give polygons with edges of at most 100 m, so that planar cuts and geodesic areas agree.

    Edges stay straight in longitude and latitude: outlines that run along one edge keep it in common, whatever
    vertices each has on it.

    Parameters
    ----------
    geometries
        Polygons or MultiPolygons in EPSG:4326.

    Returns
    -------
    ground
        MultiPolygons with the vertices of before and the added ones; index kept; None where the geometry is missing.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.

    References
    ----------
    RFC 7946, 3.1.1: a line between two positions is a straight Cartesian line. The same as PostGIS' `ST_Segmentize`.
    """
    require_wgs84(geometries)
    cut = shapely.segmentize(geometries.to_numpy(), GROUND_EDGE_DEG)
    multi = [MultiPolygon([one]) if isinstance(one, Polygon) else one for one in cut]
    return gpd.GeoSeries(multi, index=geometries.index, crs=WGS84, name="ground")


def in_metres(geometries: gpd.GeoSeries) -> NDArray[np.object_]:
    """Give the geometries in an equal-area projection, for measuring and comparing only.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.
    """
    require_wgs84(geometries)
    project = equal_area()

    def to_metres(degrees: Floats) -> Floats:
        return np.column_stack(project.transform(degrees[:, 0], degrees[:, 1]))

    projected: NDArray[np.object_] = shapely.transform(np.asarray(geometries.to_numpy(), dtype=object), to_metres)
    return projected


def in_degrees(projected: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give geometries in the projection of `in_metres` back in longitude and latitude."""
    project = equal_area()

    def to_degrees(metres: Floats) -> Floats:
        return np.column_stack(project.transform(metres[:, 0], metres[:, 1], direction=TransformDirection.INVERSE))

    degrees: NDArray[np.object_] = shapely.transform(projected, to_degrees)
    return degrees


def length_m(geometries: gpd.GeoSeries) -> "pd.Series[float]":
    """Give the length of each line on the ground.

    Parameters
    ----------
    geometries
        LineStrings or MultiLineStrings in EPSG:4326.

    Returns
    -------
    length_m
        Metres along geodesics of the WGS 84 ellipsoid, index kept; NaN where the geometry is missing.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.

    References
    ----------
    C. F. F. Karney (2013), Algorithms for geodesics, J. Geodesy 87.
    """
    require_wgs84(geometries)
    parts, owner = shapely.get_parts(geometries.to_numpy(), return_index=True)
    places, part = shapely.get_coordinates(parts, return_index=True)
    _, _, edge_m = Geod(ellps="WGS84").inv(places[:-1, 0], places[:-1, 1], places[1:, 0], places[1:, 1])
    is_edge = np.diff(part) == 0
    lengths = np.bincount(owner[part[1:][is_edge]], weights=np.asarray(edge_m)[is_edge], minlength=len(geometries))
    lengths = np.where(shapely.is_missing(geometries.to_numpy()), np.nan, lengths)
    return pd.Series(lengths, index=geometries.index, name="length_m")


def places_in_degrees(projected: Sequence[shapely.Geometry] | NDArray[np.object_]) -> list[tuple[float, float]]:
    """Give the longitude and latitude of a point on each geometry in the projection of `in_metres`."""
    points = shapely.get_coordinates(shapely.point_on_surface(np.asarray(projected, dtype=object)))
    lon, lat = equal_area().transform(points[:, 0], points[:, 1], direction=TransformDirection.INVERSE)
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


@cache
def equal_area() -> Transformer:
    """Give the way from degrees to the equal-area projection; making it costs a thousand points."""
    return Transformer.from_crs(WGS84, EQUAL_AREA, always_xy=True)


def _bend_m2(projected: NDArray[np.object_]) -> Floats:
    """Give the area that geodesics may enclose beyond the straight edges of each projected polygon, at most."""
    parts, owner = shapely.get_parts(projected, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    edge_m = np.hypot(*np.diff(points, axis=0).T)
    edge_m[np.diff(ring) != 0] = 0
    cubes = np.bincount(owner[part[ring[1:]]], weights=edge_m**3, minlength=len(projected))
    return np.asarray(BEND_PER_M * cubes, dtype=np.float64)


def square_degree_m2(lat: Floats) -> Floats:
    """Give the square metres of a square degree at a latitude: the area of a polygon that is small, to its size.

    Parameters
    ----------
    lat
        Latitudes in degrees, NaN kept.

    References
    ----------
    Radii of curvature in the meridian and in the prime vertical of WGS 84 (EPSG:7030).
    """
    squared_sine = np.sin(np.radians(lat)) ** 2
    geodesic = Geod(ellps="WGS84")
    curved = 1 - geodesic.es * squared_sine
    meridian_m = geodesic.a * (1 - geodesic.es) / curved**1.5
    parallel_m = geodesic.a / np.sqrt(curved) * np.sqrt(1 - squared_sine)
    per_degree = np.radians(1)
    area: Floats = meridian_m * parallel_m * per_degree**2
    return area
