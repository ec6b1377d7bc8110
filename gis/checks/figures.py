"""Whether one figure is told as two releases: REL-07."""

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
import shapely

from gis.checks.batch import Batch, column, each, found
from gis.issues import Issue

SAME_REPORT = ("basis", "effective_date", "release_method", "organisation", "district_code", "task_code")
"""With hazardous areas and ground, what two releases have in common when they differ only in what was searched for."""


def figure_is_told_once(batch: Batch) -> Iterable[Issue]:
    """REL-07: no figure stands in two releases that differ only in the types of hazard searched for.

    In 2020 a release of 100,977 m² was counted as mined and again as cluster munition land. A figure without outline
    is told by its m², one with an outline by the outline; the two forms are not compared, for they are printed apart.
    Passes over the same ground for one type after another are honest work: they differ in their dates.
    """
    new = batch.summed[batch.summed["area_m2"].isna()]
    if new["area_reported_m2"].isna().all():
        return
    published = batch.published(batch.layer.name)
    records = _together(published[published.geometry.isna()], new)
    figure_m2 = pd.to_numeric(column(records, "area_reported_m2")).round()
    yield from _told_again(records.assign(figure=figure_m2, same_m2=figure_m2)[figure_m2.notna()])


def ground_is_told_once(batch: Batch) -> Iterable[Issue]:
    """REL-07: the same for figures with an outline."""
    is_known, is_new = batch.same_boxes
    if not is_new.any():
        return
    records = _together(batch.published_sound(batch.layer.name)[is_known], batch.sound[is_new])
    outlines = shapely.to_wkb(shapely.normalize(records.geometry.to_numpy()), hex=True)
    yield from _told_again(records.assign(figure=outlines, same_m2=records["area_m2"]))


def _told_again(records: pd.DataFrame) -> Iterable[Issue]:
    """Find the releases whose `figure` stands in an earlier one of the same report with other types."""
    records = records.assign(types=_members(records, "target_types"))
    report = records.groupby(_report(records), sort=False)
    first_code, first_types = report["code"].transform("first"), report["types"].transform("first")
    is_again = records["is_new"].astype(bool) & (records["types"] != first_types)
    hits = records[is_again].set_index("index")
    values = each(other_code=first_code[is_again], same_m2=pd.to_numeric(hits["same_m2"]))
    yield from found("figure-told-twice", hits, values, field="target_types")


def _together(published: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the releases that may be one figure, published ones first, with `is_new` and the `index` of the file."""
    both = new.reset_index(names="index").assign(is_new=True)
    if published.empty:
        return both
    # As objects: in which of the two a column has nothing in it must not decide of what type it is.
    known = _as_objects(published.assign(is_new=False, index=-1))
    return pd.concat([known, _as_objects(both)], ignore_index=True)


def _as_objects(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.astype(dict.fromkeys(frame.columns.difference(["geometry"]), object))


def _report(records: pd.DataFrame) -> "pd.Series[str]":
    """Give one text for all releases that tell the same report."""
    named = [column(records, name).map(str, na_action="ignore").fillna("") for name in SAME_REPORT]
    parts = (*named, _members(records, "hazardous_area_codes"), records["figure"])
    return pd.Series(map(repr, zip(*parts, strict=True)), index=records.index, dtype=object)


def _members(records: pd.DataFrame, name: str) -> "pd.Series[str]":
    """Give a column of lists as texts that are equal when the lists have the same members."""
    texts = [",".join(sorted(values)) if isinstance(values, list) else "" for values in column(records, name)]
    return pd.Series(texts, index=records.index, dtype=object)
