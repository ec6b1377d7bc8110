"""Maps, tiles, collections and reports asked for again: what an instant once answered, it answers for ever."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from shapely import Polygon
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.layers import LAYERS_BY_NAME
from service.access import Actor, visibilities
from service.accounts.flow import add_person
from service.db import make_engine
from service.ledger.known import known_at
from service.maps.frames import record_frame, told_frame
from service.maps.queries import PRINTED, MapQuestion
from service.maps.released import released_rows
from service.ogc.queries import ItemsQuestion, page
from service.progress.questions import Dimension
from service.records.selection import EVERYTHING, Moment
from service.reports.content import Content, as_json
from service.reports.flow import ReportOrder, issue
from service.tiles.address import TileAddress
from service.tiles.queries import tile
from service.tiles.question import TileQuestion
from tests.conftest import fresh_database
from tests.service.bulletins import NOW, SETTINGS, content, of_period, weekly
from tests.service.files import LEAST, Headers, collection, send
from tests.service.histories import FIRST_DAY, GROUND, LAST_DAY, PROPERTY, History, arriving, histories, rolled_back
from tests.service.records import approve, square

AUDIENCE = visibilities(is_internal=True)
DRAWN = ("hazardous_areas", "release_areas", "districts")
TILE = TileAddress(z=13, x=5163, y=3113)
"""The tile around the squares that are drawn."""
WEEK = "2021-W03"
RELEASE = {"code": "RA-1", "release_method": "cleared", "effective_date": date(2021, 1, 20), "geometry": square(0, 0)}
SENT = LEAST["release_areas"] | {"code": "RA-7", "geometry": square(7, 7)}
LATE = RELEASE | {"code": "RA-2", "effective_date": date(2021, 1, 5), "geometry": square(2, 0)}


def figures(session: Session, at: datetime | None = None) -> Content:
    return weekly(session, WEEK, at)


def late_weeks(made: Content) -> list[str]:
    return [row.key for row in made.table("late").rows]


def waiting(made: Content) -> list[object]:
    """Give how many uploads wait, and how many features are in them; nothing where none does."""
    counts = (made.table("in_review").total or ())[:2]
    return [figure.value for figure in counts]


def tile_question(layer: str, moment: Moment) -> TileQuestion:
    """Ask for the tile of a layer as it was known then, whether or not anything came after."""
    return TileQuestion(
        layer=LAYERS_BY_NAME[layer],
        address=TILE,
        moment=moment,
        selection=EVERYTHING,
        today=LAST_DAY,
        is_present=False,
    )


def drawn(session: Session, as_of: date, at: datetime) -> list[Any]:
    """Give the frames of the map, what shades its districts, and the bytes of tiles."""
    moment = Moment(as_of=as_of, as_known_at=at, audience=AUDIENCE)
    question = MapQuestion(moment=moment)
    frames = [told_frame(session, question, name, language="en") for name in PRINTED]
    frames.append(record_frame(session, question, "districts"))
    shades = released_rows(session, question, by=(Dimension.DISTRICT,), since=FIRST_DAY, until=as_of)
    tiles = [tile(session, tile_question(name, moment)) for name in DRAWN]
    drawings = [frame.to_wkb(hex=True).to_json(orient="records", default_handler=str) for frame in frames]
    return [*drawings, shades, *tiles]


def answers(session: Session, at: datetime) -> list[Any]:
    """Give all that is drawn, listed and reported, as it was known at an instant."""
    known_at(session, at)
    middle = FIRST_DAY + (LAST_DAY - FIRST_DAY) / 2
    question = ItemsQuestion(limit=100, as_known_at=at)
    return [
        *(drawn(session, day, at) for day in (middle, LAST_DAY)),
        *(page(session, LAYERS_BY_NAME[name], question, audience=AUDIENCE) for name in DRAWN),
        as_json(figures(session, at=at)),
    ]


@settings(PROPERTY, max_examples=4)
@given(history=histories(most=3), outline=GROUND)
def test_what_was_drawn_listed_and_reported_is_again_whatever_came_after(
    country: Engine, history: History, outline: Polygon
) -> None:
    with rolled_back(country) as session:
        then = [(stamp, answers(session, stamp)) for stamp in arriving(session, history)]
        renamed = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "is_authoritative": True}
        approve(session, districts=[renamed | {"geometry": outline}])
        approve(session, release_areas=[LATE | {"code": "RA-0", "effective_date": FIRST_DAY}])
        for stamp, answer in then:
            assert answers(session, stamp) == answer


def test_a_tile_of_the_property_holds_what_is_drawn(session: Session) -> None:
    at = approve(session, release_areas=[RELEASE])
    moment = Moment(as_of=LAST_DAY, as_known_at=at, audience=AUDIENCE)
    assert b"RA-1" in tile(session, tile_question("release_areas", moment))


# --- reports ------------------------------------------------------------------------------------------------------


@pytest.fixture
def officer(session: Session) -> Actor:
    return report_officer(session)


def report_officer(session: Session) -> Actor:
    person_id = add_person(session, "officer", name="Report Officer", role=Role.REPORT_OFFICER, password=None)
    return Actor(id=person_id, login="officer", name="Report Officer", role=Role.REPORT_OFFICER)


def test_a_bulletin_asked_for_again_knows_of_no_later_issue_nor_of_later_uploads(
    session: Session, officer: Actor, send_one: Callable[[], None]
) -> None:
    approve(session, release_areas=[RELEASE])
    before = figures(session)
    issue(session, ReportOrder(kind="weekly", period="2021-W02"), actor=officer, settings=SETTINGS, now=NOW)
    approve(session, release_areas=[LATE])
    send_one()
    after = figures(session)
    assert (before.figure("late_since").value, late_weeks(before), waiting(before)) == (None, [], [])
    assert (late_weeks(after), waiting(after)) == (["2021-W01"], [1, 1])
    assert figures(session, at=before.as_known_at) == before
    assert figures(session, at=after.as_known_at) == after


@pytest.fixture
def send_one(client: Any, holder: Callable[..., Headers]) -> Callable[[], None]:  # noqa: ANN401 - as conftest's client
    """Give what sends a file that waits for review."""
    analyst = holder(Role.ANALYST)

    def send_it() -> None:
        assert send(client, analyst, "release_areas", collection(SENT)).status_code == 201

    return send_it


def test_an_approval_leaves_what_had_waited_for_it_as_it_was_counted(
    session: Session, send_one: Callable[[], None], road: Callable[..., str]
) -> None:
    approve(session, release_areas=[LATE])
    send_one()
    before = figures(session)
    assert waiting(before) == [1, 1]
    road("release_areas", collection(SENT))  # the same record comes first by another upload
    assert figures(session, at=before.as_known_at) == before


def test_a_week_that_ran_is_told_as_running_again(session: Session) -> None:
    approve(session, release_areas=[RELEASE])
    present = session.scalar(select(func.clock_timestamp()))
    assert present
    running = f"{SETTINGS.local_date(present):%G-W%V}"
    order = ReportOrder(kind="weekly", period=running, as_known_at=figures(session).as_known_at)
    assert not content(session, order, now=present + timedelta(days=30)).is_over


# --- a slow approval ----------------------------------------------------------------------------------------------


@pytest.fixture
def own_engine(migrated: str) -> Iterator[Engine]:
    """Give a database whose transactions are committed for good, with one release in it."""
    with fresh_database(migrated) as url:
        engine = make_engine(url)
        with Session(engine) as session, session.begin():
            approve(session, release_areas=[RELEASE])
        yield engine
        engine.dispose()


def asked_while(engine: Engine, writing: Session, ask: Callable[[Session, datetime], Any]) -> tuple[datetime, Any]:
    """Ask with the present instant while a change is on its way, which commits when the answer has been waited for."""

    def answer(at: datetime) -> object:
        with Session(engine) as session:
            return ask(session, at)

    with Session(engine) as session:
        present = session.scalar(select(func.clock_timestamp()))
    assert present
    with ThreadPoolExecutor(1) as threads:
        asking: Future[object] = threads.submit(answer, present)
        with pytest.raises(TimeoutError):
            asking.result(timeout=0.3)
        writing.commit()
        return present, asking.result(timeout=60)


def test_an_answer_waits_for_the_approval_in_flight_and_stays(own_engine: Engine) -> None:
    with Session(own_engine) as writing:
        approve(writing, release_areas=[LATE])
        at, answer = asked_while(own_engine, writing, answers)
    with Session(own_engine) as session, session.begin():
        approve(session, release_areas=[LATE | {"code": "RA-3"}])
        assert answers(session, at) == answer
    assert '"code":"RA-2"' in answer[1][2]


def test_a_bulletin_of_the_present_does_not_wait_and_stays(own_engine: Engine) -> None:
    with Session(own_engine) as writing, Session(own_engine) as asking:
        stamp = approve(writing, release_areas=[RELEASE | {"geometry": square(5, 5)}])
        before = figures(asking)
        writing.commit()
        assert before.as_known_at < stamp
        assert figures(asking, at=before.as_known_at) == before
        assert of_period(figures(asking), "released") != of_period(before, "released")


def test_an_answer_waits_for_an_issue_in_flight(own_engine: Engine) -> None:
    def ask(session: Session, at: datetime) -> Content:
        return figures(session, at=at)

    with Session(own_engine) as writing:
        officer = report_officer(writing)
        order = ReportOrder(kind="weekly", period="2021-W02")
        issued = issue(writing, order, actor=officer, settings=SETTINGS, now=NOW)
        at, answer = asked_while(own_engine, writing, ask)
    assert answer.figure("late_since").value == issued.as_known_at.isoformat()
    with Session(own_engine) as session:
        assert figures(session, at=at) == answer
