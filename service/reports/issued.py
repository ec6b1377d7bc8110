"""The table of issued reports: what was frozen, when and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, and_, insert, not_, select
from sqlalchemy.orm import Session

from gis.codelists import ReportKind
from gis.periods import Period
from service.reports.content import Content, Subject, Words, as_json, checksum, from_json
from service.reports.scope import Scope
from service.tables import person, report


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Why a report was issued although a check found something; frozen with the report.

    Attributes
    ----------
    words
        What the check found.
    """

    code: str
    words: Words
    reason: str


_ANSWERS = TypeAdapter(tuple[Answer, ...])


@dataclass(frozen=True, kw_only=True)
class Issued:
    """An issued report, apart from what it says.

    Attributes
    ----------
    number
        Counts all reports of the installation.
    revision
        Counts the reports on one period, from 1.
    answers
        Why it was issued although its checks found something.
    settings
        Those of the installation that its figures follow from, as they were then.
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
    answers: tuple[Answer, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """Give the address of its page, from the root of the service."""
        return report_page(self.subject, revision=self.revision)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """With what a report is issued: by whom, why again, in spite of what, and under which settings."""

    person_id: UUID
    revision: int
    revision_reason: str | None
    answers: tuple[Answer, ...]
    settings: Mapping[str, Any]


def report_page(subject: Subject, **asked: object) -> str:
    """Give the address of the page of a report, from the root of the service."""
    query = urlencode(subject.scope.stored | {name: value for name, value in asked.items() if value})
    return f"/reports/{subject.kind}/{subject.period.label}" + (f"?{query}" if query else "")


def store(session: Session, content: Content, decision: Decision) -> Issued:
    """Store a report as a revision on its period."""
    values = {
        "kind": content.kind,
        "period": content.period.label,
        "period_from": content.period.start,
        "period_to": content.period.end,
        "scope": content.scope.stored,
        "account": content.account,
        "as_known_at": content.as_known_at,
        "revision": decision.revision,
        "revision_reason": decision.revision_reason,
        "content": as_json(content),
        "checksum": checksum(content),
        "answers": _ANSWERS.dump_python(decision.answers, mode="json"),
        "settings": decision.settings,
        "issued_by_id": decision.person_id,
    }
    report_id = session.execute(insert(report).values(values).returning(report.c.id)).scalar_one()
    return as_issued(session.execute(every_report().where(report.c.id == report_id)).one())


def issued(session: Session, report_id: UUID | int) -> Issued | None:
    """Give an issued report, by its id or its number."""
    known_by = report.c.id if isinstance(report_id, UUID) else report.c.number
    row = session.execute(every_report().where(known_by == report_id)).one_or_none()
    return as_issued(row) if row else None


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
    return [as_issued(row) for row in session.execute(every_report().where(*about).order_by(report.c.revision.desc()))]


def issued_until(session: Session, subject: Subject, kinds: Sequence[ReportKind]) -> Issued | None:
    """Give the last revision of the latest report of some kinds on the same scope until the end of a period.

    That of the subject itself is left out: its revisions are compared with each other.
    """
    is_itself = and_(report.c.kind == subject.kind, report.c.period == subject.period.label)
    about = (
        report.c.kind.in_(kinds),
        report.c.scope == subject.scope.stored,
        report.c.period_to <= subject.period.end,
        not_(is_itself),
    )
    latest = every_report().where(*about).order_by(report.c.period_to.desc(), report.c.number.desc()).limit(1)
    row = session.execute(latest).one_or_none()
    return as_issued(row) if row else None


def every_report() -> Select[Any]:
    """Select the issued reports, without what they say."""
    columns = [column for column in report.c if column is not report.c.content]
    return select(*columns, person.c.name.label("issued_by")).join(person, person.c.id == report.c.issued_by_id)


def as_issued(row: Row[Any]) -> Issued:
    """Read a row of the selection."""
    return Issued(
        id=row.id,
        number=row.number,
        subject=subject_of(row),
        revision=row.revision,
        revision_reason=row.revision_reason,
        as_known_at=row.as_known_at,
        checksum=row.checksum,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        answers=_ANSWERS.validate_python(row.answers),
        settings=row.settings,
    )


def subject_of(row: Row[Any]) -> Subject:
    """Read what a row is about."""
    period = Period(row.period_from, row.period_to, row.period)
    return Subject(ReportKind(row.kind), period, Scope.asked(**row.scope))
