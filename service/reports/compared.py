"""Two states of one report, compared figure by figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isclose

from service.reports.content import Figure, Unit

LEAST_M2 = 0.01
"""Areas that differ by less are the same: so exact the ledger is, whatever order its records came in."""
SHARE = 1e-9
"""The same of quotients, which a database may work out in another order."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A figure that is another; one side is missing where only the other has it."""

    key: str
    before: Figure | None
    after: Figure | None


def differences(before: Iterable[Figure], after: Iterable[Figure]) -> tuple[Difference, ...]:
    """Give the figures whose values differ, in the order of the report; how they are printed is not compared."""
    old, new = ({figure.key: figure for figure in figures} for figures in (before, after))
    pairs = ((key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)))
    return tuple(Difference(key=key, before=one, after=other) for key, one, other in pairs if not _are_same(one, other))


def _are_same(one: Figure | None, other: Figure | None) -> bool:
    if one is None or other is None:
        return one is other
    if isinstance(one.value, float | int) and isinstance(other.value, float | int):
        least = LEAST_M2 if one.unit is Unit.M2 else 0
        return one.unit is other.unit and isclose(one.value, other.value, rel_tol=SHARE, abs_tol=least)
    return (one.value, one.unit) == (other.value, other.unit)
