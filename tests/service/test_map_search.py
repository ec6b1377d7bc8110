"""Searching the map: every usual way of writing finds what is meant, and nobody finds what they may not see."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.maps.gazetteer import spot
from service.maps.search import LOOKED_AT
from service.tables import IDENTITIES
from tests.conftest import filled_engine
from tests.service.files import Headers
from tests.service.records import approve, square

AGHDAM = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "aliases": ["Agdam"]}
HAZARD = {
    "code": "HA-AGM-2021-0042",
    "classification": "cha",
    "contamination_types": ["ap_mine"],
    "identified_on": "2025-01-06",
    "visibility": "public",
    "geometry": square(0, 0, width=4),
}


@pytest.fixture
def find(client: TestClient) -> Callable[..., list[dict[str, Any]]]:
    """Give what searches, `find("agdam")`, and gives the results."""

    def search(words: str, *, headers: Headers | None = None, **asked: str) -> list[dict[str, Any]]:
        answer = client.get("/maps/search", params={"q": words, **asked}, headers=headers)
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results

    return search


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Approve districts, one of them without a boundary, a public and an internal hazardous area, and two releases."""
    approve(
        session,
        districts=[
            AGHDAM | {"geometry": square(-5, -5, width=50, height=50)},
            {"code": "AGD", "name_en": "Aghdara", "name_az": "Ağdərə"},
        ],
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
    )
    approve(
        session,
        hazardous_areas=[
            HAZARD,
            HAZARD | {"code": "HA-AGM-2021-0043", "visibility": "internal", "geometry": square(6, 0)},
        ],
        tasks=[{"code": "T-0042", "task_type": "clearance", "organisation": "MOD", "status": "active"}],
        release_areas=[
            {
                "code": code,
                "release_method": "cleared",
                "effective_date": day,
                "organisation": "MOD",
                "geometry": square(0, 0),
            }
            for code, day in (("RA-AGM-2025-0042", "2025-10-20"), ("RA-AGM-2025-0420", "2025-10-27"))
        ],
    )


@pytest.mark.parametrize("words", ["HA-AGM-2021-0042", "ha-agm", "  2021-0042 "])
def test_a_record_is_found_by_its_code_in_either_case_and_by_a_part_of_it(
    find: Callable[..., list[dict[str, Any]]], words: str
) -> None:
    (found,) = find(words)
    assert (found["kind"], found["code"], found["kind_text"]) == (
        "hazardous_areas",
        "HA-AGM-2021-0042",
        "Hazardous area",
    )
    assert found["detail"] == "Confirmed hazardous area · Open"
    assert found["bounds"] == pytest.approx([46.9, 39.6, 46.904, 39.601])


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("T-00", ["T-0042"]),
        ("t-0042", ["T-0042"]),
        ("042", ["HA-AGM-2021-0042", "RA-AGM-2025-0042", "T-0042"]),
        ("2025-04", ["RA-AGM-2025-0420"]),
        ("agm-2025", ["RA-AGM-2025-0042", "RA-AGM-2025-0420"]),
        ("42", []),
    ],
)
def test_codes_that_begin_so_are_found_else_those_that_end_so_else_those_that_hold_it(
    find: Callable[..., list[dict[str, Any]]], holder: Callable[..., Headers], words: str, codes: list[str]
) -> None:
    assert [found["code"] for found in find(words, headers=holder(Role.ANALYST))] == codes


def test_nobody_finds_what_they_may_not_see(
    find: Callable[..., list[dict[str, Any]]], holder: Callable[..., Headers]
) -> None:
    assert find("HA-AGM-2021-0043") == []
    assert [found["code"] for found in find("HA-AGM-2021-0043", headers=holder(Role.ANALYST))] == ["HA-AGM-2021-0043"]


def test_a_record_is_found_as_the_map_s_day_has_it_whatever_the_map_is_narrowed_to(
    find: Callable[..., list[dict[str, Any]]],
) -> None:
    assert [found["code"] for found in find("RA-AGM", as_of="2025-10-26", method="reduced", district="AGD")] == [
        "RA-AGM-2025-0042"
    ]
    assert find("HA-AGM-2021-0042", as_of="2025-01-05") == []


def test_signs_of_patterns_mean_themselves(find: Callable[..., list[dict[str, Any]]]) -> None:
    assert find("HA%2021") == []
    assert find("HA_AGM") == []
    assert find("\\") == []
    assert find("   ") == []


@pytest.mark.parametrize(
    ("words", "name"), [("agdam", "Ağdam"), ("AĞDAM", "Ağdam"), ("Aghdam", "Ağdam"), ("Agdere", "Ağdərə")]
)
def test_a_district_is_found_in_any_spelling_and_named_in_the_reader_s_language(
    find: Callable[..., list[dict[str, Any]]], words: str, name: str
) -> None:
    found = find(words, lang="az")[0]
    assert (found["kind"], found["kind_text"], found["name"]) == ("districts", "Rayon", name)


def test_a_district_without_a_boundary_says_so(find: Callable[..., list[dict[str, Any]]]) -> None:
    found = find("Aghdara")[0]
    assert (found["code"], found["bounds"], found["detail"]) == ("AGD", None, "without an outline")


def test_a_town_of_the_base_map_is_found_by_its_other_name(find: Callable[..., list[dict[str, Any]]]) -> None:
    found = find("Kelbecer")[0]
    assert (found["kind"], found["name"]) == ("places", "Kalbajar")
    assert found["bounds"] == pytest.approx([46.04, 40.11, 46.04, 40.11], abs=0.02)


@pytest.mark.parametrize(
    "words",
    [
        "46.9021, 39.6013",
        "46.9021 39.6013",
        "39.6013, 46.9021",
        "39,6013 46,9021",
        "39°36'04.7\"N 46°54'07.6\"E",
        "46°54'07.6\"E, 39°36'04.7\"N",
        "38N 663309 4385235",
        "38S PJ 63308 85235",
        "38spj6330885235",
    ],
)
def test_coordinates_are_found_in_every_usual_notation(find: Callable[..., list[dict[str, Any]]], words: str) -> None:
    found = find(words)[0]
    assert found["kind"] == "coordinates"
    assert found["bounds"] == pytest.approx([46.9021, 39.6013, 46.9021, 39.6013], abs=2e-5)


@pytest.mark.parametrize(
    "words", ["46.9021", "46.9021, 139.6", "38SPJ633", "99N 663309 4385235", "RA-2025-0113", "nan nan"]
)
def test_what_is_no_place_is_none(words: str) -> None:
    assert spot(words) is None


def test_an_answer_says_how_to_search_when_nothing_is_found(client: TestClient) -> None:
    answer = client.get("/maps/search", params={"q": "Atlantis", "lang": "az"}).json()
    assert answer == {
        "results": [],
        "text": "Heç nə tapılmadı. Kodu və ya onun bir hissəsini, rayonu, yeri və ya koordinatları yazın.",
    }


def test_codes_that_wait_for_their_record_do_not_stand_in_the_way(
    session: Session, find: Callable[..., list[dict[str, Any]]]
) -> None:
    awaited = [{"code": f"AA-AGM-2021-0042-{number}"} for number in range(LOOKED_AT + 1)]
    session.execute(insert(IDENTITIES["hazardous_areas"]), awaited)
    assert [found["code"] for found in find("HA-AGM-2021-0042")] == ["HA-AGM-2021-0042"]
