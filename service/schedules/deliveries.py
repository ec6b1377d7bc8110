"""The table of mails: whom each is for and how far it is. A mail that may have gone out is never tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gis.codelists import DeliveryState, Language
from service.jobs import queue_sending
from service.schedules.desk import Desk
from service.tables import person, report, report_delivery

DELIVERY = report_delivery.c
BEGUN = [DeliveryState.SENDING, DeliveryState.UNSURE]
"""Of a mail that a worker took: its own, or doubted since because the worker seemed dead."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail carries; mails that are equal in this are written once.

    Attributes
    ----------
    report_id
        The issued report; missing: the draft.
    """

    report_id: UUID | None
    languages: tuple[Language, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A mail to one recipient.

    Attributes
    ----------
    revision
        Of the report that it carries; missing of a draft.
    error
        What the mail server said last.
    asked_by
        Who had it sent; missing: nobody, it was sent by itself.
    """

    id: UUID
    made_report_id: UUID
    letter: Letter
    revision: int | None
    recipient: str
    state: DeliveryState
    attempt_count: int
    next_try_at: datetime | None
    error: str | None
    asked_by: str | None
    asked_at: datetime
    settled_at: datetime | None


def send_to(desk: Desk, made_id: UUID, letter: Letter, *, recipients: Sequence[str], asked_by_id: UUID | None) -> None:
    """Have a mail sent to some; by itself, when nobody asked, each recipient gets it once."""
    values = {
        "made_report_id": made_id,
        "report_id": letter.report_id,
        "languages": list(letter.languages),
        "formats": list(letter.formats),
        "state": DeliveryState.WAITING,
        "next_try_at": desk.now,
        "asked_by_id": asked_by_id,
        "asked_at": desk.now,
    }
    rows = [values | {"recipient": recipient} for recipient in recipients]
    if rows:
        desk.session.execute(insert(report_delivery).on_conflict_do_nothing(), rows)
        queue_sending(desk.session, made_id)


def deliveries_of(session: Session, made_ids: Sequence[UUID]) -> list[Delivery]:
    """Give the mails about what was made, the last asked for first."""
    asked = _deliveries().where(DELIVERY.made_report_id.in_(made_ids))
    asked = asked.order_by(DELIVERY.asked_at.desc(), DELIVERY.recipient)
    return [_delivery(row) for row in session.execute(asked)]


def delivery(session: Session, delivery_id: UUID) -> Delivery | None:
    """Give a mail."""
    row = session.execute(_deliveries().where(DELIVERY.id == delivery_id)).one_or_none()
    return _delivery(row) if row else None


def claim(session: Session, delivery_id: UUID) -> bool:
    """Say that a mail is being sent, and tell whether it was waiting: nobody else sends it."""
    waiting = (DELIVERY.id == delivery_id, DELIVERY.state == DeliveryState.WAITING)
    values = {"state": DeliveryState.SENDING, "attempt_count": DELIVERY.attempt_count + 1, "next_try_at": None}
    claimed = update(report_delivery).where(*waiting).values(values).returning(DELIVERY.id)
    return session.scalar(claimed) is not None


def settle(session: Session, delivery_id: UUID, state: DeliveryState, *, had_begun: bool, **values: object) -> None:
    """Say what became of a try to send a mail; one that had not begun says nothing of what another worker took."""
    its = (DELIVERY.id == delivery_id, DELIVERY.state.in_(BEGUN if had_begun else [DeliveryState.WAITING]))
    told = {"state": state, "attempt_count": DELIVERY.attempt_count + int(not had_begun), **values}
    session.execute(update(report_delivery).where(*its).values(told))


def made_due(session: Session, now: datetime) -> list[UUID]:
    """Give what was made and has mails that wait and whose time has come."""
    due = (DELIVERY.state == DeliveryState.WAITING, DELIVERY.next_try_at <= now)
    return list(session.scalars(select(DELIVERY.made_report_id).distinct().where(*due)))


def give_up(desk: Desk, made_id: UUID, words: str) -> None:
    """Say of the mails that wait that nobody tries them any more."""
    _settle_all(desk, made_id, DeliveryState.WAITING, words=words, to=DeliveryState.FAILED)


def replace_waiting(desk: Desk, made_id: UUID) -> None:
    """Say of the mails that wait that a later one goes out in their place."""
    _settle_all(desk, made_id, DeliveryState.WAITING, words=None, to=DeliveryState.REPLACED)


def doubt(desk: Desk, made_id: UUID, words: str) -> None:
    """Say of the mails that were being sent when their worker ended that nobody knows whether they were."""
    _settle_all(desk, made_id, DeliveryState.SENDING, words=words, to=DeliveryState.UNSURE)


def _deliveries() -> Select[Any]:
    told = report_delivery.outerjoin(person, person.c.id == DELIVERY.asked_by_id)
    told = told.outerjoin(report, report.c.id == DELIVERY.report_id)
    return select(report_delivery, report.c.revision, person.c.name.label("asked_by")).select_from(told)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        made_report_id=row.made_report_id,
        letter=Letter(report_id=row.report_id, languages=tuple(row.languages), formats=tuple(row.formats)),
        revision=row.revision,
        recipient=row.recipient,
        state=DeliveryState(row.state),
        attempt_count=row.attempt_count,
        next_try_at=row.next_try_at,
        error=row.error,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        settled_at=row.settled_at,
    )


def _settle_all(desk: Desk, made_id: UUID, state: DeliveryState, *, words: str | None, to: DeliveryState) -> None:
    which = (DELIVERY.made_report_id == made_id, DELIVERY.state == state)
    values = {"state": to, "error": words, "next_try_at": None, "settled_at": desk.now}
    desk.session.execute(update(report_delivery).where(*which).values(values))
