"""Days and tasks whose reports do not agree."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from gis.checks import Surroundings
from gis.checks.surroundings import DAY_REPORT_COLUMNS, TASK_SUM_COLUMNS, TEAM_DAY_COLUMNS
from tests.gis.breaking.case import Case, Feature, around, collection, release, square

Rows = Sequence[tuple[Any, ...]]
DAY = date(2025, 10, 20)
TEAM = {"organisation": "OP", "reported_by": "Team 4"}
SAME = {**TEAM, "task_code": "T-1"}
# A square of 0.001 degrees at 39.95 N has 9,488 m².


def beside(team_days: Rows = (), day_reports: Rows = (), task_sums: Rows = ()) -> Surroundings:
    """Give what is approved of teams, days and tasks."""
    return replace(
        around(),
        team_days=pd.DataFrame(team_days, columns=TEAM_DAY_COLUMNS, dtype=object),
        day_reports=pd.DataFrame(day_reports, columns=DAY_REPORT_COLUMNS, dtype=object),
        task_sums=pd.DataFrame(task_sums, columns=TASK_SUM_COLUMNS, dtype=object),
    )


def days(count: int, day_m2: float) -> Rows:
    """Give the same m² of the team on so many days before."""
    return [("OP", "Team 4", DAY - timedelta(days=number + 1), day_m2) for number in range(count)]


def number(**properties: object) -> Feature:
    """Give a day of the team that is told by its m² alone."""
    return release(None, geometry_source="none", area_reported_m2=500, **TEAM, **properties)


def of_team(kind: str, breaking: Feature, near: Feature, *, says: str = "", **known: Rows) -> Case:
    return Case(
        kind=kind, breaking=collection(breaking), near=collection(near), says=says, surroundings=beside(**known)
    )


def of_file(kind: str, breaking: list[Feature], near: list[Feature], says: str = "") -> Case:
    return Case(kind=kind, breaking=collection(*breaking), near=collection(*near), says=says, surroundings=beside())


def sums(kind: str, breaking: tuple[Any, ...], near: tuple[Any, ...], says: str = "") -> Case:
    """Show a kind on a release of 9,488 m² of a task, by what is approved of the task."""
    known = beside(task_sums=[("T-1", *breaking), ("T-2", *near)])
    return Case(
        kind=kind,
        breaking=collection(release(task_code="T-1")),
        near=collection(release(task_code="T-2")),
        says=says,
        surroundings=known,
    )


def week(*figures_m2: float, team: Mapping[str, str] = TEAM) -> list[Feature]:
    """Give days in a row with these m²."""
    return [
        release(
            None,
            code=f"RA-{position}",
            effective_date=str(DAY + timedelta(days=position)),
            geometry_source="none",
            area_reported_m2=figure_m2,
            **team,
        )
        for position, figure_m2 in enumerate(figures_m2)
    ]


CASES = (
    of_file(
        "day-reported-twice",
        [release(**SAME), release(square(46.952), code="RA-2", **SAME)],
        [release(**SAME), release(square(46.952), code="RA-2", shift="2", **SAME)],
        says="RA-1 reports the same day already: 20 October 2025, task T-1, team Team 4",
    ),
    of_file(
        "day-reported-twice",
        [release(**SAME), release(square(46.952), code="RA-2", **SAME)],
        [
            release(**SAME),
            release(square(46.952), code="RA-2", **{**SAME, "asset": ["mdd"]}),
            release(square(46.954), code="RA-3", **{**SAME, "task_code": "T-2"}),
            release(square(46.956), code="RA-4", **{**SAME, "reported_by": None}),
            release(square(46.958), code="RA-5", **{**SAME, "reported_by": None}),
            release(square(46.960), code="RA-6", basis="certified", accepted_on="2025-11-01", **SAME),
            release(square(46.962), code="RA-7", work_date_from="2025-10-19", **SAME),
        ],
    ),
    of_team(
        "day-reported-twice",
        release(**SAME),
        release(**{**SAME, "reported_by": "Team 5"}),
        day_reports=[("RA-0", "T-1", "OP", "Team 4", None, DAY, "cleared", ["manual"])],
    ),
    # Three times 3,000 m² are 9,000, three times 3,200 are 9,600.
    of_team(
        "day-large",
        release(**TEAM),
        release(square(size=0.00097), **TEAM),  # 8,927 m²
        says="Team 4 (OP) did 9,488 m² on 20 October 2025, 3.2 times its median of 3,000 m² a day",
        team_days=days(5, 3_000),
    ),
    of_team("day-large", release(**TEAM), release(**{**TEAM, "reported_by": "Team 5"}), team_days=days(4, 3_000)),
    of_file("day-large", week(100, 110, 100, 90, 301), week(100, 110, 100, 90, 300)),
    of_file("day-large", week(100, 110, 100, 90, 301), week(100, 110, 100, 301)),
    of_file(
        "day-large",
        week(100, 110, 100, 90, 301, team={"organisation": "OP"}),
        week(100, 110, 100, 90, 300, team={"organisation": "OP"}),
        says="OP did 301 m² on 24 October 2025",
    ),
    of_team(
        "days-identical",
        number(),
        number(effective_date="2025-10-21"),
        says="Team 4 (OP) reports 500 m² on each of 5 days in a row, 16 October 2025 to 20 October 2025",
        team_days=days(4, 500),
    ),
    of_file("days-identical", week(500, 500, 500, 500, 500), week(500, 500, 500, 500, 501)),
    of_file("days-identical", week(400, 500, 500, 500, 500, 500), week(500, 500, 400, 500, 500, 500)),
    # 9,488 m² in the file: 5.1 and 4.2 % below what is certified, then 20.9 and 19.6 %.
    sums(
        "completion-differs",
        (0, 10_000, None, True),
        (0, 9_900, None, True),
        says="the days of task T-1 add up to 9,488 m², its completion says 10,000 m² (5.1 % apart)",
    ),
    sums("completion-differs", (520, 9_000, None, True), (520, 10_000, None, True)),
    sums(
        "completion-differs-widely", (0, 12_000, None, True), (0, 11_800, None, True), says="21 % apart, more than 20 %"
    ),
    sums("completion-differs-widely", (0, 12_000, None, True), (0, 12_000, None, False)),
    sums(
        "task-over-plan",
        (0, 0, 9_000, False),
        (0, 0, 9_100, False),
        says="9,488 m² are reported for task T-1, 105 % of the planned 9,000 m²",
    ),
    sums("task-over-plan", (600, 0, 9_600, False), (500, 0, 9_600, False)),
)
