"""How a change of records reaches the ledger: a stamp, the pieces of stock, the passages of ground, the totals."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import NamedTuple, cast
from uuid import UUID

from sqlalchemy import CursorResult, exists, func, insert, select, text
from sqlalchemy.orm import Session

from gis.codelists import ContaminationType, contamination_class
from gis.netting import SLIVER_M2
from service.ledger.passages import store_passages
from service.sql import statement
from service.tables import CELL_ZOOM, WORLD_M, ledger_told

LOCK = 0x1ED6E8
"""The advisory lock that puts all changes of records into one order."""
CHUNK_SIZE = 20_000
"""Events that are worked on at once: what bounds the memory of a full renewal."""
CLASS_OF_TYPES = {
    ",".join(sorted(types)): contamination_class(frozenset(types)).value
    for size in range(1, len(ContaminationType) + 1)
    for types in combinations(ContaminationType, size)
}
"""The class of every set of contamination types, as the SQL looks it up: sorted, joined by commas."""


class _Scope(NamedTuple):
    """What an update looks at: what finds the records, what counts squares of the map, disposed items and releases."""

    affected: str
    cells: tuple[str, str]
    items: str
    releases: tuple[str, ...]


WHAT_CHANGED = _Scope(
    affected="ledger_affected",
    cells=("ledger_cells", "ledger_cells_empty"),
    items="item_moved",
    releases=("release_touched", "release_told"),
)
EVERYTHING = _Scope(
    affected="ledger_everything",
    cells=("ledger_cells_forget", "ledger_cells_anew"),
    items="item_moved_anew",
    releases=("release_told_anew",),
)


@dataclass(frozen=True, kw_only=True)
class LedgerUpdate:
    """What one change did to the ledger."""

    closed_piece_count: int = 0
    opened_piece_count: int = 0
    closed_entry_count: int = 0
    opened_entry_count: int = 0


def take_turn(session: Session) -> None:
    """Wait for the ledger's turn, which is held until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def take_stamp(session: Session, upload_id: UUID) -> datetime:
    """Wait for the ledger's turn and give the instant of this change, later than every one before.

    The instant opens and closes `recorded` of everything it changes.
    """
    take_turn(session)
    stamp: datetime = session.execute(statement("ledger_stamp"), {"upload_id": upload_id}).scalar_one()
    return stamp


def wait_for_changes(session: Session) -> None:
    """Wait until no change is on its way that could carry an instant of the past."""
    session.execute(select(func.pg_advisory_lock_shared(LOCK), func.pg_advisory_unlock_shared(LOCK)))


def update_ledger(
    session: Session, stamp: datetime, *, district_tolerance_m: float = 3_000, adds_up: bool = True
) -> LedgerUpdate:
    """Bring stock and entries to what the records say since a stamp.

    Reads which versions of records open or close at the stamp, and looks only at the records they touch. Entries that
    stay true stay open. New boundaries of districts are not looked at: see `renew_ledger`. A stamp is told once, when
    all that changes at it is written: then the database takes no more at it, and telling it again changes nothing.

    Parameters
    ----------
    adds_up
        Whether totals follow the entries. Only a change that is taken back does without.
    """
    return _update(session, stamp, WHAT_CHANGED, district_tolerance_m=district_tolerance_m, adds_up=adds_up)


def renew_ledger(session: Session, stamp: datetime, *, district_tolerance_m: float = 3_000) -> LedgerUpdate:
    """Work everything out anew, as after a change of boundaries, at a stamp that was not told before.

    Entries that are right as they are stay open.
    """
    return _update(session, stamp, EVERYTHING, district_tolerance_m=district_tolerance_m)


def boundaries_moved(session: Session, stamp: datetime) -> bool:
    """Tell whether a change of districts at a stamp calls for `renew_ledger`."""
    return bool(session.execute(statement("ledger_boundaries"), {"stamp": stamp}).scalar_one())


def _update(
    session: Session, stamp: datetime, scope: _Scope, *, district_tolerance_m: float, adds_up: bool = True
) -> LedgerUpdate:
    if session.scalar(select(exists().where(ledger_told.c.recorded_at == stamp))):
        return LedgerUpdate()
    values = {
        "stamp": stamp,
        "chunk_size": CHUNK_SIZE,
        "district_tolerance_m": district_tolerance_m,
        "sliver_m2": SLIVER_M2,
        "class_of_types": json.dumps(CLASS_OF_TYPES),
        "half_world_m": WORLD_M / 2,
        "cell_m": WORLD_M / (1 << CELL_ZOOM),
    }

    def run(*names: str) -> int:
        """Run statements for as long as each finds something, and give how many rows the last one wrote."""
        count = 0
        for name in names:
            count = cast("CursorResult[None]", session.execute(statement(name), values)).rowcount
            if not count:
                break
        return count

    pieces = (run("ledger_piece_close"), run("ledger_piece_open")) if run("ledger_piece_due") else (0, 0)
    is_affected = run(scope.affected) > 0
    entries = _move_entries(session, run) if is_affected else (0, 0)
    if adds_up:
        if is_affected:
            _add_up_ground(session, run, scope, has_moved=any(entries))
        run(scope.items, "item_totals")
        run(*scope.releases, "release_moved", "release_totals")
        session.execute(insert(ledger_told).values(recorded_at=stamp))
    run("ledger_clear")
    return LedgerUpdate(
        closed_piece_count=pieces[0],
        opened_piece_count=pieces[1],
        closed_entry_count=entries[0],
        opened_entry_count=entries[1],
    )


def _move_entries(session: Session, run: Callable[..., int]) -> tuple[int, int]:
    """Bring entries to what the affected records say, and give how many closed and opened."""
    event_count = run("ledger_event")
    run("ledger_passages")
    if event_count > CHUNK_SIZE:
        session.execute(text("create index on ledger_event (account, chunk)"))
    _analyze(session, "ledger_affected, ledger_event")
    store_passages(session)
    _analyze(session, "ledger_passage")
    for name in ("ledger_share", "ledger_due", "ledger_same"):
        run(name)
    _analyze(session, "ledger_due, ledger_standing")
    return run("ledger_close"), run("ledger_open")


def _add_up_ground(session: Session, run: Callable[..., int], scope: _Scope, *, has_moved: bool) -> None:
    """Bring the totals of ground to the entries: of days, weeks and months, by who worked, and by square of the map."""
    if has_moved and run("ledger_moved"):
        _analyze(session, "ledger_moved")
        for name in ("ledger_totals", "ledger_weeks", "ledger_months"):
            run(name)
    run("work_moved", "work_totals")
    for name in scope.cells:
        run(name)


def _analyze(session: Session, tables: str) -> None:
    """Let the planner know how few or many rows there are: temporary tables have no statistics of their own."""
    session.execute(text(f"analyze {tables}"))
