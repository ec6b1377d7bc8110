"""What can be asked of the tiles."""

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
# Asynchronous, though nothing here waits: a thread of its own would take each request longer than the look.
DRAWN = {layer.name: layer for layer in LAYERS if layer.shapes}
"""The layers that have tiles: those with a geometry."""


PARAMETERS: list[dict[str, Any]] = [
    {"name": name, "in": "query", "schema": schema, "description": schema.get("description", "")}
    for name, schema in RecordsAsked.model_json_schema()["properties"].items()
]
"""How `RecordsAsked` stands in the API's pages: see `asked_of`."""


async def asked_of(request: Request) -> RecordsAsked:
    """Give the question of a request; that of a map is the same for all its tiles, and is read once.

    Raises
    ------
    RequestValidationError
        If a parameter is unknown or cannot be read.
    """
    return _read(request.scope["query_string"])


@lru_cache(maxsize=1_000)
def _read(query: bytes) -> RecordsAsked:
    try:
        return RecordsAsked.model_validate(dict(parse_qsl(query.decode(errors="replace"), keep_blank_values=True)))
    except ValidationError as error:
        told = [fault | {"loc": ("query", *fault["loc"])} for fault in error.errors()]
        raise RequestValidationError(told) from error


async def drawn_layer(layer: str) -> Layer:
    """Give the layer of a name.

    Raises
    ------
    WrongParameter
        If no layer with tiles has it; the names are told.
    """
    if layer not in DRAWN:
        names = ", ".join(DRAWN)
        raise WrongParameter(
            f"There are no tiles of “{layer}”. Allowed: {names}.",
            f"“{layer}” üçün xəritə lövhələri yoxdur. İcazə verilənlər: {names}.",
            parameter="layer",
            allowed=list(DRAWN),
        )
    return DRAWN[layer]


async def tile_address(z: int, x: int, y: int) -> TileAddress:
    """Give the address of a tile.

    Raises
    ------
    WrongParameter
        If there is no such tile.
    """
    if not (0 <= z <= HIGHEST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        last = 2 ** min(max(z, 0), HIGHEST_ZOOM) - 1
        raise WrongParameter(
            f"There is no tile {z}/{x}/{y}. Allowed: z from 0 to {HIGHEST_ZOOM}, x and y from 0 to 2^z − 1, "
            f"here {last}.",
            f"{z}/{x}/{y} lövhəsi yoxdur. İcazə verilən: z 0-dan {HIGHEST_ZOOM}-yə, x və y 0-dan 2^z − 1-ə qədər, "
            f"burada {last}.",
            parameter="z/x/y",
        )
    return TileAddress(z=z, x=x, y=y)
