"""The table of what schedules made: one row for each period that was due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gis.codelists import MadeState, ReportKind
from gis.periods import Period
from service.reports.content import Subject, Words
from service.reports.scope import Scope
from service.tables import made_report, person, report, report_schedule

MADE = made_report.c
FOLLOWED = [MadeState.DRAFT, MadeState.FAILED, MadeState.ISSUED]
"""What a person may issue, or issue again; what was dismissed is followed no further."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a schedule made of a period.

    Attributes
    ----------
    why
        Why it is not issued, or could not be made.
    as_known_at
        The state of knowledge that a draft is taken from.
    report_id
        As which it was issued.
    """

    id: UUID
    schedule_id: UUID
    subject: Subject
    due_at: datetime
    state: MadeState
    why: Words | None
    as_known_at: datetime | None
    made_at: datetime | None
    report_id: UUID | None
    settled_by: str | None
    settled_at: datetime | None


def add_due(session: Session, schedule_id: UUID, period: Period, *, due_at: datetime) -> UUID | None:
    """Say that the report of a period is due, and give its id; nothing where that was said before.

    Whoever else says so at the same time waits for the end of this transaction.
    """
    values = {
        "schedule_id": schedule_id,
        "period": period.label,
        "period_from": period.start,
        "period_to": period.end,
        "due_at": due_at,
        "state": MadeState.DUE,
    }
    added = insert(made_report).values(values).on_conflict_do_nothing().returning(MADE.id)
    made_id: UUID | None = session.scalar(added)
    return made_id


def made(session: Session, made_id: UUID, *, is_locked: bool = False) -> Made | None:
    """Give what was made, if it is there; locked, nobody else settles it meanwhile."""
    asked = _made().where(MADE.id == made_id)
    row = session.execute(asked.with_for_update(of=made_report) if is_locked else asked).one_or_none()
    return _told(row) if row else None


def made_of(session: Session, schedule_id: UUID, limit: int) -> list[Made]:
    """Give what a schedule made, the latest period first."""
    asked = _made().where(MADE.schedule_id == schedule_id).order_by(MADE.period_to.desc()).limit(limit)
    return [_told(row) for row in session.execute(asked)]


def made_on(session: Session, schedule_id: UUID, period: Period) -> Made | None:
    """Give what a schedule made of a period."""
    asked = _made().where(MADE.schedule_id == schedule_id, MADE.period == period.label)
    row = session.execute(asked).one_or_none()
    return _told(row) if row else None


def last_made(session: Session) -> dict[UUID, Made]:
    """Give what each schedule made last, by the id of the schedule."""
    last = select(func.max(MADE.period_to)).where(MADE.schedule_id == report_schedule.c.id)
    asked = _made().where(MADE.period_to == last.correlate(report_schedule).scalar_subquery())
    return {row.schedule_id: _told(row) for row in session.execute(asked)}


def drafts(session: Session) -> list[Made]:
    """Give the drafts that wait for a person, the latest period first."""
    asked = _made().where(MADE.state == MadeState.DRAFT).order_by(MADE.period_to.desc(), MADE.due_at)
    return [_told(row) for row in session.execute(asked)]


def settle(session: Session, made_id: UUID, state: MadeState, **values: object) -> None:
    """Say what became of it; a reason is kept in both languages."""
    session.execute(update(made_report).where(MADE.id == made_id).values(state=state, **values))


def in_state(session: Session, state: MadeState) -> list[UUID]:
    """Give what is in a state, the first due first."""
    return list(session.scalars(select(MADE.id).where(MADE.state == state).order_by(MADE.due_at)))


def issued_meanwhile(session: Session) -> list[Made]:
    """Give what a person issued, or issued again; another worker passes it by until this transaction ends."""
    earlier = report.alias()
    known = select(earlier.c.revision).where(earlier.c.id == MADE.report_id).correlate(made_report).scalar_subquery()
    same = (report.c.kind == report_schedule.c.kind, report.c.scope == report_schedule.c.scope)
    is_issued = exists().where(*same, report.c.period == MADE.period, report.c.revision > func.coalesce(known, 0))
    asked = _made().where(MADE.state.in_(FOLLOWED), is_issued)
    rows = session.execute(asked.with_for_update(of=made_report, skip_locked=True)).all()
    return [_told(row) for row in rows]


def _made() -> Select[Any]:
    of_schedule = made_report.join(report_schedule, report_schedule.c.id == MADE.schedule_id)
    settled = of_schedule.outerjoin(person, person.c.id == MADE.settled_by_id)
    about = (report_schedule.c.kind, report_schedule.c.scope, person.c.name.label("settled_by"))
    return select(made_report, *about).select_from(settled)


def _told(row: Row[Any]) -> Made:
    period = Period(row.period_from, row.period_to, row.period)
    return Made(
        id=row.id,
        schedule_id=row.schedule_id,
        subject=Subject(ReportKind(row.kind), period, Scope.asked(**row.scope)),
        due_at=row.due_at,
        state=MadeState(row.state),
        why=Words(**row.why) if row.why else None,
        as_known_at=row.as_known_at,
        made_at=row.made_at,
        report_id=row.report_id,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
