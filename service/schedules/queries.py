"""What schedules ask of the database and tell it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gis.codelists import ReportKind
from gis.periods import PeriodUnit
from service.reports.scope import Scope
from service.schedules.schedule import Aim, Schedule, Terms
from service.tables import made_report, person, report_schedule, report_schedule_version

VERSION = report_schedule_version.c


def add_schedule(session: Session, aim: Aim, *, is_default: bool = False) -> UUID | None:
    """Add a schedule, and give its id; nothing where a default one of the kind is there."""
    values = {"kind": aim.kind, "period_unit": aim.unit, "scope": aim.scope.stored, "is_default": is_default}
    added = insert(report_schedule).values(values).on_conflict_do_nothing().returning(report_schedule.c.id)
    schedule_id: UUID | None = session.scalar(added)
    return schedule_id


def add_version(session: Session, schedule_id: UUID, terms: Terms, *, number: int, told_by_id: UUID | None) -> bool:
    """Add a version of a schedule, and tell whether nobody else added one of that number before."""
    stored = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(terms).items()}
    values = stored | {"schedule_id": schedule_id, "number": number, "told_by_id": told_by_id}
    added = insert(report_schedule_version).values(values).on_conflict_do_nothing().returning(VERSION.number)
    return session.scalar(added) is not None


def schedules(session: Session) -> list[Schedule]:
    """Give every schedule as it holds now, the first made first."""
    return [_schedule(row) for row in session.execute(_schedules().order_by(report_schedule.c.created_at))]


def schedule(session: Session, schedule_id: UUID) -> Schedule | None:
    """Give a schedule as it holds now."""
    row = session.execute(_schedules().where(report_schedule.c.id == schedule_id)).one_or_none()
    return _schedule(row) if row else None


def versions(session: Session, schedule_id: UUID) -> Sequence[Row[Any]]:
    """Give who changed a schedule and when, the last first."""
    told = select(
        VERSION.number, VERSION.told_at, VERSION.is_paused, VERSION.is_removed, person.c.name.label("told_by")
    )
    of_schedule = told.outerjoin(person, person.c.id == VERSION.told_by_id).where(VERSION.schedule_id == schedule_id)
    return list(session.execute(of_schedule.order_by(VERSION.number.desc())))


def issuer_name(session: Session, schedule: Schedule) -> str | None:
    """Give the name of who reports are issued for by themselves."""
    name: str | None = session.scalar(select(person.c.name).where(person.c.id == schedule.terms.issuer_id))
    return name


def last_due(session: Session, schedule_id: UUID) -> datetime | None:
    """Give when the last report that a schedule made was due."""
    of_schedule = made_report.c.schedule_id == schedule_id
    due_at: datetime | None = session.scalar(select(func.max(made_report.c.due_at)).where(of_schedule))
    return due_at


def _schedules() -> Select[Any]:
    earlier = report_schedule_version.alias()
    last = select(func.max(earlier.c.number)).where(earlier.c.schedule_id == VERSION.schedule_id).scalar_subquery()
    joined = report_schedule.join(report_schedule_version, VERSION.schedule_id == report_schedule.c.id)
    told = joined.outerjoin(person, person.c.id == VERSION.told_by_id)
    columns = (report_schedule, report_schedule_version, person.c.name.label("told_by"))
    return select(*columns).select_from(told).where(VERSION.number == last)


def _schedule(row: Row[Any]) -> Schedule:
    aim = Aim(kind=ReportKind(row.kind), unit=PeriodUnit(row.period_unit), scope=Scope.asked(**row.scope))
    terms = Terms(
        days_after=row.days_after,
        local_time=row.local_time,
        time_zone=row.time_zone,
        due_after=row.due_after,
        is_paused=row.is_paused,
        makes_up_all=row.makes_up_all,
        issuer_id=row.issuer_id,
        languages=tuple(row.languages),
        formats=tuple(row.formats),
        recipients=tuple(row.recipients),
        draft_recipients=tuple(row.draft_recipients),
        is_removed=row.is_removed,
    )
    return Schedule(id=row.id, aim=aim, terms=terms, number=row.number, told_by=row.told_by, told_at=row.told_at)
