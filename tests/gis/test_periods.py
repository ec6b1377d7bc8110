"""Periods: what their labels mean, and which comes before, after and a year earlier."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.codelists import Language
from gis.period_words import period_marks, period_name
from gis.periods import (
    Period,
    PeriodUnit,
    days,
    following,
    period,
    period_of,
    periods_between,
    previous,
    so_far,
    year_before,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
UNITS = st.sampled_from([unit for unit in PeriodUnit if unit is not PeriodUnit.DAYS])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Draw a period of any unit, or any days in a row."""
    first = draw(DAYS)
    if draw(st.booleans()):
        return period_of(first, draw(UNITS))
    return days(first, first + timedelta(days=draw(st.integers(0, 800))))


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2025-W43", "2025-10-20", "2025-10-26"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("2025-10", "2025-10-01", "2025-10-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-10-19", "2025-10-19", "2025-10-19"),
        (" 2025-10-01..2025-10-19 ", "2025-10-01", "2025-10-19"),
    ],
)
def test_a_label_says_which_days(label: str, first: str, last: str) -> None:
    asked = period(label)
    assert (asked.start.isoformat(), asked.end.isoformat()) == (first, last)


def test_the_weeks_of_old_bulletins_are_days_of_their_own_and_no_iso_weeks() -> None:
    old = period("2021-05-17..2021-05-22")
    assert (old.label, old.unit, old.day_count) == ("2021-05-17..2021-05-22", PeriodUnit.DAYS, 6)
    assert period_name(old, "az") == "17.05.2021–22.05.2021"
    # Beside a week from Monday to Saturday stand such weeks, not the six days before it.
    assert (previous(old).label, following(old).label) == ("2021-05-10..2021-05-15", "2021-05-24..2021-05-29")
    assert year_before(old).label == "2020-05-11..2020-05-16"  # the Saturday of 2020-W20


@pytest.mark.parametrize(
    "label",
    [
        "",
        "W43",
        "2025-W53",
        "2025-W00",
        "2025-13",
        "2025-Q5",
        "2025-02-29",
        "25",
        "2025-10-19..2025-10-01",
        "0001",
        "oct",
    ],
)
def test_what_is_no_period_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        period(label)


@given(periods())
def test_a_label_is_read_as_it_is_written(asked: Period) -> None:
    assert period(asked.label) == asked
    assert asked.unit is period(asked.label).unit


@given(periods())
def test_the_period_before_ends_the_day_before_and_the_one_after_starts_the_day_after(asked: Period) -> None:
    assert previous(asked).end == asked.start - timedelta(days=1)
    assert following(asked).start == asked.end + timedelta(days=1)
    if asked.unit is not PeriodUnit.DAYS:
        assert following(previous(asked)) == asked


@given(DAYS, UNITS)
def test_a_year_before_is_the_same_unit_about_a_year_earlier(day: date, unit: PeriodUnit) -> None:
    asked, earlier = period_of(day, unit), year_before(period_of(day, unit))
    assert earlier.unit is unit
    assert 357 <= (asked.start - earlier.start).days <= 372


@given(DAYS, UNITS, st.integers(0, 1000))
def test_periods_between_two_days_follow_without_gap_or_overlap(day: date, unit: PeriodUnit, day_count: int) -> None:
    end = day + timedelta(days=day_count)
    found = periods_between(unit, day, end)
    assert found[0].start <= day <= found[0].end
    assert found[-1].start <= end <= found[-1].end
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("label", "earlier"), [("2026-W53", "2025-W52"), ("2027-W01", "2026-W01"), ("2025-02", "2024-02")]
)
def test_a_week_53_is_compared_with_the_last_week_of_the_year_before(label: str, earlier: str) -> None:
    assert year_before(period(label)).label == earlier


@pytest.mark.parametrize(
    ("other", "whole", "today", "compared"),
    [
        ("2026-W46", "2026-W47", date(2026, 11, 18), "2026-11-09..2026-11-11"),
        ("2026-W46", "2026-W47", date(2026, 11, 22), "2026-W46"),
        ("2025", "2026", date(2026, 11, 21), "2025-01-01..2025-11-21"),
        ("2026-02", "2026-03", date(2026, 3, 30), "2026-02"),
        ("2026-10", "2026-11", date(2026, 10, 1), "2026-10"),
    ],
)
def test_a_period_that_is_not_over_is_compared_with_as_many_days(
    other: str, whole: str, today: date, compared: str
) -> None:
    assert so_far(period(other), period(whole), today).label == compared


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "en",
            ["Week 1, 30 December 2024 – 5 January 2025", "February 2025", "January–March 2025", "2025", "1 May 2025"],
        ),
        ("az", ["Həftə 1, 30.12.2024–05.01.2025", "Fevral 2025", "Yanvar–mart 2025", "2025", "01.05.2025"]),
    ],
)
def test_periods_have_names_in_both_languages(language: Language, names: list[str]) -> None:
    labels = ("2025-W01", "2025-02", "2025-Q1", "2025", "2025-05-01")
    assert [period_name(period(label), language) for label in labels] == names


def test_the_marks_below_a_chart_are_short_in_both_languages() -> None:
    assert period_marks(period("2025-W43"), "az") == ("W43", "20.10")
    assert period_marks(period("2025-09"), "az") == ("sen", "2025")
