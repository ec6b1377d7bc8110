"""From the geometries of a file, as raw JSON, to Shapely's, or to what is wrong with them.

Shapely and GDAL take texts for numbers and close rings unasked; so the raw JSON is looked at first (RFC 7946).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gis.layers.layer import Layer, Shape
from gis.ragged import LEVELS, MOST_LINES, RING_LENGTH, drawn_together
from gis.values import Fault, shown

FEW: Final = 16
"""Among so many geometries it is not worth looking for those in order."""


@dataclass(frozen=True)
class OutlineFault(Fault):
    """What is wrong with one geometry, and where."""

    location: tuple[float, float] | None = None


Faults = list[tuple[int, Fault]]


def read_outlines(geometries: Sequence[object], layer: Layer) -> tuple[NDArray[np.object_], Faults]:
    """Give geometries of any kind, None where missing or beyond reading, and the faults by position.

    Parameters
    ----------
    geometries
        The `geometry` members of the features as parsed.
    layer
        Says which kinds of geometry are expected where one is of no known kind.

    Returns
    -------
    outlines
        Shapely geometries as the file has them, heights included. A ring that is not closed is closed, so that it can
        be shown beside its error.
    faults
        Position and fault.
    """
    outlines = np.full(len(geometries), None, dtype=object)
    odd: list[int] = []
    for kind, places in _by_kind(geometries).items():
        odd += _draw_in_order(kind, places, geometries=geometries, outlines=outlines) if kind in LEVELS else places
    faults = _draw_one_by_one(sorted(odd), kinds_of(layer), geometries=geometries, outlines=outlines)
    return outlines, faults


def kinds_of(layer: Layer) -> tuple[str, ...]:
    """Name the geometries a layer takes; points stay single, for an item has one place.

    >>> from gis.layers import LAYERS_BY_NAME
    >>> kinds_of(LAYERS_BY_NAME["release_areas"]), kinds_of(LAYERS_BY_NAME["eo_items"])
    (('Polygon', 'MultiPolygon'), ('Point',))
    """
    names = [shape.value for shape in Shape if shape in layer.shapes]
    multi = [f"Multi{name}" for name in names if name != Shape.POINT]
    return (*names, *multi)


def _by_kind(geometries: Sequence[Any]) -> dict[str, list[int]]:
    """Give the places of geometries by their kind, and under no name those that say none."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, geometry in enumerate(geometries):
        if geometry is not None:
            kind = geometry.get("type") if type(geometry) is dict else None
            places[kind if type(kind) is str else ""].append(place)
    return places


def _draw_in_order(
    kind: str, places: list[int], *, geometries: Sequence[Any], outlines: NDArray[np.object_]
) -> list[int]:
    """Draw those geometries of a kind that are in order, many at once; give the places of the others."""
    if len(places) < FEW:
        return places
    drawn = drawn_together(kind, [geometries[place].get("coordinates") for place in places])
    if drawn is not None:
        outlines[places] = drawn
        return []
    halves = places[: len(places) // 2], places[len(places) // 2 :]
    return [place for half in halves for place in _draw_in_order(kind, half, geometries=geometries, outlines=outlines)]


def _draw_one_by_one(
    places: list[int], taken: Sequence[str], *, geometries: Sequence[Any], outlines: NDArray[np.object_]
) -> Faults:
    """Draw what can be of geometries, and say what is wrong with them."""
    faults: Faults = []
    alike: dict[tuple[str, int], list[tuple[int, Any]]] = defaultdict(list)
    for place in places:
        drawn, fault = _drawn(geometries[place], taken)
        if fault:
            faults.append((place, fault))
        if drawn:
            kind, coordinates, dimensions = drawn
            alike[kind, dimensions].append((place, coordinates))
    for (kind, _), members in alike.items():
        outlines[[place for place, _ in members]] = drawn_together(kind, [coordinates for _, coordinates in members])
    return faults


Drawn = tuple[str, Any, int]


def _drawn(geometry: object, taken: Sequence[str]) -> tuple[Drawn | None, OutlineFault | None]:
    """Give a geometry's kind, coordinates and dimensions if it can be drawn, and what is wrong with it."""
    if not isinstance(geometry, dict):
        return None, OutlineFault("coordinates-malformed", {"found": shown(geometry)})
    if fault := _kind_fault(geometry.get("type"), taken):
        return None, fault
    kind, coordinates = geometry["type"], geometry.get("coordinates")
    lines = _lines(coordinates, LEVELS[kind])
    if lines and len(lines) > MOST_LINES:
        return None, OutlineFault("coordinates-malformed", {"found": f"{kind} of {len(lines):,} lines"})
    if fault := _positions_fault(lines, kind):
        return None, fault
    fault = _rings_fault(lines or []) if kind in {"Polygon", "MultiPolygon"} else None
    if fault and fault.kind == "ring-not-closed":
        coordinates = _closed(coordinates, LEVELS[kind])
    elif fault:
        return None, fault
    lengths = set(map(len, chain.from_iterable(lines or [])))
    dimensions = min(lengths | {3})  # RFC 7946: longitude, latitude and perhaps height; more are left out
    even = coordinates if lengths == {dimensions} else _cut(coordinates, LEVELS[kind], dimensions)
    return (kind, even, dimensions), fault


def _kind_fault(kind: object, taken: Sequence[str]) -> OutlineFault | None:
    """Say that a geometry is of no kind that can be drawn alone."""
    if isinstance(kind, str) and kind in LEVELS:
        return None
    if kind == "GeometryCollection":
        return OutlineFault("geometry-collection", {})
    return OutlineFault("geometry-of-wrong-kind", {"found": shown(kind), "expected": ", ".join(taken)})


def _lines(coordinates: object, levels: int) -> list[list[Any]] | None:
    """Give the lists of positions that coordinates are made of: None if lists are missing, none if one is empty."""
    lists: list[Any] = [coordinates]
    if levels == 0:
        return [lists]
    for level in range(levels, 0, -1):
        if set(map(type, lists)) - {list}:
            return None
        if not all(lists):
            return []
        if level > 1:
            lists = list(chain.from_iterable(lists))
    return lists


def _positions_fault(lines: list[list[Any]] | None, kind: str) -> OutlineFault | None:
    """Say what keeps positions from being pairs of numbers."""
    malformed = OutlineFault("coordinates-malformed", {"found": kind})
    positions = None if lines is None else list(chain.from_iterable(lines))
    if positions == []:
        return OutlineFault("geometry-empty", {})
    if positions is None or set(map(type, positions)) != {list} or min(map(len, positions)) < 2:  # noqa: PLR2004 - longitude, latitude
        return malformed
    types = set(map(type, chain.from_iterable(positions)))
    if str in types:
        return OutlineFault("coordinates-as-text", {})
    return None if types <= {int, float} else malformed


def _rings_fault(rings: list[list[list[float]]]) -> OutlineFault | None:
    """Say which ring is not one; first what cannot be drawn at all."""
    unclosed = None
    for ring in rings:
        is_closed = ring[0][:2] == ring[-1][:2]
        place = (ring[0][0], ring[0][1])
        if len(ring) + (not is_closed) < RING_LENGTH:
            return OutlineFault("ring-too-short", {}, place)
        if not is_closed:
            unclosed = unclosed or OutlineFault("ring-not-closed", {}, place)
    return unclosed


def _closed(coordinates: Any, levels: int) -> Any:  # noqa: ANN401 - nested lists
    """Give coordinates whose rings end where they begin."""
    if levels > 1:
        return [_closed(part, levels - 1) for part in coordinates]
    return coordinates if coordinates[0][:2] == coordinates[-1][:2] else [*coordinates, coordinates[0]]


def _cut(coordinates: Any, levels: int, dimensions: int) -> Any:  # noqa: ANN401 - nested lists
    """Give coordinates whose positions all have as many numbers."""
    if levels == 0:
        return coordinates[:dimensions]
    return [_cut(part, levels - 1, dimensions) for part in coordinates]
