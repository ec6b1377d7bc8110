"""Two outlines over each other, on squares of 0.001°."""

import re

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from gis.outline_change import WIDTH_PX, outline_change
from tests.service.histories import area_m2
from tests.service.records import square


def test_the_ground_that_stays_comes_and_goes_is_measured() -> None:
    """Two columns that move one to the east."""
    change = outline_change(square(0, 0, width=2), square(1, 0, width=2))
    assert change is not None
    found = (change.kept_m2, change.added_m2, change.removed_m2)
    assert found == pytest.approx([area_m2(square(column, 0)) for column in (1, 2, 0)], rel=1e-6)
    assert (change.before_m2, change.after_m2) == pytest.approx((found[0] + found[2], found[0] + found[1]), rel=1e-6)


def test_the_drawing_shows_each_part_where_it_lies_north_above() -> None:
    change = outline_change(square(0, 0, width=2), square(1, 0, width=2, height=2))
    assert change is not None
    paths = [
        [tuple(map(float, c.split())) for c in re.split("[MLZ]", d) if c]
        for d in re.findall(' d="([^"]*)"', change.svg)
    ]
    kept, added, removed = ([sum(axis) / len(path) for axis in zip(*path, strict=True)] for path in paths)
    assert removed[0] < kept[0] < added[0], "from west to east"
    assert added[1] < removed[1], "the new ground reaches farther north"
    assert all(0 <= x <= WIDTH_PX for path in paths for x, _ in path)


@pytest.mark.parametrize(
    "after",
    [square(0, 0), shapely.Point(46.9, 39.6), shapely.Polygon([(46.9, 39.6), (47, 39.7), (47, 39.6), (46.9, 39.7)])],
    ids=["the same", "a point", "crossing itself"],
)
def test_there_is_nothing_to_compare(after: BaseGeometry) -> None:
    assert outline_change(square(0, 0), after) is None


def test_an_outline_that_only_shrinks_adds_nothing() -> None:
    change = outline_change(square(0, 0, width=2), square(0, 0))
    assert change is not None
    assert change.added_m2 == 0
    assert change.kept_m2 == pytest.approx(change.removed_m2, rel=1e-3)
