from datetime import date

import pytest

from seeds.made_up.season import day_length, last_complete_week, work_probability


@pytest.mark.parametrize(
    ("made_on", "last_day"),
    [
        (date(2026, 11, 15), date(2026, 11, 8)),  # a Sunday: its week is not over
        (date(2026, 11, 16), date(2026, 11, 15)),
        (date(2026, 11, 21), date(2026, 11, 15)),
    ],
)
def test_the_last_complete_week_ends_on_the_sunday_before(made_on: date, last_day: date) -> None:
    assert last_complete_week(made_on).last_day == last_day


def test_a_period_is_104_whole_weeks() -> None:
    period = last_complete_week(date(2026, 11, 21))

    assert period.first_day.isoweekday() == 1
    assert (period.last_day - period.first_day).days == 104 * 7 - 1


def test_nobody_works_on_sundays_and_holidays() -> None:
    assert work_probability(date(2026, 11, 15)) == 0
    assert work_probability(date(2026, 3, 20)) == 0
    assert work_probability(date(2026, 11, 12)) > 0.9


def test_winter_days_are_fewer_and_shorter() -> None:
    assert work_probability(date(2026, 1, 14)) < work_probability(date(2026, 7, 15))
    assert day_length(date(2026, 1, 14)) < day_length(date(2026, 7, 15))
