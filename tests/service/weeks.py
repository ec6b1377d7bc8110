"""A week of work in a small country, for tests of its bulletin: known ground, and items to be counted by hand."""

from datetime import date, datetime
from typing import Any

from pyproj import Geod
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.access import Actor
from service.accounts.flow import add_person
from service.reports.flow import ReportOrder
from tests.service.records import approve, square

WEEK = ReportOrder(kind="weekly", period="2025-W43")


def m2(column: float, row: float, *, width: float = 1) -> float:
    """Give the ground of a square, measured by pyproj."""
    return float(Geod(ellps="WGS84").geometry_area_perimeter(square(column, row, width=width))[0])


def release(code: str, day: str, method: str = "cleared", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    """Give a release as a file has it."""
    return {"code": code, "release_method": method, "effective_date": date.fromisoformat(day), **fields}


def item(code: str, category: str, quantity: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields
    """Give explosive items as a file has them, disposed of in the week if nothing else is told."""
    day = date(2025, 10, 21)
    disposed = {"disposed_on": day, "disposal_state": "neutralised"}
    return {"code": code, "eo_category": category, "quantity": quantity, "found_on": day, **disposed, **fields}


DISTRICTS: list[dict[str, Any]] = [
    {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(50, -50, width=40, height=100)},
    {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-50, -50, width=100, height=100)},
    {"code": "AGD", "name_en": "Aghdara", "name_az": "Ağdərə"},
]
ORGANISATIONS = [
    {"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "Müdafiə Nazirliyi"},
    {"code": "ANAMA", "type": "anama", "name_en": "ANAMA", "name_az": "Minatəmizləmə Agentliyi"},
    {"code": "P1", "type": "private", "name_en": "First Company", "name_az": "Birinci Şirkət"},
    {"code": "P2", "type": "private", "name_en": "Second Company", "name_az": "İkinci Şirkət"},
]
RELEASES = [
    release("R0", "2025-10-13", geometry=square(0, 5), organisation="MOD", submunition=4),
    release("R1", "2025-10-20", geometry=square(0, 0), organisation="ANAMA", ap_mine=2, uxo=3),
    release("R2", "2025-10-22", "reduced", geometry=square(2, 0), organisation="P1", av_mine=1),
    release("R3", "2025-10-26", "cancelled", geometry=square(60, 0), organisation="P2"),
    release("R4", "2025-10-23", geometry=square(0.5, 0), organisation="ANAMA"),
    release("R6", "2025-10-27", geometry=square(8, 8), organisation="MOD", ap_mine=90),
]
UNMAPPED = release(
    "R5",
    "2025-10-21",
    "undetermined",
    geometry_source="none",
    area_reported_m2=100_977,
    district_code="AGD",
    organisation="MOD",
)
ITEMS = [
    item("E1", "submunition", 5, district_code="FUZ"),
    item("E2", "ap_mine", 7, release_area_code="R1"),  # replaces the numbers that stand on R1
    item("E3", "ap_mine", 40, disposed_on=None, disposal_state="found"),
    item("E4", "scrap", 50, is_hazardous=False),
    item("E5", "saa", 9),
    item("E6", "uxo", 11, disposed_on=date(2025, 10, 19)),
    item("E7", "fuze", 2, geometry=square(70, 0).centroid),
]


def approve_the_week(session: Session) -> datetime:
    """Approve a small country, and give the stamp."""
    return approve(
        session,
        districts=DISTRICTS,
        organisations=ORGANISATIONS,
        release_areas=[*RELEASES, UNMAPPED],
        eo_items=ITEMS,
    )


def report_officer(session: Session) -> Actor:
    """Give a report officer."""
    officer_id = add_person(session, "officer", name="Report Officer", role=Role.REPORT_OFFICER, password=None)
    return Actor(id=officer_id, login="officer", name="Report Officer", role=Role.REPORT_OFFICER)
