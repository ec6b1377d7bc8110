"""Installations that are served to a browser, and the people who sign in there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from socket import AF_INET, IPPROTO_TCP, SOCK_STREAM, socket
from threading import Thread
from time import monotonic, sleep
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.app import create_app
from service.settings import Settings
from tests.browser.windows import leave
from tests.conftest import filled_database

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PASSWORD = "a long password"  # noqa: S105 - of people who live as long as a test
START_S = 60


@dataclass(frozen=True)
class Site:
    """A served installation.

    Attributes
    ----------
    cookies
        Of who has signed in, by role: to compare a password takes as long as a page.
    """

    address: str
    cookies: dict[Role, Any] = field(default_factory=dict)

    def sign_in(self, page: Page, role: Role) -> None:
        """Leave the page, and have its browser signed in as the person of a role, whoever was signed in before."""
        leave(page)
        if role not in self.cookies:
            form: dict[str, str | float | bool] = {"login": role, "password": PASSWORD}
            page.context.request.post(f"{self.address}/sign-in", form=form, max_redirects=0)
            self.cookies[role] = page.context.cookies()
        page.context.add_cookies(self.cookies[role])


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
