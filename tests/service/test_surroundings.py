"""What the database knows around a file, as the checks hear of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.tables import upload_issue
from tests.service.files import LEAST, Headers, collection, send, severities
from tests.service.records import square

Said = Callable[..., dict[str, dict[str, Any]]]
FAR = {"code": "HA-2", "geometry": square(20, 20)}


@pytest.fixture
def said_of(client: TestClient, session: Session, holder: Callable[..., Headers]) -> Said:
    """Give the values of a file's issues by kind, as an upload of a layer is told them."""
    analyst = holder(Role.ANALYST)

    def said(content: bytes, layer: str = "release_areas") -> dict[str, dict[str, Any]]:
        upload_id = UUID(send(client, analyst, layer, content).json()["id"])
        issues = select(upload_issue.c.kind, upload_issue.c["values"]).where(upload_issue.c.upload_id == upload_id)
        return {row[0]: row[1] for row in session.execute(issues)}

    return said


def test_work_before_an_organisation_was_registered_is_asked_about(
    client: TestClient, holder: Callable[..., Headers], road: Callable[..., str]
) -> None:
    private = {"code": "OP", "type": "private", "name_en": "Operator", "valid_from": "2026-11-17", "geometry": None}
    road("organisations", collection(private))
    work = LEAST["release_areas"] | {"organisation": "OP"}
    analyst = holder(Role.ANALYST)
    kinds = []
    for day in ("2026-11-16", "2026-11-17"):
        upload_id = send(client, analyst, "release_areas", collection(work | {"effective_date": day})).json()["id"]
        issues = client.get(f"/api/v1/uploads/{upload_id}/issues", headers=analyst).json()
        kinds.append({issue["kind"] for issue in issues})
    assert "organisation-not-accredited" in kinds[0]
    assert "organisation-not-accredited" not in kinds[1]


def test_a_figure_without_outline_is_compared_with_what_is_approved(
    client: TestClient, holder: Callable[..., Headers], road: Callable[..., str]
) -> None:
    told = {"release_method": "undetermined", "geometry_source": "none", "area_reported_m2": 100_977}
    mined = LEAST["release_areas"] | told | {"geometry": None, "target_types": ["ap_mine", "av_mine"]}
    road("release_areas", collection(mined))
    cluster = mined | {"code": "RA-2", "target_types": ["cmr"]}
    assert severities(client, holder(Role.ANALYST), "release_areas", collection(cluster))["REL-07"] == "error"
    elsewhere = cluster | {"district_code": "AGM"}
    assert "REL-07" not in severities(client, holder(Role.ANALYST), "release_areas", collection(elsewhere))


def test_days_and_tasks_are_compared_with_what_is_approved(said_of: Said, road: Callable[..., str]) -> None:
    team = {"organisation": "ANAMA", "reported_by": "Team 4", "task_code": "T-1"}
    means = {"asset": "manual", "depth_cleared_cm": 20}
    number = LEAST["release_areas"] | team | means | {"geometry": None, "geometry_source": "none"}
    days = [
        number | {"code": f"RA-{day}", "effective_date": f"2026-11-{day}", "area_reported_m2": 500}
        for day in range(10, 14)
    ]
    completion = number | {"code": "RA-C", "basis": "certified", "accepted_on": "2026-11-16", "area_reported_m2": 2_000}
    road("organisations", collection(LEAST["organisations"]))
    road("tasks", collection(LEAST["tasks"] | {"status": "completed", "planned_area_m2": 2_300}))
    road("release_areas", collection(*days, completion | {"effective_date": "2026-11-13"}))
    fifth = number | {"code": "RA-14", "effective_date": "2026-11-14", "area_reported_m2": 500}

    # 5 × 500 m² of 2,300 planned; 2,500 against a completion of 2,000; the same figure on the fifth day in a row.
    said = said_of(collection(fifth))
    assert said["days-identical"] == {
        "team": "Team 4 (ANAMA)",
        "day_m2": 500,
        "days_count": 5,
        "first_on": "2026-11-10",
        "last_on": "2026-11-14",
    }
    differs = said["completion-differs-widely"]
    assert (differs["daily_m2"], differs["completion_m2"]) == (2_500, 2_000)
    assert said["task-over-plan"]["planned_m2"] == 2_300
    # Of the days before, one comes again larger: it takes the place of its version before.
    mended = days[-1] | {"area_reported_m2": 700, "revision_reason": "typing error"}
    larger = said_of(collection(mended))
    assert {"days-identical", "day-reported-twice"} & larger.keys() == set()
    assert larger["completion-differs"]["daily_m2"] == 2_200
    again = said_of(collection(fifth | {"effective_date": "2026-11-13"}))
    assert again["day-reported-twice"]["other_code"] == "RA-13"


def test_an_area_in_work_is_known_by_its_last_report(said_of: Said, road: Callable[..., str]) -> None:
    area = LEAST["hazardous_areas"] | {"status": "worked_on", "remarks": "a", "revision_reason": "status"}
    road("hazardous_areas", collection(LEAST["hazardous_areas"], LEAST["hazardous_areas"] | FAR))
    road("release_areas", collection(LEAST["release_areas"] | {"hazardous_area_codes": "HA-1"}))
    assert "area-idle" not in said_of(collection(area), "hazardous_areas")
    assert said_of(collection(area | FAR), "hazardous_areas")["area-idle"]["last_on"] == "2021-01-04"


def test_finds_on_record_speak_against_a_suspected_area(said_of: Said, road: Callable[..., str]) -> None:
    road("eo_items", collection(LEAST["eo_items"]))
    suspected = LEAST["hazardous_areas"] | {"classification": "sha"}
    said = said_of(collection(suspected), "hazardous_areas")
    assert said["suspected-area-with-finds"]["codes"] == "EO-1"
