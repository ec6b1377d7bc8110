"""Repairs: only what was offered is changed, and each is told."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon

from gis.issues import Issue
from gis.repairs import make_valid, repaired, swap_axes

SHELL = [(46.9, 39.6), (46.91, 39.6), (46.91, 39.61), (46.9, 39.61), (46.9, 39.6)]
BOW_TIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])  # two triangles of area 1


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


def test_only_what_was_offered_is_repaired_and_told() -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["RA-1", "RA-2"]}, geometry=[MultiPolygon([BOW_TIE]), MultiPolygon([BOW_TIE])], crs="EPSG:4326"
    )
    offer = Issue(kind="outline-crosses-itself", index=1, repair="make_valid", values={"before_m2": 0, "after_m2": 2})
    mended = repaired(frame, [offer])
    assert shapely.is_valid(mended.frame.geometry.to_numpy()).tolist() == [False, True]
    (told,) = mended.issues
    assert (told.kind, told.index, told.feature_code) == ("outline-repaired", 1, "RA-2")
    assert told.values == offer.values
