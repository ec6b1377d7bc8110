"""A reviewer's morning: several uploads at once, by mouse and by keyboard, and one that cannot be decided."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from gis.codelists import Role
from tests.browser.sites import Site
from tests.service.files import LEAST, collection
from tests.service.records import square

pytestmark = pytest.mark.browser

WHOLE = {"depth_cleared_cm": 20, "asset": ["manual"], "district_code": "AGM", "effective_date": "2026-11-12"}
ROW = 20
"""Of the grid of squares: where no other test of the site puts anything."""


def send(page: Page, site: Site, name: str, column: int, **changes: object) -> None:
    """Send a file of one release as the analyst who is signed in."""
    area = LEAST["release_areas"] | WHOLE | {"code": f"RA-{name}", "geometry": square(column, ROW)} | changes
    file: FilePayload = {"name": f"{name}.geojson", "mimeType": "application/geo+json", "buffer": collection(area)}
    token = page.locator("input[name=csrf_token]").first.input_value()
    answer = page.request.post(
        f"{site.address}/api/v1/uploads",
        headers={"x-csrf-token": token},
        multipart={"file": file, "layer": "release_areas", "mode": "submit"},
    )
    assert answer.json()["status"] == "submitted", answer.text()


def test_several_are_verified_at_once_and_one_is_returned(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    site.sign_in(page, Role.ANALYST)
    page.goto(f"{site.address}/uploads")
    for column, name in enumerate(("good", "also-good", "bare", "wrong")):
        send(page, site, name, 2 * column, **({"depth_cleared_cm": None} if name == "bare" else {}))

    site.sign_in(page, Role.REGIONAL_VERIFIER)
    page.goto(f"{site.address}/review")
    verify = page.get_by_role("button", name="Verify…")
    expect(verify).to_be_disabled()

    # By keyboard: choose with space, take the next one along with shift and an arrow.
    page.get_by_role("checkbox", name="good.geojson", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.get_by_role("checkbox", name="bare.geojson").check()
    verify.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Verify 3 uploads")
    expect(page.get_by_text("1 warning, in 1 upload")).to_be_visible()
    page.get_by_role("textbox", name=re.compile("REL-02")).fill("The depth is on its way.")
    page.get_by_role("button", name="Verify 3 uploads").click()
    expect(page.get_by_text("Each was decided by itself.")).to_be_visible()
    expect(page.locator("#results-table tbody tr")).to_have_count(3)
    expect(page.locator("#results-table [data-outcome=done]")).to_have_count(3)
    expect(page.get_by_text("3 / 3")).to_be_visible()

    page.get_by_role("link", name="Back to the queue").click()
    page.get_by_role("checkbox", name="wrong.geojson").check()
    page.get_by_role("button", name="Return with reason…").click()
    page.get_by_label(re.compile("^Reason")).fill("Another week.")
    page.get_by_role("button", name="Return 1 upload").click()
    expect(page.locator("#results-table [data-outcome=done]")).to_have_count(1)
    page.get_by_role("link", name="Back to the queue").click()
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()

    # Headquarters approves one after the other, and is led on.
    site.sign_in(page, Role.HQ_APPROVER)
    page.goto(f"{site.address}/review?step=approval")
    page.get_by_role("link", name="good.geojson", exact=True).click()
    expect(page.get_by_text("1 of 3")).to_be_visible()
    expect(page.locator("#plot[data-drawn]")).to_be_attached()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Approved: its records count in every figure.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("also-good.geojson")
    expect(page.get_by_text("1 of 2")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "az"])
@pytest.mark.parametrize("width", [1280, 360])
def test_queue_and_data_quality_fit_the_window(
    site: Site, open_page: Callable[..., Page], width: int, language: str
) -> None:
    page = open_page(width)
    site.sign_in(page, Role.HQ_APPROVER)
    for path in (
        "/review?whose=all",
        "/quality",
        "/quality/issues",
        "/quality/records?figure=cleared_without_find_pct",
    ):
        page.goto(f"{site.address}{path}{'&' if '?' in path else '?'}lang={language}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_figure_of_data_quality_opens_its_records(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    site.sign_in(page, Role.REPORT_OFFICER)
    page.goto(f"{site.address}/quality")
    page.get_by_role("row", name=re.compile("Cleared releases with a depth")).get_by_role("link").click()
    page.get_by_role("link", name="RA-1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RA-1")
