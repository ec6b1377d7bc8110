"""The sheet around the map: axes in millimetres, over the whole paper."""

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextToPath

from gis.codelists import Language
from gis.paper.layout import PT_PER_MM, Box, Layout

_TEXT = TextToPath()


@dataclass(frozen=True)
class Page:
    """A sheet that is drawn and written on, in millimetres from its lower left corner."""

    axes: Axes
    layout: Layout
    language: Language

    def write(self, x: float, y: float, words: str, *, factor: float = 1.0, **style: Any) -> None:  # noqa: ANN401 - a text's
        """Write words at a place; their size goes by that of plain text."""
        look: dict[str, Any] = {"size": self.layout.text_pt * factor, "va": "center"}
        self.axes.text(x, y, words, **look | style)

    def rectangle(self, box: Box, **style: Any) -> None:  # noqa: ANN401 - a patch's
        """Draw a rectangle."""
        self.axes.add_patch(Rectangle((box.left, box.bottom), box.width, box.height, **style))


def page_on(figure: Figure, layout: Layout, language: Language) -> Page:
    """Give the page of a figure, above its map."""
    axes = figure.add_axes((0, 0, 1, 1), zorder=2, facecolor="none")
    axes.set(xlim=(0, layout.width_mm), ylim=(0, layout.height_mm))
    axes.set_axis_off()
    return Page(axes, layout, language)


def width_mm(words: str, size_pt: float) -> float:
    """Give the width of words as they are printed."""
    font = FontProperties(family="DejaVu Sans", size=size_pt)
    width, _, _ = _TEXT.get_text_width_height_descent(words, font, ismath=False)
    return float(width) / PT_PER_MM


def wrapped(words: str, most_mm: float, size_pt: float) -> list[str]:
    """Break words into lines no wider than is allowed; a single word is never broken."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_mm(longer, size_pt) > most_mm:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
