"""What makes tiles quick never answers with the past, and holds no more than it may."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import Visibility
from gis.layers import LAYERS_BY_NAME
from service.db import make_engine, make_owner_engine, make_sessions
from service.records.selection import EVERYTHING, Moment
from service.tiles.address import TileAddress
from service.tiles.flow import DRAWN_AT_ONCE, Tiles
from service.tiles.held import NO_VALUES, HeldConnections, Statement
from service.tiles.question import TileQuestion
from service.tiles.shelf import Shared, Shelf

Result = TypeVar("Result")


def run(crowd: Coroutine[Any, Any, Result]) -> Result:
    """Run in a thread of its own: a browser that other tests have opened keeps a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, crowd).result()


def test_who_asks_at_once_shares_an_answer_and_nobody_gets_one_from_before_they_came() -> None:
    now = 0
    asked: list[int] = []

    async def look() -> int:
        asked.append(now)
        seen = now
        await asyncio.sleep(0.01)
        return seen

    async def come(shared: Shared[int]) -> None:
        came = now
        assert await shared.answer() >= came

    async def crowd() -> None:
        nonlocal now
        shared = Shared(look)
        comers = []
        for _ in range(200):
            now += 1
            comers.append(asyncio.create_task(come(shared)))
            await asyncio.sleep(0.0005)
        await asyncio.gather(*comers)

    run(crowd())
    assert len(asked) < 100


def test_a_look_that_fails_fails_for_those_who_waited_for_it_alone() -> None:
    answers: Iterator[int | ValueError] = iter([ValueError("lost"), 1])

    async def look() -> int:
        await asyncio.sleep(0.01)
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    async def crowd() -> list[int | BaseException]:
        shared = Shared(look)
        first = [asyncio.create_task(shared.answer()) for _ in range(2)]
        await asyncio.sleep(0.005)
        return await asyncio.gather(*first, shared.answer(), return_exceptions=True)

    failed, also, told = run(crowd())
    assert isinstance(failed, ValueError)
    assert isinstance(also, ValueError)
    assert told == 1


def test_what_many_want_at_once_is_made_once_and_then_kept() -> None:
    made = 0

    async def make() -> bytes:
        nonlocal made
        made += 1
        await asyncio.sleep(0.01)
        return b"tile"

    async def crowd() -> list[bytes]:
        shelf = Shelf(limit_bytes=10)
        return [*await asyncio.gather(*(shelf.get("a", make) for _ in range(5))), await shelf.get("a", make)]

    assert run(crowd()) == [b"tile"] * 6
    assert made == 1


def test_what_was_not_asked_for_longest_makes_room_and_what_is_too_large_is_not_kept() -> None:
    made: list[str] = []

    async def want(shelf: Shelf, key: str, content: bytes) -> None:
        async def make() -> bytes:
            made.append(key)
            return content

        assert await shelf.get(key, make) == content

    async def come() -> None:
        shelf = Shelf(limit_bytes=10)
        for key, content in (("a", b"aaaa"), ("b", b"bbbb"), ("a", b"aaaa"), ("c", b"cccc"), ("a", b"aaaa")):
            await want(shelf, key, content)
        for _ in range(2):
            await want(shelf, "large", b"x" * 11)

    run(come())
    assert made == ["a", "b", "c", "large", "large"]


def test_however_many_tiles_are_asked_for_few_are_drawn_at_once(database_url: str) -> None:
    engine = make_engine(database_url)
    held, most = 0, 0

    @event.listens_for(engine, "checkout")
    def take(*_: object) -> None:
        nonlocal held, most
        held += 1
        most = max(most, held)

    @event.listens_for(engine, "checkin")
    def give_back(*_: object) -> None:
        nonlocal held
        held -= 1

    async def crowd() -> list[bytes]:
        tiles = Tiles(lambda: make_sessions(engine), _nothing, limit_bytes=0)
        return await asyncio.gather(*(tiles.drawn(_layer_at("districts", x), None) for x in range(8 * DRAWN_AT_ONCE)))

    drawn = run(crowd())
    engine.dispose()
    assert len(drawn) == 8 * DRAWN_AT_ONCE
    assert 0 < most <= DRAWN_AT_ONCE


def test_releases_and_hazards_of_now_are_drawn_over_held_connections_few_at_once(database_url: str) -> None:
    asked, most = 0, 0
    held = HeldConnections(database_url)

    async def ask(statement: Statement, values: Mapping[str, Any] = NO_VALUES, /) -> Any:  # noqa: ANN401 - of any type
        nonlocal asked, most
        asked += 1
        most = max(most, asked)
        answer = await held.ask(statement, values)
        asked -= 1
        return answer

    async def crowd() -> list[bytes]:
        tiles = Tiles(_no_session, ask, limit_bytes=0)
        layers = ("release_areas", "hazardous_areas") * 4 * DRAWN_AT_ONCE
        drawn = await asyncio.gather(*(tiles.drawn(_layer_at(layer, x), None) for x, layer in enumerate(layers)))
        await held.close()
        return drawn

    assert run(crowd()) == [b""] * 8 * DRAWN_AT_ONCE
    assert 0 < most <= DRAWN_AT_ONCE


def test_who_holds_connections_asks_over_new_ones_when_they_were_cut(database_url: str) -> None:
    owner, pid = make_owner_engine(database_url), select(func.pg_backend_pid())

    async def ask_thrice() -> tuple[int, int, int]:
        held = HeldConnections(database_url)
        first, again = await held.ask(pid), await held.ask(pid)
        with owner.connect() as connection:
            connection.execute(select(func.pg_terminate_backend(first, 5_000)))
        anew = await held.ask(pid)
        await held.close()
        return first, again, anew

    first, again, anew = run(ask_thrice())
    owner.dispose()
    assert first == again != anew


async def _nothing(_statement: Statement, _values: Mapping[str, Any] = NO_VALUES, /) -> None:
    """Answer as a database in which nothing is."""


def _no_session() -> sessionmaker[Session]:
    raise AssertionError


def _layer_at(name: str, x: int) -> TileQuestion:
    today = date(2026, 11, 21)
    moment = Moment(as_of=today, as_known_at=datetime(2026, 11, 21, tzinfo=UTC), audience=(Visibility.PUBLIC,))
    address = TileAddress(z=9, x=x, y=0)
    layer = LAYERS_BY_NAME[name]
    return TileQuestion(layer=layer, address=address, moment=moment, selection=EVERYTHING, today=today, is_present=True)
