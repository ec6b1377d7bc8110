"""The audit, from a snapshot of the database to what breaks its rules.

The ledger is worked out by vectorised Shapely from one event to the next; here PostGIS unites and subtracts outlines as
they lie at the end of a day, tile by tile, so that memory stays bounded however much there is. Nothing is written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from math import ceil
from queue import SimpleQueue
from typing import Final

from sqlalchemy import Connection, Engine, text

from service.audit.checks import CHECKS, Check
from service.audit.findings import Extent, Outcome, added_up
from service.audit.queries import FINDING_LIMIT, Asked, Part, Tile, checked, compared, tiles_of
from service.sql import statement

BATCH_SIZE: Final = 8
"""Tiles that one statement looks at."""
CLOSE_COUNT: Final = 100_000
"""About so many releases are looked at one by one; where there are more, on an even choice of tiles."""
BOUNDS: Final = ("set local work_mem = '32MB'", "set local max_parallel_workers_per_gather = 0")
"""What a connection may take; several of them work side by side."""

Work = Callable[[Connection], Part]
Start = Callable[[Work], "Future[Part]"]


def extent(connection: Connection) -> Extent:
    """Give how much there is to look at."""
    return Extent(**connection.execute(statement("audit_counts")).mappings().one())


def default_days(found: Extent, today: date, *, years: int = 5) -> tuple[date, ...]:
    """Give the days at whose ends the stock is worked out unless others are asked for: year ends, and the last day."""
    first, last = found.first_day or today, max(today, found.last_day or today)
    return (*(date(year, 12, 31) for year in range(max(first.year, last.year - years), last.year)), last)


@contextmanager
def snapshot(engine: Engine, count: int) -> Iterator[list[Connection]]:
    """Give connections that all see the database as it is now, and cannot write."""
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with ExitStack() as stack:
        connections = [stack.enter_context(reading.connect()) for _ in range(count)]
        name = connections[0].scalar(text("select pg_export_snapshot()"))
        for connection in connections[1:]:
            connection.exec_driver_sql(f"set transaction snapshot '{name}'")
        yield connections


def audit(connections: Sequence[Connection], asked: Asked) -> Iterator[Outcome]:
    """Run every check, as many at once as there are connections, and give what came of each in the order of the list.

    Parameters
    ----------
    connections
        In transactions that see the same. What they may take of memory is bounded until their transaction ends.
    """
    for connection in connections:
        for bound in BOUNDS:
            connection.execute(text(bound))
    tiles = tiles_of(connections[0])
    pool = ThreadPoolExecutor(len(connections))
    try:
        yield from _outcomes(_start(pool, connections), tiles, asked)
    finally:
        pool.shutdown(cancel_futures=True)


def _start(pool: ThreadPoolExecutor, connections: Sequence[Connection]) -> Start:
    """Give what has work done on the next connection that is free."""
    idle: SimpleQueue[Connection] = SimpleQueue()
    for connection in connections:
        idle.put(connection)

    def run(work: Work) -> Part:
        connection = idle.get()
        try:
            return work(connection)
        finally:
            idle.put(connection)

    return lambda work: pool.submit(run, work)


def _outcomes(start: Start, tiles: Mapping[Tile, int], asked: Asked) -> Iterator[Outcome]:
    pending = {
        check.name: _started(start, check, tiles=list(tiles), asked=asked) for check in CHECKS if not check.is_close
    }
    chosen = _evenly_chosen(tiles)
    for check in CHECKS:
        started = pending.get(check.name) or _started(start, check, tiles=sorted(chosen), asked=asked)
        parts = [part.result() for part in started]
        chosen.update(tile for part in parts for tile in part.tiles)
        yield _outcome(check, parts)


def _evenly_chosen(tiles: Mapping[Tile, int]) -> set[Tile]:
    """Choose tiles evenly, so that about as many releases lie on them as are looked at one by one."""
    return set(sorted(tiles)[:: ceil(max(sum(tiles.values()), 1) / CLOSE_COUNT)])


def _started(start: Start, check: Check, *, tiles: Sequence[Tile], asked: Asked) -> "list[Future[Part]]":
    """Start a check: on all tiles, some to a statement, or as a whole."""
    look = compared if check.is_tiled else checked
    is_whole = not (check.is_tiled or check.is_close)
    batches: list[Sequence[Tile]] = (
        [()] if is_whole else [tiles[first : first + BATCH_SIZE] for first in range(0, len(tiles), BATCH_SIZE)]
    )
    return [start(partial(look, check=check, asked=asked, tiles=batch)) for batch in batches]


def _outcome(check: Check, parts: Sequence[Part]) -> Outcome:
    """Put together what came of all batches of a check."""
    return Outcome(
        check=check,
        findings=tuple(dict.fromkeys(finding for part in parts for finding in part.findings))[:FINDING_LIMIT],
        elapsed_s=sum(part.elapsed_s for part in parts),
        figures=added_up(figure for part in parts for figure in part.figures),
        sliver_count=sum(part.sliver_count for part in parts),
        sliver_m2=sum(part.sliver_m2 for part in parts),
    )
