"""Outlines made coarser without gaps between neighbours, and releases of a task made one: for maps that must be small.

Nothing vanishes: an area that is too small for a tolerance keeps a few corners, and what is merged is counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.crs import require_wgs84
from gis.measure import EQUAL_AREA

GRID_M = 0.1
"""Corners nearer than this are one, so that neighbours that were drawn apart by a hair share their edge."""
CLOSING_M = 0.25
"""Half of the widest gap between releases of one task that is closed when they are merged."""
POLYGONS = 2
"""The dimension of polygons."""

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Generalised:
    """Areas with coarser outlines.

    Attributes
    ----------
    areas
        The rows that came in, each with a geometry where it had one.
    moved_m
        How far at the most an outline lies from where it was.
    before_m2, after_m2
        The ground of all areas, each taken by itself, before and after.
    """

    areas: gpd.GeoDataFrame
    moved_m: float = 0.0
    before_m2: float = 0.0
    after_m2: float = 0.0

    @property
    def change_pct(self) -> float:
        """Give how much the ground changed, in per cent of what it was."""
        return 100 * (self.after_m2 - self.before_m2) / self.before_m2 if self.before_m2 else 0.0


def simplified(areas: gpd.GeoDataFrame, tolerances_m: Iterable[float]) -> Iterator[Generalised]:
    """Give areas with outlines that have lost the detail below each of some tolerances.

    An edge that two areas share is simplified once for both, so no gap opens and no overlap arises between them; areas
    that overlapped still do. Lines and points stay as they are.

    Parameters
    ----------
    areas
        In EPSG:4326, any kind of geometry, missing ones too.
    tolerances_m
        About the side of the details that are left out.
    """
    require_wgs84(areas)
    is_area = shapely.get_dimensions(areas.geometry.array) == POLYGONS
    before = areas.geometry[is_area].to_crs(EQUAL_AREA)
    outlines = np.asarray(before.array)
    faces = _faces(outlines)
    members = _members(outlines, faces)
    for tolerance_m in tolerances_m:
        coarse = shapely.coverage_simplify(faces, tolerance_m)
        after = gpd.GeoSeries(_joined(outlines, coarse, members), index=before.index, crs=EQUAL_AREA)
        geometry = areas.geometry.copy()
        geometry[is_area] = after.to_crs(areas.crs)
        yield Generalised(
            areas.set_geometry(geometry),
            moved_m=float(np.max(shapely.hausdorff_distance(faces, coarse), initial=0.0)),
            before_m2=float(before.area.sum()),
            after_m2=float(after.area.sum()),
        )


def merged(releases: gpd.GeoDataFrame, by: Sequence[str]) -> gpd.GeoDataFrame:
    """Give releases that share some values as one ground each, the hair's breadths between them closed.

    Parameters
    ----------
    releases
        ``effective_date``, the columns to merge by (a missing value is one of its own), and geometries in EPSG:4326;
        rows without one are left out.

    Returns
    -------
    merged
        The columns ``by`` (empty for missing), ``record_count``, ``first_on``, ``last_on`` and the ground.
    """
    require_wgs84(releases)
    drawn = releases[releases.geometry.notna() & ~releases.geometry.is_empty]
    told = drawn.assign(first_on=drawn.effective_date, last_on=drawn.effective_date, record_count=1)
    keys = [drawn[name].fillna("").rename(name) for name in by]
    groups = told.groupby(keys)
    rows = groups.agg({"record_count": "sum", "first_on": "min", "last_on": "max"}).reset_index()
    outlines = np.asarray(drawn.geometry.to_crs(EQUAL_AREA).array)
    members = _split(np.arange(len(drawn)), groups.ngroup().to_numpy(), len(rows))
    ground = gpd.GeoSeries([_closed(outlines[mine]) for mine in members], crs=EQUAL_AREA)
    return gpd.GeoDataFrame(rows, geometry=ground.to_crs(releases.crs).array)


def _closed(outlines: Shapes) -> shapely.Geometry:
    """Give the union of outlines with the gaps filled that daily polygons leave between them."""
    union = shapely.union_all(outlines)
    wider = shapely.buffer(union, CLOSING_M, join_style="mitre")
    return shapely.union(shapely.buffer(wider, -CLOSING_M, join_style="mitre"), union)


# --- simplifying what overlaps and touches --------------------------------------------------------------------------


def _faces(outlines: Shapes) -> Shapes:
    """Give the faces into which all edges together divide the ground; areas are unions of them."""
    edges = shapely.union_all(shapely.boundary(outlines), grid_size=GRID_M)
    return np.asarray(shapely.get_parts(shapely.polygonize([edges])))


def _members(outlines: Shapes, faces: Shapes) -> list[NDArray[np.int64]]:
    """Give the faces of each area."""
    middles = shapely.STRtree(shapely.point_on_surface(faces))
    of_area, of_face = middles.query(outlines, predicate="contains")
    return _split(of_face, of_area, len(outlines))


def _joined(outlines: Shapes, faces: Shapes, members: Sequence[NDArray[np.int64]]) -> Shapes:
    """Give the union of each area's faces; an area too small to have one stays as it was."""
    joined = [shapely.coverage_union_all(faces[mine]) if len(mine) else None for mine in members]
    whole = np.array([*joined, None], dtype=object)[:-1]
    return np.where(shapely.is_missing(whole), outlines, whole)


def _split(values: NDArray[np.int64], groups: NDArray[np.int64], count: int) -> list[NDArray[np.int64]]:
    """Give the values of each group; groups are counted from 0."""
    ordered = values[np.argsort(groups, kind="stable")]
    return np.split(ordered, np.cumsum(np.bincount(groups, minlength=count))[:-1]) if count else []
