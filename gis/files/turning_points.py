"""Tables of turning points, one row for each point of an outline as IMSMA records them, gathered into polygons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from gis.answers import Answers
from gis.files.source import Part
from gis.text import fold
from gis.traverse import Allowance, Point, Role, Table, UnusablePointError, counts_vertices, drawn, roles
from gis.values import Fault, shown

POLYGONS_AT_ONCE: Final = 1_000
COORDINATES: Final = ((Role.LON, Role.LAT), (Role.EASTING, Role.NORTHING), (Role.MGRS,), (Role.BEARING, Role.DISTANCE))
CORNERS: Final = 3
"""Of an outline, at least."""
POINTS: Final = ("point", "nöqtə")
"""How columns are called that name a point, and not another record."""
SOURCE_OF_GEOMETRY: Final = "geometry_source"

Values = dict[str, str | float | int | None]


def is_turning_points(column_names: Sequence[str]) -> bool:
    """Say whether the rows of a table are points of outlines: by their columns.

    Bearings with distances are enough; coordinates need a column that says which point of an outline they are of.

    >>> is_turning_points(["Polygon ID", "Point", "Azimut", "Məsafə (m)"]), is_turning_points(["code", "lon", "lat"])
    (True, False)
    """
    found = roles(column_names)
    if {Role.BEARING, Role.DISTANCE} <= set(found):
        return True
    has_coordinates = any(set(columns) <= set(found) for columns in COORDINATES)
    return has_coordinates and (Role.POINT_TYPE in found or any(map(counts_vertices, column_names)))


def repeats_codes(column_names: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the rows of a table are points of outlines: by codes that several rows with coordinates share.

    >>> rows = [{"Kod": "RA-1", "Nöqtə": n, "MGRS": "38S PK 64773 28431"} for n in range(4)]
    >>> repeats_codes(["Kod", "Nöqtə", "MGRS"], rows), repeats_codes(["Kod", "Nöqtə", "MGRS"], rows[:2])
    (True, False)
    """
    found = roles(column_names)
    is_point = any(fold(word) in fold(found.get(Role.LABEL, "")) for word in POINTS)
    has_coordinates = any(set(columns) <= set(found) for columns in COORDINATES)
    if not (is_point and has_coordinates and Role.CODE in found):
        return False
    codes = {record[found[Role.CODE]] for record in sample} - {None}
    return bool(codes) and len(sample) >= CORNERS * len(codes)


def gathered(
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    *,
    columns: Sequence[str],
    answers: Answers,
    allowed: Allowance,
    first_row: int = 2,
) -> Iterator[Part]:
    """Give the polygons whose points are the rows of a table, in EPSG:4326, in the order of their first rows.

    A row without the code of its polygon belongs to the one above, as in merged cells. What is no column of points is a
    property of the polygon: its first value counts, another one is told.

    Parameters
    ----------
    rows
        Each with its position below the heading, and its cells by column.
    columns
        All of the table.
    answers
        The system of coordinates, the north of bearings and the declination, where no column says them.
    allowed
        How far a traverse may end from where it began.
    first_row
        How people count the row below the heading.
    """
    table = Table(roles(columns), answers)
    polygons = list(_polygons(rows, columns, table, first_row=first_row).values())
    for first in range(0, len(polygons), POLYGONS_AT_ONCE):
        yield _part(first, polygons[first : first + POLYGONS_AT_ONCE], columns=columns, allowed=allowed)


@dataclass
class _Polygon:
    """What the rows of one polygon say."""

    row: int
    properties: dict[str, Any]
    points: list[Point] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_unusable: bool = False


def _polygons(
    rows: Iterable[tuple[int, Mapping[str, Any]]], columns: Sequence[str], table: Table, *, first_row: int
) -> dict[str, _Polygon]:
    """Read all rows: those of a polygon may stand apart, as when all reference points come first."""
    of_points = {column for role, column in table.columns.items() if role != Role.CODE}
    own = [column for column in columns if column not in of_points]
    polygons: dict[str, _Polygon] = {}
    code = ""
    for position, cells in rows:
        code = table.text(cells, Role.CODE) or code
        polygon = polygons.setdefault(code, _Polygon(position, dict.fromkeys(own)))
        _add_properties(polygon, first_row + position, {column: cells.get(column) for column in own})
        _add_point(polygon, first_row + position, cells, table=table)
    return polygons


def _add_properties(polygon: _Polygon, row: int, properties: Mapping[str, Any]) -> None:
    """Keep the first value of each property, and tell the first that differs from it."""
    told = {fault.values["column"] for fault in polygon.faults if fault.kind == "polygon-values-differ"}
    for column, value in properties.items():
        first = polygon.properties[column]
        if _is_blank(value) or value == first:
            continue
        if first is None:
            polygon.properties[column] = value
        elif column not in told:
            values: Values = {"column": column, "stated": shown(first), "value": shown(value), "row_count": row}
            polygon.faults.append(Fault("polygon-values-differ", values))


def _add_point(polygon: _Polygon, row: int, cells: Mapping[str, Any], *, table: Table) -> None:
    try:
        polygon.points.append(table.point(row, cells))
    except UnusablePointError as unusable:
        label = table.text(cells, Role.LABEL) or table.text(cells, Role.NUMBER) or "?"
        values = {**unusable.fault.values, "point": shown(label), "row_count": row}
        polygon.faults.append(Fault(unusable.fault.kind, values))
        polygon.is_unusable = True


def _part(first: int, polygons: Sequence[_Polygon], *, columns: Sequence[str], allowed: Allowance) -> Part:
    """Draw the polygons; one with an unusable row is not drawn."""
    outlines = np.full(len(polygons), None, dtype=object)
    faults: list[tuple[int, Fault]] = []
    for position, polygon in enumerate(polygons):
        faults += [(first + position, fault) for fault in polygon.faults]
        if not polygon.is_unusable:
            outline = drawn(polygon.points, allowed)
            outlines[position] = outline.outline
            faults += [(first + position, fault) for fault in outline.faults]
    return Part(
        first=first,
        properties=[_with_source(polygon, columns) for polygon in polygons],
        outlines=outlines,
        faults=faults,
        rows=[polygon.row for polygon in polygons],
    )


def _with_source(polygon: _Polygon, columns: Sequence[str]) -> dict[str, Any]:
    """Say that an outline comes from a traverse, where the table has no column for its source."""
    if Role.BEARING not in roles(columns) or fold(SOURCE_OF_GEOMETRY) in map(fold, columns):
        return polygon.properties
    is_traverse = any(point.leg and not point.place for point in polygon.points)
    return {**polygon.properties, SOURCE_OF_GEOMETRY: "traverse" if is_traverse else None}


def _is_blank(value: object) -> bool:
    return value is None or value != value or (isinstance(value, str) and not value.strip())  # noqa: PLR0124 - NaN
