"""Whether a record lies where it can: GEO-02 in the expected extent, GEO-03 in a district, the stated one."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.checks.batch import Batch, broken, each, found, joined
from gis.crs import EXTENT
from gis.issues import Issue
from gis.measure import in_metres

ZERO_DEG = 0.001
"""About 100 m around 0, 0."""


def place_is_expected(batch: Batch) -> Iterable[Issue]:
    """GEO-02: inside the expected extent; swapped axes and 0, 0 are told apart."""
    frame = batch.frame
    west, south, east, north = EXTENT
    bounds = shapely.bounds(frame.geometry.to_numpy())
    is_swapped = ((bounds >= [south, west, south, west]) & (bounds <= [north, east, north, east])).all(axis=1)
    is_expected = ((bounds >= [west, south, west, south]) & (bounds <= [east, north, east, north])).all(axis=1)
    positions, owner = shapely.get_coordinates(frame.geometry.to_numpy(), return_index=True)
    at_zero = np.isin(np.arange(len(frame)), owner[(np.abs(positions) < ZERO_DEG).all(axis=1)])
    is_drawn = ~np.isnan(bounds).any(axis=1)
    if at_zero.any():
        zeros = [(0.0, 0.0)] * int(at_zero.sum())
        yield from found("location-at-zero", frame[at_zero], field="geometry", places=zeros)
    yield from broken("coordinates-swapped", frame, is_swapped & ~at_zero, field="geometry")
    is_elsewhere = is_drawn & ~is_expected & ~is_swapped & ~at_zero
    yield from broken("location-outside-extent", frame, is_elsewhere, field="geometry")


def district_is_right(batch: Batch) -> Iterable[Issue]:
    """GEO-03: not far outside every district; in the stated one, but for what its boundary's accuracy leaves open."""
    districts = _with_outlines(batch.surroundings.districts)
    frame = batch.sound
    if districts.empty or frame.empty:
        return
    of_district, of_record = shapely.STRtree(frame["metres"]).query(districts["metres"], predicate="intersects")
    lies_in = joined(pd.Series(districts["code"].to_numpy()[of_district], index=frame.index[of_record], dtype="str"))
    is_crossing = frame.index.isin(lies_in.index[lies_in.str.contains(", ")])
    yield from broken(
        "districts-crossed", frame, is_crossing, told=lambda hits: each(codes=lies_in[hits.index]), field="geometry"
    )
    if len(lies_in) < len(frame):
        yield from _outside(batch, frame[~frame.index.isin(lies_in.index)], districts)
    yield from _unlike_stated(batch, districts, lies_in)


def _with_outlines(districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the districts that have an outline, in metres as well."""
    drawn = districts[~shapely.is_missing(districts.geometry.to_numpy())].reset_index(drop=True)
    return drawn.assign(metres=shapely.make_valid(in_metres(drawn.geometry)))


def _outside(batch: Batch, frame: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> Iterable[Issue]:
    """Find records too far from every district."""
    tolerance_m = batch.surroundings.district_tolerance_m
    _, distance_m = shapely.STRtree(districts["metres"]).query_nearest(
        frame["metres"], return_distance=True, all_matches=False
    )
    is_far = distance_m > tolerance_m
    values = each(distance_m=distance_m[is_far], tolerance_m=[tolerance_m] * int(is_far.sum()))
    yield from found("location-outside-districts", frame[is_far], values, field="geometry")


def _unlike_stated(batch: Batch, districts: gpd.GeoDataFrame, lies_in: "pd.Series[str]") -> Iterable[Issue]:
    """Find records that lie farther from their stated district than its boundary may be off."""
    is_stated = batch.sound["district_code"].isin(districts["code"])
    if not is_stated.any():
        return
    by_code = districts.drop_duplicates("code").set_index("code")
    stated = batch.sound[is_stated]
    district = by_code.loc[stated["district_code"]]
    distance_m = pd.Series(shapely.distance(stated["metres"], district["metres"].to_numpy()), index=stated.index)
    is_surveyed = district["is_authoritative"].eq(other=True).to_numpy()
    far = stated[distance_m > np.where(is_surveyed, 0, batch.surroundings.district_tolerance_m)]
    values = each(
        stated=far["district_code"], distance_m=distance_m[far.index], found=lies_in.reindex(far.index).fillna("–")
    )
    yield from found("district-differs", far, values, field="district_code")
