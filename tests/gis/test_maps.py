import json
import re
from collections.abc import Container
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from gis.codelists import Account, EoCategory, Language, ReleaseMethod
from gis.crs import WrongCrs
from gis.language import LANGUAGES
from gis.maps.choropleth import COLORS, MISSING_COLOR, NONE_COLOR, area_classes
from gis.maps.drawn import drawn_features
from gis.maps.frames import FIRST_SHOWN, Caption, MapLayer
from gis.maps.lines import all_lines, find_key, hazard_key, release_key
from gis.maps.overview import overview_map
from gis.maps.page import PageHost, Tiles
from gis.maps.words import record_notes
from gis.symbology import HAZARD_SYMBOLS, RELEASE_SYMBOLS
from tests.gis.map_frames import CAPTION, frame, hazard, layers, release, square, task

STATIC = Path("service/web/static")
LINKED = PageHost(folder=STATIC, url="/static")
MOST_BYTES = 100_000
"""Of a page, at any number of records."""


class Words(HTMLParser):
    """Collects what can be read on a page, and every address that it names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.addresses: list[str] = []
        self.is_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_script = tag in {"script", "style"}
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        self.is_script = self.is_script and tag not in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.is_script and data.strip():
            self.lines.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return " | ".join(self.lines)


def page(
    language: Language = "en",
    host: PageHost = LINKED,
    caption: Caption = CAPTION,
    shown: Container[MapLayer] = FIRST_SHOWN,
) -> str:
    return overview_map(caption, language=language, host=host, shown=shown)


def drawn(layer: MapLayer, *, is_told: bool = False, **records: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - of any layer
    frames = layers(**records)
    features: list[dict[str, Any]] = drawn_features(layer, getattr(frames, layer), "en", is_told=is_told)["features"]
    return features


def test_a_page_says_what_has_to_be_known_to_read_it() -> None:
    text = Words(page()).text
    assert "Land release – Azerbaijan" in text
    assert "As of 15 November 2026 · as known at 16 November 2026, 08:00 · Operational account" in text
    assert "Demonstration: the records are made up." in text
    assert "WGS 84 (EPSG:4326) · Boundaries: Natural Earth" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_in_both_languages_that_no_record_is_not_safety(language: Language) -> None:
    text = Words(page(language)).text
    assert "No record here does not mean that the ground is safe." in text
    assert "Burada qeydin olmaması ərazinin təhlükəsiz olması demək deyil." in text


def test_a_page_speaks_the_chosen_language() -> None:
    html = page("az")
    assert '<html lang="az">' in html
    text = Words(html).text
    assert "Təmizlənib" in text
    assert "15.11.2026 tarixinə · məlumatın vaxtı: 16.11.2026, 08:00 · Əməliyyat hesabı" in text
    assert "Cleared" not in text


def test_real_records_are_not_called_a_demonstration() -> None:
    caption = replace(CAPTION, is_demonstration=False, account=Account.CERTIFIED, as_of=date(2025, 1, 1))
    text = Words(page(caption=caption)).text
    assert "Demonstration" not in text
    assert "As of 1 January 2025 · as known at 16 November 2026, 08:00 · Certified account" in text


def test_a_page_is_light() -> None:
    assert len(page().encode()) <= MOST_BYTES


def test_a_linked_page_asks_only_for_files_of_the_service() -> None:
    addresses = Words(page()).addresses
    assert [address for address in addresses if not address.startswith("/static/")] == ["data:,", "#legend"]
    assert "/static/map/overview.js" in addresses


def test_every_script_of_the_page_is_there() -> None:
    files = [
        Path(address.removeprefix("/static/")) for address in Words(page()).addresses if address.startswith("/static/")
    ]
    assert [file for file in files if not (STATIC / file).is_file()] == []


def test_an_embedded_page_asks_for_nothing() -> None:
    html = page(host=PageHost(folder=STATIC))
    assert Words(html).addresses == ["data:,", "#legend"]
    assert "landrelease.start(" in html
    assert not re.findall(r"url\((?!#)", "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL)))


def test_an_online_base_map_is_drawn_only_when_the_host_has_one() -> None:
    tiles = Tiles(url="https://tiles.example/{z}/{x}/{y}.png", attribution="Example")
    assert "tiles.example" not in page()
    assert "https://tiles.example/{z}/{x}/{y}.png" in page(host=replace(LINKED, tiles=tiles))


def test_a_page_repeats_what_it_was_asked_in_its_requests() -> None:
    asked = {"district": "AGM", "from": "2026-01-01"}
    assert json.dumps(asked) in page(host=replace(LINKED, parameters=asked))


def test_what_is_asked_for_never_becomes_script() -> None:
    attack = "</script><script>alert(1)</script>"
    assert attack not in page(host=replace(LINKED, parameters={"task": attack}))
    assert attack not in page(host=PageHost(folder=STATIC, answers={"contents": attack}))


def test_what_is_asked_for_is_never_run_as_a_template() -> None:
    attack = "{{ 6*7 }}{% for x in y %}"
    assert page(host=replace(LINKED, parameters={"task": attack})).count(json.dumps(attack)) == 1
    assert page(host=PageHost(folder=STATIC, answers={"contents": attack})).count(json.dumps(attack)) == 1


def test_hazard_is_drawn_above_everything_released() -> None:
    order = {
        name: int(z) for name, z in re.findall(r'createPane\(\s*"([\w-]+)"\);\s*\S+\.style\.zIndex = (\d+)', page())
    }
    assert (
        order["ground"] < order["rank-10"] < order["rank-20"] < order["rank-30"] < order["rank-40"] < order["rank-50"]
    )
    assert order["rank-50"] < order["rank-60"] < order["markers-50"]


def test_hatches_are_the_plugin_s_patterns() -> None:
    html = page()
    assert html.count("new L.StripePattern(") == 2  # reduced, and method not recorded
    assert html.count("new L.PatternCircle(") == 1  # cancelled


# --- the legend's lines -------------------------------------------------------------------------------------------


def test_every_class_status_method_and_kind_of_item_has_a_line_of_its_own_in_both_languages() -> None:
    keys = {hazard_key(*each) for each in HAZARD_SYMBOLS} | {release_key(method) for method in RELEASE_SYMBOLS}
    keys |= {find_key(category) for category in EoCategory}
    for language in LANGUAGES:
        lines = all_lines(language)
        assert keys < {line.key for line in lines}
        assert len({line.name for line in lines}) == len(lines)


def test_closed_areas_start_hidden() -> None:
    html = page()
    assert re.search(r'name="cha-open" checked', html)
    assert re.search(r'name="cha-closed"(?! checked)', html)


def test_what_is_not_asked_for_starts_hidden() -> None:
    html = page(shown=(MapLayer.RELEASE_AREAS,))
    assert 'name="released-cleared" checked' in html
    assert 'name="cha-open">' in html


# --- records as they are drawn ------------------------------------------------------------------------------------


def test_a_drawn_record_has_its_code_and_its_line() -> None:
    (first, second) = drawn(MapLayer.HAZARDOUS_AREAS, hazards=[hazard("HA-1"), hazard("HA-2", "sha", "worked_on")])
    assert (first["properties"]["code"], first["properties"]["key"]) == ("HA-1", "cha-open")
    assert second["properties"]["key"] == "sha-worked_on"
    assert set(first["properties"]) == {"code", "key", "middle"}


def test_a_find_is_drawn_by_what_it_is_and_tells_what_became_of_it() -> None:
    find = {"code": "EO-1", "eo_category": "av_mine", "quantity": 1_200, "found_on": date(2026, 11, 12)}
    find |= {"disposal_state": "destroyed_in_situ", "disposed_on": None, "model": "TM-62", "organisation": "ANAMA"}
    items = frame([find | {"task_code": "T-1", "geometry": shapely.Point(46.93, 39.99)}])
    (feature,) = drawn_features(MapLayer.EO_ITEMS, items, "en", is_told=True)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [46.93, 39.99]}
    assert feature["properties"] == {
        "code": "EO-1",
        "key": "found-av_mine",
        "quantity": "1,200",
        "model": "TM-62",
        "found": "12 November 2026",
        "became": "Destroyed in situ",
        "by": "ANAMA",
        "task": "T-1",
    }


def test_every_hazardous_area_has_a_place_for_its_marker_inside_its_outline() -> None:
    bent = shapely.Polygon([(0, 0), (2, 0), (2, 2), (1.9, 2), (1.9, 0.1), (0, 0.1)])  # its centroid lies outside
    for feature in drawn(
        MapLayer.HAZARDOUS_AREAS,
        hazards=[hazard("HA-1", geometry=bent), hazard("HA-2", geometry=square(46.9, 39.9, 1e-5))],
    ):
        outline = shapely.geometry.shape(feature["geometry"])
        assert outline.distance(shapely.Point(feature["properties"]["middle"])) < 1e-6


def test_a_record_without_an_outline_is_not_drawn() -> None:
    assert [
        each["properties"]["code"]
        for each in drawn(MapLayer.HAZARDOUS_AREAS, hazards=[hazard("HA-1", geometry=None), hazard("HA-2")])
    ] == ["HA-2"]
    assert drawn(MapLayer.RELEASE_AREAS, releases=[]) == []


def test_releases_are_on_the_line_of_their_method() -> None:
    features = drawn(MapLayer.RELEASE_AREAS, releases=[release(f"RA-{method}", method) for method in ReleaseMethod])
    assert [each["properties"]["key"] for each in features] == [release_key(method) for method in ReleaseMethod]


def test_tasks_whose_extent_is_not_drawn_are_on_a_line_of_their_own() -> None:
    features = drawn(MapLayer.TASKS, tasks=[task("T-1"), task("T-2", geometry=shapely.Point(46.93, 39.99))])
    assert [each["properties"]["key"] for each in features] == ["tasks", "task-places"]


def test_a_page_without_a_service_holds_what_its_popups_print_as_it_is_recorded() -> None:
    (told,) = drawn(MapLayer.RELEASE_AREAS, is_told=True)
    assert told["properties"]["area"] == "12,345 m² (1.2 ha)"
    assert told["properties"]["on"] == "12 November 2026"


def test_frames_in_another_system_are_refused() -> None:
    with pytest.raises(WrongCrs):
        drawn_features(MapLayer.HAZARDOUS_AREAS, layers().hazardous_areas.to_crs("EPSG:32638"), "en")


# --- notes --------------------------------------------------------------------------------------------------------


def test_what_is_recorded_but_not_drawn_is_told() -> None:
    told = list(record_notes((), {"hazardous_areas": 1, "tasks": 0}, "en"))
    assert told == ["Recorded without an outline, so not drawn: Hazardous areas 1."]


def test_layers_that_the_reader_may_not_see_are_named() -> None:
    (told,) = record_notes({"tasks", "hazardous_areas"}, {"tasks": 0}, "en")
    assert told == "Some records are not public and are not shown to you: Hazardous areas, Tasks."


# --- shades -------------------------------------------------------------------------------------------------------


def test_class_breaks_are_round_and_split_the_districts() -> None:
    classes = area_classes(pd.Series([0, np.nan, 90_000, 210_000, 480_000, 1_900_000, 5_100_000]))
    assert list(classes.breaks_m2) == [200_000, 500_000, 1_000_000, 2_000_000]
    assert classes.color(0) == NONE_COLOR
    assert classes.color(float("nan")) == MISSING_COLOR
    assert [classes.color(area) for area in (200_000, 200_001, 5_100_000)] == [COLORS[0], COLORS[1], COLORS[4]]


def test_class_limits_are_printed_in_hectares_in_each_language() -> None:
    classes = area_classes(pd.Series([900.0, 21_000.0, 52_000_000.0]))
    words = [words for _, words in classes.legend("en")]
    assert words == ["none recorded", "≤ 1", "1 – 2", "2 – 1,000", "1,000 – 2,000", "> 2,000"]
    assert area_classes(pd.Series([900.0, 1_900.0])).legend("az")[1][1] == "≤ 0,1"


def test_one_district_with_a_figure_needs_no_break() -> None:
    classes = area_classes(pd.Series([0, 70_000.0]))
    assert next(words for _, words in classes.legend("en")) == "none recorded"
    assert classes.color(70_000) in COLORS
