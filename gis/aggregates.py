"""From rows of the ledger and of items to the figures that a report prints.

A report adds up nothing but what stands here. Every row is taken to 0.001 m², ten times finer than the ledger promises,
before it is added: so the parts of a total add up to it whichever way they are grouped, and the order in which a
database happened to add leaves no trace.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import fsum
from types import MappingProxyType
from typing import Any, Self

from gis.codelists import EoCategory, ReleaseMethod
from gis.periods import Period

Rows = Iterable[Mapping[str, Any]]
PLACES_M2 = 3

AP = frozenset({EoCategory.AP_MINE, EoCategory.AP_IMPROVISED})
AT = frozenset({EoCategory.AV_MINE})
UXO = frozenset(
    {
        EoCategory.SUBMUNITION,
        EoCategory.UXO,
        EoCategory.AXO,
        EoCategory.IED,
        EoCategory.BOOBY_TRAP,
        EoCategory.FUZE,
    }
)
"""The groups of the national bulletin; small arms ammunition and scrap are in none and are printed apart."""


class ItemGroup(StrEnum):
    """The figures that items are added up into, by the names of `Items`; `items` are the three groups together."""

    ITEMS = "items"
    AP = "ap"
    AT = "at"
    UXO = "uxo"
    SUBMUNITIONS = "submunitions"
    SAA = "saa"
    HARMLESS = "harmless"


GROUPS: Mapping[ItemGroup, frozenset[EoCategory]] = MappingProxyType(
    {
        ItemGroup.ITEMS: AP | AT | UXO,
        ItemGroup.AP: AP,
        ItemGroup.AT: AT,
        ItemGroup.UXO: UXO,
        ItemGroup.SUBMUNITIONS: frozenset({EoCategory.SUBMUNITION}),
        ItemGroup.SAA: frozenset({EoCategory.SAA}),
        ItemGroup.HARMLESS: frozenset(EoCategory),
    }
)
"""What counts in each; what is harmless is so whatever it was taken for."""


@dataclass(frozen=True, kw_only=True)
class Areas:
    """Released ground by method, in square metres; a difference of two may be negative.

    Attributes
    ----------
    released_m2
        All four together.
    """

    cleared_m2: float
    reduced_m2: float
    cancelled_m2: float
    undetermined_m2: float
    released_m2: float

    @classmethod
    def of(cls, m2_by_method: Mapping[ReleaseMethod, float]) -> Self:
        """Give the areas from what each method has; a method without an entry has none."""
        parts = {f"{method}_m2": total_m2([m2_by_method.get(method, 0.0)]) for method in ReleaseMethod}
        return cls(**parts, released_m2=total_m2(parts.values()))

    def m2(self, method: ReleaseMethod) -> float:
        """Give the square metres of one method."""
        value: float = getattr(self, f"{method}_m2")
        return value

    @property
    def bulletin_m2(self) -> float:
        """Give the one figure in the style of the national bulletin: cancelled ground is left out."""
        return total_m2([self.cleared_m2, self.reduced_m2, self.undetermined_m2])

    def __sub__(self, other: Self) -> Self:
        """Give what was added, method by method."""
        return type(self).of({method: self.m2(method) - other.m2(method) for method in ReleaseMethod})


@dataclass(frozen=True, kw_only=True)
class Items:
    """Disposed items in the groups of the national bulletin.

    Attributes
    ----------
    ap, at, uxo
        Anti-personnel mines, anti-vehicle ("anti-tank") mines, other ordnance.
    submunitions
        Of which submunitions; counted in `uxo`.
    saa, harmless
        Small arms ammunition and what is not explosive; counted nowhere else.
    """

    ap: int
    at: int
    uxo: int
    submunitions: int
    saa: int
    harmless: int

    @property
    def total(self) -> int:
        """Give the explosive items of the three groups."""
        return self.ap + self.at + self.uxo

    def __sub__(self, other: Self) -> Self:
        """Give what was added, group by group."""
        return type(self)(**{name: value - getattr(other, name) for name, value in vars(self).items()})


@dataclass(frozen=True, kw_only=True)
class PeriodAreas:
    """One column of a series; `areas` is missing where no approved work is recorded."""

    period: Period
    areas: Areas | None
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """What remained at the end of a period.

    Attributes
    ----------
    untouched_m2, awaiting_m2
        In no release, and released in the operational account only; their sum is the certified stock. Missing where
        no hazardous area is recorded yet.
    """

    period: Period
    untouched_m2: float | None
    awaiting_m2: float | None
    is_over: bool = True

    @property
    def certified_m2(self) -> float | None:
        """Give the certified stock."""
        if self.untouched_m2 is None or self.awaiting_m2 is None:
            return None
        return self.untouched_m2 + self.awaiting_m2


def total_m2(parts_m2: Iterable[float]) -> float:
    """Add areas so that neither their order nor their number shows.

    >>> total_m2([0.1] * 10)
    1.0
    """
    return round(fsum(parts_m2), PLACES_M2) + 0.0


def areas(rows: Rows) -> Areas:
    """Add up rows of `method` and `area_m2`.

    >>> areas([{"method": "cleared", "area_m2": 25.33e6}, {"method": "reduced", "area_m2": 14.48e6}]).released_m2
    39810000.0
    """
    parts: defaultdict[ReleaseMethod, list[float]] = defaultdict(list)
    for row in rows:
        parts[ReleaseMethod(row["method"])].append(round(row["area_m2"], PLACES_M2))
    return Areas.of({method: total_m2(m2) for method, m2 in parts.items()})


def areas_by(dimension: str, rows: Rows) -> dict[Hashable, Areas]:
    """Add up rows for each value of a dimension, in the order of their first rows."""
    return {value: areas(group) for value, group in _grouped(dimension, rows).items()}


def items(rows: Rows) -> Items:
    """Add up rows of `eo_category`, `is_hazardous` and `quantity` into the bulletin's groups.

    >>> row = {"eo_category": "submunition", "is_hazardous": True, "quantity": 293}
    >>> items([row]).uxo, items([row]).submunitions, items([row | {"is_hazardous": False}]).total
    (293, 293, 0)
    """
    counts: defaultdict[EoCategory | None, int] = defaultdict(int)
    for row in rows:
        category = EoCategory(row["eo_category"])
        is_counted = row["is_hazardous"] and category is not EoCategory.SCRAP
        counts[category if is_counted else None] += row["quantity"]
    return Items(
        ap=sum(counts[category] for category in AP),
        at=sum(counts[category] for category in AT),
        uxo=sum(counts[category] for category in UXO),
        submunitions=counts[EoCategory.SUBMUNITION],
        saa=counts[EoCategory.SAA],
        harmless=counts[None],
    )


def items_by(dimension: str, rows: Rows) -> dict[Hashable, Items]:
    """Add up rows for each value of a dimension, in the order of their first rows."""
    return {value: items(group) for value, group in _grouped(dimension, rows).items()}


def period_series(periods: Sequence[Period], rows: Rows, *, today: date) -> list[PeriodAreas]:
    """Give a column for each period; one without a row has no areas, which is not zero.

    Parameters
    ----------
    periods
        Of one unit, oldest first.
    rows
        With the unit's name as a column of labels (`month`: 2025-10), `method` and `area_m2`.
    """
    by_label = areas_by(periods[0].unit, rows) if periods else {}
    return [
        PeriodAreas(period=period, areas=by_label.get(period.label), is_over=period.end < today) for period in periods
    ]


def closing_totals_m2(series: Sequence[PeriodAreas], closing_m2: float) -> list[float]:
    """Give the cumulative released area at the end of each period, from the one at the end of the last."""
    totals = [closing_m2]
    for later in reversed(series[1:]):
        totals.append(total_m2([totals[-1], -(later.areas.released_m2 if later.areas else 0.0)]))
    return totals[::-1]


def _grouped(dimension: str, rows: Rows) -> dict[Hashable, list[Mapping[str, Any]]]:
    groups: defaultdict[Hashable, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[dimension]].append(row)
    return groups
