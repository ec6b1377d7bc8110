"""The turning points of an outline, numbered as a handover sheet lists them."""

from dataclasses import dataclass

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")
FULL_TURN_DEG = 360


@dataclass(frozen=True, kw_only=True)
class TurningPoint:
    """One corner of an outline.

    Attributes
    ----------
    number
        From 1, through all rings in order.
    ring
        Which ring it is of, from 1; holes are rings as well.
    to_next_m, bearing_deg
        How far the next corner of its ring is, and in which direction from true north.
    """

    number: int
    ring: int
    lon: float
    lat: float
    to_next_m: float
    bearing_deg: float


def turning_points(outline: BaseGeometry) -> list[TurningPoint]:
    """Give the corners of polygons in EPSG:4326, ring by ring; other geometry has none.

    >>> [round(point.to_next_m) for point in turning_points(shapely.box(46.9, 39.6, 46.901, 39.601))]
    [111, 86, 111, 86]
    """
    points: list[TurningPoint] = []
    for ring_number, ring in enumerate(shapely.get_rings(shapely.get_parts(outline)), start=1):
        lons, lats = shapely.get_coordinates(ring).T
        bearings, _, lengths = GEOD.inv(lons[:-1], lats[:-1], lons[1:], lats[1:])
        rows = zip(lons[:-1], lats[:-1], lengths, bearings, strict=True)
        points += [
            TurningPoint(
                number=len(points) + place,
                ring=ring_number,
                lon=lon,
                lat=lat,
                to_next_m=length,
                bearing_deg=bearing % FULL_TURN_DEG,
            )
            for place, (lon, lat, length, bearing) in enumerate(rows, start=1)
        ]
    return points
