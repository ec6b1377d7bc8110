"""Releases, looked at together: most lie on pieces that do not overlap, with one past for every type."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.codelists import LedgerCause
from gis.netting.cells import tangled_passages
from gis.netting.grounds import Ground, Index, covers, less, meeting, multipolygons, overlap, united, within
from gis.netting.records import NOT_IN_STOCK, Passage, Records, State, release_cause, state


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
    row, earlier = meeting(ground, releases.ground)
    comes_before = earlier < asked[row]
    row, earlier = row[comes_before], earlier[comes_before]
    on, piece = meeting(ground, pieces.ground)
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
        passages += tangled_passages(int(event), int(asked[event]), alive, before, records=records)
    return passages


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
        is_tangled[self.on[first[is_pair]][overlap(pieces.ground, one, other)]] = True
        return is_tangled


def _plain_passages(asked: Index, units: _Units, records: Records) -> Iterator[Passage]:
    """Give the passages of rows on pieces that do not overlap, where all types of a piece have one past."""
    pieces, releases = records.pieces, records.releases
    release, piece = asked[units.on], units.piece
    counts = releases.worked[release] >= pieces.since[piece]
    removed = np.where(counts, releases.targets[release] & pieces.types[piece], 0)
    ground = within(releases.ground[release], pieces.ground[piece])
    ground[removed == 0] = None
    unit, earlier, _ = units.past(records)
    ground = multipolygons(less(ground, unit, releases.ground[earlier]))
    parts: dict[tuple[int, State, State], list[shapely.MultiPolygon]] = {}
    state_of = cache(lambda own, types: state([(own, types)], pieces))
    for n in np.flatnonzero(ground != None):  # noqa: E711 - an array of objects
        own, types = int(piece[n]), int(pieces.types[piece[n]])
        before, after = state_of(own, types), state_of(own, types & ~int(removed[n]))
        parts.setdefault((int(units.on[n]), before, after), []).append(ground[n])
    for (event, before, after), grounds in parts.items():
        yield Passage(event, release_cause(after), before, after, united(grounds))


def _outside(  # noqa: PLR0913, PLR0917 - two pairings, as they were found
    ground: Ground, pieces: Ground, on: Index, piece: Index, releases: Ground, row: Index, earlier: Index
) -> Ground:
    """Give what each row covers outside all pieces and all releases before; None where that is nothing."""
    rest = ground.copy()
    rest[on[covers(pieces[piece], ground[on])]] = None
    is_left = np.asarray(rest != None)  # noqa: E711 - an array of objects
    rest = less(rest, on[is_left[on]], pieces[piece[is_left[on]]])
    return multipolygons(less(rest, row[is_left[row]], releases[earlier[is_left[row]]]))


def _matches(one: Index, other: Index) -> tuple[Index, Index]:
    """Give the pairs of positions at which two columns hold the same."""
    order = np.argsort(other, kind="stable")
    first, last = (np.searchsorted(other[order], one, side=side) for side in ("left", "right"))
    count = last - first
    position = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    return np.repeat(np.arange(len(one)), count), order[position]
