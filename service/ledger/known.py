"""The state of knowledge that a question is answered from: an instant that nothing on its way can change."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from service.ledger.flow import LOCK, wait_for_changes
from service.problems import WrongParameter
from service.sql import statement

SETTLED = "settled_instants"
"""Where a session keeps the instants that it has asked about: what is settled stays so."""


def known_at(session: Session, asked: datetime | None) -> datetime:
    """Give the state of knowledge to answer from: the last committed change unless another instant is asked for.

    Raises
    ------
    WrongParameter
        If the instant lies in the future or before the first record.
    """
    if asked and asked in session.info.get(SETTLED, ()):
        return asked
    known = session.execute(statement("ledger_known")).one()
    if asked is None:
        return known.last_at or known.present_at  # type: ignore[no-any-return] # rows are untyped
    if asked >= known.present_at or (known.first_at and asked < known.first_at):
        earliest, latest = (at and at.isoformat() for at in (known.first_at, known.present_at))
        raise WrongParameter(
            f"Nothing is known as of {asked.isoformat()}. Allowed: {earliest or '…'} – {latest}.",
            f"{asked.isoformat()} anına məlumat yoxdur. İcazə verilən aralıq: {earliest or '…'} – {latest}.",
            parameter="as_known_at",
            allowed={"earliest": earliest, "latest": latest},
        )
    if known.last_at is None or asked > known.last_at:
        wait_for_changes(session)
    return _settled(session, asked)


def latest_known(session: Session) -> datetime:
    """Give the latest instant that is settled: the present, or while a change is on its way the last one before it."""
    known = session.execute(statement("ledger_known")).one()
    at = known.present_at if _is_quiet(session) else known.last_at
    return _settled(session, at) if at else known_at(session, None)


def _settled(session: Session, at: datetime) -> datetime:
    session.info.setdefault(SETTLED, set()).add(at)
    return at


def _is_quiet(session: Session) -> bool:
    """Tell whether no change is on its way."""
    is_free = func.pg_try_advisory_lock_shared(LOCK)
    has_looked = case((is_free, func.pg_advisory_unlock_shared(LOCK)), else_=False)
    return bool(session.execute(select(has_looked)).scalar_one())


def instant(told: object) -> datetime | None:
    """Give the instant that a person or a program wrote.

    Raises
    ------
    WrongParameter
        If it is none, or does not say its time zone: knowledge changes within a day, so that neither is guessed.

    Examples
    --------
    >>> instant("2026-11-21T08:00:00+04:00").isoformat()
    '2026-11-21T08:00:00+04:00'

    A plus sign that an address was not written with arrives as a space, and is understood:

    >>> instant("2026-11-21T08:00:00 04:00").isoformat()
    '2026-11-21T08:00:00+04:00'
    """
    if told is None or isinstance(told, datetime):
        return told
    try:
        read = datetime.fromisoformat(re.sub(r"(T.*) (\d\d:\d\d)$", r"\1+\2", str(told)))
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise WrongParameter(
            f"“{told}” is not an instant with its time zone. Write it such as 2026-11-21T08:00:00+04:00, or "
            "2026-11-21T04:00:00Z.",
            f"“{told}” saat qurşağı göstərilmiş an deyil. Belə yazın: 2026-11-21T08:00:00+04:00 və ya "
            "2026-11-21T04:00:00Z.",
            parameter="as_known_at",
        )
    return read


KnownAt = Annotated[
    AwareDatetime | None,
    BeforeValidator(instant),
    Field(
        description="The instant whose state of knowledge is asked for, with its time zone (RFC 3339); "
        "the last change when left out."
    ),
]
"""The parameter `as_known_at`, wherever it is asked for."""
