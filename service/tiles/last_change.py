"""The last change of any record, asked for at nearly every request for a tile."""

from datetime import datetime

from psycopg import AsyncConnection, OperationalError

from service.db import SERVICE_OPTIONS

LAST_CHANGE = "select max(recorded_at) from ledger_change"


class LastChange:
    """Who asks the database over a connection that is held open: one message there and one back, and no thread."""

    def __init__(self, database_url: str) -> None:
        self._address = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._connection: AsyncConnection[tuple[datetime | None]] | None = None

    async def ask(self) -> datetime | None:
        """Give the instant of the last change, None before the first.

        Raises
        ------
        psycopg.OperationalError
            If the database does not answer, after a second try over a new connection.
        """
        if self._connection is not None:
            try:
                return await self._asked(self._connection)
            except OperationalError:  # the server was started anew, or dropped who was long silent
                await self.close()
        self._connection = await AsyncConnection.connect(self._address, autocommit=True, options=SERVICE_OPTIONS)
        return await self._asked(self._connection)

    async def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            await self._connection.close()
        self._connection = None

    @staticmethod
    async def _asked(connection: AsyncConnection[tuple[datetime | None]]) -> datetime | None:
        cursor = await connection.execute(LAST_CHANGE, prepare=True)
        row = await cursor.fetchone()
        return row[0] if row else None
