"""What work yields, by hand over squares of a grid."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from shapely import Polygon
from sqlalchemy.orm import Session

from gis.codelists import Account
from service.figures.efficiency import Efficiency, EfficiencyQuestion, efficiency
from service.figures.items import Scope
from tests.service.records import approve, square

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""
OCTOBER = EfficiencyQuestion(start=date(2025, 10, 1), end=date(2025, 10, 31))


def release(code: str, ground: Polygon, method: str = "cleared", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    return {"code": code, "effective_date": "2025-10-20", "release_method": method, "geometry": ground, **fields}


def item(code: str, category: str, quantity: int, **fields: object) -> dict[str, Any]:
    return {"code": code, "eo_category": category, "quantity": quantity, "found_on": "2025-10-20", **fields}


def all_work(session: Session, question: EfficiencyQuestion = OCTOBER) -> Efficiency:
    (row,) = efficiency(session, question).rows
    return row


def squares(area_m2: float) -> float:
    return round(area_m2 / SQUARE_M2, 3)


def test_cleared_ground_is_told_for_each_hazardous_item(session: Session) -> None:
    approve(
        session,
        release_areas=[release("R1", square(0, 0, width=3), ap_mine=1), release("R2", square(5, 0), "reduced", uxo=1)],
        eo_items=[item("E1", "uxo", 2), item("E2", "scrap", 70), item("E3", "uxo", 9, found_on="2025-11-01")],
    )
    row = all_work(session)
    assert (row.hazardous_item_count, squares(row.cleared_worked_m2)) == (4, 3)
    assert row.cleared_m2_per_item == pytest.approx(0.75 * SQUARE_M2, abs=0.01)
    assert row.item_count_per_ha == pytest.approx(4 / (3 * 0.9536041), rel=1e-5)


def test_worked_ground_is_what_was_processed_where_the_release_says_so(session: Session) -> None:
    passes = {"processed_m2": 5 * SQUARE_M2, "passes": 5}
    approve(session, release_areas=[release("R1", square(0, 0)) | passes, release("R2", square(1, 0))])
    row = all_work(session)
    assert (squares(row.cleared_worked_m2), squares(row.released.cleared_m2)) == (6, 2)


def test_a_second_pass_is_work_and_frees_nothing(session: Session) -> None:
    again = release("R2", square(0, 0), effective_date="2025-10-21", processed_m2=SQUARE_M2)
    approve(session, release_areas=[release("R1", square(0, 0)), again])
    row = all_work(session)
    assert (squares(row.cleared_worked_m2), squares(row.released.cleared_m2), row.cleared_polygon_count) == (2, 1, 2)


def test_a_completion_report_repeats_the_work_of_its_days(session: Session) -> None:
    daily = [release(f"R{n}", square(n, 0), processed_m2=2 * SQUARE_M2, uxo=n) for n in range(2)]
    completion = {
        "basis": "certified",
        "effective_date": "2025-10-21",
        "accepted_on": "2025-10-30",
        "processed_m2": 4 * SQUARE_M2,
        "uxo": 1,
    }
    approve(session, release_areas=[*daily, release("C", square(0, 0, width=2)) | completion])
    operational = all_work(session)
    assert (squares(operational.cleared_worked_m2), operational.cleared_polygon_count) == (4, 2)
    assert (operational.without_find_count, operational.without_find_share_pct) == (1, 50)
    certified = all_work(session, replace(OCTOBER, account=Account.CERTIFIED))
    assert (squares(certified.cleared_worked_m2), certified.cleared_polygon_count) == (4, 1)
    assert (certified.without_find_count, squares(certified.released.cleared_m2)) == (0, 2)


def test_a_polygon_has_a_find_when_an_item_names_it_or_lies_in_it_under_its_task(session: Session) -> None:
    approve(
        session,
        release_areas=[release(f"R{n}", square(2 * n, 0), task_code="T") for n in range(4)],
        eo_items=[
            item("E1", "uxo", 1, release_area_code="R0"),
            item("E2", "uxo", 1, task_code="T", geometry=square(2, 0).centroid),
            item("E3", "uxo", 1, task_code="T-9", geometry=square(4, 0).centroid),
            item("E4", "saa", 1, release_area_code="R3"),
        ],
    )
    row = all_work(session)
    assert (row.cleared_polygon_count, row.without_find_count) == (4, 2)


def test_ground_released_without_clearance_is_told_as_a_share_of_all(session: Session) -> None:
    methods = ("cleared", "reduced", "cancelled", "cancelled")
    approve(session, release_areas=[release(f"R{n}", square(2 * n, 0), method) for n, method in enumerate(methods)])
    assert all_work(session).not_cleared_share_pct == pytest.approx(75, abs=1e-4)


def test_no_ratio_is_made_up_where_there_is_nothing_to_divide_by(session: Session) -> None:
    approve(session, eo_items=[item("E1", "uxo", 2)])
    row = all_work(session)
    assert (row.item_count_per_ha, row.without_find_share_pct, row.not_cleared_share_pct) == (None, None, None)
    assert row.cleared_m2_per_item == 0
    assert efficiency(session, EfficiencyQuestion(start=date(2024, 1, 1), end=date(2024, 1, 2))).rows == ()


def test_work_is_told_apart_by_whose_it_is(session: Session) -> None:
    task = {"code": "T", "task_type": "clearance", "organisation": "ANAMA", "status": "active"}
    stamp = approve(
        session,
        tasks=[task],
        release_areas=[
            release("R1", square(0, 0, width=2), task_code="T", uxo=4),
            release("R2", square(5, 0), organisation="MOD"),
            release("R3", square(7, 0)),
        ],
    )
    by_organisation = replace(OCTOBER, by=Scope.ORGANISATION)
    before = efficiency(session, by_organisation)
    assert [(row.scope, squares(row.cleared_worked_m2), row.hazardous_item_count) for row in before.rows] == [
        ("ANAMA", 2, 4),
        ("MOD", 1, 0),
        (None, 1, 0),
    ]
    approve(session, tasks=[task | {"organisation": "MOD"}])
    assert [row.scope for row in efficiency(session, by_organisation).rows] == ["MOD", None]
    assert efficiency(session, replace(by_organisation, as_known_at=stamp)) == before


def test_efficiency_answers_over_http(session: Session, client: TestClient) -> None:
    approve(session, release_areas=[release("R1", square(0, 0), uxo=2), release("R2", square(2, 0))])
    answer = client.get("/api/v1/efficiency", params={"from": "2025-10-01", "to": "2025-10-31", "by": "task"}).json()
    (row,) = answer["rows"]
    assert (answer["by"], answer["from"], answer["account"]) == ("task", "2025-10-01", "operational")
    assert (row["scope"], row["hazardous_item_count"], row["without_find_share_pct"]) == (None, 2, 50)
    assert row["cleared_m2_per_item"] == pytest.approx(SQUARE_M2, abs=0.1)


@pytest.mark.parametrize(
    ("parameters", "named"),
    [({"by": "district"}, "project_phase"), ({"from": "2025-02-01", "to": "2025-01-01"}, "2025")],
)
def test_a_wrong_parameter_is_refused(client: TestClient, *, parameters: dict[str, str], named: str) -> None:
    answer = client.get("/api/v1/efficiency", params=parameters)
    assert answer.status_code == 400
    assert named in answer.json()["detail"]
