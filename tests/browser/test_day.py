"""A day of each: the analyst's file, the reviewer's decision and the visitor's question, in both languages.

A desk reads English, a phone Azerbaijani. The words looked for are those of the catalogue: what a page says is held to
its translation elsewhere.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from gis.codelists import Language, Role
from gis.crs import WGS84
from gis.language import translator
from gis.layers import LAYERS_BY_NAME
from gis.measure import area_m2
from tests.browser.looks import DESK, PHONE, grave_findings, look_over
from tests.browser.sites import Site
from tests.service.files import LEAST, collection
from tests.service.records import square

pytestmark = pytest.mark.browser

WORKED_ON = "2026-11-12"
"""A Thursday of the last complete week."""
READERS = [("en", DESK), ("az", PHONE)]
ROW = {"en": 30, "az": 40}
"""Of the grid of squares: where no other test of the site puts anything."""


@dataclass(frozen=True)
class Reader:
    """A person before a page in a language.

    Attributes
    ----------
    is_on_a_phone
        The bar is folded.
    """

    page: Page
    language: Language
    is_on_a_phone: bool

    def say(self, words: str) -> str:
        """Give a text of the pages in the reader's language."""
        return translator(self.language)(words)

    def sign_in(self, site: Site, role: Role, *, at: str = "/") -> None:
        """Sign in as somebody else, and open a page."""
        site.sign_in(self.page, role)
        self.page.goto(f"{site.address}{at}?lang={self.language}")

    def open(self, place: str) -> None:
        """Open one of the places of the bar."""
        if self.is_on_a_phone:
            self.page.get_by_role("button", name=self.say("Menu")).click()
        bar = self.page.get_by_role("navigation", name=self.say("Main pages"))
        bar.get_by_role("link", name=self.say(place), exact=True).click()

    def press(self, button: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=self.say(button), exact=True).first.click()

    def reads(self, words: str) -> None:
        expect(self.page.get_by_text(self.say(words)).first).to_be_visible()


IS_READ_WITH_THE_PAGE = """() => {
  const frame = document.querySelector("iframe.paper"), report = frame.contentDocument;
  return report.querySelector("footer") && report.documentElement.scrollHeight === frame.clientHeight;
}"""
"""Whether the frame of a report is as tall as the report."""


@pytest.fixture(params=READERS, ids=lambda reader: "-".join(map(str, reader)))
def reader(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Reader:
    """Give somebody at a desk who reads English, and somebody with a phone who reads Azerbaijani."""
    language, width = request.param
    return Reader(open_page(width), language, is_on_a_phone=width == PHONE)


def day_of_work(name: str, row: int, **last: object) -> FilePayload:
    """Give a file of two released areas, the last of them with changes."""
    whole = {"effective_date": WORKED_ON, "district_code": "AGM", "depth_cleared_cm": 20, "asset": ["manual"]}
    areas = [
        LEAST["release_areas"] | whole | {"code": f"RA-{name}-{n}", "geometry": square(2 * n, row)} for n in (1, 2)
    ]
    content = collection(areas[0], areas[1] | last)
    return {"name": f"{name}.geojson", "mimeType": "application/geo+json", "buffer": content}


def send(reader: Reader, file: FilePayload) -> None:
    page = reader.page
    page.get_by_label(re.compile(f"^{reader.say('Layer')}")).select_option("release_areas")
    page.get_by_label(re.compile(f"^{reader.say('File')}")).set_input_files(file)
    page.get_by_role("radio", name=re.compile(f"^{reader.say('Send for review')}")).check()
    reader.press("Send the file")


def decide(reader: Reader, verb: str, *, file_name: str) -> None:
    """Open what waits in the queue, and decide."""
    reader.page.get_by_role("link", name=file_name, exact=True).click()
    reader.press(verb, within=reader.page.locator("#decision"))
    expect(reader.page.get_by_role("status").filter(has_text=file_name)).to_be_visible()


def test_the_day_of_an_analyst_and_of_the_reviewers(site: Site, reader: Reader) -> None:
    page, name, row = reader.page, f"day-{reader.language}", ROW[reader.language]

    reader.sign_in(site, Role.ANALYST)
    reader.open("Uploads")
    page.get_by_role("link", name=reader.say("Send a file")).first.click()
    send(reader, day_of_work(name, row, release_method="cleaned"))
    reader.reads("Rejected: nothing of it goes to review.")
    wrong = page.get_by_role("listitem").filter(has_text=f"RA-{name}-2").filter(has_text="cleaned")
    expect(wrong).to_contain_text("cleared")
    wrong.get_by_role("link", name=reader.say("Show on the map")).click()
    expect(page.locator("#plot[data-drawn]")).to_be_in_viewport()
    look_over(page)

    page.get_by_role("link", name=reader.say("Send a mended file")).click()
    send(reader, day_of_work(f"{name}-mended", row))
    reader.reads("Waits to be verified by the region.")

    reader.sign_in(site, Role.REGIONAL_VERIFIER)
    reader.open("Review")
    page.get_by_role("link", name=f"{name}-mended.geojson", exact=True).click()
    expect(page.locator("#plot[data-drawn]")).to_be_attached()
    look_over(page)
    assert grave_findings(page) == []
    decision = page.locator("#decision")
    decision.get_by_label(re.compile(f"^{reader.say('Reason')}")).fill("Beyond the road it is another task's.")
    reader.press("Return with reason", within=decision)
    expect(page.get_by_role("status").filter(has_text=f"{name}-mended.geojson")).to_be_visible()

    reader.sign_in(site, Role.ANALYST, at="/uploads")
    page.get_by_role("link", name=f"{name}-mended.geojson", exact=True).click()
    expect(page.get_by_text("Beyond the road it is another task's.").first).to_be_visible()
    page.get_by_role("link", name=reader.say("Send a mended file")).click()
    send(reader, day_of_work(f"{name}-again", row))
    reader.reads("Waits to be verified by the region.")

    reader.sign_in(site, Role.REGIONAL_VERIFIER, at="/review")
    decide(reader, "Verify", file_name=f"{name}-again.geojson")
    before_m2 = released_m2(page, site)
    reader.sign_in(site, Role.HQ_APPROVER, at="/review")
    decide(reader, "Approve", file_name=f"{name}-again.geojson")
    reader.reads("Approved: its records count in every figure.")
    assert released_m2(page, site) - before_m2 == pytest.approx(2 * square_m2(row), abs=1)

    page.goto(f"{site.address}/records/release_areas/RA-{name}-again-1?lang={reader.language}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"RA-{name}-again-1")
    look_over(page)


def test_the_day_of_a_visitor(site: Site, reader: Reader) -> None:
    page = reader.page
    page.goto(f"{site.address}/?lang={reader.language}")
    look_over(page)

    reader.open("Map")
    overview = page.frame_locator("iframe")
    expect(
        overview.get_by_text(reader.say("No record here does not mean that the ground is safe.")).first
    ).to_be_visible()
    hazard = LAYERS_BY_NAME["hazardous_areas"]
    page.get_by_role("link", name=re.compile(f"^{hazard.az if reader.language == 'az' else hazard.en} ")).click()
    page.get_by_role("link", name=reader.say("Record of %(code)s") % {"code": "HA-1"}).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("HA-1")
    look_over(page)

    reader.open("Progress")
    page.goto(f"{page.url.split('?')[0]}?from=2026-11-09&to=2026-11-15&by=district")
    expect(page.get_by_role("row").filter(has_text={"en": "Aghdam", "az": "Ağdam"}[reader.language])).not_to_have_count(
        0
    )
    look_over(page)

    reader.open("Reports")
    kind = page.locator("select[name=kind]")
    kind.select_option("monthly")
    expect(page.locator("#period-forms")).to_contain_text({"en": "October 2026", "az": "Oktyabr 2026"}[reader.language])
    kind.select_option("weekly")
    expect(page.locator("#period-forms")).to_contain_text("2025-W43")
    page.get_by_label(re.compile(f"^{reader.say('Period')}")).fill("2026-W46")
    reader.press("Open")
    reader.reads("Preview")
    page.get_by_text(reader.say("Text for the press, ready to copy")).click()
    page.get_by_role("button", name=reader.say("Copy the text")).first.click()
    reader.reads("Copied.")
    bulletin = page.frame_locator("iframe")
    expect(bulletin.get_by_role("heading", level=1)).to_contain_text(
        {"en": "Weekly bulletin", "az": "həftəlik bülleten"}[reader.language]
    )
    expect(
        bulletin.get_by_text({"en": "9–15 November 2026", "az": "09.11.2026–15.11.2026"}[reader.language]).first
    ).to_be_visible()
    page.wait_for_function(IS_READ_WITH_THE_PAGE)
    expect(page.get_by_role("button", name=reader.say("Issue the report"))).to_have_count(0)

    reader.open("Review")
    reader.reads("Login")


def released_m2(page: Page, site: Site) -> float:
    """Give what the ledger says was released on the day of work."""
    answer = page.request.get(f"{site.address}/api/v1/progress?from={WORKED_ON}&to={WORKED_ON}")
    return float(answer.json()["total_m2"])


def square_m2(row: int) -> float:
    """Give the ground of one square of the grid, by another way than the ledger's."""
    return float(area_m2(gpd.GeoSeries([square(0, row)], crs=WGS84)).iloc[0])


def test_a_file_is_checked_without_javascript(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    site.sign_in(page, Role.ANALYST)
    page.goto(f"{site.address}/uploads/new")
    page.get_by_label(re.compile("^Layer")).select_option("Released areas")
    page.get_by_label(re.compile("^File")).set_input_files(day_of_work("plain", 50, effective_date="2027-01-01"))
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
