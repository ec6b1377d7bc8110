"""What remained at the end of each of many periods, in its parts: one look at the ledger's totals for all of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any

from sqlalchemy import TIMESTAMP, ColumnElement, and_, case, cast, func, literal_column, select
from sqlalchemy.orm import Session

from gis.aggregates import Remaining
from gis.codelists import Account
from gis.periods import Period
from gis.treaties import TreatyView
from service.ledger.known import known_at
from service.progress.releases import counted
from service.progress.totals import as_known
from service.tables import IDENTITIES, ledger_total


@dataclass(frozen=True, kw_only=True)
class RemainingQuestion:
    """What to tell of the stock at the ends of periods.

    Attributes
    ----------
    periods
        Of one unit, oldest first, one after the other.
    as_known_at
        The instant whose state of knowledge is asked for; missing: the last committed change.
    district_codes
        Only ground of these districts; missing: everywhere.
    view
        Only ground that counts in this treaty view.
    """

    periods: Sequence[Period]
    as_known_at: datetime | None = None
    district_codes: tuple[str, ...] | None = None
    view: TreatyView | None = None


def remaining(session: Session, question: RemainingQuestion, *, today: date) -> list[Remaining]:
    """Give for each period what is left at its end, or so far; nothing before the first hazardous area.

    Raises
    ------
    WrongParameter
        If `as_known_at` is not an instant of the past.
    """
    at = known_at(session, question.as_known_at)
    changes = _changes_m2(session, question, at)
    if not question.periods:
        return []
    operational, certified = (
        _closing_m2(changes[account], question.periods) for account in (Account.OPERATIONAL, Account.CERTIFIED)
    )
    first_on = min((day for days in changes.values() for day in days), default=date.max)
    return [
        Remaining(
            period=period,
            untouched_m2=float(untouched_m2) if first_on <= period.end else None,
            awaiting_m2=float(stock_m2 - untouched_m2) if first_on <= period.end else None,
            is_over=period.end < today,
        )
        for period, untouched_m2, stock_m2 in zip(question.periods, operational, certified, strict=True)
    ]


def _closing_m2(changes_m2: dict[date, Decimal], periods: Sequence[Period]) -> list[Decimal]:
    """Give the stock at the end of each period from what changed it, by the first days of periods."""
    opening_m2 = sum((area_m2 for day, area_m2 in changes_m2.items() if day < periods[0].start), Decimal(0))
    within = [changes_m2.get(period.start, Decimal(0)) for period in periods]
    return list(accumulate(within, initial=opening_m2))[1:]


def _changes_m2(session: Session, question: RemainingQuestion, at: datetime) -> dict[Account, dict[date, Decimal]]:
    """Give by what the stock of each account changed, by the first day of the period that it changed in."""
    if not question.periods:
        return {}
    total = as_known(ledger_total, at).c
    unit: ColumnElement[str] = literal_column(f"'{question.periods[0].unit}'")
    first_day = func.date_trunc(unit, cast(total.effective_date, TIMESTAMP)).label("first_day")
    counts_after, counts_before = (_counts(total, side, question) for side in ("after", "before"))
    came, went = (case((counts, total.area_m2), else_=0) for counts in (counts_after, counts_before))
    statement = (
        select(total.account, first_day, func.sum(came - went).label("area_m2"))
        .where(total.effective_date <= question.periods[-1].end, counts_after | counts_before)
        .group_by(total.account, first_day)
    )
    found: defaultdict[Account, dict[date, Decimal]] = defaultdict(dict)
    for row in session.execute(statement):
        found[Account(row.account)][row.first_day.date()] = row.area_m2
    return found


def _counts(total: Any, side: str, question: RemainingQuestion) -> ColumnElement[bool]:  # noqa: ANN401 - columns
    """Tell whether ground was in the stock that is asked for before or after a passage."""
    district = IDENTITIES["districts"].c
    conditions = [total[f"class_{side}"].is_not(None)]
    if question.district_codes:
        their_ids = select(district.id).where(district.code.in_(question.district_codes))
        conditions.append(total[f"district_{side}_id"].in_(their_ids))
    if question.view:
        conditions.append(counted(total[f"types_{side}"], question.view))
    return and_(*conditions)
