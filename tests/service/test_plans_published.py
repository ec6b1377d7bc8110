"""Plans of two real projects as they were published; roads, and tasks that only releases name."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from fastapi.testclient import TestClient
from pyproj import Geod
from shapely import Polygon
from sqlalchemy.orm import Session

from gis.codelists import Role, Visibility
from gis.strips import strips
from gis.text import area_km2_text, number_text
from service.figures.efficiency import EfficiencyQuestion, efficiency
from service.figures.items import Scope
from service.figures.plan import Extents, PlanQuestion
from service.figures.plans import plans
from tests.service.files import Headers
from tests.service.planned import OPERATIONAL, YEAR_END, phases, release, squares, task, tasks
from tests.service.records import approve, square


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


# --- what is not drawn, and what is not recorded --------------------------------------------------------------------


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


def test_a_task_that_only_releases_name_is_told_by_its_code_to_nobody_outside(session: Session) -> None:
    approve(session, release_areas=[release("RA-1", "2025-05-01", square(0, 0), task_code="T-9")])
    inside = plans(session, YEAR_END)
    assert [(row.code, row.status, squares(row.plan)) for row in inside.tasks] == [("T-9", None, 1)]
    outside = plans(session, PlanQuestion(as_of=YEAR_END.as_of, audience=[Visibility.PUBLIC]))
    assert (outside.tasks, outside.withheld_task_count) == ((), 1)
