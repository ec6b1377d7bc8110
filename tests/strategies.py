"""What Hypothesis draws, and how often: plausible polygons and places in Azerbaijan, and JSON of every kind."""

from typing import Any

import numpy as np
import shapely
from hypothesis import settings
from hypothesis import strategies as st
from shapely import Polygon

WEST, SOUTH, EAST, NORTH = 44.8, 38.5, 50.3, 41.8
DEGREE_M = 111_000


def examples(few: int) -> int:
    """Give how many to draw where each costs its time: few, always the same, and five times as many in the slow run."""
    return few if settings().derandomize else 5 * few


@st.composite
def polygons(draw: st.DrawFn, *, largest_m: float = 500, corners: int = 12) -> Polygon:
    """Draw a valid star-shaped polygon: a centre, and a corner at some distance in each of a few directions."""
    lon, lat = draw(st.floats(WEST, EAST)), draw(st.floats(SOUTH, NORTH))
    count = draw(st.integers(3, corners))
    radius_m = np.array(draw(st.lists(st.floats(largest_m / 10, largest_m), min_size=count, max_size=count)))
    turn = 2 * np.pi * (np.arange(count) + draw(st.floats(0, 0.9))) / count
    north = lat + radius_m * np.sin(turn) / DEGREE_M
    east = lon + radius_m * np.cos(turn) / (DEGREE_M * np.cos(np.radians(lat)))
    return Polygon(np.column_stack([east, north]))


def multipolygons(*, largest_m: float = 500) -> st.SearchStrategy[shapely.MultiPolygon]:
    """Draw a MultiPolygon of one to three parts, far apart or merged where they meet."""
    return st.lists(polygons(largest_m=largest_m), min_size=1, max_size=3).map(
        lambda parts: shapely.MultiPolygon(list(shapely.get_parts(shapely.union_all(parts))))
    )


def json_values() -> st.SearchStrategy[Any]:
    """Draw any JSON: texts with whatever Unicode has, numbers of any size, nested lists and objects."""
    leaves = (
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**63 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text()
    )
    return st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
