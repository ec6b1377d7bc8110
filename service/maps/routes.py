"""Maps over HTTP: the page, and what its script asks for."""

from secrets import token_urlsafe
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from gis.maps.frames import MapLayer
from gis.maps.page import PageHost, Tiles
from seeds import base_map
from service.access import ActorDependency, sees_internal, visibilities
from service.db import SessionDependency
from service.ledger.known import known_at
from service.maps.contents import map_contents
from service.maps.flow import STATIC, BaseMap, features_shown, overview_page
from service.maps.popup import popup
from service.maps.reader import PlacedReaderDependency, ReaderDependency
from service.maps.schemas import OverviewAsked
from service.problems import language_of
from service.settings import Settings

router = APIRouter(prefix="/maps", tags=["maps"])

GEOJSON = "application/geo+json"
BASE_MAP_S = 86_400
UNCHANGED: dict[int | str, dict[str, str]] = {304: {"description": "Unchanged."}}


@router.get("/overview", response_class=HTMLResponse)
def overview(
    request: Request,
    session: SessionDependency,
    *,
    actor: ActorDependency,
    asked: Annotated[OverviewAsked, Query()],
) -> HTMLResponse:
    """Show hazard, work and released ground at the end of a day, as known at an instant, on a Folium map.

    The map is a page of its own that asks for nothing but what this service has. It shows what the reader may see and
    says of which layers some records are not shown.
    """
    settings: Settings = request.app.state.settings
    question = asked.question(
        today=settings.local_date(request.app.state.clock()),
        as_known_at=known_at(session, asked.as_known_at),
        audience=visibilities(is_internal=sees_internal(actor)),
    )
    host, zone = _page_host(settings, asked), ZoneInfo(settings.time_zone)
    page = overview_page(session, question, language=language_of(request), host=host, zone=zone)
    return HTMLResponse(page, headers=_security_headers(host))


@router.get("/contents", responses=UNCHANGED)
def get_contents(reader: ReaderDependency) -> Response:
    """Give what there is on a map: counts by the lines of its legend, bounds, and how the records of each layer come.

    `features`: all at once, from `/maps/features`; `tiles`: they are more than a page holds, from `/tiles`.
    """
    return reader.answer(
        lambda: map_contents(
            reader.session,
            reader.question,
            language=reader.language,
            zone=reader.zone,
            feature_limit=reader.settings.map_features,
        )
    )


@router.get("/features/{layer}", responses=UNCHANGED)
def get_features(layer: MapLayer, reader: PlacedReaderDependency) -> Response:
    """Give the outlines of a layer's records as GeoJSON, each with its code and its line in the legend.

    With `bbox` those that touch it. `cmr_footprint` is no record but an estimate: the cleared ground within 50 m of
    each submunition that was found; where finds are too many to be outlined at once, `is_whole` is false and a smaller
    `bbox` is to be asked for.
    """
    question, language = reader.question, reader.language
    return reader.answer(
        lambda: features_shown(reader.session, question, layer, language=language, bounds=reader.bounds),
        media_type=GEOJSON,
    )


@router.get("/popup/{layer}/{code:path}", responses=UNCHANGED)
def get_popup(layer: MapLayer, code: str, reader: ReaderDependency) -> Response:
    """Give what a map tells of one record: its fields, its task, its finds, and where to read on."""
    return reader.answer(lambda: popup(reader.session, reader.question, layer, code=code, language=reader.language))


@router.get("/base/{name}.geojson")
def get_base_map(name: BaseMap) -> Response:
    """Give the outline of the country, or its towns and villages with their `rank` and `population`."""
    return Response(base_map(name), media_type=GEOJSON, headers={"cache-control": f"public, max-age={BASE_MAP_S}"})


def _page_host(settings: Settings, asked: OverviewAsked) -> PageHost:
    has_tiles = bool(settings.tile_url)
    return PageHost(
        folder=STATIC,
        url="/static",
        tiles=Tiles(url=settings.tile_url, attribution=settings.tile_attribution) if has_tiles else None,
        parameters=asked.parameters(),
        nonce=token_urlsafe(16),
    )


def _security_headers(host: PageHost) -> dict[str, str]:
    """Allow the page its one script, and pictures from where an online base map comes from, if there is one."""
    tiles = urlsplit(host.tiles.url)._replace(path="", query="", fragment="").geturl() if host.tiles else ""
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' 'nonce-{host.nonce}'",
        "img-src": f"'self' data: {tiles.replace('{s}', '*')}".strip(),
        "frame-ancestors": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
