"""The map week by week: by keyboard and played, with the figures of the service."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gis.text import area_ha_text
from tests.browser.overview import legend, settle
from tests.browser.sites import MapSites

pytestmark = pytest.mark.browser


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
    play = page.get_by_role("button", name="Oynat")
    assert play.evaluate("(one) => { one.click(); return one.textContent; }") == "Dayandır"
    expect(page.locator(".week-name")).to_contain_text("2026-W46")
    expect(page.locator(".facts")).to_contain_text("15.11.2026")
    expect(play).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_next_week_is_there_before_it_is_asked_for(open_map: Callable[..., Page], address: str) -> None:
    page = open_map("?lang=en", at=address)
    page.get_by_role("button", name="Week by week").click()
    with page.expect_request(lambda asked: "as_of=2026-10-25" in asked.url and "release_areas" in asked.url):
        page.get_by_role("slider", name="Week", exact=True).press("Home")
    expect(page.locator(".facts")).to_contain_text("As of 18 October 2026")
