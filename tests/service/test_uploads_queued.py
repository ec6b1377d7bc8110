"""Large uploads: kept and queued, read by the worker, killed in the middle, stopped, given up; checks forgotten."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, Row, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import ReviewMode, Role
from service.access import Actor
from service.accounts.flow import add_person
from service.db import make_engine, make_owner_engine
from service.jobs import JobState, jobs_of
from service.problems import NotAllowed, WrongMove
from service.settings import Settings
from service.tables import staged_feature, stored_file, stored_file_part, upload, upload_issue
from service.uploads import queries
from service.uploads.flow import find_upload, receive_upload
from service.uploads.kept import kept_bytes
from service.uploads.order import UploadOrder
from service.uploads.queued import forget_checks, stop_upload
from service.uploads.size import AT_ONCE_COUNT
from tests.conftest import fresh_database
from tests.service.files import LEAST, collection
from tests.service.records import square
from tests.service.workers import busy_worker, miss_signs_of_life, wait_for, work_once

TODAY = date(2026, 11, 21)
RELEASE = LEAST["release_areas"]
ORDER = UploadOrder(layer="release_areas", file_name="many.geojson", review=ReviewMode.ONE_PERSON, queue_bytes=1)
WAITS_FOR_STAGING = "select true from pg_locks where relation = 'staged_feature'::regclass and not granted"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file of more features than are answered at once."""
    releases = (
        RELEASE | {"code": f"RA-{number}", "geometry": square(number % 80 * 2, number // 80 * 2)}
        for number in range(AT_ONCE_COUNT + 1)
    )
    file = tmp_path_factory.mktemp("many") / "many.geojson"
    file.write_bytes(collection(*releases))
    return file


@pytest.fixture
def database_url(migrated: str) -> Iterator[str]:
    with fresh_database(migrated) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


@pytest.fixture
def author(sessions: sessionmaker[Session]) -> Actor:
    return person(sessions, "author")


def person(sessions: sessionmaker[Session], login: str, role: Role = Role.ANALYST) -> Actor:
    with sessions.begin() as session:
        person_id = add_person(session, login, name=login, role=role, password=None)
    return Actor(id=person_id, login=login, name=login, role=role)


def received(sessions: sessionmaker[Session], file: Path, author: Actor, **other: Any) -> UUID:  # noqa: ANN401 - an order's
    with sessions.begin() as session:
        return receive_upload(session, file, replace(ORDER, **other), actor=author, today=TODAY)


def found(sessions: sessionmaker[Session], upload_id: UUID) -> Row[Any]:
    with sessions() as session:
        return find_upload(session, upload_id)


def told(sessions: sessionmaker[Session], upload_id: UUID) -> list[tuple[str, str | None]]:
    with sessions() as session:
        return [(event.to_status, event.person) for event in queries.upload_events(session, upload_id)]


def staged_count(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(staged_feature)) or 0


@contextmanager
def held_staging(database_url: str) -> Iterator[None]:
    """Keep everybody from staging, so that a worker stays in the middle of a file."""
    owner = make_owner_engine(database_url)
    with owner.begin() as connection:
        connection.execute(text("lock table staged_feature in share row exclusive mode"))
        yield
    owner.dispose()


# --- the worker reads it --------------------------------------------------------------------------------------------


def test_a_large_file_is_kept_and_queued_and_ends_as_if_it_were_small(
    engine: Engine, sessions: sessionmaker[Session], author: Actor, many: Path
) -> None:
    upload_id = received(sessions, many, author)
    waiting = found(sessions, upload_id)
    assert (waiting.status, waiting.work_stage, waiting.counts["features"]) == ("checking", "waiting", 0)
    assert staged_count(sessions) == 0
    with sessions() as session:
        assert b"".join(kept_bytes(session, waiting.file_sha256)) == many.read_bytes()

    work_once(engine)

    done, at_once = found(sessions, upload_id), found(sessions, received(sessions, many, author, queue_bytes=None))
    assert (done.status, done.work_stage) == ("submitted", None)
    assert done.counts == at_once.counts
    assert done.counts["new"] == AT_ONCE_COUNT + 1
    assert told(sessions, upload_id) == [("submitted", "author")]
    with sessions() as session:
        assert [state for _, state in jobs_of(session, upload_id)] == [JobState.DONE]
        both = select(staged_feature.c.upload_id, func.md5(func.string_agg(
            func.encode(staged_feature.c.content_hash, "hex"), text("',' order by position")
        ))).group_by(staged_feature.c.upload_id)  # fmt: skip
        assert len({row[1] for row in session.execute(both)}) == 1


def test_few_features_are_answered_at_once_however_many_bytes(
    sessions: sessionmaker[Session], author: Actor, tmp_path: Path
) -> None:
    file = tmp_path / "few.geojson"
    file.write_bytes(collection(RELEASE))
    assert found(sessions, received(sessions, file, author)).status == "submitted"


def test_a_killed_workers_file_is_read_again(
    engine: Engine, sessions: sessionmaker[Session], author: Actor, many: Path, database_url: str
) -> None:
    upload_id = received(sessions, many, author)
    with held_staging(database_url), busy_worker(database_url, sessions, WAITS_FOR_STAGING) as process:
        assert found(sessions, upload_id).work_stage == "reading"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (found(sessions, upload_id).status, staged_count(sessions)) == ("checking", 0)

    miss_signs_of_life(sessions)
    work_once(engine)

    assert found(sessions, upload_id).status == "submitted"
    assert staged_count(sessions) == AT_ONCE_COUNT + 1


def test_a_file_that_fails_for_good_is_rejected_with_an_issue(
    engine: Engine, sessions: sessionmaker[Session], author: Actor, many: Path
) -> None:
    upload_id = received(sessions, many, author)
    with sessions.begin() as session:
        session.execute(text("update procrastinate_jobs set status = 'failed'"))
    work_once(engine)
    assert found(sessions, upload_id).status == "rejected"
    with sessions() as session:
        assert [issue.kind for issue in queries.upload_issues(session, upload_id)] == ["work-given-up"]
    work_once(engine, tries_failed=True)
    assert (found(sessions, upload_id).status, staged_count(sessions)) == ("rejected", 0)


# --- a person stops it ----------------------------------------------------------------------------------------------


def test_what_only_waits_is_stopped_at_once(
    engine: Engine, sessions: sessionmaker[Session], author: Actor, many: Path
) -> None:
    upload_id = received(sessions, many, author)
    with sessions.begin() as session:
        stop_upload(session, upload_id, actor=author)
    assert found(sessions, upload_id).status == "withdrawn"
    assert told(sessions, upload_id) == [("withdrawn", "author")]
    work_once(engine)
    assert (found(sessions, upload_id).status, staged_count(sessions)) == ("withdrawn", 0)


def test_what_is_being_read_stops_after_the_part(
    sessions: sessionmaker[Session], author: Actor, many: Path, database_url: str
) -> None:
    upload_id = received(sessions, many, author)
    chief = person(sessions, "chief", Role.HQ_APPROVER)
    with ExitStack() as working:
        with held_staging(database_url):
            working.enter_context(busy_worker(database_url, sessions, WAITS_FOR_STAGING))
            with sessions.begin() as session:
                stop_upload(session, upload_id, actor=chief)
            assert found(sessions, upload_id).status == "checking"
        wait_for("select status = 'withdrawn' from upload", sessions)
    assert (staged_count(sessions), told(sessions, upload_id)) == (0, [("withdrawn", "chief")])


def test_not_everybody_may_stop_it_and_what_is_over_is_not_stopped(
    engine: Engine, sessions: sessionmaker[Session], author: Actor, many: Path
) -> None:
    upload_id = received(sessions, many, author)
    with sessions.begin() as session, pytest.raises(NotAllowed):
        stop_upload(session, upload_id, actor=person(sessions, "colleague"))
    work_once(engine)
    with sessions.begin() as session, pytest.raises(WrongMove):
        stop_upload(session, upload_id, actor=author)
    assert found(sessions, upload_id).status == "submitted"


# --- checks are forgotten -------------------------------------------------------------------------------------------


def forgotten_a_day_later(engine: Engine) -> int:
    return forget_checks(engine, Settings(_env_file=None), datetime.now(UTC) + timedelta(hours=25))


def row_counts(sessions: sessionmaker[Session]) -> list[int]:
    tables = (upload, staged_feature, upload_issue, stored_file, stored_file_part)
    with sessions() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_a_check_is_forgotten_after_a_day_and_nothing_else(
    engine: Engine, sessions: sessionmaker[Session], author: Actor, tmp_path: Path
) -> None:
    sent, checked = tmp_path / "sent.geojson", tmp_path / "checked.geojson"
    sent.write_bytes(collection(RELEASE))
    checked.write_bytes(collection(RELEASE | {"effective_date": "2027-01-01"}))
    received(sessions, sent, author)
    before = row_counts(sessions)
    for file in (sent, checked):
        received(sessions, file, author, is_check=True)
    assert forget_checks(engine, Settings(_env_file=None), datetime.now(UTC)) == 0

    assert forgotten_a_day_later(engine) == 2

    assert row_counts(sessions) == before


def test_a_check_that_waits_for_the_worker_is_not_forgotten(
    engine: Engine, sessions: sessionmaker[Session], author: Actor, many: Path
) -> None:
    upload_id = received(sessions, many, author, is_check=True)
    assert forgotten_a_day_later(engine) == 0
    work_once(engine)
    assert (found(sessions, upload_id).status, staged_count(sessions)) == ("checking", AT_ONCE_COUNT + 1)
    assert forgotten_a_day_later(engine) == 1
    assert row_counts(sessions) == [0] * 5
