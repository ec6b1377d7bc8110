"""The report on data quality: every figure against plain pandas over the same records, and issues counted by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.language import LANGUAGES
from service.reports.content import Content
from service.reports.flow import ReportOrder
from service.reports.kinds.data_quality import DATA_QUALITY
from service.reports.page import Setting, page
from service.reports.scope import Scope
from service.tables import upload_issue
from tests.service.bulletins import SETTINGS, Value, column, content
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square

MONTH = ReportOrder(kind="data_quality", period="2026-10")
YEAR = ReportOrder(kind="data_quality", period="2026")
DAYS = ("2026-10-01", "2026-10-31")
ORGANISATIONS = [
    {"code": "ANAMA", "type": "anama", "name_en": "ANAMA", "name_az": "Minatəmizləmə Agentliyi"},
    {"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "Müdafiə Nazirliyi"},
]


def release(number: int, **changes: object) -> dict[str, Any]:
    whole = {
        "code": f"RA-{number:02}",
        "release_method": "cleared",
        "effective_date": date(2026, 10, number),
        "organisation": "ANAMA",
        "depth_cleared_cm": 20,
        "asset": ["manual"],
        "task_code": "T-1",
        "district_code": "AGM",
        "geometry": square(2 * number, 0),
    }
    return whole | changes


RELEASES = [
    release(1),
    release(2, depth_cleared_cm=None, asset=[]),
    release(3, release_method="reduced", depth_cleared_cm=None, organisation="MOD"),
    release(4, release_method="cancelled", depth_cleared_cm=None, asset=[], task_code=None, organisation="MOD"),
    release(5, release_method="undetermined", depth_cleared_cm=None, asset=[], geometry=None, geometry_source="none"),
    release(6, organisation=None, task_code=None, district_code="FUZ", visibility="internal"),
    release(7, effective_date=date(2026, 9, 30), depth_cleared_cm=None),  # before the month
]
FINDS = [
    LEAST["eo_items"] | {"code": "EO-1", "found_on": "2026-10-01", "release_area_code": "RA-01"},
    LEAST["eo_items"] | {"code": "EO-2", "found_on": "2026-10-06", "eo_category": "ap_mine", "geometry": None},
    LEAST["eo_items"]
    | {"code": "EO-3", "found_on": "2026-10-06", "eo_category": "saa", "geometry": square(12, 0).centroid},
]


@pytest.fixture
def records(session: Session) -> None:
    """Approve a month."""
    approve(
        session,
        districts=[LEAST["districts"], {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli"}],
        organisations=ORGANISATIONS,
        tasks=[LEAST["tasks"]],
        release_areas=RELEASES,
        eo_items=FINDS,
    )


def frame() -> pd.DataFrame:
    """Give the releases of the month as a table."""
    told = pd.DataFrame(RELEASES)
    days = told["effective_date"].astype(str)
    return told[(days >= DAYS[0]) & (days <= DAYS[1])]


def completeness(told: pd.DataFrame) -> dict[str, float | None]:
    """Give the shares of releases that say what they should, in plain pandas."""
    cleared = told["release_method"] == "cleared"
    searched = told["release_method"].isin(["cleared", "reduced"])
    has_find = told["code"].isin({"RA-01"})  # small arms ammunition is no find
    shares = {
        "release_geometry_pct": told["geometry"].notna(),
        "release_method_pct": told["release_method"] != "undetermined",
        "release_depth_pct": told.loc[cleared, "depth_cleared_cm"].notna(),
        "release_asset_pct": told.loc[searched, "asset"].map(bool),
        "release_task_pct": told["task_code"].notna(),
        "cleared_without_find_pct": ~has_find[cleared],
    }
    return {name: float(says.mean()) if len(says) else None for name, says in shares.items()}


def close(told: dict[str, Value], expected: dict[str, float | None]) -> None:
    assert {name: told[name] for name in expected} == {
        name: None if value is None else pytest.approx(value) for name, value in expected.items()
    }


@pytest.mark.usefixtures("records")
def test_completeness_is_that_of_pandas(session: Session) -> None:
    made = content(session, MONTH)
    close(column(made, "quality_in_full", "value"), completeness(frame()))
    wholes = column(made, "quality_in_full", "whole")
    assert (wholes["release_geometry_pct"], wholes["release_depth_pct"], wholes["item_place_pct"]) == (6, 3, 1)
    assert column(made, "quality_in_full", "value")["item_place_pct"] == 0


@pytest.mark.usefixtures("records")
def test_organisations_are_those_of_pandas(session: Session) -> None:
    made = content(session, MONTH)
    told = made.table("quality_by_organisation")
    assert [row.key for row in told.rows] == ["ANAMA", "MOD", ""]  # who is not named stands last
    names = [each.key for each in told.columns]
    stated = frame()["organisation"].fillna("")
    for row in told.rows:
        values = dict(zip(names, (cell.value for cell in row.cells), strict=True))
        close(values, completeness(frame()[stated == row.key]))


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(("scope", "column_name"), [("district", "district_code"), ("organisation", "organisation")])
def test_a_scope_narrows_the_records(session: Session, scope: str, column_name: str) -> None:
    code = {"district": "AGM", "organisation": "MOD"}[scope]
    made = content(session, ReportOrder(kind="data_quality", period="2026-10", scope=Scope.asked(**{scope: code})))
    close(column(made, "quality_in_full", "value"), completeness(frame()[frame()[column_name] == code]))


def test_nothing_recorded_is_missing_and_not_zero(session: Session) -> None:
    made = content(session, MONTH)
    values = column(made, "quality_in_full", "value")
    assert values == dict.fromkeys(values) | {"bulk_loaded": values["bulk_loaded"]}
    assert made.figure("open_issues").value == 0
    assert [made.table(f"issues_by_{name}").rows for name in ("rule", "organisation", "age")] == [(), (), ()]


# --- open issues --------------------------------------------------------------------------------------------------


def wanting(*numbers: int, organisation: str) -> bytes:
    """Give a file of releases that leave out what they should say."""
    return collection(
        *(
            LEAST["release_areas"] | {"code": f"RA-{n}", "organisation": organisation, "geometry": square(2 * n, 0)}
            for n in numbers
        )
    )


@pytest.fixture
def issues(
    client: TestClient, holder: Callable[..., Headers], road: Callable[..., str], session: Session
) -> pd.DataFrame:
    """Approve a file with warnings, send a second one and have a third returned; give the issues that are open."""
    approve(session, districts=[LEAST["districts"]], organisations=ORGANISATIONS)
    session.commit()
    analyst = holder(Role.ANALYST)
    states = {road("release_areas", wanting(1, 2, organisation="ANAMA")): "in_records"}
    for numbers, organisation, state in (((3,), "MOD", "in_review"), ((4, 5), "MOD", "returned")):
        answer = send(client, analyst, "release_areas", wanting(*numbers, organisation=organisation))
        states[answer.json()["id"]] = state
    returned = next(upload_id for upload_id, state in states.items() if state == "returned")
    reason = {"reason": "The depth is missing."}
    verifier = holder(Role.REGIONAL_VERIFIER)
    assert client.post(f"/api/v1/uploads/{returned}/return", headers=verifier, json=reason).status_code == 200
    whose = {state: "ANAMA" if state == "in_records" else "MOD" for state in states.values()}
    told = pd.DataFrame(session.execute(select(upload_issue)).mappings().all())
    told["state"] = told["upload_id"].astype(str).map(states)
    told["organisation"] = told["state"].map(whose)
    return told[told["severity"].isin(["error", "warning"])]


def states_of(issues: pd.DataFrame, by: list[str]) -> dict[str, tuple[int, ...]]:
    """Count issues by where they lie, and in all."""
    counts = issues.pivot_table(index=by, columns="state", values="number", aggfunc="count", fill_value=0)
    told = counts.reindex(columns=["in_records", "in_review", "returned"], fill_value=0)
    return {
        "/".join(key) if isinstance(key, tuple) else str(key): (*map(int, row), int(row.sum()))
        for key, row in told.iterrows()
    }


def told_states(made: Content, table: str) -> dict[str, tuple[Value, ...]]:
    told = made.table(table)
    first = [each.key for each in told.columns].index("in_records")
    return {row.key: tuple(cell.value for cell in row.cells[first : first + 4]) for row in told.rows}


def test_open_issues_are_those_of_pandas(session: Session, issues: pd.DataFrame) -> None:
    made = content(session, YEAR)
    assert set(issues["state"]) == {"in_records", "in_review", "returned"}
    assert told_states(made, "issues_by_rule") == states_of(issues, ["rule", "severity"])
    assert told_states(made, "issues_by_organisation") == states_of(issues, ["organisation"])
    assert column(made, "issues_by_age", "issues") == {"7": len(issues), "30": 0, "90": 0, "365": 0, "older": 0}
    by_severity = issues.groupby("severity").size()
    told = (made.figure("open_issues"), made.figure("open_errors"), made.figure("open_warnings"))
    assert [figure.value for figure in told] == [
        len(issues),
        by_severity.get("error", 0),
        by_severity.get("warning", 0),
    ]


@pytest.mark.usefixtures("issues")
def test_every_address_of_an_issue_opens(session: Session, client: TestClient, holder: Callable[..., Headers]) -> None:
    made = content(session, YEAR)
    addresses = {figure.records for figure in made.every_figure() if figure.records}
    assert {address.split("?")[0] for address in addresses} >= {"/quality/issues", "/quality/records"}
    officer = holder(Role.REPORT_OFFICER) | {"accept": "text/html"}
    for address in sorted(addresses)[::5]:
        assert client.get(address, headers=officer).status_code == 200, address


# --- who may read it ----------------------------------------------------------------------------------------------


def test_the_report_is_told_to_the_programme_only(client: TestClient, holder: Callable[..., Headers]) -> None:
    address = "/api/v1/reports/preview/data_quality/2026-10.json"
    assert client.get(address).status_code in {401, 403}
    assert client.get(address, headers=holder(Role.VIEWER)).status_code == 403
    assert client.get(address, headers=holder(Role.REPORT_OFFICER)).status_code == 200


@pytest.mark.usefixtures("records")
def test_the_short_table_of_bulletins_names_no_issue(session: Session) -> None:
    made = content(session, ReportOrder(kind="monthly", period="2026-10"))
    assert {"quality_in_full", "quality_by_organisation"}.isdisjoint(table.key for table in made.tables)
    assert not [table.key for table in made.tables if "issues" in table.key]
    assert not [figure.key for figure in made.figures if "issue" in figure.key]


@pytest.mark.usefixtures("issues")
def test_both_languages_hold_the_same_figures(session: Session) -> None:
    made = content(session, YEAR)
    pages = [
        page(
            made, DATA_QUALITY, Setting(language=language, zone=ZoneInfo(SETTINGS.time_zone), issued=None), map_svg=None
        )
        for language in LANGUAGES
    ]
    shapes = [[(table.key, len(table.rows), len(table.columns)) for table in (one.head, *one.tables)] for one in pages]
    assert shapes[0] == shapes[1]
    assert [table.title for table in pages[0].tables] != [table.title for table in pages[1].tables]
