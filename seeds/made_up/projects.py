"""Two made-up projects in three phases: one done, one under way, one planned."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from gis.codelists import Currency, PhaseStatus
from seeds.made_up.features import Feature
from seeds.made_up.ground import area_m2
from seeds.made_up.outcome import Task
from seeds.made_up.records import MADE_UP, Codes
from seeds.made_up.season import Period
from seeds.made_up.teams import AGENCY

YEAR = timedelta(weeks=52)
ROUND_M2 = 100_000
EUR_PER_M2 = 0.45
SPENT_SHARE = 0.94


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A phase with the tasks that were ordered in it; the last one has none yet."""

    code: str
    number: int
    planned_start: date
    tasks: tuple[Task, ...]
    planned_area_m2: int


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project of all tasks of a district but those of non-technical survey."""

    code: str
    name_en: str
    name_az: str
    phases: tuple[Phase, ...]


def projects(tasks: Iterable[Task], period: Period) -> tuple[Project, ...]:
    """Give the projects; what was ordered in the first year of a period is their first phase."""
    known = tuple(tasks)
    return (
        _project("FUZ", ("Fuzuli orchards", "Füzuli bağları"), tasks=known, period=period),
        _project("AGM", ("Aghdam plain", "Ağdam düzü"), tasks=known, period=period),
    )


def _project(district: str, words: tuple[str, str], *, tasks: Iterable[Task], period: Period) -> Project:
    code = Codes().next("PJ", district, period.first_day.year)
    own = [task for task in tasks if task.order.hazards[0].district == district]
    turn = period.first_day + YEAR
    first = tuple(task for task in own if task.issued_on and task.issued_on < turn)
    second = tuple(task for task in own if task not in first)
    starts = [period.first_day, turn, turn + YEAR]
    done = [
        Phase(
            code=f"{code}-{number}",
            number=number,
            planned_start=start,
            tasks=part,
            planned_area_m2=ceil(sum(_planned_m2(task) for task in part) / ROUND_M2) * ROUND_M2,
        )
        for number, (start, part) in enumerate(zip(starts, (first, second), strict=False), start=1)
    ]
    last = Phase(code=f"{code}-3", number=3, planned_start=starts[2], tasks=(), planned_area_m2=2_500_000)
    return Project(code=code, name_en=words[0], name_az=words[1], phases=(*done, last))


def _planned_m2(task: Task) -> float:
    return sum(area_m2(ring) for ring in task.order.outlines)


def phase_codes(made: Iterable[Project]) -> dict[Task, str]:
    """Give the code of the phase that a task belongs to; most belong to none."""
    return {task: phase.code for project in made for phase in project.phases for task in phase.tasks}


def project_features(made: Iterable[Project]) -> Iterator[Feature]:
    """Give the records of the projects."""
    for project in made:
        yield Feature(
            properties={
                "code": project.code,
                "name_en": f"{project.name_en} (demonstration)",
                "name_az": f"{project.name_az} (nümayiş)",
                "total_area_m2": sum(phase.planned_area_m2 for phase in project.phases),
                "executing_org": AGENCY.code,
                "visibility": "public",
                "remarks": MADE_UP,
            }
        )


def phase_features(made: Iterable[Project]) -> Iterator[Feature]:
    """Give the records of their phases."""
    for project in made:
        for phase in project.phases:
            yield Feature(properties={"project_code": project.code, **_phase(phase)})


def _phase(phase: Phase) -> Mapping[str, object]:
    started = [task.started_on for task in phase.tasks if task.started_on]
    finished = [task for task in phase.tasks if task.completed_on]
    is_over = bool(phase.tasks) and len(finished) == len(phase.tasks)
    budget = phase.planned_area_m2 * EUR_PER_M2
    return {
        "code": phase.code,
        "number": phase.number,
        "planned_area_m2": phase.planned_area_m2,
        "planned_start": phase.planned_start,
        "planned_end": phase.planned_start + YEAR - timedelta(days=1),
        "actual_start": min(started, default=None),
        "actual_end": max((task.completed_on for task in finished if task.completed_on), default=None)
        if is_over
        else None,
        "budget_amount": round(budget, -3),
        "spent_amount": round(sum(_planned_m2(task) for task in finished) * EUR_PER_M2 * SPENT_SHARE, -3) or None,
        "currency": Currency.EUR,
        "status": PhaseStatus.COMPLETED if is_over else PhaseStatus.ACTIVE if started else PhaseStatus.PLANNED,
        "visibility": "public",
        "remarks": MADE_UP,
    }
