"""Review: who may move an upload where, and what a move leaves behind."""

from collections.abc import Callable
from itertools import product

import pytest
import shapely
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role, UploadStatus
from service.tables import VERSIONS, ledger_change, ledger_entry, warning_acceptance, workflow_event
from service.uploads.review import ACTIONS, MOVES
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square

RELEASE = LEAST["release_areas"]
WARNED = RELEASE | {"code": "RA-W", "task_code": "T-9"}
"""A release with warnings: its task is not approved yet, and how deep it was searched is not said."""

TEXT = "Looked at on the map; as reported."


@pytest.fixture
def upload_id(client: TestClient, analyst: Headers) -> str:
    """Give an upload of a release with warnings that waits for the region."""
    answer = send(client, analyst, "release_areas", collection(WARNED)).json()
    assert answer["counts"]["warnings"] > 0
    return str(answer["id"])


def move(client: TestClient, person: Headers, upload_id: str, name: str, **said: object) -> Response:
    if name in {"verify", "approve"}:
        said = {"accept_warnings": TEXT} | said
    return client.post(f"/api/v1/uploads/{upload_id}/{name}", headers=person, json=said)


def refused(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


# --- the road -----------------------------------------------------------------------------------------------------


def test_three_people_bring_a_release_into_the_ledger(
    client: TestClient, verifier: Headers, approver: Headers, upload_id: str, session: Session
) -> None:
    assert move(client, verifier, upload_id, "verify").json()["status"] == "regional_verified"
    assert session.scalar(select(func.count()).select_from(ledger_entry)) == 0
    approved = move(client, approver, upload_id, "approve").json()
    assert approved["status"] == "hq_approved"
    assert [event["to_status"] for event in approved["events"]] == ["submitted", "regional_verified", "hq_approved"]
    assert len({event["person"] for event in approved["events"]}) == 3
    # 0.001° by 0.001° at 39.6° north: 85.889 m by 111.027 m.
    assert session.scalar(select(ledger_entry.c.area_m2)) == pytest.approx(9_536, abs=1)


def test_every_event_records_the_mode_and_every_acceptance_its_words(
    client: TestClient, verifier: Headers, approver: Headers, upload_id: str, session: Session
) -> None:
    move(client, verifier, upload_id, "verify", accept_warnings="Seen in the field.")
    move(client, approver, upload_id, "approve", accept_warnings=TEXT)
    assert set(session.scalars(select(workflow_event.c.review_mode))) == {"three_people"}
    said = select(warning_acceptance.c.rule, warning_acceptance.c.reason)
    order = said.order_by(warning_acceptance.c.workflow_event_id)
    assert [tuple(row) for row in session.execute(order)] == [("*", "Seen in the field."), ("*", TEXT)]


@pytest.mark.parametrize("review", [ReviewMode.ONE_PERSON])
def test_one_person_may_do_all_where_the_installation_says_so(client: TestClient, approver: Headers) -> None:
    upload_id = send(client, approver, "release_areas", collection(RELEASE)).json()["id"]
    assert move(client, approver, upload_id, "verify").status_code == 200
    approved = move(client, approver, upload_id, "approve").json()
    assert {event["review_mode"] for event in approved["events"]} == {"one_person"}


@pytest.mark.parametrize("review", [ReviewMode.TWO_PEOPLE])
def test_two_people_are_the_author_and_one_reviewer(
    client: TestClient, approver: Headers, holder: Callable[..., Headers]
) -> None:
    upload_id = send(client, approver, "release_areas", collection(RELEASE)).json()["id"]
    assert refused(move(client, approver, upload_id, "verify")) == (403, "same-person")
    second = holder(Role.HQ_APPROVER)
    assert move(client, second, upload_id, "verify").status_code == 200
    assert refused(move(client, approver, upload_id, "approve")) == (403, "same-person")
    assert move(client, second, upload_id, "approve").status_code == 200


def test_with_three_people_nobody_takes_two_parts(
    client: TestClient, approver: Headers, holder: Callable[..., Headers], session: Session
) -> None:
    second, third = holder(Role.HQ_APPROVER), holder(Role.HQ_APPROVER)
    upload_id = send(client, approver, "release_areas", collection(RELEASE)).json()["id"]
    assert refused(move(client, approver, upload_id, "verify")) == (403, "same-person")
    assert refused(move(client, approver, upload_id, "return", reason="mine")) == (403, "same-person")
    move(client, second, upload_id, "verify")
    for person in (approver, second):
        assert refused(move(client, person, upload_id, "approve")) == (403, "same-person")
    assert session.scalar(select(func.count()).select_from(VERSIONS["release_areas"])) == 0
    assert move(client, third, upload_id, "approve").status_code == 200


def test_an_approved_record_is_what_the_file_said(
    client: TestClient, road: Callable[..., str], session: Session, analyst: Headers
) -> None:
    release = RELEASE | {
        "basis": "operational",
        "task_code": "T-1",
        "hazardous_area_codes": ["HA-2", "HA-1"],
        "visibility": "public",
        "organisation": "ANAMA",
        "target_types": ["cmr", "ap_mine"],
        "asset": ["mdd"],
        "depth_cleared_cm": 20,
        "area_reported_m2": 9_500.5,
        "passes": 2,
        "remarks": "Ağdam",
        "completed_on": "2026-11-16",
    }
    road("organisations", collection(LEAST["organisations"]))
    road("release_areas", collection(release))
    row = session.execute(select(VERSIONS["release_areas"])).one()
    history = client.get("/api/v1/records/release_areas/RA-1/history", headers=analyst).json()
    said = {name: value for name, value in release.items() if name != "geometry"}
    lists = {"hazardous_area_codes": ["HA-1", "HA-2"], "target_types": ["ap_mine", "cmr"]}
    defaults = {"date_precision": "exact", "is_split_by_number": False, "qc_state": "not_inspected"}
    assert history["versions"][0]["fields"] == said | lists | defaults
    assert row.area_m2 == pytest.approx(9_536, abs=1)


def test_ground_is_valid_where_an_added_vertex_is_rounded_over_an_edge(
    road: Callable[..., str], session: Session
) -> None:
    """Two points lie a few nanometres beside a slanting edge: a vertex that is added to it is rounded farther."""
    slanting = [(46.90240691048135, 39.60252462668088), (46.915723507119154, 39.61463921748584)]
    beside = [(46.9102284479029, 39.60964016287267), (46.906149150898294, 39.605929078477246)]
    field = shapely.box(46.9, 39.6, 46.93, 39.63).difference(shapely.Polygon([*slanting, *beside]))
    road("release_areas", collection(LEAST["release_areas"] | {"geometry": field}))
    is_valid, area_m2 = session.execute(text("select st_isvalid(ground), area_m2 from release_area_current")).one()
    assert is_valid
    assert area_m2 == pytest.approx(8_580_000, rel=1e-3)


def test_a_link_to_what_is_not_approved_yet_resolves_itself(road: Callable[..., str], session: Session) -> None:
    road("release_areas", collection(WARNED))
    version = VERSIONS["release_areas"].c
    awaited = session.scalar(select(version.task_id))
    assert awaited is not None
    road("tasks", collection(LEAST["tasks"] | {"code": "T-9"}))
    assert session.scalar(select(VERSIONS["tasks"].c.task_id)) == awaited


def test_a_new_version_closes_the_one_before_it_at_the_same_instant(road: Callable[..., str], session: Session) -> None:
    road("release_areas", collection(RELEASE))
    road("release_areas", collection(RELEASE | {"geometry": square(0, 0, width=2)}), revision_reason="Measured again")
    version = VERSIONS["release_areas"].c
    first, second = session.execute(select(version.version, version.recorded).order_by(version.version))
    assert (first.version, second.version) == (1, 2)
    assert first.recorded.upper == second.recorded.lower
    assert second.recorded.upper is None
    now = select(func.sum(ledger_entry.c.area_m2)).where(func.upper_inf(ledger_entry.c.recorded))
    assert session.scalar(now) == pytest.approx(2 * 9_536, abs=2)


def test_what_a_partial_upload_left_out_is_neither_published_nor_asked_about(
    client: TestClient, analyst: Headers, verifier: Headers, approver: Headers, session: Session
) -> None:
    complete = RELEASE | {"asset": "manual", "depth_cleared_cm": 20}
    wrong = WARNED | {"effective_date": "2027-01-01", "geometry": square(5, 5)}
    answer = send(client, analyst, "release_areas", collection(complete, wrong), partial="true").json()
    assert answer["counts"]["warnings"] > 0
    for person, name in ((verifier, "verify"), (approver, "approve")):
        assert move(client, person, answer["id"], name, accept_warnings=None).status_code == 200
    assert session.scalars(select(VERSIONS["release_areas"].c.position)).all() == [0]


# --- who may ------------------------------------------------------------------------------------------------------


def test_what_a_role_may_do_to_another_persons_upload(
    client: TestClient, holder: Callable[..., Headers], analyst: Headers
) -> None:
    def waiting() -> str:
        upload_id: str = send(client, analyst, "release_areas", collection(RELEASE)).json()["id"]
        return upload_id

    done: dict[Role, set[str]] = {role: set() for role in Role}
    upload_id = waiting()
    for role, name in product(Role, ("verify", "approve", "return", "withdraw")):
        if move(client, holder(role), upload_id, name, reason=TEXT).status_code == 200:
            done[role].add(name)
            upload_id = waiting()
    assert done == {
        Role.VIEWER: set(),
        Role.PARTNER: set(),
        Role.ANALYST: set(),
        Role.REGIONAL_VERIFIER: {"verify", "return"},
        Role.HQ_APPROVER: {"verify", "return"},
        Role.REPORT_OFFICER: set(),
        Role.ADMIN: set(),
    }


def test_nobody_moves_an_upload_without_a_token(client: TestClient, upload_id: str) -> None:
    assert refused(move(client, {}, upload_id, "verify")) == (401, "not-signed-in")


def test_a_verifier_holds_every_district_that_an_upload_touches(
    client: TestClient, road: Callable[..., str], holder: Callable[..., Headers], analyst: Headers
) -> None:
    fuzuli = {
        "code": "FUZ",
        "name_az": "Füzuli",
        "name_en": "Fuzuli",
        "geometry": square(310, 0, width=300, height=300),
    }
    road("districts", collection(LEAST["districts"] | {"geometry": square(0, 0, width=300, height=300)}, fuzuli))
    in_fuzuli = RELEASE | {"code": "RA-2", "geometry": square(320, 1)}
    upload_id = send(client, analyst, "release_areas", collection(RELEASE, in_fuzuli)).json()["id"]
    refusal = move(client, holder(Role.REGIONAL_VERIFIER, "AGM"), upload_id, "verify")
    assert (refused(refusal), refusal.json()["districts"]) == ((403, "not-allowed"), ["FUZ"])
    assert move(client, holder(Role.REGIONAL_VERIFIER, "AGM", "FUZ"), upload_id, "verify").status_code == 200


def test_a_verifier_holds_the_district_that_a_record_leaves(
    client: TestClient, road: Callable[..., str], holder: Callable[..., Headers], analyst: Headers
) -> None:
    fuzuli = {"code": "FUZ", "name_az": "Füzuli", "name_en": "Fuzuli", "geometry": None}
    road("districts", collection(LEAST["districts"], fuzuli))
    road("release_areas", collection(RELEASE | {"district_code": "AGM"}))
    moved = collection(RELEASE | {"district_code": "FUZ"})
    upload_id = send(client, analyst, "release_areas", moved, revision_reason="Wrong district").json()["id"]
    refusal = move(client, holder(Role.REGIONAL_VERIFIER, "FUZ"), upload_id, "verify")
    assert (refused(refusal), refusal.json()["districts"]) == ((403, "not-allowed"), ["AGM"])


# --- warnings and reasons -----------------------------------------------------------------------------------------


def test_open_warnings_are_accepted_in_writing(client: TestClient, verifier: Headers, upload_id: str) -> None:
    refusal = move(client, verifier, upload_id, "verify", accept_warnings=None)
    assert refused(refusal) == (409, "warnings-open")
    rules = list(refusal.json()["warnings"])
    assert len(rules) > 1
    some = {rules[0]: TEXT}
    assert refused(move(client, verifier, upload_id, "verify", accept_warnings=some)) == (409, "warnings-open")
    assert refused(move(client, verifier, upload_id, "verify", accept_warnings=" ")) == (409, "warnings-open")
    every = dict.fromkeys(rules, TEXT)
    accepted = move(client, verifier, upload_id, "verify", accept_warnings=every).json()
    assert accepted["events"][-1]["accepted_warnings"] == every


def test_a_move_without_open_warnings_needs_no_words(client: TestClient, analyst: Headers, verifier: Headers) -> None:
    organisation = send(client, analyst, "organisations", collection(LEAST["organisations"])).json()
    assert organisation["counts"]["warnings"] == 0
    assert client.post(f"/api/v1/uploads/{organisation['id']}/verify", headers=verifier).status_code == 200


@pytest.mark.parametrize("name", ["return", "withdraw"])
def test_returning_and_withdrawing_need_a_reason(
    client: TestClient, analyst: Headers, verifier: Headers, upload_id: str, name: str
) -> None:
    person = verifier if name == "return" else analyst
    assert refused(move(client, person, upload_id, name)) == (400, "wrong-parameter")
    assert refused(move(client, person, upload_id, name, reason=" ")) == (400, "wrong-parameter")
    assert move(client, person, upload_id, name, reason="The outline is shifted").status_code == 200


def test_a_returned_upload_is_answered_by_one_that_replaces_it(
    client: TestClient, analyst: Headers, verifier: Headers, upload_id: str
) -> None:
    mended = collection(WARNED | {"depth_cleared_cm": 20})
    early = send(client, analyst, "release_areas", mended, replaces=upload_id)
    assert refused(early) == (400, "wrong-parameter")
    move(client, verifier, upload_id, "return", reason="Say how deep")
    answer = send(client, analyst, "release_areas", mended, replaces=upload_id).json()
    assert (answer["status"], answer["replaces"]) == ("submitted", upload_id)
    assert refused(move(client, verifier, upload_id, "verify")) == (409, "wrong-move")


def test_a_verdict_with_unknown_words_is_refused(client: TestClient, verifier: Headers, upload_id: str) -> None:
    assert refused(move(client, verifier, upload_id, "verify", accept_all=True)) == (400, "wrong-parameter")


# --- the road as a table ------------------------------------------------------------------------------------------


def test_every_status_has_its_moves_and_every_move_its_action() -> None:
    assert set(MOVES) == set(UploadStatus)
    assert set().union(*MOVES.values()) == set(ACTIONS)


def test_approval_before_verification_is_refused(client: TestClient, approver: Headers, upload_id: str) -> None:
    assert refused(move(client, approver, upload_id, "approve")) == (409, "wrong-move")


# --- two uploads of one record ------------------------------------------------------------------------------------


def test_an_upload_that_others_overtook_is_not_approved(
    client: TestClient, analyst: Headers, verifier: Headers, approver: Headers, road: Callable[..., str]
) -> None:
    upload_id = send(client, analyst, "release_areas", collection(RELEASE)).json()["id"]
    move(client, verifier, upload_id, "verify")
    road("release_areas", collection(RELEASE | {"depth_cleared_cm": 20}))
    refusal = move(client, approver, upload_id, "approve")
    assert refused(refusal) == (409, "wrong-move")
    assert "RA-1" in refusal.json()["detail"]
    assert move(client, approver, upload_id, "return", reason="Overtaken").status_code == 200


def test_an_upload_that_others_made_true_changes_nothing(
    client: TestClient,
    analyst: Headers,
    verifier: Headers,
    approver: Headers,
    road: Callable[..., str],
    session: Session,
) -> None:
    upload_id = send(client, analyst, "release_areas", collection(RELEASE)).json()["id"]
    move(client, verifier, upload_id, "verify")
    road("release_areas", collection(RELEASE))
    assert move(client, approver, upload_id, "approve").status_code == 200
    for table in (VERSIONS["release_areas"], ledger_change):
        assert session.scalar(select(func.count()).select_from(table)) == 1
