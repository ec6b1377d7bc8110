"""What a placemark of KML says: its columns, and its outline.

References
----------
OGC KML 2.3.
"""

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Any, Final
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.files.kml_text import Placemark
from gis.outlines import OutlineFault
from gis.ragged import RING_LENGTH
from gis.values import shown

PLAIN: Final = {
    "name": "Name",
    "description": "Description",
    "TimeStamp/when": "When",
    "TimeSpan/begin": "Begin",
    "TimeSpan/end": "End",
}
"""Elements that are columns, and what they are called."""
NUMBERS: Final[dict[str, Callable[[str], float]]] = {
    **dict.fromkeys(("int", "uint", "short", "ushort"), int),
    **dict.fromkeys(("float", "double"), float),
}
Schemas = Mapping[str, Mapping[str, str]]


def properties_of(placemark: Placemark, schemas: Schemas) -> dict[str, Any]:
    """Give the columns of a placemark: its name and times, and what programs have added.

    A description that is a table, as ArcGIS writes it, is taken apart.
    """
    element = placemark.element
    properties: dict[str, Any] = {name: text for path, name in PLAIN.items() if (text := _text(element.find(path)))}
    described = properties.get("Description", "")
    if "<td" in described.casefold():
        properties |= _cells(described)
    for data in element.iter("Data"):
        properties[data.get("name", "")] = _text(data.find("value"))
    for data in element.iter("SchemaData"):
        types = schemas.get(data.get("schemaUrl", "").rpartition("#")[2], {})
        for simple in data.iter("SimpleData"):
            name = simple.get("name", "")
            properties[name] = _typed(_text(simple), types.get(name, ""))
    properties.pop("", None)
    return properties


def _text(element: Element | None) -> str | None:
    return ("".join(element.itertext()).strip() or None) if element is not None else None


def _typed(text: str | None, kind: str) -> Any:  # noqa: ANN401 - JSON's values
    """Give a value of the type that the file's own description names; what is not of it stays text."""
    if text is None:
        return None
    if kind == "bool":
        return {"1": True, "true": True, "0": False, "false": False}.get(text.casefold(), text)
    try:
        number = NUMBERS[kind](text)
    except (KeyError, ValueError):
        return text
    return number if np.isfinite(number) else text


class _Table(HTMLParser):
    """The rows of the tables in a description."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the library asks
        if tag == "tr":
            self.rows.append([])
        self._is_in_cell = tag in {"td", "th"} or (self._is_in_cell and tag not in {"tr", "table"})
        if tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_in_cell = self._is_in_cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._is_in_cell and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def _cells(described: str) -> dict[str, str | None]:
    """Give the rows of a description's tables that are a name and a value."""
    table = _Table()
    table.feed(described)
    pairs = [[cell.strip() for cell in row] for row in table.rows if len(row) == 2]  # noqa: PLR2004 - a pair
    return {name: None if value in {"", "<Null>", "&lt;Null&gt;"} else value for name, value in pairs if name}


# --- outlines -----------------------------------------------------------------------------------------------------

Outline = tuple[BaseGeometry | None, OutlineFault | None]
GEOMETRIES: Final = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack", "Model")


class _UndrawnError(ValueError):
    """A geometry that cannot be drawn.

    Attributes
    ----------
    fault
        Why.
    """

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.fault = OutlineFault(kind, dict(values))


def outline_of(element: Element) -> Outline:
    """Give the outline of a placemark, and what is wrong with it; a ring that is not closed is closed, and told."""
    drawn = next((child for child in element if child.tag in GEOMETRIES), None)
    if drawn is None:
        return None, None
    unclosed: list[tuple[float, float]] = []
    try:
        outline = _drawn(drawn, unclosed)
    except _UndrawnError as undrawn:
        return None, undrawn.fault
    return outline, OutlineFault("ring-not-closed", {}, unclosed[0]) if unclosed else None


def _drawn(element: Element, unclosed: list[tuple[float, float]]) -> BaseGeometry:
    """Draw an element; rings that had to be closed are noted by a place of theirs."""
    match element.tag:
        case "Point":
            return shapely.Point(_positions(element, least=1)[0])
        case "LineString":
            return shapely.LineString(_positions(element, least=2))
        case "LinearRing":
            return shapely.Polygon(_ring(element, unclosed))
        case "Polygon":
            outer = element.find("outerBoundaryIs/LinearRing")
            if outer is None:
                raise _UndrawnError("geometry-empty")
            holes = [_ring(ring, unclosed) for ring in element.iterfind("innerBoundaryIs/LinearRing")]
            return shapely.Polygon(_ring(outer, unclosed), holes)
        case "Track":
            return shapely.LineString(_numbers([(one.text or "").split() for one in element.iter("coord")], least=2))
        case "MultiGeometry" | "MultiTrack":
            return _together([_drawn(child, unclosed) for child in element if child.tag in GEOMETRIES])
        case kind:
            raise _UndrawnError("coordinates-malformed", found=kind)


def _together(parts: list[BaseGeometry]) -> BaseGeometry:
    """Give the geometry of several: of one kind where they are of one."""
    if not parts:
        raise _UndrawnError("geometry-empty")
    if len(parts) == 1:
        return parts[0]
    together: dict[str, Callable[[list[Any]], BaseGeometry]] = {
        "Point": shapely.MultiPoint,
        "LineString": shapely.MultiLineString,
        "Polygon": shapely.MultiPolygon,
    }
    kinds = {part.geom_type for part in parts}
    return together.get(kinds.pop() if len(kinds) == 1 else "", shapely.GeometryCollection)(parts)


def _ring(element: Element, unclosed: list[tuple[float, float]]) -> NDArray[np.float64]:
    positions = _positions(element, least=RING_LENGTH - 1)
    if (positions[0, :2] != positions[-1, :2]).any():
        unclosed.append((float(positions[0, 0]), float(positions[0, 1])))
        return np.vstack([positions, positions[:1]])
    if len(positions) < RING_LENGTH:
        raise _UndrawnError("ring-too-short")
    return positions


def _positions(element: Element, *, least: int) -> NDArray[np.float64]:
    """Give the positions of an element: longitude, latitude, and height where any is stated."""
    text = re.sub(r"\s*,\s*", ",", element.findtext("coordinates", "").strip())
    return _numbers([position.split(",") for position in text.split()], least=least)


def _numbers(positions: list[list[str]], *, least: int) -> NDArray[np.float64]:
    width = min(map(len, positions), default=0)
    if len(positions) < least:
        raise _UndrawnError("ring-too-short" if positions else "geometry-empty")
    try:
        numbers = np.array([position[: min(width, 3)] for position in positions], dtype=float)
    except ValueError as error:
        raise _UndrawnError("coordinates-malformed", found=shown(" ".join(positions[0]))) from error
    if width < 2 or not np.isfinite(numbers).all():  # noqa: PLR2004 - longitude, latitude
        raise _UndrawnError("coordinates-malformed", found=shown(" ".join(positions[0])))
    has_heights = numbers.shape[1] > 2 and numbers[:, 2].any()  # noqa: PLR2004 - KML writes 0 where there is none
    return numbers if has_heights else numbers[:, :2]
