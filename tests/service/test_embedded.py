"""The map in one file: as fine as its size allows, every record in it or counted, and what is left out is said."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from sqlalchemy.orm import Session

from gis.maps.frames import MapLayer
from service.access import visibilities
from service.ledger.known import known_at
from service.maps.embedded import embedded_answers, smallest_enough
from service.maps.embedded_parts import (
    DOUBLINGS,
    MERGED_LIMIT,
    SINGLE_LIMIT,
    TOLERANCES_M,
    Asked,
    Part,
    recorded_parts,
    released_parts,
)
from service.maps.queries import MapQuestion
from service.records.selection import Moment
from tests.service.records import approve, square

HAZARD = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": "2025-01-06"}


@pytest.fixture
def asked(session: Session) -> Asked:
    """Approve a speck of hazard and a field, and forty releases of two tasks side by side; ask for all of them."""
    task = {"task_type": "clearance", "organisation": "MOD", "status": "active"}
    approve(
        session,
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
        tasks=[task | {"code": "T-1"}, task | {"code": "T-2"}],
        hazardous_areas=[
            HAZARD | {"code": "HA-1", "geometry": square(0, 0, width=0.01, height=0.01)},
            HAZARD | {"code": "HA-2", "geometry": square(20, 20, width=3, height=3)},
        ],
        release_areas=[
            {
                "code": f"RA-{x}-{y}",
                "release_method": "cleared",
                "effective_date": date(2026, 3, 1 + y),
                "organisation": "MOD",
                "task_code": "T-1" if x < 5 else "T-2",
                "geometry": square(x, y),
            }
            for x in range(10)
            for y in range(4)
        ],
    )
    moment = Moment(
        as_of=date(2026, 11, 21), as_known_at=known_at(session, None), audience=visibilities(is_internal=True)
    )
    return Asked(session, MapQuestion(moment=moment), "en")


def told(part: Part) -> list[Mapping[str, Any]]:
    return [feature["properties"] for feature in part.features["features"]]


def counts(part: Part) -> list[int]:
    return [int(properties["count"].replace(",", "")) for properties in told(part)]


def sizes(parts: Iterable[Part]) -> list[int]:
    return [len(orjson.dumps(part.features)) for part in parts]


def test_a_small_installation_has_every_record_in_its_file(asked: Asked) -> None:
    answers = embedded_answers(asked.session, asked.question, language="en", zone=ZoneInfo("Asia/Baku"))
    features = answers["features/release_areas"]["features"]
    assert len(features) == 40
    assert {feature["properties"]["task"] for feature in features} == {"T-1", "T-2"}
    assert "This file holds every record with its outline, to 0.1 m." in answers["contents"]["notes"]
    assert any("Not in this file" in note for note in answers["contents"]["notes"])
    assert {"base/country.geojson", "base/places.geojson", "features/districts", "features/tasks"} < set(answers)


def test_releases_come_one_by_one_then_by_task_then_by_squares(asked: Asked) -> None:
    single, *coarser = released_parts(asked, 40)
    merged, squares = coarser[: len(TOLERANCES_M)], coarser[len(TOLERANCES_M) :]
    assert (len(told(single)), single.notes) == (40, ())
    assert all(counts(part) == [20, 20] for part in merged)
    assert [properties["code"] for properties in told(merged[0])] == ["T-1 · Cleared", "T-2 · Cleared"]
    assert told(merged[0])[0]["period"] == "1–4 March 2026"
    assert merged[0].notes[0] == "Released areas are drawn together by task and method: 40 as 2."
    assert "None moved by more than" in merged[0].notes[1]
    assert squares
    assert sizes([single])[0] > sizes(merged[:1])[0]


def test_squares_count_every_release_once_and_say_so(asked: Asked) -> None:
    squares = list(released_parts(asked, MERGED_LIMIT + 1))
    assert len(squares) == DOUBLINGS + 1
    for part in squares:
        large = [properties for properties in told(part) if properties["code"].startswith("RA-")]
        assert sum(counts(part)) == 40
        said = f"Released areas: {40 - len(large)} are drawn together"
        assert [note.startswith(said) for note in part.notes] == [True] * (len(large) < 40)


def test_no_hazard_is_ever_left_out_however_coarse_the_file(asked: Asked) -> None:
    for part in recorded_parts(asked, MapLayer.HAZARDOUS_AREAS, 2):
        stands_for = sum(int(properties.get("count", "1")) for properties in told(part))
        assert stands_for == 2
        assert all("middle" in properties for properties in told(part))
    for part in recorded_parts(asked, MapLayer.HAZARDOUS_AREAS, SINGLE_LIMIT + 1):
        assert sum(counts(part)) == 2


def test_each_square_has_a_name_of_its_own(asked: Asked) -> None:
    for part in released_parts(asked, MERGED_LIMIT + 1):
        codes = [properties["code"] for properties in told(part)]
        assert len(codes) == len(set(codes))


def test_the_finest_part_that_is_small_enough_is_taken_and_no_coarser_one_is_made(asked: Asked) -> None:
    made = []

    def watched() -> Iterable[Part]:
        for part in released_parts(asked, 40):
            made.append(part)
            yield part

    first, second = sizes(list(released_parts(asked, 40))[:2])
    assert smallest_enough(watched(), first) is made[0]
    assert len(made) == 1
    made.clear()
    assert smallest_enough(watched(), second) is made[1]
    made.clear()
    assert smallest_enough(watched(), 0) is made[-1]


def test_a_layer_without_records_is_empty(asked: Asked) -> None:
    assert told(smallest_enough(recorded_parts(asked, MapLayer.TASKS, 2), 10_000)) == []


def test_the_footprint_of_cluster_munitions_is_in_the_file_where_there_is_any(asked: Asked) -> None:
    before = embedded_answers(asked.session, asked.question, language="en", zone=ZoneInfo("Asia/Baku"))
    assert before["features/cmr_footprint"]["features"] == []
    assert "footprint" not in before["contents"]["lines"]
    approve(
        asked.session,
        eo_items=[
            {
                "code": "EO-1",
                "eo_category": "submunition",
                "quantity": 1,
                "found_on": "2026-03-02",
                "disposal_state": "destroyed_in_situ",
                "disposed_on": "2026-03-02",
                "geometry": square(1, 1).centroid,
            }
        ],
    )
    moment = replace(asked.question.moment, as_known_at=known_at(asked.session, None))
    question = replace(asked.question, moment=moment)
    after = embedded_answers(asked.session, question, language="en", zone=ZoneInfo("Asia/Baku"))
    assert after["features/cmr_footprint"]["features"]
    assert after["contents"]["lines"]["footprint"] == ""
    assert not any("cluster" in note for note in after["contents"]["notes"])
