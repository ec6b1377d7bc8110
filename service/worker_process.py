"""A worker in a process of its own beside the service: kept running, and ended with it."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from service.db import make_engine
from service.settings import Settings
from service.worker import QueueLostError, work

RESTART_AFTER_S = 5.0
WATCH_EVERY_S = 0.5
GRACE_S = 5.0
"""So long a job may go on when the service ends; what takes longer is rolled back and done again at the next start."""


@contextmanager
def worker_beside(database_url: str) -> Iterator[None]:
    """Keep a worker running in a process of its own; one that ends, for whatever reason, is started again."""
    is_over = threading.Event()
    watch = threading.Thread(target=_keep_working, args=[database_url, is_over])
    watch.start()
    try:
        yield
    finally:
        is_over.set()
        watch.join()


def main() -> None:
    """Work for the process that started this one and holds its standard input open; end when it does, however."""
    logging.basicConfig(level=logging.WARNING, format="worker: %(message)s")
    settings = Settings()
    threading.Thread(target=_end_with_input, daemon=True).start()
    engine = make_engine(settings.database_url)
    try:
        work(engine, settings)
    except QueueLostError as error:
        sys.exit(f"worker: {error}")
    finally:
        engine.dispose()


def _keep_working(database_url: str, is_over: threading.Event) -> None:
    command = [sys.executable, "-c", "from service.worker_process import main; main()"]
    environment = {**os.environ, "DATABASE_URL": database_url}
    while not is_over.is_set():
        # A session of its own: Ctrl-C in the terminal reaches the service, which then ends its worker.
        with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, start_new_session=True) as process:
            while process.poll() is None and not is_over.wait(WATCH_EVERY_S):
                pass
            _end(process)
        is_over.wait(RESTART_AFTER_S)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a worker to end, and end it if its job takes longer than anybody waits for; that job is done again."""
    process.terminate()
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()


def _end_with_input() -> None:
    os.read(sys.stdin.fileno(), 1)  # unbuffered: a buffer's lock, held at the end of the process, is fatal
    os.kill(os.getpid(), signal.SIGTERM)
