"""Connections held open for the questions of nearly every request for a tile."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol

from psycopg import AsyncConnection, OperationalError
from sqlalchemy import Select, TextClause, TextualSelect, make_url

from service.db import SERVICE_OPTIONS

Statement = TextClause | TextualSelect | Select[Any]
NO_VALUES: Mapping[str, Any] = MappingProxyType({})


class Ask(Protocol):
    """What asks the database for one value, None where there is none."""

    async def __call__(self, statement: Statement, values: Mapping[str, Any] = NO_VALUES, /) -> Any:  # noqa: ANN401 - of any type
        """Give the first value of the first row that a statement answers with."""


class HeldConnections:
    """Who asks the database over connections that are held open: one message there and one back, and no thread.

    There are as many as questions were on their way at once. Each question is a transaction of its own.
    """

    def __init__(self, database_url: str) -> None:
        self._address = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._idle: list[AsyncConnection] = []

    async def ask(self, statement: Statement, values: Mapping[str, Any] = NO_VALUES, /) -> Any:  # noqa: ANN401 - of any type
        """Give the first value of the first row that a statement answers with; the statement is one that is kept.

        Raises
        ------
        psycopg.OperationalError
            If the database does not answer, over a new connection either.
        """
        while self._idle:
            connection = self._idle.pop()
            try:
                return await self._answer(connection, statement, values)
            except OperationalError:
                if not connection.closed:
                    raise
                # the server was started anew, or dropped who was long silent
        connection = await AsyncConnection.connect(self._address, autocommit=True, options=SERVICE_OPTIONS)
        return await self._answer(connection, statement, values)

    async def close(self) -> None:
        """Let the connections go."""
        while self._idle:
            await self._idle.pop().close()

    async def _answer(self, connection: AsyncConnection, statement: Statement, values: Mapping[str, Any]) -> Any:  # noqa: ANN401
        try:
            cursor = await connection.execute(_written(statement), values, prepare=True, binary=True)
            row = await cursor.fetchone()
            return row[0] if row else None
        finally:
            if not connection.closed:
                self._idle.append(connection)


@cache
def _written(statement: Statement) -> bytes:
    """Write a statement as the driver takes it."""
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    return str(statement.compile(dialect=dialect)).encode()
