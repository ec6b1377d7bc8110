import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from seeds.made_up.features import Feature, collection
from seeds.made_up.ground import (
    Belt,
    Front,
    area_m2,
    band,
    between,
    grown,
    lanes,
    outline,
    pieces,
    stretch,
    to_degrees,
    to_plane,
)
from seeds.made_up.shapes import Size, one_after_another, side_by_side, wandering_belt

SIZE = Size(length_m=(800, 3_000), half_width_m=(150, 250), taper=0.5)
CUT_M2 = 20  # a vertex within five centimetres of a cut is left out, and a little ground with it
STRAIGHT = Belt(np.array([[0.0, 100], [500, 100], [1_000, 100]]), np.array([[0.0, 0], [500, 0], [1_000, 0]]))

belts = st.integers(0, 10_000).map(
    lambda seed: wandering_belt(np.random.default_rng(seed), np.zeros(2), heading_rad=seed / 1_000, size=SIZE)
)


def test_a_straight_belt_has_the_area_of_its_rectangle() -> None:
    assert STRAIGHT.length_m == 1_000
    assert STRAIGHT.area_m2 == 100_000
    assert stretch(STRAIGHT, 200, 450).area_m2 == pytest.approx(25_000)
    assert band(STRAIGHT, 0.25, 0.5).area_m2 == pytest.approx(25_000)


def test_ground_between_slanted_fronts_is_a_trapezium() -> None:
    ring = between(STRAIGHT, Front(100, 120), Front(200, 180))

    assert area_m2(ring) == pytest.approx((100 + 60) / 2 * 100)


def test_a_step_back_does_not_leave_the_belt() -> None:
    assert Front(5, 30).back(10) == Front(0, 20)


def test_a_ring_grows_by_its_perimeter_times_the_distance_and_its_corners() -> None:
    assert area_m2(grown(outline(STRAIGHT), 0.1)) == pytest.approx(1_000.2 * 100.2)


@given(belts, st.integers(1, 6), st.integers(1, 5))
def test_lanes_of_pieces_make_up_the_belt(belt: Belt, piece_count: int, lane_count: int) -> None:
    parts = [lane for piece in pieces(belt, piece_count) for lane in lanes(piece, lane_count)]
    whole = shapely.Polygon(outline(belt)).buffer(0.1)

    assert sum(part.area_m2 for part in parts) == pytest.approx(belt.area_m2, abs=CUT_M2)
    assert all(whole.covers(shapely.Polygon(outline(part))) for part in parts)


@given(belts)
def test_rows_margins_and_ends_make_up_a_suspected_area(belt: Belt) -> None:
    rng = np.random.default_rng(1)
    for division in (side_by_side(rng, belt, 1), side_by_side(rng, belt, 2), one_after_another(rng, belt)):
        parts = (*division.rows, *division.margins, *division.ends)
        assert sum(part.area_m2 for part in parts) == pytest.approx(belt.area_m2, abs=CUT_M2)


def test_plane_and_degrees_are_each_others_inverse() -> None:
    degrees = np.array([[46.93, 39.99], [47.3, 39.45]])

    assert to_degrees(to_plane(degrees)) == pytest.approx(degrees, abs=1e-7)


def test_features_are_points_polygons_multipolygons_or_nothing() -> None:
    ring = outline(STRAIGHT)
    features = [
        Feature(properties={"code": "A", "depth_cm": None}, shapes=(ring,)),
        Feature(properties={"code": "B"}, shapes=(ring, ring + 5_000)),
        Feature(properties={"code": "C"}, shapes=(ring[:1],)),
        Feature(properties={"code": "D"}),
    ]
    made = json.loads(collection(features))["features"]
    kinds = [feature["geometry"] and feature["geometry"]["type"] for feature in made]

    assert kinds == ["Polygon", "MultiPolygon", "Point", None]
    assert made[0]["properties"] == {"code": "A"}
    assert shapely.LinearRing(made[0]["geometry"]["coordinates"][0]).is_ccw
