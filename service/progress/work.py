"""Ground by who worked on it: what the ledger says was released, and what was reported without geometry.

Weeks that are cut at the ends of months are added up already, by the organisation and the task that releases state;
they make up weeks, months, quarters and years. Only of the days before and after them entries are looked at.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Select,
    Subquery,
    any_,
    case,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    union_all,
)
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
OF_TASKS = frozenset({Dimension.ORGANISATION, Dimension.PROJECT_PHASE})
"""Those of them that may be the task's, as it was known."""
DAYS_OF_WEEK = 7

organisation, project = IDENTITIES["organisations"], IDENTITIES["projects"]
release_version, task_version, phase_version = (VERSIONS[name] for name in ("release_areas", "tasks", "project_phases"))
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
    """Leave out the work of others, and add what only tasks say; what states no organisation is its task's."""
    told = union_all(*_asked(rows, question, at)).subquery()
    if not OF_TASKS & set(question.by):
        return told
    its_task = as_known(task_version, at).alias("its_task")
    organisation_id = func.coalesce(told.c.organisation_id, its_task.c.organisation_id).label("organisation_id")
    columns = (organisation_id if column.name == "organisation_id" else column for column in told.c)
    joined = told.outerjoin(its_task, its_task.c.task_id == told.c.task_id)
    return select(*columns, its_task.c.project_phase_id).select_from(joined).subquery()


def _asked(rows: Subquery, question: ProgressQuestion, at: datetime) -> Iterator[Select[Any]]:
    """Select the work that is asked about, what states whose it is and what is its task's apart: each has its index."""
    known, asked = task_version.c, select(rows)
    of_tasks = select(known.task_id).where(known.recorded.contains(at))
    if question.project_codes is not None:
        phase, ids = phase_version.c, select(project.c.id).where(project.c.code.in_(question.project_codes))
        phases = select(phase.project_phase_id).where(phase.project_id.in_(ids), phase.recorded.contains(at))
        asked = asked.where(is_any(rows.c.task_id, of_tasks.where(known.project_phase_id.in_(phases))))
    if question.organisation_codes is None:
        yield asked
        return
    coded = select(organisation.c.id).where
    theirs = [coded(organisation.c.code == code).scalar_subquery() for code in question.organisation_codes]
    yield asked.where(or_(*(rows.c.organisation_id == id_ for id_ in theirs)))
    is_of_their_task = is_any(rows.c.task_id, of_tasks.where(known.organisation_id.in_(theirs)))
    yield asked.where(rows.c.organisation_id.is_(None), is_of_their_task)


def is_any(value: ColumnElement[Any], ids: Select[Any]) -> ColumnElement[bool]:
    """Say of a value that it is any of those that are looked up once, so that its index finds the rows that have it."""
    return value == any_(func.array(ids.scalar_subquery()))


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
