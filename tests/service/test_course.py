"""One answer holds what is asked of many periods: each is added up from it as if it had been asked by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis.periods import Period, PeriodUnit, period
from service.ledger.known import known_at
from service.progress.course import Course
from service.progress.queries import course, progress
from service.progress.questions import Dimension, Progress, ProgressQuestion
from tests.service.records import approve, square

SINCE = ProgressQuestion(start=date(2024, 11, 13), end=date(2025, 3, 31), by=(Dimension.METHOD,))
"""Begins on a Wednesday in the middle of a month."""
MINES = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": "2024-01-06"}
DAYS = ("2024-11-12", "2024-11-13", "2024-11-30", "2024-12-30", "2025-01-01", "2025-01-05", "2025-02-28", "2025-03-31")
UNITS = (PeriodUnit.WEEK, PeriodUnit.MONTH)


def approve_days(session: Session) -> None:
    """Approve a release on each of the days, half of its square outside the hazardous area, and one without outline."""
    approve(
        session,
        districts=[
            {"code": code, "name_en": code, "name_az": code, "geometry": square(x, -1, width=9, height=9)}
            for code, x in (("AGM", -1), ("FUZ", 8))
        ],
    )
    approve(session, hazardous_areas=[{"code": "HA-1", "geometry": square(0, 0, width=16, height=0.5), **MINES}])
    drawn = [
        {"code": f"RA-{place}", "effective_date": day, "geometry": square(2 * place, 0)}
        | {"release_method": ("cleared", "reduced")[place % 2]}
        for place, day in enumerate(DAYS)
    ]
    told = {"effective_date": "2025-01-02", "release_method": "cancelled", "area_reported_m2": 5_000}
    approve(session, release_areas=[*drawn, {"code": "RA-T", **told}])


def by_unit(session: Session, unit: PeriodUnit) -> Course:
    return course(session, replace(SINCE, by=(Dimension(unit), Dimension.METHOD)))


def asked(session: Session, of: Period, by: Sequence[Dimension]) -> Progress:
    return progress(session, replace(SINCE, start=of.start, end=of.end, by=tuple(by)))


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        (PeriodUnit.WEEK, "2025-W01"),
        (PeriodUnit.WEEK, "2025-W05"),
        (PeriodUnit.WEEK, "2024-12-30..2025-03-02"),
        (PeriodUnit.WEEK, "2024-11-13..2025-03-31"),
        (PeriodUnit.MONTH, "2024-12"),
        (PeriodUnit.MONTH, "2025-Q1"),
        (PeriodUnit.MONTH, "2024-11-13..2025-03-31"),
    ],
)
def test_a_period_of_whole_units_is_as_if_it_were_asked_by_itself(
    session: Session, unit: PeriodUnit, label: str
) -> None:
    approve_days(session)
    since, of = by_unit(session, unit), period(label)
    for by in ((Dimension.METHOD,), (Dimension(unit), Dimension.METHOD)):
        assert since.has(of, unit)
        assert since.within(of, unit, by).progress == asked(session, of, by)


def test_the_first_week_of_a_year_holds_the_work_of_its_days(session: Session) -> None:
    approve_days(session)
    told = by_unit(session, PeriodUnit.WEEK).within(period("2025-W01"), PeriodUnit.WEEK, (Dimension.METHOD,)).progress
    assert [row["method"] for row in told.rows] == ["cleared", "reduced"]  # of 1 January; of 30 December and 5 January
    assert [round(float(row["area_m2"] or 0), -2) for row in told.rows] == [9_500, 19_100]
    assert told.released_outside_m2 == pytest.approx(told.total_m2 / 2, rel=1e-4)
    assert told.area_without_geometry_m2 == 5_000


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "label", ["2024-11", "2024-W46", "2025-01-01..2025-01-04", "2025-W14", "2025-04", "2025-03-31..2025-04-06"]
)
def test_a_period_that_is_cut_or_not_asked_about_is_not_told(session: Session, unit: PeriodUnit, label: str) -> None:
    assert not by_unit(session, unit).has(period(label), unit)


def test_who_asks_of_the_ledger_has_each_statement_planned_for_its_own_days(session: Session) -> None:
    def mode() -> str:
        return str(session.execute(text("show plan_cache_mode")).scalar_one())

    assert mode() == "auto"
    known_at(session, None)
    assert mode() == "force_custom_plan"
