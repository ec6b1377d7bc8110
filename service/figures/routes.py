"""Figures over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from service.access import ActorDependency, sees_internal, visibilities
from service.db import SessionDependency
from service.figures.asked import EfficiencyAsked, FootprintAsked, LateAsked, PhasesAsked, TasksAsked
from service.figures.efficiency import efficiency as efficiency_of
from service.figures.export import rows_file
from service.figures.footprint import cmr_footprint as footprint_of
from service.figures.late import cut_off
from service.figures.late import late as late_of
from service.figures.lot_schemas import LotRow, LotsAnswer, LotsAsked
from service.figures.lots import lots_behind
from service.figures.plans import plans
from service.figures.schemas import (
    EfficiencyAnswer,
    EfficiencyRow,
    FootprintAnswer,
    LateAnswer,
    LateRow,
    PhaseRow,
    PhasesAnswer,
    TaskRow,
    TasksAnswer,
)
from service.ledger.known import known_at, latest_known
from service.progress.export import FileFormat

A = TypeVar("A", TasksAnswer, PhasesAnswer, EfficiencyAnswer, FootprintAnswer, LateAnswer, LotsAnswer)

router = APIRouter(prefix="/api/v1", tags=["figures"])

MOST_LOTS = 100_000
"""Lots that an answer lists."""


@router.get("/tasks/progress", response_model=TasksAnswer)
def tasks(
    request: Request, session: SessionDependency, actor: ActorDependency, *, asked: Annotated[TasksAsked, Query()]
) -> TasksAnswer | Response:
    """Released square metres of each task against its planned area, the operational account beside the certified one.

    The gap between them is dated at the task's completion. Who may not see a task is told how many are withheld.
    """
    audience = visibilities(is_internal=sees_internal(actor))
    question = asked.question(today=_today(request), audience=audience)
    answer = TasksAnswer.of(question, plans(session, question))
    return _given(answer, answer.rows, kind=TaskRow, name="tasks", file_format=asked.format)


@router.get("/phases/progress", response_model=PhasesAnswer)
def phases(
    request: Request, session: SessionDependency, actor: ActorDependency, *, asked: Annotated[PhasesAsked, Query()]
) -> PhasesAnswer | Response:
    """Released square metres of each project phase against its plan, with its money, and the project up to it."""
    audience = visibilities(is_internal=sees_internal(actor))
    question = asked.question(today=_today(request), audience=audience)
    answer = PhasesAnswer.of(question, plans(session, question))
    return _given(answer, answer.rows, kind=PhaseRow, name="phases", file_format=asked.format)


@router.get("/efficiency", response_model=EfficiencyAnswer)
def efficiency(
    request: Request, session: SessionDependency, asked: Annotated[EfficiencyAsked, Query()]
) -> EfficiencyAnswer | Response:
    """Yield of the work of a period: ground cleared for each item found, polygons without a find.

    Worked ground counts every pass where the release says so, and enters no account. A task is named to everybody, as
    its released areas name it.
    """
    question = asked.question(origin=request.app.state.settings.cumulative_origin, today=_today(request))
    answer = EfficiencyAnswer.of(question, efficiency_of(session, question))
    return _given(answer, answer.rows, kind=EfficiencyRow, name="efficiency", file_format=asked.format)


@router.get("/cmr-footprint", response_model=FootprintAnswer)
def cmr_footprint(
    request: Request, session: SessionDependency, asked: Annotated[FootprintAsked, Query()]
) -> FootprintAnswer | Response:
    """Estimated ground that cluster munitions covered: cleared ground around finds of submunitions.

    It stands beside what was cleared as whole polygons under a class with cluster remnants; the two are never added.
    """
    question = asked.question(today=_today(request))
    answer = FootprintAnswer.of(question, footprint_of(session, question))
    return _given(answer, [answer], kind=FootprintAnswer, name="cmr-footprint", file_format=asked.format)


@router.get("/items", response_model=LotsAnswer)
def items(
    request: Request, session: SessionDependency, actor: ActorDependency, *, asked: Annotated[LotsAsked, Query()]
) -> LotsAnswer | Response:
    """List of the explosive items behind a figure, each counted once: rows of items, and numbers on releases.

    Items in records that are not for who asks are counted and not listed. At most 100,000 lines, the latest first.
    """
    question = asked.question(session, actor, today=_today(request))
    answer = LotsAnswer.of(question, lots_behind(session, question, limit=MOST_LOTS))
    return _given(answer, answer.rows, kind=LotRow, name="items", file_format=asked.format)


@router.get("/late", response_model=LateAnswer)
def late(request: Request, session: SessionDependency, asked: Annotated[LateAsked, Query()]) -> LateAnswer | Response:
    """Late data of a period: what became known after its last issued report, else after Monday 08:00.

    Ground that a late record of earlier work took from the period is told as taken away.
    """
    at = known_at(session, asked.as_known_at) if asked.as_known_at else latest_known(session)
    known = asked.known(today=_today(request), as_known_at=at)
    since_at = cut_off(session, known, until=known.as_known_at, zone=_zone(request))
    answer = LateAnswer.of(known, asked.account, late_of(session, known, since_at, account=asked.account))
    return _given(answer, answer.rows, kind=LateRow, name="late", file_format=asked.format)


def _zone(request: Request) -> ZoneInfo:
    return ZoneInfo(request.app.state.settings.time_zone)


def _today(request: Request) -> date:
    today: date = request.app.state.settings.local_date(request.app.state.clock())
    return today


def _given(
    answer: A, rows: Sequence[BaseModel], *, kind: type[BaseModel], name: str, file_format: FileFormat
) -> A | Response:
    """Give an answer as it is, or its rows as a file."""
    if file_format == FileFormat.JSON:
        return answer
    return rows_file(rows, kind, as_known_at=answer.as_known_at, name=name, file_format=file_format)
