"""Coarser outlines: nothing vanishes, neighbours stay neighbours, and the change of the ground is told as it is."""

from datetime import date
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.crs import WrongCrs
from gis.maps.generalised import Generalised, merged, simplified
from gis.measure import EQUAL_AREA
from tests.gis.map_frames import frame, hazard, release, square

M_DEG = 1 / 111_320
"""A metre, in degrees of latitude."""


def metric(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    return areas.geometry.to_crs(EQUAL_AREA)


def wavy(points: int, *, wave_m: float, lat: float) -> list[tuple[float, float]]:
    """Give a line of about 2 km to the east that goes up and down."""
    return [(46.9 + 2e-2 * n / points, lat + (n % 2) * wave_m * M_DEG) for n in range(points + 1)]


def coarsened(areas: gpd.GeoDataFrame, tolerance_m: float) -> Generalised:
    (coarse,) = simplified(areas, [tolerance_m])
    return coarse


def ring_count(areas: gpd.GeoSeries) -> int:
    """Count the outlines of what areas cover together, and the gaps in it."""
    return len(shapely.get_rings(shapely.get_parts(shapely.union_all(areas.array))))


def neighbours(wave_m: float) -> gpd.GeoDataFrame:
    """Give two areas with a wavy edge between them, and one far away."""
    edge = wavy(80, wave_m=wave_m, lat=39.95)
    upper = shapely.Polygon([*edge, (46.92, 39.96), (46.9, 39.96)])
    lower = shapely.Polygon([*edge, (46.92, 39.94), (46.9, 39.94)])
    return frame([hazard("HA-1", geometry=upper), hazard("HA-2", geometry=lower), hazard("HA-3")])


def test_a_shared_edge_is_simplified_once_for_both() -> None:
    before = neighbours(wave_m=3)
    after = coarsened(before, 20).areas
    assert shapely.get_num_coordinates(after.geometry.array).sum() < 30
    upper, lower, _ = metric(after)
    assert upper.intersection(lower).area == pytest.approx(0, abs=0.01)
    assert ring_count(gpd.GeoSeries([upper, lower])) == 1


def test_what_is_told_is_what_happened() -> None:
    before = neighbours(wave_m=3)
    coarse = coarsened(before, 20)
    assert coarse.before_m2 == pytest.approx(metric(before).area.sum(), rel=1e-9)
    assert coarse.after_m2 == pytest.approx(metric(coarse.areas).area.sum(), rel=1e-6)
    assert coarse.change_pct == pytest.approx(100 * (coarse.after_m2 / coarse.before_m2 - 1))
    assert 1 < coarse.moved_m <= 3.1  # the waves are 3 m high
    assert abs(coarse.change_pct) < 0.5


def test_each_tolerance_starts_from_the_records() -> None:
    before = neighbours(wave_m=3)
    coarse, fine = simplified(before, [20, 0.5])
    corners = [shapely.get_num_coordinates(each.areas.geometry.array).sum() for each in (coarse, fine)]
    assert corners[0] < 30 < corners[1]
    assert fine.moved_m < 1 < coarse.moved_m


def test_the_smallest_hazard_stays() -> None:
    specks = frame([hazard(f"HA-{n}", geometry=square(46.8 + n / 10, 39.9, 10.0 ** (n - 7))) for n in (1, 2, 3)])
    after = coarsened(specks, 1_000).areas
    assert list(after.code) == ["HA-1", "HA-2", "HA-3"]
    assert (metric(after).area > 0).all()


def test_areas_that_overlap_still_do_and_lines_points_and_gaps_stay_as_they_are() -> None:
    rows = [
        hazard("HA-1", geometry=square(46.9, 39.9, 0.01)),
        hazard("HA-2", geometry=square(46.905, 39.905, 0.01)),
        hazard("HA-3", geometry=shapely.Point(46.9, 39.9)),
        hazard("HA-4", geometry=shapely.LineString([(46.9, 39.9), (46.91, 39.9)])),
        hazard("HA-5", geometry=None),
    ]
    before = frame(rows)
    after = coarsened(before, 20).areas
    first, second = metric(after).iloc[:2]
    expected = metric(before).iloc[0].intersection(metric(before).iloc[1]).area
    assert first.intersection(second).area == pytest.approx(expected, rel=1e-3)
    assert list(after.geometry.iloc[2:4]) == list(before.geometry.iloc[2:4])
    assert after.geometry.iloc[4] is None


def test_a_frame_in_another_system_is_refused() -> None:
    with pytest.raises(WrongCrs):
        coarsened(neighbours(1).to_crs(EQUAL_AREA), 5)


@st.composite
def coverings(draw: st.DrawFn) -> gpd.GeoDataFrame:
    """Draw the cells of a crooked grid: every inner edge is shared by two, some edges have many corners."""
    side = draw(st.integers(2, 4))
    shifts = st.floats(-0.3, 0.3)
    corners = {
        (x, y): (46.9 + 0.004 * (x + draw(shifts)), 39.9 + 0.004 * (y + draw(shifts)))
        for x in range(side + 1)
        for y in range(side + 1)
    }

    def edge(one: tuple[int, int], other: tuple[int, int]) -> list[tuple[float, float]]:
        first, last = sorted((one, other))
        line = np.linspace(corners[first], corners[last], 12)
        rng = np.random.default_rng(hash((first, last)) % 2**32)
        line[1:-1] += rng.uniform(-8, 8, (10, 2)) * M_DEG
        return [tuple(point) for point in (line if (one, other) == (first, last) else line[::-1])][:-1]

    cells = []
    for x in range(side):
        for y in range(side):
            around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            ring = [point for one, other in pairwise(around) for point in edge(one, other)]
            cells.append(hazard(f"HA-{x}-{y}", geometry=shapely.make_valid(shapely.Polygon(ring))))
    return frame(cells)


@settings(max_examples=10, deadline=None)
@given(coverings(), st.sampled_from([2, 10, 40]))
def test_no_gap_opens_and_no_overlap_arises_between_neighbours(before: gpd.GeoDataFrame, tolerance_m: int) -> None:
    coarse = coarsened(before, tolerance_m)
    drawn = metric(coarse.areas)
    overlaps_before = metric(before).area.sum() - shapely.union_all(metric(before).array).area
    overlaps_after = drawn.area.sum() - shapely.union_all(drawn.array).area
    assert overlaps_after <= overlaps_before + 1
    assert ring_count(drawn) <= ring_count(metric(before))
    assert (drawn.area > 0).all()
    assert abs(coarse.after_m2 - coarse.before_m2) <= coarse.moved_m * drawn.length.sum() + 1


# --- releases of a task as one ------------------------------------------------------------------------------------


def test_releases_of_a_task_and_method_become_one_and_are_counted() -> None:
    strips = [square(46.93 + n * 0.001, 39.99, 0.001) for n in range(4)]
    releases = frame(
        [
            release("RA-1", geometry=strips[0], effective_date=date(2026, 3, 2)),
            release("RA-2", geometry=strips[1], effective_date=date(2026, 3, 1)),
            release("RA-3", "reduced", geometry=strips[2]),
            release("RA-4", task_code=None, geometry=strips[3]),
            release("RA-5", geometry=None),
        ]
    )
    ground = merged(releases, ["task_code", "release_method"]).set_index(["task_code", "release_method"])
    assert ground.record_count.to_dict() == {("", "cleared"): 1, ("T-1", "cleared"): 2, ("T-1", "reduced"): 1}
    cleared = ground.loc["T-1", "cleared"]
    assert (cleared.first_on, cleared.last_on) == (date(2026, 3, 1), date(2026, 3, 2))
    assert cleared.geometry.geom_type == "Polygon"


def test_ground_that_two_releases_cover_counts_once() -> None:
    releases = frame([release("RA-1", geometry=square(46.93, 39.99)), release("RA-2", geometry=square(46.931, 39.99))])
    (ground,) = merged(releases, ["task_code"]).geometry
    expected = shapely.union_all(metric(releases).array).area
    assert gpd.GeoSeries([ground], crs="EPSG:4326").to_crs(EQUAL_AREA).area.iloc[0] == pytest.approx(expected, rel=1e-4)


def test_a_hair_between_two_days_is_closed_and_a_lane_is_not() -> None:
    width = 0.001
    for gap_m, rings in ((0.2, 1), (5.0, 2)):
        east = 46.93 + width + gap_m * M_DEG / np.cos(np.radians(39.99))
        days = [square(46.93, 39.99, width), square(east, 39.99, width)]
        (ground,) = merged(
            frame([release(f"RA-{n}", geometry=day) for n, day in enumerate(days)]), ["task_code"]
        ).geometry
        assert len(shapely.get_parts(ground)) == rings


def test_no_releases_are_no_ground() -> None:
    releases = frame([release("RA-1")]).iloc[:0]
    assert merged(releases, ["task_code", "release_method"]).empty


def test_areas_without_ground_have_nothing_to_simplify() -> None:
    assert coarsened(frame([hazard("HA-1", geometry=shapely.Point(46.9, 39.9))]), 5).change_pct == 0
