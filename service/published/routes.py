"""Published figures over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from service.db import SessionDependency
from service.figures.export import rows_file
from service.ledger.known import known_at, latest_known
from service.progress.export import MEDIA_TYPES, FileFormat
from service.published.queries import published_figures
from service.published.schemas import PublishedAsked, PublishedRow

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
    content = rows_file(rows, PublishedRow, as_known_at=at, file_format=asked.format)
    disposition = f'attachment; filename="published-figures.{asked.format}"'
    return Response(content, media_type=MEDIA_TYPES[asked.format], headers={"Content-Disposition": disposition})
