"""Coordinates on the map: those of the projection libraries, under the pointer and where it was tapped."""

import re
from collections.abc import Callable

import pytest
from mgrs import MGRS
from playwright.sync_api import Page, expect
from pyproj import Transformer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "place", [(46.9021, 39.6013), (45.00001, 41.9), (47.99999, 38.45), (48.00001, 38.45), (50.9, 40.4)]
)
def test_coordinates_are_those_of_the_projection_libraries(
    open_map: Callable[..., Page], place: tuple[float, float]
) -> None:
    page = open_map(f"?lang=en#19/{place[1]}/{place[0]}")
    page.get_by_role("button", name="Coordinates").click()
    zone = 38 if place[0] < 48 else 39
    easting, northing = Transformer.from_crs(4326, 32600 + zone, always_xy=True).transform(*place)
    expect(page.get_by_label("Longitude, latitude", exact=True)).to_have_value(f"{place[0]:.5f}, {place[1]:.5f}")
    expect(page.get_by_label("UTM", exact=True)).to_have_value(f"{zone}N {easting:.0f} {northing:.0f}")
    assert page.get_by_label("MGRS", exact=True).input_value().replace(" ", "") == MGRS().toMGRS(place[1], place[0])


def test_the_pointer_s_coordinates_stand_on_the_map(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en#12/39.60000/46.90000")
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".readout")).to_have_text(
        re.compile(r"46\.(89|90)\d{3}, 39\.(59|60)\d{3} · UTM 38N \d{6} \d{7} · MGRS 38S PJ \d{5} \d{5}")
    )


def test_a_tap_keeps_a_point_and_its_coordinates_are_copied(open_map: Callable[..., Page]) -> None:
    page = open_map(
        "?lang=az#14/39.60100/46.90300", 360, has_touch=True, permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="Alətlər").tap()
    page.get_by_role("button", name="Koordinatlar").tap()
    before = page.get_by_label("MGRS", exact=True).input_value()
    page.touchscreen.tap(180, 200)
    expect(page.get_by_label("MGRS", exact=True)).not_to_have_value(before)
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    page.get_by_role("button", name="Kopyala: MGRS").tap()
    expect(page.get_by_role("button", name="Kopyala: MGRS")).to_have_text("Kopyalandı")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("MGRS", exact=True).input_value()
