"""Releases counted by the squares that maps draw from afar."""

from typing import Any

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Numeric, Table, text

from gis.codelists import Basis, ReleaseMethod, Visibility
from service.tables.columns import code_column, metadata

CELL_ZOOM = 14
WORLD_M = 40_075_016.685578488
"""The side of the square that Web Mercator draws the world in."""


def _cell(name: str, *week: Column[Any], comment: str) -> Table:
    """Give a table of what is counted by square."""
    return Table(
        name,
        metadata,
        Column("x", Integer, primary_key=True, autoincrement=False),
        Column("y", Integer, primary_key=True, autoincrement=False),
        *week,
        code_column("release_method", ReleaseMethod, primary_key=True),
        code_column("basis", Basis, primary_key=True),
        code_column("visibility", Visibility, primary_key=True),
        Column("release_count", BigInteger, nullable=False),
        Column("area_m2", Numeric, nullable=False, comment="Net, in the operational account: the entries added up."),
        Index(f"ix_{name}_empty", "x", "y", postgresql_where=text("release_count = 0")),
        comment=comment,
    )


release_cell = _cell(
    "release_cell",
    Column("monday", Date, primary_key=True, comment="First day of the week of the work."),
    comment=f"The releases that hold now, by column and row of the Web Mercator square of zoom {CELL_ZOOM} "
    "in which they are drawn.",
)
release_cell_total = _cell("release_cell_total", comment="The same of all weeks.")
