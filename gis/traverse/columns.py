"""Which column of a table of turning points is what: names as IMSMA and people give them."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Final

from gis.text import fold


class Role(StrEnum):
    """What a column says about a point, or which polygon the point is of."""

    CODE = "code"
    PART = "part"
    RING = "ring"
    POINT_TYPE = "point_type"
    LABEL = "label"
    NUMBER = "number"
    FROM = "from"
    BEARING = "bearing"
    BEARING_UNIT = "bearing_unit"
    BEARING_REFERENCE = "bearing_reference"
    DECLINATION = "declination"
    DISTANCE = "distance"
    LON = "lon"
    LAT = "lat"
    EASTING = "easting"
    NORTHING = "northing"
    ZONE = "zone"
    MGRS = "mgrs"
    REFERENCE_LON = "reference_lon"
    REFERENCE_LAT = "reference_lat"
    REFERENCE_EASTING = "reference_easting"
    REFERENCE_NORTHING = "reference_northing"
    REFERENCE_MGRS = "reference_mgrs"
    REMARKS = "remarks"


ALIASES: Final[dict[Role, tuple[str, ...]]] = {
    Role.CODE: ("code", "polygon", "polygon id", "polygon code", "polygon local id", "area id", "area code",
                "hazard id", "hazard code", "ha code", "ha id", "kod", "poliqon", "poliqon kodu", "ərazi kodu"),
    Role.PART: ("part", "polygon part", "part number", "hissə", "hissə nömrəsi"),
    Role.RING: ("ring", "ring number", "kontur", "kontur nömrəsi"),
    Role.POINT_TYPE: ("point type", "type of point", "vertex type", "point kind", "nöqtənin növü", "nöqtə növü"),
    Role.LABEL: ("point", "point id", "point name", "point local id", "local id", "point label", "to", "to point",
                 "nöqtə", "nöqtənin adı", "nöqtə adı", "haraya"),
    Role.NUMBER: ("vertex", "vertex number", "vertex no", "vertex order", "point number", "point no", "point order",
                  "turning point", "turning point number", "turning point no", "tp", "order", "sequence", "seq",
                  "number", "no", "nöqtə nömrəsi", "nöqtənin nömrəsi", "dönüş nöqtəsi", "sıra", "sıra nömrəsi",
                  "nömrə", "nöqtə no"),
    Role.FROM: ("from", "from point", "from id", "from point id", "previous point", "haradan", "hansı nöqtədən",
                "əvvəlki nöqtə"),
    Role.BEARING: ("bearing", "azimuth", "direction", "true bearing", "true azimuth", "magnetic bearing",
                   "magnetic azimuth", "compass bearing", "grid bearing", "grid azimuth", "azimut", "istiqamət",
                   "həqiqi azimut", "maqnit azimutu", "maqnit azimut", "direksion bucaq", "direksion bucağı"),
    Role.BEARING_UNIT: ("bearing unit", "bearing units", "angle unit", "azimut vahidi", "bucaq vahidi"),
    Role.BEARING_REFERENCE: ("bearing reference", "bearing type", "north reference", "north", "azimutun növü",
                             "azimut növü", "şimal"),
    Role.DECLINATION: ("declination", "magnetic declination", "declination deg", "maqnit meyli", "meyl bucağı"),
    Role.DISTANCE: ("distance", "length", "leg", "məsafə", "uzaqlıq"),
    Role.LON: ("lon", "long", "longitude", "x", "uzunluq", "uzunluq dairəsi", "coordinates x", "x coordinate"),
    Role.LAT: ("lat", "latitude", "y", "enlik", "en dairəsi", "enlik dairəsi", "coordinates y", "y coordinate"),
    Role.EASTING: ("easting", "east", "utm east", "utm easting", "utm x", "utm e", "şərq", "şərq koordinatı"),
    Role.NORTHING: ("northing", "utm north", "utm northing", "utm y", "utm n", "şimal koordinatı"),
    Role.ZONE: ("zone", "utm zone", "utm", "zona", "utm zonası"),
    Role.MGRS: ("mgrs", "mgrs coordinate", "mgrs coordinates", "grid reference", "mgrs koordinatı"),
    Role.REFERENCE_LON: ("reference lon", "reference longitude", "reference point lon", "reference point longitude",
                         "ref lon", "rp lon", "istinad uzunluq"),
    Role.REFERENCE_LAT: ("reference lat", "reference latitude", "reference point lat", "reference point latitude",
                         "ref lat", "rp lat", "istinad enlik"),
    Role.REFERENCE_EASTING: ("reference easting", "reference point easting", "ref easting", "rp easting"),
    Role.REFERENCE_NORTHING: ("reference northing", "reference point northing", "ref northing", "rp northing"),
    Role.REFERENCE_MGRS: ("reference mgrs", "reference point mgrs", "ref mgrs", "rp mgrs"),
    Role.REMARKS: ("point description", "point remarks", "description of point", "nöqtənin təsviri"),
}  # fmt: skip
"""Names of columns in English and Azerbaijani; units may follow them: `Distance (m)`, `bearing_deg`."""

OF_VERTICES: Final = ("vertex", "vertex number", "vertex no", "vertex order", "turning point", "turning point number",
                      "turning point no", "tp", "point number", "point no", "point order", "nöqtə nömrəsi",
                      "nöqtənin nömrəsi", "nöqtə no", "dönüş nöqtəsi")  # fmt: skip
"""Numbers that only the vertices of an outline have; others count anything."""
UNIT = re.compile(
    r"(?i)[\s_]*(?:\(([^)]*)\)|\[([^]]*)\]|[_\s](m|metres|meters|metr|km|ft|feet|deg|degrees|°|mils|gon|grad|gradians))\s*$"
)


def roles(columns: Sequence[str]) -> dict[Role, str]:
    """Give the columns of a table of turning points by what they say; of two that say the same, the first.

    >>> roles(["Polygon ID", "Point", "Azimut (°)", "Məsafə (m)"])[Role.DISTANCE]
    'Məsafə (m)'
    """
    found: dict[Role, str] = {}
    for column in columns:
        role = _roles_by_name().get(_named(UNIT.sub("", column))) or _roles_by_name().get(_named(column))
        if role:
            found.setdefault(role, column)
    return found


@cache
def _roles_by_name() -> dict[str, Role]:
    """Give the roles by their folded names."""
    return {fold(alias): role for role, aliases in ALIASES.items() for alias in aliases}


def _named(column: str) -> str:
    """Fold the name of a column; the sign № is the word that it stands for."""
    return fold(column.replace("№", "no"))


def counts_vertices(column: str) -> bool:
    """Say whether a column numbers the vertices of outlines, and could number nothing else."""
    return _named(UNIT.sub("", column)) in {fold(name) for name in OF_VERTICES}


def unit(column: str) -> str:
    """Give the unit that the name of a column states, in small letters; nothing when it states none.

    >>> unit("Distance (m)"), unit("bearing_deg"), unit("Bearing")
    ('m', 'deg', '')
    """
    match = UNIT.search(column)
    return next((part for part in match.groups() if part), "").strip().lower() if match else ""
