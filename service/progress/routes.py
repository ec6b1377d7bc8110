"""Figures over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.db import SessionDependency
from service.problems import language_of
from service.progress import queries
from service.progress.balance import balance as strike
from service.progress.export import MEDIA_TYPES, Answer, FileFormat, Question, as_csv, as_xlsx
from service.progress.schemas import (
    BalanceAnswer,
    BalanceAsked,
    ContaminationAnswer,
    ContaminationAsked,
    ProgressAnswer,
    ProgressAsked,
)

router = APIRouter(prefix="/api/v1", tags=["figures"])


@router.get("/progress", response_model=ProgressAnswer)
def progress(
    request: Request, session: SessionDependency, asked: Annotated[ProgressAsked, Query()]
) -> ProgressAnswer | Response:
    """Released square metres of a period, each counted once, by the dimensions asked for.

    The account is named in every answer; the two accounts are never added together. A sum names its task to everybody,
    as a released area does; what else is known of the task is for those who may see it.
    """
    origin = request.app.state.settings.cumulative_origin
    question = asked.question(origin=origin, today=_today(request))
    answer = queries.progress(session, question)
    if asked.format != FileFormat.JSON:
        return _file(answer, question, name="progress", file_format=asked.format)
    return ProgressAnswer.of(question, answer, language_of(request))


@router.get("/contamination", response_model=ContaminationAnswer)
def contamination(
    request: Request, session: SessionDependency, asked: Annotated[ContaminationAsked, Query()]
) -> ContaminationAnswer | Response:
    """Square metres that remain contaminated at the end of a day, confirmed before suspected.

    The certified stock is told in its parts: ground not touched, and ground worked that awaits acceptance.
    """
    question = asked.question(today=_today(request))
    answer = queries.contamination(session, question)
    if asked.format != FileFormat.JSON:
        return _file(answer, question, name="contamination", file_format=asked.format)
    return ContaminationAnswer.of(question, answer, language_of(request))


@router.get("/balance", response_model=BalanceAnswer)
def balance(
    request: Request, session: SessionDependency, asked: Annotated[BalanceAsked, Query()]
) -> BalanceAnswer | Response:
    """Contamination balance: from the stock before a period to the stock at its end, by all that changed it.

    Changes carry their sign, and each row closes: `difference_m2` is 0.
    """
    origin = request.app.state.settings.cumulative_origin
    question = asked.question(origin=origin, today=_today(request))
    answer = strike(session, question)
    if asked.format != FileFormat.JSON:
        return _file(answer, question, name="balance", file_format=asked.format)
    return BalanceAnswer.of(question, answer, language_of(request))


def _today(request: Request) -> date:
    today: date = request.app.state.settings.local_date(request.app.state.clock())
    return today


def _file(answer: Answer, question: Question, *, name: str, file_format: FileFormat) -> Response:
    content = {FileFormat.CSV: as_csv, FileFormat.XLSX: as_xlsx}[file_format](answer, question)
    disposition = f'attachment; filename="{name}.{file_format}"'
    return Response(content, media_type=MEDIA_TYPES[file_format], headers={"Content-Disposition": disposition})
