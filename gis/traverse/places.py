"""Places as tables have them: degrees in any notation, eastings and northings, MGRS."""

import re
from collections.abc import Callable
from functools import cache
from math import isfinite
from typing import Final

from mgrs import MGRS
from mgrs.core import MGRSError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from gis.crs import SWAPPED, WGS84
from gis.values import number_from_text

Place = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""

HEMISPHERES: Final = {"n": 1, "e": 1, "s": -1, "w": -1}
BETWEEN = re.compile("[°º'\u2032\u2019\"\u2033\u201ddm:\\s]+")
"""What stands between degrees, minutes and seconds, and after them."""
ANGLE_PART = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)?")
MINUTES_PER_DEGREE: Final = 60
PARTS: Final = 3
LARGEST_LON, LARGEST_LAT = 180, 90
UTM_NORTH: Final = 32600
"""EPSG's numbers of the northern zones of UTM (WGS 84) begin here."""
MGRS_TEXT = re.compile(r"[0-9]{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(?:[0-9]{2}){1,5}")


class UnreadablePlaceError(ValueError):
    """The text or number is no place in the notation expected of it."""


class AmbiguousNumberError(ValueError):
    """The number's one separator may be of thousands or of decimals."""


class UnknownSystemError(ValueError):
    """The coordinates are metres, and nothing says of which system."""


def angle_deg(raw: object) -> float:
    r"""Give an angle in degrees, from a number or from text in degrees, minutes and seconds.

    Raises
    ------
    UnreadablePlaceError
        If it is neither.

    >>> angle_deg('39°38\'12.5"N'), angle_deg("46 54,5"), angle_deg(12.5)
    (39.636805..., 46.908333..., 12.5)
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    text = str(raw).strip().lower().replace("−", "-")
    text = text.removesuffix("s") if "m" in text else text  # of seconds, not of south
    sign = next((HEMISPHERES[letter] for letter in (text[:1], text[-1:]) if letter in HEMISPHERES), 1)
    parts = [part for part in BETWEEN.split(text.strip("nesw ").removeprefix("-")) if part]
    if not 1 <= len(parts) <= PARTS or not all(map(ANGLE_PART.fullmatch, parts)):
        raise UnreadablePlaceError(str(raw))
    degrees, *sixtieths = (float(part.replace(",", ".")) for part in parts)
    if any(part >= MINUTES_PER_DEGREE for part in sixtieths):
        raise UnreadablePlaceError(str(raw))
    size_deg: float = degrees + sum(part / 60**power for power, part in enumerate(sixtieths, start=1))
    return (-1 if text.startswith("-") else sign) * size_deg


def coordinate(raw: object) -> float:
    """Give a coordinate: an angle in any notation, or metres.

    Raises
    ------
    UnreadablePlaceError
        If it is neither.

    >>> coordinate("665 131,5"), coordinate("46°54'")
    (665131.5, 46.9)
    """
    try:
        return angle_deg(raw)
    except UnreadablePlaceError:
        return _number(re.sub(r"\s", "", str(raw)).replace(",", "."))


def metres(raw: object, decimal: str | None) -> float:
    """Give a distance as people type it.

    Parameters
    ----------
    decimal
        What separates decimals; missing: seen from the number.

    Raises
    ------
    UnreadablePlaceError
        If it is no number.
    AmbiguousNumberError
        If its one separator may be of thousands or of decimals.
    """
    if not isinstance(raw, str):
        return _number(raw)
    if decimal:
        thousands = "." if decimal == "," else ","
        return _number(re.sub(r"\s", "", raw).replace(thousands, "").replace(decimal, "."))
    try:
        number = number_from_text(raw)
    except ValueError as error:
        raise AmbiguousNumberError(raw) from error
    return _number(number)


def _number(raw: object) -> float:
    try:
        return float(raw)  # type: ignore[arg-type] # whatever it is
    except (TypeError, ValueError) as error:
        raise UnreadablePlaceError(str(raw)) from error


def place_of_pair(first: float, second: float, crs: str | None) -> Place:
    """Give the place of two coordinates, easting or longitude first.

    Parameters
    ----------
    crs
        Their system, `EPSG:32638`; `swapped`, alone for degrees or behind it, for latitude or northing first. Numbers
        that can be degrees are.

    Raises
    ------
    UnknownSystemError
        If the system is missing, and they cannot be degrees.
    UnreadablePlaceError
        If the system has no such place.
    """
    name = (crs or "").removesuffix(SWAPPED).strip()
    x, y = (second, first) if (crs or "").endswith(SWAPPED) else (first, second)
    can_be_degrees = abs(x) <= LARGEST_LON and abs(y) <= LARGEST_LAT
    if can_be_degrees and (not name or _crs(name).is_projected):
        return x, y
    if not name:
        raise UnknownSystemError
    lon, lat = _to_degrees(name)(x, y)
    if not (isfinite(lon) and isfinite(lat)):
        raise UnreadablePlaceError(f"{first:.0f}, {second:.0f}")
    return float(lon), float(lat)


def utm_crs(zone: object) -> str:
    """Give the system of a zone of UTM written like `38`, `38N` or `38S`.

    The letter is left alone: all records lie north of the equator, and S is the band from 32 to 40 degrees north.

    Raises
    ------
    UnreadablePlaceError
        If it names no zone.
    """
    match = re.fullmatch(r"(?i)(?:utm\s*)?(?:zone\s*)?([1-9]|[1-5][0-9]|60)(?:\.0)?\s*[a-z]?", str(zone).strip())
    if not match:
        raise UnreadablePlaceError(str(zone))
    return f"EPSG:{UTM_NORTH + int(match[1])}"


def utm_zone_crs(place: Place) -> str:
    """Give the zone of UTM in which a place lies."""
    return f"EPSG:{UTM_NORTH + int((place[0] + 180) // 6) + 1}"


def place_of_mgrs(raw: object) -> Place:
    """Give the middle of the square that an MGRS text names.

    Raises
    ------
    UnreadablePlaceError
        If it is none.
    """
    text = re.sub(r"\s", "", str(raw)).upper()
    if not MGRS_TEXT.fullmatch(text):
        raise UnreadablePlaceError(text)
    try:
        lat, lon = MGRS().toLatLon(text)
    except MGRSError as error:
        raise UnreadablePlaceError(text) from error
    return float(lon), float(lat)


@cache
def _crs(name: str) -> CRS:
    """Give a system by its name; looking one up costs a hundred points.

    Raises
    ------
    UnknownSystemError
        If there is none of this name.
    """
    try:
        return CRS(name)
    except CRSError as error:
        raise UnknownSystemError(name) from error


@cache
def _to_degrees(crs: str) -> Callable[[float, float], tuple[float, float]]:
    """Give the way from a system to degrees."""
    return Transformer.from_crs(_crs(crs), WGS84, always_xy=True).transform
