"""What was found in an upload: asked for in part, taken away as a file, and given back in the corrected file."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from fastapi.testclient import TestClient

from tests.service.files import Headers, collection, send
from tests.service.records import square

GOOD = {
    "code": "RA-1",
    "release_method": "cleared",
    "effective_date": "2026-11-16",
    "depth_cleared_cm": 20,
    "asset": "manual",
    "remarks": "Ağdam, İçəri kənd",
    "geometry": square(0, 0),
}
UNDATED = {**GOOD, "code": "RA-2", "effective_date": "on Monday", "Hava": "B 7", "geometry": square(3, 0)}
UNKNOWN = {**GOOD, "code": "RA-3", "release_method": "exploded", "geometry": square(6, 0)}


@pytest.fixture
def upload_id(client: TestClient, analyst: Headers) -> str:
    """Give an upload of one good feature and two that each have an error of their own."""
    return str(send(client, analyst, "release_areas", collection(GOOD, UNDATED, UNKNOWN)).json()["id"])


def issues(client: TestClient, headers: Headers, upload_id: str, query: str = "") -> list[dict[str, object]]:
    answer = client.get(f"/api/v1/uploads/{upload_id}/issues{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


def test_issues_are_asked_for_in_part(client: TestClient, analyst: Headers, upload_id: str) -> None:
    asked = {
        "?severity=error": {"RA-2", "RA-3"},
        "?severity=error&rule=IMP-01": {"RA-3"},
        "?severity=error&feature=ra-2": {"RA-2"},
        "?severity=error&feature=3": {"RA-3"},
        "?severity=error&feature=%25": set(),
    }
    told = {query: issues(client, analyst, upload_id, query) for query in asked}
    assert {query: {issue["feature_code"] for issue in some} for query, some in told.items()} == asked


def test_a_filter_that_is_none_is_refused(client: TestClient, analyst: Headers, upload_id: str) -> None:
    answer = client.get(f"/api/v1/uploads/{upload_id}/issues?gravity=high", headers=analyst)
    assert answer.status_code == 400


def test_a_workbook_of_issues_holds_what_the_list_holds(client: TestClient, analyst: Headers, upload_id: str) -> None:
    content = client.get(f"/api/v1/uploads/{upload_id}/issues?format=xlsx", headers=analyst).content
    header, *lines = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    told = [(line[header.index("index")], line[header.index("message")]) for line in lines]
    assert told == [(issue["index"], issue["message"]) for issue in issues(client, analyst, upload_id)]


def test_an_issue_names_the_answer_that_settles_it(client: TestClient, analyst: Headers, upload_id: str) -> None:
    asks = {issue["kind"]: issue["asks"] for issue in issues(client, analyst, upload_id, "?severity=error")}
    assert asks == {"date-unreadable": None, "code-unknown": "codes"}


def corrected(client: TestClient, headers: Headers, upload_id: str, form: str) -> bytes:
    answer = client.get(f"/api/v1/uploads/{upload_id}/corrected?format={form}", headers=headers)
    assert answer.status_code == 200, answer.text
    assert f"day.corrected.{form}" in answer.headers["content-disposition"]
    return answer.content


def test_the_corrected_file_says_what_is_wrong_beside_each_feature(
    client: TestClient, analyst: Headers, upload_id: str
) -> None:
    features = json.loads(corrected(client, analyst, upload_id, "geojson"))["features"]
    good, undated, unknown = [feature["properties"] for feature in features]
    assert "error" not in good["issues"].casefold()
    assert "DAT-01" in undated["issues"]
    assert "IMP-01" in unknown["issues"]
    assert undated["effective_date"] == "on Monday"
    assert unknown["release_method"] == "exploded"
    assert undated["Hava"] == "B 7"


def test_mended_it_is_sent_again_and_accepted(client: TestClient, analyst: Headers, upload_id: str) -> None:
    document = json.loads(corrected(client, analyst, upload_id, "geojson"))
    document["features"][1]["properties"]["effective_date"] = "2026-11-17"
    document["features"][2]["properties"]["release_method"] = "cleared"
    answer = send(client, analyst, "release_areas", json.dumps(document).encode()).json()
    assert (answer["status"], answer["counts"]["new"]) == ("submitted", 3)


def test_every_format_of_it_holds_the_same(
    client: TestClient, analyst: Headers, upload_id: str, tmp_path: Path
) -> None:
    table = list(csv.DictReader(io.StringIO(corrected(client, analyst, upload_id, "csv").decode())))
    workbook = openpyxl.load_workbook(io.BytesIO(corrected(client, analyst, upload_id, "xlsx")))
    header, *lines = workbook.active.iter_rows(values_only=True)  # type: ignore[union-attr]
    (tmp_path / "corrected.gpkg").write_bytes(corrected(client, analyst, upload_id, "gpkg"))
    package = gpd.read_file(tmp_path / "corrected.gpkg")
    told = [row["issues"] for row in table]
    assert [line[header.index("issues")] or "" for line in lines] == told
    assert [text or "" for text in package["issues"]] == told
    assert gpd.GeoSeries.from_wkt([row["geometry"] for row in table], crs=4326).geom_equals(package.geometry).all()


def test_an_outline_that_no_cell_holds_is_left_out_in_the_readers_language(
    client: TestClient, analyst: Headers
) -> None:
    many_corners = square(0, 0).segmentize(0.000001)
    sent = send(client, analyst, "release_areas", collection(GOOD | {"geometry": many_corners})).json()
    content = corrected(client, analyst | {"accept-language": "az"}, sent["id"], "xlsx")
    header, line = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)  # type: ignore[union-attr] # it has a sheet
    told = dict(zip(header, line, strict=True))
    assert told["geometry"] is None
    assert "Kontur iş kitabının xanasına sığmır" in str(told["issues"])


def test_what_nobody_knows_is_recorded_from_the_issue_that_names_it(client: TestClient, analyst: Headers) -> None:
    release = {**GOOD, "organisation": "NEW-ORG", "hazardous_area_codes": ["HA-NEW"]}
    upload_id = send(client, analyst, "release_areas", collection(release)).json()["id"]
    page = client.get(f"/uploads/{upload_id}", headers=analyst | {"accept": "text/html"}).text
    assert f"/uploads/{upload_id}/create/organisations?code=NEW-ORG" in page
    assert f"/uploads/{upload_id}/create/hazardous_areas?code=HA-NEW" in page
    said = {"code": "NEW-ORG", "type": "ngo", "name_en": "A new organisation"}
    created = client.post(f"/uploads/{upload_id}/create/organisations", data=said, headers=analyst)
    assert created.status_code == 200, created.text
    (sent,) = uploads(client, analyst, "organisations")
    assert sent["counts"]["new"] == 1
    assert f'<a href="/uploads/{sent["id"]}">NEW-ORG waits for review</a>' in created.text
    assert f"/uploads/{upload_id}/create/organisations?code=NEW-ORG" not in created.text


def test_a_faulty_record_is_asked_for_again_and_nothing_of_it_stays(client: TestClient, analyst: Headers) -> None:
    release = {**GOOD, "hazardous_area_codes": ["HA-NEW"]}
    upload_id = send(client, analyst, "release_areas", collection(release)).json()["id"]
    said = {"code": "HA-NEW", "classification": "sha", "contamination_types": ["ap_mine", "erw"]}
    sent = {**said, "identified_on": "2031-01-05", "outline_of_naming": "true"}
    answer = client.post(f"/uploads/{upload_id}/create/hazardous_areas", data=sent, headers=analyst)
    assert answer.status_code == 422
    assert "<code>identified_on</code> is 5 January 2031, after today" in answer.text
    assert re.findall(r'<option value="(\w+)" selected', answer.text)[:3] == ["sha", "ap_mine", "erw"]
    assert uploads(client, analyst, "hazardous_areas") == []


def test_a_new_area_takes_the_valid_ground_of_what_names_it(client: TestClient, analyst: Headers) -> None:
    release = {**GOOD, "hazardous_area_codes": ["HA-NEW"]}
    crossing = shapely.Polygon([(46.95, 39.65), (46.951, 39.651), (46.951, 39.65), (46.95, 39.651)])
    faulty = {**release, "code": "RA-crossing", "geometry": crossing}
    upload_id = send(client, analyst, "release_areas", collection(release, faulty)).json()["id"]
    said = {
        "code": "HA-NEW",
        "classification": "sha",
        "contamination_types": ["ap_mine", "erw"],
        "identified_on": "2026-01-05",
        "outline_of_naming": "true",
    }
    client.post(f"/uploads/{upload_id}/create/hazardous_areas?code=HA-NEW", data=said, headers=analyst)
    (area,) = uploads(client, analyst, "hazardous_areas")
    assert area["status"] == "submitted"
    (feature,) = json.loads(corrected_of(client, analyst, area["id"]))["features"]
    assert feature["properties"]["contamination_types"] == ["ap_mine", "erw"]
    drawn = gpd.GeoDataFrame.from_features([feature], crs=4326).geometry.iloc[0]
    assert drawn.equals(square(0, 0))


def uploads(client: TestClient, headers: Headers, layer: str) -> list[dict[str, Any]]:
    return list(client.get(f"/api/v1/uploads?layer={layer}", headers=headers).json())


def corrected_of(client: TestClient, headers: Headers, upload_id: object) -> bytes:
    return client.get(f"/api/v1/uploads/{upload_id}/corrected", headers=headers).content
