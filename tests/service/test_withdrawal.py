"""Withdrawal of an approved upload: an upload of its own on the same road that brings back what was known before."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role
from gis.layers import LAYERS
from service.tables import VERSIONS, ledger_change, workflow_event
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square

TEXT = "Looked at on the map; as reported."
WHY = "Sent for the wrong week"
RELEASE = LEAST["release_areas"]
WIDER = RELEASE | {"geometry": square(0, 0, width=2), "revision_reason": "Measured again"}
SQUARE_M2 = 9_536

History = Callable[..., list[dict[str, Any]]]
"""What tells every version of a record."""


@pytest.fixture
def analyst(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.ANALYST)


@pytest.fixture
def verifier(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.REGIONAL_VERIFIER)


@pytest.fixture
def approver(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.HQ_APPROVER)


@pytest.fixture
def ask(client: TestClient, approver: Headers) -> Callable[..., Response]:
    """Give what asks for the withdrawal of an upload, as headquarters."""

    def withdraw(upload_id: str, person: Headers = approver, reason: str | None = WHY) -> Response:
        return client.post(f"/api/v1/uploads/{upload_id}/withdraw", headers=person, json={"reason": reason})

    return withdraw


@pytest.fixture
def decide(client: TestClient, verifier: Headers, holder: Callable[..., Headers]) -> Callable[[str], Response]:
    """Give what verifies and approves an upload by two more people."""
    second = holder(Role.HQ_APPROVER)

    def decide(upload_id: str) -> Response:
        for move, person in (("verify", verifier), ("approve", second)):
            address = f"/api/v1/uploads/{upload_id}/{move}"
            answer = client.post(address, headers=person, json={"accept_warnings": TEXT})
        return answer

    return decide


@pytest.fixture
def take_back(ask: Callable[..., Response], decide: Callable[[str], Response]) -> Callable[[str], str]:
    """Give what withdraws an approved upload to the end, and gives the withdrawal's id."""

    def take_back(upload_id: str) -> str:
        withdrawal_id: str = ask(upload_id).json()["id"]
        answer = decide(withdrawal_id)
        assert answer.json()["status"] == "hq_approved", answer.text
        return withdrawal_id

    return take_back


@pytest.fixture
def known(client: TestClient, analyst: Headers) -> History:
    """Give what tells every version of a record."""

    def history(layer: str = "release_areas", code: str = "RA-1") -> list[dict[str, Any]]:
        answer = client.get(f"/api/v1/records/{layer}/{code}/history", headers=analyst)
        versions: list[dict[str, Any]] = answer.json()["versions"]
        return versions

    return history


def refused(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def is_current(version: dict[str, Any]) -> bool:
    return version["recorded_until"] is None


# --- the road -----------------------------------------------------------------------------------------------------


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


# --- who may ------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.VIEWER, 403),
        (Role.PARTNER, 403),
        (Role.ANALYST, 403),
        (Role.REGIONAL_VERIFIER, 403),
        (Role.HQ_APPROVER, 201),
        (Role.REPORT_OFFICER, 403),
        (Role.ADMIN, 201),
    ],
)
def test_others_uploads_are_withdrawn_by_headquarters_and_administrators(
    road: Callable[..., str],
    ask: Callable[..., Response],
    holder: Callable[..., Headers],
    *,
    role: Role,
    status: int,
) -> None:
    assert ask(road("release_areas", collection(RELEASE)), person=holder(role)).status_code == status


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


# --- what becomes of records --------------------------------------------------------------------------------------


def test_a_changed_record_returns_to_the_version_before(
    road: Callable[..., str], take_back: Callable[[str], str], known: History
) -> None:
    first = road("release_areas", collection(RELEASE | {"asset": "mdd, manual", "remarks": "north"}))
    second = road("release_areas", collection(WIDER))
    withdrawal_id = take_back(second)
    one, two, three = known()
    assert [version["upload_id"] for version in (one, two, three)] == [first, second, withdrawal_id]
    assert (three["fields"], three["geometry"]) == (one["fields"], one["geometry"])
    assert two["recorded_until"] == three["recorded_from"]
    assert is_current(three)
    assert (three["reason"], three["withdraws"]) == (WHY, second)


def test_a_new_record_is_closed_and_its_history_says_by_whom_and_why(
    client: TestClient, road: Callable[..., str], take_back: Callable[[str], str], known: History
) -> None:
    withdrawal_id = take_back(road("release_areas", collection(RELEASE)))
    (version,) = known()
    closing = version["closed_by"]
    assert (closing["upload_id"], closing["reason"]) == (withdrawal_id, WHY)
    assert closing["author"].startswith("Headquarters approver")
    assert closing["approved_by"].startswith("Headquarters approver")
    assert version["recorded_until"] is not None
    told = client.get("/api/v1/records/release_areas/RA-1/history").json()["versions"][0]["closed_by"]
    assert (told["author"], told["approved_by"], told["reason"]) == (None, None, WHY)


@pytest.mark.parametrize("layer", [layer.name for layer in LAYERS])
def test_records_of_every_layer_are_withdrawn_and_come_back(
    road: Callable[..., str], take_back: Callable[[str], str], known: History, session: Session, layer: str
) -> None:
    upload_id = road(layer, collection(LEAST[layer]))
    withdrawal_id = take_back(upload_id)
    current = select(func.count()).where(func.upper_inf(VERSIONS[layer].c.recorded))
    assert session.scalar(current) == 0
    take_back(withdrawal_id)
    first, second = known(layer, LEAST[layer]["code"])
    assert (second["version"], second["fields"], second["geometry"]) == (2, first["fields"], first["geometry"])
    assert is_current(second)


def test_a_withdrawal_can_be_taken_back_and_forth(
    client: TestClient,
    road: Callable[..., str],
    take_back: Callable[[str], str],
    analyst: Headers,
    known: History,
) -> None:
    road("release_areas", collection(RELEASE))
    upload_id = road("release_areas", collection(WIDER))
    first = take_back(upload_id)
    second = take_back(first)
    third = take_back(upload_id)
    shapes = [version["geometry"] for version in known()]
    assert [shape == shapes[0] for shape in shapes] == [True, False, True, False, True]

    def withdrawn_by(asked: str) -> str | None:
        by: str | None = client.get(f"/api/v1/uploads/{asked}", headers=analyst).json()["withdrawn_by"]
        return by

    assert [withdrawn_by(asked) for asked in (upload_id, first, second, third)] == [third, second, None, None]


def test_a_code_that_was_withdrawn_may_be_uploaded_again(
    client: TestClient,
    road: Callable[..., str],
    take_back: Callable[[str], str],
    analyst: Headers,
    known: History,
) -> None:
    take_back(road("release_areas", collection(RELEASE)))
    assert send(client, analyst, "release_areas", collection(RELEASE), mode="check").json()["counts"]["new"] == 1
    road("release_areas", collection(RELEASE))
    assert [(version["version"], is_current(version)) for version in known()] == [(1, False), (2, True)]


def test_only_what_the_upload_changed_is_taken_back(
    road: Callable[..., str], ask: Callable[..., Response], known: History, decide: Callable[[str], Response]
) -> None:
    other = RELEASE | {"code": "RA-2", "geometry": square(3, 0)}
    road("release_areas", collection(RELEASE, other))
    second = road("release_areas", collection(WIDER, other, RELEASE | {"code": "RA-3", "geometry": square(6, 0)}))
    asked = ask(second).json()
    counts = {name: asked["counts"][name] for name in ("features", "changed", "withdrawn", "new", "unchanged")}
    assert counts == {"features": 2, "changed": 1, "withdrawn": 1, "new": 0, "unchanged": 0}
    decide(asked["id"])
    assert [len(known(code=code)) for code in ("RA-1", "RA-2", "RA-3")] == [3, 1, 1]
    assert [is_current(known(code=code)[-1]) for code in ("RA-1", "RA-2", "RA-3")] == [True, True, False]


# --- links --------------------------------------------------------------------------------------------------------


def test_the_reviewer_is_warned_of_records_that_name_what_goes(
    client: TestClient,
    road: Callable[..., str],
    ask: Callable[..., Response],
    decide: Callable[[str], Response],
    analyst: Headers,
    known: History,
) -> None:
    task = LEAST["tasks"]
    upload_id = road("tasks", collection(task, task | {"code": "T-2"}))
    named = [RELEASE | {"code": f"RA-{n}", "task_code": "T-1", "geometry": square(3 * n, 0)} for n in (1, 2)]
    road("release_areas", collection(*named))
    asked = ask(upload_id).json()
    assert asked["open_warnings"] == {"IMP-01": 1}
    (issue,) = client.get(f"/api/v1/uploads/{asked['id']}/issues", headers=analyst).json()
    assert issue["message"].startswith("Feature 1 (T-1): it goes, and 2 records that name it stay.")
    assert decide(asked["id"]).json()["status"] == "hq_approved"
    assert known()[-1]["fields"]["task_code"] == "T-1"


def test_records_that_go_together_are_not_counted_as_naming_each_other(
    road: Callable[..., str], ask: Callable[..., Response]
) -> None:
    heir = LEAST["hazardous_areas"] | {"code": "HA-2", "parent_codes": ["HA-1"], "geometry": square(9, 0)}
    upload_id = road("hazardous_areas", collection(LEAST["hazardous_areas"], heir))
    road("release_areas", collection(RELEASE | {"hazardous_area_codes": ["HA-1", "HA-2"]}))
    assert ask(upload_id).json()["counts"]["warnings"] == 2


# --- later uploads ------------------------------------------------------------------------------------------------


def test_later_uploads_of_the_same_records_are_named(road: Callable[..., str], ask: Callable[..., Response]) -> None:
    first = road("release_areas", collection(RELEASE, RELEASE | {"code": "RA-2", "geometry": square(3, 0)}))
    second = road("release_areas", collection(WIDER))
    third = road("release_areas", collection(WIDER | {"remarks": "once more"}))
    answer = ask(first)
    assert refused(answer) == (409, "later-uploads")
    assert answer.json()["later_uploads"] == [{"id": x, "file_name": "day.geojson"} for x in (second, third)]
    assert f"“day.geojson” ({second})" in answer.json()["detail"]
    assert ask(third).status_code == 201


def test_what_was_withdrawn_later_stands_in_nobodys_way(
    road: Callable[..., str], ask: Callable[..., Response], take_back: Callable[[str], str], known: History
) -> None:
    first = road("release_areas", collection(RELEASE))
    second = road("release_areas", collection(WIDER))
    withdrawal_id = take_back(second)
    last = take_back(first)
    assert [is_current(version) for version in known()] == [False, False, False]
    answer = ask(withdrawal_id)
    assert (refused(answer), [row["id"] for row in answer.json()["later_uploads"]]) == ((409, "later-uploads"), [last])


def test_the_same_content_said_anew_is_a_later_upload(road: Callable[..., str], ask: Callable[..., Response]) -> None:
    first = road("release_areas", collection(RELEASE))
    second = road("release_areas", collection(WIDER))
    third = road("release_areas", collection(RELEASE), revision_reason="The first was right")
    answer = ask(first)
    assert [row["id"] for row in answer.json()["later_uploads"]] == [second, third]


def test_a_withdrawal_that_was_overtaken_is_refused_at_approval(
    road: Callable[..., str], ask: Callable[..., Response], decide: Callable[[str], Response], known: History
) -> None:
    first = road("release_areas", collection(RELEASE))
    withdrawal_id = ask(first).json()["id"]
    second = road("release_areas", collection(WIDER))
    answer = decide(withdrawal_id)
    assert (refused(answer), [row["id"] for row in answer.json()["later_uploads"]]) == (
        (409, "later-uploads"),
        [second],
    )
    assert is_current(known()[-1])


def test_an_upload_that_a_withdrawal_overtook_is_not_approved(
    client: TestClient,
    road: Callable[..., str],
    analyst: Headers,
    take_back: Callable[[str], str],
    decide: Callable[[str], Response],
) -> None:
    first = road("release_areas", collection(RELEASE))
    waiting = send(client, analyst, "release_areas", collection(WIDER)).json()["id"]
    take_back(first)
    assert refused(decide(waiting)) == (409, "wrong-move")


def test_every_event_of_a_withdrawal_is_kept(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session
) -> None:
    withdrawal_id = take_back(road("release_areas", collection(RELEASE)))
    event = workflow_event.c
    told = select(event.to_status).where(event.upload_id == withdrawal_id).order_by(event.id)
    assert session.scalars(told).all() == ["submitted", "regional_verified", "hq_approved"]
