"""Figures of progress and contamination are those worked out by hand, in every form they are asked for.

Ground is counted in squares of a grid, 9,536 m² each: two areas in two districts, work of two organisations.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from fastapi.testclient import TestClient
from shapely import Polygon
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from gis.codelists import Account, ReleaseMethod
from service.app import create_app
from service.db import get_session
from service.problems import WrongParameter
from service.progress.export import as_csv
from service.progress.queries import contamination, progress
from service.progress.questions import (
    Contamination,
    ContaminationQuestion,
    Dimension,
    Progress,
    ProgressQuestion,
    StockDimension,
)
from service.settings import Settings
from tests.service.records import approve, square, withdraw

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""
YEAR = ProgressQuestion(start=date(2025, 1, 1), end=date(2025, 12, 31))


def release(code: str, day: str, ground: Polygon | None, **fields: object) -> dict[str, Any]:
    return {"code": code, "effective_date": day, "release_method": "cleared", "geometry": ground, **fields}


@pytest.fixture(scope="module")
def approved(engine: Engine) -> Iterator[tuple[Connection, datetime]]:
    """Approve a year of work once for all tests, and give the stamp of it."""
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            stamp = approve_a_year(session)
            session.commit()
        yield connection, stamp
        transaction.rollback()


@pytest.fixture
def connection(approved: tuple[Connection, datetime]) -> Iterator[Connection]:
    savepoint = approved[0].begin_nested()
    yield approved[0]
    savepoint.rollback()


@pytest.fixture
def year(approved: tuple[Connection, datetime]) -> datetime:
    return approved[1]


def approve_a_year(session: Session) -> datetime:
    approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=6, height=3)},
            {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(5, -1, width=6, height=3)},
        ],
        organisations=[
            {"code": "ANAMA", "type": "anama", "name_en": "ANAMA", "name_az": "ANAMA"},
            {"code": "MOD", "type": "mod", "name_en": "MoD", "name_az": "MN"},
        ],
        tasks=[
            {"code": "T-1", "task_type": "clearance", "organisation": "ANAMA", "status": "active"}
            | {"project_phase_code": "PJ-1"}
        ],
    )
    mines = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": "2025-01-06"}
    strikes = {"classification": "sha", "contamination_types": ["cmr"], "identified_on": "2025-01-06"}
    approve(
        session,
        hazardous_areas=[
            {"code": "HA-1", "district_code": "AGM", "geometry": square(0, 0, width=4), **mines},
            {"code": "HA-2", "geometry": square(6, 0, width=3), **strikes},
        ],
    )
    accepted = {"basis": "certified", "accepted_on": "2025-11-10"}
    return approve(
        session,
        release_areas=[
            release("RA-1", "2025-10-20", square(0, 0), task_code="T-1", district_code="AGM", target_types=["ap_mine"]),
            release("RA-2", "2025-10-27", square(0, 0, width=2), organisation="MOD", district_code="AGM"),
            release("RA-3", "2025-10-21", square(6, 0), release_method="cancelled"),
            release("RA-4", "2025-10-22", None, release_method="undetermined", area_reported_m2=100_977),
            release("RA-5", "2025-10-20", square(0, 0), **accepted),
        ],
    )


@pytest.fixture
def client(session: Session, database_url: str) -> Iterator[TestClient]:
    app = create_app(Settings(database_url=database_url))
    app.dependency_overrides[get_session] = lambda: session
    app.state.clock = lambda: datetime(2025, 12, 31, 12, tzinfo=UTC)
    with TestClient(app) as client:
        yield client


def squares(answer: Progress | Contamination) -> dict[tuple[str | float | None, ...], float]:
    """Give the rows in squares, by their dimensions."""
    return {tuple(row.values())[:-1]: round(float(row["area_m2"] or 0) / SQUARE_M2, 3) for row in answer.rows}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("method", {("cancelled",): 1, ("cleared",): 2}),
        ("week", {("2025-W43",): 2, ("2025-W44",): 1}),
        ("day", {("2025-10-20",): 1, ("2025-10-21",): 1, ("2025-10-27",): 1}),
        ("month", {("2025-10",): 3}),
        ("quarter", {("2025-Q4",): 3}),
        ("year", {("2025",): 3}),
        ("district", {("AGM",): 2, ("FUZ",): 1}),
        ("organisation", {("ANAMA",): 1, ("MOD",): 1, (None,): 1}),
        ("task", {("T-1",): 1, (None,): 2}),
        ("project_phase", {("PJ-1",): 1, (None,): 2}),
        ("contamination_class", {("ap_mines",): 1, ("mixed_unspecified",): 2}),
    ],
)
def test_released_ground_is_told_by_a_dimension(session: Session, by: str, expected: dict[tuple[str], float]) -> None:
    answer = progress(session, replace(YEAR, by=(Dimension(by),)))
    assert squares(answer) == expected
    assert answer.total_m2 == pytest.approx(3 * SQUARE_M2, abs=0.1)


def test_dimensions_are_told_together_in_the_order_asked(session: Session) -> None:
    by = (Dimension.DISTRICT, Dimension.WEEK, Dimension.METHOD)
    assert list(squares(progress(session, replace(YEAR, by=by)))) == [
        ("AGM", "2025-W43", "cleared"),
        ("AGM", "2025-W44", "cleared"),
        ("FUZ", "2025-W43", "cancelled"),
    ]


def test_without_dimensions_there_is_the_total(session: Session) -> None:
    assert squares(progress(session, replace(YEAR, by=()))) == {(): 3}


def test_square_metres_without_geometry_stand_beside_the_total(session: Session) -> None:
    assert progress(session, YEAR).area_without_geometry_m2 == 100_977
    before = ProgressQuestion(start=date(2025, 1, 1), end=date(2025, 10, 21))
    assert progress(session, before).area_without_geometry_m2 == 0
    cleared = replace(YEAR, release_methods=(ReleaseMethod.CLEARED,))
    assert progress(session, cleared).area_without_geometry_m2 == 0


def test_what_has_no_geometry_is_told_by_the_same_dimensions(session: Session) -> None:
    by = (Dimension.WEEK, Dimension.METHOD, Dimension.CONTAMINATION_CLASS, Dimension.ORGANISATION)
    told = {"week": "2025-W43", "method": "undetermined", "contamination_class": "mixed_unspecified"}
    assert progress(session, replace(YEAR, by=by)).without_geometry == (
        {**told, "organisation": None, "release_count": 1, "area_reported_m2": 100_977},
    )


def test_ground_outside_recorded_hazard_is_told_apart(session: Session) -> None:
    approve(session, release_areas=[release("RA-6", "2025-10-28", square(4, 0))])
    answer = progress(session, YEAR)
    assert answer.released_outside_m2 == pytest.approx(SQUARE_M2, abs=0.1)
    assert answer.total_m2 == pytest.approx(4 * SQUARE_M2, abs=0.1)


def test_totals_and_entries_tell_the_same(session: Session) -> None:
    by = (Dimension.DISTRICT, Dimension.WEEK, Dimension.METHOD)
    totals = squares(progress(session, replace(YEAR, by=by)))
    entries = squares(progress(session, replace(YEAR, by=(*by, Dimension.TASK))))
    assert {key[:3] for key in entries} == set(totals)
    assert sum(entries.values()) == pytest.approx(sum(totals.values()))


@pytest.mark.parametrize("account", Account)
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2025-10-06", "2025-10-26"),
        ("2025-10-06", "2025-10-27"),
        ("2025-10-07", "2025-10-28"),
        ("2025-10-21", "2025-11-12"),
        ("2025-10-01", "2025-10-20"),
    ],
)
def test_whole_weeks_and_single_days_tell_the_same(
    session: Session, year: datetime, *, account: Account, start: str, end: str
) -> None:
    weeks = ProgressQuestion(
        start=date.fromisoformat(start), end=date.fromisoformat(end), by=(Dimension.METHOD,), account=account
    )
    days = replace(weeks, by=(Dimension.METHOD, Dimension.DAY))
    before = progress(session, weeks)
    assert before.total_m2 == progress(session, days).total_m2
    withdraw(session, "release_areas", "RA-3")
    approve(session, release_areas=[release("RA-1", "2025-10-28", square(0, 0), target_types=["ap_mine"])])
    assert progress(session, weeks).total_m2 == progress(session, days).total_m2
    assert progress(session, replace(weeks, as_known_at=before.as_known_at)) == before
    assert before.as_known_at == year


def test_the_certified_account_dates_work_by_its_acceptance(session: Session) -> None:
    question = replace(YEAR, by=(Dimension.DAY, Dimension.METHOD), account=Account.CERTIFIED)
    assert squares(progress(session, question)) == {("2025-10-21", "cancelled"): 1, ("2025-11-10", "cleared"): 1}


def test_districts_and_methods_narrow_the_question(session: Session) -> None:
    question = replace(YEAR, by=(), district_codes=("AGM",), release_methods=(ReleaseMethod.CLEARED,))
    assert squares(progress(session, question)) == {(): 2}


def test_an_empty_period_has_no_rows(session: Session) -> None:
    answer = progress(session, ProgressQuestion(start=date(2024, 1, 1), end=date(2024, 12, 31)))
    assert (answer.rows, answer.total_m2) == ((), 0)


def test_a_past_answer_stays_what_it_was(session: Session, year: datetime) -> None:
    question = replace(YEAR, by=(Dimension.METHOD, Dimension.ORGANISATION))
    before = progress(session, question)
    assert before.as_known_at == year
    withdraw(session, "release_areas", "RA-3")
    approve(session, release_areas=[release("RA-2", "2025-10-27", square(0, 0, width=3), organisation="ANAMA")])
    assert squares(progress(session, question)) == {("cleared", "ANAMA"): 3}
    asked_again = replace(YEAR, by=question.by, as_known_at=before.as_known_at)
    assert progress(session, asked_again) == before


def test_knowledge_of_the_future_and_of_before_the_first_record_is_refused(session: Session, year: datetime) -> None:
    for asked in (year + timedelta(days=1), year - timedelta(days=1)):
        with pytest.raises(WrongParameter, match="Allowed"):
            progress(session, replace(YEAR, as_known_at=asked))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(WrongParameter, match="Swap"):
        ProgressQuestion(start=date(2025, 1, 2), end=date(2025, 1, 1))


def test_the_stock_is_told_in_its_three_parts(session: Session) -> None:
    answer = contamination(session, ContaminationQuestion(as_of=date(2025, 12, 31)))
    parts = answer.untouched_m2, answer.awaiting_acceptance_m2, answer.certified_stock_m2, answer.total_m2
    assert [round(part / SQUARE_M2, 3) for part in parts] == [4, 1, 5, 5]


@pytest.mark.parametrize(
    ("account", "as_of", "expected"),
    [
        ("certified", "2025-01-05", {}),
        ("certified", "2025-01-06", {("cha", "ap_mines", "AGM"): 4, ("sha", "cmr", "FUZ"): 3}),
        ("certified", "2025-11-10", {("cha", "ap_mines", "AGM"): 3, ("sha", "cmr", "FUZ"): 2}),
        ("operational", "2025-10-20", {("cha", "ap_mines", "AGM"): 3, ("sha", "cmr", "FUZ"): 3}),
        ("operational", "2025-12-31", {("cha", "ap_mines", "AGM"): 2, ("sha", "cmr", "FUZ"): 2}),
    ],
)
def test_stock_is_told_by_class_and_district_on_a_day(
    session: Session, *, account: str, as_of: str, expected: dict[tuple[str, ...], float]
) -> None:
    question = ContaminationQuestion(
        as_of=date.fromisoformat(as_of), by=tuple(StockDimension), account=Account(account)
    )
    assert squares(contamination(session, question)) == expected


def test_stock_is_known_as_it_was_before_a_correction(session: Session, year: datetime) -> None:
    now = ContaminationQuestion(as_of=date(2025, 12, 31))
    then = ContaminationQuestion(as_of=date(2025, 12, 31), as_known_at=year)
    before = contamination(session, now)
    withdraw(session, "hazardous_areas", "HA-2")
    assert squares(contamination(session, now)) == {("cha",): 3}
    assert contamination(session, then) == before


def test_progress_answers_over_http(client: TestClient) -> None:
    answer = client.get(
        "/api/v1/progress", params={"from": "2025-10-20", "to": "2025-10-26", "by": "district,week,method"}
    ).json()
    assert [{**row, "area_m2": round(row["area_m2"])} for row in answer["rows"]] == [
        {"district": "AGM", "week": "2025-W43", "method": "cleared", "area_m2": 9_536},
        {"district": "FUZ", "week": "2025-W43", "method": "cancelled", "area_m2": 9_536},
    ]
    assert answer["account"] == "operational"
    assert answer["area_without_geometry_m2"] == 100_977
    assert (answer["from"], answer["to"]) == ("2025-10-20", "2025-10-26")
    assert answer["total_m2"] == pytest.approx(2 * SQUARE_M2, abs=0.1)


def test_contamination_answers_over_http(client: TestClient) -> None:
    answer = client.get("/api/v1/contamination", params={"by": "classification,district"}).json()
    assert (answer["account"], answer["as_of"], answer["by"]) == (
        "certified",
        "2025-12-31",
        ["classification", "district"],
    )
    assert [(row["classification"], row["district"], round(row["area_m2"] / SQUARE_M2)) for row in answer["rows"]] == [
        ("cha", "AGM", 3),
        ("sha", "FUZ", 2),
    ]
    assert answer["untouched_m2"] + answer["awaiting_acceptance_m2"] == pytest.approx(answer["certified_stock_m2"])


@pytest.mark.parametrize(
    ("path", "parameters", "named"),
    [
        ("progress", {"by": "colour"}, "contamination_class"),
        ("progress", {"account": "both"}, "operational"),
        ("progress", {"method": "blown_up"}, "undetermined"),
        ("progress", {"district": "XXX"}, "AGM, FUZ"),
        ("progress", {"from": "2025-02-01", "to": "2025-01-01"}, "Swap"),
        ("progress", {"from": "yesterday"}, "date"),
        ("progress", {"as_known_at": "2100-01-01T00:00:00Z"}, "Allowed"),
        ("progress", {"format": "pdf"}, "xlsx"),
        ("progress", {"colour": "red"}, "colour"),
        ("progress", {"by": "week,week"}, "twice"),
        ("progress", {"district": "AGM,AGM"}, "twice"),
        ("contamination", {"by": "week"}, "classification"),
        ("contamination", {"as_of": "2026-01-01"}, "2025-12-31"),
    ],
)
def test_a_wrong_parameter_is_refused_and_the_right_ones_are_named(
    client: TestClient, *, path: str, parameters: dict[str, str], named: str
) -> None:
    answer = client.get(f"/api/v1/{path}", params=parameters)
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/wrong-parameter"
    assert named in answer.json()["detail"]


def test_rows_come_as_comma_separated_values(client: TestClient) -> None:
    answer = client.get("/api/v1/progress", params={"from": "2025-10-27", "by": "week,method", "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    header, line = answer.text.splitlines()
    assert header == "week,method,area_m2,account,from,to,as_known_at"
    assert line.startswith("2025-W44,cleared,9536.0")


def test_rows_come_as_a_workbook_that_another_program_reads(client: TestClient, tmp_path: Path) -> None:
    answer = client.get("/api/v1/contamination", params={"by": "classification", "format": "xlsx"})
    workbook = tmp_path / "contamination.xlsx"
    workbook.write_bytes(answer.content)
    rows = pyogrio.read_dataframe(workbook, layer="rows")
    assert [(row.classification, round(row.area_m2 / SQUARE_M2)) for row in rows.itertuples()] == [
        ("cha", 3),
        ("sha", 2),
    ]
    assert list(rows.account) == ["certified", "certified"]


def test_no_rows_make_a_file_with_a_header_alone(session: Session) -> None:
    answer = progress(session, replace(YEAR, start=date(2025, 12, 31)))
    assert as_csv(answer, replace(YEAR, start=date(2025, 12, 31))) == b"method,area_m2,account,from,to,as_known_at\r\n"
