"""What is kept of uploads: the bytes as they came, checks that are submitted, trials without an account."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.problems import TooLarge, TooManyTrials
from service.settings import Settings
from service.tables import stored_file, stored_file_part, upload
from service.uploads import kept
from service.uploads.order import UploadOrder
from service.uploads.trial import receive_trial, try_again
from tests.service.conftest import NOW
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square

RELEASE = LEAST["release_areas"]
WRONG = collection(RELEASE | {"effective_date": "2027-01-01"})


def submit(client: TestClient, headers: Headers, upload_id: str, **said: object) -> dict[str, object]:
    answer = client.post(f"/api/v1/uploads/{upload_id}/submit", headers=headers, json=said)
    assert answer.status_code == 201, answer.text
    sent: dict[str, object] = answer.json()
    return sent


# --- bytes ----------------------------------------------------------------------------------------------------------


def test_a_file_comes_back_byte_for_byte_under_its_own_name(client: TestClient, analyst: Headers) -> None:
    content = gzip.compress(collection(RELEASE))
    name = 'Ağdam "16"\r\nX: y.geojson.gz'
    files = {"file": (name, content, "application/gzip")}
    sent = client.post("/api/v1/uploads", headers=analyst, files=files, data={"layer": "release_areas"}).json()
    assert (sent["status"], sent["sha256"]) == ("submitted", hashlib.sha256(content).hexdigest())
    answer = client.get(f"/api/v1/uploads/{sent['id']}/file", headers=analyst)
    assert answer.content == content
    assert answer.headers["etag"] == f'"{sent["sha256"]}"'
    assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''A%C4%9Fdam")
    again = client.get(
        f"/api/v1/uploads/{sent['id']}/file", headers=analyst | {"if-none-match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_the_bytes_are_for_who_may_see_the_upload(
    client: TestClient, analyst: Headers, holder: Callable[..., Headers]
) -> None:
    path = f"/api/v1/uploads/{send(client, analyst, 'release_areas', WRONG).json()['id']}/file"
    assert client.get(path).status_code == 401
    assert client.get(path, headers=holder(Role.VIEWER)).status_code == 403
    assert client.get(path, headers=holder(Role.REGIONAL_VERIFIER)).content == WRONG


def test_the_same_bytes_are_kept_once_and_in_parts(
    client: TestClient, analyst: Headers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PART_BYTES", 100)
    for _ in range(2):
        send(client, analyst, "release_areas", WRONG)
    assert session.scalar(select(func.count()).select_from(stored_file)) == 1
    assert session.scalar(select(func.count()).select_from(stored_file_part)) == -(-len(WRONG) // 100)
    assert b"".join(kept.kept_bytes(session, hashlib.sha256(WRONG).digest())) == WRONG


# --- what was checked is submitted ----------------------------------------------------------------------------------


def test_what_was_checked_is_submitted_with_the_same_answers(client: TestClient, analyst: Headers) -> None:
    foreign = collection({"Kod": "RA-1", **{name: value for name, value in RELEASE.items() if name != "code"}})
    mapping = json.dumps({"Kod": "code"})
    checked = send(client, analyst, "release_areas", foreign, mode="check", mapping=mapping).json()
    sent = submit(client, analyst, checked["id"])
    assert (sent["status"], sent["mode"], sent["answers"]) == ("submitted", "submit", checked["answers"])
    assert sent["id"] != checked["id"]


def test_what_was_rejected_is_read_again_with_other_answers(client: TestClient, analyst: Headers) -> None:
    west, south, east, north = square(0, 0).bounds
    ring = [[west, south], [east, south], [east, north], [west, north]]
    feature = json.loads(collection(RELEASE))["features"][0] | {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    unclosed = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    rejected = send(client, analyst, "release_areas", unclosed).json()
    assert rejected["status"] == "rejected"
    assert submit(client, analyst, rejected["id"])["status"] == "rejected"
    assert submit(client, analyst, rejected["id"], repair="safe", mode="check")["mode"] == "check"
    assert submit(client, analyst, rejected["id"], repair="safe")["status"] == "submitted"


def test_a_returned_file_that_is_sent_again_answers_the_return(
    client: TestClient, analyst: Headers, holder: Callable[..., Headers]
) -> None:
    sent = send(client, analyst, "release_areas", collection(RELEASE)).json()
    path = f"/api/v1/uploads/{sent['id']}"
    assert client.post(f"{path}/submit", headers=analyst).json()["type"] == "/problems/wrong-move"
    client.post(f"{path}/return", headers=holder(Role.REGIONAL_VERIFIER), json={"reason": "Which task?"})
    assert submit(client, analyst, sent["id"])["replaces"] == sent["id"]


@pytest.mark.parametrize("said", [{"mapping": "{"}, {"crs": "UTM"}, {"colour": "red"}], ids=str)
def test_wrong_answers_are_refused(
    client: TestClient, analyst: Headers, session: Session, said: dict[str, str]
) -> None:
    rejected = send(client, analyst, "release_areas", WRONG).json()
    answer = client.post(f"/api/v1/uploads/{rejected['id']}/submit", headers=analyst, json=said)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert session.scalar(select(func.count()).select_from(upload)) == 1


def test_a_viewer_submits_nothing(client: TestClient, analyst: Headers, holder: Callable[..., Headers]) -> None:
    checked = send(client, analyst, "release_areas", collection(RELEASE), mode="check").json()
    answer = client.post(f"/api/v1/uploads/{checked['id']}/submit", headers=holder(Role.VIEWER))
    assert answer.status_code == 403


# --- large files over HTTP ------------------------------------------------------------------------------------------


@pytest.fixture
def queueing_client(make_app: Callable[..., FastAPI]) -> Iterator[TestClient]:
    with TestClient(make_app(queue_bytes=1_000), headers={"accept-language": "en"}) as client:
        yield client


def test_a_large_file_is_answered_before_it_is_read_and_can_be_stopped(
    queueing_client: TestClient, analyst: Headers, holder: Callable[..., Headers]
) -> None:
    many = collection(*(RELEASE | {"code": f"RA-{number}", "geometry": None} for number in range(5_001)))
    answer = send(queueing_client, analyst, "release_areas", many)
    sent = answer.json()
    assert (answer.status_code, sent["status"], sent["progress"]) == (202, "checking", 0)
    found = queueing_client.get(answer.headers["location"], headers=analyst).json()
    assert (found["progress"], found["jobs"]) == (0, [{"task": "read_upload", "state": "waiting"}])
    cancel = f"/api/v1/uploads/{sent['id']}/cancel"
    assert queueing_client.post(cancel, headers=holder(Role.ANALYST)).status_code == 403
    stopped = queueing_client.post(cancel, headers=analyst).json()
    assert (stopped["status"], stopped["progress"]) == ("withdrawn", 1)
    assert queueing_client.post(cancel, headers=analyst).status_code == 409


def test_five_thousand_features_are_answered_at_once(queueing_client: TestClient, analyst: Headers) -> None:
    many = collection(*(RELEASE | {"code": f"RA-{number}", "geometry": None} for number in range(5_000)))
    assert send(queueing_client, analyst, "release_areas", many).status_code == 201


# --- trials ---------------------------------------------------------------------------------------------------------

TRIAL = UploadOrder(layer="release_areas", file_name="mine.geojson")


def test_a_trial_is_seen_by_who_holds_its_address_and_goes_no_road(
    client: TestClient, session: Session, tmp_path: Path, holder: Callable[..., Headers]
) -> None:
    file = tmp_path / "mine.geojson"
    file.write_bytes(WRONG)
    settings = Settings(_env_file=None)
    trial_id = receive_trial(session, file, TRIAL, settings=settings, today=NOW.date())
    session.commit()
    seen = client.get(f"/api/v1/uploads/{trial_id}").json()
    assert (seen["status"], seen["mode"], seen["author"]) == ("rejected", "check", "Visitor")
    assert client.get(f"/api/v1/uploads/{trial_id}/issues").status_code == 200
    assert client.get(f"/api/v1/uploads/{trial_id}/file").content == WRONG
    assert client.get("/api/v1/uploads", headers=holder(Role.ANALYST)).json() == []
    assert client.post(f"/api/v1/uploads/{trial_id}/submit").status_code == 401
    again_id = try_again(session, trial_id, TRIAL.answers, settings=settings, today=NOW.date())
    assert again_id != trial_id


def test_only_small_files_and_not_too_many_are_tried(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "mine.geojson"
    file.write_bytes(WRONG)
    for settings, problem in (
        ({"trial_limit_bytes": len(WRONG) - 1}, TooLarge),
        ({"trials_kept": 0}, TooManyTrials),
    ):
        with pytest.raises(problem):
            receive_trial(
                session, file, TRIAL, settings=Settings(_env_file=None).model_copy(update=settings), today=NOW.date()
            )
    file.write_bytes(collection(*(RELEASE | {"geometry": None} for _ in range(5_001))))
    with pytest.raises(TooLarge):
        receive_trial(session, file, TRIAL, settings=Settings(_env_file=None), today=NOW.date())
    assert session.scalar(select(func.count()).select_from(upload)) == 0
