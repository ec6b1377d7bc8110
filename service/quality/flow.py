"""The quality of the data, from a question to its figures."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.kept import Kept
from service.ledger.known import known_at, latest_known
from service.quality.declared import OPEN_ISSUES
from service.quality.open_issues import issue_counts
from service.quality.queries import completeness
from service.quality.questions import FIGURES, Quality, QualityQuestion, Value
from service.quality.totals import release_values
from service.tables import ledger_change, workflow_event


def instant_asked(session: Session, as_known_at: datetime | None) -> datetime:
    """Give the instant to look at: the present unless another one is asked for.

    Raises
    ------
    WrongParameter
        If it lies in the future or before the first record.
    """
    return known_at(session, as_known_at) if as_known_at else latest_known(session)


def quality(session: Session, question: QualityQuestion) -> Quality:
    """Give every figure of data quality that who asks may know."""
    issues = issue_counts(session, question)
    values = [*release_values(session, question), *completeness(session, question)]
    if question.is_internal:
        count = sum(row.issue_count for row in issues)
        values.append(Value(figure=OPEN_ISSUES, by=None, told_of=None, value=count, part_count=None, whole_count=count))
    order = list(FIGURES)
    values.sort(key=lambda value: order.index(value.figure.name))
    return Quality(
        figures=tuple(value for value in values if value.by is None),
        rows=tuple(value for value in values if value.by is not None),
        issues=issues,
        as_known_at=question.at,
    )


def kept_quality(kept: Kept[Quality], session: Session, question: QualityQuestion, *, day: date) -> Quality:
    """Give the same, which stays as it is until a record, an upload or the day moves on."""
    key = (*_last_moves(session), day, replace(question, at=datetime.combine(day, time(), UTC)))
    return replace(kept.get(key, lambda: quality(session, question)), as_known_at=question.at)


def _last_moves(session: Session) -> tuple[datetime | None, int | None]:
    """Give the last change of the records and the last move of an upload: without another, every figure stays."""
    changed, moved = func.max(ledger_change.c.recorded_at), func.max(workflow_event.c.id)
    changed_at, move_id = session.execute(
        select(select(changed).scalar_subquery(), select(moved).scalar_subquery())
    ).one()
    return changed_at, move_id
