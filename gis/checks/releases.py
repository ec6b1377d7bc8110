"""Whether a release says how, with what and under which task: REL-02 to REL-05, QC-01; and what it reports: EO-03."""

from collections.abc import Iterable
from datetime import timedelta

import pandas as pd
import shapely

from gis.checks.batch import Batch, column, each, found
from gis.issues import Issue

NEEDED_FOR = {
    "depth_cleared_cm": ("cleared",),
    "asset": ("cleared", "reduced"),
    "survey_report": ("reduced", "cancelled"),
}
"""What a certified release must say, by the methods that ask for it; old files name the report in `criteria`."""
DISPOSED = ("ap_mine", "av_mine", "submunition", "uxo", "axo", "ied")
"""The columns of a release that count items."""
METHODS_OF_TASKS = {
    "nts": {"cancelled"},
    "ts": {"reduced"},
    "clearance": {"cleared", "reduced"},
    "bac": {"cleared", "reduced"},
    "road_clearance": {"cleared", "reduced"},
    "verification": {"cancelled", "reduced", "cleared"},
}
"""What kinds of task yield: survey cancels, technical survey reduces, only clearance clears. Others yield no area."""


def release_is_complete(batch: Batch) -> Iterable[Issue]:
    """REL-02: depth and means of cleared ground, means and survey report of reduced, survey report of cancelled."""
    frame = batch.frame
    missing = pd.Series("", index=frame.index)
    for name, methods in NEEDED_FOR.items():
        is_given = frame[name].notna() | (frame["criteria"].notna() if name == "survey_report" else False)
        missing = missing.where(~frame["release_method"].isin(methods) | is_given, missing + ", " + name)
    missing = missing.str.removeprefix(", ")
    for kind, is_certified in (("certified-release-incomplete", True), ("release-incomplete", False)):
        hits = frame[(missing != "") & ((frame["basis"] == "certified") == is_certified)]
        yield from found(kind, hits, each(missing=missing[hits.index], method=hits["release_method"]))


def method_fits_task(batch: Batch) -> Iterable[Issue]:
    """REL-03: the method is one that the task's type yields."""
    tasks = batch.published("tasks").drop_duplicates("code").set_index("code")
    task_type = batch.frame["task_code"].map(column(tasks, "task_type")).dropna()
    method = batch.frame["release_method"].loc[task_type.index]
    is_unlike = [
        m not in {*METHODS_OF_TASKS.get(t, ()), "undetermined", None} for m, t in zip(method, task_type, strict=True)
    ]
    hits = batch.frame.loc[task_type.index[is_unlike]]
    values = each(method=hits["release_method"], task_code=hits["task_code"], task_type=task_type[hits.index])
    yield from found("method-unlike-task", hits, values, field="release_method")


def cancelled_ground_was_surveyed(batch: Batch) -> Iterable[Issue]:
    """REL-03: confirmed ground is cancelled only with reference to a non-technical survey."""
    hazards = batch.published_sound("hazardous_areas")
    confirmed = hazards[column(hazards, "classification") == "cha"]
    tasks = batch.published("tasks")
    surveys = tasks["code"][column(tasks, "task_type") == "nts"]
    is_unfounded = batch.sound["survey_report"].isna() & batch.sound["criteria"].isna()
    cancelled = batch.sound[(batch.sound["release_method"] == "cancelled") & is_unfounded]
    cancelled = cancelled[~cancelled["task_code"].isin(surveys)]
    release, hazard = shapely.STRtree(confirmed["metres"]).query(cancelled["metres"], predicate="intersects")
    codes = pd.Series(confirmed["code"].to_numpy()[hazard], index=cancelled.index[release])
    first = codes[~codes.index.duplicated()]
    yield from found("cancelled-in-confirmed", cancelled.loc[first.index], each(codes=first), field="survey_report")


def release_is_determined(batch: Batch) -> Iterable[Issue]:
    """REL-04: method and outline are known; until they are, the area is printed apart."""
    by = str(batch.surroundings.today + timedelta(days=batch.thresholds.completion_days))
    unknown = batch.frame[batch.frame["release_method"] == "undetermined"]
    values = each(complete_by_on=[by] * len(unknown))
    yield from found("method-undetermined", unknown, values, field="release_method")
    undrawn = batch.frame[batch.frame.geometry.isna() & (batch.frame["geometry_source"] == "none")]
    values = each(complete_by_on=[by] * len(undrawn))
    yield from found("release-without-geometry", undrawn, values, field="geometry")


def cleared_ground_had_deminers(batch: Batch) -> Iterable[Issue]:
    """REL-05: nothing is cleared by nobody."""
    told_m2 = batch.frame["area_m2"].fillna(pd.to_numeric(batch.frame["area_reported_m2"]))
    is_by_nobody = (batch.frame["release_method"] == "cleared") & (batch.frame["deminers"] == 0) & (told_m2 > 0)
    yield from found(
        "cleared-without-deminers", batch.frame[is_by_nobody], each(area_m2=told_m2[is_by_nobody]), field="deminers"
    )


def handover_is_certified(batch: Batch) -> Iterable[Issue]:
    """QC-01: what is handed over is certified and passed quality control; a cancellation is certified at once."""
    handed = batch.given[batch.given["handed_over_on"].notna() & (batch.given["release_method"] != "cancelled")]
    is_certified = handed["basis"] == "certified"
    uncertified = handed[~is_certified]
    values = each(handed_over_on=map(str, uncertified["handed_over_on"]))
    yield from found("handed-over-uncertified", uncertified, values, field="handed_over_on")
    unpassed = handed[is_certified & (handed["qc_state"] != "passed")]
    values = each(handed_over_on=map(str, unpassed["handed_over_on"]), qc_state=unpassed["qc_state"])
    yield from found("handed-over-without-qc", unpassed, values, field="qc_state")


def cancelled_ground_held_nothing(batch: Batch) -> Iterable[Issue]:
    """EO-03: ground on which items were found is not cancelled without being asked about."""
    cancelled = batch.given[batch.given["release_method"] == "cancelled"]
    counts = cancelled[list(DISPOSED)].apply(pd.to_numeric).sum(axis=1).astype(int)
    hits = cancelled[counts > 0]
    yield from found("items-in-cancelled", hits, each(quantity_count=counts[hits.index]), field="release_method")
