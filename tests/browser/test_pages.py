"""Every page in a real browser: on a desk and on a phone, in both languages, for the eye and for a screen reader."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, StorageState, expect

from gis.codelists import Role
from gis.language import LANGUAGES
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/map",
    "/progress",
    "/stock",
    "/balance",
    "/uploads",
    "/uploads/new",
    "/try",
    "/review",
    "/records/release_areas/RA-1",
    "/reports",
    "/rules",
    "/docs",
    "/sign-in",
)
DESK, PHONE = 1280, 360

SIDEWAYS_PX = "document.documentElement.scrollWidth - window.innerWidth"
UNNAMED = """[...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a, iframe')]
    .filter((one) => !(one.labels && one.labels.length) && !one.textContent.trim() && !one.title)
    .map((one) => one.outerHTML)"""
"""Whatever a screen reader could only call by its tag."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_window_and_names_its_parts(
    site: Site, open_page: Callable[..., Page], *, approver: StorageState, path: str
) -> None:
    page = open_page(storage_state=approver)
    for language in LANGUAGES:
        page.goto(f"{site.address}{path}?lang={language}")
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(SIDEWAYS_PX) <= 0
            assert page.evaluate(UNNAMED) == []
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_bar_folds_on_a_phone_and_opens_with_a_tap(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    page.goto(f"{site.address}/rules?lang=en")
    places = page.get_by_role("navigation", name="Main pages")
    expect(places).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(places.get_by_role("link", name="Progress")).to_be_visible()


def test_the_first_tab_skips_to_the_content(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.address}/rules?lang=en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_map_in_the_page_keeps_its_view_in_the_address(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.address}/map?lang=en#13/39.60000/46.90000")
    overview = page.frame(url=lambda url: "/maps/overview" in url)
    assert overview is not None
    overview.wait_for_selector("body[data-ready]")
    assert "#13/39.6" in overview.url
    overview.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**/map?lang=en#14/**")


def test_who_is_not_signed_in_is_brought_back_after_signing_in(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.address}/review?lang=en")
    page.get_by_label("Login").fill(Role.REGIONAL_VERIFIER)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/review**")
    expect(page.get_by_role("heading", name="Review")).to_be_visible()


def test_a_page_says_when_the_service_does_not_answer(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.address}/reports?lang=en")
    notice = page.get_by_role("alert").filter(has_text="The service does not answer.")
    expect(notice).to_be_hidden()
    page.context.set_offline(offline=True)
    expect(notice).to_be_visible()
    page.context.set_offline(offline=False)
    expect(notice).to_be_hidden()
