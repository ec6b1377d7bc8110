"""The list beside the map: what is in view, page by page, for who asks."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.layers import LAYERS_BY_NAME
from service.access import visibilities
from service.ledger.known import known_at
from service.records.listed import ListQuestion, Order, listed, listed_count
from service.records.selection import Moment
from tests.service.files import LEAST, Headers
from tests.service.records import approve, square, withdraw

RELEASE = LEAST["release_areas"] | {"organisation": "ANAMA", "district_code": "AGM", "task_code": "T-1"}
OTHER = RELEASE | {
    "code": "RA-2",
    "release_method": "cancelled",
    "effective_date": "2026-10-01",
    "organisation": "MES",
    "task_code": None,
    "geometry": square(5, 5),
}
BASE: dict[str, Any] = {
    "districts": [LEAST["districts"]],
    "organisations": [LEAST["organisations"], LEAST["organisations"] | {"code": "MES", "type": "mes"}],
}
AROUND_FIRST = "46.8995,39.5995,46.9015,39.6015"


def codes(client: TestClient, headers: Headers | None = None, **asked: object) -> list[str]:
    answer = client.get("/map/list", params=asked, headers=headers)  # type: ignore[arg-type] # whatever an address holds
    assert answer.status_code == 200, answer.text
    return re.findall(r"<strong>([^<]+)</strong>", answer.text)


@pytest.fixture
def recorded(session: Session) -> None:
    projects = {"projects": [LEAST["projects"]], "project_phases": [LEAST["project_phases"]]}
    task = LEAST["tasks"] | {"project_phase_code": "PJ-1-1"}
    approve(session, **BASE, **projects, tasks=[task], release_areas=[RELEASE, OTHER])


@pytest.mark.usefixtures("recorded")
def test_what_is_in_view_is_listed_and_counted(client: TestClient) -> None:
    assert codes(client) == ["RA-1", "RA-2"]
    assert codes(client, bbox=AROUND_FIRST) == ["RA-1"]
    assert codes(client, bbox="10,10,11,11") == []
    assert "Released areas 1" in client.get("/map/list", params={"bbox": AROUND_FIRST, "layer": "tasks"}).text


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"method": "cleared"}, ["RA-1"]),
        ({"method": ["cleared", "cancelled"]}, ["RA-1", "RA-2"]),
        ({"method": ""}, ["RA-1", "RA-2"]),
        ({"from": "2026-11-01"}, ["RA-1"]),
        ({"to": "2026-11-01", "from": ""}, ["RA-2"]),
        ({"organisation": "MES"}, ["RA-2"]),
        ({"task": "T-1"}, ["RA-1"]),
        ({"project": "PJ-1"}, ["RA-1"]),
        ({"project": "PJ-2"}, []),
        ({"district": "AGM"}, ["RA-1", "RA-2"]),
        ({"district": "FUZ"}, []),
        ({"as_of": "2026-10-31"}, ["RA-2"]),
        ({"order": "code", "method": "cleared,cancelled"}, ["RA-1", "RA-2"]),
    ],
)
def test_the_question_of_the_map_narrows_the_list(
    client: TestClient, asked: dict[str, Any], expected: list[str]
) -> None:
    assert codes(client, **asked) == expected
    page = client.get("/map", params=asked)
    assert re.findall(r"<strong>(RA-[^<]+)</strong>", page.text) == expected


def test_a_list_is_that_of_the_state_of_knowledge(client: TestClient, session: Session) -> None:
    first = approve(session, release_areas=[RELEASE | {"organisation": None, "district_code": None, "task_code": None}])
    withdraw(session, "release_areas", "RA-1")
    assert codes(client) == []
    assert codes(client, as_known_at=first.isoformat()) == ["RA-1"]
    answer = client.get("/map/list", params={"as_known_at": first.isoformat()})
    assert "/records/release_areas/RA-1?as_known_at=" in answer.text


def test_what_is_not_public_is_listed_for_the_programme_alone(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    hazard = LEAST["hazardous_areas"] | {"contamination_types": ["cmr"]}
    approve(session, hazardous_areas=[hazard, hazard | {"code": "HA-2", "visibility": "public"}])
    asked: dict[str, Any] = {"layer": "hazardous_areas"}
    assert codes(client, **asked) == ["HA-2"]
    assert "Hazardous areas 1" in client.get("/map/list", params=asked).text
    assert "Only what is public is listed." in client.get("/map/list", params=asked).text
    assert codes(client, holder(Role.VIEWER), **asked) == ["HA-2"]
    assert codes(client, holder(Role.ANALYST), **asked) == ["HA-1", "HA-2"]


def test_a_record_without_an_outline_is_listed_everywhere_but_never_in_view(
    client: TestClient, session: Session
) -> None:
    undrawn = {"geometry": None, "geometry_source": "none", "area_reported_m2": 900.0}
    approve(session, release_areas=[LEAST["release_areas"] | undrawn])
    assert codes(client) == ["RA-1"]
    assert "no outline, so not on the map" in client.get("/map/list").text
    assert codes(client, bbox="46,39,48,41") == []


@pytest.mark.parametrize("order", Order)
def test_the_pages_of_every_order_give_each_record_once(session: Session, order: Order) -> None:
    first = date(2026, 1, 1)
    releases = [
        LEAST["release_areas"]
        | {
            "code": f"RA-{number}",
            "effective_date": str(first + timedelta(days=number % 3)),
            "geometry": square(number * 3, 0, width=1 + number % 2),
        }
        for number in range(7)
    ]
    at = approve(session, release_areas=releases)
    keys: Mapping[Order, Callable[[int], tuple[Any, ...]]] = {
        Order.NEWEST: lambda number: (-(number % 3), f"RA-{number}"),
        Order.LARGEST: lambda number: (-(number % 2), f"RA-{number}"),
        Order.CODE: lambda number: (f"RA-{number}",),
    }
    expected = [f"RA-{number}" for number in sorted(range(7), key=keys[order])]
    for is_present in (True, False):
        moment = Moment(
            as_of=date(2026, 11, 21),
            as_known_at=known_at(session, at),
            audience=visibilities(is_internal=False),
            is_present=is_present,
        )
        for few in (7, 20_000):  # by place and then sorted, or along the index of the order
            assert (
                _walked(session, ListQuestion(layer=LAYERS_BY_NAME["release_areas"], moment=moment, order=order), few)
                == expected
            )


def _walked(session: Session, question: ListQuestion, count: int) -> list[str]:
    after, found = None, list[str]()
    while True:
        asked = ListQuestion(layer=question.layer, moment=question.moment, order=question.order, after=after, limit=3)
        page = listed(session, asked, count=count)
        found += [row["code"] for row in page.rows]
        if page.after is None:
            assert listed_count(session, question) == len(found)
            return found
        after = page.after


@pytest.mark.parametrize(
    "asked",
    [
        {"bbox": "1,2,3"},
        {"bbox": "nan,1,2,3"},
        {"bbox": "a,b,c,d"},
        {"layer": "organisations"},
        {"order": "best"},
        {"after": "soon~RA-1"},
        {"method": "swept"},
        {"as_of": "2199-01-01"},
        {"unheard": "of"},
    ],
)
def test_what_cannot_be_asked_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    assert client.get("/map/list", params=asked).status_code == 400


def test_a_list_names_where_the_map_finds_its_records(client: TestClient, session: Session) -> None:
    approve(session, release_areas=[LEAST["release_areas"]])
    page = client.get("/map/list").text
    lon, lat, zoom = (float(re.findall(rf'data-{name}="([^"]+)"', page)[0]) for name in ("lon", "lat", "zoom"))
    assert square(0, 0).contains(shapely.Point(lon, lat))
    assert zoom == 17


@pytest.mark.parametrize("bbox", ["", "46,39,47,40"])
def test_a_layer_without_any_record_says_how_it_gets_one(client: TestClient, bbox: str) -> None:
    page = client.get("/map/list", params={"lang": "en", "layer": "tasks", "bbox": bbox}).text
    assert "No approved record of this layer is known yet." in page
    assert 'href="/uploads/new?layer=tasks"' in page
    assert "Move the map" not in page


@pytest.mark.usefixtures("recorded")
def test_a_list_that_a_report_leads_to_says_what_its_ground_adds_up_to(client: TestClient) -> None:
    days = {"from": "2026-09-28", "to": "2026-10-04", "as_of": "2026-10-04"}
    known = {"as_known_at": client.get("/api/v1/progress", params={"from": "2026-10-01"}).json()["as_known_at"]}
    told = client.get("/map/list", params=days | known).text
    area_m2 = client.get("/api/v1/progress", params={"from": "2026-09-28", "to": "2026-10-04"}).json()["total_m2"]
    assert f"each square metre once: {area_m2 / 10_000:.4f} ha." in told
    assert 'href="/progress?from=2026-09-28&amp;to=2026-10-04' in told
    assert "each square metre once: 0 ha." in client.get("/map/list", params=days | known | {"method": "reduced"}).text
    assert "Left of them in the certified account, each square metre once: 0 ha." in unescape(
        client.get("/map/list", params=days | known | {"layer": "hazardous_areas"}).text
    )
    for other in (days, known, days | known | {"bbox": AROUND_FIRST}, days | known | {"layer": "tasks"}):
        assert "each square metre once" not in client.get("/map/list", params=other).text
