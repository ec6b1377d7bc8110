"""The map of an upload, its effect and its changed records, as the pages give them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role, Visibility
from service.web.preview_queries import records_around
from service.web.upload_changes import PAGE
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square

RELEASE = LEAST["release_areas"] | {"district_code": "AGM"}
STORED = {"release_method": "cleared", "effective_date": date(2026, 11, 2), "visibility": "internal"}


@pytest.fixture
def analyst(holder: Callable[..., Headers], session: Session) -> Headers:
    approve(session, districts=[LEAST["districts"]])
    approve(session, hazardous_areas=[LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"]}])
    return holder(Role.ANALYST)


def sent(client: TestClient, headers: Headers, *features: dict[str, Any], **form: str) -> str:
    """Send releases, and give the address of their page."""
    upload_id = send(client, headers, "release_areas", collection(*features), **form).json()["id"]
    return f"/uploads/{upload_id}"


def properties(client: TestClient, headers: Headers, address: str) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in client.get(address, headers=headers).json()["features"]]


# --- the map ------------------------------------------------------------------------------------------------------


def test_the_map_knows_of_each_feature_its_change_and_its_gravest_issue(
    client: TestClient, session: Session, analyst: Headers
) -> None:
    approve(session, release_areas=[STORED | {"code": "RA-1", "geometry": square(0, 0)}])
    changed = RELEASE | {"geometry": square(0, 0, width=0.5)}
    wrong = RELEASE | {"code": "RA-2", "effective_date": "2027-01-01", "geometry": square(2, 0)}
    address = sent(client, analyst, changed, wrong, revision_reason="measured again")
    told = {p["code"]: p for p in properties(client, analyst, f"{address}/features.geojson") if "change" in p}
    assert {code: one["change"] for code, one in told.items()} == {"RA-1": "changed", "RA-2": "new"}
    assert [told["RA-2"]["severity"], told["RA-1"]["severity"]] == ["error", "warning"]
    page = client.get(address, headers=analyst).text
    for kind, value, count in (("change", "changed", 1), ("severity", "error", 1)):
        switch = re.search(rf'data-{kind}="{value}".*?<span class="number">(\d+)</span>', page)
        assert switch
        assert int(switch[1]) == count


def test_the_records_stored_around_are_given_with_their_symbols(
    client: TestClient, session: Session, analyst: Headers
) -> None:
    near, far = (
        STORED | {"code": "RA-8", "geometry": square(1, 0)},
        STORED | {"code": "RA-9", "geometry": square(80, 0)},
    )
    approve(session, release_areas=[near, far])
    around = properties(client, analyst, f"{sent(client, analyst, RELEASE)}/around.geojson")
    assert {one["code"]: one["symbol"] for one in around} == {"AGM": "districts", "HA-1": "cha-open", "RA-8": "cleared"}


def test_each_feature_has_its_share_of_the_nearest_records_where_not_all_are_drawn(
    client: TestClient, session: Session, analyst: Headers
) -> None:
    places = {"RA-6": 1, "RA-7": 2, "RA-8": 11}
    approve(session, release_areas=[STORED | {"code": code, "geometry": square(x, 0)} for code, x in places.items()])
    address = sent(client, analyst, RELEASE, RELEASE | {"code": "RA-2", "geometry": square(10, 0)})
    upload_id = UUID(address.removeprefix("/uploads/"))
    rows = records_around(session, upload_id, audience=list(Visibility), drawn_limit=10, limit=2)
    assert [row.code for row in rows if row.layer == "release_areas"] == ["RA-6", "RA-8"]


def test_a_line_of_the_file_is_drawn_beside_its_strip(client: TestClient, analyst: Headers) -> None:
    line = shapely.LineString([(46.9, 39.6), (46.903, 39.6)])
    address = sent(client, analyst, RELEASE | {"geometry": line, "width_m": 10})
    features = client.get(f"{address}/features.geojson", headers=analyst).json()["features"]
    kinds = {bool(f["properties"].get("is_source")): f["geometry"] for f in features if "issue" not in f["properties"]}
    assert kinds[False]["type"] == "MultiPolygon"
    assert shapely.geometry.shape(kinds[True]).equals_exact(line, 1e-7)


def test_a_popup_says_what_was_found_in_the_readers_language(client: TestClient, analyst: Headers) -> None:
    wrong = RELEASE | {"code": "RA-2", "effective_date": "2027-01-01"}
    address = f"{sent(client, analyst, wrong)}/features/0"
    assert "after today" in client.get(address, headers=analyst).text
    assert "bu gün isə" in client.get(address, headers=analyst, params={"lang": "az"}).text
    assert client.get(f"{address}1", headers=analyst).status_code == 404


def test_it_is_the_programmes_own_business(
    client: TestClient, holder: Callable[..., Headers], analyst: Headers
) -> None:
    address = sent(client, analyst, RELEASE)
    for part in ("features.geojson", "around.geojson", "features/0", "effect", "changes"):
        assert client.get(f"{address}/{part}", headers=analyst).status_code == 200
        assert client.get(f"{address}/{part}", headers=holder(Role.VIEWER)).status_code == 403


# --- the effect ---------------------------------------------------------------------------------------------------


def test_the_page_asks_for_the_effect_and_then_shows_it(client: TestClient, session: Session, analyst: Headers) -> None:
    approve(session, release_areas=[STORED | {"code": "RA-0", "geometry": square(0, 0)}])
    address = sent(client, analyst, RELEASE | {"geometry": square(0.5, 0)})
    assert f'hx-get="{address}/effect"' in client.get(address, headers=analyst).text
    shown = client.get(f"{address}/effect", headers=analyst).text
    assert "The released area would change by +4,768 m²." in shown
    assert re.search(r"RA-1</a>.*?RA-0</a>.*?4,768", shown, re.DOTALL), "counted already, and by which record"
    page = client.get(address, headers=analyst).text
    assert "The released area would change by +4,768 m²." in page
    assert "+4,768" in client.get("/review", headers=analyst).text


def test_the_effect_of_what_the_ledger_does_not_count_is_not_shown(client: TestClient, analyst: Headers) -> None:
    upload_id = send(client, analyst, "organisations", collection(LEAST["organisations"])).json()["id"]
    assert "Effect on the ledger" not in client.get(f"/uploads/{upload_id}", headers=analyst).text


# --- changed records ----------------------------------------------------------------------------------------------


def test_changed_records_are_shown_page_by_page_and_found_by_code(
    client: TestClient, session: Session, analyst: Headers
) -> None:
    codes = [f"RA-{n:02}" for n in range(PAGE + 2)]
    approve(session, release_areas=[STORED | {"code": c, "geometry": square(n, 0)} for n, c in enumerate(codes)])
    changed = [RELEASE | {"code": c, "geometry": square(n, 0, width=0.5)} for n, c in enumerate(codes)]
    address = sent(client, analyst, *changed, revision_reason="measured again")
    first, second = (client.get(f"{address}/changes?part={part}", headers=analyst).text for part in (1, 2))
    assert [code for code in codes if f">{code}</a>" in first] == codes[:PAGE]
    assert [code for code in codes if f">{code}</a>" in second] == codes[PAGE:]
    found = client.get(f"{address}/changes", headers=analyst, params={"code": "a-07"}).text
    assert re.findall(r'"/records/release_areas/([^"]+)"', found) == ["RA-07"]


def test_a_new_outline_is_drawn_over_the_old_one_with_what_goes(
    client: TestClient, session: Session, analyst: Headers
) -> None:
    approve(session, release_areas=[STORED | {"code": "RA-1", "geometry": square(0, 0)}])
    address = sent(client, analyst, RELEASE | {"geometry": square(0, 0, width=0.75)}, revision_reason="measured again")
    page = client.get(f"{address}/changes", headers=analyst).text
    assert re.search(r"<svg viewBox.*?goes <span class=\"number\">2,384 m²</span>", page, re.DOTALL)
    assert "comes <span" not in page


# --- who only tries the service -----------------------------------------------------------------------------------


def test_a_visitor_is_shown_nothing_of_records_that_are_not_public(client: TestClient, session: Session) -> None:
    """The area under it and one of the two releases are the programme's own."""
    approve(session, districts=[LEAST["districts"]])
    hazard = LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"], "visibility": "internal"}
    approve(session, hazardous_areas=[hazard])
    ours = STORED | {"code": "RA-OURS", "geometry": square(0, 0), "remarks": "for us"}
    known = STORED | {"code": "RA-KNOWN", "geometry": square(1, 0), "visibility": "public", "remarks": "for all"}
    approve(session, release_areas=[ours, known])
    tried = [
        RELEASE | {"code": "RA-MINE", "geometry": square(0, 0, width=3)},
        RELEASE | {"code": "RA-OURS", "geometry": square(0, 2)},
        RELEASE | {"code": "RA-KNOWN", "geometry": square(1, 2)},
    ]
    form = {"layer": "release_areas", "mode": "check", "revision_reason": "measured again"}
    answer = client.post("/try", data=form, files={"file": ("day.geojson", collection(*tried))}, follow_redirects=False)
    address = answer.headers["location"]
    around = {one["code"] for one in properties(client, {}, f"{address}/around.geojson")}
    assert around == {"AGM", "RA-KNOWN"}
    changes = client.get(f"{address}/changes").text
    assert "for all" in changes
    assert "for us" not in changes
    effect = client.get(f"{address}/effect").text
    assert "The released area would change by" in effect
    assert "Recorded hazard by class" not in effect
    assert "/records/release_areas/RA-OURS" not in effect
