"""Ground by who worked on it: what the ledger says was released, and what was reported without geometry.

Weeks that are cut at the ends of months are added up already, by the organisation and the task that releases state;
they make up weeks, months, quarters and years. Only of the days before and after them entries are looked at.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Numeric, Select, Subquery, case, cast, column, func, literal_column, select, table, union_all
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE
from sqlalchemy.types import Text

from gis.codelists import Account, LedgerCause
from service.progress.questions import Dimension, ProgressQuestion
from service.progress.totals import as_known
from service.tables import IDENTITIES, LISTS, VERSIONS, ledger_entry, ledger_work

OF_RECORDS = frozenset({Dimension.ORGANISATION, Dimension.PROJECT_PHASE, Dimension.TASK})
"""Dimensions that only the records say; all others stand in the ledger's totals."""
OF_GROUND = ("account", "cause", "district_id", "release_method", "contamination_class")
"""What the ledger says of ground, besides its day, its types and its square metres."""
DAYS_OF_WEEK = 7

organisation, project_phase, task = (IDENTITIES[name] for name in ("organisations", "project_phases", "tasks"))
release_version, task_version = VERSIONS["release_areas"], VERSIONS["tasks"]
target = LISTS["release_areas", "target_types"]
account_release = table(
    "account_release",
    *map(column, ("account", "effective_date", "release_method", "district_id", "organisation_id", "task_id")),
    *map(column, ("area_reported_m2", "ground")),
    column("target_types", ARRAY(Text)),
    column("recorded", TSTZRANGE),
)


def asks_records(question: ProgressQuestion) -> bool:
    """Tell whether only the records say what is asked for."""
    is_of_some = question.organisation_codes is not None or question.project_codes is not None
    return is_of_some or bool(OF_RECORDS & set(question.by))


def worked(question: ProgressQuestion, at: datetime) -> Subquery:
    """Give the released ground of a period, with its `types`; whole weeks stand on the first of their days."""
    if Dimension.DAY in question.by:
        parts = [_entries(question, at, (question.start, question.end))]
    else:
        parts = [_weeks(question, at), *(_entries(question, at, days) for days in _days_apart(question))]
    return _told(union_all(*parts).subquery(), question, at)


def without_geometry(question: ProgressQuestion, at: datetime) -> Subquery:
    """Give the square metres that were reported without geometry; the class is given as the types searched for."""
    report = account_release.c
    rows = select(
        *(report[name] for name in ("account", "district_id", "release_method", "effective_date")),
        *(report[name] for name in ("organisation_id", "task_id")),
        func.coalesce(report.target_types, literal_column("'{}'::text[]")).label("contamination_class"),
        report.target_types.label("types"),
        cast(report.area_reported_m2, Numeric).label("area_m2"),
    )
    return _told(rows.where(report.ground.is_(None), report.recorded.contains(at)).subquery(), question, at)


def _told(rows: Subquery, question: ProgressQuestion, at: datetime) -> Subquery:
    """Add who worked, where that is asked for; what states no organisation is its task's."""
    if not asks_records(question):
        return rows
    known = task_version.c
    joined = (
        rows.outerjoin(task, task.c.id == rows.c.task_id)
        .outerjoin(task_version, (known.task_id == task.c.id) & known.recorded.contains(at))
        .outerjoin(project_phase, project_phase.c.id == known.project_phase_id)
        .outerjoin(organisation, organisation.c.id == func.coalesce(rows.c.organisation_id, known.organisation_id))
    )
    named = {"organisation": organisation, "project_phase": project_phase, "task": task}
    words = [identity.c.code.label(name) for name, identity in named.items()]
    return select(rows, *words).select_from(joined).subquery()


def _weeks(question: ProgressQuestion, at: datetime) -> Select[Any]:
    """Give the weeks, cut at the ends of months, that lie wholly in a period."""
    week, end = as_known(ledger_work, at).c, question.end
    is_before_end = week.first_day <= end if end == _last_of(end) else week.first_day < _first_of(end)
    columns = [*(week[name] for name in OF_GROUND), week.organisation_id, week.task_id, week.types, week.area_m2]
    rows = select(*columns, week.first_day.label("effective_date"))
    return rows.where(week.account == question.account, week.first_day >= question.start, is_before_end)


def _entries(question: ProgressQuestion, at: datetime, days: tuple[date, date]) -> Select[Any]:
    """Give the entries from a day to a day, both included, with what their releases state."""
    entry, version = as_known(ledger_entry, at), release_version.c
    searched = select(func.array_agg(target.c.target_type)).where(target.c.version_id == version.id)
    types_searched = searched.correlate(release_version).scalar_subquery()
    rows = select(
        *(entry.c[name] for name in OF_GROUND),
        version.organisation_id,
        version.task_id,
        case((entry.c.cause == LedgerCause.RELEASED_OUTSIDE, types_searched), else_=entry.c.types_before).label(
            "types"
        ),
        cast(entry.c.area_m2, Numeric).label("area_m2"),
        entry.c.effective_date,
    )
    is_its = (version.release_area_id == entry.c.release_area_id) & version.recorded.contains(at)
    if question.account == Account.OPERATIONAL:  # by the day of work, so that only a few versions are looked at
        is_its &= version.effective_date.between(*days)
    joined = rows.select_from(entry.join(release_version, is_its))
    return joined.where(entry.c.account == question.account, entry.c.effective_date.between(*days))


def _days_apart(question: ProgressQuestion) -> list[tuple[date, date]]:
    """Give first and last of the days of a period that are of no whole week of it."""
    start, end = question.start, question.end
    head = {(start, min(_last_of(start), end))} if start != _first_of(start) else set()
    tail = {(max(_first_of(end), start), end)} if end != _last_of(end) else set()
    return sorted(head | tail)


def _first_of(day: date) -> date:
    """Give the first of the days of its week in its month."""
    return max(day.replace(day=1), day - timedelta(days=day.weekday()))


def _last_of(day: date) -> date:
    """Give the last of the days of its week in its month."""
    left = monthrange(day.year, day.month)[1] - day.day
    return day + timedelta(days=min(left, DAYS_OF_WEEK - day.isoweekday()))
