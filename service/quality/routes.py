"""The quality of the data over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.access import Action, ActorDependency, require
from service.db import SessionDependency
from service.figures.export import rows_file
from service.problems import language_of
from service.progress.export import FileFormat
from service.quality.flow import kept_quality
from service.quality.open_issues import issues_behind
from service.quality.records import records_behind
from service.quality.schemas import (
    FigureRow,
    IssueRow,
    IssuesBehindAsked,
    QualityAnswer,
    QualityAsked,
    RecordRow,
    RecordsBehindAsked,
)

router = APIRouter(prefix="/api/v1", tags=["figures"])

MOST_ROWS = 100_000
"""Rows that a list gives."""


@router.get("/quality", response_model=QualityAnswer)
def quality(
    request: Request, session: SessionDependency, actor: ActorDependency, *, asked: Annotated[QualityAsked, Query()]
) -> QualityAnswer | Response:
    """Open issues, time from work to approval, completeness, and cleared polygons without a find.

    Each figure is declared with its unit and definition, for all records and by one dimension. Who is not of the
    programme is told of public records only, and of no issues. Sex and age of victims come with their records.
    """
    state = request.app.state
    question = asked.question(session, actor, settings=state.settings, now=state.clock())
    day = state.settings.local_date(question.at)
    figures = kept_quality(state.quality_figures, session, question, day=day)
    answer = QualityAnswer.of(question, figures, language_of(request))
    if asked.format == FileFormat.JSON:
        return answer
    rows = [*answer.figures, *answer.rows]
    return rows_file(rows, FigureRow, as_known_at=answer.as_known_at, name="quality", file_format=asked.format)


@router.get("/quality/records", response_model=list[RecordRow])
def records(
    request: Request,
    session: SessionDependency,
    actor: ActorDependency,
    *,
    asked: Annotated[RecordsBehindAsked, Query()],
) -> list[RecordRow] | Response:
    """List of the records behind a figure: of a time all it is told of, of a share those that are missing from it.

    At most 100,000.
    """
    question = asked.question(session, actor, settings=request.app.state.settings, now=request.app.state.clock())
    rows = [RecordRow.of(row) for row in records_behind(session, question, asked.chosen(), limit=MOST_ROWS)]
    if asked.format == FileFormat.JSON:
        return rows
    return rows_file(rows, RecordRow, as_known_at=question.at, name=asked.figure, file_format=asked.format)


@router.get("/quality/issues", response_model=list[IssueRow])
def issues(
    request: Request,
    session: SessionDependency,
    actor: ActorDependency,
    *,
    asked: Annotated[IssuesBehindAsked, Query()],
) -> list[IssueRow] | Response:
    """List of open errors and warnings, the oldest first, each with its record and the upload that brought it.

    At most 100,000.
    """
    require(actor, Action.SEE_INTERNAL)
    question = asked.question(session, actor, settings=request.app.state.settings, now=request.app.state.clock())
    language = language_of(request)
    rows = [IssueRow.of(row, language) for row in issues_behind(session, question, asked.chosen(), limit=MOST_ROWS)]
    if asked.format == FileFormat.JSON:
        return rows
    return rows_file(rows, IssueRow, as_known_at=question.at, name="issues", file_format=asked.format)
