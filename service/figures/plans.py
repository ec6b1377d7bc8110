"""Tasks, phases and projects against their plans, in both accounts (domain.md 8.8, 8.9)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum
from typing import Any, Generic, Self, TypeVar

from sqlalchemy.orm import Session

from gis.aggregates import Areas, Rows, areas, items_by, total_m2
from gis.codelists import Account, ActivityType, Currency, PhaseStatus, TaskStatus, Visibility
from service.figures.items import ALWAYS, Known, Scope, found_items
from service.ledger.known import known_at
from service.problems import WrongParameter
from service.sql import statement

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


@dataclass(frozen=True, kw_only=True)
class TaskProgress:
    """A task against its plan.

    Attributes
    ----------
    name, task_type, status, organisation, district, project_phase
        All missing for a task that releases name and that nobody has sent.
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
    completed_on: date | None
    plan: Plan
    item_count: int
    certified_item_count: int | None


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


T = TypeVar("T", TaskProgress, PhaseProgress)


@dataclass(frozen=True, kw_only=True)
class Plans(Generic[T]):
    """Tasks by code, or phases by project and number, and how many more there are that the audience may not see."""

    rows: tuple[T, ...]
    withheld_count: int
    as_known_at: datetime


def task_progress(session: Session, question: PlanQuestion) -> Plans[TaskProgress]:
    """Give every task with its net released ground in both accounts.

    Raises
    ------
    WrongParameter
        If the phase is unknown, or `as_known_at` is not an instant of the past.
    """
    basis = _Basis.load(session, question, Scope.TASK)
    tasks = basis.rows(session, "plan_tasks")
    if question.project_phase is not None:
        _refuse_unknown_phase(question.project_phase, basis.rows(session, "plan_phases"), question.audience)
        tasks = [row for row in tasks if row["project_phase"] == question.project_phase]
    seen = [row for row in tasks if row["visibility"] in question.audience]
    return Plans(
        rows=tuple(_task(row, basis) for row in seen),
        withheld_count=len(tasks) - len(seen),
        as_known_at=basis.known.as_known_at,
    )


def phase_progress(session: Session, question: PlanQuestion) -> Plans[PhaseProgress]:
    """Give every phase with its net released ground in both accounts, and its project's up to it.

    Raises
    ------
    WrongParameter
        If `as_known_at` is not an instant of the past.
    """
    basis = _Basis.load(session, question, Scope.PROJECT_PHASE)
    phases = basis.rows(session, "plan_phases")
    seen = [row for row in phases if row["visibility"] in question.audience]
    return Plans(
        rows=tuple(_phase(row, phases, basis) for row in seen),
        withheld_count=len(phases) - len(seen),
        as_known_at=basis.known.as_known_at,
    )


@dataclass(frozen=True, kw_only=True)
class _Basis:
    """What all plans of one question are measured by: released ground and finds, by task or by phase."""

    known: Known
    released: Mapping[str, Sequence[Mapping[str, Any]]]
    item_counts: Mapping[str, int]

    @classmethod
    def load(cls, session: Session, question: PlanQuestion, scope: Scope) -> Self:
        known = Known(from_on=ALWAYS, to_on=question.as_of, as_known_at=known_at(session, question.as_known_at))
        values = {"as_of": known.to_on, "as_known_at": known.as_known_at}
        released: dict[str, list[Mapping[str, Any]]] = {}
        for row in session.execute(statement("plan_released"), values).mappings():
            released.setdefault(row[scope], []).append(dict(row))
        found = items_by("scope", found_items(session, known, scope))
        return cls(known=known, released=released, item_counts={str(s): items.total for s, items in found.items()})

    def rows(self, session: Session, name: str) -> list[Mapping[str, Any]]:
        """Give the records of a statement as they were known."""
        values = {"as_of": self.known.to_on, "as_known_at": self.known.as_known_at}
        return [dict(row) for row in session.execute(statement(name), values).mappings()]


def _task(row: Mapping[str, Any], basis: _Basis) -> TaskProgress:
    return TaskProgress(
        **{name: row[name] for name in ("code", "name", "organisation", "district", "project_phase", "completed_on")},
        task_type=row["task_type"] and ActivityType(row["task_type"]),
        status=row["status"] and TaskStatus(row["status"]),
        plan=Plan.of(row["planned_area_m2"], basis.released.get(row["code"], ())),
        item_count=basis.item_counts.get(row["code"], 0),
        certified_item_count=row["certified_item_count"],
    )


PHASE_COLUMNS = (
    "code",
    "project",
    "project_name_en",
    "project_name_az",
    "number",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
    "budget_amount",
)


def _phase(row: Mapping[str, Any], phases: Sequence[Mapping[str, Any]], basis: _Basis) -> PhaseProgress:
    so_far = [one for one in phases if one["project"] == row["project"] and one["number"] <= row["number"]]
    released = [part for one in so_far for part in basis.released.get(one["code"], ())]
    return PhaseProgress(
        **{name: row[name] for name in PHASE_COLUMNS},
        status=PhaseStatus(row["status"]),
        currency=row["currency"] and Currency(row["currency"]),
        plan=Plan.of(row["planned_area_m2"], basis.released.get(row["code"], ()), row["spent_amount"]),
        so_far=Plan.of(row["project_area_m2"], released, _spent(so_far)),
        item_count=basis.item_counts.get(row["code"], 0),
    )


def _spent(phases: Sequence[Mapping[str, Any]]) -> float | None:
    """Give what phases spent together; nothing where one does not say, or says it in another currency."""
    if len({phase["currency"] for phase in phases}) > 1 or any(phase["spent_amount"] is None for phase in phases):
        return None
    return fsum(phase["spent_amount"] for phase in phases)


def _refuse_unknown_phase(code: str, phases: Sequence[Mapping[str, Any]], audience: Collection[Visibility]) -> None:
    allowed = [phase["code"] for phase in phases if phase["visibility"] in audience]
    if code not in allowed:
        raise WrongParameter(
            f"No project phase has the code “{code}”. Allowed: {', '.join(allowed)}.",
            f"“{code}” kodlu layihə mərhələsi yoxdur. İcazə verilənlər: {', '.join(allowed)}.",
            parameter="project_phase",
            allowed=allowed,
        )
