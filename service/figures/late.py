"""What became known of a period after its cut-off (domain.md 8.13)."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.aggregates import Areas, Items, Rows, areas, areas_by, items, items_by
from gis.codelists import Account
from service.figures.items import Known, disposed_items
from service.sql import statement
from service.tables import ledger_change, report

CUT_OFF = time(8)
"""On the Monday after a period, local time, when no report on it was issued."""
NO_AREAS, NO_ITEMS = areas([]), items([])


@dataclass(frozen=True, kw_only=True)
class LateWeek:
    """What became known late of one week.

    Attributes
    ----------
    areas
        What the week's figure grew by, less than nothing where more was taken away than added.
    taken
        What of the week's ground was taken away: by a correction, or by a late record of earlier work on it, which
        stands among the `areas` of its own week.
    items
        What the count of disposed items grew by.
    """

    week: str
    areas: Areas
    taken: Areas
    items: Items


@dataclass(frozen=True, kw_only=True)
class Late:
    """What became known after an instant, week by week and in all; as in `LateWeek`."""

    since_at: datetime
    areas: Areas
    taken: Areas
    items: Items
    weeks: tuple[LateWeek, ...]


def cut_off(session: Session, known: Known, *, until: datetime, zone: ZoneInfo) -> datetime:
    """Give when knowledge of days was frozen: by the last report on them, else on the Monday after them at 08:00.

    A report on the whole country freezes what is known of each part of it, a report on a part that part alone.

    Parameters
    ----------
    until
        Reports that were issued later are not looked at, and the cut-off is never later.
    """
    start, end = known.from_on, known.to_on
    reports = (
        report.c.period_from == start,
        report.c.period_to == end,
        report.c.scope.in_([{}, known.scope]),
        report.c.issued_at <= until,
    )
    frozen_at: datetime | None = session.scalar(select(func.max(report.c.as_known_at)).where(*reports))
    if frozen_at is not None or end >= until.astimezone(zone).date():
        return frozen_at or until
    return min(datetime.combine(end + timedelta(days=8 - end.isoweekday()), CUT_OFF, zone), until)


def late(session: Session, known: Known, since_at: datetime, *, account: Account = Account.OPERATIONAL) -> Late | None:
    """Compare what is known of a period with what was known at its cut-off.

    Nothing is late, and nothing is given, when the record itself began after the cut-off.
    """
    first_at = session.scalar(select(func.min(ledger_change.c.recorded_at)))
    if first_at is None or since_at < first_at:
        return None
    added, taken = _turned(session, known, since_at, account=account)
    items_now, items_then = (disposed_items(session, one) for one in (known, replace(known, as_known_at=since_at)))
    return Late(
        since_at=since_at,
        areas=areas(added) - areas(taken),
        taken=areas(taken),
        items=items(items_now) - items(items_then),
        weeks=_weeks(added, taken, items_now=items_now, items_then=items_then),
    )


def _turned(session: Session, known: Known, since_at: datetime, *, account: Account) -> tuple[Rows, Rows]:
    """Give what was added and what was taken away, each as rows of `week`, `method` and `area_m2`."""
    asked = {"start": known.from_on, "end": known.to_on, "as_known_at": known.as_known_at}
    name = "late_released_of" if known.organisation or known.project else "late_released"
    found = session.execute(statement(name), asked | {"since_at": since_at, "account": account} | known.narrowed)
    rows = [dict(row) for row in found.mappings()]

    def column(name: str) -> list[dict[str, Any]]:
        return [{"week": row["week"], "method": row["method"], "area_m2": row[name]} for row in rows]

    return column("added_m2"), column("taken_m2")


def _weeks(added: Rows, taken: Rows, *, items_now: Rows, items_then: Rows) -> tuple[LateWeek, ...]:
    """Give the weeks of which something else is known."""
    added_by, taken_by = areas_by("week", added), areas_by("week", taken)
    now_by, then_by = items_by("week", items_now), items_by("week", items_then)
    weeks = (
        LateWeek(
            week=week,
            areas=added_by.get(week, NO_AREAS) - taken_by.get(week, NO_AREAS),
            taken=taken_by.get(week, NO_AREAS),
            items=now_by.get(week, NO_ITEMS) - then_by.get(week, NO_ITEMS),
        )
        for week in sorted({str(week) for week in (*added_by, *taken_by, *now_by, *then_by)})
    )
    return tuple(week for week in weeks if (week.areas, week.taken, week.items) != (NO_AREAS, NO_AREAS, NO_ITEMS))
