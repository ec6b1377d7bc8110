"""From rows of cells to features: a table with places, without them, or of the turning points of outlines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final

from gis.crs import WGS84
from gis.files.cells import Heading, Row, heading_of, records
from gis.files.choice import chosen
from gis.files.places import Places, places_of
from gis.files.request import RefusedFile, Request
from gis.files.source import Part, Source, SourceLayer
from gis.files.turning_points import gathered, is_turning_points
from gis.issues import Issue
from gis.mapping.answers import Answers

PART_COUNT: Final = 10_000
SAMPLE_COUNT: Final = 200


@dataclass(frozen=True, kw_only=True)
class Table:
    """A sheet or a text of rows.

    Attributes
    ----------
    rows
        Reads from the beginning each time it is called.
    heading
        Missing when none was found: nothing can be read.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    heading: Heading | None
    places: Places

    @property
    def layer(self) -> SourceLayer:
        """The table as a layer to choose from."""
        kind = "Polygon" if self.is_of_turning_points else self.places.geometry_type
        return SourceLayer(name=self.name, geometry_type=kind, feature_count=None)

    @property
    def is_of_turning_points(self) -> bool:
        """Whether each row is one point of an outline."""
        return self.heading is not None and is_turning_points(self.heading.columns)

    def parts(self, answers: Answers, progress: Callable[[], int]) -> Iterator[Part]:
        """Give the features, some at a time.

        Parameters
        ----------
        progress
            Says how many bytes of the file have been read.
        """
        if self.heading is None:
            return
        held = records(self.rows(), self.heading)
        if self.is_of_turning_points:
            rows = (record for _, record in held)
            yield from gathered(rows, columns=self.heading.columns, answers=answers)
            return
        first = 0
        while some := list(islice(held, PART_COUNT)):
            yield self._part(first, some, progress())
            first += len(some)

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


def table_of(name: str, rows: Callable[[], Iterator[Row]]) -> Table:
    """Make a table of rows: find its heading, and the columns in which its places are."""
    heading = heading_of(rows())
    if heading is None:
        return Table(name=name, rows=rows, heading=None, places=places_of([], []))
    sample = [record for _, record in islice(records(rows(), heading), SAMPLE_COUNT)]
    return Table(name=name, rows=rows, heading=heading, places=places_of(heading.columns, sample))


def source_of(
    format_name: str, tables: Sequence[Table], request: Request, *, issues: Sequence[Issue], progress: Callable[[], int]
) -> Source:
    """Give what was found in a file of tables, or the question which of them to read."""
    found = [table for table in tables if table.heading is not None]
    if not found:
        raise RefusedFile("table-without-heading", format=format_name)
    layers = [table.layer for table in found]
    layer, told = chosen(layers, request)
    if layer is None:
        return Source(format=format_name, layers=tuple(layers), issues=tuple(told))
    table = found[layers.index(layer)]
    return Source(
        format=format_name,
        layers=tuple(layers),
        layer_name=layer.name,
        crs=WGS84 if table.is_of_turning_points else table.places.crs,
        is_placed=table.is_of_turning_points or table.places.is_placed,
        issues=(*told, *issues),
        parts=partial(table.parts, request.answers, progress),
    )
