"""The periods that figures are asked for: ISO weeks."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

LABEL = re.compile(r"(\d{4})-W(\d{2})")
WEEK = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Period:
    """Days that a figure covers.

    Attributes
    ----------
    start, end
        First and last day, both included.
    label
        What the period is called: `2025-W43`.
    """

    start: date
    end: date
    label: str


def week(label: str) -> Period:
    """Give the ISO week of a label: Monday to Sunday.

    >>> week("2025-W43").start.isoformat(), week("2025-W43").end.isoformat()
    ('2025-10-20', '2025-10-26')

    Raises
    ------
    ValueError
        If the label is not a week of the calendar.

    References
    ----------
    ISO 8601-1, week dates.
    """
    match = LABEL.fullmatch(label)
    if not match:
        raise ValueError(f"{label!r} is not a week such as 2025-W43")
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return Period(monday, monday + timedelta(days=6), label)


def week_of(day: date) -> Period:
    """Give the week that a day falls in.

    >>> week_of(date(2024, 12, 30)).label
    '2025-W01'
    """
    year, number, _ = day.isocalendar()
    return week(f"{year:04}-W{number:02}")


def last_complete_week(today: date) -> Period:
    """Give the last week that is over.

    >>> last_complete_week(date(2026, 11, 22)).label, last_complete_week(date(2026, 11, 23)).label
    ('2026-W46', '2026-W47')
    """
    return week_of(today - WEEK)


def weeks_until(last: Period, count: int) -> list[Period]:
    """Give so many weeks that end with one, oldest first.

    >>> [week.label for week in weeks_until(week("2025-W01"), 2)]
    ['2024-W52', '2025-W01']
    """
    return [week_of(last.start - WEEK * back) for back in reversed(range(count))]
