"""Tasks and phases against their plans, in squares of a grid and in the published figures of two real projects."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from re import findall
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from fastapi.testclient import TestClient
from pyproj import Geod
from shapely import Polygon
from sqlalchemy.orm import Session

from gis.codelists import Account, Role, Visibility
from gis.strips import strips
from gis.text import area_km2_text, number_text
from service.figures.efficiency import EfficiencyQuestion, efficiency
from service.figures.items import Scope
from service.figures.plan import Extents, PhaseProgress, Plan, PlanQuestion, TaskProgress
from service.figures.plans import plans
from service.problems import WrongParameter
from tests.service.files import Headers
from tests.service.records import approve, square, withdraw

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""
OPERATIONAL, CERTIFIED = Account.OPERATIONAL, Account.CERTIFIED
YEAR_END = PlanQuestion(as_of=date(2025, 12, 31), audience=frozenset(Visibility))


def release(code: str, day: str, ground: Polygon | None, **fields: object) -> dict[str, Any]:
    return {"code": code, "effective_date": day, "release_method": "cleared", "geometry": ground, **fields}


def task(code: str, **fields: object) -> dict[str, Any]:
    return {"code": code, "task_type": "clearance", "organisation": "ANAMA", "status": "active", **fields}


def certified(code: str, day: str, ground: Polygon, **fields: object) -> dict[str, Any]:
    return release(code, "2025-06-01", ground, basis="certified", accepted_on=day, **fields)


def tasks(session: Session, question: PlanQuestion = YEAR_END) -> dict[str, TaskProgress]:
    return {row.code: row for row in plans(session, question).tasks}


def phases(session: Session, question: PlanQuestion = YEAR_END) -> dict[str, PhaseProgress]:
    return {row.code: row for row in plans(session, question).phases}


def squares(plan: Plan, account: Account = OPERATIONAL) -> float:
    return round(plan.released_m2(account) / SQUARE_M2, 3)


@pytest.fixture
def work(session: Session) -> None:
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


# --- tasks --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("work")
def test_a_task_is_measured_by_its_net_ground_and_its_stated_plan(session: Session) -> None:
    first = tasks(session)["T-1"].plan
    assert (squares(first), first.planned_area_m2) == (1, 2 * SQUARE_M2)
    assert first.share_pct(OPERATIONAL) == pytest.approx(50, abs=1e-4)
    assert first.remaining_m2(OPERATIONAL) == pytest.approx(SQUARE_M2, abs=0.01)


@pytest.mark.usefixtures("work")
def test_without_a_stated_plan_the_outline_is_the_plan(session: Session) -> None:
    second = tasks(session)["T-2"].plan
    assert second.planned_area_m2 == pytest.approx(2 * SQUARE_M2, abs=0.1)
    assert (squares(second), round(second.share_pct(OPERATIONAL) or 0, 3)) == (1.5, 75)


@pytest.mark.usefixtures("work")
def test_a_task_without_any_plan_has_no_share(session: Session) -> None:
    third = tasks(session)["T-3"].plan
    assert (squares(third), third.share_pct(OPERATIONAL), third.remaining_m2(OPERATIONAL)) == (3, None, None)
    assert not third.is_above_plan


def test_what_is_not_drawn_is_counted_apart_and_roads_have_a_length(
    session: Session, client: TestClient, holder: Callable[[Role], Headers]
) -> None:
    analyst = holder(Role.ANALYST)
    lon, lat = 46.95, 39.95
    road = shapely.LineString([(lon, lat), Geod(ellps="WGS84").fwd(lon, lat, 0, 2_500)[:2]])
    approve(
        session,
        tasks=[
            task("T-1", geometry=square(0, 0)),
            task("T-2", geometry=strips(np.array([road]), np.array([10.0]))[0], width_m=10, length_m=2_500),
            task("T-3", geometry=road, length_m=2_500),
            task("T-4", geometry=shapely.Point(lon, lat), planned_area_m2=900),
            task("T-5"),
        ],
    )
    known = tasks(session)
    assert [known[f"T-{number}"].extent for number in range(1, 6)] == ["area", "area", "line", "point", "none"]
    assert [known[code].length_m for code in ("T-1", "T-2", "T-3")] == [None, 2_500, 2_500]
    assert known["T-2"].plan.planned_area_m2 == pytest.approx(25_000, rel=1e-3)
    assert [known[code].plan.planned_area_m2 for code in ("T-3", "T-4", "T-5")] == [None, 900, None]
    counted = Extents.of(list(known.values()))
    assert (counted.not_drawn_count, counted.line_count, counted.length_m) == (2, 2, 5_000)
    answer = client.get("/api/v1/tasks/progress", headers=analyst).json()
    assert (answer["not_drawn_count"], answer["length_m"]) == (2, 5_000)
    page = client.get("/tasks", headers=analyst).text
    assert "2 tasks are roads or other lines: 5.00 km together." in page
    assert "The extent of 2 tasks is not drawn" in page


@pytest.mark.usefixtures("work")
def test_the_two_accounts_stand_side_by_side_with_the_gap_at_completion(session: Session) -> None:
    second = tasks(session)["T-2"]
    assert (squares(second.plan), squares(second.plan, CERTIFIED)) == (1.5, 1.5)
    third = tasks(session)["T-3"]
    assert third.plan.gap_m2 == -third.plan.operational.released_m2
    assert (second.completed_on, third.completed_on) == (date(2025, 6, 20), None)


@pytest.mark.usefixtures("work")
def test_more_than_planned_is_told_and_not_capped(session: Session) -> None:
    approve(session, tasks=[task("T-1", planned_area_m2=SQUARE_M2 / 2, project_phase_code="PJ-1")])
    plan = tasks(session)["T-1"].plan
    assert plan.is_above_plan
    assert plan.share_pct(OPERATIONAL) == pytest.approx(200, abs=1e-3)
    assert plan.remaining_m2(OPERATIONAL) == pytest.approx(-SQUARE_M2 / 2, abs=0.01)


@pytest.mark.usefixtures("work")
def test_items_of_completion_reports_are_compared_and_never_counted(session: Session) -> None:
    first = tasks(session)["T-1"]
    assert (first.item_count, first.certified_item_count) == (3, 3)
    approve(
        session,
        eo_items=[{"code": "E", "eo_category": "uxo", "quantity": 7, "found_on": "2025-05-01"} | {"task_code": "T-1"}],
    )
    assert tasks(session)["T-1"].item_count == 10


@pytest.mark.usefixtures("work")
def test_work_after_the_day_is_not_looked_at(session: Session) -> None:
    june = PlanQuestion(as_of=date(2025, 6, 1), audience=YEAR_END.audience)
    assert [squares(tasks(session, june)["T-1"].plan, account) for account in (OPERATIONAL, CERTIFIED)] == [1, 0]
    april = PlanQuestion(as_of=date(2025, 4, 30), audience=YEAR_END.audience)
    assert squares(tasks(session, april)["T-1"].plan) == 0


@pytest.mark.usefixtures("work")
def test_what_was_known_before_a_correction_is_told_as_it_was(session: Session) -> None:
    before = plans(session, YEAR_END)
    withdraw(session, "release_areas", "RA-1")
    approve(session, tasks=[task("T-1", planned_area_m2=1)])
    assert squares(tasks(session)["T-2"].plan) == 2.5
    then = PlanQuestion(as_of=YEAR_END.as_of, audience=YEAR_END.audience, as_known_at=before.as_known_at)
    assert plans(session, then) == before


def test_a_task_that_only_releases_name_is_told_by_its_code_to_nobody_outside(session: Session) -> None:
    approve(session, release_areas=[release("RA-1", "2025-05-01", square(0, 0), task_code="T-9")])
    inside = plans(session, YEAR_END)
    assert [(row.code, row.status, squares(row.plan)) for row in inside.tasks] == [("T-9", None, 1)]
    outside = plans(session, PlanQuestion(as_of=YEAR_END.as_of, audience=[Visibility.PUBLIC]))
    assert (outside.tasks, outside.withheld_task_count) == ((), 1)


@pytest.mark.usefixtures("work")
def test_the_tasks_of_one_phase_are_asked_for_by_its_code(session: Session) -> None:
    of_phase = PlanQuestion(as_of=YEAR_END.as_of, audience=YEAR_END.audience, project_phase="PJ-1")
    assert list(tasks(session, of_phase)) == ["T-1", "T-2"]
    with pytest.raises(WrongParameter, match="Allowed: PJ-1, PJ-2"):
        tasks(session, PlanQuestion(as_of=YEAR_END.as_of, audience=YEAR_END.audience, project_phase="PJ-9"))


# --- phases -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("work")
def test_a_phase_is_what_its_tasks_released_each_square_metre_once(session: Session) -> None:
    first, second = phases(session).values()
    assert (squares(first.plan), squares(second.plan), squares(second.so_far)) == (2.5, 3, 5.5)
    assert first.plan.share_pct(OPERATIONAL) == pytest.approx(50, abs=1e-3)
    assert second.so_far.share_pct(OPERATIONAL) == pytest.approx(27.5, abs=1e-3)
    assert (second.plan.share_pct(OPERATIONAL), second.plan.cost_per_m2) == (None, None)


@pytest.mark.usefixtures("work")
def test_money_of_two_currencies_is_not_added(session: Session) -> None:
    first = {"code": "PJ-1", "project_code": "PJ", "number": 1, "spent_amount": 10_000, "currency": "EUR"}
    second = {"code": "PJ-2", "project_code": "PJ", "number": 2, "spent_amount": 30_000, "currency": "USD"}
    approve(session, project_phases=[first, second])
    assert phases(session)["PJ-2"].so_far.cost_per_m2 is None
    approve(session, project_phases=[second | {"currency": "EUR"}])
    cost = phases(session)["PJ-2"].so_far.cost_per_m2
    assert cost == pytest.approx(40_000 / 5.5 / SQUARE_M2, rel=1e-6)


# --- two projects, as they were published (domain.md 13, items 4 and 5) -------------------------------------------


def plain(area_m2: float, west: float) -> Polygon:
    """Give a rectangle of so many square metres, its edges of at most 100 m."""
    width = 0.01
    for _ in range(3):
        ground = shapely.segmentize(shapely.box(west, 41.10, west + width, 41.15), 0.001)
        width *= area_m2 / Geod(ellps="WGS84").geometry_area_perimeter(ground)[0]
    return ground


def approve_project(session: Session, total_km2: float, *phases_of: dict[str, Any]) -> None:
    """Approve a project with phases, a task in each, and what each task cleared, side by side."""
    approve(
        session,
        projects=[{"code": "PJ", "name_en": "Project", "total_area_m2": total_km2 * 1_000_000}],
        project_phases=[
            {"code": f"PJ-{number}", "project_code": "PJ", "number": number, "currency": "EUR"}
            | {name: phase[name] for name in ("planned_area_m2", "spent_amount") if name in phase}
            for number, phase in enumerate(phases_of, 1)
        ],
        tasks=[task(f"T-{number}", project_phase_code=f"PJ-{number}") for number in range(1, len(phases_of) + 1)],
        release_areas=[
            release(f"RA-{number}", phase["day"], plain(phase["cleared_m2"], 45 + number / 10), task_code=f"T-{number}")
            | phase["items"]
            for number, phase in enumerate(phases_of, 1)
            if "cleared_m2" in phase
        ],
    )


def test_saloglu(session: Session) -> None:
    approve_project(
        session,
        5.7,
        {"day": "2007-12-31", "cleared_m2": 2_000_000, "spent_amount": 1_000_000, "items": {"uxo": 200_000}},
        {"day": "2009-12-31", "cleared_m2": 2_000_000, "spent_amount": 1_000_000, "items": {"uxo": 200_000}},
        {"day": "2011-12-31", "cleared_m2": 1_700_000, "spent_amount": 1_200_000, "items": {"uxo": 220_000}},
    )
    last = phases(session)["PJ-3"]
    assert area_km2_text(last.so_far.released_m2(OPERATIONAL), "en") == "5.70"
    assert number_text(last.so_far.cost_per_m2 or 0, "en", decimals=2) == "0.56"
    question = EfficiencyQuestion(start=date(2005, 1, 1), end=date(2011, 12, 31), by=Scope.PROJECT)
    (project,) = efficiency(session, question).rows
    assert project.hazardous_item_count == 620_000
    assert number_text(project.item_count_per_ha or 0, "en") == "1,088"


def test_jeyranchel(session: Session) -> None:
    approve_project(
        session,
        64,
        {
            "day": "2014-07-31",
            "planned_area_m2": 19_000_000,
            "cleared_m2": 19_000_000,
            "spent_amount": 3_090_000,
            "items": {"av_mine": 173, "uxo": 14_654},
        },
        {
            "day": "2016-12-31",
            "planned_area_m2": 23_584_545,
            "cleared_m2": 23_584_545,
            "items": {"uxo": 1_553},
        },
        {"planned_area_m2": 21_395_505},
    )
    scrap = {"code": "E", "eo_category": "scrap", "quantity": 800_000, "found_on": "2015-01-01", "is_hazardous": False}
    approve(session, eo_items=[scrap | {"task_code": "T-2"}])

    first, second, third = phases(session).values()
    assert number_text(first.plan.cost_per_m2 or 0, "en", decimals=3) == "0.163"
    assert number_text(first.so_far.share_pct(OPERATIONAL) or 0, "en", decimals=1) == "29.7"
    assert area_km2_text(first.so_far.remaining_m2(OPERATIONAL) or 0, "en") == "45.00"
    assert second.so_far.released_m2(OPERATIONAL) == pytest.approx(42_584_545, abs=0.5)
    assert number_text(second.so_far.share_pct(OPERATIONAL) or 0, "en", decimals=1) == "66.5"
    planned_m2 = [phase.plan.planned_area_m2 or 0 for phase in (first, second, third)]
    assert (sum(planned_m2), 64_000_000 - sum(planned_m2)) == (63_980_050, 19_950)
    assert first.item_count + second.item_count == 16_380

    after_first = PlanQuestion(as_of=date(2015, 1, 1), audience=YEAR_END.audience)
    assert phases(session, after_first)["PJ-3"].so_far.released_m2(OPERATIONAL) == pytest.approx(19_000_000, abs=0.5)


# --- over HTTP ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("work")
def test_tasks_answer_over_http(client: TestClient, holder: Callable[..., Headers]) -> None:
    analyst = holder(Role.ANALYST)
    answer = client.get("/api/v1/tasks/progress", params={"project_phase": "PJ-1"}, headers=analyst).json()
    assert (answer["as_of"], answer["withheld_count"]) == ("2026-11-21", 0)
    first, second = answer["rows"]
    assert (first["task"], first["item_count"], first["is_above_plan"]) == ("T-1", 3, False)
    assert round(first["operational_share_pct"], 2) == 50
    assert (second["completed_on"], round(second["gap_m2"], 1)) == ("2025-06-20", 0)


@pytest.mark.usefixtures("work")
def test_who_may_not_see_tasks_and_phases_is_told_how_many_there_are(client: TestClient) -> None:
    for path, count in (("tasks", 3), ("phases", 2)):
        answer = client.get(f"/api/v1/{path}/progress").json()
        assert (answer["rows"], answer["withheld_count"]) == ([], count)


@pytest.mark.usefixtures("work")
def test_phases_come_as_comma_separated_values(client: TestClient, holder: Callable[..., Headers]) -> None:
    answer = client.get("/api/v1/phases/progress", params={"format": "csv"}, headers=holder(Role.ANALYST))
    header, first, _ = answer.text.splitlines()
    row = dict(zip(header.split(","), first.split(","), strict=True))
    assert (row["project_phase"], row["number"], row["status"]) == ("PJ-1", "1", "planned")
    assert float(row["operational_m2"]) == pytest.approx(2.5 * SQUARE_M2, abs=0.1)


@pytest.mark.usefixtures("work")
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


@pytest.mark.usefixtures("work")
def test_the_page_shows_phases_and_tasks_with_both_accounts(client: TestClient, holder: Callable[..., Headers]) -> None:
    page = client.get("/tasks", headers=holder(Role.ANALYST)).text
    phases, tasks = page.split('<section aria-labelledby="tasks">')
    assert "Project, phase 1" in phases
    assert findall(r"<small>([\d.]+ · [\d.]+)</small>", phases) == ["50.0 · 50.0"]
    assert findall(r"<small>([\d.]+ · [\d.]+)</small>", tasks) == ["50.0 · 50.0", "75.0 · 75.0"]
    assert "20 June 2025" in tasks


@pytest.mark.usefixtures("work")
def test_the_page_of_a_phase_has_its_tasks_alone(client: TestClient, holder: Callable[..., Headers]) -> None:
    page = client.get("/tasks", params={"project_phase": "PJ-2"}, headers=holder(Role.ANALYST)).text
    assert "Tasks of PJ-2" in page
    assert "T-3" in page
    assert "T-1" not in page


@pytest.mark.usefixtures("work")
def test_accepted_tasks_are_listed_on_request(
    session: Session, client: TestClient, holder: Callable[..., Headers]
) -> None:
    approve(session, tasks=[task("T-1", status="accepted")])
    analyst = holder(Role.ANALYST)
    assert "T-1</span><br>" not in client.get("/tasks", headers=analyst).text
    assert "T-1</span><br>" in client.get("/tasks", params={"show": "all"}, headers=analyst).text


@pytest.mark.usefixtures("work")
def test_the_public_reads_that_tasks_are_withheld(client: TestClient) -> None:
    page = client.get("/tasks", params={"lang": "az"}).text
    assert "burada göstərilməyən: 3" in page
    assert "T-1" not in page


@pytest.mark.usefixtures("work")
def test_the_page_marks_what_is_above_plan(
    session: Session, client: TestClient, holder: Callable[..., Headers]
) -> None:
    approve(session, tasks=[task("T-1", planned_area_m2=SQUARE_M2 / 2)])
    page = client.get("/tasks", headers=holder(Role.ANALYST)).text
    assert findall(r"<small>(200.0 · 200.0)</small>\s*<span class=\"chip is-warning\">above plan</span>", page)
