"""One record at a time: ground cut into cells along whatever is open on it, by piece and type."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.codelists import ContaminationType
from gis.netting.grounds import Index, meeting, multipolygons, polygons
from gis.netting.records import Passage, Pieces, Records, State, piece_cause, release_cause, state


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
    on, piece = meeting(ground, pieces.ground)
    row, earlier = meeting(ground, releases.ground)
    passages: list[Passage] = []
    for event, (own, ends) in enumerate(zip(asked, is_end, strict=True)):
        others = piece[(on == event) & (piece != own)]
        day = pieces.end[own] if ends else pieces.start[own]
        alive = np.append(others[_is_alive(pieces, others, int(own), day=int(day), ends=bool(ends))], own)
        before = earlier[(row == event) & (releases.day[earlier] < day)]
        passages += _piece_passages(event, int(own), alive, before, ends=bool(ends), records=records)
    return passages


def tangled_passages(  # noqa: PLR0917 - a record, its surroundings, and what they are
    event: int, release: int, alive: Index, earlier: Index, *, records: Records
) -> Iterator[Passage]:
    """Give what one release did where pieces overlap, or types of one piece have different pasts."""
    pieces, releases = records.pieces, records.releases

    def left(piece: int, types: int) -> int:
        counts = releases.worked[release] >= pieces.since[piece]
        return types & ~int(releases.targets[release]) if counts else types

    cells = _cells(releases.ground[release], alive, earlier, records=records)
    for before, after, ground in _moved(
        (state(c.open, pieces), state([(p, left(p, types)) for p, types in c.open], pieces), c.ground) for c in cells
    ):
        yield Passage(event, release_cause(after), before, after, ground)


def _piece_passages(  # noqa: PLR0913, PLR0917 - as above
    event: int, own: int, alive: Index, earlier: Index, *, ends: bool, records: Records
) -> Iterator[Passage]:
    pieces = records.pieces

    def states(cell: _Cell) -> tuple[State, State, shapely.Geometry]:
        with_it = state(cell.open, pieces)
        without_it = state([(piece, types) for piece, types in cell.open if piece != own], pieces)
        return (with_it, without_it, cell.ground) if ends else (without_it, with_it, cell.ground)

    cells = _cells(pieces.ground[own], alive, earlier, records=records)
    for before, after, ground in _moved(map(states, cells)):
        cause = piece_cause(before, after, is_successor=pieces.is_successor[own], is_succeeded=pieces.is_succeeded[own])
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


class _Cell(NamedTuple):
    """Ground with the types that are open on it, by piece."""

    ground: shapely.Geometry
    open: tuple[tuple[int, int], ...]


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
        whole = polygons(shapely.intersection(ground, pieces.ground[piece]))
        for past_bytes, types in pasts.items():
            before = releases.ground[np.frombuffer(past_bytes, dtype=earlier.dtype)]
            is_open = polygons(shapely.difference(whole, shapely.union_all(before))) if len(before) else whole
            cells = _overlaid(cells, _Cell(is_open, ((int(piece), types),)))
    return cells


def _overlaid(cells: Sequence[_Cell], added: _Cell) -> list[_Cell]:
    """Lay one more open ground over cells that do not overlap, and give cells that do not overlap."""
    result, rest = [], added.ground
    for cell in cells:
        if not shapely.intersects(cell.ground, added.ground):
            result.append(cell)
            continue
        result.append(_Cell(polygons(shapely.difference(cell.ground, added.ground)), cell.open))
        result.append(_Cell(polygons(shapely.intersection(cell.ground, added.ground)), cell.open + added.open))
        rest = polygons(shapely.difference(rest, cell.ground))
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
        (ground,) = multipolygons(np.array([shapely.union_all(parts)], dtype=object))
        if ground is not None:
            yield before, after, ground


def _bits(types: int) -> Iterator[int]:
    return (1 << n for n in range(len(ContaminationType)) if types & (1 << n))
