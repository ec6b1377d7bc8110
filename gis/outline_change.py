"""Two outlines of one record laid over each other: what of the ground stays, comes and goes, measured and drawn."""

from dataclasses import dataclass
from typing import Final, Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.measure import area_m2, in_metres
from gis.symbology import INK

WIDTH_PX, HEIGHT_PX, EDGE_PX = 320, 220, 12
DETAIL_PX: Final = 0.4
"""Corners that lie nearer to the line between their neighbours are not drawn."""
ADDED, KEPT = "#1f4e9e", "#b9c0c8"

Part = Literal["kept", "added", "removed"]
STYLES: Final[dict[Part, str]] = {
    "kept": f'fill="{KEPT}" fill-opacity="0.6" stroke="none"',
    "added": f'fill="{ADDED}" fill-opacity="0.45" stroke="{ADDED}" stroke-width="1.5"',
    "removed": f'fill="#ffffff" stroke="{INK}" stroke-width="1.5" stroke-dasharray="4 3"',
}


@dataclass(frozen=True, kw_only=True)
class OutlineChange:
    """What becomes of the ground of a record.

    Attributes
    ----------
    kept_m2, added_m2, removed_m2
        Ground of both outlines, of the new one alone, of the old one alone.
    svg
        A drawing of the three, north above, in a fixed size.
    """

    before_m2: float
    after_m2: float
    kept_m2: float
    added_m2: float
    removed_m2: float
    svg: str


def outline_change(before: BaseGeometry, after: BaseGeometry) -> OutlineChange | None:
    """Lay two outlines in EPSG:4326 over each other; None where they are the same, or one is no valid polygon."""
    outlines = np.array([before, after], dtype=object)
    is_ground = shapely.is_valid(outlines) & (shapely.get_dimensions(outlines) == 2)  # noqa: PLR2004 - polygons
    if not is_ground.all() or before.equals(after):
        return None
    parts: dict[Part, BaseGeometry] = {
        "kept": shapely.intersection(before, after),
        "added": shapely.difference(after, before),
        "removed": shapely.difference(before, after),
    }
    grounds = gpd.GeoSeries([before, after, *map(_polygons, parts.values())], crs=WGS84)
    before_m2, after_m2, kept_m2, added_m2, removed_m2 = area_m2(grounds)
    return OutlineChange(
        before_m2=before_m2,
        after_m2=after_m2,
        kept_m2=kept_m2,
        added_m2=added_m2,
        removed_m2=removed_m2,
        svg=_drawing(dict(zip(parts, grounds[2:], strict=True))),
    )


def change_chip(part: Part) -> str:
    """Give the chip of a part for a legend."""
    box = f'<path d="M2 2H28V16H2Z" {STYLES[part]}/>'
    return f'<svg width="30" height="18" viewBox="0 0 30 18" aria-hidden="true">{box}</svg>'


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Give the polygons of what an overlay leaves."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def _drawing(parts: dict[Part, BaseGeometry]) -> str:
    """Draw the parts to one scale, what goes above what comes above what stays."""
    projected = in_metres(gpd.GeoSeries(list(parts.values()), crs=WGS84))
    west, south, east, north = shapely.total_bounds(projected)
    scale = min((WIDTH_PX - 2 * EDGE_PX) / (east - west), (HEIGHT_PX - 2 * EDGE_PX) / (north - south))
    middle = np.array([(west + east) / 2, (south + north) / 2])

    def to_px(metres: NDArray[np.float64]) -> NDArray[np.float64]:
        flipped = (metres - middle) * np.array([scale, -scale])
        return np.asarray(flipped + np.array([WIDTH_PX, HEIGHT_PX]) / 2, dtype=np.float64)

    pixels = shapely.simplify(shapely.transform(projected, to_px), DETAIL_PX)
    paths = "".join(
        f'<path d="{_path(part)}" fill-rule="evenodd" {STYLES[n]}/>' for n, part in zip(parts, pixels, strict=True)
    )
    return f'<svg viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" aria-hidden="true">{paths}</svg>'


def _path(geometry: BaseGeometry) -> str:
    """Give the rings of polygons as a path."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z" for ring in rings
    )
