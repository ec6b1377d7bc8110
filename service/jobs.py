"""The queue of long work, in PostgreSQL: what is put into it, and how far it got.

A job is stored by the transaction that wants it done: it is there if that transaction commits, and never was if it does
not. What a job does is in `service.worker`.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from uuid import UUID

from procrastinate import SyncPsycopgConnector
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from sqlalchemy import Text, cast, column, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

LEDGER = "ledger"
"""The lock of jobs that renew the ledger: one of them at a time."""

UPLOADS = "uploads"
"""The lock of jobs that read large uploads: one at a time, so that a worker's memory is bounded by one."""


REPORTS = "reports"
"""The lock of jobs that make reports: one at a time, as reports are issued."""


class Task(StrEnum):
    """What can be left to the worker."""

    RESPLIT_LEDGER = "resplit_ledger"
    READ_UPLOAD = "read_upload"
    WORK_OUT_EFFECT = "work_out_effect"
    MAKE_REPORT = "make_report"
    SEND_REPORT = "send_report"


class JobState(StrEnum):
    """How far a job got."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


STATES = {
    Status.TODO: JobState.WAITING,
    Status.DOING: JobState.RUNNING,
    Status.SUCCEEDED: JobState.DONE,
    Status.FAILED: JobState.FAILED,
    Status.CANCELLED: JobState.FAILED,
    Status.ABORTED: JobState.FAILED,
}
FAILED = [status.value for status, state in STATES.items() if state == JobState.FAILED]
"""How the queue calls a job that is not tried again."""
UNDER_WAY = [Status.TODO.value, Status.DOING.value]
JOB = table("procrastinate_jobs", column("id"), column("task_name"), column("status"), column("args", JSONB))


def queue_resplit(session: Session, upload_id: UUID) -> None:
    """Have the ledger split anew by the boundaries that an upload brought, once the session's transaction commits."""
    _queue(session, Task.RESPLIT_LEDGER, lock=LEDGER, upload_id=str(upload_id))


def queue_reading(session: Session, upload_id: UUID) -> None:
    """Have an upload's file read and checked, once the session's transaction commits."""
    _queue(session, Task.READ_UPLOAD, lock=UPLOADS, upload_id=str(upload_id))


def queue_effect(session: Session, upload_id: UUID) -> None:
    """Have the effect of an upload worked out, unless it is on its way; the upload itself waits for none of it."""
    if not is_effect_due(session, upload_id):
        _queue(session, Task.WORK_OUT_EFFECT, lock=LEDGER, effect_of=str(upload_id))


def queue_making(session: Session, made_report_id: UUID) -> None:
    """Have the report that is due on a period made, once the session's transaction commits."""
    _queue(session, Task.MAKE_REPORT, lock=REPORTS, made_report_id=str(made_report_id))


def queue_sending(session: Session, made_report_id: UUID) -> None:
    """Have the mails that wait about a report sent; nobody else sends them too.

    A job waits for those before it with the same lock, also for one that is put off: what is to be sent later is queued
    then, lest it keep back what a person wants sent now.
    """
    _queue(session, Task.SEND_REPORT, lock=f"{REPORTS}/{made_report_id}", made_report_id=str(made_report_id))


def last_jobs(session: Session, task: Task, made_report_ids: Collection[UUID]) -> dict[UUID, JobState]:
    """Give how far the last job of a task is on each scheduled report that has one."""
    of = JOB.c.args["made_report_id"].astext
    about = (JOB.c.task_name == task.value, of.in_(map(str, made_report_ids)))
    rows = session.execute(select(of, JOB.c.status).where(*about).order_by(JOB.c.id))
    return {UUID(made_id): STATES[Status(status)] for made_id, status in rows}


def is_effect_due(session: Session, upload_id: UUID) -> bool:
    """Tell whether the effect of an upload waits to be worked out, or is being."""
    return upload_id in effects_due(session, [upload_id])


def effects_due(session: Session, upload_ids: Collection[UUID]) -> set[UUID]:
    """Give those uploads whose effect waits to be worked out, or is being."""
    effect_of = JOB.c.args["effect_of"].astext
    is_due = effect_of.in_(map(str, upload_ids)) & cast(JOB.c.status, Text).in_(UNDER_WAY)
    return set(map(UUID, session.scalars(select(effect_of).where(is_due))))


def jobs_of(session: Session, upload_id: UUID) -> list[tuple[Task, JobState]]:
    """Give what an upload left to the worker and how far each job got, the first first."""
    rows = session.execute(
        select(JOB.c.task_name, JOB.c.status).where(JOB.c.args["upload_id"].astext == str(upload_id)).order_by(JOB.c.id)
    )
    return [(Task(row.task_name), STATES[Status(row.status)]) for row in rows]


def is_resplit_due(session: Session) -> bool:
    """Tell whether answers by district still use boundaries that have been replaced: the last job is not done."""
    of_task = select(JOB.c.status).where(JOB.c.task_name == Task.RESPLIT_LEDGER.value)
    last = session.scalar(of_task.order_by(JOB.c.id.desc()).limit(1))
    return last is not None and STATES[Status(last)] != JobState.DONE


def share_done(jobs: Sequence[tuple[Task, JobState]]) -> float:
    """Give how much of a read upload's work is over, 0 to 1: its reading, which is, and each other job it left."""
    left = [state for task, state in jobs if task != Task.READ_UPLOAD]
    over = sum(state in {JobState.DONE, JobState.FAILED} for state in left)
    return (1 + over) / (1 + len(left))


def _queue(session: Session, task: Task, *, lock: str, **values: str) -> None:
    connection = session.connection().connection.driver_connection
    manager = JobManager(SyncPsycopgConnector())  # never opened: the session's connection is the one that is used
    configure_task(name=task, job_manager=manager, lock=lock, connection=connection).defer(**values)
