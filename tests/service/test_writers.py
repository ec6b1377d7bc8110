"""Reports written by processes of their own: the same bytes, and nothing lost where one is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from service.app import create_app
from service.db import make_engine
from service.ledger.known import latest_known
from service.problems import NotFound, TooManyReports, WrongParameter
from service.reports.flow import ReportOrder
from service.reports.formats import ReportFormat
from service.reports.writers import Copy, Wanted, Writers, write
from service.settings import Settings
from tests.conftest import fresh_database
from tests.service.files import LEAST
from tests.service.records import approve, square
from tests.service.workers import FIRST_SIGN_LIMIT_S, apart

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
NOBODYS_ID = UUID(int=0)
ORPHAN = """
import sys
from service.reports.writers import Writers
from service.settings import Settings
if __name__ == "__main__":
    writers = Writers(Settings(_env_file=None))
    print(writers._started().submit(__import__("os").getpid).result(), flush=True)
    sys.stdin.read()
"""

SERVING = """
import signal, sys
from datetime import UTC, datetime
from service.beside import leave_when_told
from service.reports.writers import Writers
from service.settings import Settings
if __name__ == "__main__":
    leave_when_told()
    with Writers(Settings(_env_file=None)) as writers:
        writers.begin(datetime(2026, 11, 21, 8, 0, tzinfo=UTC))
        print("practising", flush=True)
        signal.pause()
"""


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with a release, committed: another process reads it."""
    with fresh_database(migrated) as url:
        engine = make_engine(url)
        with sessionmaker(engine).begin() as session:
            release = {"effective_date": date(2026, 11, 11), "district_code": "AGM", "geometry": square(0, 0)}
            approve(session, districts=[LEAST["districts"]], release_areas=[LEAST["release_areas"] | release])
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def settings(engine: Engine) -> Settings:
    url = engine.url.render_as_string(hide_password=False)
    return Settings(_env_file=None).model_copy(update={"database_url": url})


@pytest.fixture(scope="module")
def writers(settings: Settings) -> Iterator[Writers]:
    with Writers(settings) as writers:
        yield writers


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with sessionmaker(engine).begin() as session:
        yield session


@pytest.fixture
def wanted(session: Session) -> Wanted:
    """Give the week, as known at an instant, so that whoever writes it writes the same."""
    order = ReportOrder(kind="weekly", period="2026-W46", as_known_at=latest_known(session))
    return Wanted(report=order, now=NOW)


def printed(writers: Writers, wanted: Wanted, file_format: ReportFormat = ReportFormat.PDF) -> Copy:
    return writers.write(wanted, language="en", file_format=file_format)


def test_another_process_writes_the_same_bytes(
    writers: Writers, wanted: Wanted, session: Session, settings: Settings
) -> None:
    here = write(session, wanted, language="en", file_format=ReportFormat.PDF, settings=settings)
    assert printed(writers, wanted) == here
    assert here.name == "weekly-2026-W46-en.pdf"


def test_what_is_refused_there_is_refused_here_in_both_languages(writers: Writers) -> None:
    with pytest.raises(WrongParameter) as refusal:
        printed(writers, Wanted(report=ReportOrder(kind="weekly", period="2025-W53"), now=NOW))
    assert "There is no week 2025-W53" in refusal.value.detail["en"]
    assert "2025-W53 həftəsi yoxdur" in refusal.value.detail["az"]
    assert refusal.value.members == {"parameter": "period"}
    with pytest.raises(NotFound):
        printed(writers, Wanted(report=NOBODYS_ID, now=NOW))


def test_where_its_process_is_killed_another_one_writes(writers: Writers, wanted: Wanted) -> None:
    process_id = writers._started().submit(os.getpid).result()  # noqa: SLF001 - nobody else asks who writes
    os.kill(process_id, signal.SIGKILL)
    assert printed(writers, wanted).content.startswith(b"%PDF-")


def test_who_comes_when_all_places_are_taken_is_told_to_come_again(settings: Settings, wanted: Wanted) -> None:
    """One place, taken by whoever waits until the test says so."""
    is_taken, is_over = Event(), Event()
    with Writers(settings, most_at_once=1) as small:

        def wait() -> Copy:
            is_taken.set()
            is_over.wait(60)
            return Copy(name="", content=b"")

        small._written = lambda _: wait()  # type: ignore[assignment,method-assign] # noqa: SLF001 - as above
        waiting = Thread(target=printed, args=[small, wanted])
        waiting.start()
        is_taken.wait(60)
        with pytest.raises(TooManyReports):
            printed(small, wanted)
        is_over.set()
        waiting.join()


def test_over_http_a_file_is_written_beside(writers: Writers, settings: Settings, wanted: Wanted) -> None:
    def ask() -> tuple[str, bytes]:
        app = create_app(settings, writers=writers)
        app.state.clock = lambda: NOW
        with TestClient(app) as client:
            order = wanted.report
            assert isinstance(order, ReportOrder)
            assert order.as_known_at
            asked = {"as_known_at": order.as_known_at.isoformat(), "lang": "en"}
            answer = client.get("/api/v1/reports/preview/weekly/2026-W46.pdf", params=asked)
            assert answer.status_code == 200, answer.text
            return answer.headers["content-disposition"], answer.content

    name, content = apart(ask)
    assert name == 'inline; filename="weekly-2026-W46-en.pdf"'
    assert content == printed(writers, wanted).content


def test_it_ends_with_the_process_that_started_it(settings: Settings) -> None:
    environment = {**os.environ, "DATABASE_URL": settings.database_url}
    command = [sys.executable, "-c", ORPHAN]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        process_id = int(process.stdout.readline())
        process.kill()
    give_up_at = time.monotonic() + FIRST_SIGN_LIMIT_S
    while Path(f"/proc/{process_id}").exists():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_while_they_write_they_leave_nothing_behind(settings: Settings, told: signal.Signals) -> None:
    """Python's tracker of resources would say on the way out what was left of the pool."""
    environment = {**os.environ, "DATABASE_URL": settings.database_url}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", SERVING], stdout=pipe, stderr=pipe, env=environment) as process:
        assert process.stdout
        assert process.stdout.readline() == b"practising\n"
        process.send_signal(told)
        _, complaints = process.communicate(timeout=FIRST_SIGN_LIMIT_S)
    assert complaints == b""
    assert process.returncode == 128 + told
