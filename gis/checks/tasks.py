"""Whether work was ordered, on ground that was known, and done by those who may: TSK-01, DAT-02."""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.checks.batch import Batch, column, each, found, ordinals
from gis.issues import Issue
from gis.measure import length_m
from gis.placing import LINES, POINTS

ORDERED = ("issued", "active", "suspended", "completed", "rework", "accepted", "handed_over", "closed")
CLEARING = ("clearance", "bac", "road_clearance")
"""Tasks on ground that must have been identified; surveys identify it."""
INHERITED = ("enlarged", "split", "merge", "upgrade", "recontaminated")
"""Areas whose ground was recorded under another code, or otherwise, before."""


def task_is_issued(batch: Batch) -> Iterable[Issue]:
    """TSK-01: a task that is under way or done has the day of its order."""
    hits = batch.frame[batch.frame["status"].isin(ORDERED) & batch.frame["issued_on"].isna()]
    yield from found("task-without-issue-date", hits, each(status=hits["status"]), field="issued_on")


def task_is_drawn(batch: Batch) -> Iterable[Issue]:
    """GEO-10: a task has an extent; a point only says where it is, and a line without a width how long it is."""
    kinds = shapely.get_type_id(batch.frame.geometry.to_numpy())
    yield from found("task-extent-not-drawn", batch.frame[np.isin(kinds, POINTS)], field="geometry")
    lines = batch.frame[np.isin(kinds, LINES)]
    known_m = pd.to_numeric(lines["length_m"]).fillna(length_m(lines.geometry))
    yield from found("task-line-without-width", lines, each(length_m=known_m), field="width_m")


def task_follows_hazard(batch: Batch) -> Iterable[Issue]:
    """DAT-02: ground is cleared after it was identified; areas that came from others were known under their codes."""
    hazards = batch.published("hazardous_areas")
    inherited = column(hazards, "parent_codes").notna() | column(hazards, "origin").isin(INHERITED)
    identified = hazards[~inherited].set_index("code")["identified_on"] if len(hazards) else pd.Series(dtype=object)
    cleared = batch.given[batch.given["task_type"].isin(CLEARING)]
    named = cleared["hazardous_area_codes"].dropna().explode()
    began, known = ordinals(cleared["started_on"]).reindex(named.index), ordinals(named.map(identified))
    early = named[began.to_numpy() < known.to_numpy()]
    early = early[~early.index.duplicated()]
    hits = cleared.loc[early.index]
    values = each(started_on=map(str, hits["started_on"]), codes=early, identified_on=map(str, early.map(identified)))
    yield from found("task-before-hazard", hits, values, field="started_on")


def task_organisation_is_accredited(batch: Batch) -> Iterable[Issue]:
    """TSK-01: the organisation was registered on the day the task began, or is mandated by law."""
    days = batch.frame["started_on"].fillna(batch.frame["issued_on"])
    hits = _unregistered(batch, days)
    values = each(organisation=hits["organisation"], work_on=map(str, days[hits.index]))
    yield from found("organisation-not-accredited", hits, values, field="organisation")


def release_organisation_is_accredited(batch: Batch) -> Iterable[Issue]:
    """TSK-01: the same on the day of work; an error once the release is certified."""
    hits = _unregistered(batch, batch.frame["effective_date"])
    for kind, is_certified in (("organisation-not-accredited-certified", True), ("organisation-not-accredited", False)):
        some = hits[(hits["basis"] == "certified") == is_certified]
        values = each(organisation=some["organisation"], work_on=map(str, some["effective_date"]))
        yield from found(kind, some, values, field="organisation")


def _unregistered(batch: Batch, days: "pd.Series[Any]") -> gpd.GeoDataFrame:
    """Give the records whose organisation is known, bound by accreditation, and not registered on the day."""
    organisations = batch.published("organisations").drop_duplicates("code").set_index("code")
    names = batch.frame["organisation"]
    begins = names.map(ordinals(column(organisations, "valid_from")))
    ends = names.map(ordinals(column(organisations, "valid_to")))
    is_mandated = names.map(column(organisations, "mandated_by_law")).eq(other=True)
    day = ordinals(days)
    return batch.frame[~is_mandated & ((day < begins) | (day > ends))]
