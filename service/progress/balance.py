"""The contamination balance: from one stock to another by everything that changed it.

Every passage of ground takes its area from the state that it left and gives it to the state that it came to. So each
row closes, whatever it is told by: opening and all changes make up the closing, which is added up apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.codelists import Account, LedgerCause, ReleaseMethod
from gis.treaties import TreatyView
from service.ledger.known import known_at
from service.progress import releases
from service.progress.questions import (
    ContaminationQuestion,
    Dimension,
    ProgressQuestion,
    Row,
    StockDimension,
    refuse_reversed,
)
from service.progress.totals import (
    SPECK_M2,
    Passage,
    Passed,
    Stock,
    in_order,
    narrowed,
    passages,
    passages_of,
    stock,
    without_polygon,
)
from service.tables import report

CHANGES = (
    "identified_m2",
    "redrawn_m2",
    "cancelled_m2",
    "reduced_m2",
    "cleared_m2",
    "undetermined_m2",
    "partly_released_m2",
    "boundary_difference_m2",
)
"""What changes a stock, in the order of printing; what takes from it is negative."""
ZERO = Decimal(0)
COLUMNS = ("opening_m2", *CHANGES, "closing_m2", "difference_m2")


@dataclass(frozen=True, kw_only=True)
class BalanceQuestion:
    """Between which days, of what, to strike the balance.

    Attributes
    ----------
    start, end
        First and last day; the opening is the stock at the end of the day before.
    as_known_at
        The instant whose state of knowledge is asked for; missing: the last committed change.
    district_codes
        Only ground while it is in stock in these; missing: everywhere.
    view
        Only ground while it counts in this treaty view.

    Raises
    ------
    WrongParameter
        If the period ends before it starts.
    """

    start: date
    end: date
    by: tuple[StockDimension, ...] = (StockDimension.CLASSIFICATION,)
    account: Account = Account.CERTIFIED
    as_known_at: datetime | None = None
    district_codes: tuple[str, ...] | None = None
    view: TreatyView | None = None

    def __post_init__(self) -> None:
        refuse_reversed(self.start, self.end)

    @property
    def days(self) -> dict[str, date]:
        """Give the days that are asked for, by the names of their parameters."""
        return {"from": self.start, "to": self.end}


@dataclass(frozen=True, kw_only=True)
class OpeningRevision:
    """By how much the opening differs from what it was when the last report before the period was issued.

    Attributes
    ----------
    opening_m2
        The same stock as that report knew it.
    revision_m2
        The opening now less that; negative where less is contaminated than was thought.
    """

    report_number: int
    as_known_at: datetime
    opening_m2: float
    revision_m2: float


@dataclass(frozen=True, kw_only=True)
class BalanceMemo:
    """What stands below a balance and in none of its sums.

    Attributes
    ----------
    partly_released_m2
        Ground searched for a part of its types; it stays in stock.
    released_outside_m2
        Ground released that was never recorded as hazardous, by method.
    area_without_geometry_m2
        Reported as released without geometry.
    without_polygon
        Areas recorded without a polygon at the end of the period: `area_count` and `area_reported_m2`.
    opening_revision
        Missing where no report was issued on days before the period.
    """

    partly_released_m2: float
    released_outside_m2: Mapping[ReleaseMethod, float]
    area_without_geometry_m2: float
    without_polygon: tuple[Row, ...]
    opening_revision: OpeningRevision | None


@dataclass(frozen=True, kw_only=True)
class BalanceLines:
    """What a contamination balance is made of, from one stock to another.

    Attributes
    ----------
    rows
        The asked dimensions, `opening_m2`, each of the changes with its sign, `closing_m2`, and `difference_m2`: what
        the closing holds beside the opening and the changes, which is 0.
    total
        The same for all rows together; ground partly released changes class and is 0 here.
    columns
        What the rows are added up from: the ground of each figure by the state that it is in.
    """

    rows: tuple[Row, ...]
    total: Row
    columns: Mapping[str, Stock]
    account: Account
    as_known_at: datetime

    def told_by(self, *by: StockDimension) -> tuple[Row, ...]:
        """Give the rows that other dimensions make of the same ground."""
        return _rows(self.columns, by)

    def m2(self, column: str, of: Mapping[StockDimension, str | None]) -> float:
        """Give one figure of the ground that has these values of dimensions."""
        areas_m2 = self.columns[column].items()
        has = ((all(state.value(by) == value for by, value in of.items()), area_m2) for state, area_m2 in areas_m2)
        return float(sum((area_m2 for is_of, area_m2 in has if is_of), ZERO)) + 0.0


@dataclass(frozen=True, kw_only=True)
class Balance(BalanceLines):
    """A contamination balance, and what stands below it."""

    memo: BalanceMemo


def balance(session: Session, question: BalanceQuestion) -> Balance:
    """Strike the balance of a period.

    Raises
    ------
    WrongParameter
        If `as_known_at` is not an instant of the past.
    """
    at = known_at(session, question.as_known_at)
    passed = passages_of(session, at, start=question.start, end=question.end)
    lines = balance_lines(question, passed, at)
    return Balance(**vars(lines), memo=balance_memo(session, question, passed, at=at))


def balance_lines(question: BalanceQuestion, passed: Passed, at: datetime) -> BalanceLines:
    """Make a balance of what passed before its period and in it, as known at an instant."""
    columns = {
        "opening_m2": _of(question, passed.before),
        **{name: _of(question, _causing(name, passed.within)) for name in CHANGES},
        "closing_m2": _of(question, passed.by_the_end),
    }
    return BalanceLines(
        rows=_rows(columns, question.by),
        total=(*_rows(columns, ()), dict.fromkeys(COLUMNS, 0.0))[0],
        columns=columns,
        account=question.account,
        as_known_at=at,
    )


def _day_before(day: date) -> date:
    return day - min(timedelta(days=1), day - date.min)


def _of(question: BalanceQuestion, passed: Iterable[Passage]) -> Stock:
    return narrowed(stock(passed, question.account, question.view), question.district_codes)


def _causing(column: str, passed: Iterable[Passage]) -> list[Passage]:
    """Give the passages whose ground a column tells."""
    return [passage for passage in passed if _column(passage) == column]


def _column(passage: Passage) -> str:
    match passage.cause:
        case LedgerCause.RELEASED:
            return f"{passage.release_method}_m2"
        case LedgerCause.BOOKED_OFF:
            return "boundary_difference_m2"
        case cause:
            return f"{cause}_m2"


def _rows(columns: Mapping[str, Stock], by: Sequence[StockDimension]) -> tuple[Row, ...]:
    """Give a row for each combination of the asked dimensions that held ground or saw it change."""
    sums_m2: defaultdict[tuple[str | None, ...], dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(COLUMNS, ZERO))
    for name, areas_m2 in columns.items():
        for state, area_m2 in areas_m2.items():
            sums_m2[tuple(map(state.value, by))][name] += area_m2
    return tuple(
        {**dict(zip(map(str, by), values, strict=True)), **_closed(sums_m2[values])}
        for values in sorted(sums_m2, key=in_order)
        if any(abs(area_m2) >= SPECK_M2 for area_m2 in sums_m2[values].values())
    )


def _closed(sums_m2: dict[str, Decimal]) -> dict[str, float]:
    """Say what the closing holds beside the opening and the changes."""
    made_up_m2 = sums_m2["opening_m2"] + sum((sums_m2[name] for name in CHANGES), ZERO)
    told_m2 = sums_m2 | {"difference_m2": sums_m2["closing_m2"] - made_up_m2}
    return {name: float(area_m2) + 0.0 for name, area_m2 in told_m2.items()}


# --- what stands below it -----------------------------------------------------------------------------------------


def balance_memo(session: Session, question: BalanceQuestion, passed: Passed, *, at: datetime) -> BalanceMemo:
    """Give what stands below a balance and in none of its sums, as known at an instant."""
    asked: dict[str, Any] = {
        "account": question.account,
        "district_codes": question.district_codes,
        "view": question.view,
    }
    flows = ProgressQuestion(start=question.start, end=question.end, **asked)
    closing = ContaminationQuestion(as_of=question.end, by=question.by, **asked)
    outside = releases.released(flows, at, (LedgerCause.RELEASED_OUTSIDE,))
    reported = releases.parts(session, releases.reported(flows, at), ())
    return BalanceMemo(
        partly_released_m2=_partly_released_m2(question, passed.within),
        released_outside_m2={
            ReleaseMethod(str(part.told["method"])): float(part.area_m2)
            for part in releases.parts(session, outside, (Dimension.METHOD,))
        },
        area_without_geometry_m2=float(sum((part.area_m2 for part in reported), ZERO)),
        without_polygon=without_polygon(session, closing, at),
        opening_revision=_opening_revision(session, question, _of(question, passed.before), at=at),
    )


def _partly_released_m2(question: BalanceQuestion, passed: Iterable[Passage]) -> float:
    """Add up what was searched for part of its types, as it stood before."""
    left = (replace(passage, after=None) for passage in _causing("partly_released_m2", passed))
    return float(-sum(_of(question, left).values(), ZERO)) + 0.0


def _opening_revision(
    session: Session, question: BalanceQuestion, opening: Stock, *, at: datetime
) -> OpeningRevision | None:
    """Compare the opening with what the last report on days before it knew."""
    earlier = (
        select(report.c.number, report.c.as_known_at)
        .where(report.c.period_to < question.start, report.c.as_known_at <= at)
        .order_by(report.c.as_known_at.desc(), report.c.number.desc())
        .limit(1)
    )
    last = session.execute(earlier).one_or_none()
    if last is None:
        return None
    then = _of(question, passages(session, last.as_known_at, until=_day_before(question.start)))
    then_m2 = sum(then.values(), ZERO)
    return OpeningRevision(
        report_number=last.number,
        as_known_at=last.as_known_at,
        opening_m2=float(then_m2),
        revision_m2=float(sum(opening.values(), ZERO) - then_m2) + 0.0,
    )
