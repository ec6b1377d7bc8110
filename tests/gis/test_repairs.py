"""Repairs: only what was offered and chosen is changed, and each is told with its areas."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from gis.issues import KINDS, Issue, word
from gis.layers import LAYERS_BY_NAME
from gis.mapping import Repairs
from gis.measure import area_m2
from gis.normalise import normalise
from gis.repairs import REPAIRS, SAFE, TOLD, is_chosen, make_valid, proposals, repaired, swap_axes
from tests.strategies import multipolygons

RELEASES = LAYERS_BY_NAME["release_areas"]
SHELL = [(46.9, 39.6), (46.91, 39.6), (46.91, 39.61), (46.9, 39.61), (46.9, 39.6)]
BOW_TIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])  # two triangles of area 1
KNOT = Polygon([(46.9, 39.6), (46.901, 39.601), (46.901, 39.6), (46.9, 39.601)])
"""Two triangles of some 2,400 m² each, drawn one way round and the other."""
TOUCHING = Polygon([(46.9, 39.6), (46.901, 39.6), (46.901, 39.601), (46.9005, 39.6), (46.9, 39.601)])
"""Two triangles that share a point of the base: invalid, and with the area that making it valid keeps."""


def frame_of(*outlines: shapely.Geometry | None) -> gpd.GeoDataFrame:
    codes = [f"RA-{number}" for number in range(1, len(outlines) + 1)]
    return gpd.GeoDataFrame({"code": codes, "source_outline": None}, geometry=list(outlines), crs="EPSG:4326")


def offer(index: int, kind: str = "outline-crosses-itself") -> Issue:
    return Issue(kind=kind, index=index, repair=KINDS[kind].repair, values={})


def is_valid(frame: gpd.GeoDataFrame) -> list[bool]:
    valid: list[bool] = shapely.is_valid(frame.geometry.to_numpy()).tolist()
    return valid


def test_making_valid_keeps_both_wings_of_a_bow_tie() -> None:
    (mended,) = make_valid(np.array([BOW_TIE]))
    assert mended.is_valid
    assert mended.area == pytest.approx(2)


def test_making_valid_leaves_nothing_of_a_line() -> None:
    (mended,) = make_valid(np.array([Polygon([(0, 0), (1, 1), (0, 0)])]))
    assert mended.is_empty


def test_swapping_axes_keeps_the_winding() -> None:
    (swapped,) = swap_axes(np.array([Polygon([(lat, lon) for lon, lat in SHELL])]))
    assert swapped.exterior.is_ccw
    assert swapped.equals(Polygon(SHELL))


def test_what_is_offered_and_chosen_is_repaired_and_told_with_both_areas() -> None:
    mended = repaired(frame_of(KNOT, KNOT), [offer(1)], Repairs(kinds=frozenset({"make_valid"})))
    assert is_valid(mended.frame) == [False, True]
    (told,) = mended.issues
    assert (told.kind, told.index, told.feature_code) == ("outline-repaired", 1, "RA-2")
    # The wings are wound against each other: as drawn their areas cancel out.
    assert told.values["before_m2"] == pytest.approx(0, abs=1)
    half_m2 = 0.001 * 0.0005 * 85_770 * 111_050  # two triangles, base 0.001°, height 0.0005°, at 39.6°
    assert told.values["after_m2"] == pytest.approx(half_m2, rel=2e-3)
    assert "4,7" in word(told, "en")


@pytest.mark.parametrize("chosen", [Repairs(), Repairs(safe=True), Repairs(kinds=frozenset({"swap_axes"}))])
def test_an_outline_is_never_made_valid_unless_that_is_chosen(chosen: Repairs) -> None:
    frame = frame_of(KNOT)
    kept = repaired(frame, [offer(0)], chosen)
    assert kept.frame.geometry.iloc[0].equals_exact(KNOT, 0)
    assert kept.issues == []


def test_what_is_chosen_for_a_feature_wins_over_what_is_chosen_for_all() -> None:
    chosen = Repairs(kinds=frozenset({"make_valid"}), features={0: frozenset()})
    assert is_valid(repaired(frame_of(KNOT, KNOT), [offer(0), offer(1)], chosen).frame) == [False, True]
    only_one = Repairs(features={1: frozenset({"make_valid"})})
    assert is_valid(repaired(frame_of(KNOT, KNOT), [offer(0), offer(1)], only_one).frame) == [False, True]


def test_a_repair_that_keeps_the_ground_says_so() -> None:
    (told,) = repaired(frame_of(TOUCHING), [offer(0)], Repairs(kinds=frozenset({"make_valid"}))).issues
    assert told.kind == "outline-repaired-alike"
    assert told.values["after_m2"] == pytest.approx(told.values["before_m2"], abs=1)


def test_a_closed_ring_is_safe_and_told() -> None:
    frame, issue = frame_of(Polygon(SHELL)), offer(0, "ring-not-closed")
    mended = repaired(frame, [issue], Repairs(safe=True))
    assert is_chosen(issue, Repairs(safe=True))
    assert not is_chosen(issue, Repairs())
    (told,) = mended.issues
    assert told.kind == "ring-closed"
    assert told.values["before_m2"] == told.values["after_m2"]
    assert mended.frame.geometry.iloc[0].equals_exact(Polygon(SHELL), 0)


def test_axes_are_swapped_before_the_outline_is_made_valid() -> None:
    swapped = shapely.transform(KNOT, lambda positions: positions[:, ::-1])
    both = Repairs(kinds=frozenset({"make_valid", "swap_axes"}))
    mended = repaired(frame_of(swapped), [offer(0), offer(0, "coordinates-swapped")], both)
    assert [issue.kind for issue in mended.issues] == ["axes-swapped-back", "outline-repaired"]
    assert mended.frame.geometry.iloc[0].equals(make_valid(np.array([KNOT]))[0])


def test_the_outline_as_drawn_is_kept_beside_the_repaired_one() -> None:
    mended = repaired(frame_of(KNOT, KNOT), [offer(0)], Repairs(kinds=frozenset({"make_valid"}))).frame
    kept = shapely.from_wkb(mended["source_outline"].iloc[0])
    assert kept.equals_exact(KNOT, 0)
    assert shapely.get_srid(kept) == 4326
    assert mended["source_outline"].iloc[1] is None


def test_a_repair_is_proposed_once_with_both_outlines_and_areas() -> None:
    frame = frame_of(None, KNOT)
    twice = [offer(1), offer(1, "outline-parts-conflict"), offer(0)]
    (proposal,) = proposals(frame, twice)
    assert (proposal.index, proposal.feature_code, proposal.repair) == (1, "RA-2", "make_valid")
    assert shapely.equals_exact(proposal.before, KNOT, 0)
    assert shapely.is_valid(proposal.after)
    assert not proposal.keeps_area
    (alike,) = proposals(frame_of(TOUCHING), [offer(0)])
    assert alike.keeps_area


def test_every_repair_is_told_by_a_kind_of_its_own() -> None:
    assert set(REPAIRS) == set(TOLD)
    assert set(REPAIRS) >= SAFE
    assert set(TOLD.values()) <= set(KINDS)


@settings(deadline=None)
@given(outline=multipolygons(), has_height=st.booleans(), is_clockwise=st.booleans(), repeats=st.integers(0, 3))
def test_what_is_made_unasked_or_safe_keeps_the_area(
    *, outline: MultiPolygon, has_height: bool, is_clockwise: bool, repeats: int
) -> None:
    drawn = shapely.orient_polygons(outline, exterior_cw=is_clockwise)
    parts = [Polygon([*part.exterior.coords[:1] * repeats, *part.exterior.coords]) for part in drawn.geoms]
    messy = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    frame = frame_of(shapely.force_3d(messy, 700) if has_height else messy)
    normal = normalise(frame, RELEASES).frame
    mended = repaired(normal, [offer(0, "ring-not-closed")], Repairs(safe=True)).frame
    before_m2, after_m2 = area_m2(gpd.GeoSeries(parts, crs=4326)).sum(), area_m2(mended.geometry).item()
    assert after_m2 == pytest.approx(before_m2, rel=1e-6)
    assert mended.geometry.iloc[0].geom_type == "MultiPolygon"
    assert not mended.has_z.any()
