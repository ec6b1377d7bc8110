"""From a question to a tile, and what is kept between questions."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from gzip import compress

from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from service.db import CONNECTIONS
from service.ledger.known import known_at
from service.records.named import refuse_unknown_codes
from service.tiles.queries import tile
from service.tiles.question import TileQuestion
from service.tiles.shelf import Shared, Shelf

SMALL_BYTES = 1_000
"""What is smaller is not worth packing."""
PACKING = 4
"""A level at which a tile is packed in a few milliseconds, to about half."""
DRAWN_AT_ONCE = min(2 * (os.cpu_count() or 1), CONNECTIONS // 2)
"""More would only share the processors, and all of them come late; the other connections are left to the pages."""


class Tiles:
    """The tiles of an application: drawn when they are asked for, and kept until the ledger changes."""

    def __init__(
        self,
        sessions: Callable[[], sessionmaker[Session]],
        ask_last_change: Callable[[], Awaitable[datetime | None]],
        *,
        limit_bytes: int,
    ) -> None:
        self._sessions = sessions
        self._shelf = Shelf(limit_bytes)
        self._last_change = Shared(ask_last_change)
        self._drawing = asyncio.Semaphore(DRAWN_AT_ONCE)

    async def last_change_at(self) -> datetime | None:
        """Give the last change of any record, as the database has it from now on."""
        return await self._last_change.answer()

    async def drawn(self, question: TileQuestion, last_change: datetime | None) -> bytes:
        """Give the content of a tile as of a change.

        Raises
        ------
        WrongParameter
            If a code is unknown, or the state of knowledge lies in the future.
        """
        key = (*question.key, last_change)
        return await self._shelf.get(key, partial(self._drawn_in_turn, question))

    async def packed(self, question: TileQuestion, last_change: datetime | None, content: bytes) -> bytes:
        """Give the same content packed by gzip."""
        key = (*question.key, last_change, "gzip")
        return await self._shelf.get(key, partial(run_in_threadpool, compress, content, PACKING, mtime=0))

    async def _drawn_in_turn(self, question: TileQuestion) -> bytes:
        async with self._drawing:  # who came first is served first
            return await run_in_threadpool(self._draw, question)

    def _draw(self, question: TileQuestion) -> bytes:
        with self._sessions().begin() as session:
            refuse_unknown_codes(session, question.selection)
            if not question.is_present:
                known_at(session, question.moment.as_known_at)
            return tile(session, question)
