"""Whether work was ordered, on ground that was known, and done by those who may: TSK-01, DAT-02."""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.checks.batch import Batch, Values, broken, column, each, found, ordinals
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
    is_undated = batch.frame["status"].isin(ORDERED) & batch.frame["issued_on"].isna()
    yield from broken(
        "task-without-issue-date",
        batch.frame,
        is_undated,
        told=lambda hits: each(status=hits["status"]),
        field="issued_on",
    )


def task_is_drawn(batch: Batch) -> Iterable[Issue]:
    """GEO-10: a task has an extent; a point only says where it is, and a line without a width how long it is."""
    kinds = shapely.get_type_id(batch.frame.geometry.to_numpy())
    yield from broken("task-extent-not-drawn", batch.frame, np.isin(kinds, POINTS), field="geometry")

    def told(lines: gpd.GeoDataFrame) -> list[Values]:
        return each(length_m=pd.to_numeric(lines["length_m"]).fillna(length_m(lines.geometry)))

    yield from broken("task-line-without-width", batch.frame, np.isin(kinds, LINES), told=told, field="width_m")


def task_follows_hazard(batch: Batch) -> Iterable[Issue]:
    """DAT-02: ground is cleared after it was identified; areas that came from others were known under their codes."""
    hazards = batch.published("hazardous_areas")
    if hazards.empty:
        return
    inherited = column(hazards, "parent_codes").notna() | column(hazards, "origin").isin(INHERITED)
    identified = hazards[~inherited].set_index("code")["identified_on"]
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
    yield from broken(
        "organisation-not-accredited",
        batch.frame,
        _is_unregistered(batch, days),
        told=lambda hits: each(organisation=hits["organisation"], work_on=map(str, days[hits.index])),
        field="organisation",
    )


def release_organisation_is_accredited(batch: Batch) -> Iterable[Issue]:
    """TSK-01: the same on the day of work; an error once the release is certified."""
    is_unregistered = _is_unregistered(batch, batch.frame["effective_date"])
    is_certified = (batch.frame["basis"] == "certified").to_numpy()

    def told(hits: pd.DataFrame) -> list[Values]:
        return each(organisation=hits["organisation"], work_on=map(str, hits["effective_date"]))

    for kind, is_so in (
        ("organisation-not-accredited-certified", is_unregistered & is_certified),
        ("organisation-not-accredited", is_unregistered & ~is_certified),
    ):
        yield from broken(kind, batch.frame, is_so, told=told, field="organisation")


def _is_unregistered(batch: Batch, days: "pd.Series[Any]") -> NDArray[np.bool_]:
    """Say which records' organisation is known, bound by accreditation, and not registered on the day."""
    organisations = batch.published("organisations")
    which = pd.Index(organisations["code"]).get_indexer(batch.frame["organisation"])
    is_unregistered: NDArray[np.bool_] = which >= 0
    if is_unregistered.any():
        named, day = organisations.iloc[which], ordinals(days).to_numpy()
        begins, ends = (ordinals(column(named, name)).to_numpy() for name in ("valid_from", "valid_to"))
        is_unregistered &= ~column(named, "mandated_by_law").eq(other=True).to_numpy() & ((day < begins) | (day > ends))
    return is_unregistered
