"""Tasks and phases against their plans, as records and ledger have them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Self

from sqlalchemy.orm import Session

from gis.aggregates import items_by
from gis.codelists import ActivityType, Currency, PhaseStatus, TaskStatus, Visibility
from service.figures.items import ALWAYS, Known, Scope, found_items
from service.figures.plan import Extent, PhaseProgress, Plan, PlanQuestion, Plans, TaskProgress
from service.ledger.known import known_at
from service.problems import WrongParameter
from service.sql import statement

Record = Mapping[str, Any]


def plans(session: Session, question: PlanQuestion) -> Plans:
    """Give every task and every phase with its net released ground in both accounts, each phase's project up to it.

    Raises
    ------
    WrongParameter
        If the phase is unknown, or `as_known_at` is not an instant of the past.
    """
    known = Known(from_on=ALWAYS, to_on=question.as_of, as_known_at=known_at(session, question.as_known_at))
    tasks, phases = (_rows(session, name, known) for name in ("plan_tasks", "plan_phases"))
    basis = _Basis.load(session, known, tasks)
    if question.project_phase is not None:
        _refuse_unknown_phase(question.project_phase, phases, question.audience)
        tasks = [task for task in tasks if task["project_phase"] == question.project_phase]
    seen_tasks, seen_phases = (
        [record for record in records if record["visibility"] in question.audience] for records in (tasks, phases)
    )
    return Plans(
        tasks=tuple(_task(task, basis) for task in seen_tasks),
        withheld_task_count=len(tasks) - len(seen_tasks),
        phases=tuple(_phase(phase, phases, basis) for phase in seen_phases),
        withheld_phase_count=len(phases) - len(seen_phases),
        as_known_at=known.as_known_at,
    )


def _rows(session: Session, name: str, known: Known) -> list[Record]:
    values = {"as_of": known.to_on, "as_known_at": known.as_known_at}
    return [dict(row) for row in session.execute(statement(name), values).mappings()]


@dataclass(frozen=True, kw_only=True)
class _Basis:
    """What plans are measured by: released ground and finds, by the codes of tasks and of phases."""

    released_by_task: Mapping[str, Sequence[Record]]
    released_by_phase: Mapping[str, Sequence[Record]]
    count_by_task: Mapping[str, int]
    count_by_phase: Mapping[str, int]

    @classmethod
    def load(cls, session: Session, known: Known, tasks: Sequence[Record]) -> Self:
        released = _rows(session, "plan_released", known)
        found = items_by("scope", found_items(session, known, Scope.TASK))
        count_by_task = {str(code): items.total for code, items in found.items()}
        count_by_phase = Counter[str]()
        for task in tasks:
            count_by_phase[task["project_phase"]] += count_by_task.get(task["code"], 0)
        return cls(
            released_by_task=_by("task", released),
            released_by_phase=_by("project_phase", released),
            count_by_task=count_by_task,
            count_by_phase=count_by_phase,
        )


def _by(name: str, rows: Sequence[Record]) -> Mapping[str, Sequence[Record]]:
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return groups


def _task(row: Record, basis: _Basis) -> TaskProgress:
    return TaskProgress(
        **{name: row[name] for name in ("code", "name", "organisation", "district", "project_phase", "completed_on")},
        task_type=row["task_type"] and ActivityType(row["task_type"]),
        status=row["status"] and TaskStatus(row["status"]),
        extent=row["extent"] and Extent(row["extent"]),
        length_m=row["length_m"],
        plan=Plan.of(row["planned_area_m2"], basis.released_by_task.get(row["code"], ())),
        item_count=basis.count_by_task.get(row["code"], 0),
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


def _phase(row: Record, phases: Sequence[Record], basis: _Basis) -> PhaseProgress:
    so_far = [one for one in phases if one["project"] == row["project"] and one["number"] <= row["number"]]
    released = [part for one in so_far for part in basis.released_by_phase.get(one["code"], ())]
    return PhaseProgress(
        **{name: row[name] for name in PHASE_COLUMNS},
        status=PhaseStatus(row["status"]),
        currency=row["currency"] and Currency(row["currency"]),
        plan=Plan.of(row["planned_area_m2"], basis.released_by_phase.get(row["code"], ()), row["spent_amount"]),
        so_far=Plan.of(row["project_area_m2"], released, _spent(so_far)),
        item_count=basis.count_by_phase.get(row["code"], 0),
    )


def _spent(phases: Sequence[Record]) -> float | None:
    """Give what phases spent together; nothing where one does not say, or says it in another currency."""
    if len({phase["currency"] for phase in phases}) > 1 or any(phase["spent_amount"] is None for phase in phases):
        return None
    return fsum(phase["spent_amount"] for phase in phases)


def _refuse_unknown_phase(code: str, phases: Sequence[Record], audience: Collection[Visibility]) -> None:
    allowed = [phase["code"] for phase in phases if phase["visibility"] in audience]
    if code not in allowed:
        raise WrongParameter(
            f"No project phase has the code “{code}”. Allowed: {', '.join(allowed)}.",
            f"“{code}” kodlu layihə mərhələsi yoxdur. İcazə verilənlər: {', '.join(allowed)}.",
            parameter="project_phase",
            allowed=allowed,
        )
