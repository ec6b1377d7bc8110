"""From a question to a map: the page, and what its script asks for."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.maps import MapLayer, PageHost, drawn_features, overview_map
from seeds import base_map
from service.maps.caption import map_caption
from service.maps.contents import map_contents
from service.maps.frames import map_layers, record_frame
from service.maps.queries import MapQuestion

STATIC = Path(__file__).parents[1] / "web" / "static"
"""The files that pages bring in: `vendor/` from packages, `map/` ours."""

BaseMap = Literal["country", "places"]
BASE_MAPS: tuple[BaseMap, ...] = ("country", "places")


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
        host = replace(host, answers=all_answers(session, question, language=language, zone=zone))
    page = overview_map(caption, language=language, host=host, shown=question.shown)
    html: str = page.get_root().render()
    return html


def all_answers(session: Session, question: MapQuestion, *, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    """Give all that a map asks for, by the addresses below ``/maps/``: for a page that has no service to ask."""
    layers = map_layers(session, question, language)
    contents = map_contents(session, question, language=language, zone=zone, feature_limit=None)
    backgrounds = {f"base/{name}.geojson": orjson.loads(base_map(name)) for name in BASE_MAPS}
    frames = {**layers.records, "districts": layers.districts}
    features = {
        f"features/{name}": drawn_features(MapLayer(name), frame, language, is_told=True)
        for name, frame in frames.items()
    }
    return {"contents": contents} | features | backgrounds


def features_shown(session: Session, question: MapQuestion, layer: MapLayer, *, language: Language) -> dict[str, Any]:
    """Give the records of a layer as GeoJSON, each with its code and the key of its line in the legend."""
    return drawn_features(layer, record_frame(session, question, layer), language)
