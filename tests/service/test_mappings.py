"""Mappings of columns: kept from one file, used for the next that looks like it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.accounts.flow import create_token
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square

ANSWERS = {
    "columns": {"Nömrə": "code", "Nəticə": "release_method", "M": None},
    "codes": {"release_method": {"T": "cleared"}},
    "constants": {"asset": "manual", "effective_date": "2026-11-16", "date_precision": "reported"},
    "units": {"Sahə": "ha"},
}
KEPT = {
    "columns": {"Nömrə": "code", "Nəticə": "release_method", "M": None},
    "codes": {"release_method": {"T": "cleared"}},
    "constants": {"asset": "manual"},
    "units": {"Sahə": "ha"},
}


def messy(number: int, **more: object) -> bytes:
    """Give one release under headings of somebody's own."""
    row = {"Nömrə": f"RA-{number}", "Nəticə": "T", "Sahə": "1,0", "M": 1, **more}
    return collection({**row, "geometry": square(number, 0)})


@pytest.fixture
def of(session: Session, road: Callable[..., str]) -> Callable[[str], Headers]:
    """Give what makes an analyst of an organisation."""
    others = [{**LEAST["organisations"], "code": code} for code in ("OP", "OTHER")]
    road("organisations", collection(*others))

    def make(code: str) -> Headers:
        token = create_token(session, Role.ANALYST, organisation_code=code)
        session.commit()
        return {"authorization": f"Bearer {token}"}

    return make


def sent(client: TestClient, headers: Headers, content: bytes, **form: str) -> Any:  # noqa: ANN401 - JSON
    return send(client, headers, "release_areas", content, **form).json()


def saved(client: TestClient, headers: Headers, number: int = 1, **more: str) -> Any:  # noqa: ANN401 - JSON
    upload = sent(client, headers, messy(number), mapping=json.dumps(ANSWERS))
    answer = client.post("/api/v1/mappings", headers=headers, json={"upload": upload["id"], **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_what_was_said_of_a_file_holds_for_the_next_but_for_its_days(client: TestClient, analyst: Headers) -> None:
    first = sent(client, analyst, messy(1), mapping=json.dumps(ANSWERS))
    assert first["status"] == "submitted"
    mapping = client.post("/api/v1/mappings", headers=analyst, json={"upload": first["id"]}).json()
    assert mapping["answers"] == KEPT
    assert (mapping["layer"], mapping["organisation"]) == ("release_areas", None)
    assert mapping["column_names"] == ["Nömrə", "Nəticə", "Sahə", "M"]
    later = sent(client, analyst, messy(2), mapping=json.dumps({"constants": {"effective_date": "2026-11-17"}}))
    assert later["status"] == "submitted"
    assert later["understood"]["saved_mapping_id"] == mapping["id"]
    assert [(column["field"], column["how"]) for column in later["understood"]["columns"]] == [
        ("code", "saved"),
        ("release_method", "saved"),
        ("area_reported_m2", "alias"),
        (None, "saved"),
    ]


def test_without_its_day_a_file_is_still_asked_for_it(client: TestClient, analyst: Headers) -> None:
    saved(client, analyst)
    later = sent(client, analyst, messy(2))
    assert later["status"] == "rejected"
    issues = client.get(f"/api/v1/uploads/{later['id']}/issues", headers=analyst).json()
    assert [issue["kind"] for issue in issues if issue["severity"] == "error"] == ["date-column-missing"]


def test_a_file_with_more_columns_is_read_by_it_and_one_with_fewer_is_not(client: TestClient, analyst: Headers) -> None:
    mapping = saved(client, analyst)
    more = sent(client, analyst, messy(2, Tarix="2026-11-17"))
    assert (more["status"], more["understood"]["saved_mapping_id"]) == ("submitted", mapping["id"])
    fewer = sent(client, analyst, collection({"Nömrə": "RA-3", "geometry": square(3, 0)}))
    assert fewer["understood"]["saved_mapping_id"] is None


def test_an_organisation_has_mappings_of_its_own(client: TestClient, of: Callable[[str], Headers]) -> None:
    one, other = of("OP"), of("OTHER")
    assert saved(client, one)["organisation"] == "OP"
    assert [mapping["organisation"] for mapping in client.get("/api/v1/mappings", headers=one).json()] == ["OP"]
    assert client.get("/api/v1/mappings", headers=other).json() == []
    assert sent(client, other, messy(2))["understood"]["saved_mapping_id"] is None


def test_who_is_of_no_organisation_saves_for_one_or_for_everybody(
    client: TestClient, analyst: Headers, of: Callable[[str], Headers]
) -> None:
    of_one = saved(client, analyst, 1, organisation="OP")
    everybodys = saved(client, analyst, 2)
    assert [of_one["organisation"], everybodys["organisation"]] == ["OP", None]
    seen = client.get("/api/v1/mappings", headers=of("OTHER"), params={"layer": "release_areas"}).json()
    assert [mapping["id"] for mapping in seen] == [everybodys["id"]]
    assert client.get("/api/v1/mappings", headers=analyst, params={"layer": "tasks"}).json() == []


@pytest.mark.parametrize("organisation", ["OTHER", "NOBODY"])
def test_nobody_saves_for_an_organisation_that_is_not_theirs(
    client: TestClient, of: Callable[[str], Headers], organisation: str
) -> None:
    headers = of("OP")
    upload = sent(client, headers, messy(1), mapping=json.dumps(ANSWERS))
    body = {"upload": upload["id"], "organisation": organisation}
    assert client.post("/api/v1/mappings", headers=headers, json=body).status_code == 400
    assert client.get("/api/v1/mappings", headers=headers).json() == []


def test_a_file_that_is_understood_by_itself_has_nothing_to_keep(client: TestClient, analyst: Headers) -> None:
    upload = sent(
        client, analyst, collection({**LEAST["release_areas"], "geometry": shapely.box(46.9, 39.6, 46.901, 39.601)})
    )
    answer = client.post("/api/v1/mappings", headers=analyst, json={"upload": upload["id"]})
    assert answer.status_code == 400
    assert "Nothing was stored" in answer.json()["detail"]


def test_who_may_not_upload_may_not_save(client: TestClient, analyst: Headers, holder: Callable[..., Headers]) -> None:
    upload = sent(client, analyst, messy(1), mapping=json.dumps(ANSWERS))
    viewer = holder(Role.VIEWER)
    assert client.post("/api/v1/mappings", headers=viewer, json={"upload": upload["id"]}).status_code == 403
    assert client.get("/api/v1/mappings", headers=viewer).status_code == 403
    assert client.get("/api/v1/mappings").status_code == 401
