"""Maps on paper over HTTP: what is asked for, to those who may see it, and nothing dropped."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date

import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.crs import WGS84
from service.access import visibilities
from service.ledger.known import known_at
from service.maps.queries import MapQuestion
from service.maps.sheet_records import M_PER_DEG, are_few, recorded_bounds, single_records, summed_records
from service.maps.sheet_routes import MOST_AT_ONCE, place_in_line
from service.records.selection import Moment, Selection
from tests.conftest import filled_engine
from tests.gis.test_paper import written
from tests.service.records import approve, square

GROUND = square(0, 0, width=2, height=2)
HAZARD = {
    "code": "HA-1",
    "classification": "cha",
    "contamination_types": ["ap_mine"],
    "identified_on": "2025-01-06",
    "visibility": "public",
    "geometry": GROUND,
}
DISTRICT = {
    "code": "AGM",
    "name_en": "Aghdam",
    "name_az": "Ağdam",
    "geometry": square(-1, -1, width=14, height=14),
}
TASK = {"code": "T-1", "task_type": "clearance", "organisation": "MOD", "status": "active", "geometry": square(0, 0)}
BOX = (46.8, 39.5, 47.1, 39.7)


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Approve a district, a public hazard and an internal one, a task, and a hundred releases side by side."""
    approve(
        session,
        districts=[DISTRICT],
        organisations=[{"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "MN"}],
        tasks=[TASK],
        hazardous_areas=[HAZARD, HAZARD | {"code": "HA-2", "visibility": "internal", "geometry": square(8, 8)}],
        release_areas=[
            {
                "code": f"RA-{x}-{y}",
                "effective_date": "2025-10-20",
                "release_method": "cleared" if x % 2 else "reduced",
                "organisation": "MOD",
                "geometry": square(x, y),
            }
            for x in range(10)
            for y in range(10)
        ],
    )


def question(session: Session, **selected: object) -> MapQuestion:
    moment = Moment(
        as_of=date(2026, 11, 21), as_known_at=known_at(session, None), audience=visibilities(is_internal=True)
    )
    return MapQuestion(moment=moment, selection=Selection(**selected))  # type: ignore[arg-type] # a selection's fields


@pytest.mark.parametrize(
    ("form", "media_type", "magic"),
    [("pdf", "application/pdf", b"%PDF-"), ("png", "image/png", b"\x89PNG"), ("svg", "image/svg+xml", b"<svg ")],
)
def test_a_sheet_comes_in_each_form(client: TestClient, form: str, media_type: str, magic: bytes) -> None:
    answer = client.get(f"/maps/sheet.{form}?paper=a3&orientation=portrait&lang=az")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'inline; filename="map-2026-11-21-a3-az.{form}"'
    assert answer.content.startswith(magic)


def test_the_public_sees_public_records_and_is_told_what_is_withheld(
    client: TestClient, holder: Callable[..., dict[str, str]]
) -> None:
    public = written(client.get("/maps/sheet.svg").text)
    assert "Confirmed hazardous area · Open | 1" in public
    assert "not shown to you: Hazardous areas, Tasks." in public
    internal = written(client.get("/maps/sheet.svg", headers=holder(Role.ANALYST)).text)
    assert "Confirmed hazardous area · Open | 2" in internal
    assert "not shown to you" not in internal


def test_a_sheet_of_a_district_is_named_after_it_and_narrowed_like_every_map(client: TestClient) -> None:
    text = written(client.get("/maps/sheet.svg?district=AGM&method=cleared&lang=az").text)
    assert "Ərazilərin istifadəyə buraxılması – Ağdam" in text
    assert "Təmizlənib | 50" in text
    assert "İxtisar" not in text


def test_a_box_shows_what_touches_it_and_nothing_else(client: TestClient) -> None:
    west, south, east, north = *square(4, 4).bounds[:2], *square(5, 5).bounds[2:]
    answer = client.get(f"/maps/sheet.svg?bbox={west},{south},{east},{north}")
    text = written(answer.text)
    assert "Cleared |" in text
    assert "Cleared | 50" not in text
    assert "Hazard |" not in text


def test_a_sheet_about_a_task_or_an_area_lists_its_corners(
    client: TestClient, holder: Callable[..., dict[str, str]]
) -> None:
    area = written(client.get("/maps/sheet.svg?area=HA-1").text)
    assert "Land release – HA-1" in area
    for number, (lon, lat) in enumerate(GROUND.exterior.coords[:4], start=1):
        assert f"{number} | {lon:.6f} | {lat:.6f}" in area
    task = client.get("/maps/sheet.svg?task=T-1", headers=holder(Role.ANALYST))
    assert "Turning points" in written(task.text)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("area=HA-2", "No hazardous area that you may see has the code “HA-2”."),
        ("task=T-9", "No task that you may see has the code “T-9”."),
        ("district=XXX", "No district has the code “XXX”."),
        ("paper=a0", "paper"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=47,39,46,40", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("zoom=9", "zoom"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(client: TestClient, query: str, said: str) -> None:
    answer = client.get(f"/maps/sheet.pdf?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


def test_a_sheet_beyond_those_that_can_wait_is_refused_and_drawn_later(client: TestClient) -> None:
    with ExitStack() as others:
        for _ in range(MOST_AT_ONCE):
            others.enter_context(place_in_line())
        refused = client.get("/maps/sheet.png?lang=en")
        assert client.get("/maps/contents").status_code == 200
    assert refused.status_code == 503
    assert "Too many maps are being drawn on paper at once." in refused.json()["detail"]
    assert client.get("/maps/sheet.png").status_code == 200


def test_squares_count_every_record_once(session: Session) -> None:
    asked = question(session)
    squares = summed_records(session, asked, "release_areas", box=BOX, cell_m=300)
    assert are_few(session, asked, "release_areas", box=BOX)
    for _ in range(4):
        frame = squares.frame()
        assert frame.record_count.sum() == 100
        assert frame.groupby("release_method").record_count.sum().to_dict() == {"cleared": 50, "reduced": 50}
        squares = squares.doubled()
    assert len(squares.frame()) < 10


def test_what_is_larger_than_a_square_keeps_its_outline(session: Session) -> None:
    asked = question(session)
    frame = summed_records(session, asked, "hazardous_areas", box=BOX, cell_m=30).frame()
    assert sorted(frame.code) == ["HA-1", "HA-2"]
    assert set(frame.geom_type) == {"Polygon"}
    summed = summed_records(session, asked, "hazardous_areas", box=BOX, cell_m=2_000).frame()
    assert summed.record_count.sum() == 2
    assert set(summed.geom_type) == {"Point"}


def test_bounds_and_records_are_those_that_are_asked_for(session: Session) -> None:
    asked = question(session)
    frame = single_records(session, asked, "release_areas", box=BOX)
    assert frame.crs == WGS84
    west, south, east, north = recorded_bounds(session, asked, "release_areas") or pytest.fail("no bounds")
    points = frame.representative_point()
    assert (west, south, east, north) == pytest.approx(tuple(points.total_bounds), abs=1e-3)
    assert recorded_bounds(session, question(session, task_code="T-1"), "release_areas") is None


def test_squares_are_as_large_as_their_number_asks(session: Session) -> None:
    squares = summed_records(session, question(session), "release_areas", box=BOX, cell_m=300)
    few = squares.at_most(12)
    assert 0 < len(few.table) <= 12 < len(squares.table)
    assert few.table.record_count.sum() + len(few.large) == 100


def test_an_outline_read_for_paper_lost_less_than_is_allowed(session: Session) -> None:
    exact, coarse = (
        single_records(session, question(session), "hazardous_areas", box=BOX, detail_m=detail_m)
        for detail_m in (0.0, 5.0)
    )
    assert sorted(exact.code) == sorted(coarse.code) == ["HA-1", "HA-2"]
    moved_deg = shapely.hausdorff_distance(exact.sort_values("code").geometry, coarse.sort_values("code").geometry)
    assert (moved_deg * M_PER_DEG <= 5.0).all()
