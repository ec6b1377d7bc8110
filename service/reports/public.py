"""The bulletins that anybody may read: of each report that is public the last revision."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service.reports.content import Subject
from service.reports.issued import Issued, as_issued, every_report, issued_on
from service.reports.kinds import KINDS
from service.tables import report


def public_reports(session: Session, *, limit: int, offset: int = 0) -> Sequence[Issued]:
    """Give bulletins, the latest period first, and of those that end on one day the last issued."""
    asked = every_report().where(*_public()).order_by(report.c.period_to.desc(), report.c.number.desc())
    return [as_issued(row) for row in session.execute(asked.limit(limit).offset(offset))]


def public_count(session: Session) -> int:
    """Count the bulletins."""
    return session.execute(select(func.count()).select_from(report).where(*_public())).scalar_one()


def public_on(session: Session, subject: Subject) -> Sequence[Issued]:
    """Give every revision of a bulletin, the last first; nothing where it is not for the public."""
    return issued_on(session, subject) if KINDS[subject.kind].is_public else []


def _public() -> tuple[ColumnElement[bool], ...]:
    later: Any = report.alias()
    same = (later.c.kind == report.c.kind, later.c.scope == report.c.scope, later.c.period == report.c.period)
    is_replaced = select(later.c.id).where(*same, later.c.revision > report.c.revision).correlate(report).exists()
    kinds = [kind.code.value for kind in KINDS.values() if kind.is_public]
    return report.c.kind.in_(kinds), ~is_replaced
