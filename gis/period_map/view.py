"""The ground that the map shows, and where it lies on the sheet."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj.enums import TransformDirection

from gis.measure import equal_area
from gis.paper.view import Bounds

WIDTH_PX, HEIGHT_PX = 690, 296
"""Of the sheet; 176 by 76 mm in a report, on whose first page chart and table have room beneath."""
MAP_WIDTH_PX, MAP_HEIGHT_PX = 512, 230
MARGIN = 1.1
BEYOND_PX = 6
"""So far outside the frame lines still run, so that none ends at its edge."""
FINE_PX = 0.35
"""Less than the width of a line: what is simplified by it looks the same."""
EDGE_PX = 20
"""So short are the pieces in which the frame is taken back to degrees, where its edges are bent."""
LEAST_SPAN_M = 4_000

Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class View:
    """Where ground lies in the map's frame: its upper left corner, projected, and the length of a pixel."""

    west_m: float
    north_m: float
    m_per_px: float

    @property
    def fine_m(self) -> float:
        """Give the length below which nothing is seen."""
        return FINE_PX * self.m_per_px

    @property
    def bounds(self) -> Bounds:
        """Give bounds in degrees that hold all that the frame shows."""
        frame = shapely.segmentize(shapely.box(0, 0, MAP_WIDTH_PX, MAP_HEIGHT_PX).exterior, EDGE_PX)
        x, y = shapely.get_coordinates(frame).T
        east_m, north_m = self.west_m + x * self.m_per_px, self.north_m - y * self.m_per_px
        lon, lat = equal_area().transform(east_m, north_m, direction=TransformDirection.INVERSE)
        return float(np.min(lon)), float(np.min(lat)), float(np.max(lon)), float(np.max(lat))

    def placed(self, geometries: Geometries) -> Geometries:
        """Give geometries in pixels of the sheet, cut to the frame and as fine as it shows them; some become empty."""
        projected = shapely.transform(geometries, self._pixels)
        cut = shapely.clip_by_rect(
            projected, -BEYOND_PX, -BEYOND_PX, MAP_WIDTH_PX + BEYOND_PX, MAP_HEIGHT_PX + BEYOND_PX
        )
        return np.asarray(shapely.simplify(cut, FINE_PX))

    def _pixels(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = equal_area().transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack([(x - self.west_m) / self.m_per_px, (self.north_m - y) / self.m_per_px])


def focus(districts: gpd.GeoDataFrame, elsewhere: Bounds, *, chosen: str | None = None) -> Bounds:
    """Give what the map has to show, in degrees: the chosen district, else those with figures, else something else."""
    is_shown = districts.code == chosen if chosen else districts.released_m2 > 0
    shown = districts[is_shown & districts.geometry.notna()]
    if shown.empty:
        return elsewhere
    west, south, east, north = map(float, shown.total_bounds)
    return west, south, east, north


def view_of(bounds: Bounds) -> View:
    """Give the view that shows some bounds, with a margin, in the middle of the frame."""
    edge = shapely.segmentize(shapely.box(*bounds).exterior, 0.1)
    x, y = equal_area().transform(*shapely.get_coordinates(edge).T)
    m_per_px = MARGIN * max(np.ptp(x) / MAP_WIDTH_PX, np.ptp(y) / MAP_HEIGHT_PX, LEAST_SPAN_M / MAP_WIDTH_PX)
    middle_x, middle_y = (np.min(x) + np.max(x)) / 2, (np.min(y) + np.max(y)) / 2
    return View(
        west_m=float(middle_x - m_per_px * MAP_WIDTH_PX / 2),
        north_m=float(middle_y + m_per_px * MAP_HEIGHT_PX / 2),
        m_per_px=float(m_per_px),
    )
