"""What a situation report asks of the database: tasks, new records and uploads of a day, as known at an instant."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from gis.aggregates import Areas, Items, areas_by, items_by
from gis.codelists import TaskStatus, UploadStatus
from service.figures.items import Known, Lots, Scope, found_items
from service.sql import statement


@dataclass(frozen=True, kw_only=True)
class TaskOfDay:
    """A task that is under way or stopped, or has work of the day.

    Attributes
    ----------
    teams
        Who reported the work of the day, as the reports write it.
    has_work, has_waiting
        Whether work of the day is approved, and whether some waits for approval.
    waiting_m2
        What waits, before anything is netted; missing where nothing does.
    last_work_on
        The last day of approved work until then.
    issue_count
        Open errors and warnings of the task and of its releases.
    """

    code: str
    name: str | None
    status: TaskStatus
    teams: str | None
    has_work: bool
    has_waiting: bool
    waiting_m2: float | None
    organisation: str | None
    district: str | None
    last_work_on: date | None
    issue_count: int

    @property
    def is_missed(self) -> bool:
        """Tell whether a report of the day is missing: the task is under way, and nothing came in."""
        is_under_way = self.status in {TaskStatus.ACTIVE, TaskStatus.REWORK}
        return is_under_way and not (self.has_work or self.has_waiting)


@dataclass(frozen=True, kw_only=True)
class NewRecord:
    """A release or a hazardous area that is of the day, or was approved on it.

    Attributes
    ----------
    kind
        The method of a release, the class of a hazardous area.
    area_m2
        As drawn, else as reported.
    """

    layer: str
    code: str
    kind: str
    day: date
    task: str | None
    organisation: str | None
    district: str | None
    area_m2: float | None


class Moved(StrEnum):
    """What happened to an upload on a day; those that wait are told whatever the day."""

    RECEIVED = "received"
    APPROVED = "approved"
    RETURNED = "returned"
    WAITING = "waiting"


@dataclass(frozen=True, kw_only=True)
class UploadOfDay:
    """An upload that waits, or that something happened to on the day."""

    id: UUID
    layer: str
    file_name: str
    status: UploadStatus
    received_at: datetime
    moved_at: datetime
    is_received: bool
    is_approved: bool
    is_returned: bool
    is_waiting: bool
    feature_count: int

    def has_moved(self, moved: Moved) -> bool:
        """Tell whether it is among those that something happened to, or that wait."""
        return {
            Moved.RECEIVED: self.is_received,
            Moved.APPROVED: self.is_approved,
            Moved.RETURNED: self.is_returned,
            Moved.WAITING: self.is_waiting,
        }[moved]


@dataclass(frozen=True, kw_only=True)
class DayOfWork:
    """What a situation report tells of.

    Attributes
    ----------
    records
        The releases and hazardous areas that are new; what was loaded in bulk is told of its own days only.
    uploads
        Those that something happened to on the day, and those that wait, the longest first.
    released, found
        What was released, and the items found whatever became of them, by the codes of tasks; of work without one
        the code is missing.
    found_lots
        The same lot by lot.
    """

    tasks: Sequence[TaskOfDay]
    records: Sequence[NewRecord]
    uploads: Sequence[UploadOfDay]
    released: Mapping[Hashable, Areas]
    found: Mapping[Hashable, Items]
    found_lots: Lots


def day_of_work(session: Session, known: Known, released: Iterable[Mapping[str, Any]], *, zone: str) -> DayOfWork:
    """Ask for everything that a situation report tells, besides the released ground, which is given by tasks."""
    tasks, records = (
        session.execute(statement(f"sitrep_{name}"), vars(known) | {"zone": zone}).mappings()
        for name in ("tasks", "records")
    )
    lots = found_items(session, known, Scope.TASK)
    return DayOfWork(
        tasks=[TaskOfDay(**{**row, "status": TaskStatus(row["status"])}) for row in tasks],
        records=[NewRecord(**row) for row in records],
        uploads=uploads_of_day(session, known, zone=zone),
        released=areas_by("task", released),
        found=items_by("scope", lots),
        found_lots=lots,
    )


def uploads_of_day(session: Session, known: Known, *, zone: str) -> list[UploadOfDay]:
    """Give the uploads that something happened to on a day, and those that wait, the longest first."""
    rows = session.execute(statement("sitrep_uploads"), vars(known) | {"zone": zone}).mappings()
    return [UploadOfDay(**{**row, "status": UploadStatus(row["status"])}) for row in rows]
