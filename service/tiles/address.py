"""Where a tile lies: on the Web Mercator square, in degrees, and on its own grid."""

from dataclasses import dataclass
from math import atan, degrees, pi, sinh

from service.tables import CELL_ZOOM, WORLD_M

EXTENT, BUFFER = 4096, 64
"""The grid of a tile, and how far beyond its sides shapes are drawn, so that outlines do not show the cut."""
TILE_PX = 256
TILE_BYTES = 500_000
"""No tile is larger."""
MOST = 4_000
"""So many records are drawn on a tile each by itself; more are counted."""
CELLS = 32
"""Squares along a side of a tile in which releases are counted: of 8 pixels."""
CELLS_ZOOM = CELL_ZOOM - 5
"""Up to this zoom those squares are made of the ones that are kept."""
KEPT_ZOOM = CELLS_ZOOM + 1
"""Up to this zoom the kept ones do, then of 16 pixels, where releases are very many."""


@dataclass(frozen=True, kw_only=True)
class TileAddress:
    """A tile of the Web Mercator square: at zoom `z` there are 2 to the power of `z` columns and rows."""

    z: int
    x: int
    y: int

    @property
    def side_m(self) -> float:
        """Give the side of the tile in the metres of the projection, which are shorter than those of the ground."""
        return WORLD_M / (1 << self.z)

    @property
    def pixel_m(self) -> float:
        """Give the side of a pixel in the metres of the projection."""
        return self.side_m / TILE_PX

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Give west, south, east and north of the tile in degrees, its buffer included."""
        margin = BUFFER / EXTENT
        west, east = (self._lon(x) for x in (self.x - margin, self.x + 1 + margin))
        north, south = (self._lat(y) for y in (self.y - margin, self.y + 1 + margin))
        return west, south, east, north

    def values(self) -> dict[str, float]:
        """Give what the statements that draw a tile know of it."""
        west, south, east, north = self.box
        on_grid = {"scale": EXTENT / self.side_m, "extent": EXTENT, "margin": BUFFER / EXTENT, "pixel_m": self.pixel_m}
        cells = {"cells": CELLS, "cell_m": self.side_m / CELLS, "half_world_m": WORLD_M / 2}
        corner = {"left_m": self.x * self.side_m - WORLD_M / 2, "top_m": WORLD_M / 2 - self.y * self.side_m}
        box = {"west": west, "south": south, "east": east, "north": north}
        return {"z": self.z, "x": self.x, "y": self.y} | box | corner | on_grid | cells

    def kept_cells(self) -> dict[str, float]:
        """Give how the squares of the tile are made of those that are kept, up to `KEPT_ZOOM`."""
        return {
            "cells": min(CELLS, 1 << (CELL_ZOOM - self.z)),
            "levels_up": max(CELLS_ZOOM - self.z, 0),
            "levels_down": CELL_ZOOM - self.z,
            "smallest_cell_m": WORLD_M / (1 << CELL_ZOOM),
        }

    def _lon(self, x: float) -> float:
        return x / (1 << self.z) * 360 - 180

    def _lat(self, y: float) -> float:
        return degrees(atan(sinh(pi * (1 - 2 * y / (1 << self.z)))))
