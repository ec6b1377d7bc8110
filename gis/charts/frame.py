"""What charts over periods share: a light horizontal grid from a base at zero, and marks of the periods below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gis.charts.scale import Scale
from gis.charts.svg import Value, element, letters_px, words
from gis.codelists import Language
from gis.period_words import period_marks
from gis.periods import Period, PeriodUnit
from gis.text import number_text

GREY, GRID, BASE = "#565F6B", "#DADFE5", "#8A939E"
TICK_GAP_PX, MARK_GAP_PX = 8, 14
LEAST_MARKS = 3
MARKS_EM = 3.2
"""Of the two lines below the base, in sizes of the letters."""
NARROW_PX = 560
"""Between a phone and a page."""
LEAST_STEP_PX = 40
"""Columns that stand so far apart each carry their period."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a chart is drawn, its letters included."""

    width_px: int
    height_px: int
    letters_px: float

    @property
    def is_narrow(self) -> bool:
        """Tell whether names stand above what they name, for there is no room beside it."""
        return self.width_px < NARROW_PX


PAGE = Size(width_px=1104, height_px=300, letters_px=13)
"""As wide as the column of a page."""
PHONE = Size(width_px=328, height_px=250, letters_px=12)
PAPER = Size(width_px=700, height_px=165, letters_px=10)
"""As wide as the column of a bulletin, where its letters are of about 7 points."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where the values of periods lie on a drawing.

    Attributes
    ----------
    left, top, right, bottom
        The edges of what is drawn in, in pixels.
    periods
        Side by side from left to right.
    """

    size: Size
    left: float
    top: float
    right: float
    bottom: float
    periods: Sequence[Period]
    scale: Scale
    language: Language

    @property
    def drawn_px(self) -> tuple[float, float]:
        """Give width and height of the whole drawing."""
        return self.size.width_px, self.bottom + self.size.letters_px * MARKS_EM

    @property
    def step_px(self) -> float:
        """Give the width of a period."""
        return (self.right - self.left) / max(len(self.periods), 1)

    @property
    def is_roomy(self) -> bool:
        """Tell whether every column has room for letters."""
        return self.step_px >= LEAST_STEP_PX

    def x(self, number: int) -> float:
        """Give the middle of a period."""
        return self.left + (number + 0.5) * self.step_px

    def y(self, value: float) -> float:
        """Give the height of a value."""
        return self.bottom - value / self.scale.top * (self.bottom - self.top)

    def grid(self, unit: str) -> str:
        """Draw the base, a line for each mark of the scale, and its value; the uppermost says the unit."""
        lines = []
        for value in self.scale.marks[1:]:
            lines.append(self._line(self.y(value), GRID))
            told = number_text(value, self.language, decimals=self.scale.decimals)
            lines.append(self._tick(told, self.y(value)))
            last_y = self.y(value)
        if self.scale.marks:
            lines.append(self._tick("0", self.bottom))
            lines.append(words(unit, self.left, last_y - 7, fill=GREY, font_size=self.size.letters_px))
        return "".join([*lines, self._line(self.bottom, BASE)])

    def _line(self, y: float, color: str) -> str:
        return element("path", d=f"M{self.left:g} {y:.1f}H{self.right:g}", stroke=color, stroke_width=1)

    def _tick(self, told: str, y: float) -> str:
        size_px = self.size.letters_px
        place: dict[str, Value] = {"text_anchor": "end", "font_size": size_px, "fill": GREY}
        return words(told, self.left - TICK_GAP_PX, y + 0.35 * size_px, **place)

    def period_marks(self) -> str:
        """Write below the base what the periods are called, as many as have room; the year where it changes."""
        size_px, marks = self.size.letters_px, [period_marks(period, self.language) for period in self.periods]
        parts, last_year = [], ""
        for number in self._marked(marks):
            first, second = marks[number]
            is_said = self.periods[number].unit is PeriodUnit.WEEK or second != last_year
            last_year = second
            for line, told in enumerate((first, second if is_said else "")):
                place: dict[str, Value] = {"text_anchor": "middle", "font_size": size_px, "fill": GREY}
                y = self.bottom + size_px * (1.45 + 1.25 * line)
                parts.append(words(told, self.x(number), y, **place) if told else "")
        return "".join(parts)

    def _marked(self, marks: Sequence[tuple[str, str]]) -> Sequence[int]:
        """Give the periods that are marked: all, or the first of each month or year and of these as many as fit."""
        places = range(len(marks)) if self.is_roomy else self._beginnings()
        widest_px = max((letters_px(line, self.size.letters_px) for mark in marks for line in mark), default=0)
        apart = [(after - before) * self.step_px for before, after in pairwise(places)]
        every = max(1, -int(-(widest_px + MARK_GAP_PX) // min(apart, default=widest_px + MARK_GAP_PX)))
        return places[::every]

    def _beginnings(self) -> Sequence[int]:
        """Give the periods with which a larger one begins: months of weeks and days, quarters of months, and so on."""
        groups = [_group(period) for period in self.periods]
        found = [number for number, (before, after) in enumerate(pairwise(groups), start=1) if before != after]
        return found if len(found) >= LEAST_MARKS else range(len(groups))


def _group(period: Period) -> tuple[int, int]:
    match period.unit:
        case PeriodUnit.MONTH:
            return period.start.year, (period.start.month - 1) // 3
        case PeriodUnit.QUARTER:
            return period.start.year, 0
        case PeriodUnit.YEAR:
            return period.start.year // 5, 0
        case _:
            return period.start.year, period.start.month


@dataclass(frozen=True, kw_only=True)
class Room:
    """What is left free beside and above a frame, in pixels."""

    right_px: float
    top_px: float = 0


def framed(size: Size, periods: Sequence[Period], scale: Scale, *, room: Room, language: Language) -> Frame:
    """Give a frame with room for the scale at the left and the marks below as well."""
    ticks = [number_text(value, language, decimals=scale.decimals) for value in scale.marks]
    left = max((letters_px(tick, size.letters_px) for tick in ticks), default=0.0) + TICK_GAP_PX
    return Frame(
        size=size,
        left=round(left),
        top=room.top_px + size.letters_px * 1.7,
        right=size.width_px - room.right_px,
        bottom=size.height_px + room.top_px - size.letters_px * MARKS_EM,
        periods=periods,
        scale=scale,
        language=language,
    )
