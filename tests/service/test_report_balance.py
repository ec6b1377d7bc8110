"""The contamination balance as a report: every figure against the rule in plain pandas over the same records."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from gis.codelists import ContaminationClass, ContaminationType, contamination_class
from service.reports.content import Content, Figure, as_json, checksum, from_json
from service.reports.flow import ReportOrder
from service.reports.parts.balance import LINES, OF_DISTRICT
from service.reports.scope import Scope
from tests.service.bulletins import column, content, number
from tests.service.ground import Freed, passages, stock_lines
from tests.service.records import approve, square
from tests.service.year import AREAS, CERTIFIED, OPERATIONAL, approve_year

YEAR = ReportOrder(kind="balance", period="2025")
SIGNS = {"opening", "closing"}
CLOSE_M2 = 0.5
"""The ledger cuts and measures each piece; the witness adds cells."""


@pytest.fixture(scope="module")
def approved(engine: Engine) -> Iterator[Connection]:
    """Approve the year once for all tests."""
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            approve_year(session)
            session.commit()
        yield connection
        transaction.rollback()


@pytest.fixture
def connection(approved: Connection) -> Iterator[Connection]:
    savepoint = approved.begin_nested()
    yield approved
    savepoint.rollback()


def witness(first: str = "2025-01-01", last: str = "2025-12-31") -> dict[str, pd.DataFrame]:
    return stock_lines(passages(AREAS, CERTIFIED), first, last)


def class_of(types: frozenset[str]) -> str:
    return contamination_class(frozenset(map(ContaminationType, types))).value


@pytest.mark.parametrize(("table", "releases"), [("balance", CERTIFIED), ("balance_operational", OPERATIONAL)])
def test_the_statement_is_the_one_of_the_witness(session: Session, table: str, releases: list[Freed]) -> None:
    made, lines = content(session, YEAR), stock_lines(passages(AREAS, releases), "2025-01-01", "2025-12-31")
    assert [row.key for row in made.table(table).rows] == list(LINES)
    for row in made.table(table).rows:
        ground = lines[row.key]
        expected = [*(ground[ground["class"] == kind]["m2"].sum() for kind in ("sha", "cha")), ground["m2"].sum()]
        assert [number(cell.value) for cell in row.cells] == pytest.approx(expected, abs=CLOSE_M2), row.key


def test_what_remains_is_in_its_parts_that_of_both_witnesses(session: Session) -> None:
    certified, operational = (
        stock_lines(passages(AREAS, releases), "2025-01-01", "2025-12-31")["closing"]["m2"].sum()
        for releases in (CERTIFIED, OPERATIONAL)
    )
    told = column(content(session, ReportOrder(kind="annual", period="2025")), "remaining", "area")
    expected = {"untouched": operational, "awaiting": certified - operational, "certified": certified}
    assert told == {key: pytest.approx(m2, abs=CLOSE_M2) for key, m2 in expected.items()}
    assert expected["awaiting"] > CLOSE_M2


def test_every_line_has_ground_so_that_none_is_zero_by_mistake() -> None:
    assert {line for line, ground in witness().items() if ground["m2"].abs().sum() == 0} == set()


def test_districts_are_those_of_the_witness(session: Session) -> None:
    made, lines = content(session, YEAR), witness()
    table = made.table("balance_by_district")
    assert [row.key for row in table.rows] == ["AGM", "FUZ"]
    for row in table.rows:
        for name, cell in zip(OF_DISTRICT, row.cells, strict=True):
            line, _, kind = name.rpartition("_") if name.endswith(("_sha", "_cha")) else (name, "", "")
            ground = lines[line][lines[line]["district"] == row.key]
            ground = ground[ground["class"] == kind] if kind else ground
            assert number(cell.value) == pytest.approx(ground["m2"].sum(), abs=CLOSE_M2), cell.key


def test_classes_are_those_of_the_witness(session: Session) -> None:
    made, lines = content(session, YEAR), witness()
    told = pd.concat(ground.assign(line=line) for line, ground in lines.items())
    told["contamination"] = told["types"].map(class_of)
    expected = told.groupby(["contamination", "line"])["m2"].sum()
    table = made.table("balance_by_class")
    assert [row.key for row in table.rows] == [one for one in ContaminationClass if one in set(told["contamination"])]
    for row in table.rows:
        for line, cell in zip(LINES, row.cells, strict=True):
            assert number(cell.value) == pytest.approx(expected.get((row.key, line), 0), abs=CLOSE_M2), cell.key


def added(figures: list[Figure]) -> float:
    return sum(number(figure.value) for figure in figures)


@pytest.mark.parametrize("table", ["balance_by_district", "balance_by_class"])
def test_parts_add_up_to_the_total_before_rounding(session: Session, table: str) -> None:
    told = content(session, YEAR).table(table)
    for place, total in enumerate(told.total or ()):
        assert added([row.cells[place] for row in told.rows]) == pytest.approx(number(total.value), abs=0.01)


@pytest.mark.parametrize("table", ["balance_by_district", "balance_by_class"])
def test_each_row_closes(session: Session, table: str) -> None:
    told = content(session, YEAR).table(table)
    names = [each.key for each in told.columns]
    for cells in (*(row.cells for row in told.rows), told.total or ()):
        values = {name: number(cell.value) for name, cell in zip(names, cells, strict=True)}
        closing = sum(value for name, value in values.items() if name.startswith("closing"))
        others = sum(value for name, value in values.items() if not name.startswith("closing"))
        assert closing == pytest.approx(others, abs=0.01)


def test_months_add_up_to_the_year(session: Session) -> None:
    months = [content(session, ReportOrder(kind="balance", period=f"2025-{month:02}")) for month in range(1, 13)]
    year = content(session, YEAR)
    for line in set(LINES) - SIGNS:
        parts = sum(number(made.table("balance").cell(line, "total").value) for made in months)
        assert parts == pytest.approx(number(year.table("balance").cell(line, "total").value), abs=0.02)
    for before, after in pairwise(months):
        assert column(before, "balance", "total")["closing"] == column(after, "balance", "total")["opening"]


@pytest.mark.parametrize("period", ["2025-W18", "2025-Q2", "2025-05-01..2025-06-02", "2025-06-01"])
def test_any_period_is_the_one_of_the_witness(session: Session, period: str) -> None:
    made = content(session, ReportOrder(kind="balance", period=period))
    lines = witness(str(made.period.start), str(made.period.end))
    told = {key: number(value) for key, value in column(made, "balance", "total").items()}
    assert told == pytest.approx({line: ground["m2"].sum() for line, ground in lines.items()}, abs=CLOSE_M2)


def test_a_district_alone_is_its_row_of_the_country(session: Session) -> None:
    alone = content(session, ReportOrder(kind="balance", period="2025", scope=Scope.asked(district="FUZ")))
    row = next(row for row in content(session, YEAR).table("balance_by_district").rows if row.key == "FUZ")
    assert [cell.value for cell in alone.table("balance_by_district").rows[0].cells] == [
        cell.value for cell in row.cells
    ]
    assert [row.key for row in alone.table("balance_by_district").rows] == ["FUZ"]


def test_what_is_in_no_sum_stands_below(session: Session) -> None:
    told = passages(AREAS, CERTIFIED)
    year = told[(told["day"] >= "2025-01-01") & (told["day"] <= "2025-12-31")]
    areas_m2 = column(content(session, YEAR), "balance_memo", "area")
    assert number(areas_m2["partly_released"]) == pytest.approx(
        year[year["cause"] == "partly_released"]["m2"].sum(), abs=CLOSE_M2
    )
    assert number(areas_m2["outside_cleared"]) == pytest.approx(
        year[year["cause"] == "outside"]["m2"].sum(), abs=CLOSE_M2
    )
    assert (areas_m2["without_outline"], areas_m2["without_polygon_sha"]) == (100_977, 250_000)
    assert areas_m2["without_polygon_cha"] is None  # nothing is recorded, which is not zero
    counts = column(content(session, YEAR), "balance_memo", "areas")
    assert (counts["without_polygon_sha"], counts["without_polygon_cha"]) == (1, 0)
    assert areas_m2["opening_revision"] is None


def test_figures_that_stand_alone_close(session: Session) -> None:
    made = content(session, YEAR)
    statement = {key: number(value) for key, value in column(made, "balance", "total").items()}
    assert made.figure("difference").value == 0
    assert number(made.figure("opening").value) == statement["opening"]
    methods = ("cleared", "reduced", "cancelled", "undetermined")
    assert number(made.figure("released").value) == pytest.approx(
        -sum(statement[method] for method in methods), abs=0.01
    )


def test_a_balance_without_hazard_says_so_and_holds_no_zeros(session: Session) -> None:
    made = content(session, ReportOrder(kind="balance", period="2021"))
    assert {table.rows for table in made.tables} == {()}
    assert made.figure("opening").value is None


def test_a_late_record_changes_the_opening_but_not_what_was_known(session: Session) -> None:
    before = content(session, YEAR)
    late = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": "2024-05-05"}
    approve(session, hazardous_areas=[{"code": "HA-99", "geometry": square(4, -1), "status": "open", **late}])
    again = content(session, ReportOrder(kind="balance", period="2025", as_known_at=before.as_known_at))
    assert [table.rows for table in again.tables] == [table.rows for table in before.tables]
    grown = number(content(session, YEAR).figure("opening").value) - number(before.figure("opening").value)
    assert grown == pytest.approx(9536, abs=2)


def test_the_report_is_stored_and_given_back_unchanged(session: Session) -> None:
    made: Content = content(session, YEAR)
    assert from_json(as_json(made)) == made
    assert checksum(from_json(as_json(made))) == checksum(made)


def test_a_running_period_closes_so_far(session: Session) -> None:
    noon = datetime(2025, 6, 15, 8, tzinfo=UTC)
    made = content(session, YEAR, now=noon)
    assert made.made_on == date(2025, 6, 15)
    assert not made.is_over
    opened = made.table("balance").cell("closing", "total").records
    assert opened
    assert "as_of=2025-06-15" in opened
