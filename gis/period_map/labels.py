"""Words and marks on the map that do not run into one another."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
import shapely

from gis.charts.svg import Value, element, letters_px, place, words
from gis.codelists import Language, ReleaseMethod
from gis.period_map.ground import Placed
from gis.period_map.view import MAP_HEIGHT_PX, MAP_WIDTH_PX, Geometries
from gis.symbology import RELEASE_SYMBOLS

NAME_PX, MARK_PX = 9, 5
MARK_GROUND_PX = 16
"""Releases of a method that lie as near share one mark."""
MARK_PLACES = 4
"""So many of their places are tried for it."""
SHIFTS_PX = (0, 11, -11, 22, -22, 33)
"""Ways out for the name of a district, up and down."""
HALO: Mapping[str, Value] = MappingProxyType(
    {"stroke": "#FFFFFF", "stroke_width": 2.4, "stroke_opacity": "0.85", "stroke_linejoin": "round"}
)
CHECK = "M-2.5 0.1l1.8 2l3.2 -4.2"
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


def draw_marks(releases: Mapping[ReleaseMethod, Geometries], room: Room) -> list[str]:
    """Mark where ground was released, by method, for the polygons of a week are specks on paper.

    Where they are crowded, each method has room once, then each neighbourhood for what most of it is; marks that find
    none lie beneath.
    """
    largest_first = [
        (rank > 0, -len(places), method, places[:MARK_PLACES])
        for method, parts in releases.items()
        for rank, places in enumerate(sorted(_neighbourhoods(parts), key=len, reverse=True))
    ]
    above, beneath = list[str](), list[str]()
    for *_, method, places in sorted(largest_first, key=lambda told: told[:2]):
        free = next((spot for spot in places if _takes(room, *spot)), None)
        (beneath if free is None else above).append(mark(method, *(free or places[0])))
    return [*beneath, *above]


def _takes(room: Room, x: float, y: float) -> bool:
    return room.take(x - MARK_PX, y - MARK_PX, width=2 * MARK_PX, height=2 * MARK_PX)


def _neighbourhoods(parts: Geometries) -> list[list[tuple[float, float]]]:
    """Give the places in each neighbourhood of shapes, the one that lies nearest to the middle of them all first."""
    places = shapely.get_coordinates(shapely.point_on_surface(parts))
    _, of_place = np.unique(np.floor(places / MARK_GROUND_PX), axis=0, return_inverse=True)
    middles = np.column_stack([np.bincount(of_place, weights=axis) for axis in places.T])
    distances = ((places - (middles / np.bincount(of_place)[:, None])[of_place]) ** 2).sum(axis=1)
    by_distance = np.lexsort([distances, of_place])
    _, starts = np.unique(of_place[by_distance], return_index=True)
    groups = np.split(places[by_distance], starts[1:])
    return [[(x, y) for x, y in group.tolist()] for group in groups]


def mark(method: ReleaseMethod, x: float, y: float) -> str:
    """Draw the mark of a method."""
    return element("g", _mark(method), transform=f"translate({place(x)} {place(y)})")


@cache
def _mark(method: ReleaseMethod) -> str:
    """Draw a disc of the method's colour with its letter around the origin."""
    symbol = RELEASE_SYMBOLS[method]
    disc = element("circle", r=MARK_PX, fill=symbol.fill, stroke=symbol.outline.color, stroke_width=0.9)
    if method is ReleaseMethod.CLEARED:
        return disc + element("path", d=CHECK, fill="none", stroke="#000000", stroke_width=1.2)
    return disc + words(symbol.letter, 0, 2.2, font_size=6.5, font_weight="bold", text_anchor="middle")


def draw_names(shown: Placed, room: Room, *, language: Language) -> list[str]:
    """Write the names of districts where there is room, those with most released ground first."""
    order = np.argsort(-shown.districts.released_m2.to_numpy(), kind="stable")
    names = shown.districts[f"name_{language}"].to_numpy()
    named = (_name(names[row], shown.outlines[row], room) for row in order if not shown.outlines[row].is_empty)
    return [written for written in named if written]


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
