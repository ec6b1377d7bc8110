"""Vector tiles over HTTP.

The one path of the service that is asynchronous: most answers come from what is kept, and then a thread and a session
of each request's own would cost more than all the rest.
"""

from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from service.access import current_actor, is_anonymous, sees_internal, visibilities
from service.settings import Settings
from service.tiles.flow import SMALL_BYTES, Tiles
from service.tiles.question import TileQuestion
from service.tiles.schemas import PARAMETERS, TileAsked, tile_asked

router = APIRouter(prefix="/tiles", tags=["maps"])

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
"""The state of knowledge before the first change."""
MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


class TileResponse(Response):
    """A vector tile."""

    media_type = MEDIA_TYPE


@router.get(
    "/{layer}/{z}/{x}/{y}.mvt",  # noqa: FAST003 - read by `tile_asked`: FastAPI takes longer for it than all the rest
    response_class=TileResponse,
    responses={304: {"description": "Unchanged."}},
    openapi_extra={"parameters": PARAMETERS},
)
async def get_tile(request: Request) -> Response:
    """Give a layer's records as they stood at the end of a day, as known at an instant, on a tile of Web Mercator.

    Only what the reader may see is in it. Releases are polygons where they are few enough; up to zoom 9, and wherever
    they are very many, they are counted on a grid of squares of 8 pixels (16 at zoom 10), by method and basis, with
    `release_count` and `released_m2` of the operational account: none is left out. Every hazardous area is in the tiles
    of every zoom with class and status: as a point until it is wide enough, then as its polygon; where points are very
    many, one feature stands for those of a class and status, with `area_count`. Finds, tasks and districts carry what
    stands in their row; very many are counted on the same grid, by what they are and what became of them
    (`eo_item_count` and `quantity`, `task_count`, `district_count`). No tile is larger than 500 kB. A tile may be kept,
    and is asked about each time: `If-None-Match`.
    """
    tiles: Tiles = request.app.state.tiles
    asked = tile_asked(request)
    is_internal = not is_anonymous(request) and await run_in_threadpool(_is_internal, request)
    last_change = await tiles.last_change_at()
    settings: Settings = request.app.state.settings
    today = settings.local_date(request.app.state.clock())
    question, version = _question(asked, is_internal=is_internal, last_change=last_change, today=today)
    headers = {
        "etag": f'W/"{version}"',
        "cache-control": f"{'private' if is_internal else 'public'}, no-cache",
        "vary": "authorization, cookie, accept-encoding",
    }
    if version in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    content = await tiles.drawn(question, last_change)
    if len(content) > SMALL_BYTES and "gzip" in request.headers.get("accept-encoding", ""):
        content = await tiles.packed(question, last_change, content)
        headers["content-encoding"] = "gzip"
    return TileResponse(content, headers=headers)


@lru_cache(maxsize=10_000)
def _question(
    asked: TileAsked, *, is_internal: bool, last_change: datetime | None, today: date
) -> tuple[TileQuestion, str]:
    """Give the question, and the version of its answer: it follows from the question and the last change alone."""
    question = TileQuestion(
        layer=asked.layer,
        address=asked.address,
        moment=asked.records.moment(
            today=today,
            as_known_at=asked.records.as_known_at or last_change or BEFORE_ALL,
            audience=visibilities(is_internal=is_internal),
        ),
        selection=asked.records.selection(),
        today=today,
        is_present=asked.records.as_known_at is None,
    )
    return question, sha256(repr((question.key, last_change)).encode()).hexdigest()[:32]


def _is_internal(request: Request) -> bool:
    """Look up who asks."""
    with request.app.state.sessions.begin() as session:
        return sees_internal(current_actor(request, session))
