"""Round steps of a scale that starts at zero."""

from dataclasses import dataclass
from math import ceil, floor, log10

MOST_STEPS = 4
ROUND = (1, 2, 2.5, 5, 10)
MOST_DECIMALS = 7
HEADROOM = 1.02
"""How far above the greatest value the last mark lies at least."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Values from zero upwards.

    Attributes
    ----------
    top
        The value at the upper end.
    step
        From mark to mark; zero where there is nothing to show.
    """

    top: float
    step: float

    @property
    def marks(self) -> list[float]:
        """Give the values that are marked, zero first."""
        return [round(self.step * number, 9) for number in range(round(self.top / self.step) + 1)] if self.step else []

    @property
    def decimals(self) -> int:
        """Give how many decimals the marks have."""
        return next((places for places in range(MOST_DECIMALS) if round(self.step, places) == self.step), MOST_DECIMALS)


def scale_to(greatest: float) -> Scale:
    """Give a scale of at most four steps that holds a value; none for nothing.

    >>> scale_to(1644.6).marks, scale_to(0.048).marks, scale_to(0).marks
    ([0.0, 500.0, 1000.0, 1500.0, 2000.0], [0.0, 0.02, 0.04, 0.06], [])
    """
    if greatest <= 0:
        return Scale(top=1, step=0)
    least = greatest * HEADROOM / MOST_STEPS
    power = floor(log10(least))
    factor = next(factor for factor in ROUND if factor * 10.0**power >= least)
    step = round(factor * 10.0**power, max(0, 2 - power))
    count = ceil(round(greatest * HEADROOM / step, 9))
    return Scale(top=step * count, step=step)
