"""Tiles written by the database; the statement is made from the layer's fields."""

from dataclasses import dataclass
from datetime import datetime
from math import atan, degrees, pi, sinh
from typing import Any

from sqlalchemy import Boolean, ColumnElement, case, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from gis.layers import Layer
from service.records.selection import EVERYTHING, Moment, Selection
from service.records.standing import standing
from service.tables import ledger_change

EXTENT, BUFFER = 4096, 64
"""The grid of a tile, and how far beyond its sides shapes are drawn, so that outlines do not show the cut."""
TILE_PX = 256
WEB_MERCATOR, WGS84 = 3857, 4326
WORLD_M = 40_075_016.685578488
"""The side of the square that Web Mercator draws the world in."""


@dataclass(frozen=True, kw_only=True)
class TileAddress:
    """A tile of the Web Mercator square: at zoom `z` there are 2 to the power of `z` columns and rows."""

    z: int
    x: int
    y: int

    @property
    def pixel_m(self) -> float:
        """Give the side of a pixel in the metres of the projection, which are shorter than those of the ground."""
        return WORLD_M / (1 << self.z) / TILE_PX

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Give west, south, east and north of the tile in degrees, its buffer included."""
        margin = BUFFER / EXTENT
        west, east = (self._lon(x) for x in (self.x - margin, self.x + 1 + margin))
        north, south = (self._lat(y) for y in (self.y - margin, self.y + 1 + margin))
        return west, south, east, north

    def _lon(self, x: float) -> float:
        return x / (1 << self.z) * 360 - 180

    def _lat(self, y: float) -> float:
        return degrees(atan(sinh(pi * (1 - 2 * y / (1 << self.z)))))


def tile(
    session: Session, layer: Layer, moment: Moment, *, selection: Selection = EVERYTHING, address: TileAddress
) -> bytes:
    """Give a tile (Mapbox vector tile 2.1) with the one layer, features in the order of their codes.

    A feature has the record's `id` and `code` and what stands in its row: codes, dates, numbers and texts, no lists and
    no links.
    """
    shown = standing(layer, moment, selection, box=func.ST_MakeEnvelope(*address.box, WGS84)).subquery("shown")
    names = ["id", *(field.name for field in layer.fields if not (field.is_list or field.layer))]
    properties = (shown.c[name] for name in (*names, *({"area_m2"} & set(shown.c.keys()))))
    drawn = select(*properties, _drawn(shown.c.geom, address).label("geom")).subquery("drawn")
    in_order = aggregate_order_by(literal("geom"), drawn.c.code)
    written = func.ST_AsMVT(drawn.table_valued(), layer.name, EXTENT, in_order)
    content: bytes | None = session.scalar(select(written).where(drawn.c.geom.is_not(None)))
    return bytes(content or b"")


def last_change_at(session: Session) -> datetime | None:
    """Give the instant of the last change of any record."""
    at: datetime | None = session.scalar(select(func.max(ledger_change.c.recorded_at)))
    return at


def _drawn(geom: ColumnElement[Any], address: TileAddress) -> ColumnElement[Any]:
    """Give a geometry on the tile's grid.

    What is smaller than a pixel, or so thin that nothing of it is left on the grid, is thickened by half a pixel all
    around: at no zoom does a hazard vanish.
    """
    shape = func.ST_Transform(geom, WEB_MERCATOR)
    width_m, height_m = func.ST_XMax(shape) - func.ST_XMin(shape), func.ST_YMax(shape) - func.ST_YMin(shape)
    is_visible = func.greatest(width_m, height_m) >= address.pixel_m
    is_point = func.ST_Dimension(shape) == 0
    thick = func.ST_Buffer(shape, address.pixel_m / 2, "join=mitre mitre_limit=2")
    return func.coalesce(case((is_visible | is_point, _on_grid(shape, address))), _on_grid(thick, address))


def _on_grid(shape: ColumnElement[Any], address: TileAddress) -> ColumnElement[Any]:
    envelope = func.ST_TileEnvelope(address.z, address.x, address.y)
    return func.ST_AsMVTGeom(shape, envelope, EXTENT, BUFFER, literal(True, Boolean))  # noqa: FBT003 - clipped
