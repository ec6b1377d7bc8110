"""The bar of tools: where there is none, and for who does not see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import grave_findings
from tests.browser.overview import search_field, settle

pytestmark = pytest.mark.browser


def test_a_small_frame_shows_the_map_without_its_tools(open_map: Callable[..., Page]) -> None:
    for width in (1280, 360):
        page = open_map("?lang=en&tools=false", width)
        expect(page.locator(".tools")).to_be_hidden()
        expect(page.get_by_role("button", name="Zoom in")).to_be_visible()
    bounds = [page.locator(part).bounding_box() for part in (".legend-button", ".leaflet-control-zoom", "main")]
    assert [round(one["y"] - bounds[2]["y"]) for one in bounds[:2] if one and bounds[2]] == [8, 10]


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
