"""The mails that wait about a report, sent: each at most once.

That a mail is being sent is committed when the server waits for its data and before it gets any. When the worker is
killed from then on, nobody can tell whether the mail went out: it is said to be unsure, and sent again only when a
person asks. A list that gets no bulletin asks for it; one that gets two wonders which of them holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from gis.codelists import DeliveryState
from service.db import make_sessions
from service.reports import flow as reports
from service.reports.flow import Document, ReportOrder
from service.schedules import deliveries
from service.schedules.deliveries import Delivery, Letter, deliveries_of
from service.schedules.desk import Desk
from service.schedules.made import Made, made
from service.schedules.mail import Written, write_mail
from service.schedules.smtp import Outcome, post
from service.schedules.words import sentence
from service.settings import Settings

TRY_AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, *[1440] * 4))
"""The pauses between tries: a server that comes back within five days gets every mail (RFC 5321, 4.5.4.1)."""
ENDED_MEANWHILE = sentence("The worker ended while the mail was being sent.")
NO_SERVER = sentence("This installation has no mail server.")


@dataclass(frozen=True, kw_only=True)
class Post:
    """Sends what waits; every step is a transaction of its own.

    Attributes
    ----------
    is_ending
        Whether the worker is to end: the mails that it has not begun are left to the next.
    """

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    is_ending: Callable[[], bool] = lambda: False

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

    def _send_all(self, due: Sequence[Delivery], letters: Mapping[Letter, Written]) -> None:
        """Send mails one after another; where the server fails, the others are not tried on it and wait with it."""
        down: Outcome | None = None
        for delivery in due:
            if self.is_ending():
                return
            outcome = down or self._post(delivery, letters.get(delivery.letter))
            if outcome is None:
                continue
            if outcome.is_of_server:
                down = Outcome(state=DeliveryState.WAITING, error=outcome.error)
            with self.desk() as desk:
                _settle(desk, delivery, outcome)

    def _post(self, delivery: Delivery, letter: Written | None) -> Outcome | None:
        server = self.settings.smtp
        if server is None or letter is None:
            return Outcome(state=DeliveryState.FAILED, error=NO_SERVER)
        message = letter.message(delivery, server, at=self.clock())
        return post(message, server, may_send=lambda: self._claim(delivery))

    def _claim(self, delivery: Delivery) -> bool:
        with self.desk() as desk:
            return deliveries.claim(desk.session, delivery.id)


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
    """Give the mails whose time has come, the first asked for first."""
    mails = sorted(deliveries_of(desk.session, [made_id]), key=lambda one: one.asked_at)
    return [one for one in mails if one.state is DeliveryState.WAITING and (one.next_try_at or desk.now) <= desk.now]


def _letters(desk: Desk, made_id: UUID, due: Sequence[Delivery]) -> Mapping[Letter, Written]:
    """Write each different mail once."""
    about = made(desk.session, made_id)
    letters = {delivery.letter for delivery in due} if about else set()
    return {
        letter: write_mail(desk, document_of(desk, about, letter.report_id), letter, why=about.why)
        for letter in letters
        if about
    }


def _settle(desk: Desk, delivery: Delivery, outcome: Outcome) -> None:
    """Say what became of a try; after the last one the mail is given up."""
    state, next_try_at = outcome.state, None
    if state is DeliveryState.WAITING and delivery.attempt_count < len(TRY_AGAIN_AFTER):
        next_try_at = desk.now + TRY_AGAIN_AFTER[delivery.attempt_count]
    elif state is DeliveryState.WAITING:
        state = DeliveryState.FAILED
    deliveries.settle(
        desk.session,
        delivery.id,
        state,
        had_begun=outcome.has_begun,
        error=outcome.error,
        next_try_at=next_try_at,
        settled_at=None if next_try_at else desk.now,
    )
