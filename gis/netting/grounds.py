"""Grounds as arrays: which meet, what is left of them, and the one rule for what overlay leaves behind."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.measure import square_degree_m2

SLIVER_M2 = 0.01
"""Smaller polygons are what overlay leaves behind; they count nowhere."""
POLYGON = shapely.GeometryType.POLYGON
Ground = NDArray[np.object_]
Index = NDArray[np.intp]


def meeting(ground: Ground, others: Ground) -> tuple[Index, Index]:
    """Give the pairs of positions whose grounds meet."""
    if not len(ground) or not len(others):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    one, other = shapely.STRtree(others).query(ground, predicate="intersects")
    return one, other


def overlap(ground: Ground, one: Index, other: Index) -> NDArray[np.bool_]:
    """Say which pairs share more than a border; each pair is looked at once."""
    pairs, place = np.unique(np.stack([one, other], axis=1), axis=0, return_inverse=True)
    shared = shapely.relate_pattern(ground[pairs[:, 0]], ground[pairs[:, 1]], "2********")
    return np.asarray(shared, dtype=bool)[place.reshape(-1)]


def covers(covering: Ground, ground: Ground) -> NDArray[np.bool_]:
    """Say which grounds lie wholly on those they are paired with."""
    shapely.prepare(covering)
    return np.asarray(shapely.covers(covering, ground), dtype=bool)


def within(ground: Ground, pieces: Ground) -> Ground:
    """Cut each ground to its piece; most lie wholly on it."""
    cut = ground.copy()
    crosses = ~covers(pieces, ground)
    cut[crosses] = shapely.intersection(ground[crosses], pieces[crosses])
    return cut


def less(ground: Ground, row: Index, others: Ground) -> Ground:
    """Take other grounds from the rows they are paired with, one after the other."""
    rest = ground.copy()
    order = np.argsort(row, kind="stable")
    rows, first, count = np.unique(row[order], return_index=True, return_counts=True)
    for turn in range(count.max(initial=0)):
        is_left = count > turn
        target = rows[is_left]
        rest[target] = shapely.difference(rest[target], others[order[first[is_left] + turn]])
    return rest


def polygons(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Keep the polygons of a geometry: lines and points are what overlay leaves of shared edges."""
    parts = shapely.get_parts(geometry)
    polygons: shapely.MultiPolygon = shapely.multipolygons(parts[shapely.get_type_id(parts) == POLYGON])
    return polygons


def united(grounds: Sequence[shapely.MultiPolygon]) -> shapely.MultiPolygon:
    """Put grounds together."""
    return grounds[0] if len(grounds) == 1 else polygons(shapely.union_all(grounds))


def multipolygons(ground: Ground) -> Ground:
    """Give MultiPolygons without slivers; None where nothing is left."""
    parts, row = shapely.get_parts(ground, return_index=True)
    is_polygon = shapely.get_type_id(parts) == POLYGON
    parts, row = parts[is_polygon], row[is_polygon]
    is_kept = shapely.area(parts) * square_degree_m2(shapely.bounds(parts)[:, 1]) >= SLIVER_M2
    result = np.full(len(ground), None, dtype=object)
    if is_kept.any():
        rows, place = np.unique(row[is_kept], return_inverse=True)
        result[rows] = shapely.multipolygons(parts[is_kept], indices=place)
    return result
