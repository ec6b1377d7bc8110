"""An analyst's day: a file with a mistake becomes ground on the map and a line of the week's bulletin."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from gis.codelists import Role
from tests.browser.conftest import Site
from tests.service.files import LEAST, collection
from tests.service.records import square

pytestmark = pytest.mark.browser

WORKED_ON = "2026-11-12"
"""A Thursday of the last complete week."""


def day_of_work(name: str, **last: object) -> FilePayload:
    """Give a file of two released areas, the last of them with changes."""
    first = LEAST["release_areas"] | {"effective_date": WORKED_ON, "district_code": "AGM"}
    areas = [first | {"code": f"RA-{name}-{n}", "geometry": square(2 * n, 0)} for n in (1, 2)]
    content = collection(areas[0], areas[1] | last)
    return {"name": f"{name}.geojson", "mimeType": "application/geo+json", "buffer": content}


def send(page: Page, file: FilePayload) -> None:
    page.get_by_label(re.compile("^Layer")).select_option("Released areas")
    page.get_by_label(re.compile("^File")).set_input_files(file)
    page.get_by_label("Send for review").check()
    page.get_by_role("button", name="Send the file").click()


def decide(page: Page, verb: str, *, file_name: str) -> None:
    """Open what waits from the queue, accept its warnings, and decide."""
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name=file_name).click()
    answer = page.get_by_label("All warnings are acceptable because")
    if answer.count():
        answer.fill("Looked at on the map; as reported.")
    page.get_by_role("button", name=verb, exact=True).click()


def test_from_a_faulty_file_to_the_map_and_the_bulletin(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()

    site.sign_in(page, Role.ANALYST)
    page.get_by_role("link", name="Uploads", exact=True).click()
    page.get_by_role("link", name="Send a file").first.click()
    send(page, day_of_work("day", release_method="cleaned"))
    expect(page.get_by_text("Rejected: nothing of it goes to review.")).to_be_visible()
    wrong = page.get_by_role("listitem").filter(has_text="Feature 2 (RA-day-2)").filter(has_text="cleaned")
    expect(wrong).to_contain_text("cleared")
    wrong.get_by_role("link", name="Show on the map").click()
    expect(page.locator("#plot[data-drawn]")).to_be_in_viewport()

    page.get_by_role("link", name="Send a mended file").click()
    send(page, day_of_work("mended"))
    expect(page.get_by_text("Waits to be verified by the region.")).to_be_visible()

    site.sign_in(page, Role.REGIONAL_VERIFIER)
    decide(page, "Verify", file_name="mended.geojson")
    expect(page.get_by_text("Waits to be approved by headquarters.")).to_be_visible()
    site.sign_in(page, Role.HQ_APPROVER)
    decide(page, "Approve", file_name="mended.geojson")
    expect(page.get_by_text("Approved: its records count in every figure.")).to_be_visible()

    page.get_by_role("link", name="See them on the map").click()
    overview = page.frame_locator("iframe")
    expect(overview.get_by_text("No record here does not mean that the ground is safe.")).to_be_visible()
    expect(overview.locator("label", has_text="Cleared")).to_contain_text("3")

    page.get_by_role("link", name="Azərbaycanca").click()
    page.get_by_role("link", name="Hesabatlar").click()
    page.get_by_role("link", name="Azərbaycanca, HTML").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("həftəlik bülleten")
    expect(page.get_by_text("09.11.2026–15.11.2026").first).to_be_visible()
    expect(page.get_by_role("cell", name="2,9", exact=True).first).to_be_visible()


def test_a_file_is_checked_without_javascript(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    site.sign_in(page, Role.ANALYST)
    page.goto(f"{site.address}/uploads/new")
    page.get_by_label(re.compile("^Layer")).select_option("Released areas")
    page.get_by_label(re.compile("^File")).set_input_files(day_of_work("plain", effective_date="2027-01-01"))
    page.get_by_role("button", name="Send the file").click()
    expect(page.get_by_text("Checked: the file would be rejected.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="RA-plain-2").filter(has_text="after today")).to_be_visible()


def test_many_issues_are_read_page_by_page_without_leaving_the_upload(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    site.sign_in(page, Role.ANALYST)
    page.goto(f"{site.address}/uploads/new?layer=release_areas")
    faulty = LEAST["release_areas"] | {"release_method": "cleaned"}
    areas = [faulty | {"code": f"RA-many-{n}", "geometry": square(n, 5)} for n in range(60)]
    page.get_by_label(re.compile("^File")).set_input_files(
        {"name": "many.geojson", "mimeType": "application/geo+json", "buffer": collection(*areas)}
    )
    page.get_by_role("button", name="Send the file").click()
    page.get_by_role("link", name="All 60 of this kind").first.click()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Feature 60 (RA-many-59)")).to_be_visible()
    expect(page.locator("#plot")).to_be_visible()
    expect(page).to_have_url(re.compile("part=2"))
