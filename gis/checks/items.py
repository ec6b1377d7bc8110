"""Whether an explosive item was counted, placed and disposed of as can be: EO-01, EO-02."""

from collections.abc import Iterable

import pandas as pd
import shapely

from gis.checks.batch import Batch, broken, each, found, ordinals
from gis.codelists import DISPOSED
from gis.issues import Issue

PLACED = ("ap_mine", "av_mine", "ap_improvised", "submunition")


def item_is_counted(batch: Batch) -> Iterable[Issue]:
    """EO-01: at least one item, disposed of on a day that is given and not before the find."""
    frame = batch.frame
    quantity = pd.to_numeric(frame["quantity"])
    yield from broken(
        "quantity-not-positive",
        frame,
        quantity <= 0,
        told=lambda hits: each(quantity_count=hits["quantity"]),
        field="quantity",
    )
    yield from broken(
        "disposed-before-found",
        frame,
        ordinals(frame["disposed_on"]) < ordinals(frame["found_on"]),
        told=lambda hits: each(disposed_on=map(str, hits["disposed_on"]), found_on=map(str, hits["found_on"])),
        field="disposed_on",
    )
    yield from broken(
        "disposal-date-missing",
        frame,
        frame["disposal_state"].isin(DISPOSED) & frame["disposed_on"].isna(),
        told=lambda hits: each(state=hits["disposal_state"]),
        field="disposed_on",
    )


def item_is_placed(batch: Batch) -> Iterable[Issue]:
    """EO-02: mines and submunitions have a location."""
    is_nowhere = batch.frame["eo_category"].isin(PLACED) & batch.frame.geometry.isna()
    yield from broken("item-without-location", batch.frame, is_nowhere, field="geometry")


def item_is_in_its_task(batch: Batch) -> Iterable[Issue]:
    """EO-02: an item lies in the planned outline of its task, or near it."""
    limit_m = batch.thresholds.outside_task_m
    tasks = batch.published_sound("tasks")
    if tasks.empty:
        return
    planned = tasks[tasks["area_m2"] > 0].set_index("code")["metres"]
    tasked = batch.sound[batch.sound["task_code"].isin(planned.index)]
    outlines = planned.reindex(tasked["task_code"]).to_numpy()
    distance_m = pd.Series(shapely.distance(tasked["metres"].to_numpy(), outlines), index=tasked.index, dtype=float)
    hits = tasked[distance_m > limit_m]
    values = each(task_code=hits["task_code"], distance_m=distance_m[hits.index], limit_m=[limit_m] * len(hits))
    yield from found("item-outside-task", hits, values, field="geometry")
