"""Where something is by its name or by its coordinates: places of the base map, and spots in every usual notation."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from typing import NamedTuple

from gis.text import fold
from gis.traverse.places import Place, UnreadablePlaceError, angle_deg, place_of_mgrs, place_of_pair, utm_crs
from seeds import base_map

UTM_TEXT = re.compile(r"(\d{1,2})\s*[A-Za-z]?[\s,]+(\d{6}(?:\.\d+)?)[\s,mEe]+(\d{7}(?:\.\d+)?)[\smNn]*")
"""Zone, easting and northing: `38N 663309 4385235`."""
LAT_LON = re.compile(r"(.*[NSns])[\s,;]*(.*[EWew])|([EWew\d].*?[EWew])[\s,;]*(.*[NSns])")
LATITUDES = (37.0, 43.0)
LONGITUDES = (44.0, 52.0)
"""Of the country and around it: they have no number in common, so that two numbers say themselves which is which."""
SHORTEST_MIDDLE = 3
"""Letters from which on a name is also found by what stands within it."""
IN_CODES = re.compile(r"[\d-]")
"""What codes have and names have not."""
NOT_CALLED = 9


class Bounds(NamedTuple):
    """West, south, east and north in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of_place(cls, place: Place) -> "Bounds":
        """Give the bounds of one place."""
        return cls(*place, *place)


class Settlement(NamedTuple):
    """A place of the base map."""

    name_en: str
    name_az: str
    rank: int
    bounds: Bounds


def call_rank(typed: str, *names: str) -> int:
    """Say how well names answer to a text, whatever the spelling: 0 whole, 1 its beginning, 2 a part, 9 not.

    >>> call_rank("agdam", "Ağdam"), call_rank("Kelb", "Kəlbəcər"), call_rank("jar", "Kalbajar"), call_rank("q", "Qax")
    (0, 1, 2, 1)
    >>> call_rank("zz", "Qax")
    9
    """
    wanted = fold(typed)
    if not wanted or IN_CODES.search(typed):
        return NOT_CALLED
    return min((_rank(wanted, _folded(name)) for name in names), default=NOT_CALLED)


def _rank(wanted: str, name: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if len(wanted) >= SHORTEST_MIDDLE and wanted in name else NOT_CALLED


def settlements(typed: str) -> list[tuple[int, Settlement]]:
    """Give the places of the base map that answer to a text with how well they do, the greater before the smaller."""
    ranked = [(call_rank(typed, place.name_en, place.name_az), place) for place in _places()]
    return sorted((one for one in ranked if one[0] != NOT_CALLED), key=lambda one: (one[0], one[1].rank))


def spot(typed: str) -> Place | None:
    r"""Give the place that coordinates name: MGRS, UTM with its zone, or degrees in any notation and either order.

    >>> spot("46.9021, 39.6013"), spot("39°36'36\"N 46°54'E")
    ((46.9021, 39.6013), (46.9, 39.61))
    >>> [round(degrees, 4) for degrees in spot("38N 663309 4385235") or ()]
    [46.9021, 39.6013]
    >>> spot("Ağdam")
    """
    for read in (place_of_mgrs, _of_utm, _of_degrees):
        with suppress(UnreadablePlaceError):
            return read(typed)
    return None


def shown_spot(place: Place) -> str:
    """Give a place in degrees, longitude first, to about a metre; its figures are for machines too."""
    return f"{place[0]:.5f}, {place[1]:.5f}"


def _of_utm(typed: str) -> Place:
    match = UTM_TEXT.fullmatch(typed)
    if not match:
        raise UnreadablePlaceError(typed)
    return place_of_pair(float(match[2]), float(match[3]), utm_crs(match[1]))


def _of_degrees(typed: str) -> Place:
    angles = [angle_deg(half) for half in _halves(typed)]
    if len(angles) != 2 or not (abs(angles[0]) <= 180 and abs(angles[1]) <= 180):  # noqa: PLR2004 - two angles of a circle
        raise UnreadablePlaceError(typed)
    first, second = angles
    is_north_first = LATITUDES[0] <= first <= LATITUDES[1] and LONGITUDES[0] <= second <= LONGITUDES[1]
    lon, lat = (second, first) if is_north_first else (first, second)
    if abs(lat) > 90:  # noqa: PLR2004 - a quarter of a circle
        raise UnreadablePlaceError(typed)
    return lon, lat


def _halves(typed: str) -> Iterator[str]:
    """Cut a text in two where one coordinate ends: behind its letter, at a space, or at a comma between points."""
    lettered = LAT_LON.fullmatch(typed)
    if lettered:
        yield from (part.strip(" ,;") for part in lettered.groups() if part)
        return
    parts = typed.split() if " " in typed else typed.split("," if "." in typed else ";")
    yield from (part.strip(",;") for part in parts)


_folded = lru_cache(maxsize=4096)(fold)
"""Names are few and are asked for with every letter that is typed."""


@cache
def _places() -> tuple[Settlement, ...]:
    features = json.loads(base_map("places"))["features"]
    told = [(feature["properties"], feature["geometry"]["coordinates"]) for feature in features]
    return tuple(
        Settlement(fields["name_en"], fields["name_az"], fields["rank"], Bounds.of_place((lon, lat)))
        for fields, (lon, lat) in told
    )
