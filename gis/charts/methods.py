"""The methods of release in a chart: their order, their inks, and their names beside what they mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from gis.charts.svg import OWN, Value, box, element, letters_px, words
from gis.codelists import Language, ReleaseMethod
from gis.legend import pattern_svg
from gis.symbology import RELEASE_SYMBOLS, Dots, Stripes

STACK = (ReleaseMethod.CLEARED, ReleaseMethod.REDUCED, ReleaseMethod.CANCELLED, ReleaseMethod.UNDETERMINED)
"""From the base upwards."""
PALE = 0.4
"""How strong a period that is not over is drawn."""
EDGE_PX = 0.75
CHIP_WIDTH_PX, CHIP_HEIGHT_PX = 18, 12
LINE_EM, ROW_EM, CENTRED_EM = 1.25, 1.7, 0.35
"""From line to line, from row to row, and from the middle of letters to their base, as shares of their size."""
GAP_PX = 6


def method_patterns() -> str:
    """Give the definitions of the patterns that the methods are filled with."""
    patterned = [(method, pattern) for method in STACK if (pattern := _pattern(method))]
    return element("defs", *(pattern_svg(_pattern_name(method), pattern) for method, pattern in patterned))


def method_shapes(method: ReleaseMethod, course: str, *, strength: float = 1) -> str:
    """Draw the ground of a method along a course; without a method it is an outline here."""
    symbol = RELEASE_SYMBOLS[method]
    edge: dict[str, Value] = {"stroke": symbol.outline.color, "stroke_width": EDGE_PX}
    if method is ReleaseMethod.UNDETERMINED:
        return element("path", d=course, fill="#FFFFFF", **edge)
    fill = element("path", d=course, fill=symbol.fill, fill_opacity=f"{symbol.fill_opacity * strength:g}", **edge)
    if not _pattern(method):
        return fill
    return fill + element("path", d=course, fill=f"url(#{_pattern_name(method)})", opacity=f"{strength:g}")


def _pattern(method: ReleaseMethod) -> Stripes | Dots | None:
    return None if method is ReleaseMethod.UNDETERMINED else RELEASE_SYMBOLS[method].pattern


def _pattern_name(method: ReleaseMethod) -> str:
    return f"{OWN}-{method}"


def method_chip(method: ReleaseMethod, x: float, y: float) -> str:
    """Draw a small box of a method, its middle at a height."""
    return method_shapes(method, box(x, y - CHIP_HEIGHT_PX / 2, width=CHIP_WIDTH_PX, height=CHIP_HEIGHT_PX))


def wrapped_words(told: str, x: float, y: float, *, letters: int, size_px: float) -> str:
    """Write words in lines of so many letters, their middle at a height."""
    lines = wrap(told, letters)
    first = y + CENTRED_EM * size_px - (len(lines) - 1) * size_px * LINE_EM / 2
    return "".join(
        words(line, x, first + number * size_px * LINE_EM, font_size=size_px) for number, line in enumerate(lines)
    )


def wrapped_height_px(told: str, *, letters: int, size_px: float) -> float:
    """Give how much height words in lines take, with a little room."""
    return (len(wrap(told, letters)) * LINE_EM + 0.35) * size_px


@dataclass(frozen=True, kw_only=True)
class Key:
    """The names of methods in rows, each beside its box, and how high the rows are."""

    drawing: str
    height_px: float


def method_key(methods: Iterable[ReleaseMethod], language: Language, *, width_px: float, size_px: float) -> Key:
    """Name methods in rows from the upper edge."""
    parts, x, row_px = [], 0.0, size_px * ROW_EM
    middle = row_px / 2
    for method in methods:
        told = method.label(language)
        taken_px = CHIP_WIDTH_PX + GAP_PX + letters_px(told, size_px)
        if x and x + taken_px > width_px:
            x, middle = 0.0, middle + row_px
        parts.append(method_chip(method, x + 1, middle))
        parts.append(words(told, x + CHIP_WIDTH_PX + GAP_PX, middle + CENTRED_EM * size_px, font_size=size_px))
        x += taken_px + 2 * GAP_PX
    return Key(drawing="".join(parts), height_px=middle + row_px / 2)


def spread(middles: Sequence[float], heights: Sequence[float], *, floor: float, ceiling: float) -> list[float]:
    """Move labels apart until none covers another, from a floor upwards, then down again as far as the top asks.

    >>> [round(place, 3) for place in spread([0.0, 0.05, 0.9], [0.1, 0.1, 0.1], floor=0, ceiling=1)]
    [0.05, 0.15, 0.9]
    """
    placed: list[float] = []
    for middle, height in zip(middles, heights, strict=True):
        placed.append(max(middle, floor + height / 2))
        floor = placed[-1] + height / 2
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], ceiling - heights[number] / 2)
        ceiling = placed[number] - heights[number] / 2
    return placed
