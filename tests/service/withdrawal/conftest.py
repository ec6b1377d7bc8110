"""Withdrawals: who asks for them and decides, and what the history then tells."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from gis.codelists import Role
from tests.service.files import LEAST, Headers
from tests.service.records import square

TEXT = "Looked at on the map; as reported."
WHY = "Sent for the wrong week"
RELEASE = LEAST["release_areas"]
HAZARD = LEAST["hazardous_areas"]
FAR = {"geometry": square(9, 9)}
WIDER = RELEASE | {"geometry": square(0, 0, width=2), "revision_reason": "Measured again"}

History = Callable[..., list[dict[str, Any]]]
"""What tells every version of a record."""


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
    """Give the status and the type of a refusal."""
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def is_current(version: dict[str, Any]) -> bool:
    """Say of a version that it holds now."""
    return version["recorded_until"] is None
