"""Tasks and phases against their plans, in squares of a grid."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from re import findall
from typing import Any

import pyogrio
import pytest
from fastapi.testclient import TestClient
from shapely import Polygon
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.figures.plan import PlanQuestion
from service.figures.plans import plans
from service.problems import WrongParameter
from tests.conftest import filled_engine
from tests.service.files import Headers
from tests.service.planned import CERTIFIED, OPERATIONAL, SQUARE_M2, YEAR_END, phases, release, squares, task, tasks
from tests.service.records import approve, square, withdraw


def certified(code: str, day: str, ground: Polygon, **fields: object) -> dict[str, Any]:
    return release(code, "2025-06-01", ground, basis="certified", accepted_on=day, **fields)


def approve_work(session: Session) -> None:
    """Approve two tasks of a phase, one of another, and work that overlaps and is accepted in part."""
    approve(
        session,
        projects=[{"code": "PJ", "name_en": "Project", "total_area_m2": 20 * SQUARE_M2}],
        project_phases=[
            {"code": "PJ-1", "project_code": "PJ", "number": 1, "planned_area_m2": 5 * SQUARE_M2},
            {"code": "PJ-2", "project_code": "PJ", "number": 2},
        ],
        tasks=[
            task("T-1", geometry=square(0, 0, width=4), planned_area_m2=2 * SQUARE_M2, project_phase_code="PJ-1"),
            task("T-2", geometry=square(0, 0, width=2), project_phase_code="PJ-1", completed_on="2025-06-20"),
            task("T-3", project_phase_code="PJ-2"),
        ],
    )
    approve(
        session,
        release_areas=[
            release("RA-1", "2025-05-01", square(0, 0), task_code="T-1", ap_mine=2, uxo=1),
            release("RA-2", "2025-05-08", square(0, 0, width=2), task_code="T-2"),
            release("RA-3", "2025-05-09", square(5, 0, width=3), task_code="T-3", release_method="reduced"),
            certified("RA-4", "2025-07-01", square(0, 0), task_code="T-1", ap_mine=3),
            certified("RA-5", "2025-07-02", square(1, 0, width=1.5), task_code="T-2"),
        ],
    )


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with that work."""
    with filled_engine(migrated, approve_work) as engine:
        yield engine


# --- tasks --------------------------------------------------------------------------------------------------------


def test_a_task_is_measured_by_its_net_ground_and_its_stated_plan(session: Session) -> None:
    first = tasks(session)["T-1"].plan
    assert (squares(first), first.planned_area_m2) == (1, 2 * SQUARE_M2)
    assert first.share_pct(OPERATIONAL) == pytest.approx(50, abs=1e-4)
    assert first.remaining_m2(OPERATIONAL) == pytest.approx(SQUARE_M2, abs=0.01)


def test_without_a_stated_plan_the_outline_is_the_plan(session: Session) -> None:
    second = tasks(session)["T-2"].plan
    assert second.planned_area_m2 == pytest.approx(2 * SQUARE_M2, abs=0.1)
    assert (squares(second), round(second.share_pct(OPERATIONAL) or 0, 3)) == (1.5, 75)


def test_a_task_without_any_plan_has_no_share(session: Session) -> None:
    third = tasks(session)["T-3"].plan
    assert (squares(third), third.share_pct(OPERATIONAL), third.remaining_m2(OPERATIONAL)) == (3, None, None)
    assert not third.is_above_plan


def test_the_two_accounts_stand_side_by_side_with_the_gap_at_completion(session: Session) -> None:
    second = tasks(session)["T-2"]
    assert (squares(second.plan), squares(second.plan, CERTIFIED)) == (1.5, 1.5)
    third = tasks(session)["T-3"]
    assert third.plan.gap_m2 == -third.plan.operational.released_m2
    assert (second.completed_on, third.completed_on) == (date(2025, 6, 20), None)


def test_more_than_planned_is_told_and_not_capped(session: Session) -> None:
    approve(session, tasks=[task("T-1", planned_area_m2=SQUARE_M2 / 2, project_phase_code="PJ-1")])
    plan = tasks(session)["T-1"].plan
    assert plan.is_above_plan
    assert plan.share_pct(OPERATIONAL) == pytest.approx(200, abs=1e-3)
    assert plan.remaining_m2(OPERATIONAL) == pytest.approx(-SQUARE_M2 / 2, abs=0.01)


def test_items_of_completion_reports_are_compared_and_never_counted(session: Session) -> None:
    first = tasks(session)["T-1"]
    assert (first.item_count, first.certified_item_count) == (3, 3)
    approve(
        session,
        eo_items=[{"code": "E", "eo_category": "uxo", "quantity": 7, "found_on": "2025-05-01"} | {"task_code": "T-1"}],
    )
    assert tasks(session)["T-1"].item_count == 10


def test_work_after_the_day_is_not_looked_at(session: Session) -> None:
    june = PlanQuestion(as_of=date(2025, 6, 1), audience=YEAR_END.audience)
    assert [squares(tasks(session, june)["T-1"].plan, account) for account in (OPERATIONAL, CERTIFIED)] == [1, 0]
    april = PlanQuestion(as_of=date(2025, 4, 30), audience=YEAR_END.audience)
    assert squares(tasks(session, april)["T-1"].plan) == 0


def test_what_was_known_before_a_correction_is_told_as_it_was(session: Session) -> None:
    before = plans(session, YEAR_END)
    withdraw(session, "release_areas", "RA-1")
    approve(session, tasks=[task("T-1", planned_area_m2=1)])
    assert squares(tasks(session)["T-2"].plan) == 2.5
    then = PlanQuestion(as_of=YEAR_END.as_of, audience=YEAR_END.audience, as_known_at=before.as_known_at)
    assert plans(session, then) == before


def test_the_tasks_of_one_phase_are_asked_for_by_its_code(session: Session) -> None:
    of_phase = PlanQuestion(as_of=YEAR_END.as_of, audience=YEAR_END.audience, project_phase="PJ-1")
    assert list(tasks(session, of_phase)) == ["T-1", "T-2"]
    with pytest.raises(WrongParameter, match="Allowed: PJ-1, PJ-2"):
        tasks(session, PlanQuestion(as_of=YEAR_END.as_of, audience=YEAR_END.audience, project_phase="PJ-9"))


# --- phases -------------------------------------------------------------------------------------------------------


def test_a_phase_is_what_its_tasks_released_each_square_metre_once(session: Session) -> None:
    first, second = phases(session).values()
    assert (squares(first.plan), squares(second.plan), squares(second.so_far)) == (2.5, 3, 5.5)
    assert first.plan.share_pct(OPERATIONAL) == pytest.approx(50, abs=1e-3)
    assert second.so_far.share_pct(OPERATIONAL) == pytest.approx(27.5, abs=1e-3)
    assert (second.plan.share_pct(OPERATIONAL), second.plan.cost_per_m2) == (None, None)


def test_money_of_two_currencies_is_not_added(session: Session) -> None:
    first = {"code": "PJ-1", "project_code": "PJ", "number": 1, "spent_amount": 10_000, "currency": "EUR"}
    second = {"code": "PJ-2", "project_code": "PJ", "number": 2, "spent_amount": 30_000, "currency": "USD"}
    approve(session, project_phases=[first, second])
    assert phases(session)["PJ-2"].so_far.cost_per_m2 is None
    approve(session, project_phases=[second | {"currency": "EUR"}])
    cost = phases(session)["PJ-2"].so_far.cost_per_m2
    assert cost == pytest.approx(40_000 / 5.5 / SQUARE_M2, rel=1e-6)


# --- over HTTP ----------------------------------------------------------------------------------------------------


def test_tasks_answer_over_http(client: TestClient, holder: Callable[..., Headers]) -> None:
    analyst = holder(Role.ANALYST)
    answer = client.get("/api/v1/tasks/progress", params={"project_phase": "PJ-1"}, headers=analyst).json()
    assert (answer["as_of"], answer["withheld_count"]) == ("2026-11-21", 0)
    first, second = answer["rows"]
    assert (first["task"], first["item_count"], first["is_above_plan"]) == ("T-1", 3, False)
    assert round(first["operational_share_pct"], 2) == 50
    assert (second["completed_on"], round(second["gap_m2"], 1)) == ("2025-06-20", 0)


def test_who_may_not_see_tasks_and_phases_is_told_how_many_there_are(client: TestClient) -> None:
    for path, count in (("tasks", 3), ("phases", 2)):
        answer = client.get(f"/api/v1/{path}/progress").json()
        assert (answer["rows"], answer["withheld_count"]) == ([], count)


def test_phases_come_as_comma_separated_values(client: TestClient, holder: Callable[..., Headers]) -> None:
    answer = client.get("/api/v1/phases/progress", params={"format": "csv"}, headers=holder(Role.ANALYST))
    header, first, _ = answer.text.splitlines()
    row = dict(zip(header.split(","), first.split(","), strict=True))
    assert (row["project_phase"], row["number"], row["status"]) == ("PJ-1", "1", "planned")
    assert float(row["operational_m2"]) == pytest.approx(2.5 * SQUARE_M2, abs=0.1)


def test_tasks_come_as_a_workbook_that_another_program_reads(
    client: TestClient, holder: Callable[..., Headers], tmp_path: Path
) -> None:
    answer = client.get("/api/v1/tasks/progress", params={"format": "xlsx"}, headers=holder(Role.ANALYST))
    workbook = tmp_path / "tasks.xlsx"
    workbook.write_bytes(answer.content)
    rows = pyogrio.read_dataframe(workbook, layer="rows")
    assert [(row.task, round(row.operational_m2 / SQUARE_M2, 2)) for row in rows.itertuples()] == [
        ("T-1", 1),
        ("T-2", 1.5),
        ("T-3", 3),
    ]


def test_a_day_to_come_is_refused(client: TestClient) -> None:
    for path in ("tasks/progress", "phases/progress", "cmr-footprint"):
        answer = client.get(f"/api/v1/{path}", params={"as_of": "2026-11-22"})
        assert (answer.status_code, answer.json()["latest"]) == (400, "2026-11-21")


# --- on the page --------------------------------------------------------------------------------------------------


def test_the_page_shows_phases_and_tasks_with_both_accounts(client: TestClient, holder: Callable[..., Headers]) -> None:
    page = client.get("/tasks", headers=holder(Role.ANALYST)).text
    phases, tasks = page.split('<section aria-labelledby="tasks">')
    assert "Project, phase 1" in phases
    assert findall(r"<small>([\d.]+ · [\d.]+)</small>", phases) == ["50.0 · 50.0"]
    assert findall(r"<small>([\d.]+ · [\d.]+)</small>", tasks) == ["50.0 · 50.0", "75.0 · 75.0"]
    assert "20 June 2025" in tasks


def test_the_page_of_a_phase_has_its_tasks_alone(client: TestClient, holder: Callable[..., Headers]) -> None:
    page = client.get("/tasks", params={"project_phase": "PJ-2"}, headers=holder(Role.ANALYST)).text
    assert "Tasks of PJ-2" in page
    assert "T-3" in page
    assert "T-1" not in page


def test_accepted_tasks_are_listed_on_request(
    session: Session, client: TestClient, holder: Callable[..., Headers]
) -> None:
    approve(session, tasks=[task("T-1", status="accepted")])
    analyst = holder(Role.ANALYST)
    assert "T-1</span><br>" not in client.get("/tasks", headers=analyst).text
    assert "T-1</span><br>" in client.get("/tasks", params={"show": "all"}, headers=analyst).text


def test_the_public_reads_that_tasks_are_withheld(client: TestClient) -> None:
    page = client.get("/tasks", params={"lang": "az"}).text
    assert "burada göstərilməyən: 3" in page
    assert "T-1" not in page


def test_the_page_marks_what_is_above_plan(
    session: Session, client: TestClient, holder: Callable[..., Headers]
) -> None:
    approve(session, tasks=[task("T-1", planned_area_m2=SQUARE_M2 / 2)])
    page = client.get("/tasks", headers=holder(Role.ANALYST)).text
    assert findall(r"<small>(200.0 · 200.0)</small>\s*<span class=\"chip is-warning\">above plan</span>", page)
