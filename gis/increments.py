"""Releases reported as “cleared so far”: what is new in an outline that covers what was reported of it before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.measure import area_m2
from gis.normalise import multi, wound
from gis.thresholds import Thresholds

SLIVER_M2: Final = 1.0
"""Pieces of new ground that are smaller are left by drawing the old outline anew."""

ADDED_UP: Final = (
    *("area_reported_m2", "processed_m2", "length_m"),
    *("ap_mine", "av_mine", "submunition", "uxo", "axo", "ied"),
)
"""The fields of a release that a report “so far” adds up from the beginning."""


@dataclass(frozen=True, kw_only=True)
class Growth:
    """An outline that covers the outlines of before and more.

    Attributes
    ----------
    ground
        What is new, as a normalised outline.
    before_m2, now_m2, more_m2
        The areas of what was known, of the outline, and of what is new.
    """

    ground: MultiPolygon
    before_m2: float
    now_m2: float
    more_m2: float


def growth(outline: BaseGeometry | None, before: Sequence[BaseGeometry], thresholds: Thresholds) -> Growth | None:
    """Give what is new in an outline; None where it does not cover all that was known, or adds nothing to it.

    Up to the overlap that GEO-07 lets pass may be missing, and is not enough to be new: a boundary that is drawn twice
    is never the same.

    Parameters
    ----------
    outline
        A polygon in EPSG:4326.
    before
        Valid polygons in EPSG:4326: what was reported of the same release.
    """
    if outline is None or not outline.is_valid or not before:
        return None
    known = shapely.union_all(list(before))
    ground = _polygons(shapely.difference(outline, known))
    lost, measured = shapely.difference(known, outline), [known, outline, ground]
    before_m2, now_m2, more_m2, lost_m2 = area_m2(gpd.GeoSeries([*measured, _polygons(lost)], crs=WGS84))
    least_m2 = max(thresholds.overlap_m2, thresholds.overlap_pct / 100 * before_m2)
    if lost_m2 > least_m2 or more_m2 <= least_m2:
        return None
    return Growth(ground=ground, before_m2=before_m2, now_m2=now_m2, more_m2=more_m2)


def rest(so_far: float, before: Iterable[float | None]) -> float:
    """Give what is left of a figure “so far” once what was reported before is taken away.

    Returns
    -------
    rest
        Below nothing where less is reported now than before.

    Examples
    --------
    >>> rest(15_000, [10_000, None, 2_000])
    3000
    """
    return so_far - sum(value for value in before if value is not None)


def _polygons(geometry: BaseGeometry) -> MultiPolygon:
    """Give the polygons of what a cut leaves, slivers aside, in the form of every outline."""
    parts = np.array([part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"], dtype=object)
    if not len(parts):
        return MultiPolygon()
    keep = area_m2(gpd.GeoSeries(parts, crs=WGS84)).to_numpy() >= SLIVER_M2
    (outline,) = multi(wound(np.array([shapely.multipolygons(parts[keep])], dtype=object)))
    made: MultiPolygon = outline
    return made
