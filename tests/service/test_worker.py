"""The queue and its worker, on connections of their own: committed for good, and killed for good."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

import pytest
import shapely
from procrastinate.schema import SchemaManager
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from gis.codelists import ReviewMode, Role, UploadStatus
from service.access import Actor
from service.accounts.flow import add_person
from service.cli import app
from service.db import make_engine
from service.jobs import JobState, is_resplit_due, jobs_of, queue_resplit
from service.ledger.flow import LOCK
from service.machine import PROJECT
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion
from service.tables import ledger_change, ledger_entry
from service.uploads.flow import move_upload, receive_upload
from service.uploads.order import Decision, UploadOrder
from service.worker import MOST_ATTEMPTS
from service.worker_process import worker_beside
from tests.conftest import fresh_database
from tests.service.files import LEAST, collection
from tests.service.records import approve, square
from tests.service.workers import (
    FIRST_SIGN_LIMIT_S,
    WAITS_FOR_THE_LEDGER,
    apart,
    busy_worker,
    miss_signs_of_life,
    wait_for,
    work_once,
)

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
WEST, EAST = (shapely.box(46.8 + column * 0.1, 39.5, 46.9 + column * 0.1, 40) for column in (0, 1))


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
def upload_id(sessions: sessionmaker[Session]) -> UUID:
    """Give an upload to hang jobs on; with it came ground that was released."""
    with sessions.begin() as session:
        approve(session, release_areas=[{**LEAST["release_areas"], "effective_date": date(2026, 11, 16)}])
        upload_id: UUID = session.scalars(select(ledger_change.c.upload_id)).one()
    return upload_id


def queued(sessions: sessionmaker[Session], upload_id: UUID) -> None:
    with sessions.begin() as session:
        queue_resplit(session, upload_id)


def states(sessions: sessionmaker[Session], upload_id: UUID) -> list[JobState]:
    with sessions() as session:
        return [state for _, state in jobs_of(session, upload_id)]


def stamp_count(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(ledger_change)) or 0


# --- the queue ------------------------------------------------------------------------------------------------------


def test_the_queue_has_the_tables_of_the_library_that_is_installed(engine: Engine) -> None:
    """Where this fails after an upgrade, a new migration applies the library's own scripts since 3.10.0."""
    kept = (PROJECT / "migrations" / "procrastinate-3.10.0.sql").read_text(encoding="utf-8")
    assert kept.endswith(SchemaManager.get_schema()), version("procrastinate")
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from pg_tables where tablename ~ '^procrastinate_'")) == 4


def test_a_job_is_there_only_if_the_transaction_that_wants_it_commits(
    sessions: sessionmaker[Session], upload_id: UUID
) -> None:
    with sessions() as session:
        queue_resplit(session, upload_id)
        session.rollback()
    assert states(sessions, upload_id) == []

    queued(sessions, upload_id)

    assert states(sessions, upload_id) == [JobState.WAITING]
    with sessions() as session:
        assert is_resplit_due(session)


# --- the worker -----------------------------------------------------------------------------------------------------


def test_what_waits_is_done_and_doing_it_again_changes_no_entry(
    engine: Engine, sessions: sessionmaker[Session], upload_id: UUID
) -> None:
    entries = select(func.count(), func.max(ledger_entry.c.id)).select_from(ledger_entry)
    with sessions() as session:
        before = session.execute(entries).one()
    for _ in range(2):
        queued(sessions, upload_id)
        work_once(engine)

    assert states(sessions, upload_id) == [JobState.DONE] * 2
    with sessions() as session:
        assert session.execute(entries).one() == before
        assert not is_resplit_due(session)


def test_the_command_does_what_waits(
    sessions: sessionmaker[Session], upload_id: UUID, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    queued(sessions, upload_id)

    assert apart(CliRunner().invoke, app, ["worker", "--once"], catch_exceptions=False).exit_code == 0

    assert states(sessions, upload_id) == [JobState.DONE]


def test_a_database_without_tables_ends_the_worker_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh_database() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        answer = apart(CliRunner().invoke, app, ["worker", "--once"], catch_exceptions=False)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "Run: landrelease migrate" in answer.stderr


@contextmanager
def held_ledger(engine: Engine) -> Iterator[None]:
    """Keep the ledger's turn, so that a job that wants it stays in the middle of its work."""
    with engine.connect() as connection:
        connection.execute(select(func.pg_advisory_lock(LOCK)))
        yield
        connection.execute(select(func.pg_advisory_unlock(LOCK)))


def test_what_a_killed_worker_was_doing_is_done_again(
    engine: Engine, sessions: sessionmaker[Session], upload_id: UUID, database_url: str
) -> None:
    queued(sessions, upload_id)
    before = stamp_count(sessions)
    with held_ledger(engine), busy_worker(database_url, sessions, WAITS_FOR_THE_LEDGER) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert states(sessions, upload_id) == [JobState.RUNNING]

    work_once(engine)
    assert states(sessions, upload_id) == [JobState.RUNNING]  # it might still live

    miss_signs_of_life(sessions)
    work_once(engine)

    assert states(sessions, upload_id) == [JobState.DONE]
    assert stamp_count(sessions) == before + 1


@pytest.mark.slow
def test_a_worker_that_is_asked_to_end_does_what_it_has_begun_and_nothing_more(
    engine: Engine, sessions: sessionmaker[Session], upload_id: UUID, database_url: str
) -> None:
    for _ in range(2):
        queued(sessions, upload_id)
    with ExitStack() as held:
        held.enter_context(held_ledger(engine))
        with busy_worker(database_url, sessions, WAITS_FOR_THE_LEDGER) as process:
            process.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.5)
            held.close()
            assert process.wait(FIRST_SIGN_LIMIT_S) == 0
    assert states(sessions, upload_id) == [JobState.DONE, JobState.WAITING]
    with sessions() as session:
        assert session.scalar(text("select count(*) from procrastinate_workers")) == 0


def test_a_job_that_kills_its_workers_is_given_up_until_somebody_asks_for_it(
    engine: Engine, sessions: sessionmaker[Session], upload_id: UUID
) -> None:
    queued(sessions, upload_id)
    with sessions.begin() as session:
        doing = text("update procrastinate_jobs set status = 'doing', attempts = :attempts")
        session.execute(doing, {"attempts": MOST_ATTEMPTS - 1})

    work_once(engine)

    assert states(sessions, upload_id) == [JobState.FAILED]
    with sessions() as session:
        assert is_resplit_due(session)
    work_once(engine, tries_failed=True)
    assert states(sessions, upload_id) == [JobState.DONE]


@pytest.mark.slow
def test_a_worker_beside_the_service_is_started_again_when_it_is_killed_and_ends_with_the_service(
    sessions: sessionmaker[Session], upload_id: UUID, database_url: str
) -> None:
    with worker_beside(database_url):
        wait_for("select count(*) = 1 from procrastinate_workers", sessions)
        (worker,) = (pid for own in Path("/proc/self/task").glob("*/children") for pid in own.read_text().split())
        os.kill(int(worker), signal.SIGKILL)
        wait_for("select count(*) = 2 from procrastinate_workers", sessions)
        queued(sessions, upload_id)
        wait_for("select status = 'succeeded' from procrastinate_jobs", sessions)
    wait_for("select count(*) = 1 from procrastinate_workers", sessions)  # the killed one could not sign off


# --- new boundaries -------------------------------------------------------------------------------------------------


def load(sessions: sessionmaker[Session], layer: str, file: Path, *features: dict[str, object]) -> UUID:
    """Bring a file the whole road."""
    file.write_bytes(collection(*features))
    order = UploadOrder(layer=layer, file_name=file.name, review=ReviewMode.ONE_PERSON, revision_reason="New survey")
    accepted = Decision(accepted_warnings="Looked at on the map.")
    with sessions.begin() as session:
        login = f"{layer}-{time.monotonic_ns()}"
        person_id = add_person(session, login, name=login, role=Role.HQ_APPROVER, password=None)
        actor = Actor(id=person_id, login=login, name=login, role=Role.HQ_APPROVER)
        upload_id = receive_upload(session, file, order, actor=actor, today=date(2026, 11, 21))
        for to in (UploadStatus.REGIONAL_VERIFIED, UploadStatus.HQ_APPROVED):
            move_upload(session, upload_id, to, actor=actor, decision=accepted)
    return upload_id


def told(sessions: sessionmaker[Session], at: datetime | None = None) -> dict[str | float | None, float]:
    question = ProgressQuestion(start=YEAR[0], end=YEAR[1], by=(Dimension.DISTRICT,), as_known_at=at)
    with sessions() as session:
        return {row["district"]: float(row["area_m2"] or 0) for row in progress(session, question).rows}


def test_new_boundaries_reach_the_figures_by_a_job_and_leave_what_was_answered(
    engine: Engine, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    file = tmp_path / "file.geojson"
    agm, fuz = ({**LEAST["districts"], "code": code, "is_authoritative": True} for code in ("AGM", "FUZ"))
    first = load(sessions, "districts", file, {**agm, "geometry": WEST}, {**fuz, "geometry": EAST})
    load(sessions, "release_areas", file, {**LEAST["release_areas"], "geometry": square(-2, 0, width=4)})
    halves = told(sessions)
    answered_at = datetime.now(UTC)
    assert states(sessions, first) == []  # nothing had been split yet

    moved = load(sessions, "districts", file, {**agm, "geometry": WEST.union(EAST)}, {**fuz, "geometry": None})

    assert halves["AGM"] == pytest.approx(halves["FUZ"], rel=1e-3)
    assert told(sessions) == halves
    assert states(sessions, moved) == [JobState.WAITING]
    work_once(engine)
    assert told(sessions) == {"AGM": pytest.approx(sum(halves.values()), abs=0.01)}
    assert told(sessions, answered_at) == halves


def test_a_district_with_another_name_calls_for_no_job(sessions: sessionmaker[Session], tmp_path: Path) -> None:
    file = tmp_path / "file.geojson"
    load(sessions, "districts", file, LEAST["districts"])
    load(sessions, "release_areas", file, LEAST["release_areas"])

    renamed = load(sessions, "districts", file, {**LEAST["districts"], "name_en": "Agdam"})

    assert states(sessions, renamed) == []
