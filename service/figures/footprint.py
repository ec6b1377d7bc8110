"""The ground that cluster munitions really covered, estimated from finds (domain.md 8.6)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from gis.codelists import Account
from service.ledger.known import known_at
from service.sql import statement

BUFFER_M = 50


@dataclass(frozen=True, kw_only=True)
class FootprintQuestion:
    """Up to which day, and how far around a find, ground counts; missing `as_known_at` means the last change."""

    as_of: date
    buffer_m: float = BUFFER_M
    account: Account = Account.OPERATIONAL
    as_known_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """An estimate of the ground that cluster munitions covered.

    Attributes
    ----------
    footprint_m2
        Cleared ground within the buffer of a find of submunitions, each square metre once.
    classed_cleared_m2
        What was cleared under a class with cluster remnants: whole polygons, mostly far more. Never added to the
        footprint.
    located_count, unlocated_count
        Submunitions found with and without a place; only the former have a footprint.
    """

    footprint_m2: float
    classed_cleared_m2: float
    located_count: int
    unlocated_count: int
    as_known_at: datetime


def cmr_footprint(session: Session, question: FootprintQuestion) -> Footprint:
    """Estimate the ground around finds of submunitions that was cleared by the end of a day.

    Raises
    ------
    WrongParameter
        If `as_known_at` is not an instant of the past.
    """
    as_known_at = known_at(session, question.as_known_at)
    row = session.execute(statement("cmr_footprint"), vars(question) | {"as_known_at": as_known_at}).mappings().one()
    return Footprint(**row, as_known_at=as_known_at)
