"""Maps over HTTP."""

from secrets import token_urlsafe
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from gis.maps import PageHost, Tiles
from service.access import ActorDependency, sees_internal
from service.db import SessionDependency
from service.maps.flow import STATIC, overview_page
from service.maps.schemas import OverviewAsked
from service.problems import language_of
from service.progress.queries import known_at
from service.settings import Settings

router = APIRouter(prefix="/maps", tags=["maps"])

RECORD_LINKS = {
    "History": "/api/v1/records/{layer}/{id}/history",
    "GeoJSON": "/ogc/collections/{layer}/items/{id}",
}


@router.get("/overview", response_class=HTMLResponse)
def overview(
    request: Request,
    session: SessionDependency,
    *,
    actor: ActorDependency,
    asked: Annotated[OverviewAsked, Query()],
) -> HTMLResponse:
    """Show hazard, work and released ground at the end of a day, on a Folium map.

    The map is a page of its own that asks for nothing but files of this service. It shows what the reader may see and
    says of which layers some records are not shown.
    """
    settings: Settings = request.app.state.settings
    question = asked.question(
        today=settings.local_date(request.app.state.clock()),
        as_known_at=known_at(session, None),
        sees_internal=sees_internal(actor),
    )
    host = _page_host(settings)
    page = overview_page(session, question, language=language_of(request), host=host)
    return HTMLResponse(page, headers=_security_headers(host))


def _page_host(settings: Settings) -> PageHost:
    has_tiles = bool(settings.tile_url)
    return PageHost(
        folder=STATIC,
        url="/static",
        tiles=Tiles(url=settings.tile_url, attribution=settings.tile_attribution) if has_tiles else None,
        record_links=RECORD_LINKS,
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
