"""A small picture of a repair: the outline as it came over the outline as it would be."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.measure import in_metres

WIDTH_PX, HEIGHT_PX, EDGE_PX = 200, 140, 8
DETAIL_PX: Final = 0.3
"""Corners that lie nearer to the line between their neighbours are not drawn."""
BEFORE: Final = 'fill="none" stroke="#b3261e" stroke-width="1.5" stroke-dasharray="4 3"'
AFTER: Final = 'fill="#1f4e9e" fill-opacity="0.25" stroke="#1f4e9e" stroke-width="1.5" fill-rule="evenodd"'


def repair_svg(before: BaseGeometry, after: BaseGeometry) -> str:
    """Draw two outlines in EPSG:4326 to one scale, north above; of one that moved far away, where it goes alone.

    The first may cross itself; what is empty leaves no trace.
    """
    drawn = [outline for outline in (after, before) if not outline.is_empty]
    if not drawn:
        return _svg("")
    is_near = shapely.box(*drawn[0].bounds).intersects(shapely.box(*drawn[-1].bounds))
    projected = in_metres(gpd.GeoSeries([after, before] if is_near else [after], crs=WGS84))
    pixels = shapely.simplify(_to_pixels(projected), DETAIL_PX, preserve_topology=False)
    return _svg(
        "".join(f'<path d="{_path(one)}" {style}/>' for one, style in zip(pixels, (AFTER, BEFORE), strict=False))
    )


def _to_pixels(metres: NDArray[np.object_]) -> NDArray[np.object_]:
    west, south, east, north = shapely.total_bounds(metres)
    widths = max(east - west, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH_PX - 2 * EDGE_PX) / widths[0], (HEIGHT_PX - 2 * EDGE_PX) / widths[1])
    middle = np.array([(west + east) / 2, (south + north) / 2])
    centre = np.array([WIDTH_PX, HEIGHT_PX]) / 2
    flipped = np.array([scale, -scale])
    return np.asarray(shapely.transform(metres, lambda xy: (xy - middle) * flipped + centre), dtype=object)


def _path(outline: BaseGeometry) -> str:
    """Give the rings of polygons, and lines, as a path."""
    parts = shapely.get_parts(outline)
    rings = shapely.get_rings(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - polygons
    lines = [*rings, *parts[shapely.get_dimensions(parts) == 1]]
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line)) for line in lines)


def _svg(paths: str) -> str:
    size = f'viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" width="{WIDTH_PX}" height="{HEIGHT_PX}"'
    return f'<svg {size} aria-hidden="true">{paths}</svg>'
