"""The records that a sheet of paper shows: each by itself, or where they are many summed in fine squares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import Session

from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME
from gis.paper.view import Bounds
from service.maps.queries import MapQuestion
from service.records.standing import standing

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


def are_few(session: Session, question: MapQuestion, name: str, *, box: Bounds) -> bool:
    """Say whether the records of a layer that touch a box can be read one by one; counting ends at the limit."""
    rows = standing(LAYERS_BY_NAME[name], question.moment, question.selection, box=_envelope(box)).subquery("shown")
    first = select(rows.c.code).limit(SINGLE_LIMIT + 1).subquery()
    return (session.scalar(select(func.count()).select_from(first)) or 0) <= SINGLE_LIMIT


def recorded_bounds(session: Session, question: MapQuestion, names: Sequence[str]) -> Bounds | None:
    """Give what the outlines of all records of some layers span; None without any."""
    shown = [standing(LAYERS_BY_NAME[name], question.moment, question.selection).subquery() for name in names]
    outlines = union_all(*(select(rows.c.geom) for rows in shown)).subquery()
    extent = func.ST_Extent(outlines.c.geom)
    sides = (func.ST_XMin, func.ST_YMin, func.ST_XMax, func.ST_YMax)
    west, south, east, north = session.execute(select(*(side(extent) for side in sides))).one()
    return None if west is None else (west, south, east, north)


def single_records(session: Session, question: MapQuestion, name: str, *, box: Bounds) -> gpd.GeoDataFrame:
    """Give each record of a layer that touches a box."""
    rows = standing(LAYERS_BY_NAME[name], question.moment, question.selection, box=_envelope(box)).subquery("shown")
    columns = (rows.c.code, *(rows.c[field] for field in DRAWN[name]))
    return _frame(session, select(*columns, func.ST_AsBinary(rows.c.geom).label("geometry")), name)


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

    def frame(self) -> gpd.GeoDataFrame:
        """Give squares and large records as one frame; of hazard the middles of squares, drawn as markers."""
        width, height = self.size_deg
        west, south = self.table.x.to_numpy(dtype=float) * width, self.table.y.to_numpy(dtype=float) * height
        is_point = self.name == "hazardous_areas"
        ground = (
            shapely.points(west + width / 2, south + height / 2)
            if is_point
            else shapely.box(west, south, west + width, south + height)
        )
        told = self.table.drop(columns=["x", "y"]).assign(code="")
        squares = gpd.GeoDataFrame(told, geometry=ground, crs=WGS84)
        return gpd.GeoDataFrame(pd.concat([self.large, squares], ignore_index=True), crs=WGS84)


def summed_records(session: Session, question: MapQuestion, name: str, *, box: Bounds, cell_m: float) -> Squares:
    """Count the records of a layer that touch a box by squares; every one is in one square or stands by itself.

    Where too many are much larger than a square, the squares are larger.
    """
    width, height = _cell_deg(box, cell_m)
    rows = standing(LAYERS_BY_NAME[name], question.moment, question.selection, box=_envelope(box)).subquery("shown")
    west, east = func.ST_XMin(rows.c.geom), func.ST_XMax(rows.c.geom)
    south, north = func.ST_YMin(rows.c.geom), func.ST_YMax(rows.c.geom)
    is_large = (east - west > 2 * width) | (north - south > 2 * height)
    fields = [rows.c[field] for field in DRAWN[name]]
    large = select(rows.c.code, *fields, func.ST_AsBinary(rows.c.geom).label("geometry")).where(is_large)
    place = [func.floor((west + east) / 2 / width).label("x"), func.floor((south + north) / 2 / height).label("y")]
    by_itself = _frame(session, large.limit(LARGE_LIMIT + 1), name)
    if len(by_itself) > LARGE_LIMIT:
        return summed_records(session, question, name, box=box, cell_m=2 * cell_m)
    small = select(*fields, *place, func.count().label("record_count")).where(~is_large).group_by(*fields, *place)
    table = pd.DataFrame(session.execute(small).all(), columns=[*DRAWN[name], "x", "y", "record_count"])
    return Squares(name, by_itself, table, (width, height))


def _cell_deg(box: Bounds, cell_m: float) -> tuple[float, float]:
    _, south, _, north = box
    return cell_m / (M_PER_DEG * cos(radians((south + north) / 2))), cell_m / M_PER_DEG


def _frame(session: Session, statement: Select[Any], name: str) -> gpd.GeoDataFrame:
    columns = ["code", *DRAWN[name], "geometry"]
    table = pd.DataFrame(session.execute(statement).all(), columns=columns)
    outlines = shapely.from_wkb(table.geometry.to_numpy(dtype=object))
    return gpd.GeoDataFrame(table.drop(columns="geometry").assign(record_count=1), geometry=outlines, crs=WGS84)


def _envelope(box: Bounds) -> ColumnElement[Any]:
    return func.ST_MakeEnvelope(*box, 4326)
