"""From a question to a map: the page, and what its script asks for."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.maps.drawn import drawn_features
from gis.maps.frames import MapLayer
from gis.maps.overview import overview_map
from gis.maps.page import PageHost
from gis.paper.view import Bounds
from service.maps.caption import map_caption
from service.maps.embedded import embedded_answers
from service.maps.footprint import footprint_features
from service.maps.frames import record_frame
from service.maps.queries import MapQuestion, Only

STATIC = Path(__file__).parents[1] / "web" / "static"
"""The files that pages bring in: `vendor/` from packages, `map/` ours."""

BaseMap = Literal["country", "places"]


def overview_page(
    session: Session, question: MapQuestion, *, language: Language, host: PageHost, zone: ZoneInfo
) -> str:
    """Give the overview as a page of its own; instants are printed in a time zone.

    A page that the service hosts asks it for the records; any other holds them.

    Raises
    ------
    WrongParameter
        If the district is unknown.
    """
    caption = map_caption(session, question, language=language, zone=zone)
    if host.url is None:
        host = replace(host, answers=embedded_answers(session, question, language=language, zone=zone))
    return overview_map(caption, language=language, host=host, shown=question.shown)


def features_shown(
    session: Session, question: MapQuestion, layer: MapLayer, *, language: Language, bounds: Bounds | None = None
) -> dict[str, Any]:
    """Give the records of a layer as GeoJSON, all or those that touch a box: with code and line of the legend."""
    if layer is MapLayer.CMR_FOOTPRINT:
        return footprint_features(session, question, language=language, bounds=bounds)
    return drawn_features(layer, record_frame(session, question, layer, only=Only(bounds=bounds)), language)
