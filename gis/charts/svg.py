"""SVG as text: elements with presentation attributes alone, and what a chart is wrapped in."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape

from gis.symbology import INK

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', 'Libertinus Serif', sans-serif"
"""The letters of the pages; in a PDF, where none of them is at hand, those of the bulletin."""
LETTER_EM = 0.58
"""About the width of a letter or figure, as a share of the size; wide enough for the widest of the fonts."""
NAME_LENGTH = 8


Value = str | float | None
"""Of an attribute; one without a value is left out."""


def element(name: str, *content: str, **attributes: Value) -> str:
    """Give an element; an underscore stands for a hyphen, and an attribute without a value is left out.

    >>> element("text", "ha", x=2.0, text_anchor="end", fill=None)
    '<text x="2" text-anchor="end">ha</text>'
    """
    told = "".join(
        f' {key.replace("_", "-")}="{_value(value)}"' for key, value in attributes.items() if value is not None
    )
    return f"<{name}{told}>{''.join(content)}</{name}>" if content else f"<{name}{told}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else place(value)


def place(value: float) -> str:
    """Give a length in tenths of a pixel.

    >>> place(12.0), place(3.14159), place(-0.01)
    ('12', '3.1', '0')
    """
    return f"{round(value, 1) + 0.0:g}"


def words(told: str, x: float, y: float, **attributes: Value) -> str:
    """Give letters at a place."""
    return element("text", escape(told, quote=False), x=x, y=y, **attributes)


def path(points: Iterable[tuple[float, float]], *, is_closed: bool = False) -> str:
    """Give the course of a line through points.

    >>> path([(0, 1), (2, 3.25)])
    'M0 1L2 3.2'
    """
    return "M" + "L".join(f"{place(x)} {place(y)}" for x, y in points) + ("Z" if is_closed else "")


def box(x: float, y: float, *, width: float, height: float) -> str:
    """Give the course around a rectangle."""
    return f"M{place(x)} {place(y)}h{place(width)}v{place(height)}h{place(-width)}z"


def letters_px(told: str, size_px: float) -> float:
    """Give about how wide letters are."""
    return len(told) * size_px * LETTER_EM


def fitted(told: str, width_px: float, size_px: float) -> str:
    """Give a text cut to a width; the description and the table beside a chart have it whole.

    >>> fitted("Mine Action Agency", 60, 12)
    'Mine Ac…'
    """
    most = int(width_px / (size_px * LETTER_EM))
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


def drawing(size: tuple[float, float], parts: Sequence[str], *, title: str, description: str) -> str:
    """Wrap the parts of a chart; `#` before a name in them stands for what makes the name the chart's own.

    Parameters
    ----------
    size
        Width and height in pixels.
    title, description
        What the chart is, and what it says, for those who cannot see it.
    """
    width, height = size
    inside = "".join(parts)
    own = f"chart-{sha256(repr((size, inside, title, description)).encode()).hexdigest()[:NAME_LENGTH]}"
    told = element("title", escape(title, quote=False), id=f"{own}-title")
    told += element("desc", escape(description, quote=False), id=f"{own}-words")
    frame = {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font_family": FONTS, "fill": INK}
    return element(
        "svg",
        told,
        inside.replace(OWN, own),
        **frame,
        width=width,
        height=height,
        viewBox=f"0 0 {place(width)} {place(height)}",
        aria_labelledby=f"{own}-title {own}-words",
    )


OWN = "\N{SYMBOL FOR UNIT SEPARATOR}"
"""What stands in names until the chart is whole."""
