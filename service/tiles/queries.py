"""Tiles written by the database: which records are shown, and how they are drawn."""

from collections.abc import Generator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    LargeBinary,
    Numeric,
    ScalarSelect,
    Select,
    TextualSelect,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.orm import Session

from gis.codelists import Account, HazardClass, LedgerCause, ReleaseMethod
from service.records.queries import is_current
from service.records.selection import id_of
from service.records.standing import standing
from service.sql import statement
from service.tables import WEB_MERCATOR, ledger_entry
from service.tiles.address import CELLS_ZOOM, KEPT_ZOOM, MOST, TILE_BYTES
from service.tiles.held import Statement
from service.tiles.question import TileQuestion
from service.tiles.records import record_tile

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
Asked = tuple[Statement, dict[str, Any]]
"""A statement, and the values that it is asked with."""
Steps = Generator[Asked, bytes | None, bytes]
"""What is asked one after the other, each from what the last was answered with, until the tile is there."""


def tile(session: Session, question: TileQuestion) -> bytes:
    """Give a tile (Mapbox vector tile 2.1) with the one layer; nothing where nothing lies."""
    if question.layer.name not in CURRENT:
        return record_tile(session, question)
    step, answer = steps(question), None
    while True:
        try:
            statement, values = step.send(answer)
        except StopIteration as drawn:
            return bytes(drawn.value)
        answer = session.scalar(statement, values)


def steps(question: TileQuestion) -> Steps:
    """Give the steps to a tile of releases or of hazardous areas."""
    return _releases(question) if question.layer.name == "release_areas" else _hazards(question)


def is_of_now(question: TileQuestion) -> bool:
    """Tell whether each step to the tile is a statement that is kept."""
    return question.is_plain and question.layer.name in CURRENT


# --- releases -----------------------------------------------------------------------------------------------------


def _releases(question: TileQuestion) -> Steps:
    """Draw polygons where they are few; otherwise, and far away, count them by square: none is left out."""
    if question.address.z > CELLS_ZOOM:
        for grid in GRIDS:
            drawn = yield _asked(question, "tile_polygons", grid=grid, most=MOST)
            if drawn is None:
                break
            if len(drawn) <= TILE_BYTES:
                return drawn
    if question.address.z <= KEPT_ZOOM and question.is_plain:
        values = _values(question) | question.address.kept_cells() | _weeks(question)
        return (yield statement("tile_cells_now"), values) or b""
    return (yield _asked(question, "tile_cells")) or b""


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


def _hazards(question: TileQuestion) -> Steps:
    """Draw all of them, as exactly as the tile may be large."""
    far = {"most": MOST, "wide_m": WIDE_PX * question.address.pixel_m, "step": STEP}
    for grid in GRIDS:
        drawn = (yield _asked(question, "tile_hazards", grid=grid, **far)) or b""
        if len(drawn) <= TILE_BYTES:
            return drawn
    return (yield _asked(question, "tile_hazard_places", step=STEP)) or b""


# --- either -------------------------------------------------------------------------------------------------------


def _asked(question: TileQuestion, name: str, **values: float) -> Asked:
    """Give the statement that draws the records that are shown."""
    drawing = _plain(name, question.layer.name) if question.is_plain else _drawing(name, _standing(question))
    return drawing, _values(question) | values


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
    stood = standing(layer, moment, question.selection, box=question.envelope)
    if question.is_present:
        stood = stood.where(is_current(layer))
    told = stood.subquery("told")
    drawn = func.ST_Transform(told.c.geom, WEB_MERCATOR)
    columns: list[ColumnElement[Any]] = [told.c[name] for name in COLUMNS[layer.name] if name in told.c]
    shown = select(*columns, drawn.label("drawn"), func.ST_PointOnSurface(drawn).label("drawn_at"))
    if layer.name != "release_areas":
        return shown
    return shown.add_columns(_net(question, told.c.id).label("released_m2"))


def _net(question: TileQuestion, release_area_id: ColumnElement[UUID]) -> ScalarSelect[Decimal | None]:
    """Give what the ledger knew to be released by a release, in one district alone where one is asked for.

    Its entries are sought by index, the open and the closed ones: summed for all releases and joined, they would be
    summed again for each release wherever the database expects few.
    """
    entry, at = ledger_entry.c, question.moment.as_known_at
    net = select(func.sum(cast(entry.area_m2, Numeric))).where(entry.release_area_id == release_area_id)
    is_released = entry.cause.in_((LedgerCause.RELEASED, LedgerCause.RELEASED_OUTSIDE))
    is_open, was_known = func.upper_inf(entry.recorded), entry.recorded.contains(at)
    is_known = is_open if question.is_present else (is_open & was_known) | (~is_open & was_known)
    if code := question.selection.district_code:
        net = net.where(entry.district_id == id_of("districts", code))
    return net.where(entry.account == Account.OPERATIONAL, is_released, is_known).scalar_subquery()


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
