"""Every page in a real browser: on a desk and on a phone, in both languages, for the eye, the keyboard and the ear."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gis.codelists import Language, Role
from tests.browser.looks import DESK, HEIGHT, PHONE, grave_findings, look_over
from tests.browser.sites import Site

pytestmark = pytest.mark.browser

PUBLIC = (
    "/",
    "/map",
    "/progress",
    "/stock",
    "/balance",
    "/tasks",
    "/try",
    "/records/release_areas/RA-1",
    "/records/hazardous_areas/HA-1",
    "/quality",
    "/items",
    "/reports",
    "/published",
    "/reports/weekly/2026-W46",
    "/rules",
    "/docs",
    "/problems/not-found",
)
INTERNAL = ("/uploads", "/uploads/new", "/review")
SEEN: tuple[tuple[bool, int, Language], ...] = (
    (False, DESK, "az"),
    (False, PHONE, "en"),
    (True, DESK, "en"),
    (True, PHONE, "az"),
)
"""Whether somebody is signed in, how wide, in which language: each with each of the others."""


def show(page: Page, address: str, *, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.goto(address)
    expect(page.locator("[hx-trigger^=load]")).to_have_count(0)  # what comes after the page


@pytest.mark.parametrize("path", [*PUBLIC, "/sign-in"])
def test_a_page_fits_its_window_names_its_parts_and_is_usable_by_everybody(
    site: Site, open_page: Callable[..., Page], path: str
) -> None:
    page = open_page()
    for is_signed_in, width, language in SEEN:
        if is_signed_in:
            site.sign_in(page, Role.HQ_APPROVER)
        show(page, f"{site.address}{path}?lang={language}", width=width)
        look_over(page)
        expect(page.locator("html")).to_have_attribute("lang", language)
        if language == "az":  # at one width signed in, at the other not; the longer words of the two
            assert grave_findings(page) == []


@pytest.mark.parametrize("path", INTERNAL)
def test_a_page_of_the_programme_is_usable_by_everybody_in_it(
    site: Site, open_page: Callable[..., Page], path: str
) -> None:
    page = open_page()
    site.sign_in(page, Role.HQ_APPROVER)
    for width, language in ((DESK, "az"), (PHONE, "en")):
        show(page, f"{site.address}{path}?lang={language}", width=width)
        look_over(page)
        if language == "az":
            assert grave_findings(page) == []


def test_a_refusal_is_a_page_like_the_others(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(but="the server responded with a status of 40")
    for path, words in (("/nowhere", "Tapılmadı"), ("/uploads/xx", "Tapılmadı"), ("/progress?from=x", "yanlışdır")):
        for width in (DESK, PHONE):
            mark = "&" if "?" in path else "?"
            show(page, f"{site.address}{path}{mark}lang=az", width=width)
            expect(page.get_by_role("heading", level=1)).to_contain_text(words)
            look_over(page)
        assert grave_findings(page) == []


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


def test_signing_in_and_opening_a_week_needs_no_mouse(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.address}/sign-in?next=/reports&lang=en")
    expect(page.get_by_label("Login")).to_be_focused()
    page.keyboard.type(Role.REPORT_OFFICER)
    page.keyboard.press("Tab")
    page.keyboard.type("a long password")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r":\d+/reports"))
    press_until(page, "Period")
    page.keyboard.press("Control+A")
    page.keyboard.type("2026-W46")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Checks before it is issued")).to_be_visible()


def press_until(page: Page, label: str) -> None:
    """Press the tabulator until a field or a link of that name has the focus, which must be seen."""
    wanted = page.get_by_label(label, exact=True).or_(page.get_by_role("link", name=label))
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("(one) => one === document.activeElement"):
            assert wanted.first.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
            return
    pytest.fail(f"No key leads to “{label}”.")


def test_the_map_in_the_page_keeps_its_view_in_the_address(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.address}/map?lang=en#13/39.60000/46.90000")
    overview = page.frame_locator("iframe.map-frame")
    expect(overview.locator("body[data-ready]")).to_be_attached()
    overview.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile("/map.*#14/"))


def test_who_is_not_signed_in_is_brought_back_after_signing_in(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.address}/review?lang=en")
    page.get_by_label("Login").fill(Role.REGIONAL_VERIFIER)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Review", exact=True)).to_be_visible()


def test_a_page_says_when_the_service_does_not_answer(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    show(page, f"{site.address}/reports?lang=en", width=DESK)
    notice = page.get_by_role("alert").filter(has_text="The service does not answer.")
    expect(notice).to_be_hidden()
    page.context.set_offline(offline=True)
    expect(notice).to_be_visible()
    page.context.set_offline(offline=False)
    expect(notice).to_be_hidden()


def test_a_page_prints_its_content_alone(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.address}/progress?lang=en")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main pages")).to_be_hidden()
    expect(page.get_by_role("button", name="Show", exact=True).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
