"""An installation with a schedule for tests, and with a clock that they move."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import DeliveryState, MadeState
from service.accounts.flow import actor_of
from service.reports import flow as reports
from service.reports.flow import ReportOrder
from service.schedules import flow, queries
from service.schedules import made as table
from service.schedules.deliveries import Delivery, deliveries_of, give_up
from service.schedules.desk import Desk
from service.schedules.made import Made
from service.schedules.making import make_report
from service.schedules.schedule import Schedule
from service.schedules.sending import Post
from service.schedules.watching import look_after_schedules
from service.settings import MailServer, Settings

MONDAY = datetime(2026, 11, 9, 4, tzinfo=UTC)
BARE = Settings(_env_file=None, weekly_report_at=None, daily_report_at=None)


class House:
    """The installation as the worker has it, with a clock that tests move, and one schedule in it."""

    def __init__(self, engine: Engine, server: MailServer, schedule_id: UUID) -> None:
        self.engine = engine
        self.settings = BARE.model_copy(update={"smtp": server})
        self.sessions = sessionmaker(engine, expire_on_commit=False)
        self.now = MONDAY
        self.schedule_id = schedule_id

    def desk(self, session: Session) -> Desk:
        """Give the desk at the clock's present."""
        return Desk(session=session, settings=self.settings, now=self.now)

    @property
    def schedule(self) -> Schedule:
        """Give the schedule as it is now."""
        with self.sessions() as session:
            return flow.find_schedule(self.desk(session), self.schedule_id)

    def change(self, **terms: Any) -> None:  # noqa: ANN401 - those of Terms
        """Change what the schedule says."""
        now = self.schedule
        with self.sessions.begin() as session:
            changed = replace(now.terms, **terms)
            assert queries.add_version(session, now.id, changed, number=now.number + 1, told_by_id=None)

    def look(self) -> None:
        """Look after the schedules, and make what is due."""
        with self.sessions.begin() as session:
            look_after_schedules(self.desk(session))
            for made_id in table.in_state(session, MadeState.DUE):
                make_report(self.desk(session), made_id)

    def issue(self, officer_id: UUID, period: str, reason: str | None = None) -> None:
        """Have a person issue the bulletin of a week."""
        order = ReportOrder(kind="weekly", period=period, revision_reason=reason, accept="Looked at.")
        with self.sessions.begin() as session:
            reports.issue(session, order, actor=actor_of(session, officer_id), settings=self.settings, now=self.now)

    def made(self) -> list[Made]:
        """Give what the schedule made."""
        with self.sessions() as session:
            return table.made_of(session, self.schedule_id, 10)

    def send(self) -> None:
        """Send what waits about everything that was made."""
        for made in self.made():
            Post(engine=self.engine, settings=self.settings, clock=lambda: self.now).send_waiting(made.id)

    def mails(self) -> list[Delivery]:
        """Give the mails of what was made, by recipient."""
        with self.sessions() as session:
            mails = deliveries_of(session, [made.id for made in table.made_of(session, self.schedule_id, 10)])
            return sorted(mails, key=lambda mail: (mail.recipient, mail.asked_at))

    def states(self) -> list[DeliveryState]:
        """Give how far each mail came."""
        return [mail.state for mail in self.mails()]

    def close(self) -> None:
        """Leave nothing for the worker of another test."""
        with self.sessions.begin() as session:
            for made in table.made_of(session, self.schedule_id, 10):
                give_up(self.desk(session), made.id, "The test is over.")
        if not self.schedule.terms.is_removed:
            self.change(is_removed=True)
