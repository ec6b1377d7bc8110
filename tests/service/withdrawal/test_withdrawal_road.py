"""Withdrawal of an approved upload: an upload of its own on the same road, and who may take part in it."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role
from service.tables import VERSIONS, ledger_change
from tests.service.files import LEAST, Headers, collection, send
from tests.service.withdrawal.conftest import RELEASE, WHY, History, is_current, refused


def test_the_withdrawal_of_an_approved_upload_is_an_upload_on_the_same_road(
    road: Callable[..., str],
    ask: Callable[..., Response],
    decide: Callable[[str], Response],
    session: Session,
) -> None:
    upload_id = road("release_areas", collection(RELEASE))
    asked = ask(upload_id)
    withdrawal = asked.json()
    assert (asked.status_code, withdrawal["status"], withdrawal["withdraws"]) == (201, "submitted", upload_id)
    assert asked.headers["location"].endswith(f"/api/v1/uploads/{withdrawal['id']}")
    assert withdrawal["counts"]["withdrawn"] == withdrawal["counts"]["features"] == 1
    current = select(func.count()).where(func.upper_inf(VERSIONS["release_areas"].c.recorded))
    assert session.scalar(current) == 1
    decided = decide(withdrawal["id"]).json()
    assert [event["to_status"] for event in decided["events"]] == ["submitted", "regional_verified", "hq_approved"]
    assert decided["events"][0]["reason"] == WHY
    assert session.scalar(current) == 0
    assert session.scalar(select(func.count()).select_from(VERSIONS["release_areas"])) == 1


def test_an_upload_that_waits_is_withdrawn_at_once(
    client: TestClient, analyst: Headers, ask: Callable[..., Response]
) -> None:
    upload_id = send(client, analyst, "release_areas", collection(RELEASE)).json()["id"]
    assert refused(ask(upload_id)) == (403, "not-allowed")
    answer = ask(upload_id, person=analyst)
    assert (answer.status_code, answer.json()["id"], answer.json()["status"]) == (200, upload_id, "withdrawn")


def test_who_returns_a_withdrawal_leaves_the_records_as_they_were(
    client: TestClient, road: Callable[..., str], ask: Callable[..., Response], verifier: Headers, known: History
) -> None:
    upload_id = road("release_areas", collection(RELEASE))
    withdrawal_id = ask(upload_id).json()["id"]
    returned = client.post(f"/api/v1/uploads/{withdrawal_id}/return", headers=verifier, json={"reason": "It is right"})
    assert returned.json()["status"] == "returned"
    assert is_current(known()[-1])
    assert ask(upload_id).status_code == 201


def test_the_author_of_a_withdrawal_withdraws_it_at_once(
    road: Callable[..., str], ask: Callable[..., Response], known: History
) -> None:
    upload_id = road("release_areas", collection(RELEASE))
    withdrawal_id = ask(upload_id).json()["id"]
    assert ask(withdrawal_id).json()["status"] == "withdrawn"
    assert is_current(known()[-1])


def test_with_three_people_nobody_takes_two_parts_in_a_withdrawal(
    client: TestClient, road: Callable[..., str], ask: Callable[..., Response], holder: Callable[..., Headers]
) -> None:
    asking, second, third = (holder(Role.HQ_APPROVER) for _ in range(3))
    withdrawal_id = ask(road("release_areas", collection(RELEASE)), person=asking).json()["id"]

    def move(name: str, person: Headers) -> Response:
        return client.post(f"/api/v1/uploads/{withdrawal_id}/{name}", headers=person)

    assert refused(move("verify", asking)) == (403, "same-person")
    assert move("verify", second).status_code == 200
    for person in (asking, second):
        assert refused(move("approve", person)) == (403, "same-person")
    assert move("approve", third).status_code == 200


def test_others_uploads_are_withdrawn_by_headquarters_and_administrators(
    road: Callable[..., str], ask: Callable[..., Response], holder: Callable[..., Headers]
) -> None:
    upload_id = road("release_areas", collection(RELEASE))
    answers = {}
    for role in Role:
        answers[role] = ask(upload_id, person=(person := holder(role)))
        if answers[role].is_success:  # taken back, for the next to ask
            ask(answers[role].json()["id"], person=person)
    assert {role: answer.status_code for role, answer in answers.items()} == {
        Role.VIEWER: 403,
        Role.PARTNER: 403,
        Role.ANALYST: 403,
        Role.REGIONAL_VERIFIER: 403,
        Role.HQ_APPROVER: 201,
        Role.REPORT_OFFICER: 403,
        Role.ADMIN: 201,
    }


@pytest.mark.parametrize("review", [ReviewMode.ONE_PERSON])
def test_the_author_withdraws_what_was_approved(
    client: TestClient, analyst: Headers, approver: Headers, ask: Callable[..., Response]
) -> None:
    upload_id = send(client, analyst, "organisations", collection(LEAST["organisations"])).json()["id"]
    for name in ("verify", "approve"):
        client.post(f"/api/v1/uploads/{upload_id}/{name}", headers=approver)
    assert ask(upload_id, person=analyst).status_code == 201


def test_a_withdrawal_needs_a_reason_and_is_asked_for_once(
    client: TestClient, road: Callable[..., str], ask: Callable[..., Response], analyst: Headers
) -> None:
    upload_id = road("release_areas", collection(RELEASE))
    assert refused(ask(upload_id, reason=" ")) == (400, "wrong-parameter")
    withdrawal_id = ask(upload_id).json()["id"]
    again = ask(upload_id)
    assert (refused(again), again.json()["withdrawal"]) == ((409, "wrong-move"), withdrawal_id)
    told = client.get(f"/api/v1/uploads/{upload_id}", headers=analyst).json()
    assert (told["withdrawal_waiting"], told["withdrawn_by"]) == (withdrawal_id, None)


def test_a_verifier_holds_the_districts_of_what_goes_and_of_what_comes_back(
    client: TestClient, road: Callable[..., str], ask: Callable[..., Response], holder: Callable[..., Headers]
) -> None:
    fuzuli = {"code": "FUZ", "name_az": "Füzuli", "name_en": "Fuzuli", "geometry": None}
    road("districts", collection(LEAST["districts"], fuzuli))
    road("release_areas", collection(RELEASE | {"district_code": "FUZ"}))
    moved = road("release_areas", collection(RELEASE | {"district_code": "AGM"}), revision_reason="Wrong district")
    withdrawal_id = ask(moved).json()["id"]
    for district, missing in (("AGM", ["FUZ"]), ("FUZ", ["AGM"])):
        verifier = holder(Role.REGIONAL_VERIFIER, district)
        refusal = client.post(f"/api/v1/uploads/{withdrawal_id}/verify", headers=verifier)
        assert (refused(refusal), refusal.json()["districts"]) == ((403, "not-allowed"), missing)


def test_an_upload_that_changed_nothing_takes_no_stamp_and_has_nothing_to_take_back(
    road: Callable[..., str], ask: Callable[..., Response], session: Session
) -> None:
    road("release_areas", collection(RELEASE))
    again = road("release_areas", collection(RELEASE))
    assert session.scalar(select(func.count()).select_from(ledger_change)) == 1
    assert refused(ask(again)) == (409, "wrong-move")
