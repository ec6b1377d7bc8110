"""The weeks of the map: their figures are the ledger's, whichever way the ledger is asked."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from tests.service.files import Headers
from tests.service.records import approve, square

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""
HAZARD = {"contamination_types": ["ap_mine"], "visibility": "public"}
RELEASE = {"release_method": "cleared", "organisation": "MOD"}


@pytest.fixture
def records(session: Session) -> None:
    """Approve confirmed ground in one district and suspected in another, and two weeks of work by two operators."""
    approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=7, height=3)},
            {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(6, -1, width=7, height=3)},
        ],
        organisations=[{"code": code, "type": "mod", "name_en": code, "name_az": code} for code in ("MOD", "OTHER")],
    )
    approve(
        session,
        hazardous_areas=[
            HAZARD
            | {
                "code": "HA-1",
                "classification": "cha",
                "identified_on": "2026-09-30",
                "geometry": square(0, 0, width=4),
            },
            HAZARD
            | {
                "code": "HA-2",
                "classification": "sha",
                "identified_on": "2026-10-08",
                "geometry": square(7, 0, width=3),
            },
        ],
    )
    approve(
        session,
        release_areas=[
            RELEASE | {"code": "RA-1", "effective_date": "2026-10-05", "geometry": square(0, 0, width=2)},
            RELEASE
            | {
                "code": "RA-2",
                "effective_date": "2026-10-11",
                "release_method": "reduced",
                "geometry": square(1, 0, width=2),
            },
            RELEASE
            | {"code": "RA-3", "effective_date": "2026-11-02", "organisation": "OTHER", "geometry": square(7, 0)},
        ],
    )


def weeks(client: TestClient, **asked: str) -> dict[str, Mapping[str, Any]]:
    """Ask for the weeks by their labels."""
    answer = client.get("/maps/weeks", params=asked)
    assert answer.status_code == 200, answer.text
    return {week["week"]: week for week in answer.json()["weeks"]}


def in_squares(figures: Mapping[str, Any]) -> dict[str, float]:
    """Give figures in squares of the grid, those of nought left out."""
    return {name: round(area_m2 / SQUARE_M2, 3) for name, area_m2 in figures["area_m2"].items() if area_m2}


@pytest.mark.usefixtures("records")
def test_weeks_go_from_the_first_record_to_the_last_week_that_is_over(client: TestClient) -> None:
    found = weeks(client)
    assert (next(iter(found)), list(found)[-1], len(found)) == ("2026-W40", "2026-W46", 7)  # it is Saturday of W47
    assert (found["2026-W41"]["from"], found["2026-W41"]["to"]) == ("2026-10-05", "2026-10-11")
    assert list(weeks(client, as_of="2026-10-11")) == ["2026-W40", "2026-W41"]
    assert list(weeks(client, as_of="2026-10-10")) == ["2026-W40"]


@pytest.mark.usefixtures("records")
def test_a_week_says_what_was_left_at_its_end_and_what_was_released(client: TestClient) -> None:
    found = weeks(client)
    assert in_squares(found["2026-W40"]["remaining"]) == {"cha": 4, "total": 4}
    assert in_squares(found["2026-W40"]["released_since"]) == {}
    assert in_squares(found["2026-W41"]["remaining"]) == {"cha": 1, "sha": 3, "total": 4}
    assert in_squares(found["2026-W41"]["released"]) == {"cleared": 2, "reduced": 1, "total": 3}  # they share a square
    assert in_squares(found["2026-W43"]["released"]) == {}
    assert in_squares(found["2026-W43"]["released_since"]) == {"cleared": 2, "reduced": 1, "total": 3}
    assert in_squares(found["2026-W46"]["remaining"]) == {"cha": 1, "sha": 2, "total": 3}
    assert in_squares(found["2026-W46"]["released_since"]) == {"cleared": 3, "reduced": 1, "total": 4}
    assert found["2026-W46"]["remaining"]["texts"] == {"cha": "0.9536", "sha": "1.9", "total": "2.9"}


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("district", [None, "AGM", "FUZ"])
def test_each_week_is_what_the_figures_of_the_service_say_of_its_days(client: TestClient, district: str | None) -> None:
    narrowed = {"district": district} if district else {}
    for week in weeks(client, **narrowed).values():
        days = {"from": week["from"], "to": week["to"]}
        assert _by_method(client, **narrowed, **days) == pytest.approx(_told(week["released"]), abs=0.01)
        assert _by_method(client, **narrowed, to=week["to"]) == pytest.approx(_told(week["released_since"]), abs=0.01)
        assert _by_class(client, week["to"], district) == pytest.approx(_told(week["remaining"]), abs=0.01)


def _told(figures: Mapping[str, Any]) -> dict[str, float]:
    return {name: area_m2 for name, area_m2 in figures["area_m2"].items() if area_m2}


def _by_method(client: TestClient, **asked: str) -> dict[str, float]:
    told = client.get("/api/v1/progress", params={"by": "method", **asked}).json()
    return _with_total({row["method"]: row["area_m2"] for row in told["rows"]})


def _by_class(client: TestClient, as_of: str, district: str | None) -> dict[str, float]:
    asked = {"as_of": as_of, "account": "operational", "by": "classification,district"}
    rows = client.get("/api/v1/contamination", params=asked).json()["rows"]
    return _with_total({row["classification"]: row["area_m2"] for row in rows if district in {None, row["district"]}})


def _with_total(parts_m2: dict[str, float]) -> dict[str, float]:
    return {**parts_m2, "total": sum(parts_m2.values())} if parts_m2 else {}


@pytest.mark.usefixtures("records")
def test_the_map_of_a_week_draws_the_ground_that_its_figures_count(client: TestClient) -> None:
    for week in weeks(client).values():
        drawn = client.get("/maps/features/hazardous_areas", params={"as_of": week["to"]}).json()["features"]
        begun = {"HA-1"} if week["week"] == "2026-W40" else {"HA-1", "HA-2"}
        assert {feature["properties"]["code"] for feature in drawn} == begun
        released = client.get("/maps/features/release_areas", params={"as_of": week["to"]}).json()["features"]
        expected = {"RA-1": date(2026, 10, 5), "RA-2": date(2026, 10, 11), "RA-3": date(2026, 11, 2)}
        end = date.fromisoformat(week["to"])
        assert {feature["properties"]["code"] for feature in released} == {
            code for code, day in expected.items() if day <= end
        }


@pytest.mark.usefixtures("records")
def test_figures_are_narrowed_as_the_map_is(client: TestClient) -> None:
    by_method = weeks(client, method="reduced")["2026-W46"]
    assert in_squares(by_method["released_since"]) == {"reduced": 1, "total": 1}
    by_operator = client.get("/maps/weeks", params={"organisation": "OTHER"}).json()
    assert in_squares(by_operator["weeks"][-1]["released_since"]) == {"cleared": 1, "total": 1}
    assert "everybody" in by_operator["note"]
    suspected = client.get("/maps/weeks", params={"classification": "sha"}).json()
    assert suspected["remaining_names"] == [{"name": "sha", "text": "Suspected hazardous area"}]
    assert in_squares(suspected["weeks"][-1]["remaining"]) == {"sha": 2, "total": 2}
    of_days = weeks(client, **{"from": "2026-10-06", "to": "2026-10-31"})["2026-W46"]
    assert in_squares(of_days["released_since"]) == {"reduced": 1, "total": 1}


def test_a_past_state_of_knowledge_has_its_own_weeks(client: TestClient, session: Session) -> None:
    hazard = HAZARD | {"code": "HA-1", "classification": "cha", "identified_on": "2026-10-01", "geometry": square(0, 0)}
    first = approve(session, hazardous_areas=[hazard])
    second = approve(session, hazardous_areas=[hazard | {"geometry": square(0, 0, width=3)}])
    known = weeks(client, as_known_at=(first + (second - first) / 2).isoformat())
    assert in_squares(known["2026-W40"]["remaining"]) == {"cha": 1, "total": 1}
    assert in_squares(weeks(client)["2026-W40"]["remaining"]) == {"cha": 3, "total": 3}


def test_without_records_there_is_no_week(client: TestClient) -> None:
    assert weeks(client) == {}


@pytest.mark.usefixtures("records")
def test_weeks_are_named_in_the_reader_s_language_and_asked_for_once(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    answer = client.get("/maps/weeks", params={"lang": "az"})
    told = answer.json()
    assert told["since_text"] == "10.11.2020 tarixindən"
    assert [figure["text"] for figure in told["released_names"]] == [
        "Təmizlənib",
        "İxtisar olunub (texniki tədqiqat)",
        "Ləğv edilib (qeyri-texniki tədqiqat)",
        "Birlikdə",
    ]
    assert told["weeks"][0]["text"] == "28.09.2026–04.10.2026"
    again = {"if-none-match": answer.headers["etag"]}
    assert client.get("/maps/weeks", params={"lang": "az"}, headers=again).status_code == 304
    assert client.get("/maps/weeks", params={"lang": "en"}, headers=again).status_code == 200
    assert client.get("/maps/weeks", params={"lang": "az"}, headers=again | holder(Role.ANALYST)).status_code == 200


def test_a_release_without_a_method_has_a_line_of_its_own(client: TestClient, session: Session) -> None:
    day = date(2026, 11, 1) - timedelta(days=3)
    told = {
        "code": "RA-9",
        "release_method": "undetermined",
        "effective_date": day.isoformat(),
        "geometry": square(0, 0),
    }
    approve(session, release_areas=[told])
    answer = client.get("/maps/weeks").json()
    assert "undetermined" in [figure["name"] for figure in answer["released_names"]]
    assert in_squares(answer["weeks"][-1]["released_since"]) == {"undetermined": 1, "total": 1}
