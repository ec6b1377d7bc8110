"""A served installation with a database of its own, a real headless Chromium before it, and people to sign in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.accounts.flow import add_person
from tests.browser.sites import PASSWORD, Site, served
from tests.browser.windows import CHROMIUM, QUIET, Windows
from tests.conftest import filled_database, fresh_database
from tests.service.files import LEAST
from tests.service.records import approve, square

PATIENCE_MS = 30_000
"""How long a page may take to show what is looked for; a busy machine is not a slow service."""

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def windows() -> Iterator[Windows]:
    """Give the windows of a headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Windows(browser)
        browser.close()


@pytest.fixture(scope="session")
def filled(migrated: str) -> Iterator[str]:
    """Give the name of a database with a district, a hazard, a week of work and a person of every role."""
    with filled_database(migrated, _fill) as url:
        yield str(make_url(url).database)


@pytest.fixture(scope="module")
def site(filled: str) -> Iterator[Site]:
    """Serve a copy of that database, in which the tests of a module work together."""
    with fresh_database(filled) as url, served(url) as address:
        yield Site(address)


@pytest.fixture
def open_page(windows: Windows, site: Site) -> Iterator[Callable[..., Page]]:
    """Give what opens a window; at the end no page may have complained or asked anybody else for anything."""
    with windows.watched(site.address) as open_one:
        yield open_one


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
