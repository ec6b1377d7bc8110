"""Whether a traverse comes back to where it began: GEO-09, and the misclosure shared out when it is small."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from gis.outlines import OutlineFault
from gis.traverse.bearings import distance_m
from gis.traverse.places import Place

EXACT_M: Final = 0.05
"""Up to here a traverse closes: nothing is shared out, and nothing told."""


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How far a traverse may end from where it began: the larger of the two, the percentage being of the perimeter."""

    misclosure_m: float
    misclosure_pct: float


USUAL: Final = Allowance(misclosure_m=5, misclosure_pct=1)
"""As domain.md 9 has it; an installation may say otherwise."""


@dataclass(frozen=True, kw_only=True)
class Misclosure:
    """How far a traverse ends from where it began.

    Attributes
    ----------
    perimeter_m
        From the start along all legs back to it.
    """

    misclosure_m: float
    perimeter_m: float
    allowed: Allowance

    @property
    def limit_m(self) -> float:
        """Give the distance over which it is an error."""
        return max(self.allowed.misclosure_m, self.perimeter_m * self.allowed.misclosure_pct / 100)

    @property
    def is_exact(self) -> bool:
        """Say whether there is nothing to share out."""
        return self.misclosure_m <= EXACT_M

    @property
    def is_small(self) -> bool:
        """Say whether it may be shared out."""
        return self.misclosure_m <= self.limit_m

    def fault(self, start: Place) -> OutlineFault | None:
        """Say it, unless the traverse closes."""
        if self.is_exact:
            return None
        kind = "traverse-not-closing"
        if self.is_small:
            kind = "traverse-closing-poorly" if self.misclosure_m > self.limit_m / 2 else "traverse-closed"
        values: dict[str, str | float | int | None] = {
            "misclosure_m": self.misclosure_m,
            "perimeter_m": self.perimeter_m,
            "limit_m": self.limit_m,
        }
        return OutlineFault(kind, values, start)


def misclosure(vertices: Sequence[Place], reached: Place, allowed: Allowance) -> Misclosure:
    """Measure how far from the first vertex the last leg ends."""
    legs = [distance_m(one, other) for one, other in pairwise([*vertices, reached])]
    return Misclosure(misclosure_m=distance_m(vertices[0], reached), perimeter_m=sum(legs), allowed=allowed)


def shared_out(vertices: Sequence[Place], reached: Place) -> list[Place]:
    """Give the vertices moved so that the last leg ends at the first: each by its share of the way walked so far.

    References
    ----------
    The compass rule of N. Bowditch; C. D. Ghilani and P. R. Wolf, Elementary Surveying: traverse adjustment.
    """
    (lon, lat), (last_lon, last_lat) = vertices[0], reached
    walked_m = list(accumulate((distance_m(*leg) for leg in pairwise([*vertices, reached])), initial=0.0))
    shares = [so_far_m / walked_m[-1] for so_far_m in walked_m[:-1]]
    return [
        (x - share * (last_lon - lon), y - share * (last_lat - lat))
        for (x, y), share in zip(vertices, shares, strict=True)
    ]
