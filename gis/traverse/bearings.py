"""From bearings of any north to where a leg ends, on the ellipsoid."""

from functools import cache
from typing import Final

from geographiclib.geodesic import Geodesic
from pyproj import CRS, Proj

from gis.crs import SWAPPED
from gis.traverse.places import Place, utm_zone_crs
from gis.traverse.point import Leg

ELLIPSOID: Final = Geodesic.WGS84


class UnknownNorthError(ValueError):
    """Nothing says which north a bearing is from, or how far magnetic north is off.

    Attributes
    ----------
    kind
        Of the issue that asks for it.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def end_of_leg(leg: Leg, origin: Place) -> Place:
    """Give the place that a leg leads to.

    Raises
    ------
    UnknownNorthError
        If its bearing cannot be turned into one from true north.

    References
    ----------
    C. F. F. Karney (2013), Algorithms for geodesics, J. Geodesy 87: the direct problem.
    """
    lon, lat = origin
    end = ELLIPSOID.Direct(lat, lon, azimuth_deg(leg, origin), leg.distance_m)
    return end["lon2"], end["lat2"]


def azimuth_deg(leg: Leg, origin: Place) -> float:
    """Give the bearing of a leg from true north, where it begins.

    Magnetic bearings get the declination added, grid bearings the convergence of the meridians.

    Raises
    ------
    UnknownNorthError
        If the north is not said, or the declination of a magnetic one.
    """
    if leg.reference is None:
        raise UnknownNorthError("bearing-reference-missing")
    if leg.reference == "true":
        return leg.bearing_deg
    if leg.reference == "grid":
        return leg.bearing_deg + convergence_deg(leg.grid, origin)
    if leg.declination_deg is None:
        raise UnknownNorthError("declination-missing")
    return leg.bearing_deg + leg.declination_deg


def convergence_deg(grid: str | None, place: Place) -> float:
    """Give the azimuth of the north of a grid at a place; of its zone of UTM unless another projected system is named.

    >>> round(convergence_deg("EPSG:32638", (46.9, 39.6)), 4)
    1.2114
    """
    name = (grid or "").removesuffix(SWAPPED).strip()
    projection = _projection(name if name and _is_projected(name) else utm_zone_crs(place))
    return float(projection.get_factors(*place).meridian_convergence)


def distance_m(one: Place, other: Place) -> float:
    """Give the distance of two places on the ellipsoid."""
    return float(ELLIPSOID.Inverse(one[1], one[0], other[1], other[0])["s12"])


@cache
def _projection(crs: str) -> Proj:
    return Proj(crs)


@cache
def _is_projected(crs: str) -> bool:
    return CRS(crs).is_projected
