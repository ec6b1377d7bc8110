"""What somebody most likely means who writes a period that is none: a day of it, to find right periods near it."""

import re
from datetime import date

from gis.periods import (
    LAST_WEEKS_DAY,
    MONTHS_OF_QUARTER,
    MONTHS_OF_YEAR,
    WEEK,
    YEARS,
    Period,
    PeriodUnit,
    following,
    period,
    period_of,
    previous,
)

NUMBERED = re.compile(r"\s*(\d{4})(?:\D*?([WQ])?(\d{1,2}))?\b.*", re.IGNORECASE)


def day_meant(label: str) -> date | None:
    """Give a day in the period that a label names, or comes nearest to; none if it begins with no year.

    >>> [day_meant(label).isoformat() for label in ("2025-W43", "2025-W53", "2025-13", "2025-Q5", "2026-02-30")]
    ['2025-10-20', '2025-12-28', '2025-12-01', '2025-10-01', '2026-02-01']
    >>> day_meant("last week")
    """
    try:
        return period(label).start
    except ValueError:
        pass
    found = NUMBERED.fullmatch(label)
    year = int(found[1]) if found else 0
    if found is None or year not in YEARS:
        return None
    letter, number = (found[2] or "").upper(), max(1, int(found[3] or 1))
    if letter == "W":
        return min(date(year, 1, 1) + (number - 1) * WEEK, date(year, MONTHS_OF_YEAR, LAST_WEEKS_DAY))
    months = MONTHS_OF_QUARTER if letter == "Q" else 1
    return date(year, 1 + months * (min(number, MONTHS_OF_YEAR // months) - 1), 1)


def periods_near(label: str, unit: PeriodUnit, *, first: date, last: date) -> list[Period]:
    """Give the period of a unit that a label comes nearest to, the one before and the one after.

    Parameters
    ----------
    first, last
        Days between which they begin.

    Examples
    --------
    >>> days = {"first": date(2020, 11, 11), "last": date(2026, 11, 22)}
    >>> [one.label for one in periods_near("2025-W53", PeriodUnit.WEEK, **days)]
    ['2025-W51', '2025-W52', '2026-W01']
    >>> [one.label for one in periods_near("2031", PeriodUnit.MONTH, **days)]
    ['2026-10', '2026-11']
    """
    middle = period_of(min(max(day_meant(label) or last, first), last), unit)
    near = (previous(middle), middle, following(middle))
    return [one for one in near if first <= one.start <= last]
