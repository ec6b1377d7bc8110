"""The Map page in a real browser: the list follows the view, leads to map and record, and keeps its address."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, Route, expect

from gis.codelists import Role
from gis.language import LANGUAGES
from tests.browser.looks import DESK, PHONE
from tests.browser.sites import Site

pytestmark = pytest.mark.browser

ELSEWHERE = "#14/40.30000/48.50000"
PHONE_HEIGHT = 740
IS_CUT = "(one) => one.scrollWidth > one.clientWidth"
ABOUT = {"en": "About this map", "az": "Xəritə haqqında"}
IN_VIEW = {"en": "Only what is in view", "az": "Yalnız görünüşdə olanlar"}


@pytest.fixture
def map_page(site: Site, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Give what opens the Map page, its map drawn and its list in view."""

    def opened(asked: str = "", *, width: int = DESK, **options: object) -> Page:
        page = open_page(width, **options)
        page.goto(f"{site.address}/map{asked or '?lang=en'}")
        expect(the_map(page).locator("body[data-ready]")).to_be_attached()
        return page

    return opened


def the_map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe.map-frame")


def move_map(page: Page, view: str) -> None:
    the_map(page).locator("body").evaluate("(_, view) => { location.hash = view; }", view)


def record(page: Page, code: str) -> Locator:
    return page.locator("#map-list").get_by_role("button", name=code)


def layer_tab(page: Page, name: str) -> Locator:
    return page.locator("#map-list").get_by_role("link", name=name)


def test_the_list_follows_the_view_and_can_be_let_go(map_page: Callable[..., Page]) -> None:
    page = map_page(f"?lang=en{ELSEWHERE}")
    expect(page.get_by_text("Nothing of this layer is in view.")).to_be_visible()
    expect(layer_tab(page, "Released areas 0")).to_be_visible()
    page.get_by_label(IN_VIEW["en"]).uncheck()
    expect(record(page, "RA-1")).to_be_visible()
    page.get_by_label(IN_VIEW["en"]).check()
    expect(page.get_by_text("Nothing of this layer is in view.")).to_be_visible()
    move_map(page, "#15/39.60050/46.90050")
    expect(record(page, "RA-1")).to_be_visible()
    expect(layer_tab(page, "Released areas 1")).to_be_visible()


def test_the_list_follows_the_week_that_the_map_shows(map_page: Callable[..., Page]) -> None:
    page = map_page("?lang=en#15/39.60050/46.90050")
    expect(layer_tab(page, "Released areas 1")).to_be_visible()
    the_map(page).get_by_role("button", name="Week by week").click()
    the_map(page).get_by_role("slider", name="Week", exact=True).press("Home")
    expect(page).to_have_url(re.compile(r"as_of=\d{4}-\d\d-\d\d"))
    expect(layer_tab(page, "Released areas 0")).to_be_visible()
    the_map(page).get_by_role("button", name="Close", exact=True).click()
    expect(layer_tab(page, "Released areas 1")).to_be_visible()
    expect(page).not_to_have_url(re.compile("as_of"))


def test_a_record_of_the_list_opens_on_the_map_and_the_way_back_leads_to_the_view_before(
    map_page: Callable[..., Page],
) -> None:
    page = map_page("?lang=en#9/39.90000/47.10000")
    expect(record(page, "RA-1")).to_be_visible()
    record(page, "RA-1").click()
    expect(the_map(page).locator(".leaflet-popup")).to_contain_text("RA-1")
    expect(record(page, "RA-1")).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile(r"#17/39\.600"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"#9/39\.9"))
    assert the_map(page).locator("body").evaluate("() => location.hash").startswith("#9/39.9")


def test_a_click_that_began_before_the_list_changed_still_leads_to_the_record(map_page: Callable[..., Page]) -> None:
    page = map_page("?lang=en#15/39.60050/46.90050")
    expect(record(page, "RA-1")).to_be_visible()
    page.get_by_role("link", name="Record of RA-1").hover()
    page.mouse.down()
    with page.expect_response("**/map/list?*"):
        move_map(page, ELSEWHERE)
    page.wait_for_timeout(200)  # that an answer would take to be shown
    page.mouse.up()
    expect(page.get_by_role("heading", level=1)).to_have_text("RA-1")


def test_a_layer_that_was_chosen_is_listed_though_the_map_moves_meanwhile(map_page: Callable[..., Page]) -> None:
    page = map_page("?lang=en#15/39.60050/46.90050")
    expect(record(page, "RA-1")).to_be_visible()

    def answer_late(route: Route) -> None:
        move_map(page, "#14/39.60050/46.90050")
        page.wait_for_timeout(400)  # longer than the map is left to itself before the list follows it
        route.continue_()

    page.route("**/map/list?*layer=hazardous_areas*", answer_late, times=1)
    layer_tab(page, "Hazardous areas").click()
    expect(record(page, "HA-1")).to_be_visible()
    expect(page).to_have_url(re.compile("layer=hazardous_areas.*#14/"))


def test_a_list_that_changes_keeps_what_stays_and_the_keyboard_on_it(map_page: Callable[..., Page]) -> None:
    page = map_page("?lang=en#15/39.60050/46.90050")
    expect(record(page, "RA-1")).to_be_visible()
    link = page.get_by_role("link", name="Record of RA-1")
    link.focus()
    link.evaluate("(one) => { one.wasThere = true; }")
    with page.expect_response("**/map/list?*"):
        move_map(page, "#14/39.60050/46.90050")
    expect(page).to_have_url(re.compile("#14/"))
    expect(link).to_be_focused()
    assert link.evaluate("(one) => one.wasThere")
    move_map(page, ELSEWHERE)
    expect(page.get_by_text("Nothing of this layer is in view.")).to_be_visible()
    expect(page.locator("#map-list")).to_be_focused()


def test_what_is_opened_on_the_map_is_marked_in_the_list(map_page: Callable[..., Page]) -> None:
    page = map_page("?lang=en#17/39.60050/46.90050")
    expect(record(page, "RA-1")).to_be_visible()
    the_map(page).locator(".leaflet-container").click()
    expect(the_map(page).locator(".leaflet-popup")).to_be_visible()
    opened = the_map(page).locator(".leaflet-popup h2").inner_text()
    tab = "Hazardous areas" if opened.startswith("HA") else "Released areas"
    layer_tab(page, tab).click()
    expect(record(page, opened)).to_have_attribute("aria-current", "true")


def test_the_address_holds_question_list_and_view(map_page: Callable[..., Page]) -> None:
    page = map_page("?lang=en#15/39.60050/46.90050")
    layer_tab(page, "Hazardous areas").click()
    expect(record(page, "HA-1")).to_be_visible()
    expect(page).to_have_url(re.compile(r"layer=hazardous_areas.*#15/39\.60050/46\.90050"))
    page.get_by_text("Filters").click()
    page.get_by_label("Suspected hazardous area").check()
    page.get_by_label("District").select_option("AGM")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing of this layer is in view.")).to_be_visible()
    address = page.url
    assert all(
        part in address for part in ("classification=sha", "district=AGM", "layer=hazardous_areas", "#15/39.60050")
    )
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".map-filters summary")).to_contain_text("Suspected hazardous area")
    expect(page.get_by_text("Nothing of this layer is in view.")).to_be_visible()


def test_the_list_leads_to_the_record_and_the_record_back_to_the_map(map_page: Callable[..., Page]) -> None:
    page = map_page("?lang=en#15/39.60050/46.90050")
    expect(record(page, "RA-1")).to_be_visible()
    page.get_by_role("link", name="Record of RA-1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("RA-1")
    page.get_by_role("link", name="Open it on the map").click()
    expect(the_map(page).locator("body[data-ready]")).to_be_attached()
    expect(page).to_have_url(re.compile(r"#17/39\.60\d+/46\.90050"))  # the frame finds its height as it opens
    expect(record(page, "RA-1")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_map_comes_first_and_list_and_filters_are_a_tap_away(
    map_page: Callable[..., Page], language: str
) -> None:
    page = map_page(f"?lang={language}#15/39.60050/46.90050", width=PHONE, height=PHONE_HEIGHT)
    expect(record(page, "RA-1")).to_be_attached()
    shown, filters = the_map(page).locator("main").bounding_box(), page.locator(".map-filters").bounding_box()
    assert shown is not None
    assert filters is not None
    assert shown["height"] >= 0.6 * PHONE_HEIGHT
    assert shown["y"] < filters["y"] < PHONE_HEIGHT
    sources = the_map(page).get_by_text("WGS 84 (EPSG:4326)")
    assert sources.evaluate(IS_CUT)
    the_map(page).get_by_role("button", name=ABOUT[language]).click()
    expect(sources).to_be_in_viewport()
    assert not sources.evaluate(IS_CUT)
    page.locator(".map-filters summary").click()
    expect(page.locator(".map-filters form")).to_be_visible()
    expect(page.get_by_label(IN_VIEW[language])).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_without_script_list_and_filters_work(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.address}/map?lang=en")
    expect(page.locator("#map-list").get_by_text("RA-1", exact=True)).to_be_visible()
    layer_tab(page, "Hazardous areas").click()
    expect(page.locator("#map-list").get_by_text("HA-1", exact=True)).to_be_visible()
    page.get_by_text("Filters").click()
    page.get_by_label("Suspected hazardous area").check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing of this layer answers the filters.")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_record_fits_and_shows_it_on_its_ground(
    site: Site, open_page: Callable[..., Page], width: int, language: str
) -> None:
    page = open_page(width)
    site.sign_in(page, Role.HQ_APPROVER)
    for path in ("release_areas/RA-1", "hazardous_areas/HA-1", "districts/AGM", "organisations/ANAMA"):
        page.goto(f"{site.address}/records/{path}?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.goto(f"{site.address}/records/release_areas/RA-1?lang={language}")
    picture = page.locator(".record-picture > svg")
    expect(picture).to_be_visible()
    picture.locator("a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("HA-1")
