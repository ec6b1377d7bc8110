"""Maps over HTTP."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_urlsafe
from typing import Annotated
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from gis.maps import PageHost, Tiles
from service.access import ActorDependency, sees_internal, visibilities
from service.db import SessionDependency
from service.ledger.known import known_at
from service.maps.flow import STATIC, overview_page
from service.maps.schemas import OverviewAsked
from service.problems import language_of
from service.settings import Settings

router = APIRouter(prefix="/maps", tags=["maps"])

HISTORY, RECORD = "/records/{layer}/{id}", "/ogc/collections/{layer}/items/{id}"


@router.get("/overview", response_class=HTMLResponse)
def overview(
    request: Request,
    session: SessionDependency,
    *,
    actor: ActorDependency,
    asked: Annotated[OverviewAsked, Query()],
) -> HTMLResponse:
    """Show hazard, work and released ground at the end of a day, as known at an instant, on a Folium map.

    The map is a page of its own that asks for nothing but files of this service. It shows what the reader may see and
    says of which layers some records are not shown.
    """
    settings: Settings = request.app.state.settings
    question = asked.question(
        today=settings.local_date(request.app.state.clock()),
        as_known_at=known_at(session, asked.as_known_at),
        audience=visibilities(is_internal=sees_internal(actor)),
    )
    host = _page_host(settings, record_links(asked.as_known_at))
    zone = ZoneInfo(settings.time_zone)
    page = overview_page(session, question, language=language_of(request), host=host, zone=zone)
    return HTMLResponse(page, headers=_security_headers(host))


def record_links(as_known_at: datetime | None) -> dict[str, str]:
    """Give where popups lead: to a record's history, and to the record, as they were known at the map's instant."""
    known = "?" + urlencode({"as_known_at": as_known_at.isoformat()}) if as_known_at else ""
    return {"History": HISTORY + known, "GeoJSON": RECORD + known}


def _page_host(settings: Settings, links: Mapping[str, str]) -> PageHost:
    has_tiles = bool(settings.tile_url)
    return PageHost(
        folder=STATIC,
        url="/static",
        tiles=Tiles(url=settings.tile_url, attribution=settings.tile_attribution) if has_tiles else None,
        record_links=links,
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
