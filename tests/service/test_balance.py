"""The contamination balance is the one worked out by hand, and closes whatever it is told by.

Ground is counted in squares of a grid, 9,536 m² each; each change of a year touches one or two of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from fastapi.testclient import TestClient
from shapely import Polygon
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.orm import Session

from gis.codelists import Account, ReleaseMethod, ReportKind
from gis.treaties import TreatyView
from service.app import create_app
from service.db import get_session
from service.progress.balance import CHANGES, Balance, BalanceQuestion, balance
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, ProgressQuestion, Row, StockDimension
from service.settings import Settings
from service.tables import person, report
from tests.service.records import approve, square

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics; those of the second are smaller by 0.0015 %."""
YEAR = BalanceQuestion(start=date(2025, 2, 1), end=date(2025, 12, 31), account=Account.OPERATIONAL)
CLASSES = (StockDimension.CONTAMINATION_CLASS,)


def hazard(code: str, day: str, ground: Polygon | None, types: str, **fields: object) -> dict[str, Any]:
    kind = {"classification": "cha", "contamination_types": types.split(), "identified_on": day, "geometry": ground}
    return {"code": code, **kind, **fields}


def release(code: str, day: str, ground: Polygon | None, method: str, **fields: object) -> dict[str, Any]:
    return {"code": code, "effective_date": day, "release_method": method, "geometry": ground, **fields}


@pytest.fixture(scope="module")
def approved(engine: Engine) -> Iterator[tuple[Connection, datetime]]:
    """Approve a year of changes once for all tests, and give the stamp of it."""
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


def approve_a_year(session: Session) -> datetime:
    approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=6, height=3)},
            {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(5, -1, width=6, height=3)},
        ],
    )
    strip, closing = square(0, 1, width=2), square(3, 1)
    sha = {"classification": "sha"}
    approve(
        session,
        hazardous_areas=[
            hazard("HA-1", "2025-01-06", square(0, 0, width=4), "ap_mine cmr"),
            hazard("HA-2", "2025-01-06", square(6, 0, width=3), "cmr", **sha),
            hazard("HA-3", "2025-03-01", strip, "av_mine", **sha),
            hazard("HA-5", "2025-01-06", closing, "ap_mine"),
            hazard("HA-6", "2025-02-02", None, "cmr", area_reported_m2=250_000, district_code="FUZ", **sha),
        ],
    )
    upgraded = {"status": "closed", "close_reason": "upgraded", "status_changed_on": "2025-07-01"}
    cleared = {"status": "closed", "close_reason": "all_cleared", "status_changed_on": "2025-08-01"}
    return approve(
        session,
        release_areas=[
            release("RA-1", "2025-04-01", square(0, 0), "cleared"),
            release("RA-2", "2025-05-01", square(1, 0), "cleared", target_types=["ap_mine"]),
            release("RA-3", "2025-05-02", square(2, 0), "reduced"),
            release("RA-4", "2025-06-01", square(6, 0), "cancelled"),
            release("RA-5", "2025-06-02", square(7, 0), "undetermined"),
            release("RA-6", "2025-06-03", square(10, 0), "cleared", target_types=["cmr"]),
            release("RA-7", "2025-06-04", None, "undetermined", area_reported_m2=100_977),
        ],
        hazardous_areas=[
            hazard("HA-3", "2025-03-01", strip, "av_mine", **sha, **upgraded),
            hazard("HA-4", "2025-07-01", square(0, 1), "av_mine", origin="upgrade", parent_codes=["HA-3"]),
            hazard("HA-5", "2025-01-06", closing, "ap_mine", **cleared),
        ],
    )


@pytest.fixture
def client(session: Session, database_url: str) -> Iterator[TestClient]:
    app = create_app(Settings(database_url=database_url))
    app.dependency_overrides[get_session] = lambda: session
    app.state.clock = lambda: datetime(2025, 12, 31, 12, tzinfo=UTC)
    with TestClient(app) as client:
        yield client


def squares(row: Row) -> dict[str, float]:
    """Give the figures of a row in squares; what is none is left out."""
    counts = {name.removesuffix("_m2"): round(float(row[name] or 0) / SQUARE_M2, 3) for name in row if "_m2" in name}
    return {name: count for name, count in counts.items() if count}


def rows_by(answer: Balance, *names: str) -> dict[tuple[Any, ...], dict[str, float]]:
    return {tuple(row[name] for name in names): squares(row) for row in answer.rows}


def test_a_year_leads_from_opening_to_closing(session: Session) -> None:
    answer = balance(session, YEAR)
    assert rows_by(answer, "classification") == {
        ("cha",): {"opening": 5, "redrawn": 1, "cleared": -1, "reduced": -1, "boundary_difference": -1, "closing": 3},
        ("sha",): {
            "opening": 3,
            "identified": 2,
            "redrawn": -2,
            "cancelled": -1,
            "undetermined": -1,
            "closing": 1,
        },
    }
    assert squares(answer.total) == {
        "opening": 8,
        "identified": 2,
        "redrawn": -1,
        "cancelled": -1,
        "reduced": -1,
        "cleared": -1,
        "undetermined": -1,
        "boundary_difference": -1,
        "closing": 4,
    }


def test_ground_searched_for_part_of_its_types_changes_class(session: Session) -> None:
    assert rows_by(balance(session, replace(YEAR, by=CLASSES)), "contamination_class") == {
        ("ap_mines",): {"opening": 1, "boundary_difference": -1},
        ("av_mines",): {"identified": 2, "redrawn": -1, "closing": 1},
        ("cmr",): {"opening": 3, "cancelled": -1, "undetermined": -1, "partly_released": 1, "closing": 2},
        ("mines_and_cmr",): {"opening": 4, "cleared": -1, "reduced": -1, "partly_released": -1, "closing": 1},
    }


def test_districts_have_balances_of_their_own(session: Session) -> None:
    answer = balance(session, replace(YEAR, by=(StockDimension.DISTRICT, StockDimension.CLASSIFICATION)))
    assert {
        key: (row.get("opening"), row.get("closing")) for key, row in rows_by(answer, *answer_by(answer)).items()
    } == {
        ("AGM", "cha"): (5, 3),
        ("AGM", "sha"): (None, None),
        ("FUZ", "sha"): (3, 1),
    }


@pytest.mark.parametrize("district", ["AGM", "FUZ"])
def test_a_balance_of_one_district_is_its_row_of_all(session: Session, district: str) -> None:
    alone = balance(session, replace(YEAR, district_codes=(district,)))
    (row,) = (row for row in balance(session, YEAR).told_by(StockDimension.DISTRICT) if row["district"] == district)
    assert squares(alone.total) == squares({name: row[name] for name in row if name != "district"})
    is_there = district == "FUZ"
    assert [row["area_count"] for row in alone.memo.without_polygon] == [1] * is_there
    assert squares({"partly_m2": alone.memo.partly_released_m2}) == ({} if is_there else {"partly": 1})
    stock = contamination(
        session, ContaminationQuestion(as_of=YEAR.end, account=YEAR.account, district_codes=(district,))
    )
    assert alone.total["closing_m2"] == pytest.approx(stock.total_m2, abs=1e-6)


def answer_by(answer: Balance) -> list[str]:
    return [name for name in answer.rows[0] if "_m2" not in name]


def test_ground_leaves_the_district_where_it_stood_whatever_a_release_states(session: Session) -> None:
    approve(session, release_areas=[release("RA-8", "2025-09-01", square(8, 0), "cleared", district_code="AGM")])
    rows = rows_by(balance(session, replace(YEAR, by=(StockDimension.DISTRICT,))), "district")
    assert (rows["FUZ",]["cleared"], rows["AGM",]["cleared"]) == (-1, -1)
    assert "closing" not in rows["FUZ",]
    flows = ProgressQuestion(start=date(2025, 9, 1), end=date(2025, 9, 1), by=(Dimension.DISTRICT,))
    assert [row["district"] for row in progress(session, flows).rows] == ["AGM"]


@pytest.mark.parametrize("account", Account)
@pytest.mark.parametrize("view", [None, *TreatyView])
@pytest.mark.parametrize("by", [(), CLASSES, tuple(StockDimension)])
def test_each_row_closes_and_ends_with_the_stock(
    session: Session, *, account: Account, view: TreatyView | None, by: tuple[StockDimension, ...]
) -> None:
    answer = balance(session, replace(YEAR, by=by, account=account, view=view))
    for row in (*answer.rows, answer.total):
        changes_m2 = sum(float(row[name] or 0) for name in CHANGES)
        assert float(row["opening_m2"] or 0) + changes_m2 == pytest.approx(float(row["closing_m2"] or 0), abs=1e-6)
        assert row["difference_m2"] == 0
    stock = contamination(session, ContaminationQuestion(as_of=YEAR.end, by=by, account=account, view=view))
    assert answer.total["closing_m2"] == pytest.approx(stock.total_m2, abs=1e-6)
    left = [{name: row[name] for name in map(str, by)} for row in answer.rows if float(row["closing_m2"] or 0) > 1]
    assert left == [{name: row[name] for name in map(str, by)} for row in stock.rows]


def test_the_certified_account_has_only_what_was_accepted(session: Session) -> None:
    assert squares(balance(session, replace(YEAR, account=Account.CERTIFIED)).total) == {
        "opening": 8,
        "identified": 2,
        "redrawn": -1,
        "cancelled": -1,
        "boundary_difference": -1,
        "closing": 7,
    }


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (
            "apmbc",
            {
                "opening": 5,
                "cleared": -1,
                "reduced": -1,
                "partly_released": -1,
                "boundary_difference": -1,
                "closing": 1,
            },
        ),
        ("ccm", {"opening": 7, "cleared": -1, "reduced": -1, "cancelled": -1, "undetermined": -1, "closing": 3}),
        ("both", {"opening": 4, "cleared": -1, "reduced": -1, "partly_released": -1, "closing": 1}),
    ],
)
def test_a_treaty_view_has_a_balance_that_closes(session: Session, view: str, expected: dict[str, float]) -> None:
    assert squares(balance(session, replace(YEAR, view=TreatyView(view))).total) == expected


def test_what_is_in_no_sum_stands_below(session: Session) -> None:
    memo = balance(session, YEAR).memo
    assert memo.partly_released_m2 == pytest.approx(SQUARE_M2, abs=0.1)
    assert memo.released_outside_m2 == {ReleaseMethod.CLEARED: pytest.approx(SQUARE_M2, abs=0.1)}
    assert memo.area_without_geometry_m2 == 100_977
    assert memo.without_polygon == ({"classification": "sha", "area_count": 1, "area_reported_m2": 250_000},)
    assert memo.opening_revision is None


def test_the_opening_is_compared_with_what_the_last_report_knew(
    session: Session, approved: tuple[Connection, datetime]
) -> None:
    values: dict[str, Any] = {
        "kind": ReportKind.WEEKLY,
        "period": "2025-W05",
        "account": Account.OPERATIONAL,
        "revision": 1,
        "period_from": date(2025, 1, 27),
        "period_to": date(2025, 1, 31),
        "as_known_at": approved[1],
        "content": {},
        "checksum": "",
        "issued_by_id": session.execute(select(person.c.id)).scalars().first(),
    }
    session.execute(insert(report).values(values))
    approve(session, hazardous_areas=[hazard("HA-2", "2025-01-06", square(7, 0, width=2), "cmr", classification="sha")])
    answer = balance(session, YEAR)
    revision = answer.memo.opening_revision
    assert squares(answer.total)["opening"] == 7
    assert revision is not None
    assert revision.as_known_at == approved[1]
    assert round(revision.opening_m2 / SQUARE_M2, 3) == 8
    assert round(revision.revision_m2 / SQUARE_M2, 3) == -1
    as_it_was = balance(session, replace(YEAR, as_known_at=approved[1]))
    assert squares(as_it_was.total)["opening"] == 8


def test_a_period_without_anything_balances_nothing(session: Session) -> None:
    answer = balance(session, replace(YEAR, start=date(2024, 1, 1), end=date(2024, 12, 31)))
    assert answer.rows == ()
    assert set(answer.total.values()) == {0}


# --- treaty views of stock and of progress ------------------------------------------------------------------------


def test_the_stock_tells_what_counts_in_each_treaty_view(session: Session) -> None:
    answer = contamination(session, ContaminationQuestion(as_of=YEAR.end, account=Account.OPERATIONAL))
    counts = {view.value: round(area_m2 / SQUARE_M2, 3) for view, area_m2 in answer.views_m2.items()}
    assert counts == {"apmbc": 1, "ccm": 3, "both": 1}
    assert answer.without_polygon == ({"classification": "sha", "area_count": 1, "area_reported_m2": 250_000},)


@pytest.mark.parametrize(
    ("view", "expected", "outside", "overlap"),
    [
        ("apmbc", {"cleared": 1, "reduced": 1}, 0, 2),
        ("ccm", {"cancelled": 1, "cleared": 2, "reduced": 1, "undetermined": 1}, 1, 2),
    ],
)
def test_released_ground_counts_in_the_views_of_what_it_held(
    session: Session, *, view: str, expected: dict[str, float], outside: float, overlap: float
) -> None:
    question = ProgressQuestion(start=YEAR.start, end=YEAR.end, by=(Dimension.METHOD,), view=TreatyView(view))
    answer = progress(session, question)
    assert {row["method"]: round(float(row["area_m2"] or 0) / SQUARE_M2, 3) for row in answer.rows} == expected
    assert round(answer.released_outside_m2 / SQUARE_M2, 3) == outside
    assert answer.overlap_m2 is not None
    assert round(answer.overlap_m2 / SQUARE_M2, 3) == overlap


# --- over HTTP ----------------------------------------------------------------------------------------------------


def test_the_balance_answers_over_http(client: TestClient) -> None:
    asked = {"from": "2025-02-01", "by": "classification", "account": "operational"}
    answer = client.get("/api/v1/balance", params=asked).json()
    assert (answer["account"], answer["from"], answer["to"]) == ("operational", "2025-02-01", "2025-12-31")
    assert [(row["classification"], round(row["closing_m2"] / SQUARE_M2, 3)) for row in answer["rows"]] == [
        ("cha", 3),
        ("sha", 1),
    ]
    assert answer["total"]["difference_m2"] == 0
    assert answer["memo"]["released_outside_m2"] == {"cleared": pytest.approx(SQUARE_M2, abs=0.1)}
    assert answer["note"] is None


@pytest.mark.parametrize(("language", "words"), [("en", "Do not add them"), ("az", "Onları toplamayın")])
def test_a_treaty_view_is_told_not_to_be_added(client: TestClient, language: str, words: str) -> None:
    for path in ("progress", "contamination", "balance"):
        answer = client.get(f"/api/v1/{path}", params={"view": "ccm", "lang": language}).json()
        assert answer["view"] == "ccm"
        assert words in answer["note"]


def test_lines_of_a_balance_say_what_was_asked(client: TestClient) -> None:
    asked = {"from": "2025-02-01", "to": "2025-12-31", "view": "apmbc", "format": "csv"}
    header, line = client.get("/api/v1/balance", params=asked).text.splitlines()
    assert header == (
        "classification,opening_m2,identified_m2,redrawn_m2,cancelled_m2,reduced_m2,cleared_m2,undetermined_m2,"
        "partly_released_m2,boundary_difference_m2,closing_m2,difference_m2,account,from,to,as_known_at,view"
    )
    assert line.startswith("cha,4768")
    assert ",certified,2025-02-01,2025-12-31," in line
    assert line.endswith(",apmbc")


def test_a_workbook_holds_rows_totals_and_areas_without_polygon(client: TestClient, tmp_path: Path) -> None:
    answer = client.get("/api/v1/balance", params={"from": "2025-02-01", "format": "xlsx"})
    workbook = tmp_path / "balance.xlsx"
    workbook.write_bytes(answer.content)
    assert {name for name, _ in pyogrio.list_layers(workbook)} == {"rows", "totals", "without_polygon"}
    totals = dict(pyogrio.read_dataframe(workbook, layer="totals").itertuples(index=False, name=None))
    assert (totals["account"], totals["from"], totals["to"]) == ("certified", "2025-02-01", "2025-12-31")


@pytest.mark.parametrize(
    ("parameters", "en", "az"),
    [
        ({"by": "week"}, "Allowed: classification", "İcazə verilənlər: classification"),
        ({"by": "district,district"}, "names “district” twice", "“district” iki dəfə"),
        ({"account": "both"}, "Allowed: operational, certified", "İcazə verilənlər: operational, certified"),
        ({"view": "ottawa"}, "Allowed: apmbc, ccm, both", "İcazə verilənlər: apmbc, ccm, both"),
        ({"from": "2025-03-01", "to": "2025-02-01"}, "Swap the two dates", "Tarixlərin yerini dəyişin"),
        ({"from": "spring"}, "is not a date", "tarix deyil"),
        ({"to": "2026-01-01"}, "lies in the future", "hələ gəlməyib"),
        ({"as_known_at": "2100-01-01T00:00:00Z"}, "Allowed:", "İcazə verilən aralıq:"),
        ({"as_known_at": "1999-01-01T00:00:00Z"}, "Allowed:", "İcazə verilən aralıq:"),
        ({"colour": "red"}, "no parameter “colour”", "“colour” parametri yoxdur"),
    ],
)
def test_a_wrong_question_is_refused_in_the_language_of_the_reader(
    client: TestClient, *, parameters: dict[str, str], en: str, az: str
) -> None:
    for language, words in (("en", en), ("az", az)):
        answer = client.get("/api/v1/balance", params=parameters | {"lang": language})
        assert answer.status_code == 400
        assert words in answer.json()["detail"]
