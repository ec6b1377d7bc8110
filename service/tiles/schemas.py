"""What can be asked of the tiles."""

from gis.layers import LAYERS, Layer
from service.problems import WrongParameter
from service.tiles.address import TileAddress

HIGHEST_ZOOM = 22
# Asynchronous, though nothing here waits: a thread of its own would take each request longer than the look.
DRAWN = {layer.name: layer for layer in LAYERS if layer.shapes}
"""The layers that have tiles: those with a geometry."""


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
