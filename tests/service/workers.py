"""Workers for tests: one that does what waits, and one that is caught in the middle of a job."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from service.machine import PROJECT
from service.settings import Settings
from service.worker import DEAD_AFTER_S, work

FIRST_SIGN_LIMIT_S = 300  # some 10 s where nothing else runs
WAITS_FOR_THE_LEDGER = (
    "select true from pg_locks where locktype = 'advisory' and not granted and database = "
    "(select oid from pg_database where datname = current_database())"
)
P = ParamSpec("P")
T = TypeVar("T")


def apart(function: Callable[P, T], *given: P.args, **options: P.kwargs) -> T:
    """Call in a thread of its own: browser tests leave an event loop running in the one they used."""
    with ThreadPoolExecutor(max_workers=1) as own:
        return own.submit(function, *given, **options).result()


def work_once(engine: Engine, *, tries_failed: bool = False) -> None:
    apart(work, engine, Settings(_env_file=None), is_once=True, tries_failed=tries_failed)


def wait_for(what: str, sessions: sessionmaker[Session]) -> None:
    """Wait until a statement gives true."""
    give_up_at = time.monotonic() + FIRST_SIGN_LIMIT_S
    while True:
        with sessions() as session:
            if session.scalar(text(what)):
                return
        assert time.monotonic() < give_up_at, what
        time.sleep(0.05)


@contextmanager
def busy_worker(database_url: str, sessions: sessionmaker[Session], caught: str) -> Iterator[subprocess.Popen[bytes]]:
    """Give the process of a worker as soon as a statement says that it is caught in the middle of a job."""
    environment = {**os.environ, "DATABASE_URL": database_url}
    command = [sys.executable, "-c", "from service.cli import app; app()", "worker"]
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as process:
        try:
            wait_for(caught, sessions)
            yield process
        finally:
            process.kill()


def miss_signs_of_life(sessions: sessionmaker[Session]) -> None:
    """Have every worker seem dead."""
    with sessions.begin() as session:
        late = text("update procrastinate_workers set last_heartbeat = last_heartbeat - make_interval(secs => :late)")
        session.execute(late, {"late": DEAD_AFTER_S})
