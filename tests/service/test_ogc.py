"""The published layers: what comes out goes in again unchanged, page by page, to those who may see it."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from shapely.geometry import shape
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.layers import LAYERS, LAYERS_BY_NAME
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square, withdraw

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""

HOLED = shapely.difference(square(0, 0, width=3, height=3), square(1, 1))
FULL: dict[str, dict[str, Any]] = {
    "districts": {"aliases": ["Agdam", "Agdam, the city"], "boundary_on": "2021-06-01", "is_authoritative": True},
    "organisations": {"mandated_by_law": True, "valid_from": "1998-07-18", "remarks": "“Quoted”, ə and a\nline"},
    "hazardous_areas": {
        "district_code": "AGM",
        "organisation": "ANAMA",
        "parent_codes": ["HA-0"],
        "area_reported_m2": 1_816.4,
        "accuracy_m": 1e-7,
        "geometry": square(0, 0, width=1 / 3, height=4 / 7),
    },
    "projects": {"executing_org": "ANAMA", "lead_nation": "Türkiyə", "total_area_m2": 64_000_000},
    "project_phases": {
        "planned_end": "2030-12-31",
        "actual_start": "2026-01-05",
        "spent_amount": 0.1,
        "currency": "EUR",
    },
    "tasks": {
        "project_phase_code": "PJ-1-1",
        "geometry": shapely.LineString([(46.9 + 0.1 / 3, 39.6), (46.91, 39.6 + 0.1 / 7)]),
    },
    "release_areas": {
        "task_code": "T-1",
        "hazardous_area_codes": ["HA-2", "HA-1"],
        "target_types": ["cmr", "ap_mine"],
        "depth_cleared_cm": 20,
        "area_reported_m2": 85_824,
        "uxo": 0,
        "geometry": HOLED,
    },
    "eo_items": {"task_code": "T-9", "is_hazardous": False, "remarks": "123"},
}
"""What a feature of each layer can hold beside the least: links, lists, long fractions, other letters."""


@pytest.fixture
def releases(session: Session) -> None:
    """Approve five released squares side by side, one without an outline, and one that is not public."""
    least = {"release_method": "cleared", "effective_date": "2026-11-16"}
    public = [least | {"code": f"RA-{n}", "geometry": square(2 * n, 0)} for n in range(1, 5)]
    bare = least | {"code": "RA-5", "geometry_source": "none", "area_reported_m2": 955}
    hidden = least | {"code": "RA-6", "visibility": "internal", "geometry": square(12, 0)}
    approve(session, release_areas=[*public, bare, hidden])


def items(client: TestClient, layer: str, headers: Headers | None = None, **asked: str | int) -> dict[str, Any]:
    answer = client.get(f"/ogc/collections/{layer}/items", headers=headers, params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    document: dict[str, Any] = answer.json()
    return document


def codes(document: dict[str, Any]) -> list[str]:
    return [feature["properties"]["code"] for feature in document["features"]]


def link(document: dict[str, Any], rel: str) -> str | None:
    return next((link["href"] for link in document["links"] if link["rel"] == rel), None)


def box(*sides: float) -> str:
    return ",".join(map(str, sides))


@pytest.mark.parametrize("layer", [layer.name for layer in LAYERS])
@pytest.mark.parametrize("more", [{}, FULL], ids=["least", "full"])
def test_what_comes_out_goes_in_again_unchanged(
    client: TestClient, road: Callable[..., str], analyst: Headers, layer: str, more: dict[str, Any]
) -> None:
    for needed in ("districts", "organisations"):
        if layer != needed:
            road(needed, collection(LEAST[needed]))
    road(layer, collection(LEAST[layer] | more.get(layer, {})))
    written = client.get(f"/ogc/collections/{layer}/items", headers=analyst)
    counts = send(client, analyst, layer, written.content).json()["counts"]
    assert {name: counts[name] for name in ("features", "unchanged", "errors")} == {
        "features": 1,
        "unchanged": 1,
        "errors": 0,
    }
    (feature,) = written.json()["features"]
    sent = LEAST[layer] | more.get(layer, {})
    for name, value in sent.items():
        if isinstance(value, list):
            assert sorted(feature["properties"][name]) == sorted(value)
        elif name not in {"geometry", "contamination_types"}:
            assert feature["properties"][name] == value
    assert set(feature["properties"]) - {"area_m2"} == set(LAYERS_BY_NAME[layer].fields_by_name)
    outline = sent["geometry"]
    assert feature["geometry"] is None if outline is None else shape(feature["geometry"]).equals(outline)


@pytest.mark.usefixtures("releases")
def test_a_feature_has_its_outline_as_uploaded_and_its_area(client: TestClient) -> None:
    first, *_, bare = items(client, "release_areas")["features"]
    assert shape(first["geometry"]).equals(square(2, 0))
    assert first["properties"]["area_m2"] == pytest.approx(SQUARE_M2, rel=1e-6)
    assert (bare["geometry"], bare["properties"]["area_m2"]) == (None, None)
    assert bare["properties"]["area_reported_m2"] == 955


@pytest.mark.usefixtures("releases")
def test_the_public_is_given_public_records_and_told_how_many_are_withheld(
    client: TestClient, analyst: Headers, holder: Callable[..., Headers]
) -> None:
    for headers in (None, holder(Role.VIEWER)):
        document = items(client, "release_areas", headers)
        assert codes(document) == ["RA-1", "RA-2", "RA-3", "RA-4", "RA-5"]
        assert (document["numberMatched"], document["numberReturned"], document["withheld"]) == (5, 5, 1)
        assert client.get("/ogc/collections/release_areas/items/RA-6", headers=headers).status_code == 404
        assert client.get("/ogc/collections/release_areas", headers=headers).json()["withheld"] == 1
    document = items(client, "release_areas", analyst)
    assert "RA-6" in codes(document)
    assert document["withheld"] == 0
    assert client.get("/ogc/collections/release_areas/items/RA-6", headers=analyst).status_code == 200


def test_restricted_records_are_given_to_nobody(client: TestClient, session: Session, analyst: Headers) -> None:
    approve(session, tasks=[LEAST["tasks"] | {"visibility": "restricted"}])
    document = items(client, "tasks", analyst)
    assert (codes(document), document["withheld"]) == ([], 1)
    assert client.get("/ogc/collections/tasks/items/T-1", headers=analyst).status_code == 404


@pytest.mark.usefixtures("releases")
def test_links_lead_through_every_page_to_its_end(client: TestClient) -> None:
    address: str | None = "/ogc/collections/release_areas/items?limit=2"
    pages: list[Sequence[str]] = []
    while address:
        document = client.get(address).json()
        assert (document["numberMatched"], document["numberReturned"]) == (5, len(document["features"]))
        pages.append(codes(document))
        address = link(document, "next")
    assert pages == [["RA-1", "RA-2"], ["RA-3", "RA-4"], ["RA-5"]]


@pytest.mark.usefixtures("releases")
def test_a_page_that_is_just_full_is_the_last(client: TestClient) -> None:
    assert link(items(client, "release_areas", limit=5), "next") is None
    assert link(items(client, "release_areas", limit=4), "next") is not None


@pytest.mark.usefixtures("releases")
def test_a_box_gives_what_touches_it_and_keeps_to_it_on_the_next_page(client: TestClient) -> None:
    sides = box(*square(4, 0, width=3).bounds)  # the squares RA-2 and RA-3
    document = items(client, "release_areas", bbox=sides, limit=1)
    assert (codes(document), document["numberMatched"]) == (["RA-2"], 2)
    following = client.get(str(link(document, "next"))).json()
    assert (codes(following), link(following, "next")) == (["RA-3"], None)


@pytest.mark.usefixtures("releases")
def test_a_box_does_not_tell_where_withheld_records_lie(client: TestClient) -> None:
    around, elsewhere = box(*square(12, 0).bounds), box(*square(20, 0).bounds)
    assert items(client, "release_areas", bbox=around)["withheld"] == 1
    assert items(client, "release_areas", bbox=elsewhere)["withheld"] == 1


def test_a_triangle_beside_the_box_that_its_bounds_touch_is_left_out(client: TestClient, session: Session) -> None:
    least = {"release_method": "cleared", "effective_date": "2026-11-16"}
    triangle = shapely.Polygon([(46.9, 39.6), (46.91, 39.6), (46.9, 39.61)])
    approve(session, release_areas=[least | {"code": "RA-1", "geometry": triangle}])
    assert codes(items(client, "release_areas", bbox=box(46.908, 39.608, 46.91, 39.61))) == []
    assert codes(items(client, "release_areas", bbox=box(46.9, 39.6, 46.901, 39.601))) == ["RA-1"]


def test_records_without_geometry_lie_in_no_box(client: TestClient, road: Callable[..., str]) -> None:
    road("organisations", collection(LEAST["organisations"]))
    assert codes(items(client, "organisations")) == ["ANAMA"]
    assert codes(items(client, "organisations", bbox=box(-180, -90, 180, 90))) == []


def test_only_what_holds_now_is_given(client: TestClient, road: Callable[..., str]) -> None:
    road("release_areas", collection(LEAST["release_areas"]))
    wider = LEAST["release_areas"] | {"geometry": square(0, 0, width=2)}
    road("release_areas", collection(wider), revision_reason="Measured again")
    (feature,) = items(client, "release_areas")["features"]
    assert feature["properties"]["area_m2"] == pytest.approx(2 * SQUARE_M2, rel=1e-6)


def test_an_instant_gives_what_was_known_then_to_the_last_page(client: TestClient, session: Session) -> None:
    least = {"release_method": "cleared", "effective_date": "2026-11-16"}
    at = approve(session, release_areas=[least | {"code": f"RA-{n}", "geometry": square(n, 0)} for n in range(4)])
    approve(session, release_areas=[least | {"code": "RA-0", "geometry": square(0, 0, width=2)}])
    withdraw(session, "release_areas", "RA-3")
    now = items(client, "release_areas")
    then = items(client, "release_areas", as_known_at=at.isoformat(), limit=3)
    assert (codes(now), now["numberMatched"]) == (["RA-0", "RA-1", "RA-2"], 3)
    assert (codes(then), then["numberMatched"]) == (["RA-0", "RA-1", "RA-2"], 4)
    assert codes(client.get(str(link(then, "next"))).json()) == ["RA-3"]
    assert shape(then["features"][0]["geometry"]).equals(square(0, 0))


def test_a_record_is_found_as_it_was_known(client: TestClient, session: Session) -> None:
    least = {"code": "RA-1", "release_method": "cleared", "effective_date": "2026-11-16"}
    at = approve(session, release_areas=[least])
    withdraw(session, "release_areas", "RA-1")
    address = "/ogc/collections/release_areas/items/RA-1"
    assert client.get(address).status_code == 404
    found = client.get(address, params={"as_known_at": at.isoformat()})
    assert found.json()["properties"]["release_method"] == "cleared"


def test_what_was_hidden_since_is_withheld_also_of_the_past(
    client: TestClient, session: Session, analyst: Headers
) -> None:
    least = {"code": "RA-1", "release_method": "cleared", "effective_date": "2026-11-16"}
    at = approve(session, release_areas=[least])
    approve(session, release_areas=[least | {"visibility": "internal"}])
    then = items(client, "release_areas", as_known_at=at.isoformat())
    assert (codes(then), then["withheld"]) == ([], 1)
    assert codes(items(client, "release_areas", analyst, as_known_at=at.isoformat())) == ["RA-1"]


@pytest.mark.usefixtures("releases")
def test_one_record_is_found_by_id_and_by_code(client: TestClient) -> None:
    (feature,) = items(client, "release_areas", limit=1)["features"]
    for named in (feature["id"], "RA-1"):
        address = f"/ogc/collections/release_areas/items/{named}"
        answer = client.get(address)
        assert answer.headers["content-type"] == "application/geo+json"
        found = answer.json()
        assert link(found, "self") == f"http://testserver{address}"
        assert link(found, "collection") == "http://testserver/ogc/collections/release_areas"
        assert {name: found[name] for name in feature} == feature


def test_collections_are_the_layers(client: TestClient) -> None:
    listed = client.get("/ogc/collections").json()["collections"]
    assert [one["id"] for one in listed] == [layer.name for layer in LAYERS]
    for one in listed:
        assert client.get(str(link(one, "self"))).json() == one
        assert client.get(str(link(one, "items"))).json()["features"] == []
    assert client.get("/ogc/collections/release_areas?lang=az").json()["title"] == "Buraxılmış ərazilər"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("roads", "There is no collection roads. There are: districts, organisations, projects, project_phases, "),
        ("roads/items", "There is no collection roads."),
        ("release_areas/items/RA-9", "No record RA-9 of release_areas"),
        ("release_areas/items/RA%00", "of release_areas"),
        ("release_areas/items/0d4fa6ff-6fd9-4e8b-a8a2-9e2b8f0fd0a1", "of release_areas"),
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str, said: str) -> None:
    answer = client.get(f"/ogc/collections/{path}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("/release_areas/items?bbox=46,39,47", "bbox “46,39,47” is not a box."),
        ("/release_areas/items?bbox=46,39,47,40,41", "is not a box."),
        ("/release_areas/items?bbox=47,39,46,40", "is not a box."),
        ("/release_areas/items?bbox=46,40,47,39", "is not a box."),
        ("/release_areas/items?bbox=46,39,47,91", "is not a box."),
        ("/release_areas/items?bbox=-181,39,47,40", "is not a box."),
        ("/release_areas/items?bbox=a,39,47,40", "is not a box."),
        ("/release_areas/items?bbox=nan,39,47,40", "is not a box."),
        ("/release_areas/items?bbox=", "is not a box."),
        ("/release_areas/items?limit=0", "limit"),
        ("/release_areas/items?limit=many", "limit"),
        ("/release_areas/items?offset=10", "offset"),
        ("/release_areas/items/RA-1?crs=EPSG:4326", "crs"),
        ("/release_areas?f=html", "f"),
        ("?f=html", "f"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(client: TestClient, query: str, said: str) -> None:
    answer = client.get(f"/ogc/collections{query}")
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/wrong-parameter")
    assert said in answer.json()["detail"]


@pytest.mark.usefixtures("releases")
def test_a_limit_above_the_highest_means_the_highest(client: TestClient) -> None:
    assert len(items(client, "release_areas", limit=10**30)["features"]) == 5


@pytest.mark.parametrize("after", ["RA-4", "RA-4\0"])
@pytest.mark.usefixtures("releases")
def test_a_page_begins_behind_a_code(client: TestClient, after: str) -> None:
    assert codes(items(client, "release_areas", after=after)) == ["RA-5"]


def test_long_answers_travel_compressed(client: TestClient, session: Session) -> None:
    least = {"release_method": "cleared", "effective_date": "2026-11-16"}
    approve(session, release_areas=[least | {"code": f"RA-{n}", "geometry": square(n, 0)} for n in range(20)])
    answer = client.get("/ogc/collections/release_areas/items", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.json()["features"]) == 20
