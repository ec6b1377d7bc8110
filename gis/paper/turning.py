"""The corners of one area or task, numbered on the map and listed beside it with their coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.language import translator
from gis.paper.labels import around, words_at
from gis.paper.layout import PT_PER_MM, Box
from gis.paper.legend import SOFT, Row, write_rows
from gis.paper.page import Page
from gis.paper.records import LABELS_RANK, MARKS_RANK, Canvas
from gis.symbology import INK, TURNING_POINT_SYMBOL
from gis.text import number_text

DOT_MM = 0.9
MOST = 500
"""Points beyond which numbers would cover the map; the outline still shows them."""


@dataclass(frozen=True)
class TurningPoint:
    """A corner of an outline: its number, its degrees, and its metres in UTM."""

    number: int
    lon: float
    lat: float
    easting_m: float
    northing_m: float


def turning_points(outline: BaseGeometry, crs: CRS) -> list[TurningPoint]:
    """Give the corners of an outline in EPSG:4326 their numbers, ring by ring, in the order of the survey.

    The last corner of a ring is its first again and has no number of its own.
    """
    rings = shapely.get_rings(shapely.get_parts(outline))
    corners = np.concatenate([shapely.get_coordinates(ring)[:-1] for ring in rings]) if len(rings) else np.empty((0, 2))
    metres = Transformer.from_crs(WGS84, crs, always_xy=True).transform(corners[:, 0], corners[:, 1])
    return [
        TurningPoint(number, float(lon), float(lat), float(easting), float(northing))
        for number, ((lon, lat), easting, northing) in enumerate(zip(corners, *metres, strict=True), start=1)
    ]


def draw_turning_points(canvas: Canvas, points: Sequence[TurningPoint]) -> int:
    """Draw a dot at each corner, with its number where there is room; give how many have none."""
    if not points:
        return 0
    drawn = gpd.points_from_xy([p.easting_m for p in points], [p.northing_m for p in points])
    canvas.axes.scatter(
        drawn.x,
        drawn.y,
        s=(DOT_MM * PT_PER_MM) ** 2,
        facecolor=TURNING_POINT_SYMBOL.fill,
        edgecolor=TURNING_POINT_SYMBOL.outline.color,
        linewidths=0.5,
        zorder=MARKS_RANK + 5,
    )
    middle = (np.mean(drawn.x), np.mean(drawn.y))
    return sum(not _number(canvas, point, middle) for point in points[:MOST]) + max(len(points) - MOST, 0)


def _number(canvas: Canvas, point: TurningPoint, middle: tuple[float, float]) -> bool:
    """Write the number of a corner outside the outline, if it can be."""
    at, size = (point.easting_m, point.northing_m), canvas.text_pt * 0.85
    away = (at[0] - middle[0], at[1] - middle[1])
    length = hypot(*away) or 1.0
    outwards = (away[0] / length * size, away[1] / length * size)
    words = words_at(canvas.axes, at, str(point.number), size=size, weight="bold", color=INK, zorder=LABELS_RANK + 1)
    return canvas.room.place(words, [outwards, *around(size * 0.9)])


# --- the list -----------------------------------------------------------------------------------------------------

SHARES = (0.09, 0.32, 0.55, 0.76, 0.99)
"""Where the figures of a line end, as shares of the width of a column."""
LIST_FACTOR = 0.84
"""The size of the figures, by that of plain text."""


def list_points(page: Page, points: Sequence[TurningPoint], columns: Sequence[Box]) -> int:
    """List corners with their coordinates in what is left of columns; give how many there was no room for."""
    if not points:
        return 0
    _ = translator(page.language)
    free = write_rows(page, [Row(_("Turning points"), is_heading=True)], columns)
    line = page.layout.line_mm * LIST_FACTOR
    rooms = [max(int(box.height / line) - 1, 0) for box in free]
    listed = points if len(points) <= sum(rooms) else points[: max(sum(rooms) - 1, 0)]
    rest, start = len(points) - len(listed), 0
    for box, room in zip(free, rooms, strict=True):
        here = listed[start : start + room]
        start += room
        _write_table(page, here, box)
        if rest and start > len(listed):
            words = _("and {count} more").format(count=number_text(rest, page.language))
            page.write(box.left, box.top - (len(here) + 1.5) * line, words, factor=LIST_FACTOR, color=SOFT)
            break
    return rest


def _write_table(page: Page, points: Sequence[TurningPoint], box: Box) -> None:
    _ = translator(page.language)
    line = page.layout.line_mm * LIST_FACTOR
    heads = ("", _("Longitude"), _("Latitude"), _("Easting, m"), _("Northing, m"))
    for n, row in enumerate([heads, *map(_figures, points)] if points else []):
        for share, words in zip(SHARES, row, strict=True):
            place = (box.left + share * box.width, box.top - (n + 0.5) * line)
            page.write(*place, words, factor=LIST_FACTOR, ha="right", color=INK if n else SOFT)


def _figures(point: TurningPoint) -> tuple[str, ...]:
    """Give the figures of a line: degrees to 0.1 m, metres to one.

    >>> _figures(TurningPoint(7, 46.93, 39.99, 664_812.4, 4_428_416.0))
    ('7', '46.930000', '39.990000', '664812', '4428416')
    """
    degrees = (f"{point.lon:.6f}", f"{point.lat:.6f}")
    return (str(point.number), *degrees, f"{point.easting_m:.0f}", f"{point.northing_m:.0f}")
