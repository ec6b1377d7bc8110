import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from gis.codelists import Language
from gis.language import LANGUAGES
from gis.maps import MapLayers
from gis.periods import week
from gis.static_map import period_map_svg
from tests.gis.map_frames import CAPTION, hazard, layers, release

WEEK = week("2026-W46")


def svg(shown: MapLayers, language: Language = "en") -> str:
    return period_map_svg(shown, CAPTION, period=WEEK, language=language)


def written(drawing: str) -> str:
    """Give the texts, which Matplotlib notes beside their outlines."""
    return " | ".join(comment.strip() for comment in re.findall(r"<!--(.*?)-->", drawing, re.DOTALL))


def test_the_same_records_give_the_same_bytes() -> None:
    assert svg(layers()) == svg(layers())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_well_formed_drawing_that_needs_no_font(language: Language) -> None:
    drawing = ET.fromstring(svg(layers(), language))  # noqa: S314 - our own drawing
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert not list(drawing.iter("{http://www.w3.org/2000/svg}text"))


def test_it_says_period_account_sources_and_that_no_record_is_not_safety() -> None:
    text = written(svg(layers()))
    assert "9–15 November 2026 · as known at 16 November 2026, 08:00 · Operational account" in text
    assert "WGS 84 (EPSG:4326) · Boundaries: Natural Earth" in text
    assert "No record here does not mean that the ground is safe." in text
    assert "Demonstration" in text
    assert "Aghdara (5.0 ha)" in text


def test_its_legend_lists_only_what_is_drawn() -> None:
    text = written(svg(layers(releases=[release("RA-1", "reduced")], hazards=[hazard("HA-1", "sha")])))
    assert "R  Reduced (TS)" in text
    assert "Suspected hazardous area" in text
    assert "Cleared" not in text
    assert "Confirmed" not in text


def test_districts_are_named_in_the_language_of_the_sheet() -> None:
    shown = layers()
    renamed = replace(shown, districts=shown.districts.assign(name_az="Başqa"))
    assert svg(shown, "az") != svg(renamed, "az")
    assert svg(shown) == svg(renamed)


def test_a_week_without_work_still_gives_a_map() -> None:
    empty = layers(hazards=[], tasks=[], releases=[], released_m2=(0, 0))
    assert "none recorded" in written(svg(empty))


def test_closed_areas_are_no_hazard_any_more() -> None:
    closed = layers(hazards=[hazard("HA-1", status="closed")])
    assert "Confirmed" not in written(svg(closed))
    assert svg(closed) == svg(replace(closed, hazardous_areas=closed.hazardous_areas.iloc[:0]))
