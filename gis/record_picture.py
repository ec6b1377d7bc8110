"""A record on the ground: its outline and turning points among what lies around it, as a drawing of its own.

The drawing holds nothing but presentation attributes, so it stands under a strict content security policy and in print.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.legend import legend_svg, pattern_svg
from gis.measure import in_degrees, in_metres
from gis.symbology import INK, AreaSymbol, Symbol

WIDTH_PX, HEIGHT_PX = 720, 460
MARGIN: Final = 0.35
"""How much of its own width is seen around a record, on each side."""
LEAST_MARGIN_M: Final = 60.0
DETAIL_PX: Final = 0.3
"""Corners that lie nearer to the line between their neighbours are not drawn."""
MOST_NUMBERS: Final = 40
"""More turning points than these carry no number: they would cover each other."""
BAR_PX: Final = 140
"""The longest a scale bar may be."""
RING_PX: Final = 15
"""Around the marker of a record that is a point, whose neighbours look like it."""
M_PER_KM = 1_000


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Something on the drawing.

    Attributes
    ----------
    geometry
        In EPSG:4326.
    title
        What it is, as a reader points at it.
    href
        Where its record is; missing: nowhere.
    """

    geometry: BaseGeometry
    symbol: Symbol
    title: str
    href: str | None = None


@dataclass(frozen=True)
class _Sheet:
    """Metres to pixels: the middle of what is seen, and how many pixels a metre has."""

    middle: NDArray[np.float64]
    scale: float

    def pixels(self, geometries: Sequence[BaseGeometry]) -> NDArray[np.object_]:
        projected = in_metres(gpd.GeoSeries(list(geometries), crs=WGS84))
        half = np.array([WIDTH_PX, HEIGHT_PX]) / 2
        turned = np.array([self.scale, -self.scale])
        return np.asarray(shapely.transform(projected, lambda xy: (xy - self.middle) * turned + half), dtype=object)


def record_svg(subject: Drawn, around: Sequence[Drawn], *, label: str, north: str) -> str:
    """Draw a record above what lies around it, north above.

    Parameters
    ----------
    label
        What the drawing shows, for who does not see it.
    north
        The letter at the arrow.
    """
    sheet = _sheet(subject.geometry)
    below = sorted(around, key=lambda one: one.symbol.rank if isinstance(one.symbol, AreaSymbol) else math.inf)
    pixels = sheet.pixels([one.geometry for one in [*below, subject]])
    seen = shapely.clip_by_rect(pixels[:-1], -20, -20, WIDTH_PX + 20, HEIGHT_PX + 20)
    parts = [_defs([*below, subject])]
    parts += [_linked(one, shape) for one, shape in zip(below, seen, strict=True) if not shape.is_empty]
    parts += [_subject(subject, pixels[-1]), _numbers(pixels[-1]), _scale(sheet.scale), _north(north)]
    size = f'viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}"'
    return f'<svg {size} role="group" aria-label="{escape(label)}">{"".join(parts)}</svg>'


def view_around(geometry: BaseGeometry) -> tuple[float, float, float, float]:
    """Give what the drawing of a record shows: west, south, east, north in degrees.

    >>> [round(side, 2) for side in view_around(shapely.box(46.9, 39.6, 46.95, 39.65))]
    [46.84, 39.58, 47.01, 39.67]
    """
    sheet = _sheet(geometry)
    half = np.array([WIDTH_PX, HEIGHT_PX]) / 2 / sheet.scale
    seen = shapely.box(*(sheet.middle - half), *(sheet.middle + half))
    west, south, east, north = shapely.total_bounds(in_degrees(np.array([seen], dtype=object)))
    return float(west), float(south), float(east), float(north)


def _sheet(geometry: BaseGeometry) -> _Sheet:
    west, south, east, north = shapely.total_bounds(in_metres(gpd.GeoSeries([geometry], crs=WGS84)))
    margin_m = max((east - west) * MARGIN, (north - south) * MARGIN, LEAST_MARGIN_M)
    scale = min(WIDTH_PX / (east - west + 2 * margin_m), HEIGHT_PX / (north - south + 2 * margin_m))
    return _Sheet(np.array([(west + east) / 2, (south + north) / 2]), scale)


def _pattern_name(symbol: AreaSymbol) -> str:
    return f"ground-{symbol.letter or 'plain'}"


def _defs(drawn: Sequence[Drawn]) -> str:
    symbols = {one.symbol for one in drawn if isinstance(one.symbol, AreaSymbol) and one.symbol.pattern}
    patterns = sorted(pattern_svg(_pattern_name(one), one.pattern) for one in symbols if one.pattern)
    return f"<defs>{''.join(patterns)}</defs>" if patterns else ""


def _linked(one: Drawn, shape: BaseGeometry) -> str:
    drawing = f"<g><title>{escape(one.title)}</title>{_shape(one.symbol, shape)}</g>"
    return f'<a href="{escape(one.href)}">{drawing}</a>' if one.href else drawing


def _subject(subject: Drawn, shape: BaseGeometry) -> str:
    """Draw the record itself: a dark line on a white edge sets it off from its neighbours; points have a ring."""
    form = f'path d="{_path(shape)}"'
    if shapely.get_dimensions(shape) == 0:
        form = f'circle cx="{shape.centroid.x:.1f}" cy="{shape.centroid.y:.1f}" r="{RING_PX}"'
    halo = f'<{form} fill="none" stroke="#FFFFFF" stroke-width="6" stroke-opacity="0.85"/>'
    edge = f'<{form} fill="none" stroke="{INK}" stroke-width="2"/>'
    return f"<g><title>{escape(subject.title)}</title>{halo}{_shape(subject.symbol, shape)}{edge}</g>"


def _shape(symbol: Symbol, shape: BaseGeometry) -> str:
    """Draw one geometry with its symbol; points carry the chip of the legend."""
    points = [part for part in shapely.get_parts(shape) if part.geom_type == "Point"]
    chips = "".join(f'<g transform="translate({p.x - 15:.1f} {p.y - 9:.1f})">{legend_svg(symbol)}</g>' for p in points)
    path = _path(shape)
    if not path or not isinstance(symbol, AreaSymbol):
        return chips
    fill = f'fill="{symbol.fill}" fill-opacity="{symbol.fill_opacity:g}"' if symbol.fill else 'fill="none"'
    if shapely.get_dimensions(shape) == 1:
        fill = 'fill="none"'
    dash = f' stroke-dasharray="{" ".join(map(str, symbol.outline.dash_px))}"' if symbol.outline.dash_px else ""
    stroke = f'stroke="{symbol.outline.color}" stroke-width="{symbol.outline.width_px:g}"{dash}'
    hatch = f'<path d="{path}" fill="url(#{_pattern_name(symbol)})" fill-rule="evenodd"/>' if symbol.pattern else ""
    return f'<path d="{path}" {fill} fill-rule="evenodd" {stroke}/>{hatch}{chips}'


def _path(shape: BaseGeometry) -> str:
    """Give the rings of polygons, and lines, as a path."""
    parts = shapely.get_parts(shapely.simplify(shape, DETAIL_PX))
    rings = shapely.get_rings(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - polygons
    lines = [part for part in parts if part.geom_type == "LineString"]
    closed = "".join(_moves(ring, last=-1) + "Z" for ring in rings)
    return closed + "".join(_moves(line, last=None) for line in lines)


def _moves(line: BaseGeometry, *, last: int | None) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line)[:last])


def _numbers(shape: BaseGeometry) -> str:
    """Give a dot and its number for each turning point of an outline, in the order of their table."""
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return ""
    corners = np.vstack([shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(shapely.get_parts(shape))])
    if len(corners) > MOST_NUMBERS:
        return ""
    middle = corners.mean(axis=0)
    marks = []
    for number, (x, y) in enumerate(corners, start=1):
        away = np.array([x, y]) - middle
        dx, dy = away / (np.hypot(*away) or 1) * 11
        place = f'x="{x + dx:.1f}" y="{y + dy:.1f}" dy="0.36em" text-anchor="middle"'
        halo = 'stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
        dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{INK}"/>'
        marks.append(f'{dot}<text {place} font-size="11" fill="{INK}" {halo}>{number}</text>')
    return "".join(marks)


def _scale(pixels_per_m: float) -> str:
    """Draw a scale bar of a round length."""
    longest_m = BAR_PX / pixels_per_m
    power = 10 ** math.floor(math.log10(longest_m))
    length_m = next(step * power for step in (5, 2, 1) if step * power <= longest_m)
    words = f"{length_m / M_PER_KM:g} km" if length_m >= M_PER_KM else f"{length_m:g} m"
    width, y = length_m * pixels_per_m, HEIGHT_PX - 14
    bar = f'<path d="M14 {y - 5}V{y}H{14 + width:.1f}V{y - 5}" fill="none" stroke="{INK}" stroke-width="1.5"/>'
    halo = 'stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
    return f'{bar}<text x="18" y="{y - 5}" font-size="12" fill="{INK}" {halo}>{words}</text>'


def _north(letter: str) -> str:
    x = WIDTH_PX - 22
    halo = 'stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
    arrow = f'<path d="M{x} 12L{x + 6} 30L{x} 26L{x - 6} 30Z" fill="{INK}"/>'
    text = f'<text x="{x}" y="46" text-anchor="middle" font-size="12" fill="{INK}" {halo}>{letter}</text>'
    return arrow + text
