"""From the points of one polygon to its outline, and what is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from shapely import MultiPolygon, Polygon

from gis.outlines import OutlineFault
from gis.traverse.closing import Allowance, misclosure, shared_out
from gis.traverse.order import ordered
from gis.traverse.places import Place
from gis.traverse.placing import BEFORE, Placed, Places, UnplacedPointError, places_before
from gis.traverse.point import Point, PointType

CORNERS: Final = 3
END_SHARE: Final = 0.1
"""An end point within this share of the perimeter from the start is meant to be it; further off it is a vertex."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The outline of one polygon.

    Attributes
    ----------
    outline
        In EPSG:4326; None where a point of it has no place, or they are too few.
    faults
        What is wrong with its points, their order and the way back to the start.
    """

    outline: Polygon | MultiPolygon | None
    faults: list[OutlineFault] = field(default_factory=list)


def drawn(points: Sequence[Point], allowed: Allowance) -> Drawn:
    """Draw the polygon that points describe: one ring or several; in each part the first is the shell."""
    parts: dict[str, list[list[Place]]] = {}
    faults: list[OutlineFault] = []
    try:
        before = places_before(points).points
        for ring in _rings(points):
            vertices, more = _vertices(ring, before, allowed)
            parts.setdefault(ring[0].ring[0], []).append(vertices)
            faults += more
    except UnplacedPointError as unplaced:
        return Drawn(outline=None, faults=[*faults, unplaced.fault])
    rings = [vertices for rings in parts.values() for vertices in rings]
    if not rings:
        return Drawn(outline=None, faults=[OutlineFault("geometry-empty", {})])
    if short := [vertices for vertices in rings if len(vertices) < CORNERS]:
        return Drawn(outline=None, faults=[*faults, OutlineFault("ring-too-short", {}, short[0][0])])
    return Drawn(outline=_outline(parts), faults=faults)


def _rings(points: Iterable[Point]) -> list[list[Point]]:
    """Give the points of the outline ring by ring, as they stand."""
    rings: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        if point.kind not in BEFORE:
            rings.setdefault(point.ring, []).append(point)
    return list(rings.values())


def _outline(parts: dict[str, list[list[Place]]]) -> Polygon | MultiPolygon:
    polygons = [Polygon(rings[0], rings[1:]) for rings in parts.values()]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _vertices(
    ring: Sequence[Point], before: Sequence[Placed], allowed: Allowance
) -> tuple[list[Place], list[OutlineFault]]:
    """Give the places of a ring's vertices, the misclosure shared out if it is small, and what is wrong with them.

    Raises
    ------
    UnplacedPointError
        If one has no place.
    """
    order, places = ordered(ring), Places(before)
    placed = [places.place(point) for point in order.vertices]
    faults = [*order.faults, *(one.fault for one in placed if one.fault)]
    vertices = [one.place for one in placed]
    reached = places.reached(order.closing) if order.closing and order.closing.leg else None
    if reached is None and _ends_at_start(placed, allowed):
        vertices, reached = vertices[:-1], vertices[-1]
    if not _is_chain(placed):
        return vertices, faults
    if reached is None:
        return vertices, [*faults, OutlineFault("traverse-without-last-leg", {}, vertices[0])]
    closed = misclosure(vertices, reached, allowed)
    fault = closed.fault(vertices[0])
    is_moved = closed.is_small and not closed.is_exact
    return (shared_out(vertices, reached) if is_moved else vertices), [*faults, *([fault] if fault else [])]


def _is_chain(placed: Sequence[Placed]) -> bool:
    """Say whether each vertex after the start was placed from the one before, so that errors add up."""
    return len(placed) > 1 and all(later.origin is earlier for earlier, later in pairwise(placed))


def _ends_at_start(placed: Sequence[Placed], allowed: Allowance) -> bool:
    """Say whether the last vertex is meant to be the start."""
    last = placed[-1]
    if len(placed) <= CORNERS or last.origin is None:
        return len(placed) > CORNERS and last.place == placed[0].place
    closed = misclosure([one.place for one in placed[:-1]], last.place, allowed)
    if last.point.kind == PointType.END:
        return closed.misclosure_m < END_SHARE * closed.perimeter_m
    return closed.is_small
