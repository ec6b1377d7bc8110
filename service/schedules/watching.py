"""What the worker looks after every few seconds: what is due, what was issued meanwhile, what was left lying.

A machine that was off comes back to a row of periods that became due meanwhile. Where the schedule says so each of them
is made, else only the last. A period is in the table once, whoever writes it first, so that several workers, and a
worker that was killed, make it once.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import time
from uuid import UUID

from gis.codelists import MadeState
from gis.periods import PeriodUnit
from service.jobs import JobState, Task, last_jobs, queue_making, queue_sending
from service.reports.content import Words
from service.reports.issued import last_issued
from service.reports.kinds import KINDS
from service.schedules import deliveries, queries
from service.schedules import made as table
from service.schedules.desk import Desk
from service.schedules.making import settle_issued
from service.schedules.schedule import Aim, Schedule, Terms
from service.schedules.words import sentence
from service.settings import Settings

GIVEN_UP = Words(
    en="The report could not be made; the log of the worker says why.",
    az="Hesabatı hazırlamaq mümkün olmadı; səbəb işçi prosesin jurnalındadır.",
)
NOT_WRITTEN = sentence("The mail could not be written; the log of the worker says why.")


def look_after_schedules(desk: Desk) -> None:
    """Have made what became due, and sent what was issued meanwhile; doing it again changes nothing."""
    _begin_defaults(desk)
    schedules = {schedule.id: schedule for schedule in queries.schedules(desk.session)}
    for schedule in schedules.values():
        if schedule.terms.is_running:
            _queue_due(desk, schedule)
    _follow_issued(desk, schedules)
    _take_up_reports(desk)
    _take_up_mails(desk)


def _begin_defaults(desk: Desk) -> None:
    """Begin the schedules that an installation has from the start; what people make of them stays."""
    defaults = _defaults(desk.settings)
    for kind in KINDS:
        unit, local_time = defaults.get(kind, (None, None))
        if unit is None or local_time is None:
            continue
        schedule_id = queries.add_schedule(desk.session, Aim(kind=kind, unit=unit), is_default=True)
        if schedule_id:
            terms = Terms(
                days_after=1,
                local_time=local_time,
                time_zone=desk.settings.time_zone,
                due_after=desk.now,
                makes_up_all=unit is not PeriodUnit.DAY,
            )
            queries.add_version(desk.session, schedule_id, terms, number=1, told_by_id=None)


def _defaults(settings: Settings) -> Mapping[str, tuple[PeriodUnit, time | None]]:
    return {"weekly": (PeriodUnit.WEEK, settings.weekly_report_at), "daily": (PeriodUnit.DAY, settings.daily_report_at)}


def _queue_due(desk: Desk, schedule: Schedule) -> None:
    last = queries.last_due(desk.session, schedule.id)
    after = max(schedule.terms.due_after, last) if last else schedule.terms.due_after
    periods = schedule.rule.due_between(after, desk.now)
    for period in periods if schedule.terms.makes_up_all else periods[-1:]:
        made_id = table.add_due(desk.session, schedule.id, period, due_at=schedule.rule.due_at(period))
        if made_id:
            queue_making(desk.session, made_id)


def _follow_issued(desk: Desk, schedules: Mapping[UUID, Schedule]) -> None:
    """Follow what a person issued, or issued again: the list gets a revision as it got the report."""
    for about in table.issued_meanwhile(desk.session):
        if issued := last_issued(desk.session, about.subject):
            settle_issued(desk, about, schedules[about.schedule_id], issued=issued)


def _take_up_reports(desk: Desk) -> None:
    def give_up(made_id: UUID) -> None:
        table.settle(desk.session, made_id, MadeState.FAILED, why=vars(GIVEN_UP), made_at=desk.now)

    due = table.in_state(desk.session, MadeState.DUE)
    jobs = last_jobs(desk.session, Task.MAKE_REPORT, due)
    _take_up(due, jobs, again=lambda made_id: queue_making(desk.session, made_id), give_up=give_up)


def _take_up_mails(desk: Desk) -> None:
    def give_up(made_id: UUID) -> None:
        deliveries.give_up(desk, made_id, NOT_WRITTEN)

    due = deliveries.made_due(desk.session, desk.now)
    jobs = last_jobs(desk.session, Task.SEND_REPORT, due)
    _take_up(due, jobs, again=lambda made_id: queue_sending(desk.session, made_id), give_up=give_up)


def _take_up(
    left: Collection[UUID],
    jobs: Mapping[UUID, JobState],
    *,
    again: Callable[[UUID], None],
    give_up: Callable[[UUID], None],
) -> None:
    """Queue what no job is about, as a mail that is to be tried again; give up what its job failed at to the last."""
    for made_id in left:
        match jobs.get(made_id):
            case JobState.FAILED:
                give_up(made_id)
            case JobState.DONE | None:
                again(made_id)
            case JobState.WAITING | JobState.RUNNING:
                pass
