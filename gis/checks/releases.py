"""Whether a release says how, with what and under which task: REL-02 to REL-05, QC-01; and what it reports: EO-03."""

from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import pandas as pd
import shapely

from gis.checks.batch import Batch, Values, broken, column, each, found
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
    is_missing = {}
    for name, methods in NEEDED_FOR.items():
        is_left_out = frame[name].isna() & (frame["criteria"].isna() if name == "survey_report" else True)
        is_missing[name] = (is_left_out & frame["release_method"].isin(methods)).to_numpy()

    def told(hits: pd.DataFrame) -> list[Values]:
        rows = np.flatnonzero(frame.index.isin(hits.index))
        missing = [", ".join(name for name, is_so in is_missing.items() if is_so[row]) for row in rows]
        return each(missing=missing, method=hits["release_method"])

    is_incomplete, is_certified = np.any([*is_missing.values()], axis=0), frame["basis"] == "certified"
    yield from broken("certified-release-incomplete", frame, is_incomplete & is_certified, told=told)
    yield from broken("release-incomplete", frame, is_incomplete & ~is_certified, told=told)


def method_fits_task(batch: Batch) -> Iterable[Issue]:
    """REL-03: the method is one that the task's type yields."""
    tasks = batch.published("tasks")
    if tasks.empty:
        return
    task_type = batch.frame["task_code"].map(column(tasks.set_index("code"), "task_type")).dropna()
    method = batch.frame["release_method"].loc[task_type.index]
    is_unlike = [
        m not in {*METHODS_OF_TASKS.get(t, ()), "undetermined", None} for m, t in zip(method, task_type, strict=True)
    ]
    hits = batch.frame.loc[task_type.index[is_unlike]]
    values = each(method=hits["release_method"], task_code=hits["task_code"], task_type=task_type[hits.index])
    yield from found("method-unlike-task", hits, values, field="release_method")


def cancelled_ground_was_surveyed(batch: Batch) -> Iterable[Issue]:
    """REL-03: confirmed ground is cancelled only with reference to a non-technical survey."""
    is_unfounded = batch.sound["survey_report"].isna() & batch.sound["criteria"].isna()
    is_unfounded &= batch.sound["release_method"] == "cancelled"
    hazards, tasks = batch.published_sound("hazardous_areas"), batch.published("tasks")
    if hazards.empty or not is_unfounded.any():
        return
    confirmed = hazards[column(hazards, "classification") == "cha"]
    surveys = tasks["code"][column(tasks, "task_type") == "nts"] if len(tasks) else []
    cancelled = batch.sound[is_unfounded & ~batch.sound["task_code"].isin(surveys)]
    release, hazard = shapely.STRtree(confirmed["metres"]).query(cancelled["metres"], predicate="intersects")
    codes = pd.Series(confirmed["code"].to_numpy()[hazard], index=cancelled.index[release])
    first = codes[~codes.index.duplicated()]
    yield from found("cancelled-in-confirmed", cancelled.loc[first.index], each(codes=first), field="survey_report")


def release_is_determined(batch: Batch) -> Iterable[Issue]:
    """REL-04: method and outline are known; until they are, the area is printed apart."""
    by = str(batch.surroundings.today + timedelta(days=batch.thresholds.completion_days))

    def told(hits: pd.DataFrame) -> list[Values]:
        return each(complete_by_on=[by] * len(hits))

    is_unknown = batch.frame["release_method"] == "undetermined"
    yield from broken("method-undetermined", batch.frame, is_unknown, told=told, field="release_method")
    is_undrawn = batch.frame.geometry.isna() & (batch.frame["geometry_source"] == "none")
    yield from broken("release-without-geometry", batch.frame, is_undrawn, told=told, field="geometry")


def cleared_ground_had_deminers(batch: Batch) -> Iterable[Issue]:
    """REL-05: nothing is cleared by nobody."""
    told_m2 = batch.frame["area_m2"].fillna(pd.to_numeric(batch.frame["area_reported_m2"]))
    is_by_nobody = (batch.frame["release_method"] == "cleared") & (batch.frame["deminers"] == 0) & (told_m2 > 0)
    yield from broken(
        "cleared-without-deminers",
        batch.frame,
        is_by_nobody,
        told=lambda hits: each(area_m2=told_m2[hits.index]),
        field="deminers",
    )


def handover_is_certified(batch: Batch) -> Iterable[Issue]:
    """QC-01: what is handed over is certified and passed quality control; a cancellation is certified at once."""
    frame = batch.given
    is_handed = frame["handed_over_on"].notna() & (frame["release_method"] != "cancelled")
    is_certified = frame["basis"] == "certified"
    yield from broken(
        "handed-over-uncertified",
        frame,
        is_handed & ~is_certified,
        told=lambda hits: each(handed_over_on=map(str, hits["handed_over_on"])),
        field="handed_over_on",
    )
    yield from broken(
        "handed-over-without-qc",
        frame,
        is_handed & is_certified & (frame["qc_state"] != "passed"),
        told=lambda hits: each(handed_over_on=map(str, hits["handed_over_on"]), qc_state=hits["qc_state"]),
        field="qc_state",
    )


def cancelled_ground_held_nothing(batch: Batch) -> Iterable[Issue]:
    """EO-03: ground on which items were found is not cancelled without being asked about."""
    is_cancelled = batch.given["release_method"] == "cancelled"
    if not is_cancelled.any():
        return
    cancelled = batch.given[is_cancelled]
    counts = cancelled[list(DISPOSED)].apply(pd.to_numeric).sum(axis=1).astype(int)
    hits = cancelled[counts > 0]
    yield from found("items-in-cancelled", hits, each(quantity_count=counts[hits.index]), field="release_method")
