"""The desk: a late, messy file is understood, corrected and sent, and a newcomer tries one without an account."""

import re
from collections.abc import Callable
from io import BytesIO

import numpy as np
import openpyxl
import pytest
import shapely
from playwright.sync_api import FilePayload, Page, expect
from pyproj import Transformer

from gis.codelists import Role
from tests.browser.looks import DESK, HEIGHT, PHONE, grave_findings, look_over
from tests.browser.sites import Site
from tests.service.files import LEAST, collection
from tests.service.records import square

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TO_UTM_38N = Transformer.from_crs(4326, 32638, always_xy=True).transform
WORKED_ON = "2026-11-12"
ADDED_M2 = 28_608
"""Three squares of 0.001° near Aghdam."""


def messy_table() -> FilePayload:
    """Give three released areas as an operator keeps them: in UTM without saying so, in hectares, with own words."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Kod", "Tarix", "Rayon", "Sahə (ha)", "Üsul", "İcraçı", "Kontur"])
    for number, method in ((1, "Təmizlənib"), (2, "Maşınla"), (3, "Maşınla")):
        outline = shapely.transform(square(number + 10, 0), lambda xy: np.column_stack(TO_UTM_38N(xy[:, 0], xy[:, 1])))
        sheet.append([f"RA-desk-{number}", "12.11.2026", "Ağdam", "0,9536", method, "ANAMA", outline.wkt])
    content = BytesIO()
    book.save(content)
    return {"name": "noyabr.xlsx", "mimeType": XLSX, "buffer": content.getvalue()}


def looked_over(page: Page) -> None:
    """Hold a page to what every page keeps to, on a desk and on a phone."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        look_over(page)
    assert grave_findings(page) == []


def released_m2(page: Page, site: Site) -> float:
    """Give what the ledger says was released on the day of the table."""
    answer = page.request.get(f"{site.address}/api/v1/progress?from={WORKED_ON}&to={WORKED_ON}")
    return float(answer.json()["total_m2"])


def decide(page: Page, site: Site, role: Role, verb: str) -> None:
    """Open what waits in the queue, and decide."""
    site.sign_in(page, role)
    page.goto(f"{site.address}/review?lang=en")
    page.get_by_role("link", name="noyabr.xlsx").click()
    page.get_by_label("All warnings are acceptable because").fill("As the operator reported; looked at on the map.")
    page.get_by_role("button", name=verb, exact=True).click()


def test_a_messy_table_is_understood_corrected_and_counted(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    before_m2 = released_m2(page, site)
    site.sign_in(page, Role.ANALYST)
    page.goto(f"{site.address}/uploads/new?layer=release_areas&lang=en")
    page.get_by_label(re.compile("^File")).set_input_files(messy_table())
    page.get_by_role("button", name="Send the file").click()

    expect(page.get_by_text("Checked: the file leaves questions open.")).to_be_visible()
    expect(page.locator("#candidates[data-drawn]")).to_be_visible()
    looked_over(page)
    page.get_by_label(re.compile("UTM 38N")).check()
    page.get_by_label(re.compile("^Üsul")).select_option("release_method")
    page.get_by_role("button", name="Read again with these answers").first.click()

    expect(page.get_by_text("1 question about the file")).to_be_visible()
    meaning = page.get_by_role("row", name=re.compile("Maşınla"))
    meaning.get_by_role("combobox").select_option("cleared")
    looked_over(page)
    page.get_by_role("button", name="Read again with these answers").first.click()

    expect(page.get_by_text("Checked: the file can be sent for review.")).to_be_visible()
    expect(page.get_by_text(f"The released area would change by +{ADDED_M2:,} m².").first).to_be_visible()
    looked_over(page)
    page.get_by_role("button", name="Keep these answers for files like it").click()
    expect(page.get_by_text("Kept. Files with these columns")).to_be_visible()
    page.get_by_role("button", name="Send it for review").click()
    expect(page.get_by_text("Waits to be verified by the region.")).to_be_visible()

    decide(page, site, Role.REGIONAL_VERIFIER, "Verify")
    expect(page.get_by_role("status").filter(has_text="noyabr.xlsx")).to_be_visible()
    decide(page, site, Role.HQ_APPROVER, "Approve")
    expect(page.get_by_text("Approved: its records count in every figure.")).to_be_visible()
    assert released_m2(page, site) - before_m2 == pytest.approx(ADDED_M2, abs=1)


def test_a_newcomer_tries_a_file_and_is_asked_to_sign_in_only_to_send_it(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page(PHONE)
    page.goto(f"{site.address}/?lang=en")
    page.get_by_role("link", name="Try with my file").click()
    looked_over(page)
    crossing = shapely.Polygon([(46.95, 39.65), (46.951, 39.651), (46.951, 39.65), (46.95, 39.651)])
    faulty = LEAST["release_areas"] | {"code": "RA-tried", "geometry": crossing}
    page.get_by_label(re.compile("^File")).set_input_files(
        {"name": "tried.geojson", "mimeType": "application/geo+json", "buffer": collection(faulty)}
    )
    page.get_by_role("button", name="Try the file").click()

    expect(page.get_by_text("Checked: the file would be rejected.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="crosses or touches itself")).to_be_visible()
    looked_over(page)
    page.get_by_label("Repair it").check()
    page.get_by_role("button", name="Read again with these repairs").click()
    expect(page.get_by_text("Checked: the file can be sent for review.")).to_be_visible()

    tried = page.url
    page.get_by_role("link", name="Sign in to send it").click()
    page.get_by_label("Login").fill(Role.ANALYST)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(tried)
    expect(page.get_by_role("button", name="Send it for review")).to_be_visible()


def test_a_file_dropped_on_the_page_is_chosen_and_what_is_too_large_is_not_sent(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{site.address}/try?lang=en")
    drop = """(size) => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(size)], "dropped.geojson"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
      return document.querySelector("input[type=file]").files[0].name;
    }"""
    assert page.evaluate(drop, 10) == "dropped.geojson"
    page.evaluate(drop, 6_000_000)
    page.get_by_role("button", name="Try the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent.")
    expect(page).to_have_url(re.compile("/try"))
