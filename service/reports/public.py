"""The bulletins that anybody may read: of each report that is public the last revision."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service.reports.archive import page_of
from service.reports.content import Subject
from service.reports.issued import Issued, issued_on
from service.reports.kinds import KINDS
from service.tables import report


def public_reports(session: Session, *, limit: int, offset: int = 0) -> Sequence[Issued]:
    """Give bulletins, the latest period first, and of those that end on one day the last issued."""
    later: Any = report.alias()
    same = (later.c.kind == report.c.kind, later.c.scope == report.c.scope, later.c.period == report.c.period)
    is_replaced = select(later.c.id).where(*same, later.c.revision > report.c.revision).correlate(report).exists()
    return page_of(session, (_is_public(), ~is_replaced), limit=limit, offset=offset)


def public_count(session: Session) -> int:
    """Count the bulletins."""
    subjects = select(report.c.kind, report.c.scope, report.c.period).where(_is_public()).distinct().subquery()
    return session.execute(select(func.count()).select_from(subjects)).scalar_one()


def public_on(session: Session, subject: Subject) -> Sequence[Issued]:
    """Give every revision of a bulletin, the last first; nothing where it is not for the public."""
    return issued_on(session, subject) if KINDS[subject.kind].is_public else []


def _is_public() -> ColumnElement[bool]:
    return report.c.kind.in_([kind.code.value for kind in KINDS.values() if kind.is_public])
