"""Outlines that a file does not draw: turning points by bearing and distance, roads with a width, places of tasks."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from geoalchemy2 import Geography
from openpyxl import Workbook
from pyproj import Geod
from sqlalchemy import cast, func, select
from sqlalchemy.orm import Session

from service.tables import staged_feature
from tests.service.files import LEAST, Headers, collection, send

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GEODESIC = Geod(ellps="WGS84")
HEADING = ("Poliqon kodu", "Nöqtənin növü", "Nöqtə", "Haradan", "Azimut (°)", "Məsafə (m)", "Enlik", "Uzunluq",
           "Üsul", "Tarix")  # fmt: skip
TRAVERSE = (
    ("RA-77", "İstinad nöqtəsi", "RP", None, None, None, "39°38'12.5\"N", "46°54'07\"E", "cleared", date(2025, 10, 20)),
    (None, "Reper", "BM", "RP", 10, 50),
    (None, "Başlanğıc nöqtə", "SP", "BM", 90, 30),
    (None, "Dönüş nöqtəsi", "TP1", "SP", 0, 100),
    (None, "Dönüş nöqtəsi", "TP2", "TP1", 90, 100),
    (None, "Dönüş nöqtəsi", "TP3", "TP2", 180, 100),
    (None, "Başlanğıc nöqtə", "SP", "TP3", 270),
)
"""As a survey team writes it: a square of a hectare; how long its last leg is, each test says."""


def workbook(last_m: float) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Turning points, October 2025",), (), HEADING, *TRAVERSE[:-1], (*TRAVERSE[-1], last_m)):
        sheet.append(row)
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()


def sent(
    client: TestClient, analyst: Headers, content: bytes, **answers: object
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Send turning points as a workbook; give the upload, and its issues by kind."""
    files = {"file": ("turning points.xlsx", content, WORKBOOK)}
    form = {"layer": "release_areas", "mapping": json.dumps(answers)}
    answer = client.post("/api/v1/uploads", headers=analyst, files=files, data=form)
    assert answer.status_code == 201, answer.text
    return answer.json(), issues_of(client, analyst, answer.json())


def issues_of(client: TestClient, analyst: Headers, upload: dict[str, Any]) -> dict[str, Any]:
    issues = client.get(f"/api/v1/uploads/{upload['id']}/issues", headers=analyst).json()
    return {issue["kind"]: issue for issue in issues}


def staged(session: Session, upload: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """Give the area by PostGIS and the properties of the one feature."""
    area_m2 = func.ST_Area(cast(staged_feature.c.geom, Geography))
    row = session.execute(
        select(area_m2, staged_feature.c.properties).where(staged_feature.c.upload_id == upload["id"])
    ).one()
    return row[0], row[1]


def test_the_north_and_the_declination_are_asked_for_and_then_the_traverse_is_stored(
    client: TestClient, analyst: Headers, session: Session
) -> None:
    upload, issues = sent(client, analyst, workbook(98))
    assert upload["status"] == "rejected"
    assert "BM, row 5" in issues["bearing-reference-missing"]["message"]
    _, issues = sent(client, analyst, workbook(98), bearing_reference="magnetic")
    assert "declination-missing" in issues
    upload, issues = sent(client, analyst, workbook(98), bearing_reference="magnetic", declination_deg=6.2)
    assert upload["status"] == "submitted"
    assert "2.0 m" in issues["traverse-closed"]["message"]
    area_m2, properties = staged(session, upload)
    # The last leg is 2 m short: shared out, the square becomes one of 99 by 100 m.
    assert area_m2 == pytest.approx(9_900, rel=2e-3)
    assert properties["geometry_source"] == "traverse"


def test_a_traverse_that_does_not_close_is_refused_in_metres(client: TestClient, analyst: Headers) -> None:
    upload, issues = sent(client, analyst, workbook(92), bearing_reference="true")
    assert upload["status"] == "rejected"
    assert "8.0 m from the start" in issues["traverse-not-closing"]["message"]
    assert issues["traverse-not-closing"]["rule"] == "GEO-09"


ROAD = shapely.LineString([(46.9, 39.6), GEODESIC.fwd(46.9, 39.6, 30, 2_000)[:2]])


def test_a_road_asks_for_its_width_and_counts_as_its_strip(
    client: TestClient, analyst: Headers, session: Session
) -> None:
    content = collection(LEAST["release_areas"] | {"geometry": ROAD})
    upload = send(client, analyst, "release_areas", content).json()
    assert upload["status"] == "rejected"
    asked = issues_of(client, analyst, upload)["line-without-width"]
    assert asked["field"] == "width_m"
    answered = json.dumps({"constants": {"width_m": 12}})
    upload = send(client, analyst, "release_areas", content, mapping=answered).json()
    assert upload["status"] == "submitted", issues_of(client, analyst, upload)
    assert staged(session, upload)[0] == pytest.approx(24_000, rel=1e-3)


def test_a_task_at_a_point_is_taken_and_told(client: TestClient, analyst: Headers) -> None:
    upload = send(client, analyst, "tasks", collection(LEAST["tasks"] | {"geometry": shapely.Point(46.9, 39.6)})).json()
    assert upload["status"] == "submitted"
    assert issues_of(client, analyst, upload)["task-extent-not-drawn"]["severity"] == "info"
