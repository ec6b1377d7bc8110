"""How every picture on paper is made: one style, letters as outlines, the same bytes for the same figures."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from gis.symbology import INK

STYLE: dict[Any, Any] = {
    "svg.hashsalt": "landrelease",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,  # TrueType, embedded: text can be searched, and shows alike everywhere
    "font.family": "DejaVu Sans",
    "font.size": 7,
    "text.color": INK,
    "hatch.linewidth": 0.6,
}
EVERYWHERE = r"<style[^>]*>\*\{([^}]*)\}</style>"
"""Matplotlib's one style sheet: what holds for every line of a drawing."""
METADATA = r"(?s)\s*<metadata>.*?</metadata>"
_TURN = Lock()


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in our style, one picture at a time: Matplotlib's settings belong to the whole process."""
    with _TURN, mpl.rc_context(STYLE):
        yield


def svg_element(figure: Figure, *, is_transparent: bool = False) -> str:
    """Give a figure as an ``<svg>`` element for a page.

    It has no style sheet and no style attributes, so that it looks alike under the strictest content security policy;
    the ids in it are of this drawing alone, so that several stand on one page. Without a date and with a fixed salt,
    twice drawn is the same.
    """
    svg = StringIO()
    figure.savefig(svg, format="svg", transparent=is_transparent, metadata={"Date": None, "Creator": None})
    element = re.sub(METADATA, "", svg.getvalue()[svg.getvalue().index("<svg") :], count=1)
    return _with_own_ids(_without_styles(element))


def _without_styles(svg: str) -> str:
    """Turn Matplotlib's styles into presentation attributes; joins and ends of lines come down from the root."""
    everywhere = "".join(_attributes(declarations) for declarations in re.findall(EVERYWHERE, svg))
    bare = re.sub(EVERYWHERE, "", svg).replace("<svg ", f"<svg {everywhere} ", 1)
    return re.sub(r'\bstyle="([^"]*)"', lambda style: _attributes(style[1]), bare)


def _attributes(declarations: str) -> str:
    """Give the declarations of a style as attributes.

    >>> _attributes("fill: none; stroke: #1a1a1a")
    'fill="none" stroke="#1a1a1a"'
    """
    pairs = (declaration.split(":", 1) for declaration in declarations.split(";") if declaration.strip())
    return " ".join(f'{name.strip()}="{value.strip()}"' for name, value in pairs)


def _with_own_ids(svg: str) -> str:
    own = f"d{sha256(svg.encode()).hexdigest()[:8]}-"
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{own}", svg)
