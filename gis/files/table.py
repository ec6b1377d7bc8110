"""From rows of cells to features: a table with places, without them, or of the turning points of outlines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import shapely

from gis.crs import WGS84
from gis.files.cells import COLUMN_LIMIT, Heading, Row, heading_of, records, sample_of
from gis.files.choice import chosen
from gis.files.places import Places, places_of
from gis.files.request import RefusedFile, Request
from gis.files.source import Part, Source, SourceLayer
from gis.files.totals import kept, told_of
from gis.files.turning_points import gathered, is_turning_points, repeats_codes
from gis.issues import Issue
from gis.layers import Layer
from gis.mapping.headings import fields_named

PART_COUNT: Final = 10_000
PART_BYTES: Final = 8 * 1024**2
"""A part ends when it has one or the other."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A sheet or a text of rows.

    Attributes
    ----------
    rows
        Reads from the beginning each time it is called, so many columns at least where there are as many.
    heading
        Missing when none was found: nothing can be read.
    sample
        Some of the first records.
    """

    name: str
    rows: Callable[[int], Iterator[Row]]
    heading: Heading | None
    places: Places
    sample: Sequence[dict[str, Any]] = ()

    @property
    def layer(self) -> SourceLayer:
        """The table as a layer to choose from."""
        kind = "Polygon" if self.is_of_turning_points else self.places.geometry_type
        return SourceLayer(name=self.name, geometry_type=kind, feature_count=None)

    @property
    def is_of_turning_points(self) -> bool:
        """Whether each row is one point of an outline."""
        if self.heading is None:
            return False
        return is_turning_points(self.heading.columns) or repeats_codes(self.heading.columns, self.sample)

    @property
    def unplaced(self) -> tuple[tuple[float, float], ...]:
        """Coordinates of the points of outlines that can be no degrees, as far as nothing says what they are."""
        if not self.is_of_turning_points or self.places.is_placed:
            return ()
        points, _ = self.places.read(self.sample)
        positions = shapely.get_coordinates(points)
        return tuple((float(x), float(y)) for x, y in positions if max(abs(x), abs(y)) > 180)  # noqa: PLR2004 - degrees

    def parts(self, request: Request, progress: Callable[[], int]) -> Iterator[Part]:
        """Give the features, some at a time.

        Parameters
        ----------
        progress
            Says how many bytes of the file have been read.
        """
        if self.heading is None:
            return
        held = records(self.rows(len(self.heading.names)), self.heading)
        first_row = self.heading.row + 2
        if self.is_of_turning_points:
            yield from gathered(
                held,
                columns=self.heading.columns,
                answers=request.answers,
                allowed=request.allowed,
                first_row=first_row,
            )
            return
        left_out: list[tuple[int, str]] = []
        first, some, begun_at = 0, [], progress()
        for record in kept(held, left_out):
            some.append(record)
            if len(some) == PART_COUNT or progress() - begun_at > PART_BYTES:
                yield self._part(first, some, progress())
                first, some, begun_at = first + len(some), [], progress()
        if some or left_out:
            yield replace(self._part(first, some, progress()), issues=told_of(left_out, first_row))

    def _part(self, first: int, some: Sequence[tuple[int, dict[str, Any]]], bytes_read: int) -> Part:
        properties = [record for _, record in some]
        outlines, faults = self.places.read(properties)
        rows = [row for row, _ in some]
        return Part(
            first=first,
            properties=properties,
            outlines=outlines,
            faults=[(first + position, fault) for position, fault in faults],
            rows=None if rows == list(range(first, first + len(rows))) else rows,
            bytes_read=bytes_read,
        )


def table_of(name: str, rows: Callable[[int], Iterator[Row]]) -> Table:
    """Make a table of rows: find its heading, and the columns in which its places are."""
    heading = heading_of(rows(COLUMN_LIMIT))
    if heading is None:
        return Table(name=name, rows=rows, heading=None, places=places_of([], []))
    sample = sample_of(rows(len(heading.names)), heading)
    return Table(name=name, rows=rows, heading=heading, places=places_of(heading.columns, sample), sample=sample)


def source_of(
    format_name: str, tables: Sequence[Table], request: Request, *, issues: Sequence[Issue], progress: Callable[[], int]
) -> Source:
    """Give what was found in a file of tables, or the question which of them to read."""
    found = [table for table in tables if table.heading is not None]
    if not found:
        raise RefusedFile("table-without-heading", format=format_name)
    layers = [table.layer for table in found]
    layer, told = chosen(layers, request, likely=_likely(found, request.layer))
    if layer is None:
        return Source(format=format_name, layers=tuple(layers), issues=tuple(told))
    table = found[layers.index(layer)]
    return Source(
        format=format_name,
        layers=tuple(layers),
        layer_name=layer.name,
        crs=WGS84 if table.is_of_turning_points else table.places.crs,
        is_placed=table.is_of_turning_points or table.places.is_placed,
        unplaced=() if request.answers.crs else table.unplaced,
        place_columns=table.places.columns,
        issues=(*told, *issues),
        parts=partial(table.parts, request, progress),
    )


def _likely(tables: Sequence[Table], layer: Layer) -> set[str]:
    """Give the names of the tables with the most columns whose headings mean fields of a layer, or nearly as many."""
    counts = {
        table.name: sum(bool(fields_named(column, layer)[1]) for column in table.heading.columns)
        for table in tables
        if table.heading
    }
    best = max(counts.values())
    return {name for name, count in counts.items() if best and 2 * count > best}
