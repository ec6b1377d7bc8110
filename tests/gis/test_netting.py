"""The rule for many records at once is the plain rule, record by record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from math import fsum

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.codelists import (
    Account,
    ContaminationClass,
    ContaminationType,
    HazardClass,
    ReleaseMethod,
    contamination_class,
)
from gis.ledger import Piece, Release, nets, stock
from gis.netting import (
    ALL_TYPES,
    ALWAYS,
    NEVER,
    NOT_IN_STOCK,
    Passage,
    Pieces,
    Records,
    Releases,
    State,
    piece_passages,
    release_passages,
)
from tests.service.histories import DAYS, History, area_m2, histories, pieces_of, releases_of

Group = tuple[HazardClass | None, ContaminationClass]
TOLERANCE_M2 = 0.05


def bits(types: Iterable[ContaminationType] | None) -> int:
    return ALL_TYPES if types is None else sum(1 << n for n, kind in enumerate(ContaminationType) if kind in types)


def days(values: Sequence[date | None], missing: int = 0) -> NDArray[np.int64]:
    return np.array([missing if day is None else day.toordinal() for day in values], dtype=np.int64)


def grounds(records: Sequence[Piece] | Sequence[Release]) -> NDArray[np.object_]:
    result = np.empty(len(records), dtype=object)
    result[:] = [record.geometry for record in records]
    return result


def as_records(pieces: Sequence[Piece], releases: Sequence[Release]) -> Records:
    flags = np.zeros(len(pieces), dtype=bool)
    return Records(
        pieces=Pieces(
            ground=grounds(pieces),
            is_confirmed=np.array([p.classification is HazardClass.CHA for p in pieces], dtype=bool),
            types=np.array([bits(p.types) for p in pieces], dtype=np.int64),
            start=days([p.hazardous_from for p in pieces]),
            end=days([p.hazardous_until for p in pieces], NEVER),
            since=days([p.since for p in pieces], ALWAYS),
            is_successor=flags,
            is_succeeded=flags,
            district=np.full(len(pieces), None, dtype=object),
        ),
        releases=Releases(
            ground=grounds(releases),
            day=days([r.effective_date for r in releases]),
            worked=days([r.worked_on or r.effective_date for r in releases]),
            targets=np.array([bits(r.targets) for r in releases], dtype=np.int64),
        ),
    )


def group(state: State) -> Group:
    types = (kind for n, kind in enumerate(ContaminationType) if state.types & (1 << n))
    return state.classification, contamination_class(frozenset(types))


def together(passages: Iterable[Passage]) -> BaseGeometry:
    return shapely.union_all([passage.ground for passage in passages])


@settings(max_examples=60, deadline=None)
@given(history=histories(), as_of=DAYS)
def test_nets_and_stock_are_those_of_the_plain_rule(history: History, as_of: date) -> None:
    pieces = [p for p in pieces_of(history) if not p.geometry.is_empty]
    pieces = [p for p in pieces if p.hazardous_until is None or p.hazardous_from < p.hazardous_until]
    releases = sorted(releases_of(history, Account.CERTIFIED), key=lambda release: release.order)
    records = as_records(pieces, releases)

    moved = release_passages(np.arange(len(releases)), records)
    for n, (code, net) in enumerate((release.code, nets(pieces, releases)[release.code]) for release in releases):
        own = [passage for passage in moved if passage.event == n and passage.after == NOT_IN_STOCK]
        inside = together(passage for passage in own if passage.before != NOT_IN_STOCK)
        outside = together(passage for passage in own if passage.before == NOT_IN_STOCK)
        assert area_m2(inside.symmetric_difference(net.inside)) < TOLERANCE_M2, code
        assert area_m2(outside.symmetric_difference(net.outside)) < TOLERANCE_M2, code

    ending = [n for n, piece in enumerate(pieces) if piece.hazardous_until]
    asked = np.array([*range(len(pieces)), *ending], dtype=np.intp)
    is_end = np.arange(len(asked)) >= len(pieces)
    left: defaultdict[Group, list[float]] = defaultdict(list)
    piece_days = [
        pieces[n].hazardous_until if ends else pieces[n].hazardous_from for n, ends in zip(asked, is_end, strict=True)
    ]
    dated = [(releases[passage.event].effective_date, passage) for passage in moved]
    dated += [(piece_days[passage.event], passage) for passage in piece_passages(asked, is_end, records)]
    for day, passage in dated:
        if day <= as_of:
            for state, sign in ((passage.before, -1), (passage.after, 1)):
                if state != NOT_IN_STOCK:
                    left[group(state)].append(sign * area_m2(passage.ground))
    expected: dict[Group, float] = {key: area_m2(ground) for key, ground in stock(pieces, releases, as_of).items()}
    for key in expected | left:
        assert fsum(left[key]) == pytest.approx(expected.get(key, 0), abs=TOLERANCE_M2)


def test_ground_without_any_record_before_is_released_outside() -> None:
    release = Release(
        code="RA-1",
        effective_date=date(2021, 1, 1),
        release_method=ReleaseMethod.CLEARED,
        geometry=shapely.box(46.9, 39.6, 46.901, 39.601),
    )
    (passage,) = release_passages(np.array([0]), as_records([], [release]))
    assert (passage.cause, passage.before, passage.after) == ("released_outside", NOT_IN_STOCK, NOT_IN_STOCK)
    assert passage.ground.equals(release.geometry)


def test_nothing_asked_is_nothing_moved() -> None:
    records = as_records([], [])
    nobody = np.empty(0, dtype=np.intp)
    assert release_passages(nobody, records) == []
    assert piece_passages(nobody, nobody.astype(bool), records) == []
