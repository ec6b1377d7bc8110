"""Whether dates can be: DAT-01 given and not in the future, DAT-02 in order, DAT-03 neither long ago nor told late."""

from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from gis.checks.batch import Batch, column, each, found, ordinals
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
        days = ordinals(batch.frame[name])
        if days.between(earliest.toordinal(), today.toordinal()).sum() == days.count():
            continue
        future = batch.frame[days > today.toordinal()]
        values = each(stated_on=map(str, future[name]), today_on=[str(today)] * len(future))
        yield from found("date-in-future", future, values, field=name)
        old = batch.frame[days < earliest.toordinal()]
        yield from found(
            "date-long-ago",
            old,
            each(stated_on=map(str, old[name]), earliest_on=[str(earliest)] * len(old)),
            field=name,
        )


def dates_in_order(batch: Batch) -> Iterable[Issue]:
    """DAT-02: identified, started, completed, accepted, handed over, in this order."""
    told = set()
    for chain in IN_ORDER.get(batch.layer.name, ()):
        days = pd.DataFrame({name: ordinals(batch.frame[name]) for name in chain})
        for earlier, later in combinations(chain, 2):
            between = list(chain[chain.index(earlier) + 1 : chain.index(later)])
            is_next = days[between].isna().all(axis=1)
            if (earlier, later) not in told:
                yield from _broken(batch, (earlier, later), (days[earlier] > days[later]) & is_next)
            told.add((earlier, later))


def _broken(batch: Batch, names: tuple[str, str], is_broken: "pd.Series[bool]") -> Iterable[Issue]:
    """Give the issues of one pair of dates."""
    if not is_broken.any():
        return
    earlier, later = names
    hits = batch.frame[is_broken]
    values = each(earlier=[earlier] * len(hits), earlier_on=map(str, hits[earlier]), later_on=map(str, hits[later]))
    yield from found("dates-out-of-order", hits, values, field=later)


def work_is_before_report(batch: Batch) -> Iterable[Issue]:
    """DAT-01: no report tells of a day after it was written."""
    reported = ordinals(batch.given["reported_on"])
    for name in ("work_date_from", "effective_date", "completed_on"):
        hits = batch.given[ordinals(batch.given[name]) > reported]
        values = each(work_on=map(str, hits[name]), reported_on=map(str, hits["reported_on"]))
        yield from found("work-after-report", hits, values, field=name)


def report_is_in_time(batch: Batch) -> Iterable[Issue]:
    """DAT-03: the report of a day is written within 2 days, that of a longer time within 7; completions are not."""
    frame, limits = batch.given, batch.thresholds
    worked = ordinals(frame["effective_date"])
    late_days = ordinals(frame["reported_on"]) - worked
    is_of_a_day = ordinals(frame["work_date_from"]).fillna(worked) == worked
    limit_days = is_of_a_day.map({True: limits.daily_report_days, False: limits.longer_report_days})
    is_late = (frame["basis"] == "operational") & (late_days > limit_days)
    hits = frame[is_late]
    values = each(
        reported_on=map(str, hits["reported_on"]),
        work_on=map(str, hits["effective_date"]),
        late_days=late_days[is_late].astype(int),
        limit_days=limit_days[is_late],
    )
    yield from found("report-late", hits, values, field="reported_on")


def work_follows_order(batch: Batch) -> Iterable[Issue]:
    """DAT-03: no work is done before its task was issued."""
    tasks = batch.published("tasks").drop_duplicates("code").set_index("code")
    issued_on = batch.given["task_code"].map(column(tasks, "issued_on"))
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
    undated = batch.frame[(batch.frame["basis"] == "certified") & batch.frame["accepted_on"].isna()]
    yield from found("date-missing", undated, field="accepted_on")
