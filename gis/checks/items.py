"""Whether an explosive item was counted, placed and disposed of as can be: EO-01, EO-02."""

from collections.abc import Iterable

import pandas as pd
import shapely

from gis.checks.batch import Batch, each, found, ordinals
from gis.issues import Issue

PLACED = ("ap_mine", "av_mine", "ap_improvised", "submunition")
DISPOSED = ("destroyed_in_situ", "neutralised", "removed")


def item_is_counted(batch: Batch) -> Iterable[Issue]:
    """EO-01: at least one item, disposed of on a day that is given and not before the find."""
    frame = batch.frame
    quantity = pd.to_numeric(frame["quantity"])
    none = frame[quantity <= 0]
    yield from found("quantity-not-positive", none, each(quantity_count=none["quantity"]), field="quantity")
    early = frame[ordinals(frame["disposed_on"]) < ordinals(frame["found_on"])]
    values = each(disposed_on=map(str, early["disposed_on"]), found_on=map(str, early["found_on"]))
    yield from found("disposed-before-found", early, values, field="disposed_on")
    undated = frame[frame["disposal_state"].isin(DISPOSED) & frame["disposed_on"].isna()]
    yield from found("disposal-date-missing", undated, each(state=undated["disposal_state"]), field="disposed_on")


def item_is_placed(batch: Batch) -> Iterable[Issue]:
    """EO-02: mines and submunitions have a location."""
    hits = batch.frame[batch.frame["eo_category"].isin(PLACED) & batch.frame.geometry.isna()]
    yield from found("item-without-location", hits, field="geometry")


def item_is_in_its_task(batch: Batch) -> Iterable[Issue]:
    """EO-02: an item lies in the planned outline of its task, or near it."""
    limit_m = batch.thresholds.outside_task_m
    tasks = batch.published_sound("tasks")
    planned = tasks[tasks["area_m2"] > 0].set_index("code")["metres"]
    tasked = batch.sound[batch.sound["task_code"].isin(planned.index)]
    outlines = planned.reindex(tasked["task_code"]).to_numpy()
    distance_m = pd.Series(shapely.distance(tasked["metres"].to_numpy(), outlines), index=tasked.index, dtype=float)
    hits = tasked[distance_m > limit_m]
    values = each(task_code=hits["task_code"], distance_m=distance_m[hits.index], limit_m=[limit_m] * len(hits))
    yield from found("item-outside-task", hits, values, field="geometry")
