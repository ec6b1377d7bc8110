"""Uploads over HTTP: what comes in, what is said of it, and what is stored."""

import csv
import json
import random
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
import shapely
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.layers import LAYERS_BY_NAME
from service.tables import VERSIONS, staged_feature, upload, upload_issue, workflow_event
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square

RELEASE = LEAST["release_areas"]
PROBLEM = "application/problem+json"
MESSY = {
    "empty": b"",
    "blank": b" \n ",
    "not JSON": b"code;method\nRA-1;cleared\n",
    "a picture": bytes(range(256)) * 20,
    "truncated": collection(RELEASE)[:-40],
    "not a number": collection(RELEASE | {"area_reported_m2": float("nan")}),
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "a list": b"[1, 2, 3]",
    "features not a list": b'{"type": "FeatureCollection", "features": 7}',
    "no features": b'{"type": "FeatureCollection", "features": []}',
    "nulls for features": b'{"type": "FeatureCollection", "features": [null, 1, "x", []]}',
    "bare features": b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}',
    "members of other types": b'{"type": "FeatureCollection", "features": [{"properties": [1], "geometry": 3}]}',
    "values of other types": collection(
        RELEASE | {"code": {"a": 1}, "release_method": ["x"], "effective_date": 17, "asset": {"b": None}}
    ),
    "NUL and half a pair": collection(RELEASE | {"code": "RA\x00-1", "remarks": "\ud800", "\x00": "\x00"}),
    "huge numbers": collection(RELEASE | {"passes": 10**400, "area_reported_m2": 1e308, "ap_mine": 2**63}),
    "projected": collection(RELEASE | {"geometry": square(0, 0).buffer(4_000_000)}),
    "line for polygon": collection(RELEASE | {"geometry": square(0, 0).exterior}),
}


def count(session: Session, table: Table) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def issues_of(client: TestClient, headers: Headers, upload_id: str, **query: str) -> list[dict[str, object]]:
    issues: list[dict[str, object]] = client.get(
        f"/api/v1/uploads/{upload_id}/issues", headers=headers, params=query
    ).json()
    return issues


# --- what passes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", LAYERS_BY_NAME)
def test_the_least_file_of_a_layer_passes(client: TestClient, analyst: Headers, layer: str) -> None:
    answer = send(client, analyst, layer, collection(LEAST[layer]))
    assert answer.status_code == 201, answer.text
    issues = issues_of(client, analyst, answer.json()["id"])
    assert [issue for issue in issues if issue["severity"] == "error"] == []
    assert answer.json()["status"] == "submitted"
    assert answer.json()["counts"]["new"] == 1


def test_a_release_without_outline_passes_when_it_says_so(client: TestClient, analyst: Headers) -> None:
    release = RELEASE | {"geometry": None, "geometry_source": "none", "area_reported_m2": 100_977}
    assert send(client, analyst, "release_areas", collection(release)).json()["status"] == "submitted"


def test_the_answer_says_where_the_upload_is(client: TestClient, analyst: Headers) -> None:
    answer = send(client, analyst, "release_areas", collection(RELEASE))
    found = client.get(answer.headers["location"], headers=analyst).json()
    assert (found["id"], found["progress"]) == (answer.json()["id"], 1)
    assert [event["to_status"] for event in found["events"]] == ["submitted"]


def test_the_list_holds_uploads_but_no_checks(client: TestClient, analyst: Headers) -> None:
    send(client, analyst, "release_areas", collection(RELEASE), mode="check")
    sent = send(client, analyst, "release_areas", collection(RELEASE)).json()
    assert [row["id"] for row in client.get("/api/v1/uploads", headers=analyst).json()] == [sent["id"]]
    assert client.get("/api/v1/uploads", headers=analyst, params={"status": "returned"}).json() == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_in_another_encoding_passes_and_is_told(client: TestClient, analyst: Headers, encoding: str) -> None:
    answer = send(client, analyst, "release_areas", collection(RELEASE).decode().encode(encoding)).json()
    assert answer["status"] == "submitted"
    assert answer["counts"]["infos"] > 0


# --- what is wrong ------------------------------------------------------------------------------------------------


def test_an_error_rejects_all_and_every_issue_is_told(client: TestClient, analyst: Headers, session: Session) -> None:
    good = RELEASE | {"code": "RA-2"}
    nameless = {name: value for name, value in RELEASE.items() if name != "code"} | {"geometry": square(5, 0)}
    late = {"code": "RA-3", "effective_date": "2027-01-01", "release_method": "blown up", "geometry": square(9, 0)}
    answer = send(client, analyst, "release_areas", collection(good, nameless, late)).json()
    assert answer["status"] == "rejected"
    assert answer["counts"] | {"warnings": 0, "infos": 0} == {
        "features": 3,
        "accepted": 0,
        "errors": 3,
        "warnings": 0,
        "infos": 0,
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "left_out": 0,
        "withdrawn": 0,
    }
    errors = [issue for issue in issues_of(client, analyst, answer["id"]) if issue["severity"] == "error"]
    assert {(issue["index"], issue["field"]) for issue in errors} == {
        (1, "code"),
        (2, "effective_date"),
        (2, "release_method"),
    }
    assert count(session, staged_feature) == 3, "a rejected upload can still be looked at"


def test_a_partial_upload_leaves_out_what_has_errors(client: TestClient, analyst: Headers) -> None:
    wrong = RELEASE | {"code": "RA-2", "effective_date": "2027-01-01"}
    answer = send(client, analyst, "release_areas", collection(RELEASE, wrong), partial="true").json()
    assert answer["status"] == "submitted"
    assert {name: answer["counts"][name] for name in ("features", "accepted", "errors", "new", "left_out")} == {
        "features": 2,
        "accepted": 1,
        "errors": 1,
        "new": 1,
        "left_out": 1,
    }


def test_a_partial_upload_of_nothing_right_is_rejected(client: TestClient, analyst: Headers) -> None:
    wrong = RELEASE | {"effective_date": "2027-01-01"}
    answer = send(client, analyst, "release_areas", collection(wrong), partial="true").json()
    assert (answer["status"], answer["counts"]["accepted"]) == ("rejected", 0)


BOW_TIE = shapely.Polygon([(46.9, 39.6), (46.901, 39.601), (46.901, 39.6), (46.9, 39.601)])


def test_a_safe_repair_keeps_the_area_and_is_told(client: TestClient, analyst: Headers) -> None:
    west, south, east, north = square(0, 0).bounds
    ring = [[west, south], [east, south], [east, north], [west, north]]
    feature = json.loads(collection(RELEASE))["features"][0] | {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert send(client, analyst, "release_areas", content).json()["status"] == "rejected"
    answer = send(client, analyst, "release_areas", content, repair="safe").json()
    assert answer["status"] == "submitted"
    assert [issue["kind"] for issue in issues_of(client, analyst, answer["id"]) if issue["rule"] == "GEO-01"] == [
        "ring-closed"
    ]


def test_a_repair_that_changes_area_is_made_only_when_it_is_chosen(client: TestClient, analyst: Headers) -> None:
    content = collection(RELEASE | {"geometry": BOW_TIE})
    assert send(client, analyst, "release_areas", content, repair="safe").json()["status"] == "rejected"
    for chosen in ({"kinds": ["make_valid"]}, {"features": {"0": ["make_valid"]}}):
        mapping = json.dumps({"repairs": chosen})
        answer = send(client, analyst, "release_areas", content, mapping=mapping).json()
        assert answer["status"] == "submitted", chosen
        kinds = {issue["kind"] for issue in issues_of(client, analyst, answer["id"])}
        assert "outline-repaired" in kinds


@pytest.mark.parametrize("content", MESSY.values(), ids=MESSY)
def test_a_messy_file_gets_issues(client: TestClient, analyst: Headers, content: bytes) -> None:
    answer = send(client, analyst, "release_areas", content)
    assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "rejected"
    for language in ("en", "az"):
        issues = issues_of(client, analyst, answer.json()["id"], lang=language)
        assert any(issue["severity"] == "error" for issue in issues)
        assert all(issue["message"] for issue in issues)


def test_bytes_at_random_never_break_the_service(client: TestClient, analyst: Headers, session: Session) -> None:
    choice = random.Random(7)  # noqa: S311 - the same bytes at every run
    release = collection(RELEASE | {"asset": ["manual"], "remarks": "Ağdam", "area_reported_m2": 9_500.5})
    for _ in range(25):
        content = bytearray(release)
        for _ in range(choice.randrange(1, 6)):
            at = choice.randrange(len(content))
            content[at : at + choice.randrange(4)] = choice.randbytes(choice.randrange(4))
        answer = send(client, analyst, "release_areas", bytes(content))
        assert answer.status_code == 201, bytes(content)
        assert client.get(f"/api/v1/uploads/{answer.json()['id']}/issues", headers=analyst).status_code == 200
    staged = select(func.count()).where(staged_feature.c.upload_id.in_(select(upload.c.id)))
    assert session.scalar(staged) == count(session, staged_feature)


def test_what_the_file_said_is_kept_even_if_the_database_cannot_hold_it(
    client: TestClient, analyst: Headers, session: Session
) -> None:
    send(client, analyst, "release_areas", collection(RELEASE | {"our note": "a\x00b"}))
    properties = session.scalar(select(staged_feature.c.properties))
    assert properties is not None
    assert properties["our note"] == "a\ufffdb"


# --- checks -------------------------------------------------------------------------------------------------------


def test_a_check_is_staged_and_told_but_goes_no_road(client: TestClient, analyst: Headers, session: Session) -> None:
    answer = send(client, analyst, "release_areas", collection(RELEASE), mode="check").json()
    assert (answer["status"], answer["mode"], answer["counts"]["new"]) == ("checking", "check", 1)
    assert (count(session, staged_feature), count(session, workflow_event)) == (1, 0)
    wrong = collection(RELEASE | {"effective_date": "2027-01-01"})
    assert send(client, analyst, "release_areas", wrong, mode="check").json()["status"] == "rejected"
    assert count(session, workflow_event) == 0


def test_a_check_cannot_be_verified(client: TestClient, analyst: Headers, holder: Callable[..., Headers]) -> None:
    answer = send(client, analyst, "release_areas", collection(RELEASE), mode="check").json()
    verifier = holder(Role.REGIONAL_VERIFIER)
    refusal = client.post(f"/api/v1/uploads/{answer['id']}/verify", headers=verifier)
    assert (refusal.status_code, refusal.json()["type"]) == (409, "/problems/wrong-move")


# --- issues as files ----------------------------------------------------------------------------------------------


@pytest.fixture
def rejected_id(client: TestClient, analyst: Headers) -> str:
    bow_tie = shapely.Polygon([(46.9, 39.6), (46.91, 39.61), (46.91, 39.6), (46.9, 39.61)])
    content = collection(RELEASE | {"geometry": bow_tie})
    upload_id: str = send(client, analyst, "release_areas", content).json()["id"]
    return upload_id


def test_issues_are_worded_for_the_reader(client: TestClient, analyst: Headers, rejected_id: str) -> None:
    english, azerbaijani = (issues_of(client, analyst, rejected_id, lang=language) for language in ("en", "az"))
    assert [issue["rule"] for issue in english] == [issue["rule"] for issue in azerbaijani]
    assert all(one["message"] != other["message"] for one, other in zip(english, azerbaijani, strict=True))


def test_issues_come_as_a_table(client: TestClient, analyst: Headers, rejected_id: str) -> None:
    answer = client.get(f"/api/v1/uploads/{rejected_id}/issues", headers=analyst, params={"format": "csv"})
    rows = list(csv.DictReader(StringIO(answer.text)))
    crossing = next(row for row in rows if row["rule"] == "GEO-01")
    assert answer.headers["content-type"].startswith("text/csv")
    assert (crossing["index"], crossing["feature_code"], crossing["severity"]) == ("0", "RA-1", "error")
    assert (float(crossing["lon"]), float(crossing["lat"])) == pytest.approx((46.905, 39.605))


def test_issues_come_as_a_layer(client: TestClient, analyst: Headers, rejected_id: str) -> None:
    answer = client.get(f"/api/v1/uploads/{rejected_id}/issues", headers=analyst, params={"format": "geojson"})
    crossing = next(f for f in answer.json()["features"] if f["properties"]["rule"] == "GEO-01")
    assert answer.headers["content-type"] == "application/geo+json"
    assert crossing["geometry"]["type"] == "Point"
    assert crossing["geometry"]["coordinates"] == pytest.approx([46.905, 39.605])


# --- known records ------------------------------------------------------------------------------------------------


def test_changed_content_needs_a_reason(client: TestClient, analyst: Headers, road: Callable[..., str]) -> None:
    road("release_areas", collection(RELEASE))
    changed = collection(RELEASE | {"depth_cleared_cm": 30})
    answer = send(client, analyst, "release_areas", changed).json()
    assert (answer["status"], answer["counts"]["errors"]) == ("rejected", 1)
    assert [i["kind"] for i in issues_of(client, analyst, answer["id"]) if i["severity"] == "error"] == [
        "revision-reason-missing"
    ]
    explained = send(client, analyst, "release_areas", changed, revision_reason="Depth was left out").json()
    assert (explained["status"], explained["counts"]["changed"]) == ("submitted", 1)
    in_feature = collection(RELEASE | {"depth_cleared_cm": 30, "revision_reason": "Depth was left out"})
    assert send(client, analyst, "release_areas", in_feature).json()["status"] == "submitted"


def test_the_same_file_again_changes_nothing(
    client: TestClient, analyst: Headers, road: Callable[..., str], session: Session
) -> None:
    content = collection(RELEASE, RELEASE | {"code": "RA-2", "geometry": square(3, 3)})
    road("release_areas", content)
    again = road("release_areas", content)
    counts = client.get(f"/api/v1/uploads/{again}", headers=analyst).json()["counts"]
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 0, 2)
    assert "DAT-04" in [issue["rule"] for issue in issues_of(client, analyst, again)]
    assert count(session, VERSIONS["release_areas"]) == 2


def test_order_of_fields_and_of_codes_in_a_list_is_no_change(
    client: TestClient, analyst: Headers, road: Callable[..., str]
) -> None:
    release = RELEASE | {"asset": ["manual", "mdd"], "depth_cleared_cm": 20}
    road("release_areas", collection(release))
    turned = dict(reversed((release | {"asset": "mdd, manual", "basis": "operational"}).items()))
    assert send(client, analyst, "release_areas", collection(turned)).json()["counts"]["unchanged"] == 1


def test_a_hazardous_area_closes_when_accepted_releases_leave_nothing_of_it(
    client: TestClient, analyst: Headers, road: Callable[..., str]
) -> None:
    hazard = LEAST["hazardous_areas"] | {"evidence_summary": "direct"}
    closed = {"status": "closed", "close_reason": "all_cleared", "status_changed_on": "2026-11-20"}
    content = collection(hazard | closed | {"revision_reason": "All cleared"})
    road("hazardous_areas", collection(hazard))
    part = {"basis": "certified", "asset": "manual", "depth_cleared_cm": 20, "accepted_on": "2026-11-18"}
    road("release_areas", collection(RELEASE | part | {"geometry": square(0, 0, width=4, height=3)}))
    answer = send(client, analyst, "hazardous_areas", content).json()
    (error,) = [issue for issue in issues_of(client, analyst, answer["id"]) if issue["severity"] == "error"]
    assert (error["kind"], error["index"]) == ("closed-with-ground-left", 0)
    assert "38,1" in str(error["message"])  # 4 squares of 9,536 m²
    rest = RELEASE | part | {"code": "RA-2", "geometry": square(0, 3, width=4)}
    road("release_areas", collection(rest | {"target_types": ["cmr"]}))
    assert send(client, analyst, "hazardous_areas", content).json()["status"] == "rejected", "the mines are still there"
    road(
        "release_areas",
        collection(rest | {"code": "RA-3", "effective_date": "2026-11-17", "target_types": ["ap_mine"]}),
    )
    assert send(client, analyst, "hazardous_areas", content).json()["status"] == "submitted"


# --- refusals -----------------------------------------------------------------------------------------------------


def test_nobody_uploads_without_a_token(client: TestClient, session: Session) -> None:
    answer = send(client, {}, "release_areas", collection(RELEASE))
    assert (answer.status_code, answer.headers["content-type"]) == (401, PROBLEM)
    assert answer.json()["type"] == "/problems/not-signed-in"
    assert count(session, upload) == 0


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PARTNER, Role.REGIONAL_VERIFIER, Role.REPORT_OFFICER])
def test_a_role_that_may_not_upload_is_refused(
    client: TestClient, holder: Callable[..., Headers], session: Session, role: Role
) -> None:
    answer = send(client, holder(role), "release_areas", collection(RELEASE))
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")
    assert count(session, upload) == 0


def test_uploads_are_the_programmes_own_business(
    client: TestClient, analyst: Headers, holder: Callable[..., Headers]
) -> None:
    upload_id = send(client, analyst, "release_areas", collection(RELEASE)).json()["id"]
    for path in ("", f"/{upload_id}", f"/{upload_id}/issues"):
        address = f"/api/v1/uploads{path}"
        assert client.get(address).status_code == 401
        assert client.get(address, headers=holder(Role.VIEWER)).status_code == 403
        assert client.get(address, headers=analyst).status_code == 200


@pytest.mark.parametrize("path", ["", "/issues"])
def test_an_unknown_upload_is_not_found(client: TestClient, analyst: Headers, path: str) -> None:
    answer = client.get(f"/api/v1/uploads/8d089d6b-9965-4a43-b45e-f07eee4ec248{path}", headers=analyst)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize(
    "form",
    [
        {"layer": "minefields"},
        {},
        {"layer": "release_areas", "mode": "approve"},
        {"layer": "release_areas", "colour": "red"},
        {"layer": "release_areas", "mapping": "{"},
        {"layer": "release_areas", "mapping": "[1]"},
        {"layer": "release_areas", "mapping": '{"Kod": 7}'},
        {"layer": "release_areas", "mapping": '{"decimal": ";"}'},
        {"layer": "release_areas", "crs": "UTM 38"},
        {"layer": "release_areas", "same_code": "both"},
        {"layer": "release_areas", "replaces": "8d089d6b-9965-4a43-b45e-f07eee4ec248"},
    ],
    ids=[
        *("unknown layer", "no layer", "unknown mode", "unknown part", "broken mapping", "mapping of another kind"),
        *("column for a number", "unknown decimal", "unknown CRS", "unknown answer", "replaces what is not there"),
    ],
)
def test_a_wrong_form_is_refused(client: TestClient, analyst: Headers, session: Session, form: dict[str, str]) -> None:
    files = {"file": ("day.geojson", collection(RELEASE))}
    answer = client.post("/api/v1/uploads", headers=analyst, files=files, data=form)
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)
    assert count(session, upload) == 0


def test_a_body_that_is_no_form_is_refused(client: TestClient, analyst: Headers) -> None:
    answer = client.post("/api/v1/uploads", headers=analyst, content=collection(RELEASE))
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)


def test_a_broken_form_is_refused(client: TestClient, analyst: Headers) -> None:
    broken = analyst | {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post("/api/v1/uploads", headers=broken, content=b"--x\r\nnonsense")
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)


@pytest.fixture
def narrow_client(make_app: Callable[..., FastAPI]) -> Iterator[TestClient]:
    with TestClient(make_app(upload_limit_bytes=1_000)) as client:
        yield client


@pytest.mark.parametrize("size_bytes", [1_001, 200_000], ids=["a byte too many", "more than is read"])
def test_a_file_over_the_limit_is_refused_and_nothing_is_stored(
    narrow_client: TestClient, analyst: Headers, session: Session, size_bytes: int
) -> None:
    answer = send(narrow_client, analyst, "release_areas", collection(RELEASE).ljust(size_bytes))
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert "1000 bytes" in answer.json()["detail"]
    assert count(session, upload) == 0
    assert send(narrow_client, analyst, "release_areas", collection(RELEASE).ljust(1_000)).status_code == 201


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/api/v1/reports", "application/json"), ("/sign-in", "application/x-www-form-urlencoded")],
)
def test_what_brings_no_file_may_not_be_as_large_as_one(client: TestClient, path: str, media_type: str) -> None:
    answer = client.post(path, content=b"a" * 1_000_001, headers={"content-type": media_type})
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert answer.json()["limit_bytes"] == 1_000_000


def test_refusals_speak_azerbaijani(client: TestClient) -> None:
    answer = client.post("/api/v1/uploads", headers={"accept-language": "az"}, files={"file": ("a", b"")})
    assert answer.json()["title"] == "Əvvəlcə daxil olun"


# --- what the API says of itself ----------------------------------------------------------------------------------


def test_the_api_describes_the_form_and_the_answers(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    post = described["paths"]["/api/v1/uploads"]["post"]
    form = post["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(form["required"]) == {"file", "layer"}
    assert (
        form["properties"]["layer"]["$ref"].removeprefix("#/components/schemas/") in described["components"]["schemas"]
    )
    assert set(post["responses"]) == {"201", "202", "4XX"}
    assert list(post["responses"]["4XX"]["content"]) == [PROBLEM]


def test_issues_are_stored_in_the_order_of_the_file(client: TestClient, analyst: Headers, session: Session) -> None:
    wrong = [RELEASE | {"code": f"RA-{n}", "effective_date": "2027-01-01"} for n in range(3)]
    send(client, analyst, "release_areas", collection(*wrong))
    stated = upload_issue.c
    futures = select(stated.position).where(stated.kind == "date-in-future").order_by(stated.number)
    assert session.scalars(futures).all() == [0, 1, 2]
