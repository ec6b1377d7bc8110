"""The periods that figures are asked for: days, ISO weeks, months, quarters, years, and any days in a row.

A period is known by its label: `2025-10-19`, `2025-W43`, `2025-10`, `2025-Q4`, `2025`, `2025-10-01..2025-10-19`.
Months, quarters and years are those of the calendar; weeks do not nest in them.

References
----------
ISO 8601-1: week dates, and calendar dates of reduced precision. Quarters and the two dots between days are written as
people do.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
WORKING_DAYS = 6
"""From Monday to Saturday."""
MONTHS_OF_QUARTER, MONTHS_OF_YEAR = 3, 12
LAST_WEEKS_DAY = 28
"""Of December; it lies in the last week of every year."""
DAYS_MARK = ".."
YEARS = range(1900, 3000)
"""In which a period may lie, so that the one before it and the one after it are days of the calendar too."""


class PeriodUnit(StrEnum):
    """What a period is one of; any other days in a row are `days`."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"


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

    @property
    def unit(self) -> PeriodUnit:
        """Give what the period is one of.

        >>> period("2025-Q4").unit, period("2025-10-01..2025-10-19").unit
        (<PeriodUnit.QUARTER: 'quarter'>, <PeriodUnit.DAYS: 'days'>)
        """
        return next((unit for unit, form in _FORMS.items() if form.fullmatch(self.label)), PeriodUnit.DAYS)

    @property
    def day_count(self) -> int:
        """Count the days."""
        return (self.end - self.start).days + 1


_FORMS: Mapping[PeriodUnit, re.Pattern[str]] = MappingProxyType(
    {
        PeriodUnit.WEEK: re.compile(r"(\d{4})-W(\d{2})"),
        PeriodUnit.MONTH: re.compile(r"(\d{4})-(\d{2})"),
        PeriodUnit.QUARTER: re.compile(r"(\d{4})-Q([1-4])"),
        PeriodUnit.YEAR: re.compile(r"(\d{4})"),
        PeriodUnit.DAY: re.compile(r"(\d{4}-\d{2}-\d{2})"),
        PeriodUnit.DAYS: re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})"),
    }
)


# --- from a label, and from days ----------------------------------------------------------------------------------


def period(label: str) -> Period:
    """Give the period of a label.

    >>> [period(label).start.isoformat() for label in ("2025-W43", "2025-10", "2025-Q4", "2025", "2025-10-19")]
    ['2025-10-20', '2025-10-01', '2025-10-01', '2025-01-01', '2025-10-19']

    Days in a row that are a week, a month, a quarter or a year are called so:

    >>> period("2025-10-20..2025-10-26").label
    '2025-W43'

    Raises
    ------
    ValueError
        If the label has none of the forms, or is no day of the calendar.
    """
    for unit, form in _FORMS.items():
        if match := form.fullmatch(label.strip()):
            return _PARSED[unit](*match.groups())
    forms = "2025-W43, 2025-10, 2025-Q4, 2025, 2025-10-19 or 2025-10-01..2025-10-19"
    raise ValueError(f"{label!r} is not a period such as {forms}")


def week(label: str) -> Period:
    """Give the ISO week of a label: Monday to Sunday.

    >>> week("2025-W43").start.isoformat(), week("2025-W43").end.isoformat()
    ('2025-10-20', '2025-10-26')

    Raises
    ------
    ValueError
        If the label is not a week of the calendar.
    """
    match = _FORMS[PeriodUnit.WEEK].fullmatch(label)
    if not match:
        raise ValueError(f"{label!r} is not a week such as 2025-W43")
    return _week(*match.groups())


def period_of(day: date, unit: PeriodUnit) -> Period:
    """Give the period of a unit that a day falls in.

    >>> [period_of(date(2024, 12, 30), unit).label for unit in PeriodUnit]
    ['2024-12-30', '2025-W01', '2024-12', '2024-Q4', '2024', '2024-12-30']

    Raises
    ------
    ValueError
        If the day lies outside the years that periods are told of.
    """
    return _OF_DAY[unit](_checked(day))


def days(start: date, end: date) -> Period:
    """Give the days from one to another, both included, by the name of the unit that they make up, if any.

    >>> days(date(2025, 1, 1), date(2025, 3, 31)).label, days(date(2025, 10, 1), date(2025, 10, 19)).label
    ('2025-Q1', '2025-10-01..2025-10-19')

    Raises
    ------
    ValueError
        If the days are in the wrong order.
    """
    if start > end:
        raise ValueError(f"{start} is after {end}")
    whole = (period_of(start, unit) for unit in PeriodUnit)
    plain = Period(_checked(start), _checked(end), f"{start}{DAYS_MARK}{end}")
    return next((one for one in whole if (one.start, one.end) == (start, end)), plain)


def week_of(day: date) -> Period:
    """Give the week that a day falls in.

    >>> week_of(date(2024, 12, 30)).label
    '2025-W01'
    """
    return period_of(day, PeriodUnit.WEEK)


# --- one after another --------------------------------------------------------------------------------------------


def is_working_week(asked: Period) -> bool:
    """Tell whether days are a week from Monday to Saturday, as bulletins had it until June 2023.

    >>> [is_working_week(period(label)) for label in ("2021-05-17..2021-05-22", "2021-05-18..2021-05-23", "2021-W20")]
    [True, False, False]
    """
    return (asked.start.isoweekday(), asked.day_count) == (1, WORKING_DAYS)


def previous(asked: Period) -> Period:
    """Give the period before one: of the same unit, or for any days as many before them.

    Before a week from Monday to Saturday, as bulletins had it until June 2023, lies another such week.

    >>> [previous(period(label)).label for label in ("2025-W01", "2025-01", "2025-Q1", "2025")]
    ['2024-W52', '2024-12', '2024-Q4', '2024']
    >>> previous(period("2025-10-02..2025-10-04")).label
    '2025-09-29..2025-10-01'
    >>> previous(period("2021-05-17..2021-05-22")).label
    '2021-05-10..2021-05-15'
    """
    if is_working_week(asked):
        return days(asked.start - WEEK, asked.end - WEEK)
    if asked.unit is PeriodUnit.DAYS:
        return days(asked.start - asked.day_count * DAY, asked.start - DAY)
    return period_of(asked.start - DAY, asked.unit)


def following(asked: Period) -> Period:
    """Give the period after one.

    >>> [following(period(label)).label for label in ("2020-W53", "2024-02", "2024-Q4", "2024-02-01..2024-02-10")]
    ['2021-W01', '2024-03', '2025-Q1', '2024-02-11..2024-02-20']
    """
    if is_working_week(asked):
        return days(asked.start + WEEK, asked.end + WEEK)
    if asked.unit is PeriodUnit.DAYS:
        return days(asked.end + DAY, asked.end + asked.day_count * DAY)
    return period_of(asked.end + DAY, asked.unit)


def year_before(asked: Period) -> Period:
    """Give the same period of the year before: the week or month of the same number, the days of the same dates.

    A week 53 is compared with the last week of a year that has 52; 29 February with the 28th.

    >>> [year_before(period(label)).label for label in ("2025-W43", "2020-W53", "2025-10", "2025-Q4", "2025")]
    ['2024-W43', '2019-W52', '2024-10', '2024-Q4', '2024']
    >>> year_before(period("2024-02-10..2024-02-29")).label
    '2023-02-10..2023-02-28'
    >>> year_before(period("2022-05-16..2022-05-21")).label
    '2021-05-17..2021-05-22'
    """
    if is_working_week(asked):
        week = year_before(week_of(asked.start))
        return days(week.start, week.end - DAY)
    if asked.unit is PeriodUnit.WEEK:
        year, number, _ = asked.start.isocalendar()
        last = _week_of(date(year - 1, MONTHS_OF_YEAR, LAST_WEEKS_DAY))
        return min(week_of(last.start - WEEK * (last.start.isocalendar().week - number)), last)
    if asked.unit in {PeriodUnit.DAYS, PeriodUnit.DAY}:
        return days(_day_year_before(asked.start), _day_year_before(asked.end))
    return period_of(_day_year_before(asked.start), asked.unit)


def so_far(asked: Period, whole: Period, today: date) -> Period:
    """Cut a period to what compares with another that is not over: as many days from its start, today included.

    >>> so_far(period("2025-10"), period("2025-11"), today=date(2025, 11, 12)).label
    '2025-10-01..2025-10-12'
    >>> so_far(period("2025-10"), period("2025-11"), today=date(2025, 12, 1)).label
    '2025-10'
    """
    if today >= whole.end or today < whole.start:
        return asked
    return days(asked.start, min(asked.end, asked.start + (today - whole.start)))


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


def periods_between(unit: PeriodUnit, start: date, end: date) -> list[Period]:
    """Give the periods of a unit that days from one to another fall in, oldest first.

    >>> [one.label for one in periods_between(PeriodUnit.QUARTER, date(2024, 12, 31), date(2025, 4, 1))]
    ['2024-Q4', '2025-Q1', '2025-Q2']
    """
    found = [period_of(start, unit)]
    while found[-1].end < end:
        found.append(following(found[-1]))
    return found


# --- each unit ----------------------------------------------------------------------------------------------------


def _checked(day: date) -> date:
    if day.year not in YEARS:
        raise ValueError(f"{day} lies outside the years {YEARS[0]}–{YEARS[-1]}")
    return day


def _week(year: str, number: str) -> Period:
    monday = _checked(date.fromisocalendar(int(year), int(number), 1))
    return Period(monday, monday + 6 * DAY, f"{year}-W{number}")


def _week_of(day: date) -> Period:
    return _week(f"{day:%G}", f"{day:%V}")


def _months(first: date, count: int, label: str) -> Period:
    """Give so many whole months."""
    place = first.month - 1 + count
    after = date(first.year + place // MONTHS_OF_YEAR, place % MONTHS_OF_YEAR + 1, 1)
    return Period(first, after - DAY, label)


def _month_of(day: date) -> Period:
    return _months(day.replace(day=1), 1, f"{day:%Y-%m}")


def _quarter_of(day: date) -> Period:
    number = (day.month - 1) // MONTHS_OF_QUARTER
    first = date(day.year, number * MONTHS_OF_QUARTER + 1, 1)
    return _months(first, MONTHS_OF_QUARTER, f"{day.year}-Q{number + 1}")


def _year_of(day: date) -> Period:
    return _months(date(day.year, 1, 1), MONTHS_OF_YEAR, f"{day.year}")


def _day_of(day: date) -> Period:
    return Period(day, day, day.isoformat())


def _day_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return _checked(day.replace(year=day.year - 1, day=28 if is_leap_day else day.day))


def _first_day(year: str, month: int) -> date:
    return _checked(date(int(year), month, 1))


_OF_DAY: Mapping[PeriodUnit, Callable[[date], Period]] = MappingProxyType(
    {
        PeriodUnit.DAY: _day_of,
        PeriodUnit.WEEK: _week_of,
        PeriodUnit.MONTH: _month_of,
        PeriodUnit.QUARTER: _quarter_of,
        PeriodUnit.YEAR: _year_of,
        PeriodUnit.DAYS: _day_of,
    }
)
_PARSED: Mapping[PeriodUnit, Callable[..., Period]] = MappingProxyType(
    {
        PeriodUnit.WEEK: _week,
        PeriodUnit.MONTH: lambda year, month: _month_of(_first_day(year, int(month))),
        PeriodUnit.QUARTER: lambda year, number: _quarter_of(_first_day(year, int(number) * MONTHS_OF_QUARTER)),
        PeriodUnit.YEAR: lambda year: _year_of(_first_day(year, 1)),
        PeriodUnit.DAY: lambda day: _day_of(_checked(date.fromisoformat(day))),
        PeriodUnit.DAYS: lambda first, last: days(date.fromisoformat(first), date.fromisoformat(last)),
    }
)
