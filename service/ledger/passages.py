"""The passages of ground that the events of a change cause: read, computed, and written beside them.

Here geometry leaves the database as well-known binary, by the driver's own cursor, and comes back by COPY: row by row
through SQLAlchemy would take longer than the geometry.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray
from psycopg.rows import TupleRow
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis.codelists import ContaminationType
from gis.netting import (
    ALL_TYPES,
    ALWAYS,
    NEVER,
    Ground,
    Passage,
    Pieces,
    Records,
    Releases,
    piece_passages,
    release_passages,
)
from service.sql import statement


@dataclass(frozen=True, kw_only=True)
class _Chunk:
    """Events whose ground lies near together, and what has a part in them.

    Attributes
    ----------
    numbers
        For each release the number of its event; None where it only comes before one.
    end_numbers, places, is_end
        The numbers of the events in which pieces begin or end, the pieces' positions, and which of both it is.
    """

    records: Records
    numbers: NDArray[np.object_]
    end_numbers: NDArray[np.object_]
    places: NDArray[np.intp]
    is_end: NDArray[np.bool_]


def store_passages(session: Session) -> None:
    """Compute what every event of the change moved, a chunk of neighbours at a time, and write it beside the events.

    While one chunk is computed the database is asked for the next.
    """
    districts = _districts(session)
    asked = text("select distinct account, chunk from ledger_event order by account, chunk")
    chunks = [row._asdict() for row in session.execute(asked)]
    if not chunks:
        return
    with ThreadPoolExecutor(max_workers=1) as reader:
        chunk = _read(session, chunks[0])
        for following in chunks[1:]:
            coming = reader.submit(_read, session, following)
            passages = list(_passages(chunk))
            chunk = coming.result()
            _store(session, passages, districts)
    _store(session, list(_passages(chunk)), districts)


def _read(session: Session, chosen: dict[str, Any]) -> _Chunk:
    numbers, releases = _releases(_columns(session, "ledger_releases", chosen))
    piece_ids, pieces = _pieces(_columns(session, "ledger_pieces", chosen))
    ends = _columns(session, "ledger_ends", chosen)
    place = {id_: position for position, id_ in enumerate(piece_ids)}
    return _Chunk(
        records=Records(pieces=pieces, releases=releases),
        numbers=numbers,
        end_numbers=ends["n"],
        places=np.array([place[id_] for id_ in ends["piece_id"]], dtype=np.intp),
        is_end=ends["is_end"].astype(bool),
    )


def _passages(chunk: _Chunk) -> Iterator[tuple[int, Passage]]:
    """Give the passages of a chunk, each with the number of its event."""
    asked = np.flatnonzero(chunk.numbers != None)  # noqa: E711 - an array of objects
    for passage in release_passages(asked, chunk.records):
        yield chunk.numbers[asked[passage.event]], passage
    for passage in piece_passages(chunk.places, chunk.is_end, chunk.records):
        yield chunk.end_numbers[passage.event], passage


def _store(session: Session, numbered: Sequence[tuple[int, Passage]], districts: "_Districts") -> None:
    ground = np.array([passage.ground for _, passage in numbered], dtype=object)
    district_ids = _covering(ground, districts)
    hexadecimal = shapely.to_wkb(ground, hex=True)
    columns = (
        "n, cause, class_before, types_before, district_before_id, class_after, types_after, district_after_id, "
        "district_id, ground"
    )
    with _driver(session).cursor() as cursor, cursor.copy(f"copy ledger_passage ({columns}) from stdin") as copy:
        for (n, passage), district_id, wkb in zip(numbered, district_ids, hexadecimal, strict=True):
            before, after = passage.before, passage.after
            copy.write_row(
                (
                    n,
                    passage.cause.value,
                    before.classification,
                    _type_codes(before.types),
                    before.district,
                    after.classification,
                    _type_codes(after.types),
                    after.district,
                    district_id,
                    wkb,
                )
            )


@cache
def _type_codes(types: int) -> str | None:
    """Give a set of types as a sorted PostgreSQL array."""
    codes = sorted(kind.value for n, kind in enumerate(ContaminationType) if types & (1 << n))
    return f"{{{','.join(codes)}}}" if codes else None


# --- rows as arrays -----------------------------------------------------------------------------------------------


def _columns(session: Session, name: str, chosen: dict[str, Any]) -> dict[str, NDArray[np.object_]]:
    """Give the columns of an answer as arrays of objects."""
    asked = str(statement(name).compile(dialect=session.get_bind().dialect))
    with _driver(session).cursor(binary=True) as cursor:
        rows = cursor.execute(asked, chosen).fetchall()
        names = [column.name for column in cursor.description or ()]
    table = np.empty((len(rows), len(names)), dtype=object)
    for n, row in enumerate(rows):
        table[n] = row
    return dict(zip(names, table.T, strict=True))


def _driver(session: Session) -> psycopg.Connection[TupleRow]:
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)  # noqa: S101 - the only driver used
    return connection


def _whole(column: NDArray[np.object_], missing: int = 0) -> NDArray[np.int64]:
    return np.array([missing if value is None else value for value in column], dtype=np.int64)


def _releases(columns: dict[str, NDArray[np.object_]]) -> tuple[NDArray[np.object_], Releases]:
    """Give the releases of a chunk, and with each the number of its event, if it is one."""
    return columns["n"], Releases(
        ground=shapely.from_wkb(columns["ground"]),
        day=_whole(columns["day"]),
        worked=_whole(columns["worked"]),
        targets=_whole(columns["targets"], ALL_TYPES),
    )


def _pieces(columns: dict[str, NDArray[np.object_]]) -> tuple[NDArray[np.object_], Pieces]:
    """Give the pieces of a chunk, and with each its id."""
    return columns["id"], Pieces(
        ground=shapely.from_wkb(columns["ground"]),
        is_confirmed=columns["is_confirmed"].astype(bool),
        types=_whole(columns["types"]),
        start=_whole(columns["start"]),
        end=_whole(columns["end"], NEVER),
        since=_whole(columns["since"], ALWAYS),
        is_successor=columns["is_successor"].astype(bool),
        is_succeeded=columns["is_succeeded"].astype(bool),
        district=columns["district_id"],
    )


# --- districts ----------------------------------------------------------------------------------------------------

_Districts = tuple[Sequence[UUID], Ground]


def _districts(session: Session) -> _Districts:
    """Give the districts whose boundary is near the events, by code."""
    columns = _columns(session, "ledger_districts", {})
    ground = shapely.from_wkb(columns["ground"])
    shapely.prepare(ground)
    return list(columns["district_id"]), ground


def _covering(ground: Ground, districts: _Districts) -> list[UUID | None]:
    """Give the first district that covers all of each ground, where there is one: it needs no cutting."""
    ids, boundaries = districts
    covering: list[UUID | None] = [None] * len(ground)
    if len(ground) and ids:
        pairs = shapely.STRtree(ground).query(boundaries, predicate="covers")
        for district, position in reversed(list(zip(*pairs, strict=True))):
            covering[position] = ids[district]
    return covering
