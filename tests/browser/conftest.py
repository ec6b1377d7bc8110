"""A served installation with a database of its own, a real headless Chromium before it, and people to sign in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from socket import AF_INET, IPPROTO_TCP, SOCK_STREAM, socket
from threading import Thread
from time import monotonic, sleep

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.accounts.flow import add_person
from service.app import create_app
from service.machine import find_chromium
from service.settings import Settings
from tests.browser.looks import DESK, HEIGHT, TELL_REFUSALS
from tests.conftest import filled_database
from tests.service.files import LEAST
from tests.service.records import approve, square

CHROMIUM = find_chromium()
BAR = "WebUIOmniboxPopup,WebUIOmniboxAimPopup"
"""Two pages behind the address bar of each window, which cost half of what a page of ours takes."""
CALLS = (
    "AimEnabled,HttpsUpgrades,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch"
)
"""What Playwright switches off for us; Chromium heeds the last list alone, and ours is the last."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    f"--disable-features={BAR},{CALLS}",
)
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PASSWORD = "a long password"  # noqa: S105 - of people who live as long as a test
START_S = 60
COMPLAINTS = {"error", "warning"}
"""What a browser says on its console that fails a test."""
PATIENCE_MS = 30_000
"""How long a page may take to show what is looked for; a busy machine is not a slow service."""

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Site:
    """A served installation."""

    address: str

    def sign_in(self, page: Page, role: Role) -> None:
        """Sign the browser in as the person of a role, whoever was signed in before."""
        page.goto("about:blank")  # what a page still asks for would be refused without its cookie, and complained of
        page.context.clear_cookies()
        page.goto(f"{self.address}/sign-in?lang=en")
        page.get_by_label("Login").fill(role)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)


@dataclass(frozen=True)
class MapSites:
    """Two services over the same records: one sends a map all of them at once, the other in tiles."""

    database_url: str
    all_at_once: Site
    in_tiles: Site

    @property
    def addresses(self) -> tuple[str, str]:
        """Give what addresses of either begin with."""
        return self.all_at_once.address, self.in_tiles.address


@dataclass
class Watch:
    """What a browser asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page, *, but: str = "") -> None:
        """Listen to a page and its frames; complaints with certain words in them may be expected."""
        page.add_init_script(TELL_REFUSALS)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda said: self._complain(said.text, but) if said.type in COMPLAINTS else None)
        page.on("pageerror", lambda error: self._complain(str(error), but))

    def _complain(self, words: str, but: str) -> None:
        if not (but and but in words):
            self.complaints.append(words)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(migrated: str) -> Iterator[Site]:
    """Serve an installation with a district, a hazard, a week of work and a person of every role."""
    with filled_database(migrated, _fill) as url, served(url) as address:
        yield Site(address)


@pytest.fixture(scope="module")
def approver(browser: Browser, site: Site) -> StorageState:
    """Give the cookies of a browser in which the approver has signed in."""
    context = browser.new_context()
    site.sign_in(context.new_page(), Role.HQ_APPROVER)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Give what opens a window; at the end no page may have complained or asked anybody else for anything."""
    watch, contexts = Watch(), list[BrowserContext]()

    def open_one(width: int = DESK, *, but: str = "", **options: object) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": HEIGHT}, **options))  # type: ignore[arg-type] # Playwright's own
        page = contexts[-1].new_page()
        watch.over(page, but=but)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [url for url in watch.requests if not url.startswith((site.address, "data:", "about:"))] == []
    assert watch.complaints == []


def _fill(session: Session) -> None:
    for role in Role:
        add_person(session, role, name=role.en, role=role, password=PASSWORD)
    hazard = {"contamination_types": ["ap_mine"], "visibility": "public", "geometry": square(0, 0, width=6, height=2)}
    approve(
        session,
        districts=[LEAST["districts"]],
        organisations=[LEAST["organisations"]],
        hazardous_areas=[LEAST["hazardous_areas"] | hazard],
        release_areas=[LEAST["release_areas"] | {"effective_date": "2026-11-11", "district_code": "AGM"}],
    )


@contextmanager
def map_sites(migrated: str, fill: Callable[[Session], None], *, most_at_once: int = 0) -> Iterator[MapSites]:
    """Serve the same records twice; beyond how many records a map has tiles is for the second to say."""
    with (
        filled_database(migrated, fill) as url,
        served(url) as all_at_once,
        served(url, map_features=most_at_once) as in_tiles,
    ):
        yield MapSites(url, Site(all_at_once), Site(in_tiles))


@contextmanager
def served(database_url: str, **settings: object) -> Iterator[str]:
    """Serve on a port that the system chooses; the application knows it, for its cookie is named after it."""
    # As a server's own socket: asyncio sends an answer at once (TCP_NODELAY) only where TCP is named.
    with socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        values = Settings(_env_file=None, DATABASE_URL=database_url, PORT=port).model_copy(update=settings)
        app: FastAPI = create_app(values)
        app.state.clock = lambda: NOW
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = monotonic() + START_S
        while not server.started and monotonic() < deadline:
            sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(START_S)
