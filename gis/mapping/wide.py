"""Wide rows: square metres by method side by side, made releases of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gis.mapping.aliases import WIDE
from gis.mapping.sampled import code_text, is_blank
from gis.values import number_from_text

Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Unpivoted:
    """Columns with a row for each release.

    Attributes
    ----------
    taken
        For each row the one it was made of.
    is_split
        For each row whether it shares its outline with others, so that only its number is its own.
    """

    columns: Columns
    taken: list[int]
    is_split: list[bool]


def unpivoted(columns: Columns, wide: Sequence[str]) -> Unpivoted:
    """Make a release of each number of square metres that is not zero.

    A row with one such number is one release of that method, with the row's outline. Of several, none has an outline of
    its own: nobody can tell where each lies. A row without any stays, without a method.
    """
    count = len(columns[wide[0]])
    found = [[name for name in wide if _is_some(columns[name][row])] for row in range(count)]
    rows = [(row, name, len(names) > 1) for row, names in enumerate(found) for name in names or [""]]
    taken = [row for row, _, _ in rows]
    long = {name: [values[row] for row in taken] for name, values in columns.items() if name not in wide}
    long["release_method"] = [WIDE.get(name) for _, name, _ in rows]
    long["area_reported_m2"] = [columns[name][row] if name else None for row, name, _ in rows]
    is_split = [split for _, _, split in rows]
    if any(is_split):
        codes = long.get("code", [None] * len(taken))
        long["code"] = [
            f"{code_text(code)}-{WIDE[name]}" if split and not is_blank(code) else code
            for code, (_, name, split) in zip(codes, rows, strict=True)
        ]
        sources = long.get("geometry_source", [None] * len(taken))
        long["geometry_source"] = ["none" if split else source for split, source in zip(is_split, sources, strict=True)]
        long["is_split_by_number"] = [True if split else None for split in is_split]
    return Unpivoted(long, taken, is_split)


def _is_some(raw: object) -> bool:
    """Say whether a cell holds anything but zero; what is no number stays to be told."""
    if isinstance(raw, str):
        try:
            number = number_from_text(raw)
        except ValueError:
            return True
        return bool(raw.strip()) if number is None else number != 0
    return raw is not None and raw != 0
