"""The windows of one headless browser: kept from test to test, and listened to."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from service.machine import find_chromium
from tests.browser.looks import DESK, HEIGHT, TELL_REFUSALS

CHROMIUM = find_chromium()
UNWANTED = (
    # The two pages behind the address bar of each window, which cost half of what a page of ours takes.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # A process of its own for the map in each page; it is as fenced off without.
    "IsolateSandboxedIframes",
    # What Playwright switches off for us: Chromium heeds the last list alone, and ours is the last.
    "AimEnabled",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    f"--disable-features={','.join(UNWANTED)}",
)
COMPLAINTS = {"error", "warning"}
"""What a browser says on its console that fails a test."""
ALWAYS_OURS = ("data:", "about:")


@dataclass
class Watch:
    """What windows asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


class Window:
    """A page in a context of its own, and whatever it opens.

    Attributes
    ----------
    watch
        What it is heard for at present.
    but
        A pattern of the complaints that are expected.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.watch = Watch()
        self.but = ""
        context.add_init_script(TELL_REFUSALS)
        context.on("request", lambda request: self.watch.requests.append(request.url))
        context.on("console", self._hear)
        context.on("weberror", lambda told: self._complain(str(told.error)))
        self.page = context.new_page()

    def clear(self) -> None:
        """Leave what is shown, then forget who was signed in and what a test changed of the window itself."""
        context = self.page.context
        for other in context.pages[1:]:
            other.close()
        self.page.unroute_all()
        leave(self.page)
        context.set_offline(offline=False)
        self.page.emulate_media(media="null")

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in COMPLAINTS:
            self._complain(said.text)

    def _complain(self, words: str) -> None:
        if not (self.but and re.search(self.but, words)):
            self.watch.complaints.append(words)


class Windows:
    """The windows of a browser: to open one costs more than most pages, so each is kept for the next test."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: defaultdict[str, list[Window]] = defaultdict(list)

    @contextmanager
    def watched(self, *ours: str) -> Iterator[Callable[..., Page]]:
        """Give what opens a window; at the end none may have complained or asked anybody else for anything.

        Parameters
        ----------
        ours
            What addresses begin with that may be asked for.
        """
        watch, opened = Watch(), list[tuple[list[Window], Window]]()

        def open_one(width: int = DESK, *, height: int = HEIGHT, but: str = "", **options: object) -> Page:
            kept = self._kept[repr(sorted(options.items()))]
            window = kept.pop() if kept else Window(self._browser.new_context(**options))  # type: ignore[arg-type] # Playwright's own
            opened.append((kept, window))
            window.watch, window.but = watch, but
            window.page.set_viewport_size({"width": width, "height": height})
            return window.page

        yield open_one
        for kept, window in opened:
            window.clear()
            kept.append(window)
        elsewhere = [url for url in watch.requests if not url.startswith((*ours, *ALWAYS_OURS))]
        assert not elsewhere, elsewhere
        assert not watch.complaints, watch.complaints


def leave(page: Page) -> None:
    """Leave a page, and only then take its cookies: what it still asked for would be refused, and complained of."""
    page.goto("about:blank")
    page.context.clear_cookies()


@contextmanager
def asked_by(page: Page) -> Iterator[list[str]]:
    """Give the addresses that a page asks for meanwhile."""
    asked = list[str]()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    yield asked
    page.remove_listener("request", note)
