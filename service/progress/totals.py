"""The ledger's totals as they were known at an instant: what passed from state to state, and the stock it makes.

Areas are added as decimals: whatever the order of rows, not a digit differs. They become floating-point numbers where
an answer is given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Table, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationType, HazardClass, LedgerCause, ReleaseMethod, contamination_class
from gis.treaties import TreatyView
from service.progress.questions import ContaminationQuestion, Row, StockDimension
from service.sql import statement
from service.tables import IDENTITIES, OF_STOCK, ledger_change, ledger_month, ledger_total

SPECK_M2 = Decimal("0.05")
"""Less is what cutting and measuring leave over a square kilometre, and makes no row."""
DAY = timedelta(days=1)
TOLD = ("account", "cause", *OF_STOCK)
Stock = Mapping["State", Decimal]
"""Square metres by the state that the ground is in."""


@dataclass(frozen=True, kw_only=True)
class State:
    """How ground stands in stock, and where.

    Attributes
    ----------
    types
        The contamination types that are open.
    district
        Its code; missing where no district is near.
    """

    classification: HazardClass
    types: frozenset[ContaminationType]
    district: str | None

    def value(self, dimension: StockDimension) -> str | None:
        """Give what the state is told by in a dimension."""
        match dimension:
            case StockDimension.CLASSIFICATION:
                return self.classification.value
            case StockDimension.CONTAMINATION_CLASS:
                return contamination_class(self.types).value
            case StockDimension.DISTRICT:
                return self.district


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Ground that passed from a state to another for one cause; a state is missing where it was not in stock."""

    account: Account
    cause: LedgerCause
    release_method: ReleaseMethod | None
    before: State | None
    after: State | None
    area_m2: Decimal


def as_known(table: Table, at: datetime) -> Subquery:
    """Give the rows of a table with `recorded` as they were known at an instant.

    The present is what is mostly asked for, and its rows have indexes of their own: so it has an arm of its own, and of
    the two only the one that applies is run. Which one that is must be told within the statement that reads the rows,
    for a change may be committed just before it.
    """
    last_at = select(func.max(ledger_change.c.recorded_at)).scalar_subquery()
    present = select(table).where(func.upper_inf(table.c.recorded), func.coalesce(last_at, literal(at)) <= at)
    past = select(table).where(table.c.recorded.contains(at), last_at > at)
    return union_all(present, past).subquery(table.name)


@dataclass(frozen=True, kw_only=True)
class Passed:
    """What passed from state to state in both accounts: before the first day of a period, and in it."""

    before: Sequence[Passage]
    within: Sequence[Passage]

    @property
    def by_the_end(self) -> Sequence[Passage]:
        """Give what passed by the end of the period."""
        return [*self.before, *self.within]


def passages(session: Session, at: datetime, *, until: date) -> Sequence[Passage]:
    """Add up what passed from state to state in both accounts by the end of a day."""
    return passages_of(session, at, start=date.min, end=until).within


def passages_of(session: Session, at: datetime, *, start: date, end: date) -> Passed:
    """Add up what passed before a period and what passed in it, its first and last day included.

    Whole months are added up already; only the days of the months in which the period begins and ends are looked at.
    """
    its_month = start.replace(day=1)
    first_whole = its_month if start == its_month else (its_month + 31 * DAY).replace(day=1)
    beyond = (end + min(DAY, date.max - end)).replace(day=1)
    month, day = as_known(ledger_month, at).c, as_known(ledger_total, at).c
    is_whole = or_(month.month < its_month, and_(month.month >= first_whole, month.month < beyond))
    is_apart = or_(day.effective_date < first_whole, day.effective_date >= beyond)
    parts = union_all(
        _told(month, month.month < start).where(is_whole),
        _told(day, day.effective_date < start).where(day.effective_date.between(its_month, end), is_apart),
    ).subquery()
    told = [parts.c[name] for name in ("is_before", *TOLD)]
    passed = select(*told, func.sum(parts.c.area_m2).label("area_m2")).group_by(*told).subquery()
    before, after = (IDENTITIES["districts"].alias(name) for name in ("district_before", "district_after"))
    rows = session.execute(
        select(passed, before.c.code.label("district_before"), after.c.code.label("district_after"))
        .outerjoin(before, before.c.id == passed.c.district_before_id)
        .outerjoin(after, after.c.id == passed.c.district_after_id)
    ).all()
    return Passed(
        before=[_passage(row) for row in rows if row.is_before],
        within=[_passage(row) for row in rows if not row.is_before],
    )


def _told(total: Any, is_before: ColumnElement[bool]) -> Select[Any]:  # noqa: ANN401 - the columns of a table
    return select(is_before.label("is_before"), *(total[name] for name in TOLD), total.area_m2)


def district_codes(session: Session) -> dict[Any, str]:
    """Give the codes of all districts by their ids."""
    district = IDENTITIES["districts"]
    return {row.id: row.code for row in session.execute(select(district.c.id, district.c.code))}


def _passage(row: Any) -> Passage:  # noqa: ANN401 - a row of the statement
    return Passage(
        account=Account(row.account),
        cause=LedgerCause(row.cause),
        release_method=ReleaseMethod(row.release_method) if row.release_method else None,
        before=_state(row.class_before, row.types_before, row.district_before),
        after=_state(row.class_after, row.types_after, row.district_after),
        area_m2=row.area_m2,
    )


def _state(classification: str | None, types: Sequence[str], district: str | None) -> State | None:
    if classification is None:
        return None
    return State(
        classification=HazardClass(classification), types=frozenset(map(ContaminationType, types)), district=district
    )


def stock(passed: Iterable[Passage], account: Account, view: TreatyView | None = None) -> Stock:
    """Give the stock that passages since the beginning make in an account; of a treaty view only what counts in it."""
    areas_m2: defaultdict[State, Decimal] = defaultdict(Decimal)
    for passage in passed:
        if passage.account == account:
            for state, area_m2 in ((passage.before, -passage.area_m2), (passage.after, passage.area_m2)):
                if state and (view is None or view.holds(state.types)):
                    areas_m2[state] += area_m2
    return areas_m2


def narrowed(areas_m2: Stock, codes: Collection[str] | None) -> Stock:
    """Give what of a stock lies in districts; none named: all of it."""
    return areas_m2 if codes is None else {state: m2 for state, m2 in areas_m2.items() if state.district in codes}


def told_by(areas_m2: Stock, by: Sequence[StockDimension]) -> tuple[Row, ...]:
    """Give a row for each combination of the asked dimensions that holds ground, in their order."""
    sums_m2: defaultdict[tuple[str | None, ...], Decimal] = defaultdict(Decimal)
    for state, area_m2 in areas_m2.items():
        sums_m2[tuple(map(state.value, by))] += area_m2
    names = [*map(str, by), "area_m2"]
    return tuple(
        dict(zip(names, (*values, float(sums_m2[values])), strict=True))
        for values in sorted(sums_m2, key=in_order)
        if abs(sums_m2[values]) >= SPECK_M2
    )


def without_polygon(session: Session, question: ContaminationQuestion, at: datetime) -> tuple[Row, ...]:
    """Give by the asked dimensions how many areas have no polygon, and the square metres that were reported of them."""
    found: defaultdict[tuple[str | None, ...], list[Decimal | None]] = defaultdict(list)
    known = {"as_of": question.as_of, "as_known_at": at}
    for row in session.execute(statement("stock_without_polygon"), known):
        state = _state(row.classification, row.types or (), row.district)
        if state and _is_asked(state, question):
            found[tuple(map(state.value, question.by))].append(row.area_reported_m2)
    return tuple(
        {
            **dict(zip(map(str, question.by), values, strict=True)),
            "area_count": len(found[values]),
            "area_reported_m2": _reported_m2(found[values]),
        }
        for values in sorted(found, key=in_order)
    )


def _is_asked(state: State, question: ContaminationQuestion) -> bool:
    is_there = question.district_codes is None or state.district in question.district_codes
    return is_there and (question.view is None or question.view.holds(state.types))


def _reported_m2(areas_m2: Iterable[Decimal | None]) -> float | None:
    """Add up what was reported; nothing reported is not zero."""
    told = [area_m2 for area_m2 in areas_m2 if area_m2 is not None]
    return float(sum(told, Decimal(0))) if told else None


def in_order(values: Iterable[str | None]) -> list[tuple[bool, str]]:
    """Give the key that sorts rows by their dimensions, what is not recorded last."""
    return [(value is None, value or "") for value in values]
