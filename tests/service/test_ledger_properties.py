"""The ledger agrees with the plain one, whatever is drawn and however it arrives."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine, Numeric, cast, func, select, text, union_all
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationClass, HazardClass, ReleaseMethod
from gis.ledger import nets, stock
from service.audit.flow import audit
from service.audit.queries import Asked
from service.ledger.flow import LedgerUpdate
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
from tests.service.records import renew, square
from tests.strategies import examples

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


@settings(PROPERTY, max_examples=examples(8))
@given(history=histories(), days=st.tuples(ASKED_DAYS, ASKED_DAYS).map(sorted))
def test_whatever_arrives_the_ledger_is_that_of_the_witness_and_adds_up(
    country: Engine, history: History, days: list[date]
) -> None:
    """Every statement is of the same history: to bring one into the ledger takes longer than to ask."""
    start, end = days
    with rolled_back(country) as session:
        stamps = play(session, history)
        see_totals_that_are_the_entries(session, stamps)
        see_nets_of_the_witness(session, history)
        see_a_balance_that_closes(session, history, start, end)
        see_that_what_is_left_operationally_is_left_certified_too(session, history, end)
        see_released_ground_that_adds_up(session, history)
        see_stock_that_adds_up_with_no_part_below_nothing(session, end)
        see_nothing_that_the_audit_finds(session)
        assert renew(session) == LedgerUpdate(), "what is worked out anew is not what came bit by bit"


def see_totals_that_are_the_entries(session: Session, stamps: Sequence[datetime]) -> None:
    """See that totals are the entries added up, exactly, at every stamp."""
    keys = [column.name for column in ledger_total.c if column.name not in {"id", "area_m2", "recorded"}]
    for stamp in stamps:
        entries, totals = (
            select(*(table.c[key] for key in keys), cast(sign * table.c.area_m2, Numeric).label("m2")).where(
                table.c.recorded.contains(stamp)
            )
            for table, sign in ((ledger_entry, 1), (ledger_total, -1))
        )
        either = union_all(entries, totals).subquery()
        is_off = select(either.c.account).group_by(*either.c[*keys]).having(func.sum(either.c.m2) != 0)
        assert session.execute(is_off).all() == []


def see_nothing_that_the_audit_finds(session: Session) -> None:
    """See that every rule of the audit holds."""
    outcomes = list(audit([session.connection()], Asked(days=(date(2021, 1, 10), LAST_DAY))))
    assert [finding.words("en") for outcome in outcomes for finding in outcome.findings] == []


def see_nets_of_the_witness(session: Session, history: History) -> None:
    """See that every release has the ground of the plain ledger, inside and outside recorded hazard, and is valid."""
    assert session.scalar(text("select count(*) from ledger_entry where not st_isvalid(geom)")) == 0
    for account in Account:
        found = ledger_nets(session, account)
        for code, net in nets(pieces_of(history), releases_of(history, account)).items():
            for is_inside, expected in ((True, net.inside), (False, net.outside)):
                difference = found.pop((code, is_inside), MultiPolygon()).symmetric_difference(expected)
                assert area_m2(difference) < TOLERANCE_M2, (account, code, is_inside)
        assert not found, account


def see_a_balance_that_closes(session: Session, history: History, start: date, end: date) -> None:
    """See that the balance between two days closes, and that its stocks are those of the plain ledger."""
    by = (StockDimension.CLASSIFICATION, StockDimension.CONTAMINATION_CLASS)
    for account in Account:
        answer = balance(session, BalanceQuestion(start=start, end=end, by=by, account=account))
        for column, day in (("opening_m2", start - DAY), ("closing_m2", end)):
            expected = witness_m2(history, answer.account, day)
            assert told_m2(answer.rows, column) == pytest.approx(expected, abs=TOLERANCE_M2), column
        for row in (*answer.rows, answer.total):
            assert row["difference_m2"] == pytest.approx(0, abs=1e-6)
            assert all(float(row[f"{method}_m2"] or 0) <= 0 for method in ReleaseMethod)
        for column, total in answer.total.items():
            assert sum(float(row[column] or 0) for row in answer.rows) == pytest.approx(total, abs=TOLERANCE_M2), column
        assert answer.total["partly_released_m2"] == 0


def told_m2(rows: Iterable[Row], column: str) -> dict[Group, float]:
    """Give a column of rows by classification and class, but for what is nothing."""
    told = {
        (HazardClass(str(row["classification"])), ContaminationClass(str(row["contamination_class"]))): row[column]
        for row in rows
    }
    return {group: float(m2) for group, m2 in told.items() if m2 and float(m2) > TOLERANCE_M2}


def see_that_what_is_left_operationally_is_left_certified_too(session: Session, history: History, as_of: date) -> None:
    """See that the difference of the accounts is the ground that awaits acceptance."""
    operational, certified = (left(history, account, as_of) for account in (Account.OPERATIONAL, Account.CERTIFIED))
    assert area_m2(operational.difference(certified)) < TOLERANCE_M2
    answer = contamination(session, ContaminationQuestion(as_of=as_of))
    assert answer.awaiting_acceptance_m2 == pytest.approx(area_m2(certified.difference(operational)), abs=TOLERANCE_M2)
    assert answer.untouched_m2 == pytest.approx(area_m2(operational), abs=TOLERANCE_M2)


def left(history: History, account: Account, as_of: date) -> BaseGeometry:
    """Give the plain ledger's stock, whatever its class."""
    return shapely.union_all(list(stock(pieces_of(history), releases_of(history, account), as_of).values()))


def see_released_ground_that_adds_up(session: Session, history: History) -> None:
    """See that by every dimension released ground adds up to what the plain ledger freed."""
    witness = nets(pieces_of(history), releases_of(history, Account.OPERATIONAL)).values()
    expected = sum(area_m2(net.inside) + area_m2(net.outside) for net in witness)
    for dimension in Dimension:
        answer = progress(session, ProgressQuestion(start=FIRST_DAY, end=LAST_DAY, by=(dimension,)))
        assert answer.total_m2 == pytest.approx(expected, abs=TOLERANCE_M2), dimension
        assert sum(float(row["area_m2"] or 0) for row in answer.rows) == pytest.approx(answer.total_m2, abs=1e-6)


def see_stock_that_adds_up_with_no_part_below_nothing(session: Session, as_of: date) -> None:
    """See that stock told by everything adds up to what is told of all."""
    whole, told = (
        contamination(session, ContaminationQuestion(as_of=as_of, by=by)) for by in ((), tuple(StockDimension))
    )
    assert sum(float(row["area_m2"] or 0) for row in told.rows) == pytest.approx(whole.total_m2, abs=TOLERANCE_M2)
    assert all(float(row["area_m2"] or 0) > -TOLERANCE_M2 for row in told.rows), told.rows


@PROPERTY
@given(history=histories(), as_of=ASKED_DAYS)
def test_stock_by_district_is_where_the_ground_lies(country: Engine, history: History, as_of: date) -> None:
    """Where nobody states a district: west of the middle it is one, at it the other, and near it too."""
    unstated = [
        {code: record and {**record, "district_code": None} for code, record in change.items()} for change in history
    ]
    ground = left(history, Account.CERTIFIED, as_of)
    west = shapely.box(46, 39, square(2, 0).bounds[0], 40)
    with rolled_back(country) as session:
        play(session, unstated)
        rows = contamination(session, ContaminationQuestion(as_of=as_of, by=(StockDimension.DISTRICT,))).rows
    expected = {"AGM": area_m2(ground.intersection(west)), "FUZ": area_m2(ground.difference(west))}
    found = {str(row["district"]): row["area_m2"] for row in rows}
    assert found == pytest.approx({d: m2 for d, m2 in expected.items() if m2 > TOLERANCE_M2}, abs=TOLERANCE_M2)


@settings(PROPERTY, max_examples=examples(4))
@given(history=histories())
def test_no_point_is_freed_twice_unless_it_was_opened_again(country: Engine, history: History) -> None:
    """Where no area re-opens what was released, and every release searches for all types, it is never open again."""
    once: dict[str, dict[str, Any]] = {
        "hazardous_areas": {"reopens_released": False},
        "release_areas": {"target_types": None},
    }
    plain = [
        {code: record and {**record, **once[layer_of(code)]} for code, record in change.items()} for change in history
    ]
    with rolled_back(country) as session:
        play(session, plain)
        freed = list(ledger_nets(session, Account.OPERATIONAL).values())
    assert sum(map(area_m2, freed)) == pytest.approx(area_m2(shapely.union_all(freed)), abs=TOLERANCE_M2)
