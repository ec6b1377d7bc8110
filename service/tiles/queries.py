"""Tiles written by the database: which records are shown, and how they are drawn."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnClause,
    ColumnElement,
    LargeBinary,
    Numeric,
    Select,
    Subquery,
    TextualSelect,
    case,
    cast,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from gis.codelists import Account, HazardClass, LedgerCause, ReleaseMethod
from gis.layers import Layer
from service.records.queries import is_current
from service.records.selection import Moment, Selection, id_of
from service.records.standing import standing
from service.sql import statement
from service.tables import WEB_MERCATOR, ledger_entry
from service.tiles.address import BUFFER, CELLS_ZOOM, EXTENT, KEPT_ZOOM, TileAddress

WGS84 = 4326
TILE_BYTES = 500_000
"""No tile is larger."""
MOST = 4_000
"""So many polygons, or points with a code of their own, are drawn on a tile; more are counted."""
GRIDS = (1, 16)
"""Corners go to sixteenths of a pixel, or where a tile would be too large to whole ones."""
WIDE_PX = 32
"""From this width on a hazardous area is drawn as its polygon."""
STEP = 32
"""Points that are counted are 2 pixels apart: all of a class and status take 30 kB at most."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "hazardous_areas": ("code", "classification", "status"),
    "release_areas": (
        *("code", "release_method", "basis", "effective_date", "organisation", "task_code", "area_m2"),
        "released_m2",
    ),
}
"""What is known of a record that is drawn, besides `drawn`, its outline in Web Mercator, and `drawn_at`, its point."""
CURRENT: Mapping[str, str] = {"hazardous_areas": "tile_hazards_now", "release_areas": "tile_releases_now"}
SHAPED = frozenset({"tile_hazards", "tile_polygons"})


@dataclass(frozen=True, kw_only=True)
class TileQuestion:
    """What a tile is asked to show.

    Attributes
    ----------
    today
        The present day.
    is_present
        Whether the moment's state of knowledge is the last one.
    """

    layer: Layer
    address: TileAddress
    moment: Moment
    selection: Selection
    today: date
    is_present: bool

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Give all that the content of the tile follows from, but for later changes."""
        return self.layer.name, self.address, self.moment, self.selection

    @property
    def is_plain(self) -> bool:
        """Tell whether the current versions answer alone, of hazardous areas those of today."""
        selection = self.selection
        is_named = selection.organisation_code or selection.task_code or selection.district_code
        is_of_day = self.layer.name == "release_areas" or self.moment.as_of == self.today
        return self.is_present and is_of_day and not is_named


def tile(session: Session, question: TileQuestion) -> bytes:
    """Give a tile (Mapbox vector tile 2.1) with the one layer; nothing where nothing lies."""
    draw = {"release_areas": _releases, "hazardous_areas": _hazards}.get(question.layer.name, _records)
    return draw(session, question)


# --- releases -----------------------------------------------------------------------------------------------------


def _releases(session: Session, question: TileQuestion) -> bytes:
    """Draw polygons where they are few; otherwise, and far away, count them by square: none is left out."""
    if question.address.z > CELLS_ZOOM:
        for grid in GRIDS:
            drawn = _drawn(session, question, "tile_polygons", grid=grid, most=MOST)
            if drawn is None:
                break
            if len(drawn) <= TILE_BYTES:
                return drawn
    if question.address.z <= KEPT_ZOOM and question.is_plain:
        values = _values(question) | question.address.kept_cells() | _weeks(question)
        return bytes(session.scalar(statement("tile_cells_now"), values) or b"")
    return _drawn(session, question, "tile_cells") or b""


def _days(question: TileQuestion) -> tuple[date, date]:
    selection, as_of = question.selection, question.moment.as_of
    return selection.from_on or date.min, min(selection.to_on or as_of, as_of)


def _weeks(question: TileQuestion) -> dict[str, Any]:
    """Give the first and the last day of the weeks that the days asked for touch; of all days there is no last."""
    first, last = _days(question)
    is_whole = first == date.min and last >= question.today
    return {
        "is_whole": is_whole,
        "first_monday": first - timedelta(days=first.weekday()),
        "last_sunday": date.max if is_whole else last + timedelta(days=6 - last.weekday()),
    }


# --- hazardous areas ----------------------------------------------------------------------------------------------


def _hazards(session: Session, question: TileQuestion) -> bytes:
    """Draw all of them, as exactly as the tile may be large."""
    far = {"most": MOST, "wide_m": WIDE_PX * question.address.pixel_m, "step": STEP}
    for grid in GRIDS:
        drawn = _drawn(session, question, "tile_hazards", grid=grid, **far) or b""
        if len(drawn) <= TILE_BYTES:
            return drawn
    return _drawn(session, question, "tile_hazard_places", step=STEP) or b""


# --- either -------------------------------------------------------------------------------------------------------


def _drawn(session: Session, question: TileQuestion, name: str, **values: float) -> bytes | None:
    """Give what a statement draws of the records that are shown."""
    drawing = _plain(name, question.layer.name) if question.is_plain else _drawing(name, _standing(question))
    drawn = session.scalar(drawing, _values(question) | values)
    return None if drawn is None else bytes(drawn)


@cache
def _plain(name: str, layer: str) -> TextualSelect:
    """Give the statement that draws current versions; it is made once."""
    columns: list[ColumnClause[Any]] = [column(name) for name in (*COLUMNS[layer], "drawn", "drawn_at")]
    return _drawing(name, statement(CURRENT[layer]).columns(*columns))


def _drawing(name: str, source: TextualSelect | Select[Any]) -> TextualSelect:
    """Put a statement behind the records that it draws, known to it as `shown`, and on the tile's grid as `shape`."""
    shown = source.cte("shown").prefix_with("not materialized")
    drawing = statement(name).columns(column("tile", LargeBinary)).add_cte(shown)
    if name not in SHAPED:
        return drawing
    return drawing.add_cte(statement("tile_shapes").columns(column("geom")).cte("shape"))


def _standing(question: TileQuestion) -> Select[Any]:
    """Select the records that stood at a moment, as they are drawn."""
    layer, moment = question.layer, question.moment
    stood = standing(layer, moment, question.selection, box=func.ST_MakeEnvelope(*question.address.box, WGS84))
    if question.is_present:
        stood = stood.where(is_current(layer))
    told = stood.subquery("told")
    drawn = func.ST_Transform(told.c.geom, WEB_MERCATOR)
    columns: list[ColumnElement[Any]] = [told.c[name] for name in COLUMNS[layer.name] if name in told.c]
    shown = select(*columns, drawn.label("drawn"), func.ST_PointOnSurface(drawn).label("drawn_at"))
    if layer.name != "release_areas":
        return shown
    net = _net(question)
    return shown.add_columns(net.c.released_m2).outerjoin(net, net.c.release_area_id == told.c.id)


def _net(question: TileQuestion) -> Subquery:
    """Give what the ledger knew to be released by each release, of one district alone where one is asked for."""
    entry, at = ledger_entry.c, question.moment.as_known_at
    net = select(entry.release_area_id, func.sum(cast(entry.area_m2, Numeric)).label("released_m2"))
    is_released = entry.cause.in_((LedgerCause.RELEASED, LedgerCause.RELEASED_OUTSIDE))
    is_known = func.upper_inf(entry.recorded) if question.is_present else entry.recorded.contains(at)
    if code := question.selection.district_code:
        net = net.where(entry.district_id == id_of("districts", code))
    told = net.where(entry.account == Account.OPERATIONAL, is_released, is_known)
    return told.group_by(entry.release_area_id).subquery("net")


def _values(question: TileQuestion) -> dict[str, Any]:
    """Give what the statements may ask of a question."""
    selection, (first, last) = question.selection, _days(question)
    return question.address.values() | {
        "audience": [visibility.value for visibility in question.moment.audience],
        "methods": [method.value for method in selection.methods or ReleaseMethod],
        "classifications": [classification.value for classification in selection.classifications or HazardClass],
        "from_on": first,
        "to_on": last,
        "today": question.today,
    }


# --- other layers -------------------------------------------------------------------------------------------------


def _records(session: Session, question: TileQuestion) -> bytes:
    """Draw the records of another layer, with what stands in their row: no lists, of links the code.

    What is smaller than a pixel, or so thin that nothing of it is left on the grid, is thickened by half a pixel all
    around.
    """
    layer, address = question.layer, question.address
    box = func.ST_MakeEnvelope(*address.box, WGS84)
    shown = standing(layer, question.moment, question.selection, box=box).subquery("shown")
    names = ["id", *(field.name for field in layer.fields if not (field.is_list or field.layer))]
    properties = (shown.c[name] for name in (*names, *({"area_m2"} & set(shown.c.keys()))))
    drawn = select(*properties, _on_tile(shown.c.geom, address).label("geom")).subquery("drawn")
    in_order = aggregate_order_by(literal("geom"), drawn.c.code)
    written = func.ST_AsMVT(drawn.table_valued(), layer.name, EXTENT, in_order)
    content: bytes | None = session.scalar(select(written).where(drawn.c.geom.is_not(None)))
    return bytes(content or b"")


def _on_tile(geom: ColumnElement[Any], address: TileAddress) -> ColumnElement[Any]:
    shape = func.ST_Transform(geom, WEB_MERCATOR)
    width_m, height_m = func.ST_XMax(shape) - func.ST_XMin(shape), func.ST_YMax(shape) - func.ST_YMin(shape)
    is_visible = func.greatest(width_m, height_m) >= address.pixel_m
    is_point = func.ST_Dimension(shape) == 0
    thick = func.ST_Buffer(shape, address.pixel_m / 2, "join=mitre mitre_limit=2")
    return func.coalesce(case((is_visible | is_point, _on_grid(shape, address))), _on_grid(thick, address))


def _on_grid(shape: ColumnElement[Any], address: TileAddress) -> ColumnElement[Any]:
    envelope = func.ST_TileEnvelope(address.z, address.x, address.y)
    return func.ST_AsMVTGeom(shape, envelope, EXTENT, BUFFER, literal(True, Boolean))  # noqa: FBT003 - clipped
