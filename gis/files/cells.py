"""Making a table of rows of cells: where its heading stands, what its columns are called, and which rows hold data."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any, Final, NamedTuple

from gis.files.totals import kept
from gis.values import number_from_text

ROWS_LOOKED_AT: Final = 60
"""How far down a heading is looked for."""
SAMPLE_COUNT: Final = 200
CHARACTERS_LOOKED_AT: Final = 4 * 1024**2
"""Outlines as text are long: a few rows show as much as many."""
COLUMN_LIMIT: Final = 1_000
EMPTY_LIMIT: Final = 10_000
"""Empty rows after which a table is over: sheets can be a million rows of nothing."""

Row = Sequence[Any]


class Heading(NamedTuple):
    """The heading of a table.

    Attributes
    ----------
    row
        Its position among the rows, from 0: titles may stand above.
    names
        Of the columns, each once; None where a column has none and is left out.
    """

    row: int
    names: list[str | None]

    @property
    def columns(self) -> list[str]:
        """The names of the columns that are read."""
        return [name for name in self.names if name is not None]


def heading_of(rows: Iterator[Row]) -> Heading | None:
    """Find the heading of a table among its first rows: the first wide row of words; None where there is none."""
    first = [[cell_value(cell) for cell in row[:COLUMN_LIMIT]] for row in _some(rows, ROWS_LOOKED_AT)]
    widest = max((_filled(row) for row in first), default=0)
    for position, row in enumerate(first):
        if _filled(row) > 1 and _filled(row) >= widest / 2 and all(map(_is_word, row)):
            return Heading(position, _names(row, is_used=_used(first[position + 1 :])))
    return None


def records(rows: Iterator[Row], heading: Heading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the rows below a heading that hold anything, each with its position below the heading."""
    empty_count = 0
    for position, row in enumerate(islice(rows, heading.row + 1, None)):
        cells = [cell_value(cell) for cell in row[: len(heading.names)]]
        cells += [None] * (len(heading.names) - len(cells))
        if all(cell is None for cell in cells):
            empty_count += 1
            if empty_count > EMPTY_LIMIT:
                return
            continue
        empty_count = 0
        yield position, {name: cell for name, cell in zip(heading.names, cells, strict=True) if name is not None}


def sample_of(rows: Iterator[Row], heading: Heading) -> list[dict[str, Any]]:
    """Give some of the first records below a heading."""
    held = ((*record.values(), record) for _, record in kept(records(rows, heading), []))
    return [record for *_, record in _some(held, SAMPLE_COUNT)]


def _some(rows: Iterator[Row], most: int) -> Iterator[Row]:
    """Give up to so many of the first rows, fewer where they are long."""
    length = 0
    for row in islice(rows, most):
        yield row
        length += sum(len(cell) for cell in row if isinstance(cell, str))
        if length > CHARACTERS_LOOKED_AT:
            return


def cell_value(cell: object) -> Any:  # noqa: ANN401 - JSON's values, and dates
    """Give what a cell holds: text without blanks around it, a number, a date; None where it is blank.

    >>> cell_value("  Ağdam "), cell_value(""), cell_value(datetime(2025, 10, 20))
    ('Ağdam', None, datetime.date(2025, 10, 20))
    """
    if isinstance(cell, str):
        return cell.replace("\x00", "\ufffd").strip() or None
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    return cell if cell is None or isinstance(cell, bool | int | float | date) else str(cell)


def _filled(row: Row) -> int:
    return sum(cell is not None for cell in row)


def _is_word(cell: object) -> bool:
    """Say whether a cell could name a column: text that is neither number nor date, or nothing."""
    if cell is None:
        return True
    if not isinstance(cell, str) or re.match(r"\d+[-./]\d+[-./]\d+", cell):
        return False
    try:
        return number_from_text(cell) is None
    except ValueError:
        return False


def _used(rows: Sequence[Row]) -> set[int]:
    """Give the positions of columns that hold anything."""
    return {position for row in rows for position, cell in enumerate(row) if cell is not None}


def _names(row: Row, *, is_used: set[int]) -> list[str | None]:
    """Give each column a name of its own: a repeated one is counted, a missing one told by its place."""
    seen: Counter[str] = Counter()
    names: list[str | None] = []
    is_named = {position for position, cell in enumerate(row) if cell is not None}
    for position in range(max(is_named | is_used) + 1):
        if position not in is_named | is_used:
            names.append(None)
            continue
        name = re.sub(r"\s+", " ", str(row[position])) if position in is_named else f"column {position + 1}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
