"""The mails that wait about a report, sent: each at most once.

That a mail is being sent is committed before the server hears of it. When the worker is killed in between, nobody can
tell whether it went out: it is said to be unsure, and sent again only when a person asks. A list that gets no bulletin
asks for it; one that gets two wonders which of them holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from gis.codelists import DeliveryState
from service.db import make_sessions
from service.jobs import queue_sending
from service.reports import flow as reports
from service.reports.flow import Document, ReportOrder
from service.schedules import deliveries
from service.schedules.deliveries import Delivery, Letter, deliveries_of
from service.schedules.desk import Desk
from service.schedules.made import Made, made
from service.schedules.mail import Written, write_mail
from service.schedules.smtp import Outcome, post
from service.settings import Settings

TRY_AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""A server that comes back within some hours gets every mail."""
ENDED_MEANWHILE = "The worker ended while the mail was being sent."
NO_SERVER = "This installation has no mail server (LANDRELEASE_SMTP__HOST)."


@dataclass(frozen=True, kw_only=True)
class Post:
    """Sends what waits; every step is a transaction of its own."""

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Give what a step is done with."""
        with make_sessions(self.engine).begin() as session:
            yield Desk(session=session, settings=self.settings, now=self.clock())

    def send_waiting(self, made_id: UUID) -> None:
        """Send the mails about a report that wait and whose time has come."""
        with self.desk() as desk:
            deliveries.doubt(desk, made_id, ENDED_MEANWHILE)
        with self.desk() as desk:
            due = _due(desk, made_id)
            letters = _letters(desk, made_id, due) if desk.settings.smtp else {}
        self._send_all(due, letters)
        with self.desk() as desk:
            if at := min(_next_tries(desk, made_id), default=None):
                queue_sending(desk.session, made_id, at=at)

    def _send_all(self, due: Sequence[Delivery], letters: Mapping[Letter, Written]) -> None:
        """Send mails one after another; where the server is down the others are not tried on it."""
        down: Outcome | None = None
        for delivery in due:
            with self.desk() as desk:
                if not deliveries.claim(desk.session, delivery.id):
                    continue
            outcome = down or self._post(delivery, letters.get(delivery.letter))
            down = outcome if outcome.is_of_server else None
            with self.desk() as desk:
                _settle(desk, delivery, outcome)

    def _post(self, delivery: Delivery, letter: Written | None) -> Outcome:
        server = self.settings.smtp
        if server is None or letter is None:
            return Outcome(state=DeliveryState.FAILED, error=NO_SERVER)
        return post(letter.message(delivery, server, at=self.clock()), server)


def document_of(desk: Desk, about: Made, report_id: UUID | None) -> Document:
    """Give the issued report, or the draft as it was made."""
    if report_id:
        return reports.issued_document(desk.session, report_id)
    subject = about.subject
    order = ReportOrder(
        kind=subject.kind, period=subject.period.label, scope=subject.scope, as_known_at=about.as_known_at
    )
    return reports.preview(desk.session, order, settings=desk.settings, now=about.made_at or desk.now)


def _due(desk: Desk, made_id: UUID) -> list[Delivery]:
    waiting = [one for one in deliveries_of(desk.session, [made_id]) if one.state is DeliveryState.WAITING]
    return [one for one in waiting if one.next_try_at is None or one.next_try_at <= desk.now]


def _letters(desk: Desk, made_id: UUID, due: Sequence[Delivery]) -> Mapping[Letter, Written]:
    """Write each different mail once."""
    about = made(desk.session, made_id)
    letters = {delivery.letter for delivery in due} if about else set()
    return {letter: write_mail(desk, document_of(desk, about, letter.report_id), letter) for letter in letters if about}


def _settle(desk: Desk, delivery: Delivery, outcome: Outcome) -> None:
    """Say what became of a try; after the last one the mail is given up."""
    session = desk.session
    if outcome.state is not DeliveryState.WAITING:
        deliveries.settle(session, delivery.id, outcome.state, error=outcome.error, settled_at=desk.now)
    elif delivery.attempt_count < len(TRY_AGAIN_AFTER):
        at = desk.now + TRY_AGAIN_AFTER[delivery.attempt_count]
        deliveries.settle(session, delivery.id, outcome.state, error=outcome.error, next_try_at=at)
    else:
        deliveries.settle(session, delivery.id, DeliveryState.FAILED, error=outcome.error, settled_at=desk.now)


def _next_tries(desk: Desk, made_id: UUID) -> Iterator[datetime]:
    for delivery in deliveries_of(desk.session, [made_id]):
        if delivery.state is DeliveryState.WAITING and delivery.next_try_at:
            yield delivery.next_try_at
