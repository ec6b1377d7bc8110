"""What waits for approval, by district: gross, in no figure, and as it was known at an instant."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from pyproj import Geod
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.reports.content import Content
from service.reports.flow import ReportOrder, preview
from service.reports.scope import COUNTRY, Scope, ScopeKind
from service.settings import Settings
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SETTINGS = Settings(_env_file=None)
DISTRICTS = [
    {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=6, height=8)},
    {"code": "FUZ", "name_en": "Fuzuli", "name_az": "Füzuli", "geometry": square(5, -1, width=20, height=8)},
]


def area_m2(ground: shapely.Polygon) -> float:
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(ground)[0])


def release(code: str, day: str, ground: shapely.Polygon | None, **fields: object) -> dict[str, Any]:
    return LEAST["release_areas"] | {"code": code, "effective_date": day, "geometry": ground, **fields}


@pytest.fixture
def records(session: Session) -> datetime:
    """Approve a release of a square in Aghdam in the week, and what uploads refer to."""
    return approve(
        session,
        districts=DISTRICTS,
        organisations=[{"code": code, "type": "anama", "name_en": code} for code in ("ANAMA", "MOD")],
        projects=[{"code": "PJ-1", "name_en": "Orchards"}],
        project_phases=[{"code": "PJ-1-1", "project_code": "PJ-1", "number": 1}],
        tasks=[
            {"code": "T-1", "task_type": "clearance", "organisation": "MOD", "status": "active"}
            | {"project_phase_code": "PJ-1-1"}
        ],
        release_areas=[
            {"code": "R-1", "effective_date": "2025-10-20", "release_method": "cleared", "district_code": "AGM"}
            | {"geometry": square(0, 0)}
        ],
    )


@pytest.fixture
def waiting(client: TestClient, holder: Callable[..., Headers], records: datetime) -> datetime:
    """Send two uploads: three releases of which two overlap, and one of another week with its square metres alone."""
    first = [
        release("W-1", "2025-10-21", square(0, 2, width=2), district_code="AGM", organisation="ANAMA"),
        release("W-2", "2025-10-22", square(1, 2, width=2), organisation="ANAMA"),
        release("W-3", "2025-10-26", square(7, 2), task_code="T-1"),
    ]
    told = release("W-4", "2025-10-13", None, geometry_source="none", area_reported_m2=5_000, district_code="FUZ")
    for upload in (first, [told]):
        answer = send(client, holder(Role.ANALYST), "release_areas", collection(*upload))
        assert answer.json()["status"] == "submitted", answer.text
    return records


def made(session: Session, scope: Scope = COUNTRY, at: datetime | None = None) -> Content:
    order = ReportOrder(kind="weekly", period="2025-W43", scope=scope, as_known_at=at)
    return preview(session, order, settings=SETTINGS, now=NOW).content


def lines(content: Content) -> dict[str, list[Any]]:
    """Give the values of each line and of the total."""
    table = content.table("in_review")
    told = {row.key: [figure.value for figure in row.cells] for row in table.rows}
    return told | ({"total": [figure.value for figure in table.total]} if table.total else {})


@pytest.mark.usefixtures("waiting")
def test_what_waits_is_told_by_district_gross_beside_what_is_approved(session: Session) -> None:
    content = made(session)
    two, other, approved = (area_m2(ground) for ground in (square(0, 2, width=2), square(7, 2), square(0, 0)))
    near = pytest.approx
    assert lines(content) == {
        "AGM": [1, 2, near(2 * two, abs=0.1), near(2 * two, abs=0.1), near(approved, abs=0.1)],
        "FUZ": [2, 2, near(other + 5_000, abs=0.1), near(other, abs=0.1), None],
        "total": [
            2,
            4,
            near(2 * two + other + 5_000, abs=0.1),
            near(2 * two + other, abs=0.1),
            near(approved, abs=0.1),
        ],
    }
    assert content.table("key_figures").cell("released", "period").value == near(approved, abs=0.1)


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize(
    ("scope", "features"),
    [
        (Scope(kind=ScopeKind.DISTRICT, code="FUZ"), {"FUZ": 2, "total": 2}),
        (Scope(kind=ScopeKind.ORGANISATION, code="ANAMA"), {"AGM": 2, "total": 2}),
        (Scope(kind=ScopeKind.ORGANISATION, code="MOD"), {"FUZ": 1, "total": 1}),
        (Scope(kind=ScopeKind.PROJECT, code="PJ-1"), {"FUZ": 1, "total": 1}),
    ],
    ids=lambda told: told.code if isinstance(told, Scope) else "",
)
def test_a_report_on_a_part_tells_of_that_part(session: Session, scope: Scope, features: dict[str, int]) -> None:
    assert {key: values[1] for key, values in lines(made(session, scope)).items()} == features


@pytest.mark.usefixtures("waiting")
def test_before_the_uploads_came_nothing_waited(session: Session, records: datetime) -> None:
    assert lines(made(session, at=records)) == {}
