"""How each kind of thing is drawn: one definition for map, legend, chart and report.

A symbol is keyed by the codelist member it stands for. Colour never stands alone: pattern, outline or letter repeat it.

References
----------
GICHD, "Land release symbology" (IMAS 07.11 annex C): fills of confirmed and suspected areas, outlines by status. The
other symbols, the dashes and the patterns are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, TypedDict

from gis.codelists import EoCategory, HazardClass, HazardStatus, ReleaseMethod

INK = "#1A1A1A"
"""The colour of letters on symbols: dark, for white on red or orange is too weak to read."""


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A line: its colour, its width, and the lengths of its dashes and gaps (none: solid)."""

    color: str
    width_px: float
    dash_px: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stripes:
    """Parallel lines over a fill; 45° rise to the right, 135° to the left."""

    color: str
    angle_deg: int
    width_px: float
    gap_px: float


@dataclass(frozen=True, kw_only=True)
class Dots:
    """Dots on a square grid over a fill."""

    color: str
    radius_px: float
    spacing_px: float


@dataclass(frozen=True, kw_only=True)
class AreaSymbol:
    """How an area is drawn; a higher rank lies above a lower one."""

    fill: str | None
    fill_opacity: float
    outline: Outline
    pattern: Stripes | Dots | None = None
    letter: str
    rank: int


class Shape(StrEnum):
    """The form of a point symbol; its value is Matplotlib's name of the same form."""

    CIRCLE = "o"
    SQUARE = "s"
    TRIANGLE = "^"
    DIAMOND = "D"
    PENTAGON = "p"
    HEXAGON = "h"
    STAR = "*"
    CROSS = "X"


@dataclass(frozen=True, kw_only=True)
class PointSymbol:
    """How a point is drawn; points lie above all areas."""

    shape: Shape
    fill: str
    outline: Outline
    letter: str = ""
    rank: int = 70


Symbol = AreaSymbol | PointSymbol

STATUS_OUTLINES: Mapping[HazardStatus, Outline] = MappingProxyType(
    {
        HazardStatus.DRAFT: Outline(color="#7F7F7F", width_px=1, dash_px=(1, 3)),
        HazardStatus.OPEN: Outline(color="#FF0000", width_px=2),
        HazardStatus.WORKED_ON: Outline(color="#F4A718", width_px=2, dash_px=(6, 4)),
        HazardStatus.SUSPENDED: Outline(color="#7F7F7F", width_px=2, dash_px=(8, 3, 2, 3)),
        HazardStatus.CLOSED: Outline(color="#A6CE39", width_px=1),
    }
)

_HAZARD_FILLS: Mapping[HazardClass, tuple[str, float, str, int]] = MappingProxyType(
    {
        HazardClass.INDICATION: ("#F4A718", 0.25, "I", 39),
        HazardClass.SHA: ("#F4A718", 0.5, "S", 40),
        HazardClass.CHA: ("#FF0000", 0.5, "C", 50),
    }
)


def _hazard(classification: HazardClass, status: HazardStatus) -> AreaSymbol:
    fill, opacity, letter, rank = _HAZARD_FILLS[classification]
    return AreaSymbol(fill=fill, fill_opacity=opacity, outline=STATUS_OUTLINES[status], letter=letter, rank=rank)


HAZARD_SYMBOLS: Mapping[tuple[HazardClass, HazardStatus], AreaSymbol] = MappingProxyType(
    {(kind, status): _hazard(kind, status) for kind in HazardClass for status in HazardStatus}
)
"""Hazardous areas: the class gives fill and letter, the status the outline."""

RELEASE_SYMBOLS: Mapping[ReleaseMethod, AreaSymbol] = MappingProxyType(
    {
        ReleaseMethod.UNDETERMINED: AreaSymbol(
            fill="#BDBDBD",
            fill_opacity=0.4,
            outline=Outline(color="#636363", width_px=1),
            pattern=Stripes(color="#636363", angle_deg=135, width_px=1, gap_px=6),
            letter="U",
            rank=5,
        ),
        ReleaseMethod.CANCELLED: AreaSymbol(
            fill="#A6CE39",
            fill_opacity=0.15,
            outline=Outline(color="#6B8E23", width_px=1, dash_px=(1, 3)),
            pattern=Dots(color="#6B8E23", radius_px=1.2, spacing_px=7),
            letter="X",
            rank=10,
        ),
        ReleaseMethod.REDUCED: AreaSymbol(
            fill="#A6CE39",
            fill_opacity=0.25,
            outline=Outline(color="#33A02C", width_px=1, dash_px=(4, 3)),
            pattern=Stripes(color="#33A02C", angle_deg=45, width_px=1.5, gap_px=5),
            letter="R",
            rank=20,
        ),
        ReleaseMethod.CLEARED: AreaSymbol(
            fill="#33A02C",
            fill_opacity=0.45,
            outline=Outline(color="#1B7837", width_px=1.5),
            letter="✓",
            rank=30,
        ),
    }
)

TASK_SYMBOL = AreaSymbol(
    fill=None, fill_opacity=0, outline=Outline(color="#1F4E9E", width_px=1.5, dash_px=(5, 4)), letter="T", rank=60
)
TASK_PLACE_SYMBOL = PointSymbol(shape=Shape.CIRCLE, fill="#FFFFFF", outline=TASK_SYMBOL.outline)
"""A task whose extent is not drawn."""
TURNING_POINT_SYMBOL = PointSymbol(shape=Shape.CIRCLE, fill="#FFFFFF", outline=Outline(color=INK, width_px=1), rank=75)
"""A corner of an outline; its number stands beside it."""
CMR_FOOTPRINT_SYMBOL = AreaSymbol(
    fill="#6A3D9A", fill_opacity=0.2, outline=Outline(color="#6A3D9A", width_px=1, dash_px=(1, 3)), letter="F", rank=35
)
DISTRICT_SYMBOL = AreaSymbol(fill=None, fill_opacity=0, outline=Outline(color="#444444", width_px=1), letter="", rank=0)


def _item(shape: Shape, fill: str, edge: str = INK) -> PointSymbol:
    return PointSymbol(shape=shape, fill=fill, outline=Outline(color=edge, width_px=1))


EO_SYMBOLS: Mapping[EoCategory, PointSymbol] = MappingProxyType(
    {
        EoCategory.AP_MINE: _item(Shape.CIRCLE, "#D7301F"),
        EoCategory.AP_IMPROVISED: _item(Shape.CIRCLE, "#FFFFFF", "#D7301F"),
        EoCategory.AV_MINE: _item(Shape.SQUARE, "#D7301F"),
        EoCategory.SUBMUNITION: _item(Shape.TRIANGLE, "#6A3D9A"),
        EoCategory.UXO: _item(Shape.DIAMOND, "#FDBF6F"),
        EoCategory.AXO: _item(Shape.DIAMOND, "#FFFFFF"),
        EoCategory.IED: _item(Shape.STAR, "#D7301F"),
        EoCategory.BOOBY_TRAP: _item(Shape.PENTAGON, "#D7301F"),
        EoCategory.FUZE: _item(Shape.HEXAGON, "#FDBF6F"),
        EoCategory.SAA: _item(Shape.HEXAGON, "#BDBDBD"),
        EoCategory.SCRAP: _item(Shape.CROSS, "#BDBDBD"),
    }
)
"""Explosive items: mines and traps red, submunitions violet, other ordnance sand, what is harmless grey."""


class MatplotlibStyle(TypedDict):
    """What Matplotlib's patches and GeoPandas' ``plot`` take as keywords; lengths in points."""

    facecolor: tuple[str, float] | str
    edgecolor: str
    linewidth: float
    linestyle: Literal["solid"] | tuple[float, tuple[float, ...]]
    hatch: str | None


POINTS_PER_PX = 0.75
_HATCHES = {45: "////", 135: "\\\\\\\\"}


def matplotlib_style(symbol: AreaSymbol) -> MatplotlibStyle:
    """Give a symbol as Matplotlib draws it; the hatch takes the colour of the edge, which our patterns share."""
    return MatplotlibStyle(
        facecolor=(symbol.fill, symbol.fill_opacity) if symbol.fill else "none",
        edgecolor=symbol.outline.color,
        linewidth=symbol.outline.width_px * POINTS_PER_PX,
        linestyle=(0, symbol.outline.dash_px) if symbol.outline.dash_px else "solid",
        hatch=_hatch(symbol.pattern),
    )


def _hatch(pattern: Stripes | Dots | None) -> str | None:
    match pattern:
        case Stripes(angle_deg=angle):
            return _HATCHES[angle]
        case Dots():
            return "..."
        case None:
            return None
