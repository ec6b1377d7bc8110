"""Schedules: when reports are due, that each is made once, issued or drafted, and what becomes of a draft."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import MadeState, ReportKind, Role
from gis.periods import PeriodUnit
from service.access import Actor
from service.accounts.flow import actor_of, add_person
from service.db import make_engine
from service.reports import flow as reports
from service.reports.flow import ReportOrder
from service.schedules import flow, queries
from service.schedules import made as table
from service.schedules.desk import Desk
from service.schedules.due import Rule
from service.schedules.making import make_report
from service.schedules.schedule import Aim, Schedule, Terms
from service.schedules.watching import look_after_schedules
from service.settings import Settings
from service.tables import made_report, report, report_schedule
from tests.conftest import fresh_database
from tests.service.files import LEAST
from tests.service.records import approve, square

BAKU = ZoneInfo("Asia/Baku")
WEEKLY = Rule(unit=PeriodUnit.WEEK, days_after=1, local_time=time(8), zone=BAKU)
DAILY = Rule(unit=PeriodUnit.DAY, days_after=1, local_time=time(8), zone=BAKU)
BEGUN = datetime(2026, 11, 4, 12, tzinfo=UTC)
"""A Wednesday: the report of week 45 is the first that becomes due."""
MONDAY = datetime(2026, 11, 9, 4, tzinfo=UTC)
"""08:00 in Baku on the Monday after week 45."""
SETTINGS = Settings(_env_file=None)
SECOND = timedelta(seconds=1)
WORKERS = 3


def labels(rule: Rule, after: datetime, until: datetime) -> list[str]:
    return [period.label for period in rule.due_between(after, until)]


# --- when -----------------------------------------------------------------------------------------------------------


def test_a_week_is_due_at_eight_on_monday_in_baku_and_not_a_second_before() -> None:
    assert labels(WEEKLY, BEGUN, MONDAY - SECOND) == []
    assert labels(WEEKLY, BEGUN, MONDAY) == ["2026-W45"]
    assert labels(WEEKLY, MONDAY, MONDAY + timedelta(days=7) - SECOND) == []


def test_the_last_week_of_a_year_is_the_one_that_the_calendar_gives() -> None:
    """2026 has 53 ISO weeks; the last one ends on Sunday 3 January 2027."""
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    assert labels(WEEKLY, new_year, datetime(2027, 1, 4, 4, tzinfo=UTC)) == ["2026-W53"]
    assert labels(WEEKLY, new_year, datetime(2027, 1, 11, 4, tzinfo=UTC)) == ["2026-W53", "2027-W01"]


def test_a_day_is_due_on_the_next_morning_where_the_work_is_done() -> None:
    """23:30 UTC on the 10th is the 11th in Baku."""
    assert labels(DAILY, datetime(2026, 11, 10, 23, 30, tzinfo=UTC), datetime(2026, 11, 12, 4, tzinfo=UTC)) == [
        "2026-11-10",
        "2026-11-11",
    ]


def test_summer_time_moves_the_instant_and_not_the_hour() -> None:
    """Berlin leaves summer time on 25 October 2026."""
    rule = Rule(unit=PeriodUnit.WEEK, days_after=1, local_time=time(8), zone=ZoneInfo("Europe/Berlin"))
    due = [rule.due_at(period) for period in rule.due_between(datetime(2026, 10, 15, tzinfo=UTC), BEGUN)]
    assert [at.isoformat() for at in due] == [
        "2026-10-19T06:00:00+00:00",
        "2026-10-26T07:00:00+00:00",
        "2026-11-02T07:00:00+00:00",
    ]


def test_an_hour_that_a_night_leaves_out_or_has_twice_makes_a_report_once() -> None:
    """Berlin has no 02:30 on 29 March 2026, which is then said of 03:30, and two of them on 25 October."""
    rule = Rule(unit=PeriodUnit.DAY, days_after=1, local_time=time(2, 30), zone=ZoneInfo("Europe/Berlin"))
    for month, day, minutes in ((3, 28, ["01:30", "01:30", "00:30"]), (10, 24, ["00:30", "00:30", "01:30"])):
        begun = datetime(2026, month, day, tzinfo=UTC)
        due = [rule.due_at(period) for period in rule.due_between(begun, begun + timedelta(days=3))]
        assert [f"{at:%H:%M}" for at in due] == minutes
        assert [at.date() for at in due] == [begun.date() + timedelta(days=days) for days in range(3)]


def test_a_month_is_due_so_many_days_after_its_end() -> None:
    rule = Rule(unit=PeriodUnit.MONTH, days_after=5, local_time=time(9, 30), zone=BAKU)
    assert labels(rule, datetime(2026, 2, 6, tzinfo=UTC), datetime(2026, 4, 5, 5, 30, tzinfo=UTC)) == [
        "2026-02",
        "2026-03",
    ]


def test_the_last_period_that_is_over_follows_the_day_in_the_zone() -> None:
    assert WEEKLY.last_over(datetime(2026, 11, 8, 19, 59, tzinfo=UTC)).label == "2026-W44"
    assert WEEKLY.last_over(datetime(2026, 11, 8, 20, 0, tzinfo=UTC)).label == "2026-W45"


# --- what the worker does, in a transaction that is rolled back ------------------------------------------------------


def desk(session: Session, now: datetime, **settings: object) -> Desk:
    return Desk(session=session, settings=SETTINGS.model_copy(update=settings), now=now)


def looked(session: Session, now: datetime, **settings: object) -> list[table.Made]:
    """Look after the schedules at an instant, make what is due, and give all that was made, the first first."""
    here = desk(session, now, **settings)
    look_after_schedules(here)
    for made_id in table.in_state(session, MadeState.DUE):
        make_report(here, made_id)
    rows = session.scalars(select(made_report.c.id).order_by(made_report.c.due_at))
    return [one for made_id in rows if (one := table.made(session, made_id))]


def told(made: list[table.Made]) -> list[tuple[str, str]]:
    return [(one.subject.period.label, one.state.value) for one in made]


def weekly(session: Session, **terms: Any) -> Schedule:  # noqa: ANN401 - those of Terms
    """Begin a weekly schedule."""
    schedule_id = queries.add_schedule(session, Aim(kind=ReportKind.WEEKLY, unit=PeriodUnit.WEEK))
    assert schedule_id
    plain = Terms(days_after=1, local_time=time(8), time_zone="Asia/Baku", due_after=BEGUN)
    queries.add_version(session, schedule_id, replace(plain, **terms), number=1, told_by_id=None)
    found = queries.schedule(session, schedule_id)
    assert found
    return found


@pytest.fixture
def bare() -> dict[str, None]:
    """Give the settings of an installation without schedules of its own."""
    return {"weekly_report_at": None, "daily_report_at": None}


@pytest.fixture
def records(session: Session) -> None:
    """Approve a part of a hazard, cleared in week 45."""
    hazard = {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=4)}
    release = {"effective_date": date(2026, 11, 4), "district_code": "AGM"}
    approve(
        session,
        districts=[LEAST["districts"]],
        hazardous_areas=[LEAST["hazardous_areas"] | hazard],
        release_areas=[LEAST["release_areas"] | release],
    )


def test_an_installation_begins_with_a_bulletin_on_monday_and_a_report_every_morning_at_eight(session: Session) -> None:
    for _ in range(2):
        looked(session, BEGUN)
    begun = {one.aim.kind: one for one in queries.schedules(session)}
    assert session.scalar(select(func.count()).select_from(report_schedule)) == 2
    assert {kind: one.rule for kind, one in begun.items()} == {ReportKind.WEEKLY: WEEKLY, ReportKind.DAILY: DAILY}
    assert all(one.terms.due_after == BEGUN and one.terms.issuer_id is None for one in begun.values())
    assert [begun[kind].terms.makes_up_all for kind in (ReportKind.WEEKLY, ReportKind.DAILY)] == [True, False]


@pytest.mark.usefixtures("records")
def test_after_a_fortnight_off_there_are_two_bulletins_and_one_report_of_a_day(session: Session) -> None:
    looked(session, BEGUN)
    assert told(looked(session, MONDAY + timedelta(days=9))) == [
        ("2026-W45", "draft"), ("2026-W46", "draft"), ("2026-11-17", "draft"),
    ]  # fmt: skip


def test_a_usual_schedule_that_a_person_removed_does_not_come_back(session: Session) -> None:
    looked(session, BEGUN)
    officer = person(session, Role.REPORT_OFFICER)
    for schedule in queries.schedules(session):
        flow.remove_schedule(desk(session, BEGUN), schedule, actor=officer)
    assert looked(session, MONDAY) == []
    assert [one.terms.is_removed for one in queries.schedules(session)] == [True, True]


def test_a_setting_that_is_empty_makes_no_schedule(session: Session) -> None:
    looked(session, BEGUN, weekly_report_at=None, daily_report_at=None)
    assert queries.schedules(session) == []
    assert Settings(_env_file=None, weekly_report_at="").weekly_report_at is None


@pytest.mark.usefixtures("records")
def test_a_report_that_is_due_waits_as_a_draft_for_a_person(session: Session, bare: dict[str, None]) -> None:
    weekly(session)
    assert looked(session, MONDAY - SECOND, **bare) == []
    (draft,) = looked(session, MONDAY, **bare)
    assert (draft.subject.period.label, draft.state, draft.due_at, draft.made_at) == (
        "2026-W45", MadeState.DRAFT, MONDAY, MONDAY,
    )  # fmt: skip
    assert draft.as_known_at
    assert session.scalar(select(func.count()).select_from(report)) == 0
    assert looked(session, MONDAY + timedelta(hours=5), **bare) == [draft]


@pytest.mark.usefixtures("records")
def test_a_machine_that_was_off_makes_up_every_week_that_it_missed_once(
    session: Session, bare: dict[str, None]
) -> None:
    weekly(session)
    later = MONDAY + timedelta(days=15)
    missed = [("2026-W45", "draft"), ("2026-W46", "draft"), ("2026-W47", "draft")]
    assert told(looked(session, later, **bare)) == missed
    assert told(looked(session, later, **bare)) == missed


@pytest.mark.usefixtures("records")
def test_of_what_is_worth_nothing_when_late_only_the_last_is_made_up(session: Session, bare: dict[str, None]) -> None:
    weekly(session, makes_up_all=False)
    assert told(looked(session, MONDAY + timedelta(days=15), **bare)) == [("2026-W47", "draft")]
    assert told(looked(session, MONDAY + timedelta(days=15), **bare)) == [("2026-W47", "draft")]


@pytest.mark.usefixtures("records")
def test_a_schedule_that_is_paused_makes_nothing(session: Session, bare: dict[str, None]) -> None:
    weekly(session, is_paused=True)
    assert looked(session, MONDAY, **bare) == []


@pytest.mark.usefixtures("records")
def test_a_draft_that_a_person_issues_is_followed(session: Session, bare: dict[str, None]) -> None:
    weekly(session)
    looked(session, MONDAY, **bare)
    issued = reports.issue(session, ReportOrder(kind="weekly", period="2026-W45"), **decided(session))
    (made,) = looked(session, MONDAY, **bare)
    assert (made.state, made.report_id) == (MadeState.ISSUED, issued.id)


@pytest.mark.usefixtures("records")
def test_what_was_issued_before_it_was_due_is_not_drafted_again(session: Session, bare: dict[str, None]) -> None:
    weekly(session)
    issued = reports.issue(session, ReportOrder(kind="weekly", period="2026-W45"), **decided(session))
    (made,) = looked(session, MONDAY, **bare)
    assert (made.state, made.report_id) == (MadeState.ISSUED, issued.id)


def person(session: Session, role: Role) -> Actor:
    return actor_of(session, add_person(session, role.value, name=f"The {role.value}", role=role, password=None))


def decided(session: Session) -> dict[str, Any]:
    return {"actor": person(session, Role.REPORT_OFFICER), "settings": SETTINGS, "now": MONDAY}


@pytest.mark.usefixtures("records")
def test_a_report_is_issued_by_itself_in_the_name_of_who_said_so(session: Session, bare: dict[str, None]) -> None:
    officer = person(session, Role.REPORT_OFFICER)
    weekly(session, issuer_id=officer.id)
    (made,) = looked(session, MONDAY, **bare)
    assert made.state is MadeState.ISSUED
    assert session.execute(select(report.c.id, report.c.issued_by_id)).all() == [(made.report_id, officer.id)]


@pytest.mark.usefixtures("records")
def test_who_may_issue_no_more_has_nothing_issued_in_their_name(session: Session, bare: dict[str, None]) -> None:
    weekly(session, issuer_id=person(session, Role.ANALYST).id)
    (made,) = looked(session, MONDAY, **bare)
    assert made.state is MadeState.DRAFT
    assert made.why
    assert "does not permit" in made.why.en


# --- several workers ------------------------------------------------------------------------------------------------


@pytest.fixture
def own_engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database of the test's own, where what is committed stays."""
    with fresh_database(migrated) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


def test_workers_that_look_at_once_make_each_period_once(own_engine: Engine) -> None:
    """Each begins before the others have committed; three weeks are due."""
    sessions = sessionmaker(own_engine, expire_on_commit=False)
    settings = SETTINGS.model_copy(update={"weekly_report_at": None, "daily_report_at": None})
    with sessions.begin() as session:
        weekly(session)
    together = Barrier(WORKERS)

    def look(_: int) -> None:
        with sessions.begin() as session:
            session.execute(text("select"))
            together.wait()
            look_after_schedules(Desk(session=session, settings=settings, now=MONDAY + timedelta(days=15)))

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        list(pool.map(look, range(WORKERS)))
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(made_report)) == 3
        jobs = "select count(*) from procrastinate_jobs where task_name = 'make_report'"
        assert session.scalar(text(jobs)) == 3


@pytest.mark.usefixtures("records")
def test_a_report_that_is_being_made_when_its_worker_ends_is_made_by_the_next(
    session: Session, bare: dict[str, None]
) -> None:
    """What the first did is rolled back with its transaction; the period stays due."""
    weekly(session)
    look_after_schedules(desk(session, MONDAY, **bare))
    (made_id,) = table.in_state(session, MadeState.DUE)
    killed = session.begin_nested()
    make_report(desk(session, MONDAY, **bare), made_id)
    killed.rollback()
    assert table.in_state(session, MadeState.DUE) == [made_id]
    assert told(looked(session, MONDAY, **bare)) == [("2026-W45", "draft")]


@pytest.mark.usefixtures("records")
def test_what_is_due_and_was_tried_to_the_last_says_so(session: Session, bare: dict[str, None]) -> None:
    weekly(session)
    look_after_schedules(desk(session, MONDAY, **bare))
    session.execute(text("update procrastinate_jobs set status = 'failed'"))
    (made,) = looked(session, MONDAY, **bare)
    assert made.state is MadeState.FAILED
    assert made.why
    assert "could not be made" in made.why.en


@pytest.mark.usefixtures("records")
def test_what_is_due_and_has_lost_its_job_gets_another(session: Session, bare: dict[str, None]) -> None:
    """As after a backup is restored into a new database."""
    weekly(session)
    look_after_schedules(desk(session, MONDAY, **bare))
    session.execute(text("delete from procrastinate_jobs"))
    look_after_schedules(desk(session, MONDAY, **bare))
    assert session.scalar(text("select count(*) from procrastinate_jobs where status = 'todo'")) == 1
