"""From a question to a tile, and what is kept between questions."""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from gzip import compress

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from service.db import CONNECTIONS
from service.ledger.known import known_at
from service.records.named import refuse_unknown_codes
from service.tables import ledger_change
from service.tiles.held import Ask
from service.tiles.queries import is_of_now, steps, tile
from service.tiles.question import TileQuestion
from service.tiles.shelf import Shared, Shelf

SMALL_BYTES = 1_000
"""What is smaller is not worth packing."""
PACKING = 4
"""A level at which a tile is packed in a few milliseconds, to about half."""
LAST_CHANGE = select(func.max(ledger_change.c.recorded_at))
DRAWN_AT_ONCE = min(2 * (os.cpu_count() or 1), CONNECTIONS // 2)
"""More would only share the processors, and all of them come late; the other connections are left to the pages."""


class Tiles:
    """The tiles of an application: drawn when they are asked for, and kept until the ledger changes.

    Parameters
    ----------
    sessions
        Where tiles are drawn whose statements are made for the question.
    ask
        Where the last change is asked for, and what statements that are kept draw: nearly all that is asked for.
    """

    def __init__(
        self,
        sessions: Callable[[], sessionmaker[Session]],
        ask: Ask,
        *,
        limit_bytes: int,
    ) -> None:
        self._sessions = sessions
        self._shelf = Shelf(limit_bytes)
        self._ask = ask
        self._last_change: Shared[datetime | None] = Shared(partial(ask, LAST_CHANGE))
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
            if is_of_now(question):
                return await self._draw_now(question)
            return await run_in_threadpool(self._draw, question)

    async def _draw_now(self, question: TileQuestion) -> bytes:
        step, answer = steps(question), None
        while True:
            try:
                statement, values = step.send(answer)
            except StopIteration as drawn:
                return bytes(drawn.value)
            answer = await self._ask(statement, values)

    def _draw(self, question: TileQuestion) -> bytes:
        with self._sessions().begin() as session:
            refuse_unknown_codes(session, question.selection)
            if not question.is_present:
                known_at(session, question.moment.as_known_at)
            return tile(session, question)
