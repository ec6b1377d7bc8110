"""The ledger agrees with the plain one, whatever is drawn and however it arrives."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine, Numeric, cast, func, select, text, union_all
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationClass, HazardClass, ReleaseMethod
from gis.ledger import nets, stock
from service.progress.balance import BalanceQuestion, balance
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, ProgressQuestion, Row, StockDimension
from service.tables import ledger_entry, ledger_total
from tests.service.histories import (
    ASKED_DAYS,
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
from tests.service.records import square

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


Group = tuple[HazardClass, ContaminationClass]


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
@given(history=histories(), days=st.tuples(ASKED_DAYS, ASKED_DAYS).map(sorted))
def test_the_balance_closes_between_any_two_days_and_its_stocks_are_those_of_the_witness(
    engine: Engine, history: History, days: list[date]
) -> None:
    start, end = days
    by = (StockDimension.CLASSIFICATION, StockDimension.CONTAMINATION_CLASS)
    with rolled_back(engine) as session:
        play(session, history)
        struck = [
            balance(session, BalanceQuestion(start=start, end=end, by=by, account=account)) for account in Account
        ]
    for answer in struck:
        for column, day in (("opening_m2", start - DAY), ("closing_m2", end)):
            expected = witness_m2(history, answer.account, day)
            assert told_m2(answer.rows, column) == pytest.approx(expected, abs=TOLERANCE_M2), column
        for row in (*answer.rows, answer.total):
            assert row["difference_m2"] == pytest.approx(0, abs=1e-6)
            assert all(float(row[f"{method}_m2"] or 0) <= 0 for method in ReleaseMethod)
        for column, total in answer.total.items():
            assert sum(float(row[column] or 0) for row in answer.rows) == pytest.approx(total, abs=1e-6), column
        assert answer.total["partly_released_m2"] == 0


def told_m2(rows: Iterable[Row], column: str) -> dict[Group, float]:
    """Give a column of rows by classification and class, but for what is nothing."""
    told = {
        (HazardClass(str(row["classification"])), ContaminationClass(str(row["contamination_class"]))): row[column]
        for row in rows
    }
    return {group: float(m2) for group, m2 in told.items() if m2 and float(m2) > TOLERANCE_M2}


@PROPERTY
@given(history=histories(), as_of=ASKED_DAYS)
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
@given(history=histories(), as_of=ASKED_DAYS)
def test_stock_by_district_is_where_the_ground_lies(engine: Engine, history: History, as_of: date) -> None:
    """Where nobody states a district: west of the middle it is one, at it the other, and near it too."""
    unstated = [
        {code: record and {**record, "district_code": None} for code, record in change.items()} for change in history
    ]
    left = shapely.union_all(list(stock(pieces_of(history), releases_of(history, Account.CERTIFIED), as_of).values()))
    west = shapely.box(46, 39, square(2, 0).bounds[0], 40)
    with rolled_back(engine) as session:
        play(session, unstated)
        rows = contamination(session, ContaminationQuestion(as_of=as_of, by=(StockDimension.DISTRICT,))).rows
    expected = {"AGM": area_m2(left.intersection(west)), "FUZ": area_m2(left.difference(west))}
    found = {str(row["district"]): row["area_m2"] for row in rows}
    assert found == pytest.approx({d: m2 for d, m2 in expected.items() if m2 > TOLERANCE_M2}, abs=TOLERANCE_M2)


@PROPERTY
@given(history=histories(), as_of=ASKED_DAYS)
def test_every_split_adds_up_to_the_total_and_no_part_of_stock_is_below_nothing(
    engine: Engine, history: History, as_of: date
) -> None:
    witness = nets(pieces_of(history), releases_of(history, Account.OPERATIONAL)).values()
    expected = sum(area_m2(net.inside) + area_m2(net.outside) for net in witness)
    with rolled_back(engine) as session:
        play(session, history)
        for dimension in Dimension:
            answer = progress(session, ProgressQuestion(start=FIRST_DAY, end=LAST_DAY, by=(dimension,)))
            assert answer.total_m2 == pytest.approx(expected, abs=TOLERANCE_M2)
            assert sum(float(row["area_m2"] or 0) for row in answer.rows) == pytest.approx(answer.total_m2, abs=1e-6)
        whole, told = (
            contamination(session, ContaminationQuestion(as_of=as_of, by=by)) for by in ((), tuple(StockDimension))
        )
    assert sum(float(row["area_m2"] or 0) for row in told.rows) == pytest.approx(whole.total_m2, abs=TOLERANCE_M2)
    assert all(float(row["area_m2"] or 0) > -TOLERANCE_M2 for row in told.rows), told.rows


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
