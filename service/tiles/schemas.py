"""What can be asked of the tiles."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from gis.layers import LAYERS, Layer
from service.problems import WrongParameter
from service.records.selection import RecordsAsked
from service.tiles.address import TileAddress

HIGHEST_ZOOM = 22
PLACE = re.compile(r"-?\d{1,9}/-?\d{1,9}/-?\d{1,9}")
NOWHERE = (-1, -1, -1)
DRAWN = {layer.name: layer for layer in LAYERS if layer.shapes}
"""The layers that have tiles: those with a geometry."""


PARAMETERS: list[dict[str, Any]] = [
    {"name": "layer", "in": "path", "required": True, "schema": {"type": "string", "enum": list(DRAWN)}},
    *({"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}} for name in "zxy"),
    *(
        {"name": name, "in": "query", "schema": schema, "description": schema.get("description", "")}
        for name, schema in RecordsAsked.model_json_schema()["properties"].items()
    ),
]
"""How `tile_asked` stands in the API's pages."""


@dataclass(frozen=True, kw_only=True)
class TileAsked:
    """A tile, and what is asked of it."""

    layer: Layer
    address: TileAddress
    records: RecordsAsked


def tile_asked(request: Request) -> TileAsked:
    """Give what a request asks for; that of a map is much the same for all its tiles, and each is read once.

    Raises
    ------
    WrongParameter
        If there is no such layer, or no such tile.
    RequestValidationError
        If a parameter is unknown or cannot be read.
    """
    place = "/".join(request.path_params[name] for name in "zxy")
    return _read(request.path_params["layer"], place, request.scope["query_string"])


@lru_cache(maxsize=10_000)
def _read(layer: str, place: str, query: bytes) -> TileAsked:
    return TileAsked(layer=_drawn_layer(layer), address=_address(place), records=_records(query))


@lru_cache(maxsize=1_000)
def _records(query: bytes) -> RecordsAsked:
    try:
        return RecordsAsked.model_validate(dict(parse_qsl(query.decode(errors="replace"), keep_blank_values=True)))
    except ValidationError as error:
        told = [fault | {"loc": ("query", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(told) from error


def _drawn_layer(layer: str) -> Layer:
    if layer not in DRAWN:
        names = ", ".join(DRAWN)
        raise WrongParameter(
            f"There are no tiles of “{layer}”. Allowed: {names}.",
            f"“{layer}” üçün xəritə lövhələri yoxdur. İcazə verilənlər: {names}.",
            parameter="layer",
            allowed=list(DRAWN),
        )
    return DRAWN[layer]


def _address(place: str) -> TileAddress:
    z, x, y = map(int, place.split("/")) if PLACE.fullmatch(place) else NOWHERE
    if not (0 <= z <= HIGHEST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        last = 2 ** min(max(z, 0), HIGHEST_ZOOM) - 1
        raise WrongParameter(
            f"There is no tile {place}. Allowed: z from 0 to {HIGHEST_ZOOM}, x and y from 0 to 2^z − 1, here {last}.",
            f"{place} lövhəsi yoxdur. İcazə verilən: z 0-dan {HIGHEST_ZOOM}-yə, x və y 0-dan 2^z − 1-ə qədər, "
            f"burada {last}.",
            parameter="z/x/y",
        )
    return TileAddress(z=z, x=x, y=y)
