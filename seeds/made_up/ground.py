"""Plain shapes on the ground: belts between two rails, and the pieces that work cuts out of them.

Everything here is in metres of one equal-area plane; `features.py` turns it into degrees at the very end.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

Metres = NDArray[np.float64]
"""Positions (n, 2), east and north in the plane."""

PLANE = "+proj=aea +lat_1=38.8 +lat_2=41.6 +lat_0=40.2 +lon_0=47.7 +datum=WGS84"
SHORTEST_EDGE_M = 0.05


@dataclass(frozen=True, eq=False)
class Belt:
    """Ground between two rails of equally many vertices; a station is a distance along its middle.

    Attributes
    ----------
    left, right
        The rails, both in the direction of travel, (n, 2) metres.
    """

    left: Metres
    right: Metres

    @cached_property
    def stations_m(self) -> NDArray[np.float64]:
        """The station of each vertex, in metres from the beginning."""
        steps = np.diff((self.left + self.right) / 2, axis=0)
        return np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])

    @property
    def length_m(self) -> float:
        """The length of its middle."""
        return float(self.stations_m[-1])

    @property
    def area_m2(self) -> float:
        """The area of its outline."""
        return area_m2(outline(self))

    @property
    def middle(self) -> Metres:
        """A position (2,) half way along its middle."""
        return place(self, self.length_m / 2, 0.5)

    def width_m(self, station_m: float) -> float:
        """Give the distance between the rails at a station."""
        return float(np.hypot(*(_on(self.left, self, station_m) - _on(self.right, self, station_m))))


@dataclass(frozen=True)
class Front:
    """How far work has come in a belt: a station on each rail, for people do not stop in line."""

    left_m: float
    right_m: float

    def back(self, distance_m: float) -> "Front":
        """Give the front a step behind this one, not before the belt begins."""
        return Front(max(self.left_m - distance_m, 0.0), max(self.right_m - distance_m, 0.0))


def outline(belt: Belt) -> Metres:
    """Give the closed ring round a belt."""
    return np.concatenate([belt.left, belt.right[::-1], belt.left[:1]])


def area_m2(ring: Metres) -> float:
    """Give the area inside a closed ring in the plane."""
    x, y = (ring - ring[0]).T
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)


def grown(ring: Metres, by_m: float) -> Metres:
    """Give a closed ring moved outwards, its corners kept sharp."""
    return np.array(shapely.Polygon(ring).buffer(by_m, join_style="mitre").exterior.coords)


def is_simple(belt: Belt) -> bool:
    """Say whether a belt's outline, and every cell between two neighbouring vertices, is a valid polygon."""
    cells = np.stack([belt.left[:-1], belt.left[1:], belt.right[1:], belt.right[:-1], belt.left[:-1]], axis=1)
    return bool(shapely.is_valid(shapely.polygons([*cells])).all() and shapely.Polygon(outline(belt)).is_valid)


def edge(belt: Belt, share: float | NDArray[np.float64]) -> Metres:
    """Give the line at a share of the width, 0 on the left rail and 1 on the right."""
    return np.asarray(belt.left + (belt.right - belt.left) * np.reshape(share, (-1, 1)))


def place(belt: Belt, station_m: float, share: float) -> Metres:
    """Give the position (2,) at a station and a share of the width."""
    left, right = _on(belt.left, belt, station_m), _on(belt.right, belt, station_m)
    return np.asarray(left + (right - left) * share)


def band(belt: Belt, start: float | NDArray[np.float64], stop: float | NDArray[np.float64]) -> Belt:
    """Give the part of a belt between two shares of its width, constant or one per vertex."""
    return Belt(edge(belt, start), edge(belt, stop))


def lanes(belt: Belt, count: int) -> list[Belt]:
    """Cut a belt lengthwise, every second lane turned round: the way a team walks it."""
    shares = np.linspace(0, 1, count + 1)
    cut = [band(belt, start, stop) for start, stop in pairwise(shares)]
    return [lane if number % 2 == 0 else Belt(lane.left[::-1], lane.right[::-1]) for number, lane in enumerate(cut)]


def stretch(belt: Belt, start_m: float, stop_m: float) -> Belt:
    """Give the part of a belt between two stations, with vertices at the same stations on both rails."""
    return Belt(*(_cut(rail, belt, start_m=start_m, stop_m=stop_m) for rail in (belt.left, belt.right)))


def pieces(belt: Belt, count: int) -> list[Belt]:
    """Cut a belt crosswise into stretches of equal length."""
    ends = np.linspace(0, belt.length_m, count + 1)
    return [stretch(belt, float(start), float(stop)) for start, stop in pairwise(ends)]


def between(belt: Belt, start: Front, stop: Front) -> Metres:
    """Give the closed ring round the ground between two fronts."""
    left = _cut(belt.left, belt, start_m=start.left_m, stop_m=stop.left_m)
    right = _cut(belt.right, belt, start_m=start.right_m, stop_m=stop.right_m)
    return np.concatenate([left, right[::-1], left[:1]])


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:4326", PLANE, always_xy=True)


def to_plane(degrees: Metres) -> Metres:
    """Give the plane positions of longitudes and latitudes (n, 2)."""
    return np.column_stack(_transformer().transform(degrees[:, 0], degrees[:, 1]))


def to_degrees(metres: Metres) -> NDArray[np.float64]:
    """Give longitudes and latitudes (n, 2) to seven decimals, about a centimetre."""
    lon, lat = _transformer().transform(metres[:, 0], metres[:, 1], direction="INVERSE")
    return np.round(np.column_stack([lon, lat]), 7)


def _on(rail: Metres, belt: Belt, station_m: float) -> Metres:
    """Give the position (2,) on a rail at a station."""
    after = min(max(int(belt.stations_m.searchsorted(station_m)), 1), len(rail) - 1)
    start_m, stop_m = belt.stations_m[after - 1 : after + 1]
    return np.asarray(rail[after - 1] + (rail[after] - rail[after - 1]) * ((station_m - start_m) / (stop_m - start_m)))


def _cut(rail: Metres, belt: Belt, *, start_m: float, stop_m: float) -> Metres:
    """Give a rail between two stations, its own vertices kept unless they would make a tiny edge."""
    inner = (belt.stations_m > start_m + SHORTEST_EDGE_M) & (belt.stations_m < stop_m - SHORTEST_EDGE_M)
    return np.vstack([_on(rail, belt, start_m), rail[inner], _on(rail, belt, stop_m)])
