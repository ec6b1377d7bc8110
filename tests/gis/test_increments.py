"""What is new in an outline that covers what was reported before, on squares of 0.001°."""

import pytest
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.increments import growth
from gis.thresholds import Thresholds
from tests.service.histories import area_m2
from tests.service.records import square

THRESHOLDS = Thresholds()
SAME_M2 = 0.01


def multi(outline: BaseGeometry) -> MultiPolygon:
    return MultiPolygon(shapely.get_parts(outline).tolist())


def is_same(one: BaseGeometry, other: BaseGeometry) -> bool:
    return area_m2(one.symmetric_difference(other)) < SAME_M2


def test_what_is_new_is_the_outline_less_all_that_was_reported() -> None:
    grown = growth(multi(square(0, 0, width=3)), [multi(square(0, 0)), multi(square(1, 0))], THRESHOLDS)
    assert grown is not None
    assert is_same(grown.ground, square(2, 0))
    assert grown.before_m2 == pytest.approx(area_m2(square(0, 0, width=2)), rel=1e-6)
    assert grown.more_m2 == pytest.approx(area_m2(square(2, 0)), rel=1e-6)
    assert grown.now_m2 == pytest.approx(grown.before_m2 + grown.more_m2, rel=1e-6)


def test_new_ground_has_the_form_of_every_outline() -> None:
    grown = growth(multi(square(0, 0, width=3, height=3)), [multi(square(1, 1))], THRESHOLDS)
    assert grown is not None
    (part,) = grown.ground.geoms
    assert part.exterior.is_ccw
    assert [ring.is_ccw for ring in part.interiors] == [False]


@pytest.mark.parametrize(
    "before",
    [[square(5, 0)], [square(0.5, 0, width=2)], [square(0, 0, width=2)], []],
    ids=["elsewhere", "not covered", "the same", "nothing known"],
)
def test_an_outline_that_does_not_cover_or_adds_nothing_is_no_growth(before: list[Polygon]) -> None:
    assert growth(multi(square(0, 0, width=2)), [multi(outline) for outline in before], THRESHOLDS) is None


@pytest.mark.parametrize(("missing_share", "is_growth"), [(0.004, True), (0.006, False)])
def test_half_a_per_cent_of_the_known_ground_may_be_missing(missing_share: float, is_growth: bool) -> None:  # noqa: FBT001 - a case
    known = square(0, 0)
    outline = square(missing_share, 0, width=2)
    assert (growth(multi(outline), [multi(known)], THRESHOLDS) is not None) == is_growth


def test_slivers_along_a_boundary_that_was_drawn_anew_are_left_out() -> None:
    """A hair of nearly a square metre in the north-west, which the old outline did not reach."""
    hair = shapely.box(46.9, 39.601, 46.9005, 39.6010002)
    assert area_m2(hair) == pytest.approx(0.95, abs=0.01)
    outline = shapely.union_all([square(0, 0, width=2), hair])
    grown = growth(multi(outline), [multi(square(0, 0))], THRESHOLDS)
    assert grown is not None
    assert is_same(grown.ground, square(1, 0))


def test_an_outline_that_crosses_itself_is_left_to_the_rule_that_says_so() -> None:
    bow = Polygon([(46.9, 39.6), (46.91, 39.61), (46.91, 39.6), (46.9, 39.61)])
    assert growth(multi(bow), [multi(square(0, 0))], THRESHOLDS) is None
