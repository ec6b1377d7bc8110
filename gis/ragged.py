"""Geometries of one kind, made all at once from nested lists of coordinates."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType

LEVELS: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How many lists lie between a geometry's coordinates and its positions."""
RING_LENGTH: Final = 4
"""Positions that a ring has at least, the first repeated at the end."""
MOST_LINES: Final = 20_000
"""Rings or lines of one geometry: what is asked of them takes GEOS as long as their number squared."""
DIMENSIONS: Final = ({2}, {3})


def drawn_together(kind: str, coordinates: Sequence[object]) -> NDArray[np.object_] | None:
    """Give the geometries of one kind; None as soon as one is not in order.

    In order are lists as deep as the kind has them, not too many, none empty, positions of two numbers or all of
    three, and closed rings: an empty list must not reach Shapely, whose ragged arrays crash on it.
    """
    offsets = []
    lists: Sequence[Any] = coordinates
    for _ in range(LEVELS[kind]):
        if set(map(type, lists)) != {list} or not all(lists):
            return None
        offsets.append(np.cumsum([0, *map(len, lists)]))
        lists = list(chain.from_iterable(lists))
    if _most_lines(offsets) > MOST_LINES:
        return None
    positions = _positions(lists)
    if positions is None or ("Polygon" in kind and not _are_rings(positions, offsets[-1])):
        return None
    drawn: NDArray[np.object_] = shapely.from_ragged_array(
        GeometryType[kind.upper()], positions, tuple(reversed(offsets)) or None
    )
    return drawn


def _most_lines(offsets: list[NDArray[np.int64]]) -> int:
    """Give how many lines the geometry has that has most of them."""
    if len(offsets) < 2:  # noqa: PLR2004 - a geometry is one line, or a point
        return 1
    ends = offsets[0]
    for offset in offsets[1:-1]:
        ends = offset[ends]
    return int(np.diff(ends).max(initial=0))


def _positions(lists: Sequence[Any]) -> NDArray[np.float64] | None:
    """Give lists of two or of three numbers as an array; texts and booleans are no numbers."""
    if set(map(type, lists)) != {list} or (dimensions := set(map(len, lists))) not in DIMENSIONS:
        return None
    numbers = list(chain.from_iterable(lists))
    if not set(map(type, numbers)) <= {int, float}:
        return None
    return np.array(numbers, dtype=np.float64).reshape(-1, *dimensions)


def _are_rings(positions: NDArray[np.float64], offsets: NDArray[np.int64]) -> bool:
    """Say whether all rings are long enough and end where they begin."""
    firsts, lasts = positions[offsets[:-1], :2], positions[offsets[1:] - 1, :2]
    return bool((np.diff(offsets) >= RING_LENGTH).all() and (firsts == lasts).all())
