"""How everything stands in the evening of the last day: tasks, and hazardous areas of which nothing is left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from numpy.random import Generator

from gis.codelists import CloseReason, TaskStatus
from seeds.made_up.ground import Belt
from seeds.made_up.hazards import Hazard, Site, Sites
from seeds.made_up.plan import Decision
from seeds.made_up.schedule import Order, Work
from seeds.made_up.season import Period
from seeds.made_up.teams import AGENCY, INTERVIEWS, TEAMS, Organisation


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """A task and how far it has come; `work` is None before it has begun."""

    order: Order
    organisation: Organisation
    work: Work | None
    status: TaskStatus
    issued_on: date | None = None
    started_on: date | None = None
    suspended_on: date | None = None
    completed_on: date | None = None
    accepted_on: date | None = None
    handed_over_on: date | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Closing:
    """A hazardous area of which nothing is left."""

    hazard: Hazard
    day: date
    reason: CloseReason


def tasks(rng: Generator, period: Period, *, orders: tuple[Order, ...], works: tuple[Work, ...]) -> tuple[Task, ...]:
    """Give every task as it stood in the evening of the period's last day."""
    begun = {work.order: work.until(period.last_day) for work in works}
    return tuple(
        _begun(rng, work, period.last_day) if (work := begun.get(order)) else _not_begun(order, number, period.last_day)
        for number, order in enumerate(orders)
    )


def _not_begun(order: Order, number: int, last_day: date) -> Task:
    """Give a task that no team has reached: every second one is only planned."""
    organisation = next(team.organisation for team in TEAMS if team.craft == order.craft)
    issued_on = last_day - timedelta(days=number % 25)
    if number % 2 == 0 or order.ready_on > issued_on:
        return Task(order=order, organisation=organisation, work=None, status=TaskStatus.PLANNED)
    return Task(order=order, organisation=organisation, work=None, status=TaskStatus.ISSUED, issued_on=issued_on)


def _begun(rng: Generator, work: Work, last_day: date) -> Task:
    issued_on = max(work.started_on - timedelta(days=int(rng.integers(4, 20))), work.order.ready_on)
    dates = _dates(rng, work, last_day)
    return Task(
        order=work.order,
        organisation=work.team.organisation,
        work=work,
        status=_status(dates),
        issued_on=issued_on,
        started_on=work.started_on,
        **dates,
    )


def survey_task(decision: Decision) -> Task:
    """Give the task of non-technical survey that led to a decision; it looked at the whole area."""
    order = Order(belts=(decision.hazard.belt,), hazards=(decision.hazard,), craft=INTERVIEWS, ready_on=decision.day)
    return Task(
        order=order,
        organisation=AGENCY,
        work=None,
        status=TaskStatus.CLOSED,
        issued_on=decision.day - timedelta(days=12),
        started_on=decision.day - timedelta(days=5),
        completed_on=decision.day,
        accepted_on=decision.day,
    )


def _dates(rng: Generator, work: Work, last_day: date) -> dict[str, date]:
    """Give the days that the last day has seen, of suspension or of completion and what follows."""
    accepted_on = work.last_worked_on + timedelta(days=int(rng.integers(10, 33)))
    handed_over_on = accepted_on + timedelta(days=int(rng.integers(7, 31)))
    if not work.is_finished:
        is_suspended = work.order.stops_after is not None and work.last_worked_on < last_day - timedelta(days=10)
        return {"suspended_on": work.last_worked_on} if is_suspended else {}
    ahead = {
        "completed_on": work.last_worked_on,
        "accepted_on": accepted_on,
        "handed_over_on": handed_over_on,
    }
    return {name: day for name, day in ahead.items() if day <= last_day}


def _status(dates: Mapping[str, date]) -> TaskStatus:
    reached = (
        ("handed_over_on", TaskStatus.HANDED_OVER),
        ("accepted_on", TaskStatus.ACCEPTED),
        ("completed_on", TaskStatus.COMPLETED),
        ("suspended_on", TaskStatus.SUSPENDED),
    )
    return next((status for name, status in reached if name in dates), TaskStatus.ACTIVE)


def released_on(hazard: Hazard, all_tasks: tuple[Task, ...]) -> date | None:
    """Give the day on which the last of a hazardous area's tasks was accepted; None while something is left."""
    own = [task for task in all_tasks if hazard in task.order.hazards]
    days = [task.accepted_on for task in own if task.accepted_on and task.order.targets is None]
    return max(days) if days and len(days) == len(own) else None


def remainders(sites: Sites, all_tasks: tuple[Task, ...], decided: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Give the cancelling of what is left of the suspected areas whose rows are all released."""
    cancelled = {belt for decision in decided for belt in decision.belts}
    return tuple(
        Decision(belts=tuple(_left(site, all_tasks, cancelled)), hazard=site.suspected, day=day + timedelta(days=9))
        for site in sites.minefields
        if site.suspected and (day := _rows_released_on(site, all_tasks))
    )


def _rows_released_on(site: Site, all_tasks: tuple[Task, ...]) -> date | None:
    days = [released_on(hazard, all_tasks) for hazard in site.confirmed]
    surveys = [task for task in all_tasks if site.suspected in task.order.hazards]
    if any(task.work and not task.accepted_on for task in surveys):
        return None
    days += [task.accepted_on for task in surveys if task.accepted_on]
    known = [day for day in days if day]
    return max(known) if len(known) == len(days) else None


def _left(site: Site, all_tasks: tuple[Task, ...], cancelled: set[Belt]) -> Iterator[Belt]:
    is_surveyed = any(task.accepted_on for task in all_tasks if site.suspected in task.order.hazards)
    yield from (margin for margin in site.margins if not is_surveyed and margin not in cancelled)
    yield from site.ends


def closings(
    sites: Sites, period: Period, *, tasks: tuple[Task, ...], rest: tuple[Decision, ...]
) -> tuple[Closing, ...]:
    """Give the hazardous areas that are closed by the period's last day."""
    found = [*_confirmed_closings(sites, tasks), *_suspected_closings(sites, rest)]
    return tuple(closing for closing in found if closing.day <= period.last_day)


def _confirmed_closings(sites: Sites, all_tasks: tuple[Task, ...]) -> Iterator[Closing]:
    for number, hazard in enumerate(sites.finished):
        yield Closing(hazard=hazard, day=finished_on(hazard, number), reason=CloseReason.ALL_CLEARED)
    for hazard in sites.hazards:
        day = released_on(hazard, all_tasks)
        if day and hazard.parent not in sites.finished and hazard not in _suspected(sites):
            yield Closing(hazard=hazard, day=day + timedelta(days=2), reason=CloseReason.ALL_CLEARED)


def _suspected_closings(sites: Sites, rest: tuple[Decision, ...]) -> Iterator[Closing]:
    for hazard, day in {decision.hazard: decision.day for decision in rest}.items():
        yield Closing(hazard=hazard, day=day + timedelta(days=2), reason=CloseReason.MIXED_RELEASE)
    for site in sites.vehicle_fields:
        if site.suspected:
            yield Closing(hazard=site.suspected, day=site.confirmed[0].identified_on, reason=CloseReason.UPGRADED)


def _suspected(sites: Sites) -> set[Hazard | None]:
    return {site.suspected for site in sites.minefields}


def finished_on(hazard: Hazard, number: int) -> date:
    """Give the day on which a minefield of the years before the period was cleared."""
    return hazard.identified_on + timedelta(days=120 + 35 * number)
