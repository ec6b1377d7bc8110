"""The released areas: a day's ground, an accepted completion, a cancellation, a number without outline."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from numpy.random import Generator

from gis.codelists import Basis, ReleaseMethod
from seeds.made_up.finds import Find, finds_in
from seeds.made_up.ground import Metres, area_m2, outline
from seeds.made_up.hazards import Hazard, Sites
from seeds.made_up.outcome import Task, finished_on
from seeds.made_up.plan import Decision
from seeds.made_up.schedule import Block, Work
from seeds.made_up.season import Period
from seeds.made_up.teams import AGENCY, ENGINEERS, MANUAL, Organisation

NO_EVIDENCE = "No evidence of explosive ordnance; in use by residents without incident"
NOTHING_FOUND = "Technical survey found no evidence of explosive ordnance"
MISREPORTED_EVERY = 400


@dataclass(frozen=True, kw_only=True, eq=False)
class Release:
    """One released area.

    Attributes
    ----------
    ring
        Closed ring; None where only square metres were reported.
    details
        Further fields of the layer, by name.
    finds
        What was found on it; `counts_finds_only` says whether as numbers only.
    """

    day: date
    method: ReleaseMethod
    basis: Basis
    organisation: Organisation
    district: str
    reported_m2: float
    ring: Metres | None = None
    hazards: tuple[Hazard, ...] = ()
    task: Task | None = None
    details: dict[str, object] = field(default_factory=dict)
    finds: tuple[Find, ...] = ()
    counts_finds_only: bool = False


def daily(rng: Generator, tasks: tuple[Task, ...]) -> Iterator[Release]:
    """Give every day's ground of every task, as the teams reported it; every so often an area is typed wrong."""
    days = ((task, task.work, block) for task in tasks if task.work for block in task.work.blocks)
    for number, (task, work, block) in enumerate(days, start=1):
        day = of_a_day(task, work, block=block, finds=finds_in(rng, work, block))
        yield replace(day, reported_m2=_as_written(day.reported_m2 * 1.03)) if number % MISREPORTED_EVERY == 0 else day


def of_a_day(task: Task, work: Work, *, block: Block, finds: tuple[Find, ...] = ()) -> Release:
    """Give one day's ground."""
    return Release(
        day=block.day,
        method=_method(work),
        basis=Basis.OPERATIONAL,
        organisation=work.team.organisation,
        district=work.order.hazards[0].district,
        reported_m2=_as_written(block.area_m2),
        ring=block.ring,
        hazards=work.order.hazards,
        task=task,
        details=_how(work) | {"reported_by": work.team.name, "work_date_from": block.day},
        finds=finds,
        counts_finds_only=work.team.counts_finds_only,
    )


def completions(tasks: tuple[Task, ...]) -> Iterator[Release]:
    """Give the accepted completion of every task that has come so far."""
    for task in tasks:
        if task.work and task.completed_on and task.accepted_on:
            for ring in task.order.outlines:
                yield _completion(task, task.work, ring)


def _completion(task: Task, work: Work, ring: Metres) -> Release:
    dates = {
        "work_date_from": work.started_on,
        "completed_on": task.completed_on,
        "accepted_on": task.accepted_on,
        "handed_over_on": task.handed_over_on,
    }
    return Release(
        day=work.last_worked_on,
        method=_method(work),
        basis=Basis.CERTIFIED,
        organisation=work.team.organisation,
        district=work.order.hazards[0].district,
        reported_m2=_as_written(area_m2(ring)),
        ring=ring,
        hazards=work.order.hazards,
        task=task,
        details=_how(work) | dates | {"qc_state": "passed"},
    )


def before(sites: Sites) -> Iterator[Release]:
    """Give the completions of the years before the period, from which no daily reports are left."""
    for number, hazard in enumerate(sites.finished):
        day, ring = finished_on(hazard, number), outline(hazard.belt)
        yield Release(
            day=day,
            method=ReleaseMethod.CLEARED,
            basis=Basis.CERTIFIED,
            organisation=ENGINEERS,
            district=hazard.district,
            reported_m2=_as_written(area_m2(ring)),
            ring=ring,
            hazards=(hazard,),
            details={
                "asset": MANUAL.assets,
                "depth_cleared_cm": MANUAL.depth_cm,
                "completed_on": day,
                "accepted_on": day,
                "qc_state": "passed",
                "geometry_source": "survey_gnss",
                "purpose": "agriculture",
            },
        )


def cancelled(decisions: tuple[Decision, ...], tasks: tuple[Task, ...]) -> Iterator[Release]:
    """Give the ground that non-technical survey cancelled; accepted on the day, so certified at once."""
    for decision, task in zip(decisions, tasks, strict=True):
        for belt in decision.belts:
            yield _cancelled(decision, task, outline(belt))


def _cancelled(decision: Decision, task: Task, ring: Metres) -> Release:
    return Release(
        day=decision.day,
        method=ReleaseMethod.CANCELLED,
        basis=Basis.CERTIFIED,
        organisation=AGENCY,
        district=decision.hazard.district,
        reported_m2=_as_written(area_m2(ring)),
        ring=ring,
        hazards=(decision.hazard,),
        task=task,
        details={
            "criteria": NO_EVIDENCE,
            "completed_on": decision.day,
            "accepted_on": decision.day,
            "geometry_source": "digitised",
            "purpose": "agriculture",
        },
    )


def without_outline(rng: Generator, period: Period) -> Iterator[Release]:
    """Give what the engineers report as square metres and no more, every eight weeks and in the last one."""
    for weeks in range(0, 104, 8):
        yield Release(
            day=period.last_day - timedelta(weeks=weeks, days=2),
            method=ReleaseMethod.UNDETERMINED,
            basis=Basis.OPERATIONAL,
            organisation=ENGINEERS,
            district=str(rng.choice(["KAL", "LAC", "XCI"])),
            reported_m2=_as_written(float(rng.uniform(800, 14_000))),
            details={"geometry_source": "none", "date_precision": "reported"},
        )


def _method(work: Work) -> ReleaseMethod:
    return ReleaseMethod.CLEARED if work.order.craft.depth_cm else ReleaseMethod.REDUCED


def _how(work: Work) -> dict[str, object]:
    how = {
        "asset": work.order.craft.assets,
        "target_types": work.order.targets,
        "geometry_source": "survey_gnss",
        "purpose": "agriculture",
    }
    depth_cm = work.order.craft.depth_cm
    return how | ({"depth_cleared_cm": depth_cm} if depth_cm else {"criteria": NOTHING_FOUND})


def _as_written(exact_m2: float) -> float:
    """Round as people write it down: to ten square metres."""
    return round(exact_m2 / 10) * 10.0
