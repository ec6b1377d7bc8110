"""The queue of long work, in PostgreSQL: what is put into it, and how far it got.

A job is stored by the transaction that wants it done: it is there if that transaction commits, and never was if it does
not. What a job does is in `service.worker`.
"""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from procrastinate import SyncPsycopgConnector
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from sqlalchemy import column, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

LEDGER = "ledger"
"""The lock of jobs that renew the ledger: one of them at a time."""


class Task(StrEnum):
    """What can be left to the worker."""

    RESPLIT_LEDGER = "resplit_ledger"


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
JOB = table("procrastinate_jobs", column("id"), column("task_name"), column("status"), column("args", JSONB))


def queue_resplit(session: Session, upload_id: UUID) -> None:
    """Have the ledger split anew by the boundaries that an upload brought, once the session's transaction commits."""
    connection = session.connection().connection.driver_connection
    manager = JobManager(SyncPsycopgConnector())  # never opened: the session's connection is the one that is used
    job = configure_task(name=Task.RESPLIT_LEDGER, job_manager=manager, lock=LEDGER, connection=connection)
    job.defer(upload_id=str(upload_id))


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
    """Give how much of an upload's work is over, 0 to 1: its checking, which always is, and each job it left."""
    over = sum(state in {JobState.DONE, JobState.FAILED} for _, state in jobs)
    return (1 + over) / (1 + len(jobs))
