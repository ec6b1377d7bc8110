"""The ledger agrees with the plain one, whatever is drawn and however it arrives."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine, Numeric, cast, func, select, text, union_all
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationType, HazardClass, contamination_class
from gis.ledger import nets, stock
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, ProgressQuestion, StockDimension
from service.tables import ledger_entry, ledger_total
from tests.service.histories import (
    DAYS,
    FIRST_DAY,
    LAST_DAY,
    PROPERTY,
    History,
    area_m2,
    histories,
    layer_of,
    pieces_of,
    play,
    releases_of,
    rolled_back,
)

TOLERANCE_M2 = 0.05
DAY = timedelta(days=1)


def ledger_nets(session: Session, account: Account) -> dict[tuple[str, bool], BaseGeometry]:
    """Give the current nets, districts put together, by release and whether inside recorded hazard."""
    rows = session.execute(
        text("""
            select code, cause = 'released' as is_inside, st_asbinary(st_collect(geom))
            from ledger_entry e join release_area a on a.id = e.release_area_id
            where upper_inf(recorded) and account = :account and cause in ('released', 'released_outside')
            group by code, is_inside
        """),
        {"account": account},
    )
    return {(code, is_inside): shapely.union_all(list(parts(wkb))) for code, is_inside, wkb in rows}


def parts(wkb: bytes) -> Iterator[BaseGeometry]:
    yield from shapely.get_parts(shapely.get_parts(shapely.from_wkb(bytes(wkb))))


Group = tuple[HazardClass, str]


def moved_m2(session: Session, account: Account, first: date, last: date) -> dict[str, dict[Group, Decimal]]:
    """Give by cause how the current entries of a period changed the stock of each classification and class."""
    rows = session.execute(
        text("""
            select cause, classification, types, sum(sign * area_m2::numeric) from ledger_entry
            cross join lateral (values (class_before, types_before, -1), (class_after, types_after, 1))
                as side (classification, types, sign)
            where upper_inf(recorded) and account = :account and effective_date between :first and :last
                and classification is not null
            group by cause, classification, types
        """),
        {"account": account, "first": first, "last": last},
    )
    moved: dict[str, dict[Group, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for cause, classification, types, m2 in rows:
        moved[cause][HazardClass(classification), contamination_class(frozenset(map(ContaminationType, types)))] += m2
    return moved


def together(*parts_m2: dict[Group, Decimal]) -> dict[Group, float]:
    """Add up by group, and leave out what is nothing."""
    groups = {group for part in parts_m2 for group in part}
    sums = {group: float(sum(part.get(group, Decimal(0)) for part in parts_m2)) for group in groups}
    return {group: m2 for group, m2 in sums.items() if abs(m2) > TOLERANCE_M2}


def stock_m2(session: Session, account: Account, as_of: date) -> dict[Group, Decimal]:
    """Give what the service answers about the stock by classification and class."""
    by = (StockDimension.CLASSIFICATION, StockDimension.CONTAMINATION_CLASS)
    rows = contamination(session, ContaminationQuestion(as_of=as_of, by=by, account=account)).rows
    return {
        (HazardClass(str(row["classification"])), str(row["contamination_class"])): Decimal(row["area_m2"] or 0)
        for row in rows
    }


def witness_m2(history: History, account: Account, as_of: date) -> dict[Group, float]:
    """Give the plain ledger's stock by classification and class."""
    left = stock(pieces_of(history), releases_of(history, account), as_of)
    measured = {group: area_m2(ground) for group, ground in left.items()}
    return {group: m2 for group, m2 in measured.items() if m2 > TOLERANCE_M2}


# --- what must hold -----------------------------------------------------------------------------------------------


@PROPERTY
@given(history=histories())
def test_nets_are_those_of_the_witness(engine: Engine, history: History) -> None:
    with rolled_back(engine) as session:
        play(session, history)
        found = {account: ledger_nets(session, account) for account in Account}
        assert session.scalar(text("select count(*) from ledger_entry where not st_isvalid(geom)")) == 0
    for account in Account:
        for code, net in nets(pieces_of(history), releases_of(history, account)).items():
            for is_inside, expected in ((True, net.inside), (False, net.outside)):
                difference = found[account].pop((code, is_inside), MultiPolygon()).symmetric_difference(expected)
                assert area_m2(difference) < TOLERANCE_M2, (account, code, is_inside)
    assert not any(found.values())


@PROPERTY
@given(history=histories(), days=st.tuples(DAYS, DAYS).map(sorted))
def test_the_balance_closes_between_any_two_days_and_its_stocks_are_those_of_the_witness(
    engine: Engine, history: History, days: list[date]
) -> None:
    with rolled_back(engine) as session:
        play(session, history)
        for account in Account:
            opening, closing = (stock_m2(session, account, day) for day in days)
            assert together(opening) == pytest.approx(witness_m2(history, account, days[0]), abs=TOLERANCE_M2)
            assert together(closing) == pytest.approx(witness_m2(history, account, days[1]), abs=TOLERANCE_M2)
            causes = moved_m2(session, account, days[0] + DAY, days[1])
            assert set(causes) <= {"identified", "redrawn", "released", "partly_released", "booked_off"}
            assert together(opening, *causes.values()) == pytest.approx(together(closing), abs=TOLERANCE_M2)
            assert all(m2 <= 0 for m2 in causes.get("released", {}).values())


@PROPERTY
@given(history=histories(), as_of=DAYS)
def test_what_is_left_operationally_is_left_certified_too(engine: Engine, history: History, as_of: date) -> None:
    grounds = {
        account: shapely.union_all(list(stock(pieces_of(history), releases_of(history, account), as_of).values()))
        for account in Account
    }
    operational, certified = grounds[Account.OPERATIONAL], grounds[Account.CERTIFIED]
    assert area_m2(operational.difference(certified)) < TOLERANCE_M2
    with rolled_back(engine) as session:
        play(session, history)
        answer = contamination(session, ContaminationQuestion(as_of=as_of))
    assert answer.awaiting_acceptance_m2 == pytest.approx(area_m2(certified.difference(operational)), abs=TOLERANCE_M2)
    assert answer.untouched_m2 == pytest.approx(area_m2(operational), abs=TOLERANCE_M2)


@PROPERTY
@given(history=histories(), as_of=DAYS)
def test_stock_by_district_is_where_the_ground_lies(engine: Engine, history: History, as_of: date) -> None:
    """Where nobody states a district: west of the middle it is one, at it the other, and near it too."""
    unstated = [
        {code: record and {**record, "district_code": None} for code, record in change.items()} for change in history
    ]
    left = shapely.union_all(list(stock(pieces_of(history), releases_of(history, Account.CERTIFIED), as_of).values()))
    west = shapely.box(46, 39, 46.9 + 3 * 0.001, 40)
    with rolled_back(engine) as session:
        play(session, unstated)
        rows = contamination(session, ContaminationQuestion(as_of=as_of, by=(StockDimension.DISTRICT,))).rows
    expected = {"AGM": area_m2(left.intersection(west)), "FUZ": area_m2(left.difference(west))}
    found = {str(row["district"]): row["area_m2"] for row in rows}
    assert found == pytest.approx({d: m2 for d, m2 in expected.items() if m2 > TOLERANCE_M2}, abs=TOLERANCE_M2)


@PROPERTY
@given(history=histories())
def test_every_split_adds_up_to_the_total(engine: Engine, history: History) -> None:
    witness = nets(pieces_of(history), releases_of(history, Account.OPERATIONAL)).values()
    expected = sum(area_m2(net.inside) + area_m2(net.outside) for net in witness)
    with rolled_back(engine) as session:
        play(session, history)
        for dimension in Dimension:
            answer = progress(session, ProgressQuestion(start=FIRST_DAY, end=LAST_DAY, by=(dimension,)))
            assert answer.total_m2 == pytest.approx(expected, abs=TOLERANCE_M2)
            assert sum(float(row["area_m2"] or 0) for row in answer.rows) == pytest.approx(answer.total_m2, abs=1e-6)
        for stock_dimension in StockDimension:
            answers = [
                contamination(session, ContaminationQuestion(as_of=LAST_DAY, by=by)) for by in ((), (stock_dimension,))
            ]
            assert answers[0].total_m2 == answers[1].total_m2


@PROPERTY
@given(history=histories())
def test_no_point_is_freed_twice_unless_it_was_opened_again(engine: Engine, history: History) -> None:
    once = [
        {
            code: record and {**record, **({"reopens_released": False} if layer_of(code) == "hazardous_areas" else {})}
            for code, record in change.items()
        }
        for change in history
    ]
    with rolled_back(engine) as session:
        play(session, once)
        freed = list(ledger_nets(session, Account.OPERATIONAL).values())
    whole = area_m2(shapely.union_all(freed)) if freed else 0
    assert sum(map(area_m2, freed)) == pytest.approx(whole, abs=TOLERANCE_M2)


@PROPERTY
@given(history=histories())
def test_totals_are_the_entries_at_every_stamp(engine: Engine, history: History) -> None:
    keys = [column.name for column in ledger_total.c if column.name not in {"id", "area_m2", "recorded"}]
    with rolled_back(engine) as session:
        for stamp in play(session, history):
            entries, totals = (
                select(*(table.c[key] for key in keys), cast(sign * table.c.area_m2, Numeric).label("m2")).where(
                    table.c.recorded.contains(stamp)
                )
                for table, sign in ((ledger_entry, 1), (ledger_total, -1))
            )
            either = union_all(entries, totals).subquery()
            is_off = select(either.c.account).group_by(*either.c[*keys]).having(func.sum(either.c.m2) != 0)
            assert session.execute(is_off).all() == []
