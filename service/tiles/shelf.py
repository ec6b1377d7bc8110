"""What makes tiles quick: one look at the ledger for all who ask at once, and tiles kept while nothing changes."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

Answer = TypeVar("Answer")


class Shared(Generic[Answer]):
    """A question that many ask at once and that is asked as seldom as possible, yet never answered with the past.

    Who comes while an answer is on its way waits for the next one: that which is given was asked for after they came.
    """

    def __init__(self, ask: Callable[[], Awaitable[Answer]]) -> None:
        self._ask = ask
        self._asked: asyncio.Future[Answer] | None = None
        self._next: asyncio.Future[Answer] | None = None

    async def answer(self) -> Answer:
        """Give an answer that is asked for from now on."""
        if self._next is None:
            self._next = asyncio.ensure_future(self._ask_after(self._asked))
        return await asyncio.shield(self._next)

    async def _ask_after(self, asked: asyncio.Future[Answer] | None) -> Answer:
        if asked is not None and not asked.done():
            await asyncio.wait([asked])
        self._asked, self._next = self._next, None
        return await self._ask()


class Shelf:
    """What was made, by what it follows from: the last used as long as there is room, each made once at a time."""

    def __init__(self, limit_bytes: int) -> None:
        self._kept: LRUCache[Hashable, bytes] = LRUCache(limit_bytes, getsizeof=len)
        self._making: dict[Hashable, asyncio.Future[bytes]] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """Give what is kept under a key, or make it."""
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        if key not in self._making:
            self._making[key] = asyncio.ensure_future(self._make(key, make))
        return await asyncio.shield(self._making[key])

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[bytes]]) -> bytes:
        try:
            made = await make()
        finally:
            del self._making[key]
        if len(made) <= self._kept.maxsize:
            self._kept[key] = made
        return made
