"""A late, messy workbook on a Monday: asked what it leaves open, answered, and submitted with what it means."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from gis.codelists import Role
from tests.service.files import LEAST, Headers, collection, send

HEADINGS = ("№", "Tarix", "Rayon", "Təmizlənmiş sahə", "İxtisar olunmuş sahə", "Kontur")
SQUARE = "POLYGON((46.95 39.95,46.951 39.95,46.951 39.951,46.95 39.951,46.95 39.95))"
BESIDE = "POLYGON((46.96 39.95,46.961 39.95,46.961 39.951,46.96 39.951,46.96 39.95))"
ROWS = (
    (1, date(2026, 11, 16), "Ağdam", "9 488,5", 0, SQUARE),
    (2, "17.11.2026", "Ağdam", 6000, "3.488,5", BESIDE),
)
TOTAL = ("Cəmi", None, None, "15 488,5", "3 488,5")
ANSWERS = {"units": {"Təmizlənmiş sahə": "m2", "İxtisar olunmuş sahə": "m2"}, "derive_code": True}


def workbook() -> bytes:
    """Give a workbook as people make them: days and numbers in cells of every kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *ROWS, TOTAL):
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def analyst(holder: Callable[..., Headers], road: Callable[..., str]) -> Headers:
    road("districts", collection(LEAST["districts"]))
    return holder(Role.ANALYST)


def errors(client: TestClient, headers: Headers, upload_id: str) -> list[tuple[int | None, str]]:
    """Give the errors of an upload: where, and of which kind."""
    found: list[dict[str, Any]] = client.get(f"/api/v1/uploads/{upload_id}/issues", headers=headers).json()
    return [(issue["index"], issue["kind"]) for issue in found if issue["severity"] == "error"]


def test_a_messy_workbook_is_asked_about_once_for_the_file(client: TestClient, analyst: Headers) -> None:
    upload = send(client, analyst, "release_areas", workbook()).json()
    assert upload["status"] == "rejected"
    assert errors(client, analyst, upload["id"]) == [
        (None, "codes-missing"),
        (None, "unit-missing"),
        (None, "unit-missing"),
    ]


def test_its_total_is_no_record_and_told_once(client: TestClient, analyst: Headers) -> None:
    upload = send(client, analyst, "release_areas", workbook(), mapping=json.dumps(ANSWERS)).json()
    found = client.get(f"/api/v1/uploads/{upload['id']}/issues", headers=analyst).json()
    (told,) = [issue["message"] for issue in found if issue["kind"] == "totals-left-out"]
    assert told.endswith("left out because they are totals or stand below them: 1 (row 4 (“Cəmi”)).")


def test_answered_it_is_submitted_with_what_it_means(client: TestClient, analyst: Headers) -> None:
    upload = send(client, analyst, "release_areas", workbook(), mapping=json.dumps(ANSWERS)).json()
    assert errors(client, analyst, upload["id"]) == []
    assert upload["status"] == "submitted"
    assert upload["counts"]["new"] == 3
    assert upload["understood"]["wide"] == {"Təmizlənmiş sahə": "cleared", "İxtisar olunmuş sahə": "reduced"}
    corrected = client.get(f"/api/v1/uploads/{upload['id']}/corrected", headers=analyst).json()
    released = [feature["properties"] for feature in corrected["features"]]
    assert [(one["release_method"], one["area_reported_m2"], one["effective_date"]) for one in released] == [
        ("cleared", 9_488.5, "2026-11-16"),
        ("cleared", 6_000, "2026-11-17"),
        ("reduced", 3_488.5, "2026-11-17"),
    ]
    assert released[1]["code"].removesuffix("-cleared") == released[2]["code"].removesuffix("-reduced")


def test_the_corrected_file_sent_again_is_the_same_records(client: TestClient, analyst: Headers) -> None:
    upload = send(client, analyst, "release_areas", workbook(), mapping=json.dumps(ANSWERS)).json()
    corrected = client.get(f"/api/v1/uploads/{upload['id']}/corrected", headers=analyst).content
    again = send(client, analyst, "release_areas", corrected).json()
    assert errors(client, analyst, again["id"]) == []
    codes = [
        [feature["properties"]["code"] for feature in json.loads(content)["features"]]
        for content in (corrected, client.get(f"/api/v1/uploads/{again['id']}/corrected", headers=analyst).content)
    ]
    assert codes[0] == codes[1]
