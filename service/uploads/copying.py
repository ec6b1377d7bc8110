"""Copying rows into a table as PostgreSQL itself keeps them: nothing is written as text here and read as text there.

References
----------
PostgreSQL, COPY, Binary Format; PostGIS, EWKB.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from struct import Struct
from typing import Final, cast
from uuid import UUID

import psycopg
from sqlalchemy import Table
from sqlalchemy.orm import Session

HEADER: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
END: Final = b"\xff\xff"
MISSING: Final = b"\xff\xff\xff\xff"
LENGTH: Final = Struct(">i").pack
COUNT: Final = Struct(">h").pack
INTEGER: Final = Struct(">ii").pack
POINT: Final = Struct("<BIIdd").pack
LITTLE_ENDIAN, POINT_WITH_SRID, WGS84 = 1, 0x20000001, 4326
ROWS_AT_ONCE: Final = 1_000


def copy_rows(session: Session, table: Table, *, columns: Sequence[str], rows: Iterable[Sequence[bytes]]) -> None:
    """Copy rows into a table, still in the session's transaction.

    Parameters
    ----------
    rows
        The values of each, as the functions below give them.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    driver = cast("psycopg.Connection", session.connection().connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(f'copy "{table.name}" ({names}) from stdin (format binary)') as copy:
        copy.write(HEADER)
        for block in _blocks(rows, COUNT(len(columns))):
            copy.write(block)
        copy.write(END)


def _blocks(rows: Iterable[Sequence[bytes]], count: bytes) -> Iterator[bytes]:
    waiting = iter(rows)
    while block := b"".join([count + b"".join(row) for row in islice(waiting, ROWS_AT_ONCE)]):
        yield block


def text(value: str | None) -> bytes:
    """Give a text, or a code."""
    return MISSING if value is None else binary(value.encode())


def binary(value: bytes | None) -> bytes:
    """Give bytes, or a geometry as EWKB."""
    return MISSING if value is None else LENGTH(len(value)) + value


def integer(value: int | None) -> bytes:
    """Give a whole number of 32 bits."""
    return MISSING if value is None else INTEGER(4, value)


def jsonb(value: bytes) -> bytes:
    """Give a JSON text: version 1 of how jsonb is sent."""
    return LENGTH(len(value) + 1) + b"\x01" + value


def uuid(value: UUID) -> bytes:
    """Give a UUID."""
    return binary(value.bytes)


def point(place: tuple[float, float] | None) -> bytes:
    """Give a place, longitude first, as a Point in EPSG:4326."""
    return MISSING if place is None else binary(POINT(LITTLE_ENDIAN, POINT_WITH_SRID, WGS84, *place))
