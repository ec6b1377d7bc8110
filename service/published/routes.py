"""Published figures over HTTP."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from service.access import ActorDependency, SignedIn, sees_internal
from service.db import SessionDependency
from service.figures.export import rows_file
from service.ledger.known import known_at, latest_known
from service.progress.export import FileFormat
from service.published.flow import find_published, import_published, look_at_published, withdraw_published
from service.published.queries import published_figures
from service.published.schemas import (
    ImportMode,
    PublishedAsked,
    PublishedImported,
    PublishedRow,
    PublishedSent,
    PublishedVersion,
    PublishedWithdrawn,
)

router = APIRouter(prefix="/api/v1", tags=["figures"])


@router.get("/published-figures", response_model=list[PublishedRow])
def get_published_figures(
    session: SessionDependency, asked: Annotated[PublishedAsked, Query()]
) -> list[PublishedRow] | Response:
    """Figures as they were published elsewhere, each with its source. No figure of the service holds them."""
    at = known_at(session, asked.as_known_at) if asked.as_known_at else latest_known(session)
    stored = published_figures(session, at)
    rows = [PublishedRow.of(one) for one in stored if asked.holds(one)]
    if asked.format == FileFormat.JSON:
        return rows
    return rows_file(rows, PublishedRow, as_known_at=at, name="published-figures", file_format=asked.format)


@router.post(
    "/published-figures", status_code=HTTPStatus.CREATED, responses={HTTPStatus.OK: {"model": PublishedImported}}
)
def post_published_figures(
    request: Request,
    sent: Annotated[PublishedSent, Form(media_type="multipart/form-data")],
    actor: SignedIn,
    *,
    session: SessionDependency,
    response: Response,
) -> PublishedImported:
    """Take in a file of published figures: all of it, or, where a line is wrong, nothing.

    A line of the same kind, days, key and source as one that is known corrects it. With `mode` = `check` nothing is
    stored, and the answer is 200. Of a refusal `faults` tells each wrong line in both languages.
    """
    today = request.app.state.settings.local_date(request.app.state.clock())
    content = sent.file.file.read()
    if sent.mode is ImportMode.CHECK:
        response.status_code = HTTPStatus.OK
        return PublishedImported.of(look_at_published(session, content, actor=actor, today=today))
    return PublishedImported.of(import_published(session, content, actor=actor, today=today))


@router.get("/published-figures/{figure_id}/history")
def get_published_history(
    figure_id: UUID, actor: ActorDependency, *, session: SessionDependency
) -> list[PublishedVersion]:
    """Everything that was ever told of the same as a published figure, the last first: corrected, withdrawn, why."""
    return [PublishedVersion.of(one, is_internal=sees_internal(actor)) for one in find_published(session, figure_id)]


@router.post("/published-figures/{figure_id}/withdrawal")
def post_published_withdrawal(
    figure_id: UUID, told: PublishedWithdrawn, actor: SignedIn, *, session: SessionDependency
) -> PublishedVersion:
    """Withdraw a figure that was imported wrongly. No report cites it from now on; those that did are as they were."""
    withdrawn = withdraw_published(session, figure_id, reason=told.reason, actor=actor)
    return PublishedVersion.of(withdrawn, is_internal=True)
