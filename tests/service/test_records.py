"""The history of a record: what was known of it, from when until when."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from gis.codelists import Role
from tests.service.files import LEAST, Headers, collection
from tests.service.records import square

RELEASE = LEAST["release_areas"]


def test_every_version_is_told_with_who_when_and_why(
    client: TestClient, road: Callable[..., str], analyst: Headers
) -> None:
    first_id = road("release_areas", collection(RELEASE))
    second_id = road(
        "release_areas", collection(RELEASE | {"geometry": square(0, 0, width=2)}), revision_reason="Measured again"
    )
    answer = client.get("/api/v1/records/release_areas/RA-1/history", headers=analyst).json()
    first, second = answer["versions"]
    assert (answer["code"], first["version"], second["version"]) == ("RA-1", 1, 2)
    assert [first["upload_id"], second["upload_id"]] == [first_id, second_id]
    assert first["recorded_until"] == second["recorded_from"]
    assert second["recorded_until"] is None
    assert (first["reason"], second["reason"]) == (None, "Measured again")
    assert first["author"].startswith("Analyst")
    assert first["approved_by"].startswith("Headquarters approver")
    assert first["fields"]["effective_date"] == "2026-11-16"
    assert first["geometry"]["type"] == "MultiPolygon"
    assert client.get(f"/api/v1/records/release_areas/{answer['id']}/history", headers=analyst).json() == answer


def test_what_is_public_is_told_to_everyone_without_names(client: TestClient, road: Callable[..., str]) -> None:
    road("release_areas", collection(RELEASE))
    version = client.get("/api/v1/records/release_areas/RA-1/history").json()["versions"][0]
    assert version["fields"]["release_method"] == "cleared"
    assert (version["author"], version["approved_by"]) == (None, None)


def test_what_is_not_public_is_told_to_the_programme(
    client: TestClient, road: Callable[..., str], analyst: Headers, holder: Callable[..., Headers]
) -> None:
    road("hazardous_areas", collection(LEAST["hazardous_areas"]))
    address = "/api/v1/records/hazardous_areas/HA-1/history"
    assert client.get(address).status_code == 401
    assert client.get(address, headers=holder(Role.VIEWER)).status_code == 403
    fields = client.get(address, headers=analyst).json()["versions"][0]["fields"]
    assert fields["contamination_types"] == ["ap_mine", "cmr"]


def test_a_record_without_geometry_is_told_too(client: TestClient, road: Callable[..., str]) -> None:
    road("organisations", collection(LEAST["organisations"]))
    version = client.get("/api/v1/records/organisations/ANAMA/history").json()["versions"][0]
    assert version["geometry"] is None


@pytest.mark.parametrize("path", ["release_areas/RA-9", "minefields/RA-1", "release_areas/RA%00"])
def test_what_is_not_approved_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/records/{path}/history")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
