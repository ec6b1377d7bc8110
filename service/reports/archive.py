"""The archive of issued reports, some at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, select, tuple_
from sqlalchemy.orm import Session

from gis.codelists import ReportKind
from service.reports.content import Subject
from service.reports.issued import Issued, as_issued, every_report, subject_of
from service.reports.scope import Scope
from service.tables import report


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Which issued reports are asked for; what is left out narrows nothing.

    Attributes
    ----------
    kinds
        Those that who asks may read.
    year
        In which the period ends or begins.
    """

    kinds: Sequence[ReportKind]
    year: int | None = None
    scope: Scope | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Give what holds of the reports."""
        told: list[ColumnElement[bool]] = [report.c.kind.in_(self.kinds)]
        if self.year:
            told += [report.c.period_to >= date(self.year, 1, 1), report.c.period_from <= date(self.year, 12, 31)]
        if self.scope:
            told.append(report.c.scope == self.scope.stored)
        return told


def issued_reports(session: Session, archive: Archive, *, limit: int, offset: int = 0) -> Sequence[Issued]:
    """Give issued reports, the latest period first, and of one period the last that was issued."""
    return page_of(session, archive.conditions, limit=limit, offset=offset)


def page_of(
    session: Session, conditions: Iterable[ColumnElement[bool]], *, limit: int, offset: int
) -> Sequence[Issued]:
    """Give some of the issued reports, in the order of the archive; only those that are given are read whole."""
    order = report.c.period_to.desc(), report.c.number.desc()
    listed = select(report.c.id).where(*conditions).order_by(*order).limit(limit).offset(offset)
    return [as_issued(row) for row in session.execute(every_report().where(report.c.id.in_(listed)).order_by(*order))]


def issued_count(session: Session, archive: Archive) -> int:
    """Count the issued reports that are asked for."""
    return session.execute(select(func.count()).select_from(report).where(*archive.conditions)).scalar_one()


def issued_years(session: Session) -> Sequence[int]:
    """Give the years in which there are issued reports, the latest first."""
    year = func.date_part("year", report.c.period_to).cast(Integer)
    return session.scalars(select(year).distinct().order_by(year.desc())).all()


def last_revisions(session: Session, listed: Sequence[Issued]) -> dict[Subject, int]:
    """Give the last revision of each of the reports."""
    columns: list[ColumnElement[Any]] = [
        report.c.kind,
        report.c.period,
        report.c.scope,
        report.c.period_from,
        report.c.period_to,
    ]
    keys = {(one.subject.kind.value, one.subject.period.label) for one in listed}
    asked: Select[Any] = select(*columns, func.max(report.c.revision).label("revision")).group_by(*columns)
    scopes = {one.subject.scope: one.subject.scope.stored for one in listed}
    of_these = tuple_(report.c.kind, report.c.period).in_(keys), report.c.scope.in_(scopes.values())
    rows = session.execute(asked.where(*of_these))
    return {subject_of(row): row.revision for row in rows}
