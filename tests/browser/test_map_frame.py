"""The map in the frame of a page: fenced off in a real browser, and yet the whole map for whoever is signed in."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Frame, Page, expect
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.accounts.flow import add_person
from tests.browser.sites import PASSWORD, MapSites, Site, map_sites
from tests.browser.windows import Windows, asked_by
from tests.service.files import LEAST
from tests.service.records import approve, square

pytestmark = pytest.mark.browser

NEAR = "#15/39.60050/46.90050"
"""Where both hazardous areas are."""
HEAD_BYTES = 300
"""What a browser counts for the head of any answer; all there is of a 304 (Resource Timing, `transferSize`)."""
ASK = """(address) => new Promise((told) => {
  const id = `test-${address}`;
  window.addEventListener("message", ({ data }) => data.id === id && told(data.status ?? null));
  parent.postMessage({ landrelease: "ask", id, address }, location.origin);
})"""
"""What a script that got into the frame would do: ask the page around it for any address, and give the status."""


@pytest.fixture(scope="module")
def sites(migrated: str) -> Iterator[MapSites]:
    """Serve a public and an internal hazardous area, and an analyst."""
    with map_sites(migrated, _fill) as sites:
        yield sites


def _fill(session: Session) -> None:
    add_person(session, Role.ANALYST, name="Analyst", role=Role.ANALYST, password=PASSWORD)
    hazard = LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"]}
    approve(
        session,
        districts=[LEAST["districts"]],
        organisations=[LEAST["organisations"]],
        hazardous_areas=[
            hazard | {"code": "HA-PUBLIC", "visibility": "public", "geometry": square(0, 0, width=1, height=1)},
            hazard | {"code": "HA-INTERNAL", "visibility": "internal", "geometry": square(2, 0, width=1, height=1)},
        ],
    )


@pytest.fixture(params=["all_at_once", "in_tiles"])
def served_site(request: pytest.FixtureRequest, sites: MapSites) -> Site:
    given: Site = getattr(sites, request.param)
    return given


@pytest.fixture
def window(windows: Windows, sites: MapSites) -> Iterator[Callable[..., Page]]:
    """Give what opens a window; at the end no page may have complained or asked anybody else for anything."""
    with windows.watched(*sites.addresses) as open_page:
        yield open_page


def framed(page: Page, address: str) -> Frame:
    """Open a page and give the map in it, drawn."""
    page.goto(address)
    page.locator("iframe.map-frame").scroll_into_view_if_needed()  # the first page loads it when it comes into view
    expect(page.frame_locator("iframe.map-frame").locator("body[data-ready]:not(.is-loading)")).to_be_attached()
    return next(frame for frame in page.frames if "/maps/overview" in frame.url)


@pytest.mark.parametrize("path", ["/?lang=en", "/map?lang=en"])
def test_the_frame_reaches_neither_cookie_nor_storage_nor_the_page_around_it(
    sites: MapSites, window: Callable[..., Page], path: str
) -> None:
    page = window()
    sites.all_at_once.sign_in(page, Role.ANALYST)
    frame = framed(page, sites.all_at_once.address + path)
    assert frame.evaluate("window.origin") == "null"
    for reached in ("document.cookie", "localStorage", "parent.document", "parent.location.href"):
        refused = frame.evaluate(
            f"() => {{ try {{ return {reached} && null; }} catch (error) {{ return error.name; }} }}"
        )
        assert refused == "SecurityError"


def test_who_is_signed_in_sees_the_same_in_the_frame_as_anywhere(
    served_site: Site, window: Callable[..., Page]
) -> None:
    page = window()
    frame = framed(page, f"{served_site.address}/map?lang=en&layer=hazardous_areas{NEAR}")
    assert counted_hazards(frame) == 1
    served_site.sign_in(page, Role.ANALYST)
    frame = framed(page, f"{served_site.address}/map?lang=en&layer=hazardous_areas{NEAR}")
    assert counted_hazards(frame) == 2
    page.locator("#map-list").get_by_role("button", name="HA-INTERNAL").click()
    expect(frame.locator(".card h2")).to_have_text("HA-INTERNAL")
    expect(frame.locator(".card dl")).not_to_be_empty()
    expect(frame.locator(".map-message")).to_be_hidden()


def counted_hazards(frame: Frame) -> int:
    """Give how many suspected and confirmed areas the legend counts."""
    counts = frame.locator("fieldset:has(legend:text-is('Hazard')) .row:visible .count").all_inner_texts()
    return sum(int(count) for count in counts)


def test_tiles_are_drawn_in_the_frame(sites: MapSites, window: Callable[..., Page]) -> None:
    frame = framed(window(), f"{sites.in_tiles.address}/map?lang=en{NEAR}")
    frame.evaluate(
        """() => new Promise((drawn) => {
          const isDrawn = (canvas) => {
            const sheet = new OffscreenCanvas(canvas.width, canvas.height);
            const copy = sheet.getContext("2d", { willReadFrequently: true });
            copy.drawImage(canvas, 0, 0);
            return copy.getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0);
          };
          const look = setInterval(() => {
            if ([...document.querySelectorAll("canvas.tile-canvas")].some(isDrawn)) {
              drawn(clearInterval(look));
            }
          }, 100);
        })"""
    )
    expect(frame.locator(".map-message")).to_be_hidden()


def test_what_the_browser_keeps_is_only_asked_about_again(sites: MapSites, window: Callable[..., Page]) -> None:
    page, address = window(), f"{sites.all_at_once.address}/map?lang=en{NEAR}"
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    framed(page, address)
    first = transferred_bytes(page)
    assert max(first.values()) > HEAD_BYTES
    page.goto("about:blank")
    framed(page, address)
    again = transferred_bytes(page)
    assert first.keys() == again.keys()
    assert set(again.values()) == {HEAD_BYTES}


def transferred_bytes(page: Page) -> dict[str, int]:
    """Give what came over the line for the map's records, its head counted as browsers do."""
    sizes: dict[str, int] = page.evaluate(
        """() => Object.fromEntries(performance.getEntriesByType("resource")
          .filter(({ name }) => /maps.(contents|features)/.test(name))
          .map(({ name, transferSize }) => [name, transferSize]))"""
    )
    return sizes


def test_the_page_asks_for_nothing_but_maps_and_tiles(sites: MapSites, window: Callable[..., Page]) -> None:
    page = window()
    sites.all_at_once.sign_in(page, Role.ANALYST)
    frame = framed(page, f"{sites.all_at_once.address}/map?lang=en")
    with asked_by(page) as asked:
        for address in (
            "/api/v1/contamination",
            "/maps/../api/v1/contamination",
            "/maps/%2e%2e/uploads",
            "/uploads",
            "/static/map_frame.js",
            "//example.org/maps/contents",
            "https://example.org/tiles/",
            "javascript:alert(1)",
            "http://[",
        ):
            assert frame.evaluate(ASK, address) is None
    assert [url for url in asked if "/map/list?" not in url] == []  # the page's own list follows the view
    assert frame.evaluate(ASK, "/maps/contents?lang=en") == 200


def test_without_the_page_around_it_the_frame_gets_nothing(sites: MapSites, window: Callable[..., Page]) -> None:
    page = window(but=r"CORS policy|net::ERR_FAILED")
    sites.all_at_once.sign_in(page, Role.ANALYST)
    frame = framed(page, f"{sites.all_at_once.address}/map?lang=en")
    for address in ("/maps/contents", "/tiles/hazardous_areas/6/40/24.mvt", "/api/v1/contamination"):
        asked = "(address) => fetch(address).then(() => 'answered', ({ name }) => name)"
        assert frame.evaluate(asked, sites.all_at_once.address + address) == "TypeError"


def test_signing_out_ends_what_an_open_map_gets(sites: MapSites, window: Callable[..., Page]) -> None:
    page = window(but="404")
    sites.all_at_once.sign_in(page, Role.ANALYST)
    frame = framed(page, f"{sites.all_at_once.address}/map?lang=en{NEAR}")
    assert frame.evaluate(ASK, "/maps/popup/hazardous_areas/HA-INTERNAL?lang=en") == 200
    page.context.clear_cookies()
    assert frame.evaluate(ASK, "/maps/popup/hazardous_areas/HA-INTERNAL?lang=az") == 404


def test_full_screen_copying_sheets_and_links_work_from_the_frame(sites: MapSites, window: Callable[..., Page]) -> None:
    site = sites.all_at_once
    page = window(permissions=["clipboard-read", "clipboard-write"])
    site.sign_in(page, Role.ANALYST)
    frame = framed(page, f"{site.address}/map?lang=en&layer=hazardous_areas{NEAR}")

    frame.get_by_role("button", name="Full screen").click()
    expect(frame.get_by_role("button", name="Leave full screen")).to_be_visible()
    frame.get_by_role("button", name="Leave full screen").click()

    frame.get_by_role("button", name="Copy link").click()
    expect(frame.get_by_text("The address of this view is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(site.address) + r"/map\?layer=hazardous_areas&lang=en#15/39\.\d{5}/46\.\d{5}", copied)

    frame.get_by_role("button", name="Print").click()
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="SVG").click()
    assert opened.value.evaluate("window.origin") == site.address  # not in the sandbox, where browsers show no PDF
    opened.value.close()

    page.locator("#map-list").get_by_role("button", name="HA-INTERNAL").click()
    frame.get_by_role("link", name="Record and history").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("HA-INTERNAL")
