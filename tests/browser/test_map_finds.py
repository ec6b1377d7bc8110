"""Explosive items on the map in a real browser: near by, or where they are few, in both ways of having records."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from shapely import Point, box
from sqlalchemy.orm import Session

from tests.browser.overview import settle
from tests.browser.sites import MapSites, map_sites
from tests.browser.windows import Windows, asked_by
from tests.service.records import approve

pytestmark = pytest.mark.browser

MANY = 201
"""One more than are drawn from far off."""
CROWD, LONELY = "39.6/46.9", "40.4/48.9"
"""Where the many lie, and where one lies alone."""
FAR, NEAR = 12, 13
CLEARED = {
    "code": "RA-1",
    "release_method": "cleared",
    "effective_date": "2026-11-12",
    "geometry": box(48.89, 40.39, 48.91, 40.41),
}


@pytest.fixture(scope="module")
def find_site(migrated: str) -> Iterator[MapSites]:
    """Serve a crowd of mines, and far from them a submunition on cleared ground."""
    with map_sites(migrated, _fill, most_at_once=1) as sites:
        yield sites


def _fill(session: Session) -> None:
    crowd = [_find(f"EO-{n}", "ap_mine", 46.9 + n % 15 * 1e-4, 39.6 + n // 15 * 1e-4) for n in range(MANY)]
    approve(session, eo_items=[*crowd, _find("EO-ALONE", "submunition", 48.9, 40.4)], release_areas=[CLEARED])


def _find(code: str, category: str, lon: float, lat: float) -> dict[str, object]:
    told = {"code": code, "eo_category": category, "quantity": 1, "found_on": "2026-11-12"}
    return told | {"disposal_state": "found", "visibility": "public", "geometry": Point(lon, lat)}


@pytest.fixture
def page(windows: Windows, find_site: MapSites) -> Iterator[Page]:
    """Give a page; at the end it may have asked nobody else for anything and not have complained."""
    with windows.watched(*find_site.addresses) as open_page:
        yield open_page()


def look(page: Page, address: str, view: str, language: str = "en") -> None:
    """Open the map at a view."""
    page.goto("about:blank")
    page.goto(f"{address}/maps/overview?lang={language}#{view}")
    settle(page)


def markers(page: Page, code: str = "") -> int:
    """Count the markers on the page of records whose code begins so."""
    return page.locator(f'.leaflet-marker-icon[title^="{code or "EO-"}"]').count()


def reds(page: Page) -> int:
    """Count the pixels of the tiles that are as red as a mine."""
    counted: int = page.evaluate(
        """() => {
          let counted = 0;
          for (const canvas of document.querySelectorAll("canvas.tile-canvas")) {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            for (let at = 0; at < data.length; at += 4) {
              counted += data[at] === 215 && data[at + 1] === 48 && data[at + 2] === 31 && data[at + 3] === 255;
            }
          }
          return counted;
        }"""
    )
    return counted


def test_many_finds_are_drawn_near_by_alone_and_the_legend_says_so(page: Page, find_site: MapSites) -> None:
    note = page.get_by_text("Zoom in to see the finds")
    look(page, find_site.all_at_once.address, f"{FAR}/{CROWD}")
    assert markers(page) == 0
    expect(note).to_be_visible()
    look(page, find_site.all_at_once.address, f"{NEAR}/{CROWD}")
    assert markers(page) == MANY
    expect(note).to_be_hidden()


def test_few_finds_are_drawn_at_every_zoom(page: Page, find_site: MapSites) -> None:
    look(page, find_site.all_at_once.address, f"{FAR}/{LONELY}")
    assert markers(page, "EO-ALONE") == 1


def test_a_find_tells_of_itself(page: Page, find_site: MapSites) -> None:
    look(page, find_site.all_at_once.address, f"15/{LONELY}", "az")
    page.locator('.leaflet-marker-icon[title="EO-ALONE"]').click()
    card = page.locator(".card")
    expect(card.locator(".status")).to_contain_text("Kaset döyüş elementi")
    expect(card.get_by_text("12.11.2026")).to_be_visible()
    card.get_by_role("link", name="Qeyd və tarixçəsi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("EO-ALONE")


def test_a_kind_of_find_can_be_turned_off(page: Page, find_site: MapSites) -> None:
    look(page, find_site.all_at_once.address, f"{NEAR}/{CROWD}")
    page.get_by_role("checkbox", name="Anti-personnel mine").uncheck()
    assert markers(page) == 0
    expect(page.locator("footer .unticked")).to_contain_text("Anti-personnel mine")


def test_finds_in_tiles_are_drawn_near_by_and_tell_of_themselves(page: Page, find_site: MapSites) -> None:
    look(page, find_site.in_tiles.address, f"{FAR}/{CROWD}")
    assert reds(page) == 0
    expect(page.get_by_text("Zoom in to see the finds")).to_be_visible()
    look(page, find_site.in_tiles.address, f"17/{CROWD}")
    assert reds(page) > MANY
    look(page, find_site.in_tiles.address, f"17/{LONELY}")
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".card h2")).to_have_text("EO-ALONE")


def test_what_is_turned_off_is_not_loaded_until_it_is_turned_on(page: Page, find_site: MapSites) -> None:
    with asked_by(page) as asked:
        page.goto(f"{find_site.all_at_once.address}/maps/overview?layers=release_areas&lang=en#14/{LONELY}")
        settle(page)
    assert [url for url in asked if "/maps/features/eo_items" in url] == []
    page.get_by_role("checkbox", name="Submunition").check()
    expect(page.locator('.leaflet-marker-icon[title="EO-ALONE"]')).to_be_visible()


def test_many_finds_are_not_loaded_while_the_country_is_seen(page: Page, find_site: MapSites) -> None:
    with asked_by(page) as asked:
        look(page, find_site.all_at_once.address, f"8/{CROWD}")
    assert [url for url in asked if "/maps/features/eo_items" in url] == []
    expect(page.get_by_text("Zoom in to see the finds")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "label", "estimate"),
    [
        ("en", "Cluster munition footprint (estimate)", "Estimate: 0.784"),
        (
            "az",
            "Kaset sursatlarının əhatə etdiyi ərazi (təxmini)",
            "Təxmini: tapılmış kaset döyüş elementlərindən",
        ),
    ],
)
@pytest.mark.parametrize("address", ["all_at_once", "in_tiles"])
def test_the_footprint_of_cluster_munitions_is_asked_for_when_it_is_turned_on(
    page: Page, find_site: MapSites, address: str, language: str, label: str, estimate: str
) -> None:
    with asked_by(page) as asked:
        look(page, getattr(find_site, address).address, f"16/{LONELY}", language)
    assert [url for url in asked if "cmr_footprint" in url] == []
    assert outline_count(page) == 0
    page.get_by_role("checkbox", name=label).check()
    expect(page.get_by_text(estimate)).to_be_visible()  # 64 corners: 32 · 50² · sin(2π / 64) = 7,841 m²
    assert outline_count(page) == 1
    page.get_by_role("checkbox", name=label).uncheck()
    expect(page.get_by_text(estimate)).to_be_hidden()
    assert outline_count(page) == 0
    expect(page.locator("footer .unticked")).to_contain_text(label)


@pytest.mark.parametrize("address", ["all_at_once", "in_tiles"])
def test_a_footprint_too_small_to_be_seen_has_a_marker(page: Page, find_site: MapSites, address: str) -> None:
    label = "Cluster munition footprint (estimate)"
    look(page, getattr(find_site, address).address, f"8/{LONELY}")
    marker = page.locator(f'.leaflet-marker-icon[alt="{label}"]')
    expect(marker).to_have_count(0)
    page.get_by_role("checkbox", name=label).check()
    expect(marker).to_have_count(1)
    expect(marker).to_be_in_viewport()
    page.goto(page.url.replace("#8/", "#16/"))
    expect(marker).to_have_count(0)
    assert outline_count(page) == 1


def outline_count(page: Page) -> int:
    """Count the outlines in the colour of the footprint."""
    return page.locator('.folium-map path[stroke="#6A3D9A"]').count()
