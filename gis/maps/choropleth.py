"""Districts shaded by a figure: few classes, round breaks, a scale that no symbol of hazard or release uses."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from math import isnan, log10

import numpy as np
import pandas as pd

from gis.codelists import Language
from gis.language import translator
from gis.text import M2_PER_HA, number_text

COLORS = ("#E4ECF4", "#CEDCE9", "#B5C9DC", "#9DB7D0", "#84A4C3")
"""Light blue-greys: told apart in greyscale and by colour-blind readers, and pale enough to draw on."""
NONE_COLOR = "#FBFBF9"
MISSING_COLOR = "#ECECEC"


@dataclass(frozen=True)
class AreaClasses:
    """Classes of released ground: above a break and up to the next; the last has no end."""

    breaks_m2: tuple[float, ...]
    is_any_recorded: bool = True

    def color(self, area_m2: float) -> str:
        """Give the colour of a figure; none recorded and no figure have their own."""
        if isnan(area_m2):
            return MISSING_COLOR
        return self.colors[bisect_left(self.breaks_m2, area_m2)] if area_m2 > 0 else NONE_COLOR

    @property
    def colors(self) -> tuple[str, ...]:
        """Give a colour for each class, far apart when there are few."""
        count = len(self.breaks_m2) + 1
        return tuple(COLORS[round((place + 0.5) * len(COLORS) / count - 0.5)] for place in range(count))

    def legend(self, language: Language) -> list[tuple[str, str]]:
        """Give colour and words of each class, least first; figures in hectares."""
        _ = translator(language)
        ends = [_break_text(value, language) for value in self.breaks_m2]
        if not self.is_any_recorded:
            return [(NONE_COLOR, _("none recorded"))]
        if not ends:
            return [(NONE_COLOR, _("none recorded")), (self.colors[-1], _("some recorded"))]
        between = [f"{low} – {high}" for low, high in pairwise(ends)]
        words = [_("none recorded"), f"≤ {ends[0]}", *between, f"> {ends[-1]}"]
        return list(zip((NONE_COLOR, *self.colors), words, strict=True))


@dataclass(frozen=True)
class ShareClasses:
    """Classes of shares: fifths, so that two maps can be compared; nothing to have a share of is its own."""

    breaks_pct: tuple[float, ...] = (20.0, 40.0, 60.0, 80.0)

    def color(self, share_pct: float) -> str:
        """Give the colour of a share.

        >>> [ShareClasses().color(share) == COLORS[place] for share, place in ((0, 0), (20, 0), (20.1, 1), (100, 4))]
        [True, True, True, True]
        """
        return NONE_COLOR if isnan(share_pct) else COLORS[bisect_left(self.breaks_pct, share_pct)]

    def legend(self, language: Language) -> list[tuple[str, str]]:
        """Give colour and words of each class, least first."""
        ends = [0.0, *self.breaks_pct, 100.0]
        words = [f"{low:.0f} – {high:.0f}" for low, high in pairwise(ends)]
        return [(NONE_COLOR, translator(language)("none recorded")), *zip(COLORS, words, strict=True)]


def area_classes(areas_m2: pd.Series) -> AreaClasses:
    """Give classes of about as many districts each, with breaks of 1, 2 or 5 times a power of ten.

    >>> area_classes(pd.Series([0, 90_000, 210_000, 480_000, 1_900_000, 5_100_000])).breaks_m2
    (200000.0, 500000.0, 1000000.0, 2000000.0)
    """
    recorded = areas_m2[areas_m2 > 0]
    if recorded.empty:
        return AreaClasses((), is_any_recorded=False)
    quantiles = np.quantile(recorded, [0.2, 0.4, 0.6, 0.8])
    rounded = sorted({_nearest_round(value) for value in quantiles})
    return AreaClasses(tuple(value for value in rounded if value < recorded.max()))


def _nearest_round(value: float) -> float:
    power = 10 ** int(np.floor(log10(value)))
    return float(min((power * step for step in (1, 2, 5, 10)), key=lambda step: abs(log10(step / value))))


def _break_text(break_m2: float, language: Language) -> str:
    break_ha = break_m2 / M2_PER_HA
    return number_text(break_ha, language, decimals=max(0, -int(np.floor(log10(break_ha)))))
