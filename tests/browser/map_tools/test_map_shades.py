"""Districts of the map shaded by a figure, and the figures in a table."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.overview import look_at, settle
from tests.browser.sites import MapSites

pytestmark = pytest.mark.browser


def test_districts_are_shaded_by_what_the_reader_chooses(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#9/39.60000/46.90000")
    expect(page.locator(".shade-title")).to_have_text("Released, 10 November 2020 – 21 November 2026, ha")
    choice = page.get_by_role("combobox", name="Districts shaded by")
    choice.select_option(label="Remaining, suspected")
    expect(page.locator(".shade-title")).to_have_text("Suspected hazardous area remaining on 21 November 2026, ha")
    filled = page.locator(".leaflet-shades-pane path")
    expect(filled).to_have_count(1)
    choice.select_option(label="Nothing")
    expect(filled).to_have_count(0)
    expect(page.locator(".shade-title")).to_be_hidden()


def test_the_address_keeps_the_chosen_shading(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#9/39.60000/46.90000", permissions=["clipboard-read", "clipboard-write"])
    choice = page.get_by_role("combobox", name="Districts shaded by")
    for figure, words in (("share", "Share of contamination released"), ("none", "Nothing")):
        choice.select_option(label=words)
        look_at(page, 46.9, 39.6, 10)
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_text("The address of this view is copied.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert f"shade={figure}" in copied
        page.goto("about:blank")
        page.goto(copied)
        settle(page)
        expect(choice).to_have_value("" if figure == "none" else figure)


def test_near_by_districts_are_not_shaded(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#9/39.60000/46.90000")
    expect(page.locator(".leaflet-shades-pane path")).to_have_count(1)
    look_at(page, 46.9, 39.6, 14)
    expect(page.locator(".leaflet-shades-pane path")).to_have_count(0)


def test_the_same_figures_stand_in_a_table(open_map: Callable[..., Page], tool_site: MapSites) -> None:
    page = open_map("?lang=az", 360)
    page.get_by_role("button", name="Şərti işarələr və təbəqələr").click()
    page.get_by_role("combobox", name="Rayonların rənglənməsi").select_option("share")
    page.get_by_role("button", name="Cədvəl kimi göstər").click()
    rows = page.get_by_role("dialog").get_by_role("row")
    shades = page.request.get(f"{tool_site.all_at_once.address}/maps/shades?figure=share&lang=az").json()
    (aghdam,) = shades["districts"]
    expect(rows).to_have_text(["Rayon%Sinif", f"Ağdam{aghdam['text']} 0 – 20"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
