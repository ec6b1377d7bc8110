"""The weekly bulletin over real records; areas are measured a second time by pyproj, items counted by hand."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Account, ContaminationClass, ReviewMode
from gis.periods import week
from service.reports.content import Content, as_json, checksum, from_json
from service.reports.lines import PRIVATE
from tests.conftest import filled_engine
from tests.service.bulletins import (
    column,
    number,
    numbers,
    of_period,
    since_origin,
    total,
    weekly,
)
from tests.service.records import approve, square
from tests.service.weeks import approve_the_week, m2, release

METHODS = ("cleared", "reduced", "cancelled", "undetermined")


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with the week."""
    with filled_engine(migrated, approve_the_week) as engine:
        yield engine


@pytest.fixture(scope="module")
def made(engine: Engine) -> Content:
    """Give the bulletin of the week, worked out once."""
    with Session(engine) as session:
        return weekly(session)


def test_each_method_has_the_ground_it_released_first(made: Content) -> None:
    assert of_period(made, "cleared") == pytest.approx(m2(0, 0, width=1.5), abs=0.1)
    assert of_period(made, "reduced") == pytest.approx(m2(2, 0), abs=0.1)
    assert of_period(made, "cancelled") == pytest.approx(m2(60, 0), abs=0.1)
    assert of_period(made, "undetermined") == 0
    parts = [number(of_period(made, method)) for method in METHODS]
    assert of_period(made, "released") == round(sum(parts), 3)


def test_the_one_line_figure_holds_no_cancelled_ground(made: Content) -> None:
    parts = [number(of_period(made, method)) for method in ("cleared", "reduced")]
    assert of_period(made, "bulletin_area") == round(sum(parts), 3)


def test_ground_without_outline_stands_apart(made: Content) -> None:
    assert (of_period(made, "without_geometry"), since_origin(made, "without_geometry")) == (100_977, 100_977)


def test_items_are_counted_once_by_their_day_of_disposal(made: Content) -> None:
    counted = {key: of_period(made, key) for key in ("ap", "at", "uxo", "submunitions", "saa", "harmless", "items")}
    assert counted == {"ap": 7, "at": 1, "uxo": 5 + 2, "submunitions": 5, "saa": 9, "harmless": 50, "items": 15}


def test_numbers_on_a_certified_release_are_not_counted_again(session: Session) -> None:
    before = weekly(session).table("by_district")
    certified = release("C1", "2025-10-21", geometry=square(0, 0), basis="certified", ap_mine=7)
    approve(session, release_areas=[certified | {"accepted_on": date(2025, 10, 24)}])
    after = weekly(session).table("by_district")
    assert [figure.value for figure in after.total or ()] == [figure.value for figure in before.total or ()]


def test_districts_with_approved_work_stand_in_official_order(made: Content) -> None:
    table = made.table("by_district")
    assert [(row.key, row.label.az) for row in table.rows] == [
        ("AGD", "Ağdərə"),
        ("AGM", "Ağdam"),
        ("FUZ", "Füzuli"),
        ("", "Göstərilməyib"),
    ]
    assert table.cell("AGD", "released").value == 0
    assert (table.cell("AGM", "ap").value, table.cell("FUZ", "uxo").value) == (7, 7)
    cancelled = made.table("by_district_and_method").cell("FUZ", "cancelled").value
    assert cancelled == pytest.approx(m2(60, 0), abs=0.1)
    assert of_period(made, "saa") == 9
    assert made.figure("district_count").value == 3


def test_private_companies_are_a_count(made: Content) -> None:
    table = made.table("by_organisation")
    assert [row.key for row in table.rows] == ["ANAMA", "MOD", PRIVATE, ""]
    assert (made.figure("organisation_count").value, made.figure("private_company_count").value) == (2, 2)
    assert table.rows[2].label.en == "Private companies (2)"
    assert table.cell(PRIVATE, "cancelled").value == of_period(made, "cancelled")
    assert "First Company" not in orjson.dumps(as_json(made)).decode()


def test_parts_add_up_to_the_total_whichever_way_they_are_split(made: Content) -> None:
    for table in ("by_district", "by_district_and_method", "by_organisation", "by_class"):
        parts = numbers(made, table, "released").values()
        assert round(sum(parts), 3) == total(made, table, "released") == of_period(made, "released")
    assert sum(numbers(made, "by_district", "items").values()) == of_period(made, "items")


def test_figures_of_a_class_and_of_remaining_ground_lead_to_where_they_are_told(made: Content) -> None:
    path, _, asked = (made.table("by_class").rows[0].cells[0].records or "").partition("?")
    told = {"by": ["contamination_class"], "method": ["cleared"], "from": ["2025-10-20"], "to": ["2025-10-26"]}
    assert (path, told.items() <= parse_qs(asked).items()) == ("/progress", True)
    opened = [(row.cells[0].records or "").partition("?")[0] for row in made.table("remaining").rows]
    assert opened == ["/stock", "/stock", "/map"]


def test_what_has_no_outline_opens_its_records_and_the_one_line_figure_what_it_holds(
    made: Content, client: TestClient
) -> None:
    for address in (
        made.table("without_geometry").cell("AGD", "releases").records,
        made.table("key_figures").cell("without_geometry", "period").records,
    ):
        assert [row["code"] for row in client.get(f"/api/v1{address}").json()] == ["R5"]
    one_line = made.table("key_figures").cell("bulletin_area", "period").records or ""
    assert "method=cleared%2Creduced%2Cundetermined" in one_line
    assert client.get(one_line).status_code == 200


def test_cumulative_figures_hold_what_came_before_and_nothing_after(made: Content) -> None:
    before = number(of_period(made, "released")) + m2(0, 5)
    assert since_origin(made, "released") == pytest.approx(before, abs=0.2)
    assert (since_origin(made, "ap"), since_origin(made, "uxo")) == (7, 7 + 4 + 11)


def test_the_series_ends_with_the_week_and_leaves_gaps(made: Content) -> None:
    series = column(made, "series", "released")
    assert list(series)[-2:] == ["2025-W42", "2025-W43"]
    assert series["2025-W43"] == of_period(made, "released")
    assert [value is None for value in series.values()] == [True] * 50 + [False] * 2


def test_figures_name_their_account_class_and_way_of_review(made: Content) -> None:
    assert (made.account, made.review_modes) == (Account.OPERATIONAL, (ReviewMode.BULK_LOAD,))
    assert [row.key for row in made.table("by_class").rows] == [ContaminationClass.MIXED_UNSPECIFIED]


def test_a_record_that_begins_later_than_the_week_has_nothing_late(made: Content) -> None:
    assert (made.figure("late_since").value, made.table("late").rows, made.table("late").total) == (None, (), None)


def test_content_comes_back_from_its_json_unchanged(made: Content) -> None:
    stored = orjson.loads(orjson.dumps(as_json(made)))
    assert from_json(stored) == made
    assert checksum(from_json(stored)) == checksum(made)
    assert made.period == week("2025-W43")
