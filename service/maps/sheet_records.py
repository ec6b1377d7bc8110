"""The records that a sheet of paper shows: each by itself, or where they are many summed in fine squares."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import ColumnElement, Select, Subquery, func, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME
from gis.paper.view import Bounds
from service.maps.queries import MapQuestion
from service.records.standing import is_standing, standing
from service.tables import VERSIONS, WEB_MERCATOR, WORLD_M, drawn_span_m

DRAWN: Mapping[str, tuple[str, ...]] = {
    "hazardous_areas": ("classification", "status"),
    "tasks": (),
    "release_areas": ("release_method",),
}
"""What decides how a record is drawn."""
SINGLE_LIMIT = 10_000
"""Records of a layer that are read one by one; beyond, small ones come summed from the database."""
LARGE_LIMIT = 5_000
"""Records of a layer that are given by themselves beside squares."""
M_PER_DEG = 111_320.0
RELEASES = LAYERS_BY_NAME["release_areas"]
release = VERSIONS["release_areas"].c

Spans = Mapping[str, ColumnElement[Any]] | ReadOnlyColumnCollection[str, Any]
"""West, south, east and north of a record."""


def are_few(session: Session, question: MapQuestion, name: str, *, box: Bounds, limit: int = SINGLE_LIMIT) -> bool:
    """Say whether the records of a layer that touch a box can be read one by one; counting ends at the limit."""
    rows = standing(LAYERS_BY_NAME[name], question.moment, question.selection, box=_envelope(box)).subquery("shown")
    first = select(rows.c.code).limit(limit + 1).subquery()
    return (session.scalar(select(func.count()).select_from(first)) or 0) <= limit


def recorded_bounds(session: Session, question: MapQuestion, name: str) -> Bounds | None:
    """Give what the outlines of a layer span, of releases their own points; None without any."""
    if name == RELEASES.name:
        placed = _release_points(question).subquery("placed").c
        sides: list[ColumnElement[float]] = [
            *(func.min(placed.lon), func.min(placed.lat)),
            *(func.max(placed.lon), func.max(placed.lat)),
        ]
    else:
        shown = standing(LAYERS_BY_NAME[name], question.moment, question.selection).subquery("shown")
        extent = func.ST_Extent(shown.c.geom)
        sides = [side(extent) for side in (func.ST_XMin, func.ST_YMin, func.ST_XMax, func.ST_YMax)]
    west, south, east, north = tuple(session.execute(select(*sides)).one())
    return None if west is None else (west, south, east, north)


def single_records(
    session: Session, question: MapQuestion, name: str, *, box: Bounds, detail_m: float = 0.0
) -> gpd.GeoDataFrame:
    """Give each record of a layer that touches a box; of its outline what is finer than a detail is left out."""
    rows = standing(LAYERS_BY_NAME[name], question.moment, question.selection, box=_envelope(box)).subquery("shown")
    return _frame(session, _outlined(rows, name, detail_m=detail_m), name)


@dataclass(frozen=True)
class Squares:
    """Records of a layer that are counted by squares: those with their middle in it; large ones stay by themselves.

    Attributes
    ----------
    large
        The records that are much larger than a square, one by one.
    table
        Of each square its column ``x`` and row ``y``, what decides how it is drawn, and ``record_count``.
    size_deg
        Width and height of a square.
    """

    name: str
    large: gpd.GeoDataFrame
    table: pd.DataFrame
    size_deg: tuple[float, float]

    @property
    def side_m(self) -> float:
        """Give the side of a square."""
        return self.size_deg[1] * M_PER_DEG

    def doubled(self) -> "Squares":
        """Give the same records in squares of twice the side."""
        rows = self.table.assign(x=self.table.x // 2, y=self.table.y // 2)
        fields = [*DRAWN[self.name], "x", "y"]
        width, height = self.size_deg
        table = rows.groupby(fields)["record_count"].sum().reset_index()
        return Squares(self.name, self.large, table, (2 * width, 2 * height))

    def at_most(self, count: int) -> "Squares":
        """Give the same records in squares so large that there are no more of them than allowed."""
        return self if len(self.table) <= count else self.doubled().at_most(count)

    def frame(self) -> gpd.GeoDataFrame:
        """Give squares and large records as one frame; of hazard the middles of squares, drawn as markers."""
        width, height = self.size_deg
        x, y = self.table.x.to_numpy(dtype=float), self.table.y.to_numpy(dtype=float)
        is_point = self.name == "hazardous_areas"
        ground = (
            shapely.points((x + 0.5) * width, (y + 0.5) * height)
            if is_point  # neighbours have the same corners to the last digit, so that they can be joined
            else shapely.box(x * width, y * height, (x + 1) * width, (y + 1) * height)
        )
        told = self.table.drop(columns=["x", "y"]).assign(code="")
        squares = gpd.GeoDataFrame(told, geometry=ground, crs=WGS84)
        return gpd.GeoDataFrame(pd.concat([self.large, squares], ignore_index=True), crs=WGS84)


def summed_records(session: Session, question: MapQuestion, name: str, *, box: Bounds, cell_m: float) -> Squares:
    """Count the records of a layer that touch a box by squares; every one is in one square or stands by itself.

    What is larger than a square stands by itself; where these are too many, the squares are larger. Small releases are
    counted where their own point lies in the box.
    """
    cell, fields = _cell_deg(box, cell_m), DRAWN[name]
    large = _frame(session, _large(question, name, box=box, cell=cell).limit(LARGE_LIMIT + 1), name)
    if len(large) > LARGE_LIMIT:
        return summed_records(session, question, name, box=box, cell_m=2 * cell_m)
    small = _small(question, name, box=box, cell=cell).subquery("small")
    place = [func.floor(small.c.lon / cell[0]).label("x"), func.floor(small.c.lat / cell[1]).label("y")]
    kinds = [small.c[field] for field in fields]
    rows = session.execute(select(*kinds, *place, func.count()).group_by(*kinds, *place)).all()
    table = pd.DataFrame(rows, columns=[*fields, "x", "y", "record_count"])
    return Squares(name, large, table, cell)


def _large(question: MapQuestion, name: str, *, box: Bounds, cell: tuple[float, float]) -> Select[Any]:
    """Select the records that are larger than a square, one by one."""
    shown = standing(LAYERS_BY_NAME[name], question.moment, question.selection, box=_envelope(box))
    if name == RELEASES.name:
        return _outlined(shown.where(drawn_span_m > _side_m(cell)).subquery("shown"), name)
    rows = shown.subquery("shown")
    return _outlined(rows, name).where(_size(_spans(rows.c.geom), cell) > 1)


def _small(question: MapQuestion, name: str, *, box: Bounds, cell: tuple[float, float]) -> Select[Any]:
    """Select the others: what decides how they are drawn, and `lon` and `lat` of the middle of each."""
    if name == RELEASES.name:
        return _small_releases(question, box, cell)
    shown = standing(LAYERS_BY_NAME[name], question.moment, question.selection, box=_envelope(box)).subquery("shown")
    spans = (span.label(side) for side, span in _spans(shown.c.geom).items())
    placed = select(*(shown.c[field] for field in DRAWN[name]), *spans).offset(0).subquery("placed").c  # measured once
    middle = ((placed.west + placed.east) / 2).label("lon"), ((placed.south + placed.north) / 2).label("lat")
    return select(*(placed[field] for field in DRAWN[name]), *middle).where(_size(placed, cell) <= 1)


def _small_releases(question: MapQuestion, box: Bounds, cell: tuple[float, float]) -> Select[Any]:
    """Select them by their own points, which the index of days holds: of a million no outline is read."""
    is_asked = is_standing(RELEASES, question.moment, question.selection)
    large = select(release.id).where(is_asked, drawn_span_m > _side_m(cell))
    is_here = release.drawn_at.intersects(func.ST_Transform(_envelope(box), WEB_MERCATOR))
    return _release_points(question).where(release.id.not_in(large), is_here).offset(0)  # worked out once


def _release_points(question: MapQuestion) -> Select[Any]:
    lon = func.ST_X(release.drawn_at) / WORLD_M * 360
    lat = func.degrees(func.atan(func.sinh(func.ST_Y(release.drawn_at) / WORLD_M * 2 * func.pi())))
    is_asked = is_standing(RELEASES, question.moment, question.selection)
    return select(release.release_method, lon.label("lon"), lat.label("lat")).where(
        is_asked, release.drawn_at.is_not(None)
    )


def _side_m(cell: tuple[float, float]) -> float:
    """Give the side of a square in the metres of Web Mercator."""
    return cell[0] / 360 * WORLD_M


def _spans(outline: ColumnElement[Any]) -> dict[str, ColumnElement[float]]:
    sides = {"west": func.ST_XMin, "south": func.ST_YMin, "east": func.ST_XMax, "north": func.ST_YMax}
    return {name: side(outline) for name, side in sides.items()}


def _size(spans: Spans, cell: tuple[float, float]) -> ColumnElement[float]:
    """Give how many squares long it is what spans so much."""
    width, height = cell
    return func.greatest((spans["east"] - spans["west"]) / width, (spans["north"] - spans["south"]) / height)


def _cell_deg(box: Bounds, cell_m: float) -> tuple[float, float]:
    _, south, _, north = box
    return cell_m / (M_PER_DEG * cos(radians((south + north) / 2))), cell_m / M_PER_DEG


def _outlined(shown: Subquery, name: str, *, detail_m: float = 0.0) -> Select[Any]:
    """Select what is drawn of records, each by itself; those that are finer than a detail keep a few corners."""
    outline = func.ST_Simplify(shown.c.geom, detail_m / M_PER_DEG, true()) if detail_m else shown.c.geom
    return select(shown.c.code, *(shown.c[field] for field in DRAWN[name]), func.ST_AsBinary(outline).label("geometry"))


def _frame(session: Session, statement: Select[Any], name: str) -> gpd.GeoDataFrame:
    columns = ["code", *DRAWN[name], "geometry"]
    table = pd.DataFrame(session.execute(statement).all(), columns=columns)
    outlines = shapely.from_wkb(table.geometry.to_numpy(dtype=object))
    return gpd.GeoDataFrame(table.drop(columns="geometry").assign(record_count=1), geometry=outlines, crs=WGS84)


def _envelope(box: Bounds) -> ColumnElement[Any]:
    return func.ST_MakeEnvelope(*box, 4326)
