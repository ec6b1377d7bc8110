"""Words and marks on the map that do not run into one another."""

from collections.abc import Mapping
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import shapely

from gis.charts.svg import Value, element, letters_px, words
from gis.codelists import Language, ReleaseMethod
from gis.period_map.view import MAP_HEIGHT_PX, MAP_WIDTH_PX, Geometries, View
from gis.symbology import RELEASE_SYMBOLS

NAME_PX, MARK_PX = 9, 5
MARK_GROUND_PX = 16
"""Releases of a method that lie as near share one mark."""
SHIFTS_PX = (0, 11, -11, 22, -22, 33)
"""Ways out for the name of a district, up and down."""
HALO: Mapping[str, Value] = MappingProxyType(
    {"stroke": "#FFFFFF", "stroke_width": 2.4, "stroke_opacity": "0.85", "stroke_linejoin": "round"}
)
CHECK = "M{x0} {y0}l1.8 2l3.2 -4.2"
"""The letter of cleared ground, which few fonts have."""


class Room:
    """What of the map is still free, in pixels."""

    def __init__(self) -> None:
        """Begin with the whole frame, but for where scale and north stand."""
        self._taken = np.array([(0, MAP_HEIGHT_PX - 34, 130, MAP_HEIGHT_PX), (MAP_WIDTH_PX - 28, 0, MAP_WIDTH_PX, 52)])

    def take(self, left: float, top: float, *, width: float, height: float) -> bool:
        """Take a place if it is free and within the frame; say whether it was."""
        right, bottom = left + width, top + height
        taken_left, taken_top, taken_right, taken_bottom = self._taken.T
        is_inside = left >= 0 and top >= 0 and right <= MAP_WIDTH_PX and bottom <= MAP_HEIGHT_PX
        overlaps = (taken_left < right) & (taken_right > left) & (taken_top < bottom) & (taken_bottom > top)
        if not is_inside or bool(overlaps.any()):
            return False
        self._taken = np.vstack([self._taken, (left, top, right, bottom)])
        return True


def draw_marks(releases: gpd.GeoDataFrame, view: View, room: Room) -> list[str]:
    """Mark where ground was released, by method, for the polygons of a week are specks on paper."""
    marks = []
    for method in reversed(ReleaseMethod):
        chosen = view.placed(releases[releases.release_method == method].geometry.to_numpy())
        for x, y in _places(chosen):
            room.take(x - MARK_PX, y - MARK_PX, width=2 * MARK_PX, height=2 * MARK_PX)
            marks.append(mark(method, x, y))
    return marks


def _places(shapes: Geometries) -> list[tuple[float, float]]:
    """Give a place for each neighbourhood of shapes: the one that lies nearest to the middle of it."""
    shown = shapes[~shapely.is_empty(shapes)]
    corners = shapely.get_coordinates(shapely.point_on_surface(shown))
    if not len(corners):
        return []
    neighbourhoods = np.floor(corners / MARK_GROUND_PX)
    _, of_place = np.unique(neighbourhoods, axis=0, return_inverse=True)
    groups = (corners[of_place == number] for number in range(of_place.max() + 1))
    nearest = (group[np.argmin(((group - group.mean(axis=0)) ** 2).sum(axis=1))] for group in groups)
    return [(float(x), float(y)) for x, y in nearest]


def mark(method: ReleaseMethod, x: float, y: float) -> str:
    """Draw the mark of a method: a disc of its colour with its letter."""
    symbol = RELEASE_SYMBOLS[method]
    disc = element("circle", cx=x, cy=y, r=MARK_PX, fill=symbol.fill, stroke=symbol.outline.color, stroke_width=0.9)
    if method is ReleaseMethod.CLEARED:
        check = CHECK.format(x0=f"{x - 2.5:.1f}", y0=f"{y + 0.1:.1f}")
        return disc + element("path", d=check, fill="none", stroke="#000000", stroke_width=1.2)
    return disc + words(symbol.letter, x, y + 2.2, font_size=6.5, font_weight="bold", text_anchor="middle")


def draw_names(districts: gpd.GeoDataFrame, view: View, room: Room, *, language: Language) -> list[str]:
    """Write the names of districts where there is room, those with most released ground first."""
    ordered = districts[districts.geometry.notna()].sort_values("released_m2", ascending=False, kind="stable")
    shown = view.placed(ordered.geometry.to_numpy())
    named = []
    for name, outline in zip(ordered[f"name_{language}"], shown, strict=True):
        if not outline.is_empty and (written := _name(name, outline, room)):
            named.append(written)
    return named


def _name(name: str, outline: shapely.Geometry, room: Room) -> str:
    middle_x, middle_y = shapely.get_coordinates(shapely.point_on_surface(outline))[0]
    width = letters_px(name, NAME_PX)
    for shift in SHIFTS_PX:
        top = middle_y + shift - NAME_PX / 2
        if room.take(middle_x - width / 2, top, width=width, height=NAME_PX + 1):
            look: dict[str, Value] = {"text_anchor": "middle", "font_size": NAME_PX}
            y = top + 0.8 * NAME_PX
            return words(name, middle_x, y, **look, **HALO) + words(name, middle_x, y, **look)
    return ""
