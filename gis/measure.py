"""Areas and lengths on the ground, in metres, of geometries in degrees."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from pyproj.enums import TransformDirection
from shapely import GeometryType

from gis.crs import WGS84, require_wgs84

EQUAL_AREA: Final = "+proj=aea +lat_1=38.8 +lat_2=41.6 +lat_0=40.2 +lon_0=47.7 +datum=WGS84"
"""Albers, fitted to Azerbaijan."""
BEND_PER_M: Final = 4.7e-10
"""Area between a geodesic and its straight edge in that projection, over the cube of its length: at most, measured
with pyproj on 6,000 edges of 0.3 to 3 km all over the country."""
TOLERANCE: Final = 1e-6
GROUND_EDGE_M: Final = 100
MEAN_RADIUS_M: Final = 6371008.7714150598
"""Of the sphere on which PostGIS cuts edges: (2 a + b) / 3 of WGS 84."""

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
        areas[i] = abs(geodesic.geometry_area_perimeter(shapely.orient_polygons(geometries.array[i]))[0])
    return pd.Series(areas, index=geometries.index, name="area_m2")


def ground(geometries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Give polygons with edges of at most 100 m, so that planar cuts and geodesic areas agree.

    Parameters
    ----------
    geometries
        Polygons or MultiPolygons in EPSG:4326.

    Returns
    -------
    ground
        MultiPolygons with the vertices of before and the added ones on the great circle; index kept; None where the
        geometry is missing.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.

    References
    ----------
    The same vertices as PostGIS' `ST_Segmentize(geom::geography, 100)`, which halves an edge until it is short enough.
    """
    require_wgs84(geometries)
    cut = np.full(len(geometries), None, dtype=object)
    present = geometries.notna().to_numpy()
    if present.any():
        _, coordinates, offsets = shapely.to_ragged_array(geometries.to_numpy()[present], include_z=False)
        if len(offsets) < 3:  # noqa: PLR2004 - all were Polygons: each becomes a MultiPolygon of one
            offsets = (*offsets, np.arange(present.sum() + 1))
        points, rings = _densified(coordinates, np.asarray(offsets[0]))
        cut[present] = shapely.from_ragged_array(GeometryType.MULTIPOLYGON, points, (rings, *offsets[1:]))
    return gpd.GeoSeries(cut, index=geometries.index, crs=WGS84, name="ground")


def in_metres(geometries: gpd.GeoSeries) -> NDArray[np.object_]:
    """Give the geometries in an equal-area projection, for measuring and comparing only.

    Raises
    ------
    WrongCrs
        If the series is not in EPSG:4326.
    """
    require_wgs84(geometries)
    project = _projection()

    def to_metres(degrees: Floats) -> Floats:
        return np.column_stack(project.transform(degrees[:, 0], degrees[:, 1]))

    projected: NDArray[np.object_] = shapely.transform(np.asarray(geometries.to_numpy(), dtype=object), to_metres)
    return projected


def places_in_degrees(projected: Sequence[shapely.Geometry] | NDArray[np.object_]) -> list[tuple[float, float]]:
    """Give the longitude and latitude of a point on each geometry in the projection of `in_metres`."""
    points = shapely.get_coordinates(shapely.point_on_surface(np.asarray(projected, dtype=object)))
    lon, lat = _projection().transform(points[:, 0], points[:, 1], direction=TransformDirection.INVERSE)
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


@cache
def _projection() -> Transformer:
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


def _densified(points: Floats, ring_starts: NDArray[Any]) -> tuple[Floats, NDArray[Any]]:
    """Cut the edges of rings, given as points and the index of each ring's first, into halves on the sphere."""
    vectors = _unit_vectors(points)
    chord = np.linalg.norm(vectors[1:] - vectors[:-1], axis=1)
    angle = 2 * np.arcsin(chord / 2)
    is_edge = np.ones(len(angle), dtype=bool)
    is_edge[ring_starts[1:-1] - 1] = False
    ratio = np.where(is_edge, angle * MEAN_RADIUS_M / GROUND_EDGE_M, 1)
    part_count = np.append(np.exp2(np.ceil(np.log2(np.maximum(ratio, 1)))).astype(int), 1)
    first = np.concatenate([[0], np.cumsum(part_count)])
    edge = np.repeat(np.arange(len(points)), part_count)
    step = np.arange(first[-1]) - first[edge]
    is_new = step > 0
    cut = points[edge]
    share, angle = step[is_new] / part_count[edge[is_new]], angle[edge[is_new]]
    start, end = vectors[edge[is_new]], vectors[edge[is_new] + 1]
    along = np.sin((1 - share) * angle)[:, None] * start + np.sin(share * angle)[:, None] * end
    cut[is_new] = np.degrees(
        np.column_stack([np.arctan2(along[:, 1], along[:, 0]), np.arctan2(along[:, 2], np.hypot(*along[:, :2].T))])
    )
    return cut, first[ring_starts]


def _unit_vectors(points: Floats) -> Floats:
    """Give places in degrees as vectors from the centre of a sphere."""
    lon, lat = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
