"""Figures that were published elsewhere, each with its source, printed with their own digits (domain.md 3, 8.14)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlsplit

from gis.codelists import FigurePrecision, Language, PublishedKind
from gis.periods import Period, days
from gis.text import NO_BREAK_SPACE, number_text

ABOUT = "≈"
"""Stands before an area that was published as approximate."""
EVERYBODY = "all"
"""The key of a figure of the whole country and of everybody."""


class AreaUnit(StrEnum):
    """What an area was published in."""

    M2 = "m2"
    HA = "ha"
    KM2 = "km2"

    @property
    def area_m2(self) -> int:
        """Give its square metres."""
        return {AreaUnit.M2: 1, AreaUnit.HA: 10_000, AreaUnit.KM2: 1_000_000}[self]

    @property
    def sign(self) -> str:
        """Give what stands after a number."""
        return {AreaUnit.M2: "m²", AreaUnit.HA: "ha", AreaUnit.KM2: "km²"}[self]


@dataclass(frozen=True, kw_only=True)
class PublishedArea:
    """An area with the digits that were published."""

    number: Decimal
    unit: AreaUnit
    precision: FigurePrecision

    @property
    def area_m2(self) -> float:
        """Give square metres to compute with, never to print: they have digits that nobody published."""
        return float(self.number * self.unit.area_m2)

    @property
    def is_approximate(self) -> bool:
        """Tell whether it was published as no more than about so much."""
        return self.precision is FigurePrecision.APPROXIMATE

    @property
    def decimals(self) -> int:
        """Count the decimals that were published."""
        return max(0, -int(self.number.as_tuple().exponent))

    def digits_text(self, language: Language) -> str:
        """Give the number as it was published, without its unit; ≈ stands before one that is approximate."""
        mark = f"{ABOUT}{NO_BREAK_SPACE}" if self.is_approximate else ""
        return mark + number_text(self.number, language, decimals=self.decimals)

    def text(self, language: Language) -> str:
        """Give the number and its unit as they were published.

        >>> about = PublishedArea(number=Decimal("30"), unit=AreaUnit.KM2, precision=FigurePrecision.APPROXIMATE)
        >>> about.text("en").replace(NO_BREAK_SPACE, " ")
        '≈ 30 km²'
        """
        return f"{self.digits_text(language)}{NO_BREAK_SPACE}{self.unit.sign}"

    def plus(self, area_m2: float) -> Self:
        """Add ground that was measured: the sum is as rough as what was published.

        >>> about = PublishedArea(number=Decimal("30"), unit=AreaUnit.KM2, precision=FigurePrecision.APPROXIMATE)
        >>> about.plus(12_345_678).text("en").replace(NO_BREAK_SPACE, " ")
        '≈ 42 km²'
        """
        exact = self.number + Decimal(str(area_m2)) / self.unit.area_m2
        return replace(self, number=exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP))


@dataclass(frozen=True, kw_only=True)
class PublishedFigure:
    """What one source said of some days.

    Attributes
    ----------
    key
        Of what it tells: `all`, a district, an operator, a purpose, as the source calls it.
    ap_mine, at_mine, uxo
        Items; missing where the source does not say, which is not zero.
    area
        Missing where the source does not say.
    source
        The address of the page it was read on, or several.
    """

    kind: PublishedKind
    period_from: date
    period_to: date
    key: str
    ap_mine: int | None
    at_mine: int | None
    uxo: int | None
    area: PublishedArea | None
    source: str
    note: str | None

    @property
    def period(self) -> Period:
        """Give its days, by the name of the unit that they make up, if any."""
        return days(self.period_from, self.period_to)

    @property
    def items(self) -> int | None:
        """Give all items together; missing where one of the groups is."""
        counts = self.ap_mine, self.at_mine, self.uxo
        return None if None in counts else sum(count or 0 for count in counts)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Give the addresses of its sources that can be opened."""
        return tuple(re.findall(r"https?://[^\s;]+", self.source))

    @property
    def publisher(self) -> str:
        """Give the host of the first page that it was read on, or what stands in place of an address."""
        return next(map(host, self.addresses), self.source)

    @property
    def identity(self) -> tuple[Any, ...]:
        """Give what says that two rows tell of the same: a later one corrects an earlier one."""
        return self.kind, self.period_from, self.period_to, self.key, self.source


def host(address: str) -> str:
    """Give the host of an address, by which readers know a source.

    >>> host("https://www.azernews.az/nation/230696.html")
    'azernews.az'
    """
    return (urlsplit(address).hostname or address).removeprefix("www.")
