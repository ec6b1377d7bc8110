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
    records = _candidates(batch)
    records = records.assign(types=_members(records, "target_types"))
    report = records.groupby(_report(records), sort=False)
    first_code, first_types = report["code"].transform("first"), report["types"].transform("first")
    is_again = records["is_new"].astype(bool) & (records["types"] != first_types)
    hits = records[is_again].set_index("index")
    values = each(other_code=first_code[is_again], same_m2=pd.to_numeric(hits["area_m2"]).fillna(hits["reported_m2"]))
    yield from found("figure-told-twice", hits, values, field="target_types")


def _candidates(batch: Batch) -> gpd.GeoDataFrame:
    """Give the releases that may be one figure, published ones first: those in one box, or without outline.

    Columns beside the layer's: `is_new`, `reported_m2` where nothing is drawn, `index` and `area_m2` of the file.
    """
    new = batch.frame[batch.frame["is_sound"] | batch.frame.geometry.isna()].reset_index().assign(is_new=True)
    published = batch.published(batch.layer.name).assign(is_new=False, index=-1)
    # As objects: in which of the two a column has nothing in it must not decide of what type it is.
    records = pd.concat([_as_objects(published), _as_objects(new)], ignore_index=True) if len(published) else new
    is_drawn = records.geometry.notna()
    reported_m2 = pd.to_numeric(column(records, "area_reported_m2")).round().where(~is_drawn)
    is_in_one_box = records.bounds.duplicated(keep=False)
    return records.assign(reported_m2=reported_m2)[(is_drawn & is_in_one_box) | reported_m2.notna()]


def _as_objects(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.astype(dict.fromkeys(frame.columns.difference(["geometry"]), object))


def _report(records: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Give one text for all releases that tell the same report."""
    outlines = shapely.to_wkb(shapely.normalize(records.geometry.to_numpy()), hex=True)
    named = [column(records, name).map(str, na_action="ignore").fillna("") for name in SAME_REPORT]
    parts = (*named, _members(records, "hazardous_area_codes"), records["reported_m2"], outlines)
    return pd.Series(map(repr, zip(*parts, strict=True)), index=records.index, dtype=object)


def _members(records: gpd.GeoDataFrame, name: str) -> "pd.Series[str]":
    """Give a column of lists as texts that are equal when the lists have the same members."""
    texts = [",".join(sorted(values)) if isinstance(values, list) else "" for values in column(records, name)]
    return pd.Series(texts, index=records.index, dtype=object)
