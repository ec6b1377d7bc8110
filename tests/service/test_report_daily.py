"""The situation report of a day: its figures against plain pandas, and missing reports by hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.language import LANGUAGES, translator
from service.problems import WrongParameter
from service.reports.flow import ReportOrder
from service.reports.kinds.daily import DAILY, PARTLY
from service.reports.page import Setting, page
from service.reports.scope import Scope
from tests.conftest import filled_engine
from tests.service.bulletins import SETTINGS, column, content, number
from tests.service.files import LEAST, Headers
from tests.service.ground import m2
from tests.service.records import approve, square
from tests.service.sitreps import DAY, ORDER, ORGANISATIONS, keys, of_part, release, row, task, written

TASKS = [
    task("T-1", "active", district_code="AGM"),
    task("T-2", "active", "MOD", geometry=square(0, 0, width=4)),  # by its outline in Aghdam
    task("T-3", "active", "MOD", name="Silent for days"),
    task("T-4", "suspended"),
    task("T-5", "closed"),  # had work of the day
    task("T-6", "closed"),
    task("T-7", "rework", name="Never worked"),
    task("T-8", "planned"),
]
RELEASES = [
    release("RA-1", "T-1", (0, 0)),
    release("RA-2", "T-1", (2, 0), release_method="reduced", reported_by="Team 2"),
    release("RA-3", "T-2", (4, 0), release_method="undetermined", organisation="MOD"),
    release("RA-4", "T-5", (6, 0), ap_mine=2),
    release("RA-5", None, (8, 0), release_method="cancelled"),
    release("RA-6", "T-3", (10, 0), effective_date="2026-11-10"),  # the last work of T-3
    release("RA-7", "T-3", (12, 0), effective_date="2026-11-17"),  # the day after
]
FINDS = [
    {
        "code": "EO-1",
        "eo_category": "uxo",
        "quantity": 4,
        "task_code": "T-1",
        "found_on": DAY,
        "disposal_state": "found",
    },
    {"code": "EO-2", "eo_category": "ap_mine", "quantity": 1, "task_code": "T-1", "found_on": "2026-11-10"}
    | {"disposal_state": "neutralised", "disposed_on": DAY},
    {"code": "EO-3", "eo_category": "av_mine", "quantity": 3, "found_on": DAY, "disposal_state": "found"},
    {"code": "EO-4", "eo_category": "scrap", "quantity": 60, "is_hazardous": False, "task_code": "T-1", "found_on": DAY}
    | {"disposal_state": "found"},
]
HAZARDS = [
    LEAST["hazardous_areas"] | {"code": "HA-1", "identified_on": DAY, "contamination_types": ["cmr"], "status": "open"},
    LEAST["hazardous_areas"] | {"code": "HA-2", "identified_on": "2026-11-10", "contamination_types": ["cmr"]},
]


def approve_the_day(session: Session) -> None:
    """Approve a day, in bulk."""
    approve(
        session,
        districts=[LEAST["districts"]],
        organisations=ORGANISATIONS,
        tasks=TASKS,
        release_areas=RELEASES,
        eo_items=FINDS,
        hazardous_areas=HAZARDS,
    )


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with the day."""
    with filled_engine(migrated, approve_the_day) as engine:
        yield engine


def test_tasks_are_those_under_way_or_stopped_and_those_with_work(session: Session) -> None:
    made = content(session, ORDER)
    assert [one.key for one in made.table("tasks").rows] == ["T-1", "T-2", "T-3", "T-4", "T-5", "T-7", ""]
    told = row(made, "tasks", "T-1")
    names = ("district", "organisation", "team", "state")
    assert {name: told[name] for name in names} == {
        "district": "AGM",
        "organisation": "ANAMA",
        "team": "Team 1, Team 2",
        "state": "active",
    }
    assert row(made, "tasks", "T-2")["district"] == "AGM"


def test_released_ground_is_that_of_pandas(session: Session) -> None:
    made = content(session, ORDER)
    told = pd.DataFrame(RELEASES)
    of_day = told[told["effective_date"] == DAY].assign(task=lambda each: each["task_code"].fillna(""))
    corners = {"RA-1": 0, "RA-2": 2, "RA-3": 4, "RA-4": 6, "RA-5": 8}
    of_day["m2"] = of_day["code"].map(corners).map(lambda west: m2(west, 0) + m2(west + 0.5, 0))
    for key, ground in of_day.groupby("task"):
        by_method = ground.groupby("release_method")["m2"].sum()
        cells = row(made, "tasks", str(key))
        assert cells["released"] == pytest.approx(ground["m2"].sum(), abs=0.1)
        assert [cells[name] for name in ("cleared", "reduced")] == pytest.approx(
            [by_method.get(name, 0) for name in ("cleared", "reduced")], abs=0.1
        )
    total = made.table("tasks").total or ()
    assert total[6].value == pytest.approx(of_day["m2"].sum(), abs=0.1)
    assert made.figure("cleared").value == total[4].value


def test_a_task_without_approved_work_has_no_zeros(session: Session) -> None:
    told = row(content(session, ORDER), "tasks", "T-4")
    assert {told[name] for name in ("cleared", "reduced", "released", "ap", "at", "uxo", "waiting")} == {None}


def test_finds_are_those_of_the_day_by_task_and_category(session: Session) -> None:
    made = content(session, ORDER)
    groups = {key: tuple(row(made, "tasks", key)[name] for name in ("ap", "at", "uxo")) for key in ("T-1", "T-5", "")}
    assert groups == {"T-1": (0, 0, 4), "T-5": (2, 0, 0), "": (0, 3, 0)}
    assert {key: row(made, "finds", key) for key in column(made, "finds", "found")} == {
        "ap_mine": {"found": 2, "disposed": 3},  # those on RA-4 were found and disposed of at once
        "av_mine": {"found": 3, "disposed": 0},
        "uxo": {"found": 4, "disposed": 0},
        "harmless": {"found": 60, "disposed": 0},
    }
    assert made.figure("found_count").value == 9


def test_missing_reports_are_listed_by_name(session: Session) -> None:
    made = content(session, ORDER)
    assert [one.key for one in made.table("missing").rows] == ["T-7", "T-3"]  # who never worked stands first
    told = row(made, "missing", "T-3")
    assert told == {
        "name": "Silent for days",
        "district": None,
        "organisation": "MOD",
        "last_work": "2026-11-10",
        "silent": 6,
    }
    assert row(made, "missing", "T-7")["last_work"] is None
    assert (made.figure("missing_reports").value, made.figure("tasks_with_work").value) == (2, 3)


def test_records_loaded_in_bulk_are_new_on_their_own_days_only(session: Session) -> None:
    made = content(session, ORDER)
    assert [one.key for one in made.table("new_releases").rows] == ["RA-1", "RA-2", "RA-3", "RA-4", "RA-5"]
    assert [one.key for one in made.table("new_hazards").rows] == ["HA-1"]
    today = datetime.now(UTC).astimezone(ZoneInfo(SETTINGS.time_zone)).date()
    loaded_on = content(session, ReportOrder(kind="daily", period=today.isoformat()), now=datetime.now(UTC))
    assert (loaded_on.table("new_releases").rows, loaded_on.table("new_hazards").rows) == ((), ())


# --- of a part of the work ----------------------------------------------------------------------------------------


def test_an_organisation_s_day_holds_its_tasks_and_its_work(session: Session) -> None:
    mod, anama = (of_part(session, Scope.asked(organisation=code)) for code in ("MOD", "ANAMA"))
    assert (keys(mod, "tasks"), keys(mod, "missing")) == (["T-2", "T-3"], ["T-3"])
    assert (keys(mod, "new_releases"), keys(mod, "finds")) == (["RA-3"], [])
    assert (keys(anama, "tasks"), keys(anama, "missing")) == (["T-1", "T-4", "T-5", "T-7", ""], ["T-7"])
    assert keys(anama, "new_releases") == ["RA-1", "RA-2", "RA-4", "RA-5"]
    assert (mod.figure("found_count").value, anama.figure("found_count").value) == (0, 6)  # EO-3 is nobody's
    released = [(made.table("tasks").total or ())[6].value for made in (mod, anama, content(session, ORDER))]
    assert released[0] == pytest.approx(m2(4, 0) + m2(4.5, 0), abs=0.1)
    assert number(released[0]) + number(released[1]) == pytest.approx(released[2], abs=0.01)


def test_a_district_s_day_holds_tasks_and_records_that_lie_in_it(session: Session) -> None:
    made = of_part(session, Scope.asked(district="AGM"))
    assert keys(made, "tasks") == ["T-1", "T-2", "T-5", ""]  # T-5 says no district, and its work lies there
    assert keys(made, "missing") == []
    assert keys(made, "new_releases") == ["RA-1", "RA-2", "RA-3", "RA-4", "RA-5"]
    assert keys(made, "new_hazards") == ["HA-1"]


@pytest.fixture
def projects(session: Session) -> None:
    """Approve a project with T-1, which names HA-1, and one without work."""
    approve(
        session,
        projects=[{"code": code, "name_en": code} for code in ("PJ-1", "PJ-2")],
        project_phases=[
            {"code": f"{code}-1", "project_code": code, "number": place} for place, code in ((1, "PJ-1"), (2, "PJ-2"))
        ],
        tasks=[task("T-1", "active", project_phase_code="PJ-1-1", hazardous_area_codes=["HA-1"])],
    )


@pytest.mark.usefixtures("projects")
def test_a_project_s_day_holds_the_work_of_its_tasks(session: Session) -> None:
    made, empty = (of_part(session, Scope.asked(project=code)) for code in ("PJ-1", "PJ-2"))
    assert (keys(made, "tasks"), keys(made, "new_releases")) == (["T-1"], ["RA-1", "RA-2"])
    assert (keys(made, "new_hazards"), made.figure("found_count").value) == (["HA-1"], 4)
    assert {table.key for table in empty.tables if table.rows} == {"uploads"}


@pytest.mark.usefixtures("projects")
@pytest.mark.parametrize(
    "scope", [Scope.asked(district="AGM"), Scope.asked(organisation="MOD"), Scope.asked(project="PJ-1")]
)
def test_a_part_s_day_says_what_it_holds_in_both_languages(session: Session, scope: Scope) -> None:
    made = of_part(session, scope)
    words = PARTLY[made.scope.kind]
    assert words in written(made, "en").notes
    assert translator("az")(words) in written(made, "az").notes
    assert translator("az")(words) != words


# --- the whole ----------------------------------------------------------------------------------------------------


def test_what_is_not_recorded_is_said_in_both_languages(session: Session) -> None:
    words = {"en": "Deminers, machines, dogs", "az": "Minaaxtaranlar, maşınlar, itlər"}
    made = content(session, ORDER)
    for language in LANGUAGES:
        told = page(
            made, DAILY, Setting(language=language, zone=ZoneInfo(SETTINGS.time_zone), issued=None), map_svg=None
        )
        (tasks,) = (table for table in told.tables if table.key == "tasks")
        assert any(words[language] in note for note in tasks.notes)


@pytest.mark.parametrize("label", ["2026-11", "2026-W47", "2026-11-16..2026-11-17"])
def test_the_report_is_made_for_days_only(session: Session, label: str) -> None:
    with pytest.raises(WrongParameter, match="day"):
        content(session, ReportOrder(kind="daily", period=label))


def test_the_report_is_told_to_the_programme_only(client: TestClient, holder: Callable[..., Headers]) -> None:
    address = f"/api/v1/reports/preview/daily/{DAY}.json"
    assert client.get(address).status_code in {401, 403}
    assert client.get(address, headers=holder(Role.VIEWER)).status_code == 403
    assert client.get(address, headers=holder(Role.REPORT_OFFICER)).status_code == 200
