"""What a map in one file holds: all that it would ask a service for, as fine as a few megabytes allow."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.language import translator
from gis.maps.drawn import drawn_features
from gis.maps.frames import MapLayer
from gis.maps.lines import FOOTPRINT, all_lines
from seeds import base_map
from service.maps.contents import map_contents
from service.maps.embedded_parts import Asked, Part, recorded_parts, released_parts
from service.maps.footprint import footprint_features
from service.maps.frames import record_frame
from service.maps.queries import MapQuestion

BACKGROUNDS: tuple[Literal["country", "places"], ...] = ("country", "places")
MOST_BYTES: Mapping[MapLayer, int] = {
    MapLayer.HAZARDOUS_AREAS: 1_200_000,
    MapLayer.TASKS: 400_000,
    MapLayer.RELEASE_AREAS: 2_500_000,
}
FOOTPRINT_BYTES = 400_000
"""Of a layer in a file; with scripts, districts and places they keep it below 5 MB."""


def embedded_answers(
    session: Session,
    question: MapQuestion,
    *,
    language: Language,
    zone: ZoneInfo,
    most_bytes: Mapping[MapLayer, int] = MOST_BYTES,
) -> dict[str, Any]:
    """Give all that a map asks for, by the addresses below ``/maps/``, for a page that has no service to ask.

    The notes of the contents say what is merged, what is simplified and by how much, and what is not in the file.
    """
    contents = map_contents(session, question, language=language, zone=zone, feature_limit=None)
    asked = Asked(session, question, language)
    finest = {layer: _parts(layer, asked, _count(contents, layer, language)) for layer in most_bytes}
    parts = {layer: smallest_enough(finest[layer], limit) for layer, limit in most_bytes.items()}
    footprint = _footprint(asked)
    notes = [*contents["notes"], *(note for part in parts.values() for note in part.notes)]
    is_whole = not any(part.notes for part in parts.values())
    notes += _file_notes(language, is_whole=is_whole, has_footprint=footprint is not None)
    if footprint and footprint["features"]:
        contents["lines"] |= {FOOTPRINT: ""}
    districts = drawn_features(MapLayer.DISTRICTS, record_frame(session, question, "districts"), language)
    return (
        {"contents": contents | {"notes": notes}, "features/districts": districts}
        | {f"features/{layer}": part.features for layer, part in parts.items()}
        | ({f"features/{MapLayer.CMR_FOOTPRINT}": footprint} if footprint else {})
        | {f"base/{name}.geojson": orjson.loads(base_map(name)) for name in BACKGROUNDS}
    )


def _footprint(asked: Asked) -> dict[str, Any] | None:
    """Give the footprint of cluster munitions; None where it is too large for a file."""
    features = footprint_features(asked.session, asked.question, language=asked.language, bounds=None)
    return features if features["is_whole"] and len(orjson.dumps(features)) <= FOOTPRINT_BYTES else None


def _count(contents: Mapping[str, Any], layer: MapLayer, language: Language) -> int:
    keys = [line.key for line in all_lines(language) if line.layer == layer]
    return sum(contents["counts"].get(key, 0) for key in keys)


def _parts(layer: MapLayer, asked: Asked, count: int) -> Iterator[Part]:
    return released_parts(asked, count) if layer is MapLayer.RELEASE_AREAS else recorded_parts(asked, layer, count)


def smallest_enough(parts: Iterable[Part], most_bytes: int) -> Part:
    """Give the first part that is no larger than is allowed, else the last; those after it are never made."""
    for part in parts:
        if len(orjson.dumps(part.features)) <= most_bytes:
            break
    return part


def _file_notes(language: Language, *, is_whole: bool, has_footprint: bool) -> list[str]:
    _ = translator(language)
    whole = [_("This file holds every record with its outline, to 0.1 m.")] if is_whole else []
    absent = (
        _(
            "Not in this file: explosive items, the links to each record, the search, the weeks and the shaded "
            "districts."
        )
        if has_footprint
        else _(
            "Not in this file: explosive items and the footprint of cluster munitions, the links to each record, "
            "the search, the weeks and the shaded districts."
        )
    )
    return [*whole, absent]
