"""The ground of lines that have a width: roads, railways, power lines."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.crs import WGS84
from gis.measure import in_degrees, in_metres

EDGE_DEG: Final = 0.01
"""Lines are straight in longitude and latitude; every kilometre or so of them is led along it, within 2 cm."""


def strips(lines: NDArray[np.object_], width_m: NDArray[np.float64]) -> NDArray[np.object_]:
    """Give the strip of ground that reaches half the width to both sides of each line.

    Parameters
    ----------
    lines
        LineStrings or MultiLineStrings in EPSG:4326.
    width_m
        Of each strip, in metres, above 0.

    Returns
    -------
    strips
        Valid Polygons or MultiPolygons in EPSG:4326, ends flat and bends round; as wide as said to 0.04 % where
        records are expected. Ground that a line passes twice is in its strip once. None where the line or the width is
        missing, or the line has no length.
    """
    led = shapely.segmentize(_with_length(lines), EDGE_DEG)
    metres = in_metres(gpd.GeoSeries(led, crs=WGS84))
    return in_degrees(shapely.buffer(metres, width_m / 2, cap_style="flat"))


def _with_length(lines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give lines without their parts of no length, on which GEOS fails; None where nothing is left."""
    parts, owner = shapely.get_parts(shapely.force_2d(lines), return_index=True)
    is_led = shapely.length(parts) > 0
    led = np.full(len(lines), None, dtype=object)
    if is_led.any():
        shapely.multilinestrings(parts[is_led], indices=owner[is_led], out=led)
    return led
