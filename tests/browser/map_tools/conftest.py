"""Two districts, hazardous areas and work in two weeks on an overview map, whose tools are tried."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from tests.browser.looks import DESK
from tests.browser.overview import settle
from tests.browser.sites import MapSites, map_sites
from tests.browser.windows import Windows
from tests.service.records import approve, square


@pytest.fixture(scope="session")
def tool_site(migrated: str) -> Iterator[MapSites]:
    """Serve two districts, a confirmed and a suspected area, and work in two weeks; it is Saturday of week 47."""
    with map_sites(migrated, _fill) as sites:
        yield sites


def _fill(session: Session) -> None:
    hazard = {"contamination_types": ["ap_mine"], "visibility": "public"}
    release = {"organisation": "MOD", "task_code": None}
    approve(
        session,
        districts=[
            {
                "code": "AGM",
                "name_en": "Aghdam",
                "name_az": "Ağdam",
                "geometry": square(-50, -50, width=60, height=100),
            },
            {"code": "AGD", "name_en": "Aghdara", "name_az": "Ağdərə"},
        ],
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
        hazardous_areas=[
            hazard
            | {
                "code": "HA-AGM-0001",
                "classification": "cha",
                "identified_on": "2026-10-12",
                "geometry": square(0, 0, width=6, height=2),
            },
            hazard
            | {
                "code": "HA-AGM-0002",
                "classification": "sha",
                "identified_on": "2026-11-05",
                "geometry": square(0, 5, width=2, height=2),
            },
        ],
        release_areas=[
            release
            | {
                "code": "RA-AGM-0001",
                "release_method": "cleared",
                "effective_date": "2026-10-20",
                "geometry": square(0, 0),
            },
            release
            | {
                "code": "RA-AGM-0002",
                "release_method": "reduced",
                "effective_date": "2026-11-10",
                "geometry": square(1, 0),
            },
        ],
    )


@pytest.fixture(params=["all_at_once", "in_tiles"])
def address(request: pytest.FixtureRequest, tool_site: MapSites) -> str:
    """Give the address of the one service, then of the other."""
    given: str = getattr(tool_site, request.param).address
    return given


@pytest.fixture
def open_map(windows: Windows, tool_site: MapSites) -> Iterator[Callable[..., Page]]:
    """Give what opens the overview; at the end none may have complained or asked anybody else for anything."""
    with windows.watched(*tool_site.addresses) as open_page:

        def open_one(
            path: str = "", width: int = DESK, *, at: str = tool_site.all_at_once.address, **options: object
        ) -> Page:
            page = open_page(width, height=740, **options)
            page.goto(f"{at}/maps/overview{path}")
            settle(page)
            return page

        yield open_one
