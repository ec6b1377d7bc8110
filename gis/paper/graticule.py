"""Meridians and parallels across a map, with the figures at its edges, and the kilometres of UTM."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import LineString

from gis.crs import WGS84
from gis.paper.view import View

DEGREE, MINUTE, SECOND = "°", "\N{PRIME}", "\N{DOUBLE PRIME}"
INTERVALS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
"""Between lines, in seconds of arc."""
KM_M = 1000
M_PER_SECOND = 30.87
"""Of latitude."""
LEAST_GAP_MM = 34
GRID_STEPS_M = tuple(step * 10**power for power in range(1, 6) for step in (1, 2, 5))
GRID_GAP_MM = 22
LINE_POINTS = 60

Edge = Literal["left", "bottom", "right", "top"]


@dataclass(frozen=True)
class Crossing:
    """Where a line of the graticule meets the map's edge: the place along it in metres, its number and its figure."""

    edge: Edge
    at: float
    number: int
    label: str


@dataclass(frozen=True)
class Graticule:
    """The lines of a map, in its projection, and where they meet its edges."""

    lines: tuple[LineString, ...]
    crossings: tuple[Crossing, ...]


def graticule(view: View) -> Graticule:
    """Give meridians and parallels at a round interval, a hand's breadth apart."""
    step_s = _interval_s(view)
    west, south, east, north = view.bounds
    meridians = {n: _meridian(view, n * step_s, (south, north)) for n in _steps(west, east, step_s)}
    parallels = {n: _parallel(view, n * step_s, (west, east)) for n in _steps(south, north, step_s)}
    upright = ((n, x, y) for n, line in meridians.items() for x, y in _ends(line))
    level = ((n, x, y) for n, line in parallels.items() for x, y in _ends(line))
    crossings = [
        *(
            Crossing(edge, x, n, angle_text(n * step_s, is_lon=True))
            for n, x, y in upright
            for edge in _level_edges(view, y)
        ),
        *(
            Crossing(edge, y, n, angle_text(n * step_s, is_lon=False))
            for n, x, y in level
            for edge in _upright_edges(view, x)
        ),
    ]
    lines = (*meridians.values(), *parallels.values())
    return Graticule(tuple(line for line in lines if not line.is_empty), tuple(crossings))


def _interval_s(view: View) -> int:
    seconds_per_mm = view.m_per_mm / M_PER_SECOND
    return next((step for step in INTERVALS_S if step >= LEAST_GAP_MM * seconds_per_mm), INTERVALS_S[-1])


def _steps(low_deg: float, high_deg: float, step_s: int) -> range:
    return range(ceil(low_deg * 3600 / step_s), floor(high_deg * 3600 / step_s) + 1)


def _meridian(view: View, lon_s: float, span: tuple[float, float]) -> LineString:
    along = np.linspace(*span, LINE_POINTS)
    return _line(view, np.full(LINE_POINTS, lon_s / 3600), along)


def _parallel(view: View, lat_s: float, span: tuple[float, float]) -> LineString:
    along = np.linspace(*span, LINE_POINTS)
    return _line(view, along, np.full(LINE_POINTS, lat_s / 3600))


def _line(view: View, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> LineString:
    """Give the longest part of a line that lies within the frame."""
    to_metres = Transformer.from_crs(WGS84, view.crs, always_xy=True)
    clipped = LineString(np.column_stack(to_metres.transform(lon, lat))).intersection(view.frame)
    return max(shapely.get_parts(clipped), key=shapely.length, default=LineString())


def _ends(line: LineString) -> list[tuple[float, float]]:
    return [] if line.is_empty else [(x, y) for x, y in (line.coords[0], line.coords[-1])]


def _level_edges(view: View, y: float) -> Iterator[Edge]:
    """Give the lower or the upper edge, if a place is on it."""
    if abs(y - view.bottom) < view.m_per_mm / 10:
        yield "bottom"
    if abs(y - view.top) < view.m_per_mm / 10:
        yield "top"


def _upright_edges(view: View, x: float) -> Iterator[Edge]:
    if abs(x - view.left) < view.m_per_mm / 10:
        yield "left"
    if abs(x - view.right) < view.m_per_mm / 10:
        yield "right"


def angle_text(seconds: int, *, is_lon: bool) -> str:
    r"""Give an angle in degrees and as much of minutes and seconds as it has.

    >>> angle_text(46 * 3600, is_lon=True)
    '46°E'
    >>> angle_text(39 * 3600 + 1830, is_lon=False) == "39°30\N{PRIME}30\N{DOUBLE PRIME}N"
    True
    """
    minutes, second = divmod(abs(seconds), 60)
    degree, minute = divmod(minutes, 60)
    parts = [f"{degree}{DEGREE}"]
    parts += [f"{minute:02}{MINUTE}"] if minute or second else []
    parts += [f"{second:02}{SECOND}"] if second else []
    side = ("E" if seconds >= 0 else "W") if is_lon else ("N" if seconds >= 0 else "S")
    return "".join(parts) + side


@dataclass(frozen=True)
class MetricGrid:
    """The lines of a UTM grid within a map: eastings and northings, and how a figure is written."""

    step_m: int
    eastings: tuple[int, ...]
    northings: tuple[int, ...]

    @property
    def has_lines(self) -> bool:
        """Say whether any two of them cross within the map."""
        return bool(self.eastings and self.northings)

    def label(self, metres: int) -> str:
        """Give the figure of a line: kilometres where the grid has whole ones, else metres."""
        return f"{metres // KM_M}" if self.step_m >= KM_M else f"{metres}"


def metric_grid(view: View) -> MetricGrid | None:
    """Give the UTM grid of a map; None for one in another projection."""
    if not view.is_utm:
        return None
    step = next(step for step in GRID_STEPS_M if step >= GRID_GAP_MM * view.m_per_mm)
    return MetricGrid(step, _between(view.left, view.right, step), _between(view.bottom, view.top, step))


def _between(low: float, high: float, step: int) -> tuple[int, ...]:
    return tuple(n * step for n in range(ceil(low / step), floor(high / step) + 1))
