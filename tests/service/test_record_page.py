"""The page of a record: who sees what on it, and that its figures are those of the ledger."""

import re
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
from fastapi.testclient import TestClient
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.layers import LAYERS
from gis.measure import area_m2
from tests.service.files import LEAST, Headers, collection
from tests.service.records import approve, next_stamp, recorded_at, square, withdraw

HAZARD: dict[str, Any] = LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"], "visibility": "public"}
RELEASE: dict[str, Any] = LEAST["release_areas"]
LATER = RELEASE | {
    "code": "RA-2",
    "effective_date": "2026-11-17",
    "hazardous_area_codes": ["HA-1"],
    "geometry": square(0, 0, width=2),
}
"""A release whose first half was released the day before."""


def ground_m2(geometry: BaseGeometry) -> str:
    """Give an area as pages print it."""
    return f"{area_m2(gpd.GeoSeries([geometry], crs=4326)).iloc[0]:,.0f}"


def text(page: str) -> str:
    """Give what a reader sees of a page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_figures_of_a_release_are_those_of_the_ledger(client: TestClient, session: Session) -> None:
    approve(session, districts=[LEAST["districts"]], hazardous_areas=[HAZARD], release_areas=[RELEASE, LATER])
    told = text(client.get("/records/release_areas/RA-2").text)
    drawn, counted = ground_m2(square(0, 0, width=2)), ground_m2(square(1, 0))
    assert f"Of {drawn} m² drawn, {counted} m² count as released." in told
    assert f"{ground_m2(square(0, 0))} m² were counted with earlier work" in told
    asked = {"from": "2026-11-17", "to": "2026-11-17", "by": "day"}
    assert f"{client.get('/api/v1/progress', params=asked).json()['total_m2']:,.0f}" == counted
    assert "Confirmed hazardous area: Anti-personnel mines → no recorded hazard" in told


def test_an_area_tells_what_remains_of_it_and_when_it_was_worked(client: TestClient, session: Session) -> None:
    accepted = LATER | {"basis": "certified", "accepted_on": "2026-11-18", "depth_cleared_cm": 20, "asset": ["manual"]}
    approve(session, districts=[LEAST["districts"]], hazardous_areas=[HAZARD], release_areas=[RELEASE, accepted])
    told = text(client.get("/records/hazardous_areas/HA-1").text)
    left = ground_m2(square(0, 0, width=4, height=4).difference(square(0, 0, width=2)))
    assert told.count(left) == 2  # the same ground in both accounts
    assert f"Remaining, m² Operational account {left}" in told
    assert f"Cleared Released 2 {ground_m2(square(0, 0, width=2))} 16–17 November 2026" in told
    assert f"Cleared Released 1 {ground_m2(square(0, 0, width=2))} 18 November 2026" in told
    rows = client.get("/api/v1/contamination", params={"as_of": "2026-11-21"}).json()
    assert rows["certified_stock_m2"] == pytest.approx(float(left.replace(",", "")), abs=1)


def test_entries_that_no_longer_hold_stay_on_the_page(client: TestClient, session: Session) -> None:
    approve(session, districts=[LEAST["districts"]], hazardous_areas=[HAZARD], release_areas=[LATER])
    assert "no longer hold" not in client.get("/records/release_areas/RA-2").text
    before = approve(session, tasks=[LEAST["tasks"]])
    approve(session, release_areas=[RELEASE])
    told = text(client.get("/records/release_areas/RA-2").text)
    assert "1 entry that no longer holds" in told
    past = client.get("/records/release_areas/RA-2", params={"as_known_at": before.isoformat()}).text
    drawn = ground_m2(square(0, 0, width=2))
    assert f"Of {drawn} m² drawn, {drawn} m² count as released." in text(past)
    assert "no longer hold" not in past


def test_hazard_that_is_not_public_is_not_told_on_a_public_release(
    client: TestClient, session: Session, analyst: Headers
) -> None:
    hidden = HAZARD | {"visibility": "internal"}
    approve(session, districts=[LEAST["districts"]], hazardous_areas=[hidden], release_areas=[RELEASE, LATER])
    page = client.get("/records/release_areas/RA-2").text
    assert "Confirmed hazardous area" not in page
    assert "Anti-personnel mines →" not in text(page)
    assert "/records/hazardous_areas/" not in page
    assert "Which hazard was recorded on the ground is not public." in page
    page = client.get("/records/release_areas/RA-2", headers=analyst).text
    assert "Confirmed hazardous area: Anti-personnel mines → no recorded hazard" in text(page)
    assert 'href="/records/hazardous_areas/HA-1"' in page


def test_who_sent_and_reviewed_and_what_was_found_is_told_to_the_programme(
    client: TestClient, road: Callable[..., str], analyst: Headers
) -> None:
    upload_id = road("release_areas", collection(RELEASE))
    told = client.get("/records/release_areas/RA-1", headers=analyst).text
    assert f"/uploads/{upload_id}" in told
    assert "Approved by headquarters · Headquarters approver" in text(told)
    assert "REL-02" in told  # cleared, and neither depth nor means are told
    assert "Warnings accepted:" in text(told)
    public = client.get("/records/release_areas/RA-1").text
    assert [
        word for word in (upload_id, "Headquarters approver", "REL-02", "Warnings accepted") if word in public
    ] == []


def test_a_changed_outline_is_drawn_and_measured(client: TestClient, session: Session) -> None:
    approve(session, districts=[LEAST["districts"]], release_areas=[RELEASE])
    approve(session, release_areas=[RELEASE | {"geometry": square(0, 0, width=2), "depth_cleared_cm": 20}])
    page = client.get("/records/release_areas/RA-1").text
    told = text(page)
    assert "2 differences from the version before" in told
    assert f"Outline, m² {ground_m2(square(0, 0))} {ground_m2(square(0, 0, width=2))}" in told
    assert f"comes {ground_m2(square(1, 0))} m²" in told
    assert page.count('class="record-outline"') == 1


def test_turning_points_are_listed_with_their_coordinates(client: TestClient, session: Session) -> None:
    approve(session, release_areas=[RELEASE])
    page = client.get("/records/release_areas/RA-1").text
    rows = re.findall(r"<tr>(<td class=\"number\">.*?)</tr>", page)
    cells = [re.findall(r">([^<]+)</td>", row)[:3] for row in rows]
    # The grid's corner, from the north-west, along the ring.
    assert sorted(tuple(cell[1:]) for cell in cells) == [
        ("46.900000", "39.600000"),
        ("46.900000", "39.601000"),
        ("46.901000", "39.600000"),
        ("46.901000", "39.601000"),
    ]
    assert [cell[0] for cell in cells] == ["1", "2", "3", "4"]
    assert all(f">{number}</text>" in page for number in range(1, 5))


def test_a_task_lists_its_work_and_what_it_released(client: TestClient, session: Session, analyst: Headers) -> None:
    of_task = {"task_code": "T-1"}
    find = LEAST["eo_items"] | of_task
    approve(
        session,
        districts=[LEAST["districts"]],
        organisations=[LEAST["organisations"]],
        hazardous_areas=[HAZARD],
        tasks=[LEAST["tasks"] | {"visibility": "public", "hazardous_area_codes": ["HA-1"]}],
        release_areas=[RELEASE | of_task, LATER],
        eo_items=[find],
    )
    page = client.get("/records/tasks/T-1").text
    assert "/records/release_areas/RA-1" in page
    assert "/records/release_areas/RA-2" not in page
    assert "/records/eo_items/EO-1" not in page  # not public
    assert f"Released, m² Operational account {ground_m2(square(0, 0))}" in text(page)
    assert "ANAMA (ANAMA)" in page
    assert "/records/eo_items/EO-1" in client.get("/records/tasks/T-1", headers=analyst).text


def test_a_task_without_an_outline_leads_to_the_list_of_all_its_work(client: TestClient, session: Session) -> None:
    releases = [
        RELEASE | {"code": f"RA-{number}", "task_code": "T-1", "geometry": square(number, 0)} for number in range(11)
    ]
    task = LEAST["tasks"] | {"visibility": "public", "geometry": None}
    approve(session, districts=[LEAST["districts"]], organisations=[LEAST["organisations"]])
    approve(session, hazardous_areas=[HAZARD], tasks=[task], release_areas=releases)
    page = client.get("/records/tasks/T-1").text
    address = re.findall(r'The newest 10\. <a href="([^"]+)"', page)[0].replace("&amp;", "&")
    assert address == "/map?layer=release_areas&task=T-1"
    assert "11 records" in text(client.get(address).text)


def test_a_record_that_is_gone_says_so_and_lies_on_no_ground(client: TestClient, session: Session) -> None:
    approve(session, districts=[LEAST["districts"]], hazardous_areas=[HAZARD], release_areas=[RELEASE])
    gone = withdraw(session, "release_areas", "RA-1")
    told = text(client.get("/records/release_areas/RA-1").text)
    assert "Withdrawn: nothing is recorded under this code now." in told
    assert "Counts as released" not in told
    assert "Hazardous areas on this ground" not in told
    then = client.get("/records/release_areas/RA-1", params={"as_known_at": gone.isoformat()}).text
    assert "Nothing was recorded under this code on" in then


def test_a_record_without_an_outline_says_what_that_means(client: TestClient, session: Session) -> None:
    undrawn = {"geometry": None, "geometry_source": "none", "area_reported_m2": 900.0}
    approve(session, release_areas=[RELEASE | undrawn])
    told = text(client.get("/records/release_areas/RA-1").text)
    assert "No outline is recorded, so it is not on the map and not in the ledger." in told
    assert "900 m²" in told


def test_fifty_versions_and_long_words_are_told(client: TestClient, session: Session) -> None:
    for depth in range(1, 51):
        told = RELEASE | {"depth_cleared_cm": depth, "remarks": f"<b>{'a' * 2_000}"}
        recorded_at(session, next_stamp(session), release_areas=[told])
    page = client.get("/records/release_areas/RA-1").text
    assert "50 versions; the latest holds." in page
    assert page.count('id="version-') == 50
    assert "<b>" not in page
    assert "1 difference from the version before" in text(page)


@pytest.mark.parametrize("language", ["en", "az"])
def test_the_least_record_of_every_layer_opens(
    client: TestClient, session: Session, analyst: Headers, *, language: str
) -> None:
    least = {name: [record] for name, record in LEAST.items()} | {"hazardous_areas": [HAZARD]}
    approve(session, **least)
    for layer in LAYERS:
        code = LEAST[layer.name]["code"]
        page = client.get(f"/records/{layer.name}/{code}", params={"lang": language}, headers=analyst)
        assert page.status_code == 200, layer.name
        names = [field.az if language == "az" else field.en for field in layer.fields if field.is_required]
        assert [name for name in names[1:] if name.split(";")[0] not in page.text] == []
        assert client.get(f"/ogc/collections/{layer.name}/items/{code}", headers=analyst).status_code == 200


@pytest.mark.parametrize("path", ["release_areas/RA-9", "minefields/RA-1", "release_areas/RA%00"])
def test_what_was_never_recorded_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/records/{path}").status_code == 404


def test_a_record_that_was_ever_hidden_asks_for_a_sign_in(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    approve(session, hazardous_areas=[HAZARD | {"visibility": "internal"}])
    approve(session, hazardous_areas=[HAZARD])
    address = "/records/hazardous_areas/HA-1"
    assert client.get(address).status_code == 401
    assert client.get(address, headers=holder(Role.VIEWER)).status_code == 403
    assert "Not public" not in client.get(address, headers=holder(Role.ANALYST)).text
