"""Ground in a deminer's day, and productivity within a district, by hand over squares of a grid."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from service.figures.deminer_days import DeminerDays, deminer_days
from service.figures.efficiency import EfficiencyQuestion
from service.figures.items import Scope
from service.reports.flow import ReportOrder, preview
from service.reports.scope import Scope as ReportScope
from tests.service.bulletins import NOW, SETTINGS
from tests.service.files import LEAST
from tests.service.records import approve, square

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""
OCTOBER = EfficiencyQuestion(start=date(2025, 10, 1), end=date(2025, 10, 31), by=Scope.ORGANISATION)
NAMES = {
    "districts": [
        {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=6, height=6)},
        {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(5, -1, width=6, height=6)},
    ],
    "organisations": [LEAST["organisations"], LEAST["organisations"] | {"code": "MES", "type": "mes"}],
}


def worked(code: str, column: int, deminers: int | None, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    told = {"organisation": "ANAMA", "reported_by": "Team 1", "effective_date": "2025-10-20", "district_code": "AGM"}
    shape = {"code": code, "geometry": square(column, 0), "release_method": "cleared", "deminers": deminers}
    return told | shape | fields


def told_of(session: Session, question: EfficiencyQuestion = OCTOBER) -> dict[str | None, DeminerDays]:
    return deminer_days(session, question)


def test_a_team_s_reports_of_one_day_and_shift_tell_of_the_same_people(session: Session) -> None:
    approve(
        session,
        **NAMES,
        release_areas=[
            worked("R1", 0, 8),
            worked("R2", 1, 8, release_method="reduced"),
            worked("R3", 2, 5, shift="second"),
            worked("R4", 3, 6, effective_date="2025-10-21"),
        ],
    )
    told = told_of(session)["ANAMA"]
    # 8 people on two outlines of the first shift, 5 in the second, 6 on the day after; four squares in all.
    assert (told.deminer_day_count, round(told.worked_m2 / SQUARE_M2, 3)) == (19, 4)
    assert told.m2_per_deminer_day == pytest.approx(4 * SQUARE_M2 / 19, abs=0.01)


def test_only_reports_on_one_day_that_tell_the_deminers_count(session: Session) -> None:
    approve(
        session,
        **NAMES,
        release_areas=[
            worked("R1", 0, 4, processed_m2=3 * SQUARE_M2),
            worked("R2", 1, None),
            worked("R3", 2, 9, work_date_from="2025-10-13"),
            worked("R4", 3, 9, release_method="cancelled"),
            worked("R5", 4, 0, reported_by="Team 2"),
        ],
    )
    told = told_of(session)["ANAMA"]
    assert (told.deminer_day_count, round(told.worked_m2 / SQUARE_M2, 3)) == (4, 3)
    assert told_of(session, replace(OCTOBER, district="FUZ")) == {}


def test_productivity_of_a_district_is_that_of_its_work_and_its_finds(session: Session) -> None:
    approve(
        session,
        **NAMES,
        release_areas=[
            worked("R1", 0, 4, ap_mine=2),
            worked("R2", 6, 5, district_code="FUZ", uxo=1),
            worked("R3", 8, 3, district_code="FUZ", organisation="MES"),
        ],
    )
    order = ReportOrder(kind="monthly", period="2025-10", scope=ReportScope.asked(district="FUZ"))
    made = preview(session, order, settings=SETTINGS, now=NOW).content.table("productivity")
    found = {
        row.key: [made.cell(row.key, key).value for key in ("found", "polygons", "deminer_days")] for row in made.rows
    }
    assert found == {"ANAMA": [1, 1, 5], "MES": [0, 1, 3]}
    assert made.cell("ANAMA", "ground_per_day").value == pytest.approx(SQUARE_M2 / 5, abs=0.2)
    total = dict(zip((each.key for each in made.columns), made.total or (), strict=True))
    assert (total["deminer_days"].value, total["found"].value) == (8, 1)


def test_the_phases_of_a_project_tell_what_a_square_metre_cost(session: Session) -> None:
    money = {"budget_amount": 10_000, "spent_amount": 4_768.02, "currency": "EUR", "visibility": "public"}
    approve(session, **NAMES, projects=[LEAST["projects"]])
    approve(
        session,
        project_phases=[
            LEAST["project_phases"] | money | {"planned_area_m2": 50_000},
            LEAST["project_phases"] | {"code": "PJ-1-2", "number": 2, "visibility": "internal", "spent_amount": 1},
        ],
        tasks=[LEAST["tasks"] | {"project_phase_code": "PJ-1-1"}],
    )
    work = {"task_code": "T-1", "organisation": None}
    approve(
        session,
        release_areas=[
            worked("R1", 0, 4, **work),
            worked("R2", 1, None, **work, release_method="cancelled"),
            worked("R3", 2, 4, **work, effective_date="2025-11-02"),
        ],
    )
    order = ReportOrder(kind="monthly", period="2025-10", scope=ReportScope.asked(project="PJ-1"))
    table = preview(session, order, settings=SETTINGS, now=NOW).content.table("costs")
    # One square of 0.9536 ha was cleared until October; 4,768.02 EUR for it are 0.50 EUR a square metre.
    (row,) = table.rows
    assert [cell.printed.en for cell in row.cells] == ["5.0", "0.9536", "10,000.00", "4,768.02", "EUR", "0.50"]
    country = preview(session, replace(order, scope=ReportScope()), settings=SETTINGS, now=NOW).content
    assert country.table("costs").rows == ()
