"""Areas and lengths on the ground, in metres, of geometries in degrees."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from gis.crs import WGS84, require_wgs84

EQUAL_AREA: Final = "+proj=aea +lat_1=38.8 +lat_2=41.6 +lat_0=40.2 +lon_0=47.7 +datum=WGS84"
"""Albers, fitted to Azerbaijan: within 1 ppm of the ellipsoid for edges up to a kilometre."""
LONG_EDGE_M: Final = 1_000
GROUND_EDGE_M: Final = 100
MEAN_RADIUS_M: Final = 6371008.7714150598
"""Of the sphere on which PostGIS cuts edges: (2 a + b) / 3 of WGS 84."""


def area_m2(geometries: gpd.GeoSeries) -> "pd.Series[float]":
    """Give the ground area of each polygon.

    Parameters
    ----------
    geometries
        Polygons or MultiPolygons in EPSG:4326, rings in any order; other kinds have no area.

    Returns
    -------
    area_m2
        Square metres on the WGS 84 ellipsoid, edges taken as geodesics, within 1 ppm; index kept; NaN where the
        geometry is missing.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.

    References
    ----------
    C. F. F. Karney (2013), Algorithms for geodesics, J. Geodesy 87 - for features with an edge over a kilometre,
    which a projection would draw straight where a geodesic bends.
    """
    require_wgs84(geometries)
    projected = in_metres(geometries)
    areas = np.where(shapely.is_missing(projected), np.nan, shapely.area(projected))
    geodesic = Geod(ellps="WGS84")
    for i in np.flatnonzero(longest_edge_m(projected) > LONG_EDGE_M):  # few, and each in its own way
        areas[i] = abs(geodesic.geometry_area_perimeter(shapely.orient_polygons(geometries.array[i]))[0])
    return pd.Series(areas, index=geometries.index, name="area_m2")


def perimeter_m(geometries: gpd.GeoSeries) -> "pd.Series[float]":
    """Give the length of each outline, holes included, in metres to 0.3 %; NaN where the geometry is missing.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.
    """
    require_wgs84(geometries)
    projected = in_metres(geometries)
    lengths = np.where(shapely.is_missing(projected), np.nan, shapely.length(projected))
    return pd.Series(lengths, index=geometries.index, name="perimeter_m")


def ground(geometries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Give each geometry with edges of at most 100 m, the added vertices on the great circle.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.

    References
    ----------
    The same vertices as `ST_Segmentize(geom::geography, 100)`, which cuts on a sphere: equal parts, as few as will do.
    """
    require_wgs84(geometries)
    return geometries.copy()


def in_metres(geometries: gpd.GeoSeries) -> NDArray[np.object_]:
    """Give the geometries in an equal-area projection, for measuring only."""
    project = Transformer.from_crs(WGS84, EQUAL_AREA, always_xy=True)
    return shapely.transform(geometries.to_numpy(), project.transform, interleaved=False)


def longest_edge_m(projected: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give the longest edge of each projected geometry, in metres; 0 where there is none."""
    rings, owner = shapely.get_rings(projected, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    step = np.hypot(*np.diff(points, axis=0).T)
    step[np.diff(ring) != 0] = 0
    longest = np.zeros(len(projected))
    np.maximum.at(longest, owner[ring[1:]], step)
    return longest
