"""The one coordinate reference system of the service, its guard, and guesses at what else a file may be in."""

from collections.abc import Iterable
from typing import Final

import geopandas as gpd
from pyproj import CRS, Transformer

WGS84: Final = CRS.from_epsg(4326)
EXTENT: Final = (44.5, 38.2, 51.0, 42.1)
"""West, south, east, north of where records are expected, in degrees."""

CANDIDATES: Final = {
    32638: "UTM 38N",
    32639: "UTM 39N",
    28408: "Pulkovo 1942, Gauss-Krüger 8",
    28409: "Pulkovo 1942, Gauss-Krüger 9",
    3857: "Web Mercator",
}
"""The systems that files from here come in when they are not in degrees, by EPSG number."""
WITHOUT_ZONE: Final = {
    2498: "Pulkovo 1942, Gauss-Krüger CM 45° E",
    2499: "Pulkovo 1942, Gauss-Krüger CM 51° E",
}
"""Offered beside them when a person is asked: zones 8 and 9 without their number, which look like UTM and lie some two
kilometres off."""


SWAPPED: Final = "swapped"
"""What an answer says when latitude stands before longitude, or northing before easting: after the system's number."""


class WrongCrs(ValueError):  # noqa: N818 - a fact, named like the problems
    """The geometries are not in EPSG:4326."""


def require_wgs84(geometries: gpd.GeoSeries | gpd.GeoDataFrame) -> None:
    """Pass silently when the geometries are in EPSG:4326, longitude first.

    Raises
    ------
    WrongCrs
        If their CRS is missing or another one.
    """
    if geometries.crs != WGS84:
        raise WrongCrs(f"expected EPSG:4326, got {geometries.crs or 'no CRS'}")


def in_extent(lon: float, lat: float) -> bool:
    """Say whether a place lies where records are expected."""
    west, south, east, north = EXTENT
    return west <= lon <= east and south <= lat <= north


def system_of(stated: CRS) -> CRS | None:
    """Give the horizontal system that a file states, as EPSG has it where it is one of theirs.

    Heights are left out; a local or undefined system is none.

    >>> system_of(CRS.from_epsg(4326).to_3d()).to_epsg()
    4326
    """
    flat = stated.sub_crs_list[0] if stated.is_compound else stated
    if not (flat.is_geographic or flat.is_projected) or flat.name.casefold().startswith(("undefined", "unknown")):
        return None
    flat = flat.to_2d()
    epsg = flat.to_epsg(min_confidence=70)
    return CRS.from_epsg(epsg) if epsg else flat


def likely_crs(positions: Iterable[tuple[float, float]]) -> str | None:
    """Name the systems in which projected coordinates would lie where records are expected.

    Parameters
    ----------
    positions
        Pairs as a file has them; also tried with northing first.

    Returns
    -------
    names
        Like `EPSG:32638 (UTM 38N)`, joined by commas when several fit; None when none does.

    >>> likely_crs([(665_000.0, 4_427_000.0)])
    'EPSG:32638 (UTM 38N)'
    """
    pairs = list(positions)
    names = [f"EPSG:{epsg} ({name})" for epsg, name in CANDIDATES.items() if _fits(epsg, pairs)]
    return ", ".join(names) or None


def _fits(epsg: int, pairs: list[tuple[float, float]]) -> bool:
    """Say whether all pairs fall into the extent when they are read in a system, in one order or the other."""
    to_degrees = Transformer.from_crs(epsg, WGS84, always_xy=True).transform
    return any(all(in_extent(*to_degrees(x, y)) for x, y in order) for order in (pairs, [(y, x) for x, y in pairs]))
