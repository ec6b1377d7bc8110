"""Repairs: what an issue offers to do about an outline, done only when a person asks for it."""

from collections.abc import Callable, Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from gis.issues import Issue, completed
from gis.normalise import POLYGONS, Geometries, multi, wound
from gis.read import Reading


def make_valid(outlines: Geometries) -> Geometries:
    """Give polygons that no longer cross themselves, keeping the ground that they enclose; nothing else is left."""
    valid = shapely.make_valid(outlines, method="structure", keep_collapsed=False)
    valid[~np.isin(shapely.get_type_id(valid), POLYGONS)] = shapely.MultiPolygon()
    return multi(valid)


def swap_axes(outlines: Geometries) -> Geometries:
    """Give the geometries with longitude and latitude exchanged."""
    swapped: Geometries = shapely.transform(outlines, lambda positions: positions[:, ::-1])
    return wound(swapped)


REPAIRS: Final[dict[str, Callable[[Geometries], Geometries]]] = {"make_valid": make_valid, "swap_axes": swap_axes}
"""What an issue's `repair` names: a function of geometries that a person may accept."""

TOLD: Final = {"make_valid": "outline-repaired", "swap_axes": "axes-swapped-back"}
"""The kind of issue that tells that a repair was made."""


def repaired(frame: gpd.GeoDataFrame, issues: Sequence[Issue]) -> Reading:
    """Give the frame with every repair made that its issues offer, each told with its areas before and after.

    Parameters
    ----------
    frame
        As `gis.normalise.normalise` gives it.
    issues
        What the checks found in it.
    """
    offers = [issue for issue in issues if issue.repair in REPAIRS and issue.index is not None]
    outlines = frame.geometry.copy()
    for name, repair in REPAIRS.items():
        positions = [issue.index for issue in offers if issue.repair == name]
        outlines.loc[positions] = repair(outlines.loc[positions].to_numpy())
    told = [
        Issue(kind=TOLD[str(offer.repair)], index=offer.index, field="geometry", values=offer.values)
        for offer in offers
    ]
    mended = frame.assign(geometry=outlines)
    return Reading(frame=mended, issues=completed(told, mended))
