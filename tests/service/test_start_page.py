"""The first page: the country's figures by hand, the map in its frame, and what needs whose attention."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from gis.codelists import Role, Severity
from service.tables import upload_issue
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square

HAZARD = LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"]}
RELEASE = LEAST["release_areas"] | {"district_code": "AGM"}


@pytest.fixture
def country(session: Session) -> datetime:
    """Approve two hazards of ten and of four squares, and a square released in each of five periods of today."""
    days = ("2026-11-18", "2026-11-11", "2026-11-02", "2026-05-01", "2021-05-01")
    methods = ("cleared", "reduced", "cancelled", "cleared", "undetermined")
    releases: list[dict[str, Any]] = [
        RELEASE
        | {"code": f"RA-{number}", "effective_date": day, "release_method": method, "geometry": square(number, 0)}
        | {"ap_mine": number + 1}
        for number, (day, method) in enumerate(zip(days, methods, strict=True))
    ]
    task = LEAST["tasks"] | {"district_code": "AGM", "status": "active", "visibility": "public"}
    return approve(
        session,
        districts=[LEAST["districts"]],
        hazardous_areas=[
            HAZARD | {"geometry": square(0, 0, width=10), "classification": "sha", "identified_on": "2020-12-01"},
            HAZARD | {"code": "HA-2", "geometry": square(0, 5, width=4), "classification": "cha"},
        ],
        release_areas=releases,
        tasks=[task, task | {"code": "TK-CLOSED", "status": "closed"}],
    )


def figures(page: str) -> dict[str, str]:
    """Give the figures above the map by what they are called."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd class=\"value\"><a [^>]*>(.*?)</a>", page, re.DOTALL)
    return {unescape(re.sub(r"<[^>]+>", "", name)).strip(): value for name, value in found}


def released(page: str) -> list[list[str]]:
    """Give the lines of the table of what was released."""
    (section,) = re.findall(r'<section aria-labelledby="released">(.*?)</section>', page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", section, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in row] for row in cells]


def told(part: str) -> list[str]:
    """Give the lines of what needs attention."""
    items = re.findall(r"<li[^>]*>(.*?)</li>", part, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", item)).split()) for item in items]


@pytest.mark.usefixtures("country")
def test_what_remains_and_what_was_released_are_told_for_each_period(client: TestClient) -> None:
    page = client.get("/").text
    told = figures(page)
    assert float(told["Remaining, confirmed (CHA)"]) == pytest.approx(0.038, abs=0.001)
    assert float(told["Remaining, suspected (SHA)"]) == pytest.approx(
        9 * 0.00954, abs=0.001
    )  # one is certified at once
    assert float(told["Not touched yet"]) == pytest.approx(0.038 + 5 * 0.00954, abs=0.001)
    assert float(told["Worked, awaiting acceptance"]) == pytest.approx(4 * 0.00954, abs=0.001)
    assert (told["Items disposed of"], told["Open tasks"]) == ("15", "1")
    rows = released(page)[1:]
    assert [row[0] for row in rows] == [
        "Week 47, 16–22 November 2026 so far",
        "Week 46, 9–15 November 2026",
        "November 2026 so far",
        "2026 so far",
        "Since 10 November 2020",
    ]
    assert [round(float(row[1]) / 0.954, 1) for row in rows] == [1, 1, 3, 4, 5]
    assert [row[-1] for row in rows] == ["1", "2", "6", "10", "15"]
    assert [column for column, figure in enumerate(rows[0]) if column > 1 and figure not in {"0", "1"}] == [2]


@pytest.mark.parametrize("language", ["en", "az"])
def test_an_empty_country_says_what_to_do_and_tells_no_zero(client: TestClient, language: str) -> None:
    page = client.get("/", params={"lang": language}).text
    words = {"en": "No approved release is recorded yet.", "az": "Hələ təsdiqlənmiş buraxılış qeyd edilməyib."}
    assert words[language] in page
    assert set(list(figures(page).values())[:4]) == {"–"}
    assert "<table" not in page


@pytest.mark.usefixtures("country")
def test_the_map_is_framed_and_fenced_off(client: TestClient) -> None:
    (frame,) = re.findall(r"<iframe[^>]+>", client.get("/").text)
    assert 'src="/maps/overview?tools=false&amp;lang=en"' in frame
    assert 'sandbox="allow-scripts allow-popups ' in frame
    assert "allow-same-origin" not in frame


def test_a_change_is_seen_by_the_next_request(client: TestClient, session: Session, country: datetime) -> None:
    before = client.get("/").text
    assert client.get("/").text == before
    later = approve(
        session, release_areas=[RELEASE | {"code": "RA-9", "effective_date": "2026-11-19", "geometry": square(8, 0)}]
    )
    assert later > country
    assert round(float(released(client.get("/").text)[1][1]) / 0.954, 1) == 2


@pytest.mark.usefixtures("country")
def test_what_needs_attention_is_told_to_people_of_the_programme_alone(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    assert "What needs attention" not in client.get("/").text
    assert "What needs attention" not in client.get("/", headers=holder(Role.VIEWER)).text
    assert "What needs attention" in client.get("/", headers=holder(Role.ANALYST)).text
    assert "Nothing waits for you." in client.get("/attention", headers=holder(Role.VIEWER)).text
    assert client.get("/attention").status_code == 401


def test_districts_with_active_tasks_and_no_work_are_named(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    task = LEAST["tasks"] | {"district_code": "AGM", "status": "active"}
    approve(session, districts=[LEAST["districts"]], tasks=[task])
    headers = holder(Role.REPORT_OFFICER)
    page = client.get("/attention", headers=headers).text
    assert "district with active tasks has no approved work in week 2026-W46" in page
    assert "Aghdam" in page
    approve(session, release_areas=[RELEASE | {"effective_date": "2026-11-11", "geometry": square(0, 0)}])
    assert "has no approved work" not in client.get("/attention", headers=headers).text


def test_open_tasks_above_their_plan_are_named(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    task = LEAST["tasks"] | {"code": "TK-1", "status": "active", "planned_area_m2": 5_000.0}
    work = RELEASE | {"task_code": "TK-1", "geometry": square(0, 0)}
    approve(session, districts=[LEAST["districts"]], tasks=[task], release_areas=[work])
    page = client.get("/attention", headers=holder(Role.ANALYST)).text
    assert "open task released more than was planned" in page
    assert "TK-1" in page


def test_an_analyst_is_told_of_files_with_errors_and_a_reviewer_is_not(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    analyst = holder(Role.ANALYST)
    wrong = collection(LEAST["release_areas"] | {"effective_date": "2999-01-01"})
    assert send(client, analyst, "release_areas", wrong).json()["status"] == "rejected"
    words = "of your uploads holds errors"
    assert words in client.get("/attention", headers=analyst).text
    assert words not in client.get("/attention", headers=holder(Role.REGIONAL_VERIFIER)).text


def test_a_reviewer_is_told_of_all_that_waits_and_first_of_what_waits_too_long(
    client: TestClient, app: FastAPI, holder: Callable[..., Headers]
) -> None:
    analyst, approver = holder(Role.ANALYST), holder(Role.HQ_APPROVER)
    assert send(client, analyst, "release_areas", collection(LEAST["release_areas"])).json()["status"] == "submitted"
    sent_at = datetime.now(UTC)
    waits = client.get("/attention", headers=approver).text
    assert told(waits) == ["1 upload waits for you. day.geojson"]
    assert "is-late" not in waits
    assert "Nothing waits for you." in client.get("/attention", headers=analyst).text
    app.state.clock = lambda: sent_at + timedelta(days=4, minutes=1)
    late = client.get("/attention", headers=approver).text
    assert told(late) == ["1 upload waits for you longer than it should. Look at it first. day.geojson"]
    assert '<li class="is-late">' in late


def test_errors_that_are_open_are_counted_for_people_of_the_programme(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    analyst, approver = holder(Role.ANALYST), holder(Role.HQ_APPROVER)
    assert send(client, analyst, "release_areas", collection(LEAST["release_areas"])).json()["status"] == "submitted"
    # as of a file that came in before a rule became stricter
    (found,) = session.execute(select(upload_issue).where(upload_issue.c.rule == "REL-02")).mappings()
    session.execute(insert(upload_issue).values(dict(found) | {"number": 1000, "severity": Severity.ERROR}))
    session.commit()
    page = client.get("/attention", headers=approver).text
    assert "1 error is open in the data. Data quality says by which rule." in told(page)
