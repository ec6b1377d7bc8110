"""Search on the map: by keyboard and by touch, for codes, names and coordinates."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.overview import look_at, search_field

pytestmark = pytest.mark.browser


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
