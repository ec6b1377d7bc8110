"""The view of the map: its address to be copied, and the full screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.overview import legend, settle

pytestmark = pytest.mark.browser


def test_the_copied_address_opens_the_same_view_and_question(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en&method=cleared#15/39.60200/46.90400", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The address of this view is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(copied)
    settle(page)
    expect(page).to_have_url(re.compile(r"method=cleared.*#15/39\.60200/46\.90400"))
    assert legend(page)["released-cleared"] == "1"
    assert "released-reduced" not in legend(page)


def test_where_copying_is_refused_the_address_stands_there_to_be_copied(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=az")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Keçidi kopyala").click()
    expect(page.get_by_text("Bu ünvanı kopyalayın.")).to_be_visible()
    expect(page.get_by_label("Bu görünüşün ünvanı", exact=True)).to_have_value(page.url)


def test_the_map_fills_the_screen_and_leaves_it_again(open_map: Callable[..., Page]) -> None:
    page = open_map("?lang=en")
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    page.get_by_role("button", name="Leave full screen").click()
    expect(page.get_by_role("button", name="Full screen", exact=True)).to_be_visible()


def test_the_copied_address_keeps_what_was_turned_off(open_map: Callable[..., Page], address: str) -> None:
    page = open_map("?lang=en", at=address, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("checkbox", name="Cleared").uncheck()
    page.get_by_role("checkbox", name="Reduced (TS)").uncheck()
    page.get_by_role("checkbox", name="Reduced (TS)").check()  # as it started: not worth a word
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The address of this view is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"switched=released-cleared[&#]", copied)
    page.goto("about:blank")
    page.goto(copied)
    settle(page)
    expect(page.get_by_role("checkbox", name="Cleared")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Reduced (TS)")).to_be_checked()
    expect(page.get_by_text("Turned off on this map: Cleared")).to_be_visible()
