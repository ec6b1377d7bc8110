"""Whether dates can be: DAT-01 given and not in the future, DAT-02 in order, DAT-03 not long ago."""

from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from gis.checks.batch import Batch, each, found, ordinals
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
    earlier, later = names
    hits = batch.frame[is_broken]
    values = each(earlier=[earlier] * len(hits), earlier_on=map(str, hits[earlier]), later_on=map(str, hits[later]))
    yield from found("dates-out-of-order", hits, values, field=later)


def acceptance_is_dated(batch: Batch) -> Iterable[Issue]:
    """DAT-01: a certified release belongs to the day of its acceptance."""
    undated = batch.frame[(batch.frame["basis"] == "certified") & batch.frame["accepted_on"].isna()]
    yield from found("date-missing", undated, field="accepted_on")
