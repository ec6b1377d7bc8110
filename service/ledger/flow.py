"""How a change of records reaches the ledger: a stamp, the pieces of stock, the nets of the releases concerned."""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, func, select
from sqlalchemy.orm import Session

from gis.codelists import ContaminationType, contamination_class
from service.sql import statement

LOCK = 0x1ED6E8
"""The advisory lock that puts all changes of records into one order."""
SLIVER_M2 = 0.01
"""Smaller polygons are what overlay leaves behind; they count nowhere."""
CLASS_OF_TYPES = {
    ",".join(sorted(types)): contamination_class(frozenset(types)).value
    for size in range(1, len(ContaminationType) + 1)
    for types in combinations(ContaminationType, size)
}
"""The class of every set of contamination types, as the SQL looks it up: sorted, joined by commas."""


@dataclass(frozen=True, kw_only=True)
class LedgerUpdate:
    """What one change did to the ledger, and how many slivers it dropped."""

    closed_piece_count: int
    opened_piece_count: int
    closed_entry_count: int
    opened_entry_count: int
    sliver_count: int


def take_stamp(session: Session, upload_id: UUID) -> datetime:
    """Wait for the ledger's turn and give the instant of this change, later than every one before.

    The turn is held until the transaction ends; the instant opens and closes `recorded` of everything it changes.
    """
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    stamp: datetime = session.execute(statement("ledger_stamp"), {"upload_id": upload_id}).scalar_one()
    return stamp


def wait_for_changes(session: Session) -> None:
    """Wait until no change is on its way that could carry an instant of the past."""
    session.execute(select(func.pg_advisory_xact_lock_shared(LOCK)))


def update_ledger(session: Session, stamp: datetime, *, district_tolerance_m: float = 3_000) -> LedgerUpdate:
    """Bring stock and nets to what the records say since a stamp.

    Reads which versions of hazardous areas, release areas and districts open or close at the stamp, and looks only at
    the releases they touch. Entries that stay true stay open.
    """
    values = {
        "stamp": stamp,
        "district_tolerance_m": district_tolerance_m,
        "sliver_m2": SLIVER_M2,
        "class_of_types": json.dumps(CLASS_OF_TYPES),
    }

    def run(name: str) -> int:
        return cast("CursorResult[None]", session.execute(statement(name), values)).rowcount

    run("ledger_piece_due")
    closed_pieces, opened_pieces = run("ledger_piece_close"), run("ledger_piece_open")
    for step in ("ledger_affected", "ledger_earlier", "ledger_recorded", "ledger_net", "ledger_split", "ledger_share"):
        run(step)
    closed_entries, opened_entries = run("ledger_close"), run("ledger_open")
    sliver_count = session.execute(statement("ledger_slivers"), values).scalar_one()
    run("ledger_clear")
    return LedgerUpdate(
        closed_piece_count=closed_pieces,
        opened_piece_count=opened_pieces,
        closed_entry_count=closed_entries,
        opened_entry_count=opened_entries,
        sliver_count=sliver_count,
    )
