"""The table of issued reports: what was frozen, when and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select
from sqlalchemy.orm import Session

from gis.codelists import ReportKind
from gis.periods import Period
from service.ledger.flow import take_turn
from service.reports.content import Content, Subject, as_json, checksum, from_json
from service.reports.scope import Scope
from service.tables import person, report


@dataclass(frozen=True, kw_only=True)
class Issued:
    """An issued report, apart from what it says.

    Attributes
    ----------
    number
        Counts all reports of the installation.
    revision
        Counts the reports on one period, from 1.
    """

    id: UUID
    number: int
    subject: Subject
    revision: int
    revision_reason: str | None
    as_known_at: datetime
    checksum: str
    issued_at: datetime
    issued_by: str


def store(session: Session, content: Content, *, issued_by_id: UUID, revision_reason: str | None) -> Issued:
    """Store a report as the next revision on its period, in the ledger's turn: one report is issued at a time.

    Who asks what was issued by an instant, waits for an issue on its way as for a change of records.
    """
    take_turn(session)
    last = last_issued(session, content.subject)
    values = {
        "kind": content.kind,
        "period": content.period.label,
        "period_from": content.period.start,
        "period_to": content.period.end,
        "scope": content.scope.stored,
        "account": content.account,
        "as_known_at": content.as_known_at,
        "revision": last.revision + 1 if last else 1,
        "revision_reason": revision_reason,
        "content": as_json(content),
        "checksum": checksum(content),
        "issued_by_id": issued_by_id,
    }
    report_id = session.execute(insert(report).values(values).returning(report.c.id)).scalar_one()
    return _issued(session.execute(_reports().where(report.c.id == report_id)).one())


def issued(session: Session, report_id: UUID) -> Issued | None:
    """Give an issued report."""
    row = session.execute(_reports().where(report.c.id == report_id)).one_or_none()
    return _issued(row) if row else None


def frozen_content(session: Session, report_id: UUID) -> Content:
    """Give what an issued report froze."""
    return from_json(session.execute(select(report.c.content).where(report.c.id == report_id)).scalar_one())


def last_issued(session: Session, subject: Subject) -> Issued | None:
    """Give the last revision of a report."""
    return next(iter(issued_on(session, subject)), None)


def issued_on(session: Session, subject: Subject) -> Sequence[Issued]:
    """Give every revision of a report, the last first."""
    about = (
        report.c.kind == subject.kind,
        report.c.period == subject.period.label,
        report.c.scope == subject.scope.stored,
    )
    return [_issued(row) for row in session.execute(_reports().where(*about).order_by(report.c.revision.desc()))]


def issued_reports(session: Session, limit: int) -> Sequence[Issued]:
    """Give the issued reports, latest period and revision first."""
    order = (report.c.period_to.desc(), report.c.kind, report.c.revision.desc())
    return [_issued(row) for row in session.execute(_reports().order_by(*order).limit(limit))]


def _reports() -> Select[Any]:
    columns = [column for column in report.c if column is not report.c.content]
    return select(*columns, person.c.name.label("issued_by")).join(person, person.c.id == report.c.issued_by_id)


def _issued(row: Row[Any]) -> Issued:
    return Issued(
        id=row.id,
        number=row.number,
        subject=Subject(
            ReportKind(row.kind), Period(row.period_from, row.period_to, row.period), Scope.asked(**row.scope)
        ),
        revision=row.revision,
        revision_reason=row.revision_reason,
        as_known_at=row.as_known_at,
        checksum=row.checksum,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
    )
