"""What ground a sheet shows: its projection, its round scale, its bounds."""

from dataclasses import dataclass, replace
from math import cos, floor, log10, radians, sin

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.measure import EQUAL_AREA
from gis.paper.layout import Box

UTM_WIDTH_DEG = 3.0
"""Ground no wider than this is drawn in its UTM zone, where scale errors stay below 0.1 %."""
SCALE_STEPS = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5)
LARGEST_SCALE = 1_000
MARGIN = 1.06
"""Room around what is asked for, as a factor."""
EDGE_POINTS = 24
POINT_DEG = 1e-6
"""So much around what is asked for makes an area of a point."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


@dataclass(frozen=True, kw_only=True)
class View:
    """The ground of a sheet.

    Attributes
    ----------
    crs
        The projection, in metres.
    crs_name
        Its name for readers.
    scale
        How many times smaller than the ground the map is.
    left, bottom, right, top
        The edges of the map, in the projection's metres.
    """

    crs: CRS
    crs_name: str
    scale: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_utm(self) -> bool:
        """Say whether it is drawn in a UTM zone."""
        return "UTM" in self.crs_name

    @property
    def m_per_mm(self) -> float:
        """Give the metres of ground in a millimetre of paper."""
        return self.scale / 1000

    @property
    def frame(self) -> BaseGeometry:
        """Give the map's frame, in the projection."""
        return shapely.box(self.left, self.bottom, self.right, self.top)

    @property
    def bounds(self) -> Bounds:
        """Give the degrees that the frame spans."""
        edge = shapely.segmentize(self.frame, (self.right - self.left) / EDGE_POINTS)
        west, south, east, north = gpd.GeoSeries([edge], crs=self.crs).to_crs(WGS84).total_bounds
        return float(west), float(south), float(east), float(north)

    def projected(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Give the rows that lie in the frame, projected; those without a geometry are left out."""
        drawn = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
        west, south, east, north = self.bounds
        near = drawn.iloc[
            np.flatnonzero(shapely.intersects(drawn.geometry.array, shapely.box(west, south, east, north)))
        ]
        projected = near.to_crs(self.crs)
        return projected[projected.geometry.intersects(self.frame)]

    def within(self, box: Box) -> "View":
        """Give the middle of the view, as much of it as goes into a box of the sheet."""
        half_width, half_height = box.width * self.m_per_mm / 2, box.height * self.m_per_mm / 2
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        return replace(self, left=x - half_width, right=x + half_width, bottom=y - half_height, top=y + half_height)

    def north_deg(self) -> float:
        """Give how far true north at the middle of the map is turned from upwards, clockwise."""
        to_degrees = Transformer.from_crs(self.crs, WGS84, always_xy=True)
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        lon, lat = to_degrees.transform(x, y)
        east, north = to_degrees.transform(lon, lat + 0.01, direction="INVERSE")
        return float(np.degrees(np.arctan2(east - x, north - y)))


def view_of(bounds: Bounds, box: Box) -> View:
    """Give the view that shows bounds in a box of the sheet, at the largest round scale at which they fit."""
    crs, name = _projection(bounds)
    west, south, east, north = bounds
    asked = shapely.box(west - POINT_DEG, south - POINT_DEG, east + POINT_DEG, north + POINT_DEG)
    edge = shapely.segmentize(asked, max(east - west, north - south, POINT_DEG) / EDGE_POINTS)
    left, bottom, right, top = gpd.GeoSeries([edge], crs=WGS84).to_crs(crs).total_bounds
    scale = _round_scale(MARGIN * 1000 * max((right - left) / box.width, (top - bottom) / box.height))
    return View(crs=crs, crs_name=name, scale=scale, left=left, right=right, bottom=bottom, top=top).within(box)


def _projection(bounds: Bounds) -> tuple[CRS, str]:
    west, _, east, _ = bounds
    if east - west > UTM_WIDTH_DEG:
        return CRS(EQUAL_AREA), "Albers (38.8° N, 41.6° N, 47.7° E)"
    zone = floor(((west + east) / 2 + 180) / 6) + 1
    return CRS.from_epsg(32600 + zone), f"UTM {zone}N (EPSG:{32600 + zone})"


def _round_scale(least: float) -> int:
    """Give the next round scale.

    >>> _round_scale(1_234_567), _round_scale(26_000), _round_scale(3)
    (1250000, 30000, 1000)
    """
    power: int = 10 ** floor(log10(max(least, LARGEST_SCALE)))
    steps = (step * power * tens for tens in (1, 10) for step in SCALE_STEPS)
    return int(next(scale for scale in steps if scale >= max(least, LARGEST_SCALE)))


def turned(length: float, angle_deg: float) -> tuple[float, float]:
    """Give the end of an arrow from the origin, upwards and turned clockwise."""
    return length * sin(radians(angle_deg)), length * cos(radians(angle_deg))
