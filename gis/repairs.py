"""Repairs: what an issue offers to do about an outline, made only when a person asks for it.

Rings are wound, repeated points and heights left out and Polygons made MultiPolygons without being asked, and told
(`gis.normalise`): none of these changes what an outline says.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.answers import Repairs
from gis.crs import WGS84
from gis.issues import Issue, completed
from gis.measure import in_metres
from gis.normalise import POLYGONS, Geometries, multi, wound
from gis.read import Reading

SRID: Final = 4326
MOST_VERTICES: Final = 10_000
"""Of an outline that is made valid: GEOS takes as long as the square of its crossings, for a comb of more minutes."""
ALIKE_M2: Final = 1
"""Up to this difference a repaired outline encloses the ground that it did."""


def close_ring(outlines: Geometries) -> Geometries:
    """Give the outlines as they are: reading has closed them, so that they could be shown beside their error."""
    return outlines.copy()


def make_valid(outlines: Geometries) -> Geometries:
    """Give polygons that no longer cross themselves, keeping the ground that they enclose; nothing else is left.

    Outlines of very many vertices stay as they are: they are to be mended where they were drawn.
    """
    valid = outlines.copy()
    is_mended = shapely.get_num_coordinates(outlines) <= MOST_VERTICES
    valid[is_mended] = shapely.make_valid(outlines[is_mended], method="structure", keep_collapsed=False)
    valid[~np.isin(shapely.get_type_id(valid), POLYGONS)] = shapely.MultiPolygon()
    return multi(valid)


def swap_axes(outlines: Geometries) -> Geometries:
    """Give the geometries with longitude and latitude exchanged."""
    swapped: Geometries = shapely.transform(outlines, lambda positions: positions[:, ::-1])
    return wound(swapped)


REPAIRS: Final[dict[str, Callable[[Geometries], Geometries]]] = {
    "close_ring": close_ring,
    "swap_axes": swap_axes,
    "make_valid": make_valid,
}
"""What an issue's `repair` names, in the order in which they are made of one outline."""
SAFE: Final = frozenset({"close_ring"})
"""Those that change no area: made where all safe repairs are asked for."""
TOLD: Final = {"close_ring": "ring-closed", "make_valid": "outline-repaired", "swap_axes": "axes-swapped-back"}
"""The kind of issue that tells that a repair was made."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A repair of one outline, to be looked at before it is chosen.

    Attributes
    ----------
    repair
        A name in `REPAIRS`.
    before, after
        The outline as it is and as it would be, in EPSG:4326: to be drawn one over the other.
    before_m2, after_m2
        What each encloses; of an outline that crosses itself, parts drawn the other way round count against the rest.
    """

    index: int
    feature_code: str | None
    repair: str
    before: shapely.Geometry
    after: shapely.Geometry
    before_m2: float
    after_m2: float

    @property
    def keeps_area(self) -> bool:
        """Say whether the area stays, to a square metre."""
        return abs(self.after_m2 - self.before_m2) <= ALIKE_M2


def is_chosen(issue: Issue, chosen: Repairs) -> bool:
    """Say whether the repair that an issue offers is to be made: of its feature, of its kind, or of all safe ones."""
    if issue.repair not in REPAIRS or issue.index is None:
        return False
    if issue.index in chosen.features:
        return issue.repair in chosen.features[issue.index]
    return issue.repair in chosen.kinds or (chosen.safe and issue.repair in SAFE)


def proposals(frame: gpd.GeoDataFrame, issues: Sequence[Issue]) -> list[Proposal]:
    """Give every repair that issues offer, feature by feature.

    Parameters
    ----------
    frame
        With `code` and `geometry` in EPSG:4326; its index is the features' positions.
    issues
        What was found in it.
    """
    return list(_proposed(frame, issues))


def repaired(frame: gpd.GeoDataFrame, issues: Sequence[Issue], chosen: Repairs) -> Reading:
    """Give the frame with the chosen repairs made, each told with its areas before and after.

    Parameters
    ----------
    frame
        As `gis.normalise.normalise` gives it.
    issues
        What was found in it; those for which `is_chosen` holds are settled by the repair.
    chosen
        Which of the repairs that issues offer are made.

    Returns
    -------
    reading
        The frame, `source_outline` filled with an outline that was changed unless it holds one; and what was done.
    """
    mended, told = frame, []
    wanted = [issue for issue in issues if is_chosen(issue, chosen)]
    for name in REPAIRS:
        made = list(_proposed(mended, [issue for issue in wanted if issue.repair == name]))
        told += [_told(proposal) for proposal in made]
        mended = _with_outlines(mended, made)
    return Reading(frame=mended, issues=completed(told, mended))


def _proposed(frame: gpd.GeoDataFrame, issues: Sequence[Issue]) -> Iterator[Proposal]:
    """Give the repairs that issues offer, one of each kind for a feature."""
    offers = {(issue.index, issue.repair) for issue in issues if issue.index in frame.index and issue.repair in REPAIRS}
    for name, repair in REPAIRS.items():
        drawn = frame.geometry.loc[sorted(index for index, offered in offers if offered == name and index is not None)]
        before = drawn.dropna()
        after = repair(before.to_numpy())
        rows = zip(before.index.tolist(), before, after, _area_m2(before.to_numpy()), _area_m2(after), strict=True)
        for index, old, new, before_m2, after_m2 in rows:
            yield Proposal(
                index=index,
                feature_code=frame["code"].loc[index],
                repair=name,
                before=old,
                after=new,
                before_m2=before_m2,
                after_m2=after_m2,
            )


def _area_m2(outlines: Geometries) -> list[float]:
    """Give areas in the plane of an equal-area projection, where outlines that cross themselves have one too."""
    areas: list[float] = shapely.area(in_metres(gpd.GeoSeries(outlines, crs=WGS84))).tolist()
    return areas


def _told(made: Proposal) -> Issue:
    is_alike = made.repair == "make_valid" and made.keeps_area
    return Issue(
        kind="outline-repaired-alike" if is_alike else TOLD[made.repair],
        index=made.index,
        field="geometry",
        values={"before_m2": made.before_m2, "after_m2": made.after_m2},
    )


def _with_outlines(frame: gpd.GeoDataFrame, made: Sequence[Proposal]) -> gpd.GeoDataFrame:
    """Give the frame with the outlines that repairs gave; what the file had drawn is kept."""
    if not made:
        return frame
    indices = [one.index for one in made]
    geometry, kept = frame.geometry.copy(), _source_outlines(frame)
    geometry.loc[indices] = [one.after for one in made]
    kept.loc[indices] = [kept[one.index] or _as_ewkb(one.before) for one in made]
    return frame.assign(geometry=geometry, source_outline=kept)


def _source_outlines(frame: gpd.GeoDataFrame) -> "pd.Series[Any]":
    """Give the outlines as the file has them, as `gis.read` keeps them."""
    has_any = "source_outline" in frame
    return pd.Series(frame["source_outline"] if has_any else None, index=frame.index, dtype=object, copy=True)


def _as_ewkb(outline: shapely.Geometry) -> bytes:
    return shapely.to_wkb(shapely.set_srid(outline, SRID), include_srid=True, byte_order=1)
