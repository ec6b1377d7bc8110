"""What is approved of the teams, days, tasks and areas that a file reports on."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from gis.checks import Surroundings
from gis.checks.surroundings import DAY_REPORT_COLUMNS, TASK_SUM_COLUMNS, TEAM_DAY_COLUMNS, none_of
from service import sql

BEFORE, AFTER = timedelta(days=365), timedelta(days=31)
"""How long before and after the days of a file a team's work is looked at."""


def with_reported(session: Session, releases: pd.DataFrame, around: Surroundings) -> Surroundings:
    """Add what is approved beside the releases of a file: `team_days`, `day_reports`, `task_sums`."""
    # As the lines of one text, which no code can break: an array of a million takes the driver hundreds of megabytes.
    codes = "\n".join(releases["code"].dropna())
    return replace(
        around,
        team_days=_team_days(session, releases, codes),
        day_reports=_day_reports(session, releases, codes),
        task_sums=_task_sums(session, releases, codes),
    )


def last_work_on(session: Session, codes: Collection[str]) -> dict[str, date]:
    """Give the last day of approved work on hazardous areas, by code; those without any are left out."""
    rows = session.execute(sql.statement("reported_hazards"), {"codes": list(codes)})
    return {row.code: row.last_work_on for row in rows}


def _team_days(session: Session, releases: pd.DataFrame, codes: str) -> pd.DataFrame:
    teams = _distinct(releases, "organisation", "reported_by")
    teams = teams[teams.notna().any(axis=1)]
    if teams.empty:
        return none_of(TEAM_DAY_COLUMNS)
    days = releases["effective_date"].dropna()
    values = {
        "organisations": _texts(teams["organisation"]),
        "teams": _texts(teams["reported_by"]),
        "from_on": min(days, default=date.max) - BEFORE,
        "to_on": min(max(days, default=date.min), date.max - AFTER) + AFTER,
        "codes": codes,
    }
    return _frame(session, "reported_team_days", values, columns=TEAM_DAY_COLUMNS)


def _day_reports(session: Session, releases: pd.DataFrame, codes: str) -> pd.DataFrame:
    days = _distinct(releases, "task_code", "reported_by", "effective_date").dropna()
    if days.empty:
        return none_of(DAY_REPORT_COLUMNS)
    values = {
        "tasks": days["task_code"].tolist(),
        "teams": days["reported_by"].tolist(),
        "days": days["effective_date"].tolist(),
        "codes": codes,
    }
    return _frame(session, "reported_days", values, columns=DAY_REPORT_COLUMNS)


def _task_sums(session: Session, releases: pd.DataFrame, codes: str) -> pd.DataFrame:
    tasks = _distinct(releases, "task_code").dropna()
    if tasks.empty:
        return none_of(TASK_SUM_COLUMNS)
    values = {"tasks": tasks["task_code"].tolist(), "codes": codes}
    return _frame(session, "reported_tasks", values, columns=TASK_SUM_COLUMNS)


def _distinct(releases: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Give the different values that fields have together; a field that nobody filled is no column of the file."""
    return releases.reindex(columns=list(names)).astype(object).drop_duplicates()


def _texts(column: "pd.Series[Any]") -> list[str | None]:
    return [None if pd.isna(text) else text for text in column]


def _frame(session: Session, statement: str, values: dict[str, Any], *, columns: Iterable[str]) -> pd.DataFrame:
    rows = session.execute(sql.statement(statement), values).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns), dtype=object)
