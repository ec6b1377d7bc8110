"""How every picture on paper is made: one style, letters as outlines, the same bytes for the same figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from gis.symbology import INK

STYLE: dict[Any, Any] = {
    "svg.hashsalt": "landrelease",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 7,
    "text.color": INK,
    "hatch.linewidth": 0.6,
}
_TURN = Lock()


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in our style, one picture at a time: Matplotlib's settings belong to the whole process."""
    with _TURN, mpl.rc_context(STYLE):
        yield


def svg_element(figure: Figure, *, is_transparent: bool = False) -> str:
    """Give a figure as an ``<svg>`` element; without a date and with a fixed salt, twice drawn is the same."""
    svg = StringIO()
    figure.savefig(svg, format="svg", transparent=is_transparent, metadata={"Date": None, "Creator": None})
    return svg.getvalue()[svg.getvalue().index("<svg") :]
