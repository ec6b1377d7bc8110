"""The Progress page: its figures by a second way, its files, its addresses, and what it draws."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pandas as pd
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from gis.codelists import Account
from gis.periods import PeriodUnit, period, periods_between, weeks_until
from gis.treaties import TreatyView
from service.progress.queries import contamination
from service.progress.questions import ContaminationQuestion, StockDimension
from service.progress.remaining import RemainingQuestion, remaining
from tests.conftest import filled_engine
from tests.service.files import LEAST
from tests.service.records import approve, square

TODAY = date(2026, 11, 21)
ALL = "2024-01-01..2026-11-21"
Table = list[list[str]]


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


@pytest.fixture
def work() -> pd.DataFrame:
    """Give the releases that have an outline."""
    return pd.DataFrame(_releases())


def _releases() -> list[dict[str, Any]]:
    """Give releases of three districts and all methods in two years."""
    methods = ("cleared", "reduced", "cancelled", "undetermined")
    return [
        LEAST["release_areas"]
        | {
            "code": f"RA-{number:03}",
            "release_method": methods[number % 4],
            "effective_date": (date(2025, 3, 1) + timedelta(days=number * 23)).isoformat(),
            "district_code": ("AGM", "FUZ", "AGD")[number % 3],
            "task_code": f"TK-{number % 5}",
            "geometry": square(number * 2, 0, height=1 + number % 3),
        }
        for number in range(24)
    ]


def _fill(session: Session) -> None:
    """Approve them, one without outline, and the hazard that they lie in."""
    unmapped = {"geometry": None, "geometry_source": "none", "area_reported_m2": 25_000.0, "code": "RA-900"}
    hazard = LEAST["hazardous_areas"] | {
        "contamination_types": ["ap_mine"],
        "geometry": square(-1, -1, width=60, height=9),
        "identified_on": "2025-01-15",
    }
    districts = [
        LEAST["districts"] | {"code": code, "name_en": en, "name_az": az}
        for code, en, az in (("AGM", "Aghdam", "Ağdam"), ("FUZ", "Fuzuli", "Füzuli"), ("AGD", "Aghdara", "Ağdərə"))
    ]
    approve(session, districts=districts)
    approve(session, hazardous_areas=[hazard])
    releases = _releases()
    approve(session, release_areas=[*releases, releases[0] | unmapped])


def seen(client: TestClient, **asked: str) -> str:
    answer = client.get("/progress", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.text


def table_of(page: str) -> Table:
    """Give the cells of the table, its total last."""
    (section,) = re.findall(r'<section aria-labelledby="table">(.*?)</section>', page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", section, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def addresses(page: str, path: str) -> list[dict[str, str]]:
    """Give the questions of the links to a path."""
    found = [urlsplit(unescape(link)) for link in re.findall(r'href="([^"]+)"', page)]
    return [{name: values[0] for name, values in parse_qs(one.query).items()} for one in found if one.path == path]


def file_rows(client: TestClient, **asked: str) -> list[dict[str, str]]:
    answer = client.get("/progress/table.csv", params=asked)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.text)))


# --- figures by a second way --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "column"),
    [
        ("district", "district_code"),
        ("task", "task_code"),
        ("year", "year"),
        ("quarter", "quarter"),
        ("month", "month"),
        ("day", "effective_date"),
    ],
)
def test_the_table_is_what_pandas_adds_up_from_the_records(
    client: TestClient, session: Session, work: pd.DataFrame, by: str, column: str
) -> None:
    day = pd.to_datetime(work["effective_date"])
    area_m2 = [_ground_m2(session, geometry) for geometry in work["geometry"]]
    frame = work.assign(
        area_ha=[area / 10_000 for area in area_m2],
        year=day.dt.strftime("%Y"),
        month=day.dt.strftime("%Y-%m"),
        quarter=day.dt.to_period("Q").astype(str).str.replace("Q", "-Q"),
    )
    expected = frame.pivot_table(index=column, columns="release_method", values="area_ha", aggfunc="sum", fill_value=0)
    rows = {row[by]: row for row in file_rows(client, by=by, period=ALL)}
    assert set(rows) == set(expected.index)
    for key, areas in expected.iterrows():
        for method in ("cleared", "reduced", "cancelled", "undetermined"):
            told = float(rows[str(key)][f"{method}_ha"] or 0)
            assert told == pytest.approx(areas[method], abs=0.05 if areas[method] >= 1 else 0.00005)


def _ground_m2(session: Session, geometry: Any) -> float:  # noqa: ANN401 - a Shapely geometry
    ground = func.ST_Area(func.geography(func.ST_GeomFromWKB(geometry.wkb, 4326)))
    return float(session.execute(select(ground)).scalar_one())


def test_the_page_and_the_interface_for_programs_tell_the_same(client: TestClient) -> None:
    asked = {"from": "2025-01-01", "to": "2025-12-31", "by": "district,method"}
    answer = client.get("/api/v1/progress", params=asked).json()
    rows = {(row["district"], row["method"]): row["area_m2"] for row in answer["rows"]}
    for row in file_rows(client, period="2025", by="district"):
        for method in ("cleared", "reduced", "cancelled", "undetermined"):
            told = float(row[f"{method}_ha"])
            assert told == pytest.approx(rows.get((row["district"], method), 0) / 10_000, abs=0.05)
    page = seen(client, period="2025")
    total = re.search(r"Released 2025: ([\d.]+) ha", page)
    assert total
    assert float(total[1]) == pytest.approx(answer["total_m2"] / 10_000, abs=0.05)


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "az"])
@pytest.mark.parametrize(
    "by", ["district", "method", "week,district", "contamination_class", "task,month", "organisation"]
)
def test_a_file_holds_exactly_what_the_page_shows(client: TestClient, by: str, language: str) -> None:
    asked = {"by": by, "period": ALL, "lang": language}
    shown = table_of(seen(client, **asked))
    rows = file_rows(client, **asked)
    figures = [name for name in rows[0] if name.endswith("_ha")]
    names = [f"{one}_name" for one in by.split(",")]
    told = [[row[name] for name in names] + [_printed(row[name], language) for name in figures] for row in rows]
    assert told == shown[1:-1]
    document = client.get("/progress/table.json", params=asked).json()
    assert [[_plain(row[name]) for name in figures] for row in document["rows"]] == [
        [_plain(row[name]) for name in figures] for row in rows
    ]
    assert [_printed(_digits(document["total"][name]), language) for name in figures] == shown[-1][1:]
    sheet = openpyxl.load_workbook(BytesIO(client.get("/progress/table.xlsx", params=asked).content))["rows"]
    header, *lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    assert [[line[header.index(name)] for name in (*names, *figures)] for line in lines] == [
        [row[name] for name in names] + [_plain(row[name]) for name in figures] for row in rows
    ]


def _printed(figure: str, language: str) -> str:
    """Print a figure of a file as the page does."""
    if not figure:
        return "–"
    return figure.replace(".", ",") if language == "az" else figure


def _plain(figure: str | float | None) -> float | None:
    return None if figure in {None, ""} else float(figure or 0)


def _digits(figure: float) -> str:
    """Write a figure with one decimal, or four below one."""
    return "0" if not figure else f"{Decimal(str(figure)):.{1 if abs(figure) >= 1 else 4}f}"


def test_a_file_says_what_was_asked_and_what_it_is_called(client: TestClient) -> None:
    asked = {"period": "2025-Q4", "district": "AGM", "method": "cleared", "account": "operational"}
    answer = client.get("/progress/table.csv", params=asked)
    assert answer.headers["content-disposition"] == 'attachment; filename="released_2025-Q4_district.csv"'
    row = next(csv.DictReader(StringIO(answer.text)))
    said = {name: row[name] for name in ("account", "from", "to", "only_district", "only_method")}
    assert said == {
        "account": "operational",
        "from": "2025-10-01",
        "to": "2025-12-31",
        "only_district": "AGM",
        "only_method": "cleared",
    }


# --- the page -----------------------------------------------------------------------------------------------------


def test_ground_without_geometry_stands_beside_and_never_inside(client: TestClient) -> None:
    table = table_of(seen(client, period="2025-03-01"))
    assert table[0][-1] == "Without geometry, not in the total, ha"
    (aghdam, total) = table[1:]
    assert aghdam[0] == "Aghdam"
    assert (aghdam[-1], total[-1]) == ("2.5", "2.5")
    assert float(total[-2]) == pytest.approx(0.95, abs=0.01)


def test_methods_that_are_not_asked_for_are_not_told_as_zero(client: TestClient) -> None:
    page = seen(client, period=ALL, method="cleared,reduced")
    assert table_of(page)[0][:4] == ["District", "Cleared, ha", "Reduced (TS), ha", "Released, ha"]
    assert "Cancelled (NTS), ha" not in page


def test_the_lines_are_in_the_order_of_their_names(client: TestClient) -> None:
    for language, names in (("en", ["Aghdam", "Aghdara", "Fuzuli"]), ("az", ["Ağdam", "Ağdərə", "Füzuli"])):
        assert [row[0] for row in table_of(seen(client, period=ALL, lang=language))[1:-1]] == names


def test_a_figure_opens_its_records_and_a_name_the_narrower_question(client: TestClient) -> None:
    page = seen(client, period="2025-Q4", by="district,month", as_known_at="")
    months = [link for link in addresses(page, "/map") if link.get("method") == "cleared"]
    assert months
    assert all(link["from"][:7] == link["to"][:7] and link["district"] in {"AGM", "FUZ", "AGD"} for link in months)
    narrowed = [link for link in addresses(page, "/progress") if link.get("district") == "AGM"]
    assert {"period": "2025-Q4", "by": "month", "account": "operational", "district": "AGM"} in narrowed
    assert not any(addresses(seen(client, period="2025", account="certified"), "/map"))


@pytest.mark.parametrize(
    ("label", "before", "after"),
    [("2025-W43", "2025-W42", "2025-W44"), ("2025-10", "2025-09", "2025-11"), ("2026", "2025", None)],
)
def test_a_period_leads_to_the_one_before_and_the_one_after(
    client: TestClient, label: str, before: str, after: str | None
) -> None:
    page = seen(client, period=label)
    assert re.search(rf'rel="prev" href="/progress\?period={before}&', page)
    assert bool(re.search(r'rel="next"', page)) is (after is not None)
    if after:
        assert re.search(rf'rel="next" href="/progress\?period={after}&', page)


def test_a_period_that_is_not_over_is_compared_with_as_many_days(client: TestClient) -> None:
    page = seen(client, period="2026-11")
    assert "The period is not over: the others are cut to as many days." in page
    assert "1–21 October 2026" in page
    assert "1–21 November 2025" in page


def test_a_long_table_is_shown_in_parts_and_given_whole(client: TestClient, session: Session) -> None:
    unmapped = {"geometry": None, "geometry_source": "none", "area_reported_m2": 10_000.0, "task_code": "TK-000"}
    releases = [
        LEAST["release_areas"] | unmapped | {"code": f"RA-L{number:03}", "task_code": f"TK-{number:03}"}
        for number in range(203)
    ]
    approve(session, release_areas=releases)
    asked = {"by": "task", "period": "2026-Q4"}
    page = seen(client, **asked)
    assert "Rows 1–200 of 203" in page
    assert [row[0] for row in table_of(page)[1:-1]] == [f"TK-{number:03}" for number in range(200)]
    last = seen(client, **asked, rows_from="200")
    assert [row[0] for row in table_of(last)[1:-1]] == ["TK-200", "TK-201", "TK-202"]
    assert table_of(last)[-1][-1] == "203.0"
    assert len(file_rows(client, **asked)) == 203


@pytest.mark.parametrize("label", ["2025-03-01", "2025-W09", "2025-03", "2025-Q1", "2025", ALL])
def test_every_period_has_its_charts_without_a_style_in_them(client: TestClient, label: str) -> None:
    page = seen(client, period=label)
    assert page.count("<svg") >= 4
    assert "style=" not in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"period": "2025-W54"}, "is no period"),
        ({"period": "last week"}, "2025-10-01..2025-10-19"),
        ({"period": "2025-02-01..2025-01-01"}, "is no period"),
        ({"by": "district,week,task"}, "at most 2 dimensions"),
        ({"by": "team"}, "Allowed: district, day"),
        ({"district": "XYZ"}, "No district has the code"),
        ({"method": "burned"}, "is not known to “method”"),
    ],
)
def test_a_wrong_question_is_refused_in_words(client: TestClient, asked: dict[str, str], words: str) -> None:
    answer = client.get("/progress", params=asked, headers={"accept": "text/html"})
    assert answer.status_code == 400
    assert words in unescape(answer.text)


# --- what remains -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("district", [None, "FUZ"])
@pytest.mark.parametrize("view", [None, TreatyView.APMBC, TreatyView.CCM])
def test_what_remains_at_the_ends_of_periods_is_the_stock_of_those_days(
    session: Session, district: str | None, view: TreatyView | None
) -> None:
    months = periods_between(PeriodUnit.MONTH, date(2024, 11, 1), TODAY)
    asked = RemainingQuestion(periods=months, district_codes=(district,) if district else None, view=view)
    for one in remaining(session, asked, today=TODAY)[::5]:
        question = ContaminationQuestion(as_of=one.period.end, by=(StockDimension.DISTRICT,), view=view)
        stocks = [_stock_m2(session, replace(question, account=account), district) for account in Account]
        if one.certified_m2 is None:
            assert stocks == [0, 0]
        else:
            assert [one.untouched_m2, one.certified_m2] == pytest.approx(stocks, abs=0.1)


def _stock_m2(session: Session, question: ContaminationQuestion, district: str | None) -> float:
    rows = contamination(session, question).rows
    return sum(float(row["area_m2"] or 0) for row in rows if district in {None, row["district"]})


def test_before_the_first_hazard_nothing_is_told_to_remain(session: Session) -> None:
    weeks = weeks_until(period("2025-W05"), 5)
    found = remaining(session, RemainingQuestion(periods=weeks), today=TODAY)
    assert [one.certified_m2 is None for one in found] == [True, True, False, False, False]


def test_of_no_periods_nothing_remains(session: Session) -> None:
    assert remaining(session, RemainingQuestion(periods=[]), today=TODAY) == []
