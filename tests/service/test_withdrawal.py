"""Withdrawal of an approved upload: an upload of its own on the same road that brings back what was known before."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Numeric, cast, func, select
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role
from gis.layers import LAYERS
from service.jobs import JobState, Task, jobs_of
from service.tables import VERSIONS, hazard_piece, ledger_change, ledger_entry
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square

TEXT = "Looked at on the map; as reported."
WHY = "Sent for the wrong week"
RELEASE = LEAST["release_areas"]
HAZARD = LEAST["hazardous_areas"]
FAR = {"geometry": square(9, 9)}
WIDER = RELEASE | {"geometry": square(0, 0, width=2), "revision_reason": "Measured again"}
SQUARE_M2 = 9_536
"""One square of the grid's first row."""

History = Callable[..., list[dict[str, Any]]]
"""What tells every version of a record."""

Figures = Callable[..., dict[str, float]]


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
    assert client.get("/uploads", headers=analyst).text.count(">Withdrawn</span>") == 2


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
    assert issue["message"].startswith("Feature 1 (T-1): it goes; records that name it and stay: 2.")
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


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.fixture
def released(client: TestClient) -> Figures:
    """Give what tells the squares released on each day, as known now or at an instant."""

    def by_day(as_known_at: datetime | None = None) -> dict[str, float]:
        asked = {"from": "2021-01-01", "to": "2026-11-21", "by": "day"} | known_at(as_known_at)
        rows = client.get("/api/v1/progress", params=asked).json()["rows"]
        return {row["day"]: round(row["area_m2"] / SQUARE_M2, 2) for row in rows}

    return by_day


@pytest.fixture
def stock(client: TestClient) -> Figures:
    """Give what tells the squares in stock by classification, as known now or at an instant."""

    def by_classification(as_known_at: datetime | None = None) -> dict[str, float]:
        asked = {"as_of": "2026-11-21", "account": "operational", "by": "classification"} | known_at(as_known_at)
        rows = client.get("/api/v1/contamination", params=asked).json()["rows"]
        return {row["classification"]: round(row["area_m2"] / SQUARE_M2, 1) for row in rows}

    return by_classification


def known_at(instant: datetime | None) -> dict[str, str]:
    return {"as_known_at": instant.isoformat()} if instant else {}


def last_change(session: Session) -> datetime:
    at: datetime = session.execute(select(func.max(ledger_change.c.recorded_at))).scalar_one()
    return at


def entries(session: Session) -> set[tuple[object, ...]]:
    """Give what the ledger holds now, areas to 0.01 m²."""
    kept = [column for column in ledger_entry.c if column.name not in {"id", "geom", "recorded", "area_m2"}]
    area_m2 = func.round(cast(ledger_entry.c.area_m2, Numeric), 2)
    rows = session.execute(select(*kept, area_m2).where(func.upper_inf(ledger_entry.c.recorded)))
    return {tuple(tuple(value) if isinstance(value, list) else value for value in row) for row in rows}


def test_ground_of_a_withdrawn_release_goes_to_who_worked_it_next(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session, *, released: Figures, stock: Figures
) -> None:
    """The first day's square lies under the next day's two: without it, both of those count."""
    road("hazardous_areas", collection(HAZARD))
    first = road("release_areas", collection(RELEASE))
    road("release_areas", collection(WIDER | {"code": "RA-2", "effective_date": "2026-11-17"}))
    before = last_change(session)
    assert (released(), stock()) == ({"2026-11-16": 1, "2026-11-17": 1}, {"cha": 14})
    withdrawal_id = take_back(first)
    assert (released(), stock()) == ({"2026-11-17": 2}, {"cha": 14})
    taken_back = last_change(session)
    take_back(withdrawal_id)
    assert released() == released(before) == {"2026-11-16": 1, "2026-11-17": 1}
    assert (released(taken_back), stock(before), stock(taken_back)) == ({"2026-11-17": 2}, {"cha": 14}, {"cha": 14})


def test_a_withdrawn_hazardous_area_leaves_the_stock_and_its_releases_outside_of_it(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session, *, released: Figures, stock: Figures
) -> None:
    upload_id = road("hazardous_areas", collection(HAZARD))
    road("release_areas", collection(RELEASE))
    before = last_change(session)
    take_back(upload_id)
    assert (released(), stock()) == ({"2026-11-16": 1}, {})
    assert (released(before), stock(before)) == ({"2026-11-16": 1}, {"cha": 15})
    causes = select(ledger_entry.c.cause).where(func.upper_inf(ledger_entry.c.recorded)).distinct()
    assert session.scalars(causes).all() == ["released_outside"]


def test_withdrawn_boundaries_have_the_ledger_split_anew(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session
) -> None:
    upload_id = road("districts", collection(LEAST["districts"]))
    road("release_areas", collection(RELEASE))
    withdrawal_id = UUID(take_back(upload_id))
    assert jobs_of(session, withdrawal_id) == [(Task.RESPLIT_LEDGER, JobState.WAITING)]


def test_the_ledger_after_a_withdrawal_is_as_if_the_upload_had_not_been(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session
) -> None:
    hazard = HAZARD | {"code": "HA-2", "classification": "sha", "geometry": square(2, 0, width=6, height=2)}
    road("hazardous_areas", collection(HAZARD, hazard))
    road("release_areas", collection(RELEASE, RELEASE | {"code": "RA-2", "geometry": square(3, 0, width=2)}))
    before = entries(session)
    shrunk = hazard | {"geometry": square(2, 0, width=3), "revision_reason": "Surveyed again"}
    of_areas = road("hazardous_areas", collection(shrunk, HAZARD | {"code": "HA-3", "geometry": square(9, 0)}))
    of_releases = road("release_areas", collection(WIDER | {"effective_date": "2026-11-10", "target_types": "cmr"}))
    assert entries(session) != before
    take_back(of_releases)
    take_back(of_areas)
    assert entries(session) == before


# --- pages --------------------------------------------------------------------------------------------------------


def test_who_may_is_offered_to_withdraw_an_approved_upload_and_is_led_to_the_withdrawal(
    client: TestClient, road: Callable[..., str], analyst: Headers, approver: Headers, decide: Callable[[str], Response]
) -> None:
    upload_id = road("release_areas", collection(RELEASE))
    address = f"/uploads/{upload_id}"
    assert ">Withdraw</button>" not in client.get(address, headers=analyst).text
    assert ">Withdraw</button>" in client.get(address, headers=approver).text
    sent = client.post(address, headers=approver, data={"to": "withdrawn", "reason": WHY}, follow_redirects=False)
    withdrawal = sent.headers["location"]
    page = client.get(withdrawal, headers=approver).text
    assert "Withdrawal of day.geojson" in page
    assert f'href="{address}">day.geojson</a>' in page
    assert "1 record is taken back: nothing was known of it before." in page
    page = client.get(address, headers=approver).text
    assert "Its withdrawal waits for review." in page
    assert ">Withdraw</button>" not in page
    decide(withdrawal.removeprefix("/uploads/"))
    page = client.get(address, headers=approver).text
    assert "Taken back: its records do not count any more." in page
    assert f'href="{withdrawal}"' in page


def test_a_withdrawal_shows_what_comes_back_beside_what_goes(
    client: TestClient, road: Callable[..., str], ask: Callable[..., Response], analyst: Headers
) -> None:
    road("release_areas", collection(RELEASE | {"remarks": "north"}))
    upload_id = road("release_areas", collection(WIDER | {"remarks": "south"}, RELEASE | {"code": "RA-2"} | FAR))
    address = f"/uploads/{ask(upload_id).json()['id']}"
    page = client.get(address, headers=analyst).text
    assert "1 record returns to an earlier version." in page
    assert "<del>south</del>" in page
    assert "<ins>north</ins>" in page
    shapes = client.get(f"{address}/features.geojson", headers=analyst).json()["features"]
    assert {s["properties"]["code"]: s["properties"]["change"] for s in shapes} == {
        "RA-1": "changed",
        "RA-2": "withdrawn",
    }
    assert "Withdrawal of day.geojson" in client.get("/review", headers=analyst).text


def test_a_refused_withdrawal_names_the_later_uploads_on_the_page(
    client: TestClient, road: Callable[..., str], approver: Headers
) -> None:
    first = road("release_areas", collection(RELEASE))
    later = road("release_areas", collection(WIDER))
    answer = client.post(f"/uploads/{first}", headers=approver, data={"to": "withdrawn", "reason": WHY})
    assert answer.status_code == 409
    assert later in answer.text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Withdrawn: nothing is recorded under this code now."), ("az", "hazırda bu kodla heç nə qeydə alınmayıb.")],
)
def test_the_page_of_a_withdrawn_record_opens_with_its_history(
    client: TestClient,
    road: Callable[..., str],
    take_back: Callable[[str], str],
    analyst: Headers,
    *,
    language: str,
    words: str,
) -> None:
    road("release_areas", collection(RELEASE))
    withdrawal_id = take_back(road("release_areas", collection(RELEASE | {"code": "RA-2"} | FAR)))
    address = f"/records/release_areas/RA-2?lang={language}"
    page = client.get(address, headers=analyst).text
    assert words in page
    assert WHY in page
    assert f'href="/uploads/{withdrawal_id}"' in page
    public = client.get(address).text
    assert "Headquarters approver" not in public
    assert f"/uploads/{withdrawal_id}" not in public


def test_the_page_of_a_record_shows_what_each_version_changed(client: TestClient, road: Callable[..., str]) -> None:
    road("release_areas", collection(RELEASE))
    road("release_areas", collection(WIDER | {"remarks": "south"}))
    page = client.get("/records/release_areas/RA-1").text
    assert "2 versions; the latest holds." in page
    assert "<ins>south</ins>" in page
    assert "<del>9,536</del>" in page
    assert client.get("/records/release_areas/RA-9").status_code == 404


def test_an_outline_that_was_taken_back_says_nothing_of_its_days(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session
) -> None:
    def redraw(width: float, valid_from: str | None) -> str:
        outline = {"geometry": square(0, 0, width=width), "valid_from": valid_from}
        return road("hazardous_areas", collection(LEAST["hazardous_areas"] | outline), revision_reason="Surveyed again")

    def pieces() -> list[Any]:
        piece = hazard_piece.c
        days = (piece.hazardous_from, piece.hazardous_until, func.ST_XMax(piece.geom))
        return list(session.execute(select(*days).where(func.upper_inf(piece.recorded)).order_by(*days)))

    redraw(2, None)
    redraw(3, "2021-09-01")
    before = pieces()
    earlier = redraw(4, "2021-06-01")
    assert pieces() != before
    take_back(earlier)
    assert pieces() == before
