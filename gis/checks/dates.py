"""Whether dates can be: DAT-01 given and not in the future, DAT-02 in order, DAT-03 neither long ago nor told late."""

from collections.abc import Callable, Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from gis.checks.batch import Batch, Values, broken, column, each, found, ordinals
from gis.issues import Issue
from gis.layers import Kind

ADMINISTRATIVE = frozenset({"districts", "organisations"})
"""Layers whose dates are those of laws: before 1991 as well as yet to come."""
PLANNED = frozenset({"planned_start", "planned_end"})
"""Dates of plans, which may lie ahead."""
IN_ORDER = {
    "districts": (("valid_from", "valid_to"),),
    "organisations": (("valid_from", "valid_to"),),
    "hazardous_areas": (("identified_on", "status_changed_on"), ("identified_on", "valid_from")),
    "project_phases": (("planned_start", "planned_end"), ("actual_start", "actual_end")),
    "tasks": (
        ("issued_on", "started_on", "completed_on", "accepted_on", "handed_over_on"),
        ("started_on", "suspended_on"),
    ),
    "release_areas": (
        ("work_date_from", "completed_on", "accepted_on", "handed_over_on"),
        ("work_date_from", "effective_date", "accepted_on"),
    ),
}
"""Dates by layer, each not before the one on its left."""


def dates_are_past(batch: Batch) -> Iterable[Issue]:
    """DAT-01: no date of work lies in the future; DAT-03: none before 1991."""
    if batch.layer.name in ADMINISTRATIVE:
        return
    today, earliest = batch.surroundings.today, batch.thresholds.earliest_on
    for name in (f.name for f in batch.layer.fields if f.kind is Kind.DATE and f.name not in PLANNED):
        days = ordinals(batch.frame[name]).to_numpy()
        for kind, is_so, limit in (
            ("date-in-future", days > today.toordinal(), {"today_on": str(today)}),
            ("date-long-ago", days < earliest.toordinal(), {"earliest_on": str(earliest)}),
        ):
            yield from broken(kind, batch.frame, is_so, told=_beyond(name, limit), field=name)


def _beyond(name: str, limit: dict[str, str]) -> Callable[[pd.DataFrame], list[Values]]:
    """Give what tells a date and what it ought to stand by."""
    return lambda hits: [{"stated_on": str(day), **limit} for day in hits[name]]


def dates_in_order(batch: Batch) -> Iterable[Issue]:
    """DAT-02: identified, started, completed, accepted, handed over, in this order."""
    told = set()
    for chain in IN_ORDER.get(batch.layer.name, ()):
        days = [ordinals(batch.frame[name]).to_numpy() for name in chain]
        for first, second in combinations(range(len(chain)), 2):
            earlier, later = chain[first], chain[second]
            is_next = np.isnan(days[first + 1 : second]).all(axis=0)
            if (earlier, later) not in told:
                is_broken = (days[first] > days[second]) & is_next
                yield from broken("dates-out-of-order", batch.frame, is_broken, told=_both(earlier, later), field=later)
            told.add((earlier, later))


def _both(earlier: str, later: str) -> Callable[[pd.DataFrame], list[Values]]:
    """Give what tells the two dates of records."""
    return lambda hits: each(
        earlier=[earlier] * len(hits), earlier_on=map(str, hits[earlier]), later_on=map(str, hits[later])
    )


def work_is_before_report(batch: Batch) -> Iterable[Issue]:
    """DAT-01: no report tells of a day after it was written."""
    reported = ordinals(batch.given["reported_on"])
    for name in ("work_date_from", "effective_date", "completed_on"):
        yield from broken(
            "work-after-report",
            batch.given,
            ordinals(batch.given[name]) > reported,
            told=_told_with_report(name),
            field=name,
        )


def _told_with_report(name: str) -> Callable[[pd.DataFrame], list[Values]]:
    """Give what tells a day of work and the day of its report."""
    return lambda hits: each(work_on=map(str, hits[name]), reported_on=map(str, hits["reported_on"]))


def report_is_in_time(batch: Batch) -> Iterable[Issue]:
    """DAT-03: the report of a day is written within 2 days, that of a longer time within 7; completions are not."""
    frame, limits = batch.given, batch.thresholds
    worked = ordinals(frame["effective_date"])
    late_days = ordinals(frame["reported_on"]) - worked
    is_of_a_day = ordinals(frame["work_date_from"]).fillna(worked) == worked
    limit_days = pd.Series(
        np.where(is_of_a_day, limits.daily_report_days, limits.longer_report_days), index=frame.index
    )

    def told(hits: pd.DataFrame) -> list[Values]:
        return each(
            reported_on=map(str, hits["reported_on"]),
            work_on=map(str, hits["effective_date"]),
            late_days=late_days[hits.index].astype(int),
            limit_days=limit_days[hits.index],
        )

    is_late = (frame["basis"] == "operational") & (late_days > limit_days)
    yield from broken("report-late", frame, is_late, told=told, field="reported_on")


def work_follows_order(batch: Batch) -> Iterable[Issue]:
    """DAT-03: no work is done before its task was issued."""
    tasks = batch.published("tasks")
    if tasks.empty:
        return
    issued_on = batch.given["task_code"].map(column(tasks.set_index("code"), "issued_on"))
    began_on = batch.given["work_date_from"].fillna(batch.given["effective_date"])
    hits = batch.given[ordinals(began_on) < ordinals(issued_on)]
    values = each(
        work_on=map(str, began_on[hits.index]),
        task_code=hits["task_code"],
        issued_on=map(str, issued_on[hits.index]),
    )
    yield from found("work-before-task", hits, values, field="task_code")


def acceptance_is_dated(batch: Batch) -> Iterable[Issue]:
    """DAT-01: a certified release belongs to the day of its acceptance."""
    is_undated = (batch.frame["basis"] == "certified") & batch.frame["accepted_on"].isna()
    yield from broken("date-missing", batch.frame, is_undated, field="accepted_on")
