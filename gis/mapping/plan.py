"""Carrying out what was understood: the properties of a part become fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gis.codelists import DatePrecision
from gis.files.source import Part
from gis.layers import Layer
from gis.mapping.aliases import WIDE
from gis.mapping.conversion import Conversion
from gis.mapping.derived import derived_codes
from gis.mapping.headings import own_field
from gis.mapping.sampled import is_blank
from gis.mapping.wide import Columns, Unpivoted, unpivoted


@dataclass(frozen=True, kw_only=True)
class ColumnPlan:
    """What becomes of one column.

    Attributes
    ----------
    target
        The name it gets; a list in the singular keeps its own.
    """

    name: str
    target: str
    conversion: Conversion


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What becomes of a file's columns.

    Attributes
    ----------
    names
        Of all columns that were looked at, those left out included.
    constants
        By field: what features have that say nothing themselves.
    wide
        Columns of square metres that become releases of their own.
    is_coded
        Whether features without a code get one.
    global_id
        The column of GlobalIDs, if there is one.
    asked
        Fields that the whole file lacks and is asked for.
    """

    layer: Layer
    names: frozenset[str] = frozenset()
    columns: tuple[ColumnPlan, ...] = ()
    constants: Mapping[str, Any] = field(default_factory=dict)
    wide: tuple[str, ...] = ()
    is_coded: bool = False
    global_id: str | None = None
    asked: frozenset[str] = frozenset()

    @property
    def is_identity(self) -> bool:
        """Say whether every feature already has the fields as they are read."""
        is_kept = all(one.name == one.target and not one.conversion.is_needed for one in self.columns)
        left_out = self.names - {one.name for one in self.columns}
        is_unlike_fields = not any(own_field(name, self.layer) for name in left_out)
        return is_kept and is_unlike_fields and not (self.constants or self.wide or self.is_coded)

    @property
    def wide_columns(self) -> dict[str, str]:
        """Give the methods of the columns that become releases of their own."""
        return {one.name: WIDE[one.target] for one in self.columns if one.target in self.wide}

    def applied(self, part: Part, first: int) -> Part:
        """Give a part with its fields.

        Parameters
        ----------
        first
            Position of its first feature, after the rows before it were split.
        """
        columns = self._columns(part.properties)
        if self.is_coded:
            ids = [one.get(self.global_id) for one in part.properties] if self.global_id else None
            codes = derived_codes(columns, self.layer, global_ids=ids, outlines=part.outlines)
            columns = {**columns, "code": codes}
        moved = _moved(part, unpivoted(columns, self.wide), first) if self.wide else (part, columns)
        return replace(moved[0], fields=_rows(moved[1], len(moved[0])), asked=self.asked)

    def _columns(self, properties: Sequence[dict[str, Any]]) -> Columns:
        """Give the values by field, converted, with the constants where there are none."""
        columns = {one.target: self._values(one, properties) for one in self.columns if not one.conversion.is_asked}
        for name in sorted(frozenset[str]().union(*properties) - self.names):
            if own_field(name, self.layer):
                columns.setdefault(name, [one.get(name) for one in properties])
        for name, constant in self._constants(columns, len(properties)).items():
            values = columns.get(name, constant)
            columns[name] = [own if is_blank(value) else value for value, own in zip(values, constant, strict=True)]
        return columns

    def _constants(self, columns: Columns, count: int) -> Columns:
        """Give the constants; a day that was given for all is the report's, where a feature has none of its own."""
        constants = {name: [constant] * count for name, constant in self.constants.items()}
        if "effective_date" in constants and "date_precision" in self.layer.fields_by_name:
            days = columns.get("effective_date", [None] * count)
            reported = [DatePrecision.REPORTED.value if is_blank(day) else None for day in days]
            constants.setdefault("date_precision", reported)
        return constants

    def _values(self, one: ColumnPlan, properties: Sequence[dict[str, Any]]) -> list[Any]:
        raws = [held.get(one.name) for held in properties]
        unit_column = one.conversion.unit_column
        return one.conversion.values(raws, [held.get(unit_column) for held in properties] if unit_column else None)


def _rows(columns: Columns, count: int) -> list[dict[str, Any]]:
    """Give columns as a row for each feature."""
    if not columns:
        return [{} for _ in range(count)]
    names = tuple(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _moved(part: Part, long: Unpivoted, first: int) -> tuple[Part, Columns]:
    """Give a part whose rows were split, each release with its row in the file and an outline if it is its alone."""
    place: dict[int, int] = {}
    for position, row in enumerate(long.taken):
        place.setdefault(part.first + row, first + position)
    rows = [part.first + row if part.rows is None else part.rows[row] for row in long.taken]
    is_split = np.array(long.is_split, dtype=bool)
    own, shared = part.outlines[long.taken], part.outlines[long.taken]
    own[is_split], shared[~is_split] = None, None
    moved = replace(
        part,
        first=first,
        properties=[part.properties[row] for row in long.taken],
        outlines=own,
        shared=shared,
        faults=[(place[position], fault) for position, fault in part.faults if position in place],
        rows=rows,
    )
    return moved, long.columns
