"""Measuring on the map: as the ledger measures, by keyboard and by touch."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pyproj import Geod
from shapely import Polygon

from gis.codelists import Language
from gis.text import area_ha_text, area_m2_text
from tests.browser.overview import look_at, search_field

pytestmark = pytest.mark.browser


CORNERS = ((46.9, 39.6), (46.906, 39.6), (46.906, 39.602), (46.9, 39.602))
"""Of the confirmed area."""


@pytest.mark.parametrize("language", ["en", "az"])
def test_an_area_is_measured_by_keyboard_as_the_ledger_measures_it(
    open_map: Callable[..., Page], language: Language
) -> None:
    words = {"en": ("Measure", "Add the middle", "Area"), "az": ("Ölç", "Ortanı əlavə et", "Sahə")}[language]
    page = open_map(f"?lang={language}")
    page.get_by_role("button", name=words[0]).click()
    for lon, lat in CORNERS:
        look_at(page, lon, lat)
        page.get_by_role("button", name=words[1]).press("Enter")
    page.get_by_label(words[2], exact=True).check()
    area_m2, perimeter_m = Geod(ellps="WGS84").geometry_area_perimeter(Polygon(CORNERS))
    m2_text, ha_text, _, perimeter_text, _ = page.locator(".measured dd").all_inner_texts()
    assert number(m2_text) == pytest.approx(area_m2, rel=1e-3)  # the middle of the map stands on a whole pixel
    assert ha_text == f"{area_ha_text(area_m2, language)} ha"
    assert number(perimeter_text) == pytest.approx(perimeter_m, rel=1e-3)
    assert m2_text == f"{area_m2_text(number(m2_text), language)} m²"


def number(text: str) -> float:
    """Read what stands before the unit of a whole number."""
    return float(re.sub(r"\D", "", text.rsplit(" ", 1)[0]))


def test_the_library_that_measures_agrees_with_the_ledger(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en")
    measured_m2 = page.evaluate(
        """(corners) => {
          const outline = geodesic.Geodesic.WGS84.Polygon(false);
          corners.forEach(([lon, lat]) => outline.AddPoint(lat, lon));
          return outline.Compute(false, true).area;
        }""",
        CORNERS,
    )
    assert measured_m2 == pytest.approx(Geod(ellps="WGS84").geometry_area_perimeter(Polygon(CORNERS))[0], rel=1e-9)
    search_field(page).fill("HA-AGM-0001")
    search_field(page).press("Enter")
    expect(page.locator(".card")).to_contain_text(f"{area_m2_text(measured_m2, 'en')} m²")


def test_a_length_is_measured_by_touch_and_taken_back(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#12/39.60000/46.90000", 360, has_touch=True)
    page.get_by_role("button", name="Tools").tap()
    page.get_by_role("button", name="Measure").tap()
    expect(page.locator(".measured dd")).to_have_text("0 m")
    page.touchscreen.tap(100, 230)
    page.touchscreen.tap(200, 230)
    expect(page.locator(".measured dd")).to_have_count(2)
    metres, kilometres = page.locator(".measured dd").all_inner_texts()
    length_m = float(metres.removesuffix(" m").replace(",", ""))
    assert length_m == pytest.approx(100 * 156543.034 * 0.7705 / 2**12, rel=0.01)  # 100 pixels at 39.6° N
    assert kilometres == f"{length_m / 1000:.2f} km"
    page.get_by_role("button", name="Remove the last point").tap()
    expect(page.locator(".measured dd")).to_have_text("0 m")
    page.get_by_role("button", name="Close").tap()
    expect(page.locator(".tool-panel.measure")).to_be_hidden()
