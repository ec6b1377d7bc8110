"""Whether finds and the ground they lie in fit each other: EO-03, REL-08."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.checks.batch import Batch, Values, column, each, few, found, joined, ordinals
from gis.issues import Issue


def find_is_expected(batch: Batch) -> Iterable[Issue]:
    """EO-03: a find in released or cancelled ground, or in a suspected area, is accepted and looked into."""
    yield from _in_released_ground(batch)
    yield from _in_suspected_area(batch)


def _in_released_ground(batch: Batch) -> Iterable[Issue]:
    """Find items in ground that was released before, or cancelled."""
    items, releases = batch.sound, batch.published_sound("release_areas")
    if releases.empty:
        return
    item, release = shapely.STRtree(releases["metres"]).query(items["metres"], predicate="intersects")
    # What is found while ground is cleared belongs to the work; cancelled ground should have held nothing at any time.
    released_on = ordinals(column(releases, "effective_date")).to_numpy()
    is_after = ordinals(items["found_on"]).to_numpy()[item] > released_on[release]
    methods = column(releases, "release_method").to_numpy()
    is_odd = is_after | (methods[release] == "cancelled")
    codes = _codes_at(items, item[is_odd], releases["code"].iloc[release[is_odd]])
    method = pd.Series(methods[release[is_odd]], index=items.index[item[is_odd]])
    method = method[~method.index.duplicated()].reindex(codes.index)
    values = each(method=method, codes=codes)
    yield from found("item-in-released-ground", items.loc[codes.index], values, field="geometry")


def _in_suspected_area(batch: Batch) -> Iterable[Issue]:
    """Find items in open areas that are only suspected; where one is confirmed too, the suspicion was upgraded."""
    hazards = batch.published_sound("hazardous_areas")
    if hazards.empty:
        return
    classification = column(hazards, "classification")
    suspected = hazards[(classification == "sha") & (column(hazards, "status") != "closed")]
    item, area = shapely.STRtree(suspected["metres"]).query(batch.sound["metres"], predicate="intersects")
    confirmed = shapely.STRtree(hazards["metres"][classification == "cha"])
    is_doubtful = ~np.isin(item, confirmed.query(batch.sound["metres"], predicate="intersects")[0])
    codes = _codes_at(batch.sound, item[is_doubtful], suspected["code"].iloc[area[is_doubtful]])
    yield from found("item-in-suspected-area", batch.sound.loc[codes.index], each(codes=codes), field="geometry")


def release_is_without_finds(batch: Batch) -> Iterable[Issue]:
    """EO-03: finds on record in ground that comes as cancelled, or as released before they were found."""
    items = batch.published_sound("eo_items")
    if items.empty:
        return
    item, release = shapely.STRtree(items["metres"]).query(batch.sound["metres"], predicate="intersects")[::-1]
    released_on = ordinals(batch.sound["effective_date"]).to_numpy()
    is_after = ordinals(column(items, "found_on")).to_numpy()[item] > released_on[release]
    is_odd = is_after | (batch.sound["release_method"] == "cancelled").to_numpy()[release]
    hazardous = column(items, "is_hazardous").eq(other=False).to_numpy()
    is_odd &= ~hazardous[item]
    codes = _codes_at(batch.sound, release[is_odd], items["code"].iloc[item[is_odd]], is_few=True)
    hits = batch.sound.loc[codes.index]
    values = each(method=hits["release_method"], codes=codes)
    yield from found("release-over-finds", hits, values, field="geometry")


def suspected_area_is_without_finds(batch: Batch) -> Iterable[Issue]:
    """EO-03: finds on record in an open area that is only suspected."""
    items = batch.published_sound("eo_items")
    if items.empty:
        return
    items = items[~column(items, "is_hazardous").eq(other=False)]
    suspected = batch.sound[(batch.sound["classification"] == "sha") & (batch.sound["status"] != "closed")]
    area, item = shapely.STRtree(items["metres"]).query(suspected["metres"], predicate="intersects")
    codes = _codes_at(suspected, area, items["code"].iloc[item], is_few=True)
    yield from found("suspected-area-with-finds", suspected.loc[codes.index], each(codes=codes), field="geometry")


def cluster_ground_has_finds(batch: Batch) -> Iterable[Issue]:
    """REL-08: a whole task is not cluster munition land because of finds in a corner of it.

    The footprint is the ground within 50 m of submunitions on record (8.6), as a share of the release.
    """
    limits = batch.thresholds
    whole = _of_whole_tasks(batch)
    if whole.empty:
        return
    items = batch.published_sound("eo_items")
    finds = items[column(items, "eo_category") == "submunition"]
    release, find = shapely.STRtree(finds["metres"]).query(
        whole["metres"], predicate="dwithin", distance=limits.footprint_m
    )
    for position, index in enumerate(whole.index):  # a footprint of its own for each
        near = finds["metres"].iloc[find[release == position]].to_numpy()
        footprint = shapely.union_all(shapely.buffer(near, limits.footprint_m))
        covered = shapely.intersection(whole["metres"].iloc[position], footprint)
        share_pct = 100 * covered.area / whole["area_m2"].iloc[position]
        if share_pct < limits.footprint_pct:
            values: Values = {
                "task_code": whole["task_code"].iloc[position],
                "footprint_pct": share_pct,
                "footprint_m": limits.footprint_m,
                "limit_pct": limits.footprint_pct,
            }
            yield from found("cluster-class-unproven", whole.loc[[index]], [values], field="target_types")


def _of_whole_tasks(batch: Batch) -> gpd.GeoDataFrame:
    """Give the releases of class CMR that cover nearly all of their task's planned outline."""
    tasks = batch.published_sound("tasks")
    if tasks.empty:
        return batch.sound[:0]
    planned = tasks[tasks["area_m2"] > 0].set_index("code")
    types = batch.sound["target_types"].map(
        lambda held: isinstance(held, list) and {"cmr"} <= {*held} <= {"cmr", "erw"}
    )
    tasked = batch.sound[types.astype(bool) & batch.sound["task_code"].isin(planned.index)]
    outlines = planned.reindex(tasked["task_code"])
    covered_m2 = shapely.area(shapely.intersection(tasked["metres"].to_numpy(), outlines["metres"].to_numpy()))
    return tasked[100 * covered_m2 >= batch.thresholds.whole_task_pct * outlines["area_m2"].to_numpy()]


def _codes_at(
    records: gpd.GeoDataFrame, positions: NDArray[np.intp], codes: "pd.Series[str]", *, is_few: bool = False
) -> "pd.Series[str]":
    """Join the codes found at each record: all of them, or a few and how many more there are."""
    at = pd.Series(codes.to_numpy(), index=records.index[positions], dtype="str")
    return at.groupby(level=0).agg(few) if is_few else joined(at)
