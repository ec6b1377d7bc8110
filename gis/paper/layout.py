"""Where things stand on a sheet, in millimetres from its lower left corner."""

from dataclasses import dataclass
from enum import StrEnum

MM_PER_INCH = 25.4
PT_PER_MM = 72 / MM_PER_INCH
MARGIN_MM = 7.0
GAP_MM = 3.0
BORDER_MM = 5.5
"""Around the map, for its graduated border and the figures of the graticule."""
LINE_SPACING = 1.32
COLUMNS = 3
"""Of the legend beneath a map on upright paper."""


class Paper(StrEnum):
    """The sizes of paper (ISO 216)."""

    A4 = "a4"
    A3 = "a3"


class Orientation(StrEnum):
    """How the paper lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class SheetForm(StrEnum):
    """The forms in which a sheet is given."""

    PDF = "pdf"
    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True)
class Box:
    """A rectangle of the sheet."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Give the right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Give the upper edge."""
        return self.bottom + self.height

    def inset(self, by_mm: float) -> "Box":
        """Give the box that lies within, as far from every edge."""
        return Box(self.left + by_mm, self.bottom + by_mm, self.width - 2 * by_mm, self.height - 2 * by_mm)

    def below(self, top: float) -> "Box":
        """Give the part of the box beneath a height."""
        return Box(self.left, self.bottom, self.width, max(top - self.bottom, 0.0))


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The parts of a sheet.

    Attributes
    ----------
    columns
        Where the legend is written, filled one after the other.
    bearings
        Where scale, north and locator stand.
    text_pt
        The size of plain text; headings and small print go by it.
    """

    width_mm: float
    height_mm: float
    title: Box
    map: Box
    columns: tuple[Box, ...]
    bearings: Box
    footer: Box
    text_pt: float

    @property
    def line_mm(self) -> float:
        """Give the height of a line of plain text."""
        return self.text_pt * LINE_SPACING / PT_PER_MM


@dataclass(frozen=True)
class _Measures:
    size_mm: tuple[float, float]
    text_pt: float
    title_mm: float
    side_mm: float
    beneath_mm: float
    bearings_mm: float


_MEASURES = {
    Paper.A4: _Measures((210, 297), text_pt=6.5, title_mm=14, side_mm=62, beneath_mm=62, bearings_mm=50),
    Paper.A3: _Measures((297, 420), text_pt=8.0, title_mm=17, side_mm=84, beneath_mm=78, bearings_mm=68),
}


def text_pt(paper: Paper) -> float:
    """Give the size of plain text on a paper."""
    return _MEASURES[paper].text_pt


def footer_width_mm(paper: Paper, orientation: Orientation) -> float:
    """Give the length of a line at the foot of a sheet."""
    return _turned(_MEASURES[paper].size_mm, orientation)[0] - 2 * (MARGIN_MM + GAP_MM)


def layout_of(paper: Paper, orientation: Orientation, *, footer_lines: int) -> Layout:
    """Give the parts of a sheet whose foot holds so many lines of text."""
    measures = _MEASURES[paper]
    width, height = _turned(measures.size_mm, orientation)
    inside = Box(MARGIN_MM, MARGIN_MM, width - 2 * MARGIN_MM, height - 2 * MARGIN_MM)
    foot = footer_lines * measures.text_pt * LINE_SPACING / PT_PER_MM + GAP_MM
    body = Box(inside.left, inside.bottom + foot, inside.width, inside.height - foot - measures.title_mm)
    parts = _beside(body, measures) if orientation is Orientation.LANDSCAPE else _beneath(body, measures)
    drawn, columns, bearings = parts
    return Layout(
        width_mm=width,
        height_mm=height,
        title=Box(inside.left, body.top, inside.width, measures.title_mm),
        map=drawn.inset(BORDER_MM),
        columns=columns,
        bearings=bearings,
        footer=Box(inside.left + GAP_MM, inside.bottom, inside.width - 2 * GAP_MM, foot),
        text_pt=measures.text_pt,
    )


def _turned(size_mm: tuple[float, float], orientation: Orientation) -> tuple[float, float]:
    return size_mm if orientation is Orientation.PORTRAIT else (size_mm[1], size_mm[0])


def _beside(body: Box, measures: _Measures) -> tuple[Box, tuple[Box, ...], Box]:
    """Put the legend to the right of the map, above scale and north."""
    side = Box(body.right - measures.side_mm, body.bottom, measures.side_mm - GAP_MM, body.height)
    drawn = Box(body.left, body.bottom, body.width - measures.side_mm, body.height)
    bearings = Box(side.left, side.bottom + GAP_MM, side.width, measures.bearings_mm)
    legend = Box(side.left, bearings.top + GAP_MM, side.width, side.top - bearings.top - 2 * GAP_MM)
    return drawn, (legend,), bearings


def _beneath(body: Box, measures: _Measures) -> tuple[Box, tuple[Box, ...], Box]:
    """Put the legend beneath the map, in columns, the last of them for scale and north."""
    drawn = Box(body.left, body.bottom + measures.beneath_mm, body.width, body.height - measures.beneath_mm)
    width = (body.width - (COLUMNS + 1) * GAP_MM) / COLUMNS
    bottom, height = body.bottom + GAP_MM, measures.beneath_mm - 1.5 * GAP_MM
    columns = [Box(body.left + GAP_MM + n * (width + GAP_MM), bottom, width, height) for n in range(COLUMNS)]
    return drawn, tuple(columns[:-1]), columns[-1]
