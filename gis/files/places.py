"""Where the rows of a table lie: in a column of geometries written as text, or in columns of coordinates."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.crs import WGS84, system_of
from gis.files.drawing import drawn
from gis.outlines import Faults, OutlineFault
from gis.traverse.columns import Role, roles
from gis.traverse.places import Place, UnreadablePlaceError, coordinate, place_of_mgrs, place_of_pair, utm_crs
from gis.values import shown

WKT: Final = re.compile(
    r"\s*(?:SRID=(?P<srid>\d{4,6});)?\s*(?:MULTI)?(?P<kind>POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION|CURVEPOLYGON)"
    r"\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
SRID: Final = re.compile(r"^\s*SRID=\d+;", re.IGNORECASE)
HEX_WKB: Final = re.compile(r"0[01][0-9A-Fa-f]{40,}")
FITTING_SHARE: Final = 0.8
"""Of the cells in a column of coordinates that have to be some."""

Records = Sequence[dict[str, Any]]
Read = tuple[NDArray[np.object_], Faults]


@dataclass(frozen=True, kw_only=True)
class Places:
    """How the places of a table's rows are read.

    Attributes
    ----------
    geometry_type
        As far as it is known; None where rows have no place.
    crs
        As the table says it.
    is_placed
        Whether places are made in it, from what each row says.
    columns
        Which they are read from.
    read
        Gives the outlines of records, and what is wrong with some by position.
    """

    geometry_type: str | None
    columns: tuple[str, ...] = ()
    crs: CRS | None = None
    is_placed: bool = False
    read: Callable[[Records], Read]


def places_of(columns: Sequence[str], sample: Records) -> Places:
    """Find out in which columns a table's places are, from names and values.

    Parameters
    ----------
    sample
        Some records: a column counts when most of what it holds is what its name says.
    """
    for column in columns:
        texts = [record[column] for record in sample if isinstance(record[column], str)]
        if texts and _share(bool(WKT.match(text)) for text in texts) >= FITTING_SHARE:
            return _of_wkt(column, texts)
        if texts and _share(bool(HEX_WKB.match(text)) for text in texts) >= FITTING_SHARE:
            srid = int(shapely.get_srid(shapely.from_wkb(texts, on_invalid="ignore")).max())
            return _of_text(column, shapely.from_wkb, geometry_type="Unknown", srid=srid)
    said = roles(columns)
    for first, second in ((Role.EASTING, Role.NORTHING), (Role.LON, Role.LAT)):
        if first in said and second in said and _are(_can_be_coordinate, sample, said[first], said[second]):
            zone = said.get(Role.ZONE) if first == Role.EASTING else None
            return _of_zones(said[first], said[second], zone) if zone else _of_pair(said[first], said[second])
    if Role.MGRS in said and _are(_can_be_mgrs, sample, said[Role.MGRS]):
        return _of_mgrs(said[Role.MGRS])
    return Places(geometry_type=None, read=_nowhere)


def _nowhere(records: Records) -> Read:
    return np.full(len(records), None, dtype=object), []


# --- geometries as text -------------------------------------------------------------------------------------------


def _of_wkt(column: str, texts: Sequence[str]) -> Places:
    kinds = [match["kind"].title() for text in texts if (match := WKT.match(text))]
    srids = [int(match["srid"]) for text in texts if (match := WKT.match(text)) and match["srid"]]
    return _of_text(column, shapely.from_wkt, geometry_type=kinds[0], srid=srids[0] if srids else 0)


def _of_text(column: str, parse: Callable[..., Any], *, geometry_type: str, srid: int) -> Places:
    def outlines(records: Records) -> Read:
        texts = [record[column] for record in records]
        plain = [SRID.sub("", text) if isinstance(text, str) else text and str(text) for text in texts]
        return drawn(np.array(plain, dtype=object), parse)

    return Places(geometry_type=geometry_type, columns=(column,), crs=_system(srid), read=outlines)


def _system(srid: int) -> CRS | None:
    try:
        return system_of(CRS.from_epsg(srid)) if srid > 0 else None
    except CRSError:
        return None


# --- coordinates --------------------------------------------------------------------------------------------------


def _of_pair(first: str, second: str) -> Places:
    def outlines(records: Records) -> Read:
        return _points(records, (first, second), lambda x, y: (_coordinate(x), _coordinate(y)))

    return Places(geometry_type="Point", columns=(first, second), read=outlines)


def _of_zones(first: str, second: str, zone: str) -> Places:
    """Read eastings and northings of rows that each name their zone of UTM."""

    def place(x: object, y: object, of_row: object) -> Place:
        return place_of_pair(_coordinate(x), _coordinate(y), utm_crs(of_row))

    def outlines(records: Records) -> Read:
        return _points(records, (first, second, zone), place)

    return Places(geometry_type="Point", columns=(first, second, zone), crs=WGS84, is_placed=True, read=outlines)


def _of_mgrs(column: str) -> Places:
    def outlines(records: Records) -> Read:
        return _points(records, (column,), place_of_mgrs)

    return Places(geometry_type="Point", columns=(column,), crs=WGS84, is_placed=True, read=outlines)


def _points(records: Records, columns: Sequence[str], place: Callable[..., Place]) -> Read:
    """Make a point of each record whose cells are filled."""
    positions = np.full((len(records), 2), np.nan)
    faults: Faults = []
    for at, record in enumerate(records):
        cells = [record[column] for column in columns]
        if all(cell is None for cell in cells):
            continue
        try:
            positions[at] = place(*cells)
        except UnreadablePlaceError:
            found = ", ".join(shown(cell) for cell in cells)
            faults.append((at, OutlineFault("coordinates-malformed", {"found": found})))
    drawn = np.full(len(records), None, dtype=object)
    is_there = np.isfinite(positions).all(axis=1)
    drawn[is_there] = shapely.points(positions[is_there])
    return drawn, faults


def _coordinate(cell: object) -> float:
    """Give a coordinate as a number; one without the other, or a flag, is none."""
    if cell is None or isinstance(cell, bool):
        raise UnreadablePlaceError(str(cell))
    return coordinate(cell)


def _can_be_coordinate(cell: object) -> bool:
    try:
        _coordinate(cell)
    except UnreadablePlaceError:
        return False
    return True


def _can_be_mgrs(cell: object) -> bool:
    try:
        place_of_mgrs(cell)
    except UnreadablePlaceError:
        return False
    return True


def _are(test: Callable[[object], bool], sample: Records, *columns: str) -> bool:
    """Say whether most of what some columns hold passes a test."""
    cells = [record[column] for record in sample for column in columns if record[column] is not None]
    return bool(cells) and _share(map(test, cells)) >= FITTING_SHARE


def _share(tested: Iterable[bool]) -> float:
    answers = list(tested)
    return sum(answers) / len(answers)
