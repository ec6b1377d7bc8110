import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from gis.codelists import Account, HazardClass, HazardStatus, Language
from gis.crs import WrongCrs
from gis.language import LANGUAGES
from gis.maps import MapLayers, PageHost, Tiles, overview_map
from gis.maps.choropleth import COLORS, MISSING_COLOR, NONE_COLOR, area_classes
from gis.maps.drawn import DETAIL_LIMIT, hazard_layers, release_layers
from gis.maps.features import merged_releases
from gis.maps.page import OfflineMap
from gis.maps.sheet import Sheet
from tests.gis.map_frames import CAPTION, hazard, layers, release, square, task

STATIC = Path("service/web/static")
LINKED = PageHost(folder=STATIC, url="/static")
SHEET = Sheet(OfflineMap(tiles=None), "en")


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


def page(made_of: MapLayers | None = None, language: Language = "en", host: PageHost = LINKED) -> str:
    html: str = overview_map(made_of or layers(), CAPTION, language=language, host=host).get_root().render()
    return html


def test_a_page_says_what_has_to_be_known_to_read_it() -> None:
    text = Words(page()).text
    assert "Land release – Azerbaijan" in text
    assert "As of 15 November 2026 · as known at 16 November 2026, 08:00 · Operational account" in text
    assert "Demonstration: the records are made up." in text
    assert "WGS 84 (EPSG:4326) · Boundaries: Natural Earth" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_in_both_languages_that_no_record_is_not_safety(language: Language) -> None:
    text = Words(page(language=language)).text
    assert "No record here does not mean that the ground is safe." in text
    assert "Burada qeydin olmaması ərazinin təhlükəsiz olması demək deyil." in text


def test_a_page_speaks_the_chosen_language() -> None:
    html = page(language="az")
    assert '<html lang="az">' in html
    text = Words(html).text
    assert "Təmizlənib" in text
    assert "15.11.2026 tarixinə · məlumatın vaxtı: 16.11.2026, 08:00 · Əməliyyat hesabı" in text
    assert "Cleared" not in text


def test_real_records_are_not_called_a_demonstration() -> None:
    caption = replace(CAPTION, is_demonstration=False, account=Account.CERTIFIED, as_of=date(2025, 1, 1))
    text = Words(overview_map(layers(), caption, language="en", host=LINKED).get_root().render()).text
    assert "Demonstration" not in text
    assert "As of 1 January 2025 · as known at 16 November 2026, 08:00 · Certified account" in text


def test_a_linked_page_asks_only_for_files_of_the_service() -> None:
    addresses = Words(page()).addresses
    assert [address for address in addresses if not address.startswith("/static/")] == ["data:,"]
    assert "/static/map/overview.js" in addresses


def test_an_embedded_page_asks_for_nothing() -> None:
    html = page(host=PageHost(folder=STATIC))
    assert Words(html).addresses == ["data:,"]
    assert "landrelease.start(" in html
    assert not re.findall(r"url\((?!#)", "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL)))


def test_an_online_base_map_is_drawn_only_when_the_host_has_one() -> None:
    tiles = Tiles(url="https://tiles.example/{z}/{x}/{y}.png", attribution="Example")
    assert "tiles.example" not in page()
    assert "https://tiles.example/{z}/{x}/{y}.png" in page(host=replace(LINKED, tiles=tiles))


def test_the_legend_lists_only_what_is_there_with_its_count() -> None:
    shown = layers(hazards=[hazard("HA-1"), hazard("HA-2"), hazard("HA-3", "sha", "worked_on")], tasks=[])
    text = Words(page(shown)).text
    assert "Confirmed hazardous area | C | Open | 2 | Suspected hazardous area | S | Worked on | 1" in text
    assert "✓ | Cleared | 1" in text
    assert "Tasks" not in text
    assert "Reduced" not in text


def test_closed_areas_start_hidden() -> None:
    html = page(layers(hazards=[hazard("HA-1"), hazard("HA-2", status="closed")]))
    assert re.search(r'name="cha-open" checked', html)
    assert re.search(r'name="cha-closed"(?! checked)', html)


def test_without_records_the_page_says_so_and_still_shows_the_country() -> None:
    text = Words(page(layers(hazards=[], tasks=[], releases=[], released_m2=(0, 0)))).text
    assert "There are no approved records yet." in text
    assert "Districts | 3" in text


def test_what_is_recorded_but_not_drawn_is_told() -> None:
    text = Words(page(layers(hazards=[hazard("HA-1"), hazard("HA-2", geometry=None)]))).text
    assert "Recorded without an outline, so not drawn: Hazardous areas 1." in text
    assert "No boundary yet, so not shaded: Aghdara (5.0 ha)." in text


def test_layers_that_the_reader_may_not_see_are_named() -> None:
    shown = layers(hazards=[], withheld=frozenset({"hazardous_areas", "tasks"}))
    text = Words(page(shown)).text
    assert "Some records are not public and are not shown to you: Hazardous areas, Tasks." in text
    assert "There are no approved records yet." not in text


def test_every_hazardous_area_has_a_marker_at_every_zoom_however_small() -> None:
    specks = [hazard(f"HA-{n}", geometry=square(46.9, 39.9, 1e-5)) for n in range(3)]
    sheet = Sheet(OfflineMap(tiles=None), "en")
    (drawn,) = hazard_layers(layers(hazards=specks).hazardous_areas, sheet)
    markers = sheet.page.features[drawn.parts["always"]]["features"]
    assert [feature["properties"]["code"] for feature in markers] == ["HA-0", "HA-1", "HA-2"]
    assert {feature["geometry"]["type"] for feature in markers} == {"Point"}


def test_hazard_is_drawn_above_everything_released() -> None:
    html = page(layers(releases=[release("RA-1"), release("RA-2", "cancelled")]))
    order = {name: int(z) for name, z in re.findall(r'createPane\(\s*"([\w-]+)"\);\s*\S+\.style\.zIndex = (\d+)', html)}
    assert order["ground"] < order["rank-10"] < order["rank-30"] < order["rank-50"] < order["markers-50"]


def test_hatches_are_the_plugin_s_patterns() -> None:
    html = page(layers(releases=[release("RA-1", "reduced"), release("RA-2", "cancelled")]))
    assert "new L.StripePattern(" in html
    assert "new L.PatternCircle(" in html
    assert html.count('"fillPattern"') == 4  # each method far off and near by


def test_releases_are_merged_by_task_and_method_without_a_figure_of_their_own() -> None:
    first, second = square(46.93, 39.99, 0.001), square(46.9305, 39.99, 0.001)
    merged = merged_releases(
        layers(
            releases=[
                release("RA-1", geometry=first, effective_date=date(2026, 1, 5)),
                release("RA-2", geometry=second, effective_date=date(2026, 1, 3)),
                release("RA-3", "reduced", task_code=None),
                release("RA-4", geometry=None),
            ]
        ).release_areas
    )
    assert merged[["task_code", "release_method", "release_count"]].to_numpy().tolist() == [
        ["", "reduced", 1],
        ["T-1", "cleared", 2],
    ]
    assert (merged.first_on[1], merged.last_on[1]) == (date(2026, 1, 3), date(2026, 1, 5))
    assert "area_m2" not in merged.columns


def test_too_many_releases_for_one_page_stay_merged_and_the_page_says_so() -> None:
    many = [release(f"RA-{n}") for n in range(DETAIL_LIMIT + 1)]
    shown = layers(releases=many)
    (drawn,) = release_layers(shown.release_areas, SHEET)
    assert list(drawn.parts) == ["always"]
    assert "So many releases are drawn together by task" in Words(page(shown)).text


def test_a_popup_s_figures_are_printed_as_they_are_recorded() -> None:
    html = page()
    assert '"area": "12,345 m\\u00b2 (1.2 ha)"' in html
    assert '"on": "12 November 2026"' in html


def test_what_a_file_names_a_record_never_becomes_script() -> None:
    attack = "</script><script>alert(1)</script>"
    shown = layers(hazards=[hazard(attack, organisation=attack)], releases=[release(attack, task_code=attack)])
    assert attack not in page(shown)


def test_what_a_file_names_a_record_is_never_run_as_a_template() -> None:
    attack = "{{ 6*7 }}{% for x in y %}"
    shown = layers(hazards=[hazard(attack)], releases=[release("RA-1", task_code=attack, organisation=attack)])
    assert page(shown).count(json.dumps(attack)) == 5  # outline and marker, merged task, release by whom and for what


def test_the_page_opens_on_the_records_with_latitude_first() -> None:
    html = page(layers(tasks=[], releases=[]))
    corners = json.loads(re.search(r'"bounds": (\[\[.*?\]\])', html)[1])  # type: ignore[index] # the test fails without
    assert np.allclose(corners, [[39.98, 46.92], [40.002, 46.942]])


def test_frames_in_another_system_are_refused() -> None:
    shown = layers()
    metres = replace(shown, hazardous_areas=shown.hazardous_areas.to_crs("EPSG:32638"))
    with pytest.raises(WrongCrs):
        page(metres)


def test_every_status_has_a_line_of_its_own() -> None:
    hazards = [hazard(f"HA-{kind}-{status}", kind, status) for kind in HazardClass for status in HazardStatus]
    drawn = hazard_layers(layers(hazards=hazards).hazardous_areas, SHEET)
    assert len({line.name for line in drawn}) == len(hazards)


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


def test_tasks_whose_extent_is_not_drawn_are_counted_apart_in_the_legend() -> None:
    shown = layers(tasks=[task("T-1"), task("T-2"), task("T-3", geometry=shapely.Point(46.93, 39.99))])
    text = Words(page(shown)).text
    assert "Tasks | 2 | Tasks, extent not drawn | 1 |" in text
