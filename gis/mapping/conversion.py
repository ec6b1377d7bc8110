"""What is made of the values of one column before they are read as a field's."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gis.answers import AreaUnit
from gis.issues import Issue
from gis.mapping.units import stated_unit

Convert = Callable[[Any], Any]
REMEMBERED_COUNT = 10_000


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """What is made of a column's values, and what has to be said of it.

    Attributes
    ----------
    convert
        Missing: values stay as they are.
    by_unit
        Where another column says the unit of each row: what is made of values in each.
    unit_column
        That other column.
    unit
        Of the whole column, where its name or a person says it.
    is_asked
        Whether the column cannot be read before a question is answered.
    """

    convert: Convert | None = None
    by_unit: Mapping[AreaUnit, Convert] = field(default_factory=dict)
    unit_column: str | None = None
    unit: AreaUnit | None = None
    is_asked: bool = False
    issues: tuple[Issue, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Say whether values change."""
        return self.convert is not None or self.unit_column is not None or self.is_asked

    def values(self, raws: list[Any], units: list[Any] | None) -> list[Any]:
        """Give the values of a part, units beside them where a column says them."""
        if units is not None:
            return [self._in_unit(raw, unit) for raw, unit in zip(raws, units, strict=True)]
        return raws if self.convert is None else _mapped(self.convert, raws)

    def _in_unit(self, raw: object, unit: object) -> object:
        """Convert by the unit of the row; a number whose unit nobody says is no number."""
        known = stated_unit(unit)
        if known is not None:
            return self.by_unit[known](raw)
        return raw if raw is None else f"{raw} {unit or '(?)'}"


def _mapped(convert: Convert, raws: list[Any]) -> list[Any]:
    """Convert values, equal ones once: a column of a hundred thousand holds a few hundred."""
    remembered: dict[Hashable, Any] = {}

    def converted(raw: object) -> object:
        if raw is None or isinstance(raw, list | dict):
            return raw if raw is None else convert(raw)
        key = raw if isinstance(raw, str) else (type(raw), raw)
        if key not in remembered:
            if len(remembered) >= REMEMBERED_COUNT:
                remembered.clear()
            remembered[key] = convert(raw)
        return remembered[key]

    return [converted(raw) for raw in raws]
