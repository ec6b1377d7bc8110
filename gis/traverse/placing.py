"""Where the points of a polygon lie, one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from gis.outlines import OutlineFault
from gis.traverse.bearings import UnknownNorthError, distance_m, end_of_leg
from gis.traverse.order import named
from gis.traverse.places import Place
from gis.traverse.point import Point, PointType

BEFORE = (PointType.REFERENCE, PointType.BENCHMARK)
"""Points outside the outline, in the order in which the way to its start leads over them."""
APART_M = 5
"""Coordinates of a point and its bearing and distance may lead to places this far apart."""


class UnplacedPointError(ValueError):
    """A point has no place.

    Attributes
    ----------
    fault
        Why.
    """

    def __init__(self, kind: str, point: Point, **values: str) -> None:
        super().__init__(kind)
        self.fault = OutlineFault(kind, {**named(point), **values})


@dataclass(frozen=True)
class Placed:
    """A point and where it lies.

    Attributes
    ----------
    origin
        The point that its leg began at; missing when it lies by its own coordinates.
    fault
        That its coordinates and its leg disagree.
    """

    point: Point
    place: Place
    origin: Self | None = None
    fault: OutlineFault | None = None


class Places:
    """The points that have a place so far, by what a table calls them."""

    def __init__(self, points: Iterable[Placed] = ()) -> None:
        self._by_name: dict[str, Placed] = {}
        self._last: Placed | None = None
        for placed in points:
            self._add(placed)

    @property
    def points(self) -> list[Placed]:
        """Give them in the order in which they were placed."""
        return list(dict.fromkeys(self._by_name.values()))

    def place(self, point: Point) -> Placed:
        """Find where a point lies and remember it.

        Raises
        ------
        UnplacedPointError
            If nothing says where.
        """
        placed = self._placed(point)
        self._add(placed)
        return placed

    def _add(self, placed: Placed) -> None:
        self._last = placed
        for name in _names(placed.point):
            self._by_name.setdefault(name, placed)

    def _placed(self, point: Point) -> Placed:
        if point.place:
            return replace(Placed(point, point.place), fault=self._apart(point, point.place))
        origin = self._origin(point)
        return Placed(point, _reached(point, origin), origin)

    def reached(self, point: Point) -> Place:
        """Give where the leg to a point ends.

        Raises
        ------
        UnplacedPointError
            If its origin or its north is not known.
        """
        return _reached(point, self._origin(point))

    def _origin(self, point: Point) -> Placed:
        if point.leg is None:
            raise UnplacedPointError("point-without-place", point)
        name = point.leg.origin
        found = self._by_name.get(_plain(name)) if name else self._last
        if found is None and name:
            raise UnplacedPointError("leg-from-unknown-point", point, origin=name)
        if found is None:
            raise UnplacedPointError("traverse-without-start", point)
        return found

    def _apart(self, point: Point, place: Place) -> OutlineFault | None:
        """Say that a point's coordinates and its leg lead to different places, if its leg can be followed."""
        try:
            apart_m = distance_m(place, self.reached(point))
        except UnplacedPointError:
            return None
        values = {**named(point), "apart_m": apart_m}
        return OutlineFault("point-placed-twice", values, place) if apart_m > APART_M else None


def places_before(points: Iterable[Point]) -> Places:
    """Give the places of reference points and benchmarks, from which the way to the start of an outline begins.

    Raises
    ------
    UnplacedPointError
        If one has no place.
    """
    points = list(points)
    places = Places()
    before = [point for kind in BEFORE for point in points if point.kind == kind]
    stated = next((point for point in points if point.reference), None)
    if stated and not any(point.kind == PointType.REFERENCE for point in before):
        reference = replace(stated, kind=PointType.REFERENCE, place=stated.reference, label="", number=None, leg=None)
        before.insert(0, reference)
    for point in before:
        places.place(point)
    return places


def _reached(point: Point, origin: Placed) -> Place:
    if point.leg is None:
        raise UnplacedPointError("point-without-place", point)
    try:
        return end_of_leg(point.leg, origin.place)
    except UnknownNorthError as error:
        raise UnplacedPointError(error.kind, point) from error


def _names(point: Point) -> list[str]:
    """Give what other points may call a point: its label, its number, its kind and the kind's initials."""
    number = "" if point.number is None else str(point.number)
    return [_plain(name) for name in (point.label, number, point.kind.value, point.kind.initials) if name]


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
