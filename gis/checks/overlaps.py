"""Whether records of one layer share ground: GEO-06 the same outline twice, GEO-07 outlines that overlap."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.checks.batch import Batch, column, each, found, measured, ordinals
from gis.codelists import ContaminationType, contamination_class
from gis.issues import Issue
from gis.measure import places_in_degrees
from gis.thresholds import Thresholds

SAME_WORK = {
    "release_areas": ["basis", "effective_date", "release_method"],
    "hazardous_areas": ["classification", "identified_on"],
}
"""By layer, the fields that with the outline make two records one."""

COMPARED = (
    *("index", "is_new", "code", "parent_codes", "status", "contamination_types"),
    *sorted({name for names in SAME_WORK.values() for name in names}),
    *("area_m2", "metres", "geometry"),
)
"""The columns that are looked at."""


def outline_is_its_own(batch: Batch) -> Iterable[Issue]:
    """GEO-06: no record has the outline of another; with the same date and kind of work they are one record.

    Operational and certified releases are compared among themselves: a completion repeats what the days reported.
    """
    is_candidate = np.concatenate(batch.same_boxes)
    if not is_candidate.any():
        return
    records = _with_published(batch)[is_candidate]
    records = records.assign(outline=shapely.to_wkb(shapely.normalize(records.geometry.to_numpy())))
    beside = ["outline", *(["basis"] if "basis" in records else [])]
    one = ["outline", *SAME_WORK[batch.layer.name]]
    is_one = records.duplicated(one)
    for kind, columns, is_so in (
        ("outline-repeated", one, is_one),
        ("outline-shared", beside, records.duplicated(beside) & ~is_one),
    ):
        first = records.groupby(columns, sort=False, dropna=False)["code"].transform("first")
        hits = records[is_so & records["is_new"]].set_index("index")
        values = each(other_code=first[is_so & records["is_new"]])
        yield from found(kind, hits, values, field="geometry")


def ground_is_its_own(batch: Batch) -> Iterable[Issue]:
    """GEO-07: releases of one basis, and open hazardous areas of one class, do not overlap.

    Each feature is compared with the published records and with those before it in the file, and gets one issue at
    most: the largest overlap, with the count of the others.
    """
    records = _with_published(batch)
    records = records[records["group"].notna()].reset_index(drop=True)
    pairs = _overlapping_pairs(records, batch.thresholds)
    if pairs.empty:
        return
    if batch.layer.name == "hazardous_areas":
        is_error = (100 * pairs["share"] > batch.thresholds.hazards_overlap_pct) & ~_are_related(records, pairs)
        yield from _issues("hazards-overlap", records, pairs[is_error])
        pairs = pairs[~pairs["record"].isin(pairs["record"][is_error])]
    yield from _issues("outlines-overlap", records, pairs)


def districts_are_apart(batch: Batch) -> Iterable[Issue]:
    """GEO-07: districts of one set do not overlap; those that have ended are of another set."""
    new = batch.sound.reset_index(names="index").assign(is_new=True)
    others = batch.surroundings.districts
    is_kept = ~shapely.is_missing(others.geometry.to_numpy()) & ~others["code"].isin(
        [*batch.given["code"], *batch.surroundings.renewed_codes]
    )
    known = measured(others[is_kept].sort_values("code")).assign(is_new=False, index=-1)
    both = pd.concat([known[known["is_sound"]], new], ignore_index=True) if len(known) else new
    ends = ordinals(column(both, "valid_to"))
    current = both[~(ends < batch.surroundings.today.toordinal())].reset_index(drop=True)
    pairs = _overlapping_pairs(current.assign(group=0), batch.thresholds)
    yield from _issues("districts-overlap", current, pairs)


def _with_published(batch: Batch) -> gpd.GeoDataFrame:
    """Give the sound outlines, published ones first, with `is_new`, `index` and the `group` that is compared."""
    new = batch.sound.reset_index().assign(is_new=True).filter(items=COMPARED)
    published = batch.published_sound(batch.layer.name).assign(is_new=False, index=-1).filter(items=COMPARED)
    both = pd.concat([published, new], ignore_index=True) if len(published) else new
    return both.assign(group=_hazard_group(both) if batch.layer.name == "hazardous_areas" else both["basis"])


def _hazard_group(records: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Give classification and class of open areas; None for closed ones, whose ground may be recorded anew."""
    groups = [
        None
        if status == "closed"
        else f"{classification} {contamination_class(frozenset(map(ContaminationType, types or ())))}"
        for classification, types, status in zip(
            records["classification"], records["contamination_types"], column(records, "status"), strict=True
        )
    ]
    return pd.Series(groups, index=records.index, dtype=object)


def _overlapping_pairs(records: gpd.GeoDataFrame, limits: Thresholds) -> pd.DataFrame:
    """Give new records and earlier ones (positions) of one group whose overlap is more than the tolerance."""
    metres, areas = records["metres"].to_numpy(), records["area_m2"].to_numpy()
    new = np.flatnonzero(records["is_new"])
    record, other = shapely.STRtree(metres).query(metres[new], predicate="intersects")
    record = new[record]
    groups = pd.factorize(records["group"])[0]
    least_m2 = np.maximum(limits.overlap_m2, limits.overlap_pct / 100 * np.minimum(areas[record], areas[other]))
    keep = (other < record) & (groups[record] == groups[other])
    keep &= _shared_box_m2(metres, record, other) > least_m2  # most neighbours only touch
    record, other, least_m2 = record[keep], other[keep], least_m2[keep]
    shared = shapely.intersection(metres[record], metres[other])
    pairs = pd.DataFrame({"record": record, "other": other, "shared_m2": shapely.area(shared), "shared": shared})
    pairs = pairs.iloc[np.flatnonzero(pairs["shared_m2"] > least_m2)]
    return pairs.assign(share=pairs["shared_m2"] / np.minimum(areas[pairs["record"]], areas[pairs["other"]]))


def _shared_box_m2(
    metres: NDArray[np.object_], record: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Give the area that the bounding boxes of pairs share: no overlap is larger."""
    bounds = shapely.bounds(metres)
    low = np.maximum(bounds[record, :2], bounds[other, :2])
    high = np.minimum(bounds[record, 2:], bounds[other, 2:])
    shared: NDArray[np.float64] = np.clip(high - low, 0, None).prod(axis=1)
    return shared


def _are_related(records: gpd.GeoDataFrame, pairs: pd.DataFrame) -> "pd.Series[bool]":
    """Say which pairs of hazardous areas come from one another."""
    parents = [set(codes) if isinstance(codes, list) else set() for codes in column(records, "parent_codes")]
    codes = records["code"].to_numpy()
    related = [
        codes[other] in parents[record] or codes[record] in parents[other]
        for record, other in zip(pairs["record"], pairs["other"], strict=True)
    ]
    return pd.Series(related, index=pairs.index, dtype=bool)


def _issues(kind: str, records: gpd.GeoDataFrame, pairs: pd.DataFrame) -> Iterable[Issue]:
    """Give one issue for each new record of the pairs, about its largest overlap."""
    if pairs.empty:
        return
    largest = pairs.sort_values("shared_m2", ascending=False, kind="stable").drop_duplicates("record")
    others_count = largest["record"].map(pairs["record"].value_counts()) - 1
    hits = records.loc[largest["record"]].set_index("index")
    values = each(
        other_code=records["code"].loc[largest["other"]],
        overlap_m2=largest["shared_m2"],
        share_pct=100 * largest["share"],
        others_count=others_count,
    )
    places = places_in_degrees(largest["shared"].to_numpy())
    yield from found(kind, hits, values, field="geometry", places=places)
