"""The order of the points of a ring: where it begins, what closes it, and whether their numbers agree."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from gis.outlines import OutlineFault
from gis.traverse.point import Point, PointType

NAMED: Final = 20
"""So many missing numbers are named at most."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """The points of a ring in order.

    Attributes
    ----------
    vertices
        The start first.
    closing
        The row that is the start again, if there is one: by its leg, or at the same place.
    """

    vertices: list[Point]
    closing: Point | None
    faults: list[OutlineFault] = field(default_factory=list)


def ordered(points: Sequence[Point]) -> Order:
    """Put the points of a ring in order: by their numbers when all have one, else as they stand.

    Parameters
    ----------
    points
        At least one.
    """
    start = _start(points)
    others = [point for point in points if point is not start]
    back = [point for point in others if _is_again(point, start)]
    closing = back[-1] if back else None
    between = [point for point in others if point is not closing]
    if any(point.number is None for point in between):
        return Order(vertices=[start, *between], closing=closing)
    by_number = sorted(between, key=lambda point: (point.kind == PointType.END, point.number))
    return Order(vertices=[start, *by_number], closing=closing, faults=_faults(start, between, by_number))


def _start(points: Sequence[Point]) -> Point:
    """Give the point that the ring begins at: as it says, or the first number, or the first row."""
    numbered = [point for point in points if point.number is not None]
    said = (point for point in points if point.kind == PointType.START)
    first = min(numbered, key=lambda point: point.number or 0) if len(numbered) == len(points) else points[0]
    return next(said, first)


def _is_again(point: Point, start: Point) -> bool:
    """Say whether a point is the start under the same name: at its place, or reached by a leg."""
    if point.place and point.place != start.place:
        return False
    has_same_number = point.number is not None and point.number == start.number
    is_same_kind = point.kind == start.kind == PointType.START
    return has_same_number or is_same_kind or (bool(point.label) and point.label == start.label)


def _faults(start: Point, between: Sequence[Point], by_number: Sequence[Point]) -> list[OutlineFault]:
    """Say where numbers are repeated, missing, or not in the order of the rows."""
    faults = [
        OutlineFault("vertex-number-repeated", {**named(later), "first_row_count": earlier.row})
        for earlier, later in pairwise(by_number)
        if earlier.number == later.number
    ]
    numbers = {point.number for point in (start, *between) if point.number is not None}
    missing = [number for number in _between(numbers) if number not in numbers]
    if missing:
        faults.append(OutlineFault("vertex-numbers-missing", {"numbers": ", ".join(map(str, missing))}))
    moved = next((earlier for earlier, later in zip(between, by_number, strict=True) if earlier is not later), None)
    return [*faults, OutlineFault("vertices-out-of-order", named(moved))] if moved else faults


def _between(numbers: set[int]) -> range:
    """Give the numbers from the first to the last, as far as they can be named."""
    first, last = min(numbers, default=0), max(numbers, default=0)
    return range(first, min(last, first + len(numbers) + NAMED))


def named(point: Point) -> dict[str, str | float | None]:
    """Give how a message names a point."""
    return {"point": point.label or point.kind.initials, "row_count": point.row}
