"""Districts shaded by a figure: the figures are the ledger's, and say what cannot be seen in colours."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.maps.choropleth import COLORS, NONE_COLOR
from tests.conftest import filled_engine
from tests.service.records import approve, square

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""
HAZARD = {"contamination_types": ["ap_mine"], "identified_on": "2026-09-30", "visibility": "public"}
RELEASE = {"release_method": "cleared", "organisation": "MOD"}


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Approve five squares of hazard in Aghdam, two in Aghdara, which has no boundary, and the release of three."""
    approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=8, height=3)},
            {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(7, -1, width=7, height=3)},
            {"code": "AGD", "name_en": "Aghdara", "name_az": "Ağdərə"},
        ],
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
    )
    approve(
        session,
        hazardous_areas=[
            HAZARD | {"code": "HA-1", "classification": "cha", "geometry": square(0, 0, width=4)},
            HAZARD | {"code": "HA-2", "classification": "sha", "geometry": square(5, 0)},
            HAZARD
            | {"code": "HA-3", "classification": "sha", "district_code": "AGD", "geometry": square(0, 2, width=2)},
        ],
    )
    approve(
        session,
        release_areas=[
            RELEASE | {"code": "RA-1", "effective_date": "2026-10-05", "geometry": square(0, 0, width=2)},
            RELEASE
            | {"code": "RA-2", "effective_date": "2026-11-02", "district_code": "AGD", "geometry": square(0, 2)},
            RELEASE | {"code": "RA-3", "effective_date": "2026-11-03", "geometry": square(8, 0)},
        ],
    )


def shades(client: TestClient, **asked: str) -> dict[str, Any]:
    """Ask for the shades of districts."""
    answer = client.get("/maps/shades", params=asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def squares(told: dict[str, Any]) -> dict[str | None, float]:
    """Give the figures of districts in squares of the grid."""
    return {shade["code"]: round(shade["value"] / SQUARE_M2, 2) for shade in told["districts"]}


def test_districts_are_shaded_by_what_was_released_in_the_period(client: TestClient) -> None:
    told = shades(client)
    assert squares(told) == {"AGM": 2, "FUZ": 1, "AGD": 1}
    assert (told["title"], told["unit"]) == ("Released, 10 November 2020 – 21 November 2026", "ha")
    assert squares(shades(client, **{"from": "2026-11-01", "to": "2026-11-02"})) == {"AGD": 1}
    assert squares(shades(client, as_of="2026-10-31")) == {"AGM": 2}


def test_the_released_ground_of_districts_adds_up_to_the_progress_of_the_service(client: TestClient) -> None:
    told = shades(client)
    progress = client.get("/api/v1/progress", params={"by": "district"}).json()
    assert sum(shade["value"] for shade in told["districts"]) == pytest.approx(progress["total_m2"])
    assert {shade["code"]: shade["value"] for shade in told["districts"]} == {
        row["district"]: row["area_m2"] for row in progress["rows"]
    }


def test_the_share_is_of_the_contamination_that_was_ever_recorded(client: TestClient) -> None:
    told = shades(client, figure="share")
    assert {shade["code"]: round(shade["value"]) for shade in told["districts"]} == {"AGD": 50, "AGM": 40}
    assert told["title"] == "Share of recorded contamination released by 21 November 2026"
    assert told["districts"][0]["color"] == COLORS[2]
    assert told["classes"][3] == {"color": COLORS[2], "text": "40 – 60"}


@pytest.mark.parametrize(
    ("figure", "left"),
    [
        ("remaining", {"AGM": 3, "AGD": 1}),
        ("remaining_cha", {"AGM": 2}),
        ("remaining_sha", {"AGM": 1, "AGD": 1}),
    ],
)
def test_what_remains_is_told_by_class(client: TestClient, figure: str, left: dict[str, float]) -> None:
    told = shades(client, figure=figure)
    assert squares(told) == left
    asked = {"as_of": "2026-11-21", "account": "operational", "by": "district,classification"}
    rows = client.get("/api/v1/contamination", params=asked).json()["rows"]
    counted = [row["area_m2"] for row in rows if figure in {"remaining", f"remaining_{row['classification']}"}]
    assert sum(shade["value"] for shade in told["districts"]) == pytest.approx(sum(counted))


def test_a_district_without_a_boundary_is_told_in_words(client: TestClient) -> None:
    told = shades(client, lang="az")
    (aghdara,) = (shade for shade in told["districts"] if shade["code"] == "AGD")
    assert not aghdara["has_boundary"]
    assert told["unbounded_text"] == f"Sərhədi hələ yoxdur, ona görə rənglənməyib: Ağdərə ({aghdara['text']} ha)."
    assert shades(client, figure="remaining_cha")["unbounded_text"] == ""


def test_districts_of_which_none_is_recorded_are_counted(client: TestClient) -> None:
    told = shades(client, figure="remaining")
    assert told["none_text"] == "Districts of which none is recorded: 1"
    assert told["none_color"] == NONE_COLOR
    assert shades(client, figure="share")["none_color"] == NONE_COLOR


def test_ground_that_no_district_is_near_has_a_line_and_no_colour_class(client: TestClient, session: Session) -> None:
    far = square(300, 300, width=100, height=100)
    approve(session, release_areas=[RELEASE | {"code": "RA-9", "effective_date": "2026-11-04", "geometry": far}])
    told = shades(client)
    assert [(shade["code"], shade["name"]) for shade in told["districts"]][-1] == (None, "Outside every district")
    assert told["classes"][-1]["text"] == shades(client, to="2026-11-03")["classes"][-1]["text"]


def test_a_map_of_one_district_shades_it_alone(client: TestClient) -> None:
    told = shades(client, district="AGM", figure="share")
    assert [shade["code"] for shade in told["districts"]] == ["AGM"]
    assert told["none_text"] == "Districts of which none is recorded: 0"


def test_an_unknown_figure_is_refused(client: TestClient) -> None:
    answer = client.get("/maps/shades", params={"figure": "height"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
