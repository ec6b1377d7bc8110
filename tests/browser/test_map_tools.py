"""The tools of the overview map in a real browser: with the pointer, by keyboard, by touch, in both languages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from mgrs import MGRS
from playwright.sync_api import Browser, Locator, Page, expect
from pyproj import Geod, Transformer
from shapely import Polygon
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.text import area_ha_text, area_m2_text
from tests.browser.conftest import MapSites, Watch, map_sites
from tests.browser.looks import grave_findings
from tests.service.records import approve, square

pytestmark = pytest.mark.browser

CORNERS = ((46.9, 39.6), (46.906, 39.6), (46.906, 39.602), (46.9, 39.602))
"""Of the confirmed area."""
SETTLED = "body[data-ready]:not(.is-loading)"


@pytest.fixture(scope="module")
def tool_site(migrated: str) -> Iterator[MapSites]:
    """Serve two districts, a confirmed and a suspected area, and work in two weeks; it is Saturday of week 47."""
    with map_sites(migrated, _fill) as sites:
        yield sites


def _fill(session: Session) -> None:
    hazard = {"contamination_types": ["ap_mine"], "visibility": "public"}
    release = {"organisation": "MOD", "task_code": None}
    approve(
        session,
        districts=[
            {
                "code": "AGM",
                "name_en": "Aghdam",
                "name_az": "Ağdam",
                "geometry": square(-50, -50, width=60, height=100),
            },
            {"code": "AGD", "name_en": "Aghdara", "name_az": "Ağdərə"},
        ],
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
        hazardous_areas=[
            hazard
            | {
                "code": "HA-AGM-0001",
                "classification": "cha",
                "identified_on": "2026-10-12",
                "geometry": square(0, 0, width=6, height=2),
            },
            hazard
            | {
                "code": "HA-AGM-0002",
                "classification": "sha",
                "identified_on": "2026-11-05",
                "geometry": square(0, 5, width=2, height=2),
            },
        ],
        release_areas=[
            release
            | {
                "code": "RA-AGM-0001",
                "release_method": "cleared",
                "effective_date": "2026-10-20",
                "geometry": square(0, 0),
            },
            release
            | {
                "code": "RA-AGM-0002",
                "release_method": "reduced",
                "effective_date": "2026-11-10",
                "geometry": square(1, 0),
            },
        ],
    )


@pytest.fixture(params=["all_at_once", "in_tiles"])
def address(request: pytest.FixtureRequest, tool_site: MapSites) -> str:
    """Give the address of the one service, then of the other."""
    given: str = getattr(tool_site, request.param).address
    return given


@pytest.fixture
def open_map(browser: Browser, tool_site: MapSites) -> Iterator[Callable[..., Page]]:
    """Give what opens the overview; at the end none may have complained or asked anybody else for anything."""
    watch, contexts = Watch(), []

    def open_one(path: str = "", width: int = 1280, *, at: str = tool_site.all_at_once.address, **options: Any) -> Page:  # noqa: ANN401 - Playwright's
        contexts.append(browser.new_context(viewport={"width": width, "height": 740}, **options))
        page = contexts[-1].new_page()
        watch.over(page)
        page.goto(f"{at}/maps/overview{path}")
        settle(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    ours = (*tool_site.addresses, "data:", "about:")
    assert [url for url in watch.requests if not url.startswith(ours)] == []
    assert watch.complaints == []


def settle(page: Page) -> None:
    """Wait until the map has drawn what it asked for."""
    page.wait_for_selector(SETTLED, timeout=10_000)
    page.wait_for_load_state("networkidle")


def look_at(page: Page, lon: float, lat: float, zoom: int = 18) -> None:
    """Move the middle of the map, as an address does."""
    page.evaluate(f"location.hash = '#{zoom}/{lat}/{lon}'")
    expect(page).to_have_url(re.compile(f"#{zoom}/{lat:.5f}/{lon:.5f}"))


def search_field(page: Page) -> Locator:
    return page.locator(".search input")


def test_a_small_frame_shows_the_map_without_its_tools(open_map: Callable[..., Page]) -> None:
    for width in (1280, 360):
        page = open_map("?lang=en&tools=false", width)
        expect(page.locator(".tools")).to_be_hidden()
        expect(page.get_by_role("button", name="Zoom in")).to_be_visible()
    bounds = [page.locator(part).bounding_box() for part in (".legend-button", ".leaflet-control-zoom", "main")]
    assert [round(one["y"] - bounds[2]["y"]) for one in bounds[:2] if one and bounds[2]] == [8, 10]


# --- search -------------------------------------------------------------------------------------------------------


def test_a_code_is_found_by_keyboard_and_opened(open_map: Callable[..., Page], address: str) -> None:
    page = open_map("?lang=en", at=address)
    field = search_field(page)
    field.fill("agm-0002")
    expect(page.locator(".search [role=option]")).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(page.locator(".search [aria-selected=true]")).to_contain_text("HA-AGM-0002")
    field.press("Enter")
    expect(page.locator(".card h2")).to_have_text("HA-AGM-0002")
    expect(page.locator(".card")).to_contain_text("Suspected hazardous area")
    expect(page).to_have_url(re.compile(r"#\d+(\.5)?/39\.6060\d/46\.9010\d"))
    expect(page.locator(".search ul")).to_be_hidden()


def test_a_district_is_found_on_a_phone_in_azerbaijani(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=az", 360, has_touch=True)
    search_field(page).fill("agdam")
    found = page.locator(".search [role=option]").first
    expect(found).to_have_text("AğdamRayon")
    found.tap()
    expect(page.locator(".search ul")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    search_field(page).fill("Atlantida")
    expect(page.locator(".search-told")).to_contain_text("Heç nə tapılmadı")
    search_field(page).fill("Ağdərə")
    page.locator(".search [role=option]").first.tap()
    expect(page.locator(".search-told")).to_have_text(
        "Bu qeydin konturu yoxdur, ona görə xəritə onun yerini göstərə bilmir."
    )


def test_coordinates_that_the_map_gives_are_found_by_its_search(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#16/39.60130/46.90210")
    page.get_by_role("button", name="Coordinates").click()
    written = [page.get_by_label(name, exact=True).input_value() for name in ("UTM", "MGRS")]
    for text in written:
        look_at(page, 47.5, 40.5, 9)
        search_field(page).fill(text)
        search_field(page).press("Enter")
        expect(page).to_have_url(re.compile(r"/39\.601(29|30|31)/46\.902(09|10|11)"))


# --- coordinates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", [(46.9021, 39.6013), (45.00001, 41.9), (47.99999, 38.45), (48.00001, 38.45), (50.9, 40.4)]
)
def test_coordinates_are_those_of_the_projection_libraries(
    open_map: Callable[..., Page], place: tuple[float, float]
) -> None:
    page = open_map(f"?lang=en#19/{place[1]}/{place[0]}")
    page.get_by_role("button", name="Coordinates").click()
    zone = 38 if place[0] < 48 else 39
    easting, northing = Transformer.from_crs(4326, 32600 + zone, always_xy=True).transform(*place)
    expect(page.get_by_label("Longitude, latitude", exact=True)).to_have_value(f"{place[0]:.5f}, {place[1]:.5f}")
    expect(page.get_by_label("UTM", exact=True)).to_have_value(f"{zone}N {easting:.0f} {northing:.0f}")
    assert page.get_by_label("MGRS", exact=True).input_value().replace(" ", "") == MGRS().toMGRS(place[1], place[0])


def test_the_pointer_s_coordinates_stand_on_the_map(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#12/39.60000/46.90000")
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".readout")).to_have_text(
        re.compile(r"46\.(89|90)\d{3}, 39\.(59|60)\d{3} · UTM 38N \d{6} \d{7} · MGRS 38S PJ \d{5} \d{5}")
    )


def test_a_tap_keeps_a_point_and_its_coordinates_are_copied(open_map: Callable[..., Page]) -> None:
    page = open_map(
        "?lang=az#14/39.60100/46.90300", 360, has_touch=True, permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="Alətlər").tap()
    page.get_by_role("button", name="Koordinatlar").tap()
    before = page.get_by_label("MGRS", exact=True).input_value()
    page.touchscreen.tap(180, 200)
    expect(page.get_by_label("MGRS", exact=True)).not_to_have_value(before)
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    page.get_by_role("button", name="Kopyala: MGRS").tap()
    expect(page.get_by_role("button", name="Kopyala: MGRS")).to_have_text("Kopyalandı")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("MGRS", exact=True).input_value()


# --- measuring ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "az"])
def test_an_area_is_measured_by_keyboard_as_the_ledger_measures_it(
    open_map: Callable[..., Page], language: Language
) -> None:
    words = {"en": ("Measure", "Add the middle", "Area"), "az": ("Ölç", "Ortanı əlavə et", "Sahə")}[language]
    page = open_map(f"?lang={language}")
    page.get_by_role("button", name=words[0]).click()
    for lon, lat in CORNERS:
        look_at(page, lon, lat)
        page.get_by_role("button", name=words[1]).press("Enter")
    page.get_by_label(words[2], exact=True).check()
    area_m2, perimeter_m = Geod(ellps="WGS84").geometry_area_perimeter(Polygon(CORNERS))
    m2_text, ha_text, _, perimeter_text, _ = page.locator(".measured dd").all_inner_texts()
    assert number(m2_text) == pytest.approx(area_m2, rel=1e-3)  # the middle of the map stands on a whole pixel
    assert ha_text == f"{area_ha_text(area_m2, language)} ha"
    assert number(perimeter_text) == pytest.approx(perimeter_m, rel=1e-3)
    assert m2_text == f"{area_m2_text(number(m2_text), language)} m²"


def number(text: str) -> float:
    """Read what stands before the unit of a whole number."""
    return float(re.sub(r"\D", "", text.rsplit(" ", 1)[0]))


def test_the_library_that_measures_agrees_with_the_ledger(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en")
    measured_m2 = page.evaluate(
        """(corners) => {
          const outline = geodesic.Geodesic.WGS84.Polygon(false);
          corners.forEach(([lon, lat]) => outline.AddPoint(lat, lon));
          return outline.Compute(false, true).area;
        }""",
        CORNERS,
    )
    assert measured_m2 == pytest.approx(Geod(ellps="WGS84").geometry_area_perimeter(Polygon(CORNERS))[0], rel=1e-9)
    search_field(page).fill("HA-AGM-0001")
    search_field(page).press("Enter")
    expect(page.locator(".card")).to_contain_text(f"{area_m2_text(measured_m2, 'en')} m²")


def test_a_length_is_measured_by_touch_and_taken_back(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#12/39.60000/46.90000", 360, has_touch=True)
    page.get_by_role("button", name="Tools").tap()
    page.get_by_role("button", name="Measure").tap()
    expect(page.locator(".measured dd")).to_have_text("0 m")
    page.touchscreen.tap(100, 230)
    page.touchscreen.tap(200, 230)
    expect(page.locator(".measured dd")).to_have_count(2)
    metres, kilometres = page.locator(".measured dd").all_inner_texts()
    length_m = float(metres.removesuffix(" m").replace(",", ""))
    assert length_m == pytest.approx(100 * 156543.034 * 0.7705 / 2**12, rel=0.01)  # 100 pixels at 39.6° N
    assert kilometres == f"{length_m / 1000:.2f} km"
    page.get_by_role("button", name="Remove the last point").tap()
    expect(page.locator(".measured dd")).to_have_text("0 m")
    page.get_by_role("button", name="Close").tap()
    expect(page.locator(".tool-panel.measure")).to_be_hidden()


# --- week by week -------------------------------------------------------------------------------------------------


def test_the_map_goes_back_week_by_week_by_keyboard(open_map: Callable[..., Page], address: str) -> None:
    page = open_map("?lang=en", at=address)
    page.get_by_role("button", name="Week by week").click()
    expect(page.locator(".week-name")).to_have_text("2026-W46 · 9–15 November 2026")
    expect(page.locator(".facts")).to_contain_text("As of 15 November 2026")
    slider = page.get_by_role("slider", name="Week", exact=True)
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "2026-W42 · 12–18 October 2026")
    expect(page.locator(".facts")).to_contain_text("As of 18 October 2026")
    expect(page).to_have_url(re.compile("as_of=2026-10-18"))
    settle(page)
    assert legend(page) == {"cha-open": "1"}
    slider.press("ArrowRight")
    expect(page.locator(".facts")).to_contain_text("As of 25 October 2026")
    settle(page)
    assert legend(page) == {"cha-open": "1", "released-cleared": "1"}
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".facts")).to_contain_text("As of 21 November 2026")
    expect(page.get_by_role("button", name="Week by week")).to_be_focused()


def legend(page: Page) -> dict[str, str]:
    """Give the numbers of the records in the legend, without places and districts."""
    rows = page.locator("#legend .row:not([hidden])").all()
    counts = {str(row.get_attribute("data-line")): row.locator(".count").inner_text() for row in rows}
    return {line: count for line, count in counts.items() if line not in {"districts", "places"}}


def test_the_figures_of_a_week_are_those_of_the_service(open_map: Callable[..., Page], tool_site: MapSites) -> None:
    page = open_map("?lang=en")
    page.get_by_role("button", name="Week by week").click()
    page.get_by_role("slider", name="Week", exact=True).press("Home")
    page.get_by_role("button", name="Week after").click()
    expect(page.locator(".week-name")).to_contain_text("2026-W43")
    tables = page.locator(".week-figures table").all_inner_texts()
    api = f"{tool_site.all_at_once.address}/api/v1"
    left = page.request.get(f"{api}/contamination?as_of=2026-10-25&account=operational&by=classification").json()
    released = page.request.get(f"{api}/progress?from=2026-10-19&to=2026-10-25").json()
    assert area_ha_text(left["rows"][0]["area_m2"], "en") in tables[0]
    assert (
        f"Cleared\t{area_ha_text(released['total_m2'], 'en')}\t{area_ha_text(released['total_m2'], 'en')}" in tables[1]
    )
    assert "Reduced (TS)\t0\t0" in tables[1]


def test_the_weeks_are_played_to_the_last(open_map: Callable[..., Page], address: str) -> None:
    page = open_map("?lang=az", 360, at=address)
    page.get_by_role("button", name="Alətlər").click()
    page.get_by_role("button", name="Həftə-həftə").click()
    slider = page.get_by_role("slider", name="Həftə", exact=True)
    slider.press("Home")
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(page.locator(".week-name")).to_contain_text("2026-W44")
    page.get_by_role("button", name="Oynat").click()
    expect(page.get_by_role("button", name="Dayandır")).to_be_visible()
    expect(page.locator(".week-name")).to_contain_text("2026-W46", timeout=10_000)
    expect(page.locator(".facts")).to_contain_text("15.11.2026", timeout=10_000)
    expect(page.get_by_role("button", name="Oynat")).to_be_visible(timeout=10_000)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_next_week_is_there_before_it_is_asked_for(open_map: Callable[..., Page], address: str) -> None:
    page = open_map("?lang=en", at=address)
    page.get_by_role("button", name="Week by week").click()
    with page.expect_request(lambda asked: "as_of=2026-10-25" in asked.url and "release_areas" in asked.url):
        page.get_by_role("slider", name="Week", exact=True).press("Home")
    expect(page.locator(".facts")).to_contain_text("As of 18 October 2026")


# --- the view -----------------------------------------------------------------------------------------------------


def test_the_copied_address_opens_the_same_view_and_question(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en&method=cleared#15/39.60200/46.90400", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The address of this view is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(copied)
    settle(page)
    expect(page).to_have_url(re.compile(r"method=cleared.*#15/39\.60200/46\.90400"))
    assert legend(page)["released-cleared"] == "1"
    assert "released-reduced" not in legend(page)


def test_where_copying_is_refused_the_address_stands_there_to_be_copied(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=az")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Keçidi kopyala").click()
    expect(page.get_by_text("Bu ünvanı kopyalayın.")).to_be_visible()
    expect(page.get_by_label("Bu görünüşün ünvanı", exact=True)).to_have_value(page.url)


def test_the_map_fills_the_screen_and_leaves_it_again(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en")
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    page.get_by_role("button", name="Leave full screen").click()
    expect(page.get_by_role("button", name="Full screen", exact=True)).to_be_visible()


# --- shaded districts ---------------------------------------------------------------------------------------------


def test_districts_are_shaded_by_what_the_reader_chooses(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#9/39.60000/46.90000")
    expect(page.locator(".shade-title")).to_have_text("Released, 10 November 2020 – 21 November 2026, ha")
    choice = page.get_by_role("combobox", name="Districts shaded by")
    choice.select_option(label="Remaining, suspected")
    expect(page.locator(".shade-title")).to_have_text("Suspected hazardous area remaining on 21 November 2026, ha")
    filled = page.locator(".leaflet-shades-pane path")
    expect(filled).to_have_count(1)
    choice.select_option(label="Nothing")
    expect(filled).to_have_count(0)
    expect(page.locator(".shade-title")).to_be_hidden()


def test_the_address_keeps_the_chosen_shading(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#9/39.60000/46.90000", permissions=["clipboard-read", "clipboard-write"])
    choice = page.get_by_role("combobox", name="Districts shaded by")
    for figure, words in (("share", "Share of contamination released"), ("none", "Nothing")):
        choice.select_option(label=words)
        look_at(page, 46.9, 39.6, 10)
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_text("The address of this view is copied.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert f"shade={figure}" in copied
        page.goto("about:blank")
        page.goto(copied)
        settle(page)
        expect(choice).to_have_value("" if figure == "none" else figure)


def test_near_by_districts_are_not_shaded(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#9/39.60000/46.90000")
    expect(page.locator(".leaflet-shades-pane path")).to_have_count(1)
    look_at(page, 46.9, 39.6, 14)
    expect(page.locator(".leaflet-shades-pane path")).to_have_count(0)


def test_the_same_figures_stand_in_a_table(open_map: Callable[..., Page], tool_site: MapSites) -> None:
    page = open_map("?lang=az", 360)
    page.get_by_role("button", name="Şərti işarələr və təbəqələr").click()
    page.get_by_role("combobox", name="Rayonların rənglənməsi").select_option("share")
    page.get_by_role("button", name="Cədvəl kimi göstər").click()
    rows = page.get_by_role("dialog").get_by_role("row")
    shades = page.request.get(f"{tool_site.all_at_once.address}/maps/shades?figure=share&lang=az").json()
    (aghdam,) = shades["districts"]
    expect(rows).to_have_text(["Rayon%Sinif", f"Ağdam{aghdam['text']} 0 – 20"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


# --- for everybody ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 360])
def test_every_tool_can_be_used_without_seeing_it(open_map: Callable[..., Page], width: int) -> None:
    page = open_map("?lang=en#10/39.60000/46.90000", width)
    for tool in ("Measure", "Coordinates", "Week by week", "Copy link"):
        if width < 768:
            page.get_by_role("button", name="Tools").click()
        page.get_by_role("button", name=tool).click()
        settle(page)
        assert grave_findings(page) == [], tool
    search_field(page).fill("AGM")
    expect(page.locator(".search ul")).to_be_visible()
    assert grave_findings(page) == []
