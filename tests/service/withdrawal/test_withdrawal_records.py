"""What becomes of records when their upload is withdrawn: they return to what was known before, and come back."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.layers import LAYERS
from service.tables import VERSIONS
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square
from tests.service.withdrawal.conftest import RELEASE, WHY, WIDER, History, is_current


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
