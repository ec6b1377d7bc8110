"""Uploads over HTTP: what comes in, what is said of it, and what is stored."""

import json
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.layers import LAYERS_BY_NAME
from service.tables import staged_feature, upload
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square


@pytest.fixture
def analyst(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.ANALYST)


@pytest.mark.parametrize("layer", LAYERS_BY_NAME)
def test_the_least_file_of_a_layer_passes(client: TestClient, analyst: Headers, layer: str) -> None:
    answer = send(client, analyst, layer, collection(LEAST[layer]))
    assert answer.status_code == 201, answer.text
    issues = client.get(f"/api/v1/uploads/{answer.json()['id']}/issues", headers=analyst).json()
    assert [issue for issue in issues if issue["severity"] == "error"] == []
    assert answer.json()["status"] == "submitted"
    assert answer.json()["counts"]["new"] == 1
