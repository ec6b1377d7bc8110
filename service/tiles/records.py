"""Tiles of the layers that are drawn as they stand: tasks, finds and districts; where they are very many, counted."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, Subquery, case, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from service.records.standing import standing
from service.tables import WEB_MERCATOR
from service.tiles.address import BUFFER, CELLS, EXTENT, MOST, TILE_BYTES, TILE_PX, TileAddress
from service.tiles.question import TileQuestion

DRAWN_BY: Mapping[str, tuple[str, ...]] = {
    "districts": ("name_en", "name_az"),
    "eo_items": ("eo_category", "disposal_state", "quantity"),
    "tasks": ("task_type", "status"),
}
"""What is told of a record besides its code where all that stands in its row would make a tile too large."""
COUNTED_BY: Mapping[str, tuple[str, ...]] = {
    "districts": (),
    "eo_items": ("eo_category", "disposal_state"),
    "tasks": ("status",),
}
"""What records that are counted have in common, besides their square and whether they are a place alone."""
FEWER_CELLS = (CELLS, CELLS // 2, CELLS // 4)
"""Squares along a side of a tile: 64 of every category and state are far below what a tile may hold."""


def record_tile(session: Session, question: TileQuestion) -> bytes:
    """Draw the records with what stands in their rows; or with less; or count them by square: none is left out.

    No lists are told, and of links the code.
    """
    fields = [field.name for field in question.layer.fields if not (field.is_list or field.layer)]
    for names, grid in ((["id", *fields, "area_m2"], EXTENT), (["code", *DRAWN_BY[question.layer.name]], TILE_PX)):
        drawn = _each(session, question, names, grid=grid)
        if drawn is None:
            break
        if len(drawn) <= TILE_BYTES:
            return drawn
    counts = (_counted(session, question, cells) for cells in FEWER_CELLS)
    return next(content for content in counts if len(content) <= TILE_BYTES)


# --- each by itself -----------------------------------------------------------------------------------------------


def _each(session: Session, question: TileQuestion, names: Iterable[str], *, grid: int) -> bytes | None:
    """Draw each on a grid of so many squares along a side; None where they are more than `MOST`."""
    shown = _shown(question)
    properties = [shown.c[name] for name in names if name in shown.c]
    drawn = select(*properties, _on_tile(shown.c.geom, question.address, grid).label("geom")).limit(MOST + 1)
    tile = drawn.subquery("drawn")
    in_order = aggregate_order_by(literal("geom"), tile.c.code)
    written = func.ST_AsMVT(tile.table_valued(), question.layer.name, grid, in_order).filter(tile.c.geom.is_not(None))
    count, content = session.execute(select(func.count(), written).select_from(tile)).one()
    return None if count > MOST else bytes(content or b"")


def _shown(question: TileQuestion) -> Subquery:
    return standing(question.layer, question.moment, question.selection, box=question.envelope).subquery("shown")


def _on_tile(geom: ColumnElement[Any], address: TileAddress, grid: int) -> ColumnElement[Any]:
    """Put an outline on a tile; what is smaller than a pixel, or so thin that nothing is left of it, is thickened."""
    shape = func.ST_Transform(geom, WEB_MERCATOR)
    width_m, height_m = func.ST_XMax(shape) - func.ST_XMin(shape), func.ST_YMax(shape) - func.ST_YMin(shape)
    is_visible = func.greatest(width_m, height_m) >= address.pixel_m
    is_point = func.ST_Dimension(shape) == 0
    thick = func.ST_Buffer(shape, address.pixel_m / 2, "join=mitre mitre_limit=2")
    drawn = case((is_visible | is_point, _on_grid(shape, address, grid)))
    return func.coalesce(drawn, _on_grid(thick, address, grid))


def _on_grid(shape: ColumnElement[Any], address: TileAddress, grid: int) -> ColumnElement[Any]:
    envelope = func.ST_TileEnvelope(address.z, address.x, address.y)
    margin = BUFFER * grid // EXTENT
    return func.ST_AsMVTGeom(shape, envelope, grid, margin, literal(True, Boolean))  # noqa: FBT003 - clipped


# --- counted ------------------------------------------------------------------------------------------------------


def _counted(session: Session, question: TileQuestion, cells: int) -> bytes:
    """Count the records by square, each in the one in which its own point lies, on the tile that this lies on."""
    placed, kinds = _placed(question).subquery("placed"), (*COUNTED_BY[question.layer.name], "is_place")
    across, down = placed.c.across, placed.c.down
    squares = [func.floor(along * cells / EXTENT) for along in (across, down)]
    is_here = across.between(0, EXTENT - 1) & down.between(0, EXTENT - 1)
    sums = [func.sum(placed.c[name]).label(name) for name in ("quantity",) if name in placed.c]
    feature = (
        select(
            *(placed.c[name] for name in kinds),
            func.count().label(f"{question.layer.singular}_count"),
            *sums,
            func.ST_MakePoint(func.floor(func.avg(across)), func.floor(func.avg(down))).label("geom"),
        )
        .where(is_here)
        .group_by(*(placed.c[name] for name in kinds), *squares)
        .order_by(*squares)
        .subquery("feature")
    )
    written = func.ST_AsMVT(feature.table_valued(), question.layer.name, EXTENT, "geom")
    content: bytes | None = session.scalar(select(written).select_from(feature))
    return bytes(content or b"")


def _placed(question: TileQuestion) -> Select[Any]:
    """Select what the records are counted by, and where on the tile's grid each has its own point."""
    shown, values = _shown(question), question.address.values()
    names = dict.fromkeys((*COUNTED_BY[question.layer.name], *DRAWN_BY[question.layer.name]))
    point = func.ST_Transform(func.ST_PointOnSurface(shown.c.geom), WEB_MERCATOR)
    return select(
        *(shown.c[name] for name in names),
        (func.ST_Dimension(shown.c.geom) == 0).label("is_place"),
        func.floor(values["scale"] * (func.ST_X(point) - values["left_m"])).label("across"),
        func.floor(values["scale"] * (values["top_m"] - func.ST_Y(point))).label("down"),
    ).offset(0)
