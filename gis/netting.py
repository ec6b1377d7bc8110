"""What each record did to the ground: the ledger's rule for many records at once.

`gis.ledger` states the same rule plainly, a record at a time, and is what this is held to. Here most releases are
looked at together, as arrays: those that lie on pieces which do not overlap, where every type of hazard has the same
past. The few others, and the pieces themselves, are cut one by one along whatever is open on them.

Everything is planar in longitude and latitude. Types of hazard are bits of a whole number, in the codelist's order;
days are whole numbers.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import NamedTuple, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.codelists import ContaminationType, HazardClass, LedgerCause
from gis.measure import square_degree_m2

ALL_TYPES = (1 << len(ContaminationType)) - 1
NEVER = np.iinfo(np.int32).max
ALWAYS = np.iinfo(np.int32).min
SLIVER_M2 = 0.01
"""Smaller polygons are what overlay leaves behind; they count nowhere."""

POLYGON = shapely.GeometryType.POLYGON
Ground = NDArray[np.object_]
Index = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """Ground that hazardous areas put into stock, in the order in which pieces of one day begin and end.

    Attributes
    ----------
    start, end
        First day on which it is hazardous, and the day from which it no longer is; `NEVER` while it stands.
    since
        Work before this day does not count for it; `ALWAYS`: all does.
    is_successor, is_succeeded
        Whether it begins as the heir of other areas, and ends because others take over.
    district
        The district in which the area is said to lie; None where it is not said.
    """

    ground: Ground
    is_confirmed: NDArray[np.bool_]
    types: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    since: NDArray[np.int64]
    is_successor: NDArray[np.bool_]
    is_succeeded: NDArray[np.bool_]
    district: NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Releases:
    """Releases of one account, in the order in which they count.

    Attributes
    ----------
    day
        On which it counts in the account.
    worked
        On which the work was done; in the certified account before the day of acceptance.
    targets
        The types that were searched for.
    """

    ground: Ground
    day: NDArray[np.int64]
    worked: NDArray[np.int64]
    targets: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Records:
    """The pieces that were ever recorded on some ground, and the releases of one account there."""

    pieces: Pieces
    releases: Releases


class State(NamedTuple):
    """What is open on ground, and the stated district of the area that it is told by: the first, confirmed first."""

    classification: HazardClass | None
    types: int
    district: Hashable | None


NOT_IN_STOCK = State(None, 0, None)


class Passage(NamedTuple):
    """Ground that one record moved from a state to another.

    Attributes
    ----------
    event
        Position of the record among those that were asked for.
    ground
        A MultiPolygon; no polygon of it is a sliver.
    """

    event: int
    cause: LedgerCause
    before: State
    after: State
    ground: shapely.MultiPolygon


def release_passages(asked: Index, records: Records) -> list[Passage]:
    """Give what some releases did to the ground they cover.

    Parameters
    ----------
    asked
        Their positions in the releases.
    records
        They, and all that lies before them on their ground.
    """
    pieces, releases = records.pieces, records.releases
    ground, day = releases.ground[asked], releases.day[asked]
    row, earlier = _meeting(ground, releases.ground)
    comes_before = earlier < asked[row]
    row, earlier = row[comes_before], earlier[comes_before]
    on, piece = _meeting(ground, pieces.ground)
    is_recorded = pieces.start[piece] <= day[on]
    on, piece = on[is_recorded], piece[is_recorded]
    outside = _outside(ground, pieces.ground, on, piece, releases.ground, row, earlier)
    stands = day[on] < pieces.end[piece]
    units = _Units(on=on[stands], piece=piece[stands], row=row, earlier=earlier)
    is_tangled = units.tangled_rows(len(asked), records)
    passages = [
        Passage(event, LedgerCause.RELEASED_OUTSIDE, NOT_IN_STOCK, NOT_IN_STOCK, part)
        for event, part in enumerate(outside)
        if part is not None
    ]
    passages += _plain_passages(asked, units.of(~is_tangled), records)
    for event in np.flatnonzero(is_tangled):
        alive, before = units.piece[units.on == event], earlier[row == event]
        passages += _tangled_passages(int(event), int(asked[event]), alive, before, records=records)
    return passages


def piece_passages(asked: Index, is_end: NDArray[np.bool_], records: Records) -> list[Passage]:
    """Give what the beginning or the end of some pieces did to their ground.

    Parameters
    ----------
    asked
        Their positions in the pieces.
    is_end
        Whether the end is asked for, else the beginning.
    records
        They, and all that lies before them on their ground.
    """
    pieces, releases = records.pieces, records.releases
    ground = pieces.ground[asked]
    on, piece = _meeting(ground, pieces.ground)
    row, earlier = _meeting(ground, releases.ground)
    passages: list[Passage] = []
    for event, (own, ends) in enumerate(zip(asked, is_end, strict=True)):
        others = piece[(on == event) & (piece != own)]
        day = pieces.end[own] if ends else pieces.start[own]
        alive = np.append(others[_is_alive(pieces, others, int(own), day=int(day), ends=bool(ends))], own)
        before = earlier[(row == event) & (releases.day[earlier] < day)]
        passages += _piece_passages(event, int(own), alive, before, ends=bool(ends), records=records)
    return passages


# --- many at once -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Units:
    """Rows of releases on the pieces that stand there (`on`, `piece`), and what came before them (`row`, `earlier`)."""

    on: Index
    piece: Index
    row: Index
    earlier: Index

    def of(self, is_kept: NDArray[np.bool_]) -> Self:
        """Keep some rows."""
        here, before = is_kept[self.on], is_kept[self.row]
        return type(self)(on=self.on[here], piece=self.piece[here], row=self.row[before], earlier=self.earlier[before])

    def past(self, records: Records) -> tuple[Index, Index, NDArray[np.int64]]:
        """Give for each unit the releases before that dealt with some type of its piece, and with which."""
        pieces, releases = records.pieces, records.releases
        unit, before = _matches(self.on, self.row)
        earlier, piece = self.earlier[before], self.piece[unit]
        counts = releases.worked[earlier] >= pieces.since[piece]
        types = np.where(counts, releases.targets[earlier] & pieces.types[piece], 0)
        return unit[types != 0], earlier[types != 0], types[types != 0]

    def tangled_rows(self, count: int, records: Records) -> NDArray[np.bool_]:
        """Say which rows lie on pieces that overlap, or where types of one piece have different pasts."""
        pieces = records.pieces
        is_tangled = np.zeros(count, dtype=bool)
        unit, _, types = self.past(records)
        is_tangled[self.on[unit[types != pieces.types[self.piece[unit]]]]] = True
        first, second = _matches(self.on, self.on)
        is_pair = first < second
        one, other = self.piece[first[is_pair]], self.piece[second[is_pair]]
        is_tangled[self.on[first[is_pair]][_overlap(pieces.ground, one, other)]] = True
        return is_tangled


def _plain_passages(asked: Index, units: _Units, records: Records) -> Iterator[Passage]:
    """Give the passages of rows on pieces that do not overlap, where all types of a piece have one past."""
    pieces, releases = records.pieces, records.releases
    release, piece = asked[units.on], units.piece
    counts = releases.worked[release] >= pieces.since[piece]
    removed = np.where(counts, releases.targets[release] & pieces.types[piece], 0)
    ground = _within(releases.ground[release], pieces.ground[piece])
    ground[removed == 0] = None
    unit, earlier, _ = units.past(records)
    ground = _multipolygons(_less(ground, unit, releases.ground[earlier]))
    parts: dict[tuple[int, State, State], list[shapely.MultiPolygon]] = {}
    state = cache(lambda own, types: _state([(own, types)], pieces))
    for n in np.flatnonzero(ground != None):  # noqa: E711 - an array of objects
        own, types = int(piece[n]), int(pieces.types[piece[n]])
        before, after = state(own, types), state(own, types & ~int(removed[n]))
        parts.setdefault((int(units.on[n]), before, after), []).append(ground[n])
    for (event, before, after), grounds in parts.items():
        yield Passage(event, _release_cause(after), before, after, _united(grounds))


def _outside(  # noqa: PLR0913, PLR0917 - two pairings, as they were found
    ground: Ground, pieces: Ground, on: Index, piece: Index, releases: Ground, row: Index, earlier: Index
) -> Ground:
    """Give what each row covers outside all pieces and all releases before; None where that is nothing."""
    rest = ground.copy()
    rest[on[_covers(pieces[piece], ground[on])]] = None
    is_left = np.asarray(rest != None)  # noqa: E711 - an array of objects
    rest = _less(rest, on[is_left[on]], pieces[piece[is_left[on]]])
    return _multipolygons(_less(rest, row[is_left[row]], releases[earlier[is_left[row]]]))


def _meeting(ground: Ground, others: Ground) -> tuple[Index, Index]:
    """Give the pairs of positions whose grounds meet."""
    if not len(ground) or not len(others):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    one, other = shapely.STRtree(others).query(ground, predicate="intersects")
    return one, other


def _matches(one: Index, other: Index) -> tuple[Index, Index]:
    """Give the pairs of positions at which two columns hold the same."""
    order = np.argsort(other, kind="stable")
    first, last = (np.searchsorted(other[order], one, side=side) for side in ("left", "right"))
    count = last - first
    position = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    return np.repeat(np.arange(len(one)), count), order[position]


def _overlap(ground: Ground, one: Index, other: Index) -> NDArray[np.bool_]:
    """Say which pairs share more than a border; each pair is looked at once."""
    pairs, place = np.unique(np.stack([one, other], axis=1), axis=0, return_inverse=True)
    shared = shapely.relate_pattern(ground[pairs[:, 0]], ground[pairs[:, 1]], "2********")
    return np.asarray(shared, dtype=bool)[place.reshape(-1)]


def _covers(covering: Ground, ground: Ground) -> NDArray[np.bool_]:
    shapely.prepare(covering)
    return np.asarray(shapely.covers(covering, ground), dtype=bool)


def _within(ground: Ground, pieces: Ground) -> Ground:
    """Cut each ground to its piece; most lie wholly on it."""
    cut = ground.copy()
    crosses = ~_covers(pieces, ground)
    cut[crosses] = shapely.intersection(ground[crosses], pieces[crosses])
    return cut


def _less(ground: Ground, row: Index, others: Ground) -> Ground:
    """Take other grounds from the rows they are paired with, one after the other."""
    rest = ground.copy()
    order = np.argsort(row, kind="stable")
    rows, first, count = np.unique(row[order], return_index=True, return_counts=True)
    for turn in range(count.max(initial=0)):
        is_left = count > turn
        target = rows[is_left]
        rest[target] = shapely.difference(rest[target], others[order[first[is_left] + turn]])
    return rest


# --- one by one ---------------------------------------------------------------------------------------------------


class _Cell(NamedTuple):
    """Ground with the types that are open on it, by piece."""

    ground: shapely.Geometry
    open: tuple[tuple[int, int], ...]


def _tangled_passages(  # noqa: PLR0917 - a record, its surroundings, and what they are
    event: int, release: int, alive: Index, earlier: Index, *, records: Records
) -> Iterator[Passage]:
    pieces, releases = records.pieces, records.releases

    def left(piece: int, types: int) -> int:
        counts = releases.worked[release] >= pieces.since[piece]
        return types & ~int(releases.targets[release]) if counts else types

    cells = _cells(releases.ground[release], alive, earlier, records=records)
    for before, after, ground in _moved(
        (_state(c.open, pieces), _state([(p, left(p, types)) for p, types in c.open], pieces), c.ground) for c in cells
    ):
        yield Passage(event, _release_cause(after), before, after, ground)


def _piece_passages(  # noqa: PLR0913, PLR0917 - as above
    event: int, own: int, alive: Index, earlier: Index, *, ends: bool, records: Records
) -> Iterator[Passage]:
    pieces = records.pieces

    def states(cell: _Cell) -> tuple[State, State, shapely.Geometry]:
        with_it = _state(cell.open, pieces)
        without_it = _state([(piece, types) for piece, types in cell.open if piece != own], pieces)
        return (with_it, without_it, cell.ground) if ends else (without_it, with_it, cell.ground)

    cells = _cells(pieces.ground[own], alive, earlier, records=records)
    for before, after, ground in _moved(map(states, cells)):
        cause = _piece_cause(
            before, after, is_successor=pieces.is_successor[own], is_succeeded=pieces.is_succeeded[own]
        )
        yield Passage(event, cause, before, after, ground)


def _is_alive(pieces: Pieces, others: Index, own: int, *, day: int, ends: bool) -> NDArray[np.bool_]:
    """Say which other pieces stand while one begins or ends: on one day all beginnings come first, in their order."""
    start, end = pieces.start[others], pieces.end[others]
    comes_first, comes_later = start < day, end > day
    if ends:
        is_alive = (comes_first | (start == day)) & (comes_later | ((end == day) & (others > own)))
    else:
        is_alive = (comes_first | ((start == day) & (others < own))) & (comes_later | (end == day))
    return np.asarray(is_alive, dtype=bool)


def _cells(ground: shapely.Geometry, alive: Iterable[int], earlier: Index, *, records: Records) -> list[_Cell]:
    """Cut ground into cells on which the same is open everywhere, by piece and type."""
    pieces, releases = records.pieces, records.releases
    cells: list[_Cell] = []
    for piece in alive:
        pasts: dict[bytes, int] = {}
        counting = earlier[releases.worked[earlier] >= pieces.since[piece]]
        for bit in _bits(int(pieces.types[piece])):
            past = counting[(releases.targets[counting] & bit) != 0]
            pasts[past.tobytes()] = pasts.get(past.tobytes(), 0) | bit
        whole = _polygons(shapely.intersection(ground, pieces.ground[piece]))
        for past_bytes, types in pasts.items():
            before = releases.ground[np.frombuffer(past_bytes, dtype=earlier.dtype)]
            is_open = _polygons(shapely.difference(whole, shapely.union_all(before))) if len(before) else whole
            cells = _overlaid(cells, _Cell(is_open, ((int(piece), types),)))
    return cells


def _overlaid(cells: Sequence[_Cell], added: _Cell) -> list[_Cell]:
    """Lay one more open ground over cells that do not overlap, and give cells that do not overlap."""
    result, rest = [], added.ground
    for cell in cells:
        if not shapely.intersects(cell.ground, added.ground):
            result.append(cell)
            continue
        result.append(_Cell(_polygons(shapely.difference(cell.ground, added.ground)), cell.open))
        result.append(_Cell(_polygons(shapely.intersection(cell.ground, added.ground)), cell.open + added.open))
        rest = _polygons(shapely.difference(rest, cell.ground))
    result.append(_Cell(rest, added.open))
    return [cell for cell in result if not shapely.is_empty(cell.ground)]


def _moved(
    cells: Iterable[tuple[State, State, shapely.Geometry]],
) -> Iterator[tuple[State, State, shapely.MultiPolygon]]:
    """Put the cells together that passed from one state to the same other; those that stayed as they were go."""
    grounds: dict[tuple[State, State], list[shapely.Geometry]] = {}
    for before, after, ground in cells:
        if before != after:
            grounds.setdefault((before, after), []).append(ground)
    for (before, after), parts in grounds.items():
        (ground,) = _multipolygons(np.array([shapely.union_all(parts)], dtype=object))
        if ground is not None:
            yield before, after, ground


# --- states, causes, polygons -------------------------------------------------------------------------------------


def _state(contributions: Iterable[tuple[int, int]], pieces: Pieces) -> State:
    """Give the state of ground from the open types of each piece: confirmed where any confirmed piece is open."""
    is_open = [(not pieces.is_confirmed[piece], piece, types) for piece, types in contributions if types]
    if not is_open:
        return NOT_IN_STOCK
    is_suspected, first, _ = min(is_open)
    types = reduce(or_, (types for *_, types in is_open))
    return State(HazardClass.SHA if is_suspected else HazardClass.CHA, types, pieces.district[first])


def _release_cause(after: State) -> LedgerCause:
    return LedgerCause.RELEASED if after == NOT_IN_STOCK else LedgerCause.PARTLY_RELEASED


def _piece_cause(before: State, after: State, *, is_successor: bool, is_succeeded: bool) -> LedgerCause:
    if before == NOT_IN_STOCK and not is_successor:
        return LedgerCause.IDENTIFIED
    if after == NOT_IN_STOCK and not is_succeeded:
        return LedgerCause.BOOKED_OFF
    return LedgerCause.REDRAWN


def _bits(types: int) -> Iterator[int]:
    return (1 << n for n in range(len(ContaminationType)) if types & (1 << n))


def _polygons(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Keep the polygons of a geometry: lines and points are what overlay leaves of shared edges."""
    parts = shapely.get_parts(geometry)
    polygons: shapely.MultiPolygon = shapely.multipolygons(parts[shapely.get_type_id(parts) == POLYGON])
    return polygons


def _united(grounds: Sequence[shapely.MultiPolygon]) -> shapely.MultiPolygon:
    return grounds[0] if len(grounds) == 1 else _polygons(shapely.union_all(grounds))


def _multipolygons(ground: Ground) -> Ground:
    """Give MultiPolygons without slivers; None where nothing is left."""
    parts, row = shapely.get_parts(ground, return_index=True)
    is_polygon = shapely.get_type_id(parts) == POLYGON
    parts, row = parts[is_polygon], row[is_polygon]
    is_kept = shapely.area(parts) * square_degree_m2(shapely.bounds(parts)[:, 1]) >= SLIVER_M2
    result = np.full(len(ground), None, dtype=object)
    if is_kept.any():
        rows, place = np.unique(row[is_kept], return_inverse=True)
        result[rows] = shapely.multipolygons(parts[is_kept], indices=place)
    return result
