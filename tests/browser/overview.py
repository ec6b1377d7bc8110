"""What tests do with the overview map: wait for it, move it, search on it and read its legend."""

import re

from playwright.sync_api import Locator, Page, expect


def settle(page: Page) -> None:
    """Wait until the map has drawn what it asked for."""
    page.wait_for_selector("body[data-ready]:not(.is-loading)")
    expect(page.locator(".leaflet-tile:not(.leaflet-tile-loaded)")).to_have_count(0)


def look_at(page: Page, lon: float, lat: float, zoom: int = 18) -> None:
    """Move the middle of the map, as an address does."""
    page.evaluate(f"location.hash = '#{zoom}/{lat}/{lon}'")
    expect(page).to_have_url(re.compile(f"#{zoom}/{lat:.5f}/{lon:.5f}"))


def search_field(page: Page) -> Locator:
    return page.locator(".search input")


def legend(page: Page) -> dict[str, str]:
    """Give the numbers of the records in the legend, without places and districts."""
    rows = page.locator("#legend .row:not([hidden])").all()
    counts = {str(row.get_attribute("data-line")): row.locator(".count").inner_text() for row in rows}
    return {line: count for line, count in counts.items() if line not in {"districts", "places"}}
