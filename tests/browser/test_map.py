"""The overview map in a real browser: nothing is asked of the internet, no hazard is ever out of sight."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy.orm import Session

from gis.maps.frames import MapLayer
from gis.maps.overview import overview_map
from gis.maps.page import PageHost
from service.access import visibilities
from service.db import make_engine
from service.ledger.known import known_at
from service.maps.caption import map_caption
from service.maps.embedded import MOST_BYTES, embedded_answers
from service.maps.flow import STATIC, overview_page
from service.maps.queries import MapQuestion
from service.records.selection import Moment
from tests.browser.looks import DESK, HEIGHT, PHONE
from tests.browser.overview import settle
from tests.browser.sites import MapSites, map_sites
from tests.browser.windows import Windows
from tests.service.records import approve, square

pytestmark = pytest.mark.browser

ATTACK = "<img src=x onerror=alert(1)>"
"""What a file might name a record."""
UNANSWERED = "net::ERR_"
"""What a browser says of a request that nobody answers."""
SPECK = "39.60005/46.90005"
"""Where the smallest hazardous area lies."""


@pytest.fixture(scope="module")
def map_site(migrated: str) -> Iterator[MapSites]:
    """Serve a speck of confirmed hazard, a suspected one with an unfriendly name, and releases of three methods."""
    with map_sites(migrated, _fill) as sites:
        yield sites


def _fill(session: Session) -> None:
    hazard = {"contamination_types": ["ap_mine"], "identified_on": "2025-01-06", "visibility": "public"}
    district = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam"}
    approve(
        session,
        districts=[district | {"geometry": square(-99, -99, width=200, height=200)}],
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
        hazardous_areas=[
            hazard | {"code": "HA-1", "classification": "cha", "geometry": square(0, 0, width=0.1, height=0.1)},
            hazard | {"code": ATTACK, "classification": "sha", "geometry": square(20, 0, width=5, height=5)},
        ],
        release_areas=[
            {
                "code": f"RA-{method}",
                "release_method": method,
                "effective_date": "2026-11-12",
                "organisation": "MOD",
                "geometry": square(2 + 3 * place, 2, width=2, height=2),
            }
            for place, method in enumerate(("cleared", "reduced", "cancelled"))
        ],
    )


@pytest.fixture(params=["all_at_once", "in_tiles"])
def address(request: pytest.FixtureRequest, map_site: MapSites) -> str:
    """Give the address of the one service, then of the other."""
    given: str = getattr(map_site, request.param).address
    return given


@pytest.fixture
def open_page(windows: Windows, map_site: MapSites) -> Iterator[Callable[..., Page]]:
    """Give what opens a window; at the end no page may have complained or asked anybody else for anything."""
    with windows.watched(*map_site.addresses, "file:") as open_one:
        yield open_one


@pytest.fixture
def open_map(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Give what opens a map in a window."""

    def open_one(url: str, width: int = DESK, *, is_offline: bool = False, **options: object) -> Page:
        page = open_page(width, **options)
        page.context.set_offline(offline=is_offline)
        go(page, url)
        return page

    return open_one


def go(page: Page, url: str) -> None:
    """Open an address and wait until the map has drawn what it asked for."""
    page.goto("about:blank")
    page.goto(url)
    settle(page)


def colors(page: Page) -> set[tuple[int, int, int]]:
    """Give the colours on the canvases of the tiles, without those that letters and edges blend."""
    counted: dict[str, int] = page.evaluate(
        """() => {
          const counted = {};
          for (const canvas of document.querySelectorAll("canvas.tile-canvas")) {
            const sheet = new OffscreenCanvas(canvas.width, canvas.height);
            const copy = sheet.getContext("2d", { willReadFrequently: true });
            copy.drawImage(canvas, 0, 0);
            const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
            for (let at = 0; at < data.length; at += 4) {
              if (data[at + 3] > 250) {
                const color = `${data[at]},${data[at + 1]},${data[at + 2]}`;
                counted[color] = (counted[color] ?? 0) + 1;
              }
            }
          }
          return counted;
        }"""
    )
    return {(int(r), int(g), int(b)) for (r, g, b) in (color.split(",") for color, n in counted.items() if n > 5)}


# --- both ways of having the records --------------------------------------------------------------------------------


def test_no_request_leaves_the_service_and_nothing_is_refused(open_map: Callable[..., Page], address: str) -> None:
    page = open_map(f"{address}/maps/overview#6/39.60000/46.90000")
    for zoom in (9, 13, 16):
        go(page, f"{address}/maps/overview#{zoom}/39.60000/46.90000")
    page.wait_for_load_state("networkidle")  # for what nothing waits for


def test_the_legend_lists_what_is_there_with_its_count(open_map: Callable[..., Page], address: str) -> None:
    legend = open_map(f"{address}/maps/overview?lang=en").get_by_role("complementary")
    expect(legend.get_by_role("group", name="Hazard")).to_be_visible()
    expect(legend.locator(".row:visible", has_text="Cleared")).to_contain_text("1")
    expect(legend.get_by_text("Method not recorded")).to_be_hidden()
    expect(legend.get_by_role("group", name="Work")).to_be_hidden()


@pytest.mark.parametrize("zoom", [11, 13, 16])
def test_a_click_on_a_hazard_tells_of_it(open_map: Callable[..., Page], address: str, zoom: int) -> None:
    page = open_map(f"{address}/maps/overview?lang=en#{zoom}/39.60250/46.92250")
    box = page.locator(".folium-map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.locator(".card")
    expect(card.locator("h2")).to_have_text(ATTACK)  # a name from a file stays text
    expect(card).to_contain_text("Suspected hazardous area · Open")
    expect(card).to_contain_text("6 January 2025")
    assert card.locator("img").count() == 0
    assert card.locator("a, button").count() <= 3


def test_the_keyboard_tells_what_is_in_the_middle(open_map: Callable[..., Page], address: str) -> None:
    page = open_map(f"{address}/maps/overview?lang=en#16/39.60300/46.90300")
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_have_text("RA-cleared")
    expect(page.locator(".card dl")).to_be_attached()
    expect(page.locator(".card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    page.get_by_role("application").focus()
    here = page.url
    page.keyboard.press("Shift+ArrowDown")
    expect(page).not_to_have_url(here)  # it has glided there
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile("^No record is drawn here."))


def test_a_layer_turned_off_is_said_to_be(open_map: Callable[..., Page], address: str) -> None:
    page = open_map(f"{address}/maps/overview?lang=en")
    page.get_by_label("Cleared").uncheck()
    expect(page.get_by_text("Turned off on this map: Cleared.")).to_be_visible()


def test_the_view_is_kept_in_the_address(open_map: Callable[..., Page], map_site: MapSites) -> None:
    page = open_map(f"{map_site.all_at_once.address}/maps/overview?lang=en#10/39.60000/46.90000")
    page.get_by_title("Zoom in").click()
    expect(page).to_have_url(re.compile("#11/"))
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.get_by_title("Zoom out").click()
    expect(page).to_have_url(re.compile("#10/39.6"))


# --- all at once ----------------------------------------------------------------------------------------------------


def test_a_speck_of_hazard_is_seen_at_every_zoom(open_map: Callable[..., Page], map_site: MapSites) -> None:
    page = open_map(f"{map_site.all_at_once.address}/maps/overview?lang=en")
    for zoom in (6, 8, 10, 12, 13, 15, 18):
        page.goto(f"{map_site.all_at_once.address}/maps/overview?lang=en#{zoom}/{SPECK}")
        expect(page).to_have_url(re.compile(f"#{zoom}/"))
        expect(page.locator(".marker[title='HA-1']")).to_be_visible()


def test_outlines_come_from_the_near_zoom_on_with_their_patterns(
    open_map: Callable[..., Page], map_site: MapSites
) -> None:
    page = open_map(f"{map_site.all_at_once.address}/maps/overview?lang=en#12/39.60000/46.92000")
    hazard = page.locator(".leaflet-rank-40-pane path")
    expect(hazard).to_have_count(0)
    go(page, f"{map_site.all_at_once.address}/maps/overview?lang=en#14/39.60300/46.90800")
    expect(hazard).to_have_count(1)
    for rank, pattern in ((30, "#33A02C"), (20, "url("), (10, "url(")):
        fill = page.locator(f".leaflet-rank-{rank}-pane path").first.get_attribute("fill")
        assert fill is not None
        assert fill.startswith(pattern)


def test_turning_points_are_numbered_from_zoom_15_on(open_map: Callable[..., Page], address: str) -> None:
    page = open_map(f"{address}/maps/overview?lang=en#14/39.60250/46.92250")
    expect(page.locator(".corner")).to_have_count(0)
    go(page, f"{address}/maps/overview?lang=en#16/39.60250/46.92250")
    expect(page.locator(".corner")).to_have_count(4)
    assert sorted(page.locator(".corner").all_text_contents()) == ["1", "2", "3", "4"]
    page.get_by_role("checkbox", name="Open").last.uncheck()
    expect(page.locator(".corner")).to_have_count(0)


def test_a_marker_is_reached_and_opened_from_the_keyboard(open_map: Callable[..., Page], map_site: MapSites) -> None:
    page = open_map(f"{map_site.all_at_once.address}/maps/overview?lang=en#12/{SPECK}")
    page.get_by_role("button", name="HA-1: Confirmed hazardous area · Open").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_have_text("HA-1")


# --- in tiles -------------------------------------------------------------------------------------------------------

CLEARED_EDGE, REDUCED_EDGE, SHA_EDGE, CHA_FILL = (27, 120, 55), (51, 160, 44), (255, 0, 0), (255, 0, 0)


def test_tiles_are_drawn_on_canvas_with_outlines_and_hatches(open_map: Callable[..., Page], map_site: MapSites) -> None:
    page = open_map(f"{map_site.in_tiles.address}/maps/overview?lang=en#16/39.60300/46.90600")
    assert page.locator(".leaflet-rank-30-pane path").count() == 0
    drawn = colors(page)
    assert {CLEARED_EDGE, REDUCED_EDGE} <= drawn


def test_a_layer_turned_off_is_gone_from_the_canvas(open_map: Callable[..., Page], map_site: MapSites) -> None:
    page = open_map(f"{map_site.in_tiles.address}/maps/overview?lang=en#16/39.60300/46.90600")
    page.get_by_label("Cleared").uncheck()
    assert CLEARED_EDGE not in colors(page)
    page.get_by_label("Cleared").check()
    assert CLEARED_EDGE in colors(page)


@pytest.mark.parametrize("zoom", [6, 9, 12, 13, 16])
def test_a_speck_of_hazard_is_on_the_canvas_at_every_zoom(
    open_map: Callable[..., Page], map_site: MapSites, zoom: int
) -> None:
    page = open_map(f"{map_site.in_tiles.address}/maps/overview?lang=en&classification=cha#{zoom}/{SPECK}")
    assert CHA_FILL in colors(page)


def test_a_tile_that_fails_is_told_and_tried_again(open_map: Callable[..., Page], map_site: MapSites) -> None:
    page = open_map(f"{map_site.in_tiles.address}/maps/overview?lang=en#9/{SPECK}", but=UNANSWERED)

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/*.mvt?*", refuse)
    page.get_by_title("Zoom in").click()
    message = page.get_by_role("status")
    expect(message).to_contain_text("Part of the map could not be loaded.")
    page.unroute("**/*.mvt?*", refuse)
    message.get_by_role("button", name="Try again").click()
    expect(message).to_be_hidden()


# --- what goes wrong ------------------------------------------------------------------------------------------------


def test_records_that_cannot_be_loaded_are_told_and_tried_again(
    open_page: Callable[..., Page], map_site: MapSites
) -> None:
    page = open_page(but=UNANSWERED)

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/maps/contents?*", refuse)
    page.goto(f"{map_site.all_at_once.address}/maps/overview?lang=az")
    message = page.get_by_role("status")
    expect(message).to_contain_text("Xəritə tam yüklənmədi.")
    page.unroute("**/maps/contents?*", refuse)
    message.get_by_role("button", name="Yenidən cəhd edin").click()
    expect(message).to_be_hidden()
    expect(page.locator(".marker[title='HA-1']")).to_be_visible()


def test_without_a_connection_the_map_says_so(open_map: Callable[..., Page], map_site: MapSites) -> None:
    page = open_map(f"{map_site.all_at_once.address}/maps/overview?lang=en", but=UNANSWERED)
    page.context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("There is no connection.")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_be_hidden()


# --- phone, file ---------------------------------------------------------------------------------------------------


def test_on_a_phone_the_legend_is_one_tap_away(open_map: Callable[..., Page], address: str) -> None:
    page = open_map(f"{address}/maps/overview?lang=az", PHONE, has_touch=True)
    legend = page.get_by_role("complementary")
    expect(legend).to_be_hidden()
    page.get_by_role("button", name="Şərti işarələr və təbəqələr").tap()
    expect(legend).to_contain_text("Təmizlənib")
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["height"] >= 0.6 * HEIGHT
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    page.get_by_role("button", name="Şərti işarələr və təbəqələr").tap()
    expect(legend).to_be_hidden()


@pytest.mark.parametrize("most_bytes", [1_000, 0])
def test_a_file_that_had_to_be_small_opens_offline(
    open_map: Callable[..., Page], map_site: MapSites, tmp_path: Path, most_bytes: int
) -> None:
    """Open releases that are drawn together by task and method, then a speck of hazard in a square that counts it."""
    limits = (
        {**MOST_BYTES} | {MapLayer.RELEASE_AREAS: most_bytes} | ({} if most_bytes else {MapLayer.HAZARDOUS_AREAS: 0})
    )
    file, zone = tmp_path / "map.html", ZoneInfo("Asia/Baku")
    engine = make_engine(map_site.database_url)
    with Session(engine) as session:
        moment = Moment(
            as_of=date(2026, 11, 21), as_known_at=known_at(session, None), audience=visibilities(is_internal=False)
        )
        question = MapQuestion(moment=moment)
        answers = embedded_answers(session, question, language="en", zone=zone, most_bytes=limits)
        caption = map_caption(session, question, language="en", zone=zone)
    engine.dispose()
    shown = overview_map(caption, language="en", host=PageHost(folder=STATIC, answers=answers))
    file.write_text(shown, encoding="utf-8")
    page = open_map(file.as_uri(), is_offline=True)
    said = "drawn together by task and method: 3 as 3" if most_bytes else "Hazardous areas: 1 are drawn together"
    expect(page.locator("body")).to_contain_text(said)
    expect(page.get_by_role("complementary").locator(".row:visible", has_text="Cleared")).to_contain_text("1")
    page.locator(".marker[title='HA-1']" if most_bytes else ".marker[title^='Square']").click()
    expect(page.locator(".card h2")).to_have_text("HA-1" if most_bytes else re.compile("^Square [12]$"))


def test_a_map_in_one_file_opens_offline(open_map: Callable[..., Page], map_site: MapSites, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    engine = make_engine(map_site.database_url)
    with Session(engine) as session:
        moment = Moment(
            as_of=date(2026, 11, 21), as_known_at=known_at(session, None), audience=visibilities(is_internal=False)
        )
        host, zone = PageHost(folder=STATIC), ZoneInfo("Asia/Baku")
        page_html = overview_page(session, MapQuestion(moment=moment), language="en", host=host, zone=zone)
    engine.dispose()
    file.write_text(page_html, encoding="utf-8")
    page = open_map(file.as_uri(), is_offline=True)
    page.locator(".marker[title='HA-1']").click()
    expect(page.locator(".card")).to_contain_text("6 January 2025")
    expect(page.get_by_text("No record here does not mean that the ground is safe.")).to_be_visible()
