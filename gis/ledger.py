"""The ledger's rule in plain Shapely: slow, obvious, and the witness that the SQL must agree with.

Hazardous areas put ground into stock, releases take it out. A point of a piece is open for a type of hazard from the
day the piece begins until a release that searched for that type covers it; stock is the ground open for some type. A
release's net is the ground that it freed: in stock just before it and no longer just after it, and beside that the
ground it covers that was never recorded as hazardous nor released before.

Everything here is planar in longitude and latitude; areas are measured elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.codelists import ContaminationClass, ContaminationType, HazardClass, ReleaseMethod, contamination_class

METHOD_RANK = {method: rank for rank, method in enumerate(ReleaseMethod)}
"""Which of two releases of one day comes first: cleared, reduced, cancelled, method not recorded."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Ground that a hazardous area puts into stock.

    Attributes
    ----------
    hazardous_from
        First day on which the ground is hazardous.
    hazardous_until
        Day on which successors take over or the rest is booked off; missing while the ground stands.
    since
        Work before this day does not count for it; missing: all does.
    """

    code: str
    classification: HazardClass
    types: frozenset[ContaminationType]
    hazardous_from: date
    geometry: BaseGeometry
    hazardous_until: date | None = None
    since: date | None = None

    def is_alive(self, on: date) -> bool:
        """Say whether the ground is hazardous on a day."""
        return self.hazardous_from <= on and (self.hazardous_until is None or on < self.hazardous_until)


@dataclass(frozen=True, kw_only=True)
class Release:
    """One release in one account; missing targets mean that everything was searched for.

    Attributes
    ----------
    effective_date
        Day on which it counts in the account: of work, or of acceptance.
    worked_on
        Last day of work, where it counts later: accepting old work frees no ground that was contaminated after it.
    """

    code: str
    effective_date: date
    release_method: ReleaseMethod
    geometry: BaseGeometry
    targets: frozenset[ContaminationType] | None = None
    worked_on: date | None = None

    @property
    def order(self) -> tuple[date, int, bytes]:
        """Give its place in the one order of all releases of an account."""
        return self.effective_date, METHOD_RANK[self.release_method], self.code.encode()

    def deals_with(self, kind: ContaminationType, piece: Piece) -> bool:
        """Say whether it searched for a type, and not before the day since which work counts for a piece."""
        worked_on = self.worked_on or self.effective_date
        is_targeted = self.targets is None or kind in self.targets
        return is_targeted and (piece.since is None or piece.since <= worked_on)


@dataclass(frozen=True)
class Net:
    """What one release freed: inside recorded hazard, and outside it."""

    inside: BaseGeometry
    outside: BaseGeometry


def nets(pieces: Sequence[Piece], releases: Sequence[Release]) -> dict[str, Net]:
    """Give the net of every release of one account, by its code.

    Parameters
    ----------
    pieces, releases
        Polygons in EPSG:4326, in any order.

    References
    ----------
    The order of one day: pieces begin and end before its releases; releases go by method, then by code in byte order.
    """
    in_order = sorted(releases, key=lambda release: release.order)
    return {release.code: _net(release, pieces, in_order[:n]) for n, release in enumerate(in_order)}


def _net(release: Release, pieces: Sequence[Piece], earlier: Sequence[Release]) -> Net:
    day = release.effective_date
    alive = [
        (release.deals_with(kind, piece), _open(piece, kind, earlier, within=release.geometry))
        for piece in pieces
        if piece.is_alive(day)
        for kind in piece.types
    ]
    freed = _union(ground for is_dealt_with, ground in alive if is_dealt_with)
    still_open = _union(ground for is_dealt_with, ground in alive if not is_dealt_with)
    recorded = _union(piece.geometry for piece in pieces if piece.hazardous_from <= day)
    released_before = _union(other.geometry for other in earlier)
    return Net(
        inside=_polygons(shapely.difference(freed, still_open)),
        outside=_polygons(release.geometry.difference(recorded).difference(released_before)),
    )


def stock(
    pieces: Sequence[Piece], releases: Sequence[Release], as_of: date
) -> dict[tuple[HazardClass, ContaminationClass], BaseGeometry]:
    """Give the ground open for some type at the end of a day, each point once.

    A point is confirmed where any confirmed area is open on it; its contamination class is that of all types open on
    it, whichever areas they come from.
    """
    worked = [release for release in releases if release.effective_date <= as_of]
    cells: list[_Cell] = []
    for piece in pieces:
        for kind in piece.types if piece.is_alive(as_of) else ():
            cells = _overlay(cells, _Cell(_open(piece, kind, worked), piece.classification, frozenset({kind})))
    groups = {(cell.classification, contamination_class(cell.types)) for cell in cells}
    return {
        group: _union(c.geometry for c in cells if (c.classification, contamination_class(c.types)) == group)
        for group in groups
    }


@dataclass(frozen=True)
class _Cell:
    """Ground on which the same is open everywhere."""

    geometry: BaseGeometry
    classification: HazardClass
    types: frozenset[ContaminationType]


def _overlay(cells: Iterable[_Cell], added: _Cell) -> list[_Cell]:
    """Lay one more open ground over cells that do not overlap, and give cells that do not overlap."""
    result = []
    rest = added.geometry
    for cell in cells:
        confirmed = HazardClass.CHA in {cell.classification, added.classification}
        both = _polygons(cell.geometry.intersection(added.geometry))
        result.append(_Cell(_polygons(cell.geometry.difference(added.geometry)), cell.classification, cell.types))
        result.append(_Cell(both, HazardClass.CHA if confirmed else HazardClass.SHA, cell.types | added.types))
        rest = _polygons(rest.difference(cell.geometry))
    result.append(_Cell(rest, added.classification, added.types))
    return [cell for cell in result if not cell.geometry.is_empty]


def _open(
    piece: Piece, kind: ContaminationType, before: Iterable[Release], *, within: BaseGeometry | None = None
) -> BaseGeometry:
    """Give the ground of a piece that no release before has dealt with for one type."""
    ground = piece.geometry if within is None else piece.geometry.intersection(within)
    dealt_with = _union(release.geometry for release in before if release.deals_with(kind, piece))
    return _polygons(_polygons(ground).difference(dealt_with))


def _union(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(list(geometries))


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of a geometry: lines and points are what overlay leaves of shared edges."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and not part.is_empty]
    return MultiPolygon(parts)
