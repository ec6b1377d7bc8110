"""Maps show what is asked, as it stood, to those who may see it; their figures come from the ledger."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import geopandas as gpd
import pytest
from fastapi.testclient import TestClient
from shapely import Point
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.access import visibilities
from service.ledger.known import known_at
from service.maps.frames import told_frame
from service.maps.queries import PRINTED, MapQuestion
from service.records.selection import Moment, Selection
from service.tables import instance_fact
from tests.conftest import filled_engine
from tests.service.records import approve, square

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""

PUBLIC_HAZARD = {
    "code": "HA-1",
    "classification": "cha",
    "contamination_types": ["ap_mine", "av_mine"],
    "identified_on": "2025-01-06",
    "organisation": "MOD",
    "district_code": "AGM",
    "visibility": "public",
    "geometry": square(0, 0, width=4),
}
FIND = {
    "code": "EO-1",
    "eo_category": "ap_mine",
    "quantity": 3,
    "found_on": "2025-10-20",
    "disposal_state": "destroyed_in_situ",
    "disposed_on": "2025-10-21",
    "task_code": "T-1",
    "geometry": Point(46.9005, 39.6005),
}
INTERNAL_HAZARD = PUBLIC_HAZARD | {"code": "HA-2", "visibility": "internal", "geometry": square(6, 0)}
RELEASES = [
    {
        "code": code,
        "effective_date": day,
        "release_method": "cleared",
        "organisation": "MOD",
        "task_code": "T-1",
        "geometry": ground,
    }
    for code, day, ground in (
        ("RA-1", "2025-10-20", square(0, 0, width=2)),
        ("RA-2", "2025-10-27", square(1, 0, width=2)),
        ("RA-3", "2025-10-27", None),
    )
]


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Approve two districts with hazard in each, a public one and one that is not, and two overlapping releases."""
    approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=6, height=3)},
            {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(5, -1, width=6, height=3)},
            {"code": "AGD", "name_en": "Aghdara", "name_az": "Ağdərə"},
        ],
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
        tasks=[{"code": "T-1", "task_type": "clearance", "organisation": "MOD", "status": "active"}],
    )
    approve(session, hazardous_areas=[PUBLIC_HAZARD, INTERNAL_HAZARD | {"district_code": "FUZ"}])
    approve(session, release_areas=RELEASES)


def shown(
    session: Session,
    *,
    as_of: date = date(2026, 11, 21),
    as_known_at: datetime | None = None,
    sees_internal: bool = False,
    **selected: Any,  # noqa: ANN401 - the fields of a selection
) -> dict[str, gpd.GeoDataFrame]:
    audience = visibilities(is_internal=sees_internal)
    moment = Moment(as_of=as_of, as_known_at=known_at(session, as_known_at), audience=audience)
    question = MapQuestion(moment=moment, selection=Selection(**selected))
    return {name: told_frame(session, question, name, language="en") for name in PRINTED}


def test_the_public_sees_public_records_and_the_programme_all(session: Session) -> None:
    public, internal = shown(session), shown(session, sees_internal=True)
    assert list(public["hazardous_areas"].code) == ["HA-1"]
    assert public["tasks"].empty
    assert list(internal["hazardous_areas"].code) == ["HA-1", "HA-2"]
    assert list(internal["tasks"].code) == ["T-1"]


def test_records_carry_what_their_popups_print(session: Session) -> None:
    layers = shown(session)
    (hazard,) = layers["hazardous_areas"].itertuples()
    assert (hazard.contamination_class, hazard.organisation, hazard.district_code) == (
        "ap_and_av",
        "Ministry of Defence",
        "Aghdam",
    )
    assert hazard.area_m2 == pytest.approx(4 * SQUARE_M2, rel=1e-6)
    assert list(layers["release_areas"].task_code) == ["T-1", "T-1", "T-1"]
    assert layers["release_areas"].geometry.isna().tolist() == [False, False, True]


def test_a_past_day_shows_what_had_been_released_and_how_hazard_stood(session: Session) -> None:
    closed = {"status": "closed", "status_changed_on": "2025-12-01"}
    approve(session, hazardous_areas=[PUBLIC_HAZARD | closed])
    before, after = shown(session, as_of=date(2025, 10, 26)), shown(session, as_of=date(2025, 12, 1))
    assert list(before["release_areas"].code) == ["RA-1"]
    assert list(before["hazardous_areas"].status) == ["open"]
    assert list(after["hazardous_areas"].status) == ["closed"]
    assert shown(session, as_of=date(2025, 1, 5))["hazardous_areas"].empty


def test_an_earlier_state_of_knowledge_shows_what_was_recorded_then(session: Session) -> None:
    known = known_at(session, None)
    approve(session, release_areas=[RELEASES[0] | {"code": "RA-9", "geometry": square(3, 0)}])
    assert "RA-9" in list(shown(session)["release_areas"].code)
    assert "RA-9" not in list(shown(session, as_known_at=known)["release_areas"].code)


def test_a_period_shows_its_own_releases(session: Session) -> None:
    week = shown(session, from_on=date(2025, 10, 27), as_of=date(2025, 11, 2))
    assert list(week["release_areas"].code) == ["RA-2", "RA-3"]


def test_one_district_shows_what_is_stated_for_it_or_lies_in_it(session: Session) -> None:
    fuzuli = shown(session, district_code="FUZ", sees_internal=True)
    assert list(fuzuli["hazardous_areas"].code) == ["HA-2"]
    assert fuzuli["release_areas"].empty
    aghdam = shown(session, district_code="AGM")
    assert list(aghdam["release_areas"].code) == ["RA-1", "RA-2"]


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_overview_is_a_page_in_the_reader_s_language(client: TestClient) -> None:
    answer = client.get("/maps/overview?lang=az")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert '<html lang="az">' in answer.text
    assert "Burada qeydin olmaması ərazinin təhlükəsiz olması demək deyil." in answer.text
    assert "21.11.2026 tarixinə" in answer.text


def test_the_page_holds_no_record(client: TestClient) -> None:
    page = client.get("/maps/overview").text
    assert "HA-1" not in page
    assert "RA-1" not in page


def test_the_page_s_requests_repeat_its_question(client: TestClient) -> None:
    page = client.get("/maps/overview?district=AGM&from=2025-10-27&layers=tasks").text
    assert '"question": {"district": "AGM", "from": "2025-10-27"}' in page


def test_layers_that_are_not_asked_for_start_turned_off(client: TestClient) -> None:
    page = client.get("/maps/overview?layers=release_areas").text
    assert 'name="released-cleared" checked' in page
    assert 'name="cha-open">' in page


def test_a_map_of_one_district_is_named_after_it(client: TestClient) -> None:
    assert "Land release – Aghdam" in client.get("/maps/overview?district=AGM").text


def test_made_up_data_is_called_so(client: TestClient, session: Session) -> None:
    assert "Demonstration" not in client.get("/maps/overview").text
    session.execute(insert(instance_fact).values(name="demonstration", value=True))
    session.commit()
    assert "Demonstration: the records are made up." in client.get("/maps/overview").text


# --- what its script asks for -------------------------------------------------------------------------------------


def test_contents_tell_what_there_is_and_where(client: TestClient) -> None:
    contents = client.get("/maps/contents?lang=az").json()
    assert contents["counts"] == {"cha-open": 1, "released-cleared": 2, "districts": 2, "places": 245}
    assert contents["lines"]["released-cleared"] == "2"
    assert contents["facts"][0] == "21.11.2026 tarixinə"
    west, south, east, north = contents["bounds"]
    assert west <= 46.9  # to the squares of 0.022° in which releases are counted
    assert north >= 39.601
    assert (east - west, north - south) == pytest.approx((0.022, 0.017), abs=0.001)
    assert contents["empty"] == ""


def test_contents_say_what_is_not_drawn_or_not_shown(client: TestClient, holder: Callable[..., dict[str, str]]) -> None:
    public = client.get("/maps/contents?lang=en").json()["notes"]
    assert public == [
        "Some records are not public and are not shown to you: Hazardous areas, Tasks.",
        "Recorded without an outline, so not drawn: Released areas 1.",
    ]
    internal = client.get("/maps/contents?lang=en", headers=holder(Role.ANALYST)).json()
    assert internal["notes"] == ["Recorded without an outline, so not drawn: Tasks 1, Released areas 1."]
    assert internal["counts"]["cha-open"] == 2


def test_contents_follow_the_question(client: TestClient) -> None:
    week = client.get("/maps/contents?from=2025-10-27").json()["counts"]
    assert (week["cha-open"], week["released-cleared"]) == (1, 1)
    assert "released-cleared" not in client.get("/maps/contents?method=reduced").json()["counts"]
    assert "cha-open" not in client.get("/maps/contents?as_of=2025-01-05").json()["counts"]
    assert client.get("/maps/contents?district=FUZ&lang=az").json()["scope"] == "Füzuli"


def test_counts_kept_by_square_are_those_of_the_records(client: TestClient, session: Session) -> None:
    hidden = RELEASES[0] | {"code": "RA-8", "visibility": "internal", "release_method": "reduced"}
    approve(session, release_areas=[hidden, RELEASES[0] | {"code": "RA-9", "geometry": square(3, 0)}])
    kept, counted = (client.get(f"/maps/contents?lang=en{more}").json() for more in ("", "&from=2000-01-01"))
    assert kept["counts"]["released-cleared"] == 3
    assert kept["counts"] == counted["counts"]
    assert kept["notes"] == counted["notes"]
    assert "Released areas" in kept["notes"][0]
    assert kept["bounds"][0] <= counted["bounds"][0]
    assert kept["bounds"][3] >= counted["bounds"][3]


def test_layers_of_more_records_than_a_page_holds_come_in_tiles(client: TestClient) -> None:
    settings = client.app.state.settings  # type: ignore[attr-defined] # the application is FastAPI
    assert client.get("/maps/contents").json()["layers"]["release_areas"] == "features"
    settings.map_features = 1
    layers = client.get("/maps/contents").json()["layers"]
    assert (layers["release_areas"], layers["hazardous_areas"]) == ("tiles", "features")


def test_features_are_the_records_with_their_lines(client: TestClient) -> None:
    answer = client.get("/maps/features/release_areas")
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json()["features"]
    assert [each["properties"] for each in features] == [
        {"code": "RA-1", "key": "released-cleared"},
        {"code": "RA-2", "key": "released-cleared"},
    ]
    assert features[0]["geometry"]["type"] == "MultiPolygon"


def test_features_are_those_that_the_reader_may_see(client: TestClient, holder: Callable[..., dict[str, str]]) -> None:
    def codes(headers: dict[str, str] | None = None) -> list[str]:
        features = client.get("/maps/features/hazardous_areas", headers=headers).json()["features"]
        return [each["properties"]["code"] for each in features]

    assert codes() == ["HA-1"]
    assert codes(holder(Role.ANALYST)) == ["HA-1", "HA-2"]


def test_a_record_that_the_filters_leave_out_is_told_with_a_note(client: TestClient) -> None:
    drawn, left_out = (client.get(f"/maps/popup/release_areas/RA-1?lang=en{more}") for more in ("", "&method=reduced"))
    assert drawn.json()["note"] == ""
    assert left_out.json() == drawn.json() | {"note": "The filters leave this record out, so it is not drawn."}
    assert client.get("/maps/popup/release_areas/RA-1?as_of=2025-10-19").status_code == 404


def test_finds_are_shown_to_those_who_may_see_them(
    client: TestClient, session: Session, holder: Callable[..., dict[str, str]]
) -> None:
    approve(session, eo_items=[FIND])
    public, analyst = client.get("/maps/contents?lang=en").json(), holder(Role.ANALYST)
    assert "found-ap_mine" not in public["counts"]
    assert "not shown to you: Explosive items, Hazardous areas, Tasks." in public["notes"][0]
    assert client.get("/maps/features/eo_items").json()["features"] == []
    assert client.get("/maps/popup/eo_items/EO-1").status_code == 404
    assert client.get("/maps/contents?lang=en", headers=analyst).json()["counts"]["found-ap_mine"] == 1
    (feature,) = client.get("/maps/features/eo_items", headers=analyst).json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [46.9005, 39.6005]}
    told = client.get("/maps/popup/eo_items/EO-1?lang=az", headers=analyst).json()
    assert (told["fields"]["quantity"], told["fields"]["became"]) == ("3", "Yerində məhv edilib")
    assert told["links"][1] == ["Tapşırıq T-1", "/records/tasks/T-1"]
    day_before = client.get("/maps/contents?as_of=2025-10-19", headers=analyst).json()
    assert "found-ap_mine" not in day_before["counts"]


def test_districts_come_with_their_names(client: TestClient) -> None:
    features = client.get("/maps/features/districts?lang=az").json()["features"]
    assert [each["properties"]["name"] for each in features] == ["Ağdam", "Füzuli"]


@pytest.mark.parametrize("path", ["/maps/contents", "/maps/features/release_areas", "/maps/popup/release_areas/RA-1"])
def test_an_answer_holds_until_a_record_changes(client: TestClient, session: Session, path: str) -> None:
    first = client.get(path)
    known = {"if-none-match": first.headers["etag"]}
    assert client.get(path, headers=known).status_code == 304
    assert client.get(f"{path}?lang=az", headers=known).status_code == 200
    assert client.get(f"{path}?as_of=2026-11-20", headers=known).status_code == 200
    approve(session, release_areas=[RELEASES[0] | {"code": "RA-9", "geometry": square(3, 0)}])
    assert client.get(path, headers=known).status_code == 200


def test_an_answer_to_the_programme_is_not_kept_for_the_public(
    client: TestClient, holder: Callable[..., dict[str, str]]
) -> None:
    public, internal = client.get("/maps/contents"), client.get("/maps/contents", headers=holder(Role.ANALYST))
    assert public.headers["cache-control"] == "public, no-cache"
    assert internal.headers["cache-control"] == "private, no-cache"
    assert public.headers["etag"] != internal.headers["etag"]


def test_a_popup_tells_of_a_record_its_task_and_its_finds(client: TestClient, session: Session) -> None:
    find = {"found_on": "2025-10-21", "release_area_code": "RA-1", "task_code": "T-1", "visibility": "public"}
    items = [
        find | {"code": "EO-1", "eo_category": "uxo", "quantity": 12, "geometry": square(0.5, 0.5).centroid},
        find | {"code": "EO-2", "eo_category": "uxo", "quantity": 1, "geometry": square(0.6, 0.5).centroid},
        find
        | {
            "code": "EO-3",
            "eo_category": "scrap",
            "quantity": 90,
            "is_hazardous": False,
            "geometry": square(0.5, 0.5).centroid,
        },
        find
        | {
            "code": "EO-4",
            "eo_category": "ap_mine",
            "quantity": 7,
            "visibility": "internal",
            "geometry": square(0.5, 0.5).centroid,
        },
    ]
    approve(session, eo_items=items)
    told = client.get("/maps/popup/release_areas/RA-1?lang=en").json()
    assert told["key"] == "released-cleared"
    assert told["fields"]["on"] == "20 October 2025"
    assert told["fields"]["by"] == "Ministry of Defence"
    assert told["fields"]["area"] == "19,072 m² (1.9 ha)"
    assert told["finds"] == [["Other UXO", "13"]]
    hazard = client.get("/maps/popup/hazardous_areas/HA-1?lang=az").json()
    assert hazard["fields"]["district"] == "Ağdam"
    assert hazard["finds"] == [["PHS", "13"]]


def test_popups_link_to_pages_that_are_there(client: TestClient, holder: Callable[..., dict[str, str]]) -> None:
    links = client.get("/maps/popup/release_areas/RA-1?lang=en").json()["links"]
    assert [words for words, _ in links] == ["Record and history", "Task T-1"]
    for _, address in links:
        assert client.get(address, headers=holder(Role.ANALYST)).status_code == 200


@pytest.mark.parametrize("address", ["hazardous_areas/HA-2", "hazardous_areas/HA-0", "tasks/T-1"])
def test_a_popup_tells_nothing_of_a_record_that_is_not_shown(client: TestClient, address: str) -> None:
    answer = client.get(f"/maps/popup/{address}?lang=en")
    assert answer.status_code == 404
    assert "The map shows no record" in answer.json()["detail"]


def test_the_base_map_comes_from_the_service(client: TestClient) -> None:
    country, places = (client.get(f"/maps/base/{name}.geojson") for name in ("country", "places"))
    assert country.json()["features"][0]["geometry"]["type"] == "MultiPolygon"
    assert len(places.json()["features"]) == 245
    assert "max-age" in places.headers["cache-control"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("district=XXX", "No district has the code “XXX”. Allowed: AGD, AGM, FUZ."),
        ("layers=roads", "“roads” is not known to “layers”."),
        ("as_of=2026-11-22", "2026-11-22 lies in the future."),
        ("as_of=yesterday", "as_of"),
        ("zoom=9", "zoom"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(client: TestClient, query: str, said: str) -> None:
    answer = client.get(f"/maps/overview?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


def test_the_page_s_policy_allows_its_own_script_and_nothing_from_elsewhere(client: TestClient) -> None:
    answer = client.get("/maps/overview")
    policy = answer.headers["content-security-policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script nonce="{nonce}">' in answer.text
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "unsafe" not in policy


def test_an_online_base_map_is_a_setting(client: TestClient) -> None:
    settings = client.app.state.settings  # type: ignore[attr-defined] # the application is FastAPI
    settings.tile_url, settings.tile_attribution = "https://tiles.example/{z}/{x}/{y}.png", "Example"
    answer = client.get("/maps/overview")
    assert "https://tiles.example/{z}/{x}/{y}.png" in answer.text
    assert "img-src 'self' data: https://tiles.example" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("layer", ["cmr_footprint", "districts"])
def test_what_is_no_record_has_no_popup(client: TestClient, layer: str) -> None:
    assert client.get(f"/maps/popup/{layer}/AGM").status_code == 404
