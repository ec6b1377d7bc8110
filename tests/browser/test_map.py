"""The overview map in a real browser: nothing is asked of the internet, no hazard is ever out of sight."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker

from gis.maps import PageHost
from service.access import visibilities
from service.app import create_app
from service.ledger.known import known_at
from service.maps.flow import STATIC, overview_page
from service.maps.queries import MapQuestion
from service.records.selection import Moment
from service.settings import Settings
from tests.service.records import approve, square

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ATTACK = "<img src=x onerror=alert(1)>"
"""What a file might name a record."""


@pytest.fixture
def records(session: Session) -> None:
    """Approve a speck of confirmed hazard, a suspected one with an unfriendly name, and releases of three methods."""
    hazard = {"contamination_types": ["ap_mine"], "identified_on": "2025-01-06", "visibility": "public"}
    approve(
        session,
        districts=[
            {
                "code": "AGM",
                "name_en": "Aghdam",
                "name_az": "Ağdam",
                "geometry": square(-99, -99, width=200, height=200),
            }
        ],
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
        hazardous_areas=[
            hazard | {"code": "HA-1", "classification": "cha", "geometry": square(0, 0, width=0.1, height=0.1)},
            hazard | {"code": ATTACK, "classification": "sha", "geometry": square(20, 0, width=5, height=5)},
        ],
        release_areas=[
            {
                "code": f"RA-{method}",
                "release_method": method,
                "effective_date": "2026-11-12",
                "organisation": "MOD",
                "geometry": square(2 + 3 * place, 2, width=2, height=2),
            }
            for place, method in enumerate(("cleared", "reduced", "cancelled"))
        ],
    )


@pytest.fixture
def address(database_url: str, connection: Connection, records: None) -> Iterator[str]:  # noqa: ARG001 - approved first
    """Give the address of the service over the test's own transaction."""
    app = create_app(Settings(_env_file=None, DATABASE_URL=database_url))
    app.state.sessions = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    app.state.clock = lambda: NOW
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    deadline = monotonic() + 10
    while not server.started and monotonic() < deadline:
        sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Give a desktop's window that has opened the overview."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    _open(page, f"{address}/maps/overview?lang=en")
    yield page
    page.close()


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("body[data-ready]", timeout=10_000)


def test_no_request_leaves_the_service_and_nothing_is_refused(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    _open(page, f"{address}/maps/overview")
    for zoom in (6, 9, 13, 16):
        page.goto(f"{address}/maps/overview#{zoom}/39.60000/46.90000")
        page.wait_for_timeout(200)
    page.locator(".marker").first.click()
    elsewhere = [url for url in asked if not url.startswith((address, "data:"))]
    page.close()
    assert asked
    assert elsewhere == []
    assert said == []


def test_a_speck_of_hazard_is_seen_at_every_zoom(page: Page, address: str) -> None:
    for zoom in (6, 8, 10, 12, 13, 15, 18):
        page.goto(f"{address}/maps/overview?lang=en#{zoom}/39.60005/46.90005")
        expect(page).to_have_url(re.compile(f"#{zoom}/"))
        expect(page.locator(".marker[title='HA-1']")).to_be_visible()


def test_outlines_come_from_the_near_zoom_on_with_their_patterns(page: Page, address: str) -> None:
    hazard = page.locator(".leaflet-rank-40-pane path")
    _open(page, f"{address}/maps/overview?lang=en#12/39.60000/46.92000")
    expect(hazard).to_have_count(0)
    page.goto(f"{address}/maps/overview?lang=en#15/39.60300/46.90800")
    expect(hazard).to_have_count(1)
    for rank, pattern in ((30, "#33A02C"), (20, "url("), (10, "url(")):
        fill = page.locator(f".leaflet-rank-{rank}-pane path").first.get_attribute("fill")
        assert fill is not None
        assert fill.startswith(pattern)


def test_a_layer_turned_off_is_gone_and_the_map_says_so(page: Page) -> None:
    marker = page.locator(".marker[title='HA-1']")
    expect(marker).to_be_visible()
    page.get_by_label("Open").first.uncheck()
    expect(marker).to_be_hidden()
    expect(page.get_by_text("Turned off on this map: Confirmed hazardous area · Open.")).to_be_visible()


def test_the_view_is_kept_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/maps/overview?lang=en#10/39.60000/46.90000")
    page.get_by_title("Zoom in").click()
    expect(page).to_have_url(re.compile("#11/"))
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.get_by_title("Zoom out").click()
    expect(page).to_have_url(re.compile("#10/39.6"))


def test_a_popup_names_the_record_its_state_and_three_links_at_most(page: Page) -> None:
    page.locator(".marker[title='HA-1']").click()
    card = page.locator(".card")
    expect(card).to_contain_text("HA-1")
    expect(card).to_contain_text("Confirmed hazardous area · Open")
    expect(card).to_contain_text("6 January 2025")
    assert card.locator("a, button").count() <= 3


def test_a_name_from_a_file_stays_text(page: Page) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.locator(f'.marker[title="{ATTACK}"]').click()
    expect(page.locator(".card h2")).to_have_text(ATTACK)
    assert page.locator(".card img").count() == 0
    assert dialogs == []


def test_on_a_phone_the_legend_is_one_tap_away(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    _open(page, f"{address}/maps/overview?lang=az")
    legend = page.get_by_role("complementary")
    expect(legend).to_be_hidden()
    page.get_by_role("button", name="Şərti işarələr və təbəqələr").tap()
    expect(legend).to_contain_text("Təmizlənib")
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["height"] >= 0.6 * 740
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()


@pytest.mark.usefixtures("records")
def test_a_map_in_one_file_opens_offline(browser: Browser, session: Session, tmp_path: Path) -> None:
    question = MapQuestion(
        moment=Moment(
            as_of=date(2026, 11, 21), as_known_at=known_at(session, None), audience=visibilities(is_internal=False)
        )
    )
    file = tmp_path / "map.html"
    drawn = overview_page(session, question, language="en", host=PageHost(folder=STATIC), zone=ZoneInfo("Asia/Baku"))
    file.write_text(drawn, encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _open(page, file.as_uri())
    expect(page.locator(".marker[title='HA-1']")).to_be_visible()
    expect(page.get_by_text("No record here does not mean that the ground is safe.")).to_be_visible()
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
