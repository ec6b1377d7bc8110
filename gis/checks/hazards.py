"""Whether a hazardous area rests on evidence, is closed in time and not forgotten: HAZ-01 to HAZ-03."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from gis.checks.batch import Batch, accuracy_m, broken, column, each, found, ordinals
from gis.issues import Issue

SUCCEEDED = ("upgraded", "split", "merged", "duplicate", "data_error")
"""Reasons to close an area whose ground others take over, or that never was one."""


def evidence_is_enough(batch: Batch) -> Iterable[Issue]:
    """HAZ-01: evidence is stated; a confirmed area has direct evidence, at the latest when it is closed."""
    frame = batch.frame
    evidence = frame["evidence_summary"]
    is_confirmed = frame["classification"] == "cha"
    is_unproven = is_confirmed & (frame["status"] == "closed") & ~evidence.isin(["direct", "both"])
    yield from broken("confirmed-closed-without-evidence", frame, is_unproven, field="evidence_summary")
    yield from broken("evidence-missing", frame, evidence.isna() & ~is_unproven, field="evidence_summary")
    is_thin = is_confirmed & (evidence == "indirect") & ~is_unproven
    yield from broken("confirmed-on-indirect-evidence", frame, is_thin, field="evidence_summary")


def area_is_closed_in_time(batch: Batch) -> Iterable[Issue]:
    """HAZ-02: closed with no more left in the certified account than the tolerance, open with more.

    The tolerance is perimeter × accuracy, at least 1 m² and at most 5 % of the area. What is left is known for areas
    that are published already (`remaining_m2`).
    """
    records = batch.surroundings.published.get("hazardous_areas")
    if records is None or records.empty or "remaining_m2" not in records.columns:
        return
    frame = batch.sound[~batch.sound["close_reason"].isin(SUCCEEDED)]
    left = pd.to_numeric(frame["code"].map(records.drop_duplicates("code").set_index("code")["remaining_m2"]))
    band_m2 = frame["perimeter_m"] * accuracy_m(frame)
    least_m2 = batch.thresholds.left_m2
    most_m2 = (batch.thresholds.left_pct / 100 * frame["area_m2"]).clip(least_m2, None)
    tolerance_m2 = band_m2.clip(least_m2, None).clip(upper=most_m2)
    is_closed, is_open = frame["status"] == "closed", frame["status"].isin(["open", "worked_on", "suspended"])
    for kind, is_so in (
        ("closed-with-ground-left", is_closed & (left > tolerance_m2)),
        ("open-with-nothing-left", is_open & (left <= tolerance_m2)),
    ):
        yield from broken(
            kind,
            frame,
            is_so,
            told=lambda hits: each(left_m2=left[hits.index], tolerance_m2=tolerance_m2[hits.index]),
            field="status",
        )


def area_is_not_forgotten(batch: Batch) -> Iterable[Issue]:
    """HAZ-03: an area that is worked on has an approved report of the last 90 days.

    A change of its status counts as well. The day of the last report is known for areas that are published already
    (`last_work_on`).
    """
    records = batch.surroundings.published.get("hazardous_areas", pd.DataFrame({"code": []}))
    reported_on = column(records, "last_work_on").set_axis(records["code"])
    is_worked_on = batch.given["status"] == "worked_on"
    if not is_worked_on.any():
        return
    worked_on = batch.given[is_worked_on]
    last_reported = ordinals(worked_on["code"].map(reported_on[~reported_on.index.duplicated()]))
    last_changed = ordinals(worked_on["status_changed_on"]).fillna(ordinals(worked_on["identified_on"]))
    last = pd.concat([last_reported, last_changed], axis=1).max(axis=1)
    idle_days = batch.surroundings.today.toordinal() - last
    idle = last[idle_days > batch.thresholds.idle_days].astype(int)
    values = each(last_on=[str(date.fromordinal(day)) for day in idle], idle_days=idle_days[idle.index].astype(int))
    yield from found("area-idle", worked_on.loc[idle.index], values, field="status")
