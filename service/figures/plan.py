"""What a plan is measured by: released ground in both accounts, against a planned area (domain.md 8.8, 8.9)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import fsum
from typing import Self

from gis.aggregates import Areas, Rows, areas, total_m2
from gis.codelists import Account, ActivityType, Currency, PhaseStatus, TaskStatus, Visibility

WHOLE_PCT = 100
TOLERANCE_M2 = 1
"""How far measuring may lead beyond a plan without a word about it."""


@dataclass(frozen=True, kw_only=True)
class PlanQuestion:
    """Which plans to tell of, as they stood at the end of a day.

    Attributes
    ----------
    as_known_at
        The instant whose state of knowledge is asked for; missing: the last committed change.
    audience
        Only records of these visibilities; the others are counted.
    project_phase
        Only the tasks of this phase; missing: all.
    """

    as_of: date
    audience: Collection[Visibility]
    as_known_at: datetime | None = None
    project_phase: str | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Released ground against a planned area; the two accounts stand side by side and are never added.

    Attributes
    ----------
    planned_area_m2
        Missing where nobody planned; then there is no share and nothing remains to be told.
    spent_amount
        In the currency of the phase; missing where it is not known, or known in several currencies.
    """

    planned_area_m2: float | None
    operational: Areas
    certified: Areas
    spent_amount: float | None = None

    @classmethod
    def of(cls, planned_area_m2: float | None, released: Rows, spent_amount: float | None = None) -> Self:
        """Add up rows of `account`, `method` and `area_m2`."""
        rows = list(released)
        parts = {account.value: areas(row for row in rows if row["account"] == account) for account in Account}
        return cls(planned_area_m2=planned_area_m2, spent_amount=spent_amount, **parts)

    def released_m2(self, account: Account) -> float:
        """Give what an account holds."""
        return (self.certified if account is Account.CERTIFIED else self.operational).released_m2

    def share_pct(self, account: Account) -> float | None:
        """Give the released share of the planned area, which may be more than 100."""
        return WHOLE_PCT * (self.released_m2(account) / self.planned_area_m2) if self.planned_area_m2 else None

    def remaining_m2(self, account: Account) -> float | None:
        """Give what is left of the plan, less than nothing where more was released."""
        return None if self.planned_area_m2 is None else total_m2([self.planned_area_m2, -self.released_m2(account)])

    @property
    def is_above_plan(self) -> bool:
        """Tell whether an account holds more than was planned: the plan, or the work, wants a look."""
        return any((self.remaining_m2(account) or 0) < -TOLERANCE_M2 for account in Account)

    @property
    def gap_m2(self) -> float:
        """Give what the certified account holds beyond the operational one; less than nothing where work waits."""
        return total_m2([self.certified.released_m2, -self.operational.released_m2])

    @property
    def cost_per_m2(self) -> float | None:
        """Give what was spent for a square metre reduced or cleared."""
        searched_m2 = self.operational.reduced_m2 + self.operational.cleared_m2
        return None if self.spent_amount is None or not searched_m2 else self.spent_amount / searched_m2


class Extent(StrEnum):
    """What is drawn of a task: its ground, its course, its place, or nothing."""

    AREA = "area"
    LINE = "line"
    POINT = "point"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class TaskProgress:
    """A task against its plan.

    Attributes
    ----------
    name, task_type, status, organisation, district, project_phase
        All missing for a task that releases name and that nobody has sent.
    extent
        What is drawn of it; missing for a task that nobody has sent.
    length_m
        Of a road or another line, a strip's too; missing for all else.
    completed_on
        The day at which the gap between the accounts is dated.
    item_count
        Explosive items found, each once.
    certified_item_count
        What completion reports say of them: compared, never counted.
    """

    code: str
    name: str | None
    task_type: ActivityType | None
    status: TaskStatus | None
    organisation: str | None
    district: str | None
    project_phase: str | None
    extent: Extent | None
    length_m: float | None
    completed_on: date | None
    plan: Plan
    item_count: int
    certified_item_count: int | None


@dataclass(frozen=True, kw_only=True)
class Extents:
    """What is drawn of several tasks: those of which nothing but a place is known are counted apart.

    Attributes
    ----------
    not_drawn_count
        A point stands for the task, or nothing does.
    line_count, length_m
        Tasks with a length: roads and other lines, with a width or without.
    """

    not_drawn_count: int
    line_count: int
    length_m: float

    @classmethod
    def of(cls, tasks: Collection[TaskProgress]) -> Self:
        """Count tasks; those that nobody has sent are left out."""
        lengths_m = [task.length_m for task in tasks if task.length_m is not None]
        return cls(
            not_drawn_count=sum(task.extent in {Extent.POINT, Extent.NONE} for task in tasks),
            line_count=len(lengths_m),
            length_m=fsum(lengths_m),
        )


@dataclass(frozen=True, kw_only=True)
class PhaseProgress:
    """A phase against its plan.

    Attributes
    ----------
    so_far
        The phases of its project up to this one, against the area of the project.
    """

    code: str
    project: str
    project_name_en: str | None
    project_name_az: str | None
    number: int
    status: PhaseStatus
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    budget_amount: float | None
    currency: Currency | None
    plan: Plan
    so_far: Plan
    item_count: int


@dataclass(frozen=True, kw_only=True)
class Plans:
    """Tasks by code and phases by project and number, and how many more the audience may not see."""

    tasks: tuple[TaskProgress, ...]
    withheld_task_count: int
    phases: tuple[PhaseProgress, ...]
    withheld_phase_count: int
    as_known_at: datetime
