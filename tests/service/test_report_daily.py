"""The situation report of a day: its figures against plain pandas, missing reports and uploads by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from gis.codelists import Language, Role
from gis.language import LANGUAGES, translator
from service.problems import WrongParameter
from service.reports.content import Content
from service.reports.flow import ReportOrder
from service.reports.kinds.daily import DAILY, PARTLY
from service.reports.page import Page, Setting, page
from service.reports.parts.sitrep_day import MOST
from service.reports.scope import Scope
from service.tables import upload, upload_issue, workflow_event
from tests.service.bulletins import SETTINGS, Value, column, content, number
from tests.service.files import LEAST, Headers, collection, send
from tests.service.ground import m2
from tests.service.records import approve, square

DAY = "2026-11-16"
ORDER = ReportOrder(kind="daily", period=DAY)
ORGANISATIONS = [
    {"code": "ANAMA", "type": "anama", "name_en": "ANAMA", "name_az": "Minatəmizləmə Agentliyi"},
    {"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "Müdafiə Nazirliyi"},
]


def task(code: str, status: str, organisation: str = "ANAMA", **fields: object) -> dict[str, Any]:
    return {"code": code, "task_type": "clearance", "organisation": organisation, "status": status, **fields}


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


def release(code: str, task_code: str | None, ground: tuple[float, float], **fields: object) -> dict[str, Any]:
    told = {"code": code, "task_code": task_code, "release_method": "cleared", "geometry": square(*ground)}
    return told | {"effective_date": DAY, "organisation": "ANAMA", "reported_by": "Team 1"} | fields


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


@pytest.fixture
def records(session: Session) -> None:
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


def row(made: Content, table: str, key: str) -> dict[str, Value]:
    told = made.table(table)
    cells = next(one.cells for one in told.rows if one.key == key)
    return dict(zip((each.key for each in told.columns), (cell.value for cell in cells), strict=True))


def written(made: Content, language: Language) -> Page:
    return page(made, DAILY, Setting(language=language, zone=ZoneInfo(SETTINGS.time_zone), issued=None), map_svg=None)


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
def test_a_task_without_approved_work_has_no_zeros(session: Session) -> None:
    told = row(content(session, ORDER), "tasks", "T-4")
    assert {told[name] for name in ("cleared", "reduced", "released", "ap", "at", "uxo", "waiting")} == {None}


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
def test_records_loaded_in_bulk_are_new_on_their_own_days_only(session: Session) -> None:
    made = content(session, ORDER)
    assert [one.key for one in made.table("new_releases").rows] == ["RA-1", "RA-2", "RA-3", "RA-4", "RA-5"]
    assert [one.key for one in made.table("new_hazards").rows] == ["HA-1"]
    today = datetime.now(UTC).astimezone(ZoneInfo(SETTINGS.time_zone)).date()
    loaded_on = content(session, ReportOrder(kind="daily", period=today.isoformat()), now=datetime.now(UTC))
    assert (loaded_on.table("new_releases").rows, loaded_on.table("new_hazards").rows) == ((), ())


# --- uploads ------------------------------------------------------------------------------------------------------


@pytest.fixture
def today() -> date:
    """Give the day on which the database stamps what a test sends."""
    return datetime.now(UTC).astimezone(ZoneInfo(SETTINGS.time_zone)).date()


@pytest.fixture
def sent(
    session: Session, client: TestClient, holder: Callable[..., Headers], road: Callable[..., str]
) -> dict[str, str]:
    """Approve a late release by review, have a file returned, and let one wait."""
    tasks = [task("T-1", "active"), task("T-2", "active")]
    approve(session, districts=[LEAST["districts"]], organisations=ORGANISATIONS, tasks=tasks)
    session.commit()
    files = {
        name: collection(LEAST["release_areas"] | {"code": code, "task_code": task_code, "geometry": square(*place)})
        for name, code, task_code, place in (
            ("approved", "RA-1", "T-1", (0, 0)),
            ("returned", "RA-2", "T-1", (2, 0)),
            ("waiting", "RA-3", "T-2", (4, 0)),
        )
    }
    ids = {"approved": road("release_areas", files["approved"])}
    for name in ("returned", "waiting"):
        ids[name] = send(client, holder(Role.ANALYST), "release_areas", files[name]).json()["id"]
    reason = {"reason": "Which depth?"}
    verifier = holder(Role.REGIONAL_VERIFIER)
    assert client.post(f"/api/v1/uploads/{ids['returned']}/return", headers=verifier, json=reason).status_code == 200
    return ids


def of_today(session: Session, today: date) -> Content:
    return content(session, ReportOrder(kind="daily", period=today.isoformat()), now=datetime.now(UTC))


def test_uploads_of_the_day_are_counted_by_what_happened(session: Session, sent: dict[str, str], today: date) -> None:
    made = of_today(session, today)
    assert set(sent) == {"approved", "returned", "waiting"}
    assert column(made, "uploads", "uploads") == {"received": 3, "approved": 1, "returned": 1, "waiting": 1}
    assert column(made, "uploads", "records") == {"received": 3, "approved": 1, "returned": 1, "waiting": 1}
    assert made.table("late_uploads").rows == ()


@pytest.mark.usefixtures("sent")
def test_a_release_approved_by_review_is_new_though_its_work_is_older(session: Session, today: date) -> None:
    (only,) = of_today(session, today).table("new_releases").rows
    assert (only.key, only.cells[4].value) == ("RA-1", "2026-11-16")


@pytest.mark.usefixtures("sent")
def test_what_waits_is_provisional_and_no_report_is_missed(session: Session) -> None:
    made = content(session, ORDER)
    told = row(made, "tasks", "T-2")
    assert told["waiting"] == pytest.approx(m2(4, 0) + m2(4.5, 0), abs=0.1)
    assert (told["cleared"], told["released"]) == (None, None)
    assert [one.key for one in made.table("missing").rows] == []


@pytest.mark.usefixtures("sent")
def test_open_issues_are_those_of_the_task_and_its_releases(session: Session) -> None:
    made = content(session, ORDER)
    found = pd.DataFrame(session.execute(select(upload_issue)).mappings().all())
    of_release = found[(found["feature_code"] == "RA-1") & found["severity"].isin(["error", "warning"])]
    assert row(made, "tasks", "T-1")["issues"] == len(of_release) > 0
    assert row(made, "tasks", "T-2")["issues"] == 0  # what waits has them, not the record


@pytest.mark.parametrize(
    ("status", "waited_days", "is_late"),
    [("submitted", 3, False), ("submitted", 4, True), ("regional_verified", 7, False), ("regional_verified", 8, True)],
)
def test_uploads_that_wait_for_too_long_are_listed(
    session: Session, today: date, *, status: str, waited_days: int, is_late: bool
) -> None:
    sent_at = datetime.now(UTC) - timedelta(days=waited_days, minutes=5)
    upload_id = waiting(session, status, sent_at)
    made = of_today(session, today)
    assert column(made, "uploads", "uploads")["waiting"] == 1
    assert column(made, "late_uploads", "days") == ({upload_id: waited_days} if is_late else {})


def waiting(session: Session, status: str, sent_at: datetime) -> str:
    """Store an upload that was sent at an instant and stands at a step of its road, and give its id."""
    approve(session, districts=[LEAST["districts"]])
    stored = session.execute(select(upload)).mappings().one()
    told = {name: stored[name] for name in ("layer", "file_name", "file_sha256", "file_bytes", "author_id")}
    mode = {"review_mode": "three_people"}
    values = told | mode | {"status": status, "created_at": sent_at, "counts": {"new": 1}}
    upload_id = session.execute(insert(upload).values(values).returning(upload.c.id)).scalar_one()
    steps = ["submitted", status] if status != "submitted" else ["submitted"]
    for place, step in enumerate(steps):
        event = {"upload_id": upload_id, "person_id": stored["author_id"], "to_status": step}
        session.execute(insert(workflow_event).values(event | mode | {"at": sent_at + timedelta(minutes=place)}))
    return str(upload_id)


# --- of a part of the work ----------------------------------------------------------------------------------------


def of_part(session: Session, scope: Scope, now: datetime | None = None) -> Content:
    """Give the report of a part of the work: on the day of the records, or on that of an instant."""
    day = now.astimezone(ZoneInfo(SETTINGS.time_zone)).date().isoformat() if now else DAY
    order = ReportOrder(kind="daily", period=day, scope=scope)
    return content(session, order, now=now) if now else content(session, order)


def keys(made: Content, table: str) -> list[str]:
    return [one.key for one in made.table(table).rows]


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records", "projects")
def test_a_project_s_day_holds_the_work_of_its_tasks(session: Session) -> None:
    made, empty = (of_part(session, Scope.asked(project=code)) for code in ("PJ-1", "PJ-2"))
    assert (keys(made, "tasks"), keys(made, "new_releases")) == (["T-1"], ["RA-1", "RA-2"])
    assert (keys(made, "new_hazards"), made.figure("found_count").value) == (["HA-1"], 4)
    assert {table.key for table in empty.tables if table.rows} == {"uploads"}


@pytest.mark.usefixtures("records", "projects")
@pytest.mark.parametrize(
    "scope", [Scope.asked(district="AGM"), Scope.asked(organisation="MOD"), Scope.asked(project="PJ-1")]
)
def test_a_part_s_day_says_what_it_holds_in_both_languages(session: Session, scope: Scope) -> None:
    made = of_part(session, scope)
    words = PARTLY[made.scope.kind]
    assert words in written(made, "en").notes
    assert translator("az")(words) in written(made, "az").notes
    assert translator("az")(words) != words


def test_uploads_are_those_with_records_of_the_part(session: Session, sent: dict[str, str]) -> None:
    other = {"code": "KHO", "name_en": "Khojaly", "name_az": "Xocalı"}
    tasks = [task("T-1", "active", "MOD", project_phase_code="PJ-1-1"), task("T-2", "active")]
    project = {"projects": [{"code": "PJ-1", "name_en": "Orchards"}]}
    phase = {"project_phases": [{"code": "PJ-1-1", "project_code": "PJ-1", "number": 1}]}
    approve(session, districts=[other], tasks=tasks, **project, **phase)
    now = datetime.now(UTC)

    def counted(**code: str) -> list[Value]:
        made = of_part(session, Scope.asked(**code), now)
        assert column(made, "uploads", "records") == column(made, "uploads", "uploads")  # each holds one
        return list(column(made, "uploads", "uploads").values())

    assert len(sent) == 3
    assert counted(district="AGM")[1:] == [1, 1, 1]
    assert counted(district="KHO") == [0, 0, 0, 0]
    assert counted(organisation="MOD") == [2, 1, 1, 0]  # of their task, for the files name nobody
    assert counted(organisation="ANAMA")[3] == 1
    assert counted(project="PJ-1")[3] == 0


# --- the whole ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
def test_what_is_not_recorded_is_said_in_both_languages(session: Session) -> None:
    words = {"en": "Deminers, machines, dogs", "az": "Minaaxtaranlar, maşınlar, itlər"}
    made = content(session, ORDER)
    for language in LANGUAGES:
        told = page(
            made, DAILY, Setting(language=language, zone=ZoneInfo(SETTINGS.time_zone), issued=None), map_svg=None
        )
        (tasks,) = (table for table in told.tables if table.key == "tasks")
        assert any(words[language] in note for note in tasks.notes)


def test_a_day_without_anything_says_so(session: Session) -> None:
    made = content(session, ORDER)
    filled = {table.key for table in made.tables if table.rows}
    assert filled == {"uploads"}
    assert made.figure("cleared").value is None
    told = written(made, "en")
    assert all(table.notes for table in (told.head, *told.tables))


def test_a_list_of_very_many_ends_and_says_so(session: Session) -> None:
    many = [release(f"RA-{n:04}", None, (n % 30, n // 30)) for n in range(MOST + 1)]
    approve(session, districts=[LEAST["districts"]], organisations=ORGANISATIONS, release_areas=many)
    made = content(session, ORDER)
    assert len(made.table("new_releases").rows) == MOST
    assert made.figure("release_count").value == MOST + 1
    told = written(made, "en")
    (releases,) = (table for table in told.tables if table.key == "new_releases")
    assert "Listed are the first 500 of 501." in releases.notes


@pytest.mark.parametrize("label", ["2026-11", "2026-W47", "2026-11-16..2026-11-17"])
def test_the_report_is_made_for_days_only(session: Session, label: str) -> None:
    with pytest.raises(WrongParameter, match="day"):
        content(session, ReportOrder(kind="daily", period=label))


def test_the_report_is_told_to_the_programme_only(client: TestClient, holder: Callable[..., Headers]) -> None:
    address = f"/api/v1/reports/preview/daily/{DAY}.json"
    assert client.get(address).status_code in {401, 403}
    assert client.get(address, headers=holder(Role.VIEWER)).status_code == 403
    assert client.get(address, headers=holder(Role.REPORT_OFFICER)).status_code == 200
