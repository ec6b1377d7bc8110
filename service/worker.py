"""The worker: does what waits in the queue, each job in one transaction.

Asked to end, it takes no further job, lets those that are being done come to their end, and posts no further mail.

A worker may be killed at any moment. What it was doing is rolled back by the database; the job stays marked as being
done, until another worker, or the next one here, misses the sign of life of the killed one and does the job again.
"""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from uuid import UUID

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.middleware import AsyncCallNext
from procrastinate.worker import Worker
from psycopg import OperationalError
from psycopg.errors import UndefinedTable
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from service.db import SERVICE_OPTIONS, make_sessions
from service.jobs import Task
from service.ledger.flow import renew_ledger, take_stamp
from service.schedules.desk import Desk
from service.schedules.making import make_report
from service.schedules.sending import Post
from service.schedules.watching import look_after_schedules
from service.settings import Settings
from service.uploads.effect import work_out_effect
from service.uploads.queued import forget_checks, read_queued, settle_given_up

SIGN_OF_LIFE_EVERY_S = 10.0
DEAD_AFTER_S = 60.0
SWEEP_EVERY_S = 15.0
MOST_ATTEMPTS = 5
RETRY_FACTOR_S = 4
"""Tries come 4, 16, 64 … seconds after each other."""
CONNECTIONS = 2
LANES = 2
"""Jobs that are done at once. Each kind has a lock of its own, so one re-split of the ledger and one large upload are
done beside each other: neither waits for the other, and memory is bounded by one upload.
"""

Sweep = Callable[[JobManager], Awaitable[None]]
"""Puts right what was left lying, and queues what is due."""


class QueueLostError(Exception):
    """The database went away, never answered, or has no queue."""


def work(engine: Engine, settings: Settings, *, is_once: bool = False, tries_failed: bool = False) -> None:
    """Do jobs until SIGINT or SIGTERM, which let the job that is being done come to its end.

    Parameters
    ----------
    is_once
        End as soon as nothing waits.
    tries_failed
        Begin with the jobs that failed, now that their cause is mended.

    Raises
    ------
    QueueLostError
        If the database is lost or has no queue; whoever started the worker starts it again.
    """
    is_ending = threading.Event()
    app, sweep = _app(engine, settings, is_ending), _tidier(engine, settings)
    try:
        with suppress(asyncio.CancelledError):  # of the worker that is asked to end
            asyncio.run(_work(app, sweep, is_ending, is_once=is_once, tries_failed=tries_failed))
    except (ConnectorException, OperationalError) as error:
        if isinstance(error.__cause__, UndefinedTable):
            raise QueueLostError("The database has no queue yet. Run: landrelease migrate") from error
        raise QueueLostError(f"The queue does not answer: {error.__cause__ or error}") from error


def resplit_ledger(session: Session, upload_id: UUID, *, district_tolerance_m: float) -> None:
    """Split the ledger by the districts as they are now; doing it again changes nothing."""
    stamp = take_stamp(session, upload_id)
    renew_ledger(session, stamp, district_tolerance_m=district_tolerance_m)


def _app(engine: Engine, settings: Settings, is_ending: threading.Event) -> App:
    """Make the worker's side of the queue: what each task does."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(
        connector=PsycopgConnector(conninfo=url, kwargs={"options": SERVICE_OPTIONS}, min_size=1, max_size=CONNECTIONS)
    )
    sessions = make_sessions(engine)

    @app.task(
        name=Task.RESPLIT_LEDGER, retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=RETRY_FACTOR_S)
    )
    def _(upload_id: str) -> None:
        with sessions.begin() as session:
            resplit_ledger(session, UUID(upload_id), district_tolerance_m=settings.district_tolerance_m)

    @app.task(name=Task.READ_UPLOAD, retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=RETRY_FACTOR_S))
    def _(upload_id: str) -> None:
        read_queued(engine, UUID(upload_id), settings, clock=_now)

    @app.task(
        name=Task.WORK_OUT_EFFECT, retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=RETRY_FACTOR_S)
    )
    def _(effect_of: str) -> None:
        with sessions.begin() as session:
            work_out_effect(session, UUID(effect_of), district_tolerance_m=settings.district_tolerance_m)

    @app.task(name=Task.MAKE_REPORT, retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=RETRY_FACTOR_S))
    def _(made_report_id: str) -> None:
        with sessions.begin() as session:
            make_report(Desk(session=session, settings=settings, now=_now()), UUID(made_report_id))

    @app.task(name=Task.SEND_REPORT, retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=RETRY_FACTOR_S))
    def _(made_report_id: str) -> None:
        post = Post(engine=engine, settings=settings, clock=_now, is_ending=is_ending.is_set)
        post.send_waiting(UUID(made_report_id))

    return app


def _tidier(engine: Engine, settings: Settings) -> Sweep:
    """Give what puts right what was left lying, forgets checks whose time is over, and sees which reports are due."""

    def tidy() -> None:
        settle_given_up(engine)
        forget_checks(engine, settings, _now())
        with make_sessions(engine).begin() as session:
            look_after_schedules(Desk(session=session, settings=settings, now=_now()))

    async def sweep(manager: JobManager) -> None:
        await _sweep(manager)
        await asyncio.to_thread(tidy)

    return sweep


async def _work(app: App, sweep: Sweep, is_ending: threading.Event, *, is_once: bool, tries_failed: bool) -> None:
    with _ended_by_signals(is_ending):
        async with app.open_async():
            await sweep(app.job_manager)
            if tries_failed:
                for job in await app.job_manager.list_jobs_async(status=Status.FAILED.value):
                    await app.job_manager.retry_job(job)
            sweeping = asyncio.create_task(_keep_sweeping(app.job_manager, sweep))
            try:
                await _do_jobs(app, sweep, is_once=is_once)
            finally:
                sweeping.cancel()


async def _do_jobs(app: App, sweep: Sweep, *, is_once: bool) -> None:
    """Do jobs; once, until there is none, nor any that the last ones and the sweep after them queued."""
    done: list[int | None] = []

    async def note(do: AsyncCallNext, context: JobContext, _worker: Worker) -> object:
        done.append(context.job.id)
        return await do()

    while True:
        await app.run_worker_async(
            wait=not is_once,
            concurrency=LANES,
            install_signal_handlers=False,
            update_heartbeat_interval=SIGN_OF_LIFE_EVERY_S,
            stalled_worker_timeout=DEAD_AFTER_S,
            worker_middleware=[note],
        )
        await sweep(app.job_manager)
        if not (is_once and done):
            return
        done.clear()


@contextmanager
def _ended_by_signals(is_ending: threading.Event) -> Iterator[None]:
    """Have the first SIGINT or SIGTERM end this task in good order, and the second at once."""
    task, loop, numbers = asyncio.current_task(), asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)

    def end() -> None:
        is_ending.set()
        for number in numbers:
            loop.remove_signal_handler(number)
        if task:
            task.cancel()

    if threading.current_thread() is threading.main_thread():
        for number in numbers:
            loop.add_signal_handler(number, end)
    yield


async def _keep_sweeping(manager: JobManager, sweep: Sweep) -> None:
    while True:
        await asyncio.sleep(SWEEP_EVERY_S)
        # The worker itself ends where the database does not come back.
        with suppress(ConnectorException, OperationalError, DBAPIError):
            await sweep(manager)


def _now() -> datetime:
    return datetime.now(UTC)


async def _sweep(manager: JobManager) -> None:
    """Put back what killed workers left, but for a job that seems to be what kills them."""
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S):
        if job.attempts + 1 < MOST_ATTEMPTS:
            await manager.retry_job(job, retry_at=datetime.now(UTC))
        else:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
