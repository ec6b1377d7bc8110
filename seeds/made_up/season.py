"""When people work: weekdays, holidays and the winter."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 104
SATURDAY, SUNDAY = 6, 7


@dataclass(frozen=True)
class Period:
    """The two years that the demonstration shows, whole weeks from a Monday to a Sunday."""

    last_day: date

    @property
    def first_day(self) -> date:
        """The Monday on which it begins."""
        return self.last_day - timedelta(weeks=WEEKS, days=-1)

    @property
    def horizon(self) -> date:
        """The Sunday up to which work is planned: one week more, from which the uploads in review come."""
        return self.last_day + timedelta(weeks=1)


def last_complete_week(made_on: date) -> Period:
    """Give the period that ends with the last complete ISO week before a day.

    >>> last_complete_week(date(2026, 11, 22)).last_day
    datetime.date(2026, 11, 15)
    >>> last_complete_week(date(2026, 11, 23)).last_day
    datetime.date(2026, 11, 22)
    """
    return Period(made_on - timedelta(days=made_on.isoweekday()))


def work_probability(day: date) -> float:
    """Give the share of teams that go out on a day."""
    if day.isoweekday() == SUNDAY or is_holiday(day):
        return 0.0
    weekday = 0.35 if day.isoweekday() == SATURDAY else 0.94
    return weekday * (0.65 if is_winter(day) else 1.0)


def day_length(day: date) -> float:
    """Give how much of a full day's ground a team gets through on a day that it goes out."""
    saturday = 0.6 if day.isoweekday() == SATURDAY else 1.0
    return saturday * (0.75 if is_winter(day) else 1.0)


def is_holiday(day: date) -> bool:
    """Say whether the country rests: New Year and Novruz."""
    return (day.month, day.day) in {(1, 1), (1, 2), (3, 20), (3, 21), (3, 22), (3, 23), (3, 24)}


def is_winter(day: date) -> bool:
    """Say whether snow and mud slow the work."""
    return day.month in {12, 1, 2}
