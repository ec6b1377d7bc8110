"""How far the work on a large upload is, told beside its transaction, and how a person stops it.

The work is one transaction, of which nobody sees anything until it ends; so its progress is written by a connection of
its own, and a wish to stop is read by the same.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, Text, cast, delete, func, insert, select, update
from sqlalchemy.orm import Session

from service.jobs import FAILED, JOB, Task
from service.tables import upload_work

TOLD_EVERY_S: Final = 0.5
LOCK_CLASS: Final = 0x1ED6
"""The advisory locks of uploads that are being worked on: class, and a hash of the id."""


class Stage(StrEnum):
    """What the work on an upload is at."""

    WAITING = "waiting"
    READING = "reading"
    CHECKING = "checking"
    STORING = "storing"


STAGES: Final = {
    Stage.WAITING: (0.0, 0.0),
    Stage.READING: (0.0, 0.6),
    Stage.CHECKING: (0.6, 0.9),
    Stage.STORING: (0.9, 1.0),
}
"""The shares of the whole time at which a stage begins and ends, as large files take them."""

Watch = Callable[[Stage, int, int | None], None]
"""Is told stage, done and total, between parts; may raise `WorkCancelled`."""


class WorkCancelled(Exception):  # noqa: N818 - nothing failed
    """A person asked to stop the work on an upload."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """How far the work on an upload is.

    Attributes
    ----------
    done_count, total_count
        Features, in this stage; the total is an estimate until the file is read.
    share
        How much of the whole is over, 0 to 1.
    seconds_left
        Missing while too little is known to say.
    """

    stage: Stage
    done_count: int
    total_count: int | None
    share: float
    seconds_left: float | None
    is_cancelled: bool

    @classmethod
    def of(cls, row: Row[Any]) -> "Work | None":
        """Make it from an upload's row, if it is being worked on or waits for it."""
        if row.work_stage is None:
            return None
        stage = Stage(row.work_stage)
        share = _share(stage, row.work_done_count, row.work_total_count)
        return cls(
            stage=stage,
            done_count=row.work_done_count,
            total_count=row.work_total_count,
            share=share,
            seconds_left=_seconds_left(share, row.work_changed_at - row.work_started_at),
            is_cancelled=row.work_cancelled_at is not None,
        )


def nobody(stage: Stage, done: int, total: int | None) -> None:
    """Watch nothing: for small files."""


def watch_of(engine: Engine, upload_id: UUID) -> Watch:
    """Give what writes the progress of an upload for others to see, and raises when a person asked to stop."""
    told: dict[Stage, float] = {}

    def watch(stage: Stage, done: int, total: int | None) -> None:
        if time.monotonic() - told.get(stage, -TOLD_EVERY_S) < TOLD_EVERY_S:
            return
        begins = {} if told else {"started_at": func.clock_timestamp()}
        told[stage] = time.monotonic()
        with engine.begin() as beside:
            if _tell(beside, upload_id, {"stage": stage, "done_count": done, "total_count": total, **begins}):
                raise WorkCancelled

    return watch


def begin_waiting(session: Session, upload_id: UUID) -> None:
    """Say that an upload waits for the worker."""
    session.execute(insert(upload_work).values(upload_id=upload_id, stage=Stage.WAITING))


def end(session: Session, upload_id: UUID) -> None:
    """Say that nothing more is done on an upload."""
    session.execute(delete(upload_work).where(upload_work.c.upload_id == upload_id))


def ask_to_stop(session: Session, upload_id: UUID, person_id: UUID) -> None:
    """Leave word that the work on an upload shall stop, and who wants it."""
    asked = update(upload_work).where(upload_work.c.upload_id == upload_id, upload_work.c.cancelled_at.is_(None))
    session.execute(asked.values(cancelled_at=func.clock_timestamp(), cancelled_by_id=person_id))


def given_up(session: Session) -> list[UUID]:
    """Give the uploads that wait for work that was tried to the last."""
    is_its = JOB.c.args["upload_id"].astext == cast(upload_work.c.upload_id, Text)
    has_failed = cast(JOB.c.status, Text).in_(FAILED)
    failed = select(JOB.c.id).where(is_its, JOB.c.task_name == Task.READ_UPLOAD.value, has_failed)
    return list(session.scalars(select(upload_work.c.upload_id).where(failed.exists())))


def hold(session: Session, upload_id: UUID) -> None:
    """Wait until nobody else works on an upload, and keep others from it until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(LOCK_CLASS, func.hashtext(str(upload_id)))))


def is_free(session: Session, upload_id: UUID) -> bool:
    """Say whether nobody works on an upload, and if so hold it until the transaction ends."""
    return session.scalar(select(func.pg_try_advisory_xact_lock(LOCK_CLASS, func.hashtext(str(upload_id))))) is True


def _tell(beside: Connection, upload_id: UUID, told: dict[str, Any]) -> bool:
    """Write how far the work is, and say whether a person asked to stop."""
    changed = update(upload_work).where(upload_work.c.upload_id == upload_id)
    values = told | {"changed_at": func.clock_timestamp()}
    return beside.execute(changed.values(values).returning(upload_work.c.cancelled_at)).scalar() is not None


def _share(stage: Stage, done: int, total: int | None) -> float:
    begin, finish = STAGES[stage]
    return begin + (finish - begin) * min(1.0, done / total) if total else begin


def _seconds_left(share: float, elapsed: timedelta) -> float | None:
    return elapsed.total_seconds() * (1 - share) / share if share > 0.02 else None  # noqa: PLR2004 - too early to tell
