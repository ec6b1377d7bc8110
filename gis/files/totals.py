"""Rows at the foot of tables that are no records: totals, and the notes and signatures beneath them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gis.issues import Issue
from gis.values import shown

TOTALS: Final = frozenset(
    {"cəmi", "cəm", "cemi", "yekun", "yekunu", "ümumi", "umumi", "toplam", "total", "totals", "sum", "итого", "всего"}
)
"""Words that a row of totals begins with, in small letters."""
NAMED_COUNT: Final = 10

Record = tuple[int, dict[str, Any]]


def kept(records: Iterator[Record], left_out: list[tuple[int, str]]) -> Iterator[Record]:
    """Give the records of a table without its totals, and without the rows of a few words below them.

    Parameters
    ----------
    left_out
        Gets what is left out: the position below the heading and how the row begins.
    """
    is_below_total = False
    for position, record in records:
        filled = [cell for cell in record.values() if cell is not None]
        is_total = _is_total(filled)
        if is_total or (is_below_total and _is_note(filled, record)):
            left_out.append((position, shown(filled[0])))
            is_below_total = True
        else:
            is_below_total = False
            yield position, record


def told_of(left_out: list[tuple[int, str]], first_row: int) -> tuple[Issue, ...]:
    """Name rows that were left out, and forget them.

    Parameters
    ----------
    first_row
        How people count the row below the heading.
    """
    if not left_out:
        return ()
    rows = ", ".join(f"{first_row + position} (“{begins}”)" for position, begins in left_out[:NAMED_COUNT])
    told = Issue(kind="totals-left-out", values={"row_count": len(left_out), "rows": rows})
    left_out.clear()
    return (told,)


def _is_total(filled: list[Any]) -> bool:
    """Say whether a row begins with a word for totals, and holds nothing else but figures."""
    if not (filled and isinstance(filled[0], str)):
        return False
    word = filled[0].split(maxsplit=1)[0].rstrip(":.").replace("İ", "i").casefold()
    return word in TOTALS and all(map(_is_figure, filled[1:]))


def _is_figure(cell: object) -> bool:
    return cell[0].isdigit() if isinstance(cell, str) else isinstance(cell, int | float)


def _is_note(filled: list[Any], record: Mapping[str, Any]) -> bool:
    """Say whether a row holds words in a few of its cells: who signs, or what a mark means."""
    return 2 * len(filled) < len(record) and not any(map(_is_figure, filled))
