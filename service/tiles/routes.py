"""Vector tiles over HTTP."""

from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from gis.layers import Layer
from service.access import ActorDependency, sees_internal, visibilities
from service.db import SessionDependency
from service.ledger.known import known_at
from service.records.selection import Moment, RecordsAsked, Selection
from service.tiles.queries import TileAddress, last_change_at, tile
from service.tiles.schemas import drawn_layer, tile_address

router = APIRouter(prefix="/tiles", tags=["maps"])

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


class TileResponse(Response):
    """A vector tile."""

    media_type = MEDIA_TYPE


@router.get("/{layer}/{z}/{x}/{y}.mvt", response_class=TileResponse, responses={304: {"description": "Unchanged."}})
def get_tile(  # noqa: PLR0913 - what FastAPI reads from the address, and who asks
    request: Request,
    layer: Annotated[Layer, Depends(drawn_layer)],
    address: Annotated[TileAddress, Depends(tile_address)],
    *,
    session: SessionDependency,
    actor: ActorDependency,
    asked: Annotated[RecordsAsked, Query()],
) -> Response:
    """Give a layer's records as they stood at the end of a day, as known at an instant, on a tile of Web Mercator.

    Only what the reader may see is in it. Hazardous areas are in the tiles of every zoom with class and status: what
    is smaller than a pixel is drawn as one. A tile may be kept, and is asked about each time: `If-None-Match`.
    """
    state = request.app.state
    moment = asked.moment(
        today=state.settings.local_date(state.clock()),
        as_known_at=known_at(session, asked.as_known_at),
        audience=visibilities(is_internal=sees_internal(actor)),
    )
    selection = asked.selection()
    version = _version(moment, selection, last_change_at(session))
    headers = {
        "etag": f'W/"{version}"',
        "cache-control": f"{'private' if sees_internal(actor) else 'public'}, no-cache",
        "vary": "authorization, cookie",
    }
    if version in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return TileResponse(tile(session, layer, moment, selection=selection, address=address), headers=headers)


def _version(moment: Moment, selection: Selection, last_change: datetime | None) -> str:
    """Name the content of a tile by what it follows from; a later change may hide what was shown before."""
    known = (last_change, moment.as_known_at, moment.as_of, *moment.audience, selection)
    return sha256(repr(known).encode()).hexdigest()[:32]
