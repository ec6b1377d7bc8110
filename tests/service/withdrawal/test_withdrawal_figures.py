"""What a withdrawal does to figures and to the ledger: both are as if the upload had not been, from then on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Numeric, cast, func, select
from sqlalchemy.orm import Session

from service.jobs import JobState, Task, jobs_of
from service.tables import hazard_piece, ledger_change, ledger_entry
from tests.service.files import LEAST, collection
from tests.service.records import square
from tests.service.withdrawal.conftest import HAZARD, RELEASE, WIDER

Figures = Callable[..., dict[str, float]]
SQUARE_M2 = 9_536
"""One square of the grid's first row."""


@pytest.fixture
def released(client: TestClient) -> Figures:
    """Give what tells the squares released on each day, as known now or at an instant."""

    def by_day(as_known_at: datetime | None = None) -> dict[str, float]:
        asked = {"from": "2021-01-01", "to": "2026-11-21", "by": "day"} | known_at(as_known_at)
        rows = client.get("/api/v1/progress", params=asked).json()["rows"]
        return {row["day"]: round(row["area_m2"] / SQUARE_M2, 2) for row in rows}

    return by_day


@pytest.fixture
def stock(client: TestClient) -> Figures:
    """Give what tells the squares in stock by classification, as known now or at an instant."""

    def by_classification(as_known_at: datetime | None = None) -> dict[str, float]:
        asked = {"as_of": "2026-11-21", "account": "operational", "by": "classification"} | known_at(as_known_at)
        rows = client.get("/api/v1/contamination", params=asked).json()["rows"]
        return {row["classification"]: round(row["area_m2"] / SQUARE_M2, 1) for row in rows}

    return by_classification


def known_at(instant: datetime | None) -> dict[str, str]:
    return {"as_known_at": instant.isoformat()} if instant else {}


def last_change(session: Session) -> datetime:
    at: datetime = session.execute(select(func.max(ledger_change.c.recorded_at))).scalar_one()
    return at


def entries(session: Session) -> set[tuple[object, ...]]:
    """Give what the ledger holds now, areas to 0.01 m²."""
    kept = [column for column in ledger_entry.c if column.name not in {"id", "geom", "recorded", "area_m2"}]
    area_m2 = func.round(cast(ledger_entry.c.area_m2, Numeric), 2)
    rows = session.execute(select(*kept, area_m2).where(func.upper_inf(ledger_entry.c.recorded)))
    return {tuple(tuple(value) if isinstance(value, list) else value for value in row) for row in rows}


def test_ground_of_a_withdrawn_release_goes_to_who_worked_it_next(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session, *, released: Figures, stock: Figures
) -> None:
    """The first day's square lies under the next day's two: without it, both of those count."""
    road("hazardous_areas", collection(HAZARD))
    first = road("release_areas", collection(RELEASE))
    road("release_areas", collection(WIDER | {"code": "RA-2", "effective_date": "2026-11-17"}))
    before = last_change(session)
    assert (released(), stock()) == ({"2026-11-16": 1, "2026-11-17": 1}, {"cha": 14})
    withdrawal_id = take_back(first)
    assert (released(), stock()) == ({"2026-11-17": 2}, {"cha": 14})
    taken_back = last_change(session)
    take_back(withdrawal_id)
    assert released() == released(before) == {"2026-11-16": 1, "2026-11-17": 1}
    assert (released(taken_back), stock(before), stock(taken_back)) == ({"2026-11-17": 2}, {"cha": 14}, {"cha": 14})


def test_a_withdrawn_hazardous_area_leaves_the_stock_and_its_releases_outside_of_it(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session, *, released: Figures, stock: Figures
) -> None:
    upload_id = road("hazardous_areas", collection(HAZARD))
    road("release_areas", collection(RELEASE))
    before = last_change(session)
    take_back(upload_id)
    assert (released(), stock()) == ({"2026-11-16": 1}, {})
    assert (released(before), stock(before)) == ({"2026-11-16": 1}, {"cha": 15})
    causes = select(ledger_entry.c.cause).where(func.upper_inf(ledger_entry.c.recorded)).distinct()
    assert session.scalars(causes).all() == ["released_outside"]


def test_withdrawn_boundaries_have_the_ledger_split_anew(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session
) -> None:
    upload_id = road("districts", collection(LEAST["districts"]))
    road("release_areas", collection(RELEASE))
    withdrawal_id = UUID(take_back(upload_id))
    assert jobs_of(session, withdrawal_id) == [(Task.RESPLIT_LEDGER, JobState.WAITING)]


def test_the_ledger_after_a_withdrawal_is_as_if_the_upload_had_not_been(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session
) -> None:
    hazard = HAZARD | {"code": "HA-2", "classification": "sha", "geometry": square(2, 0, width=6, height=2)}
    road("hazardous_areas", collection(HAZARD, hazard))
    road("release_areas", collection(RELEASE, RELEASE | {"code": "RA-2", "geometry": square(3, 0, width=2)}))
    before = entries(session)
    shrunk = hazard | {"geometry": square(2, 0, width=3), "revision_reason": "Surveyed again"}
    of_areas = road("hazardous_areas", collection(shrunk, HAZARD | {"code": "HA-3", "geometry": square(9, 0)}))
    of_releases = road("release_areas", collection(WIDER | {"effective_date": "2026-11-10", "target_types": "cmr"}))
    assert entries(session) != before
    take_back(of_releases)
    take_back(of_areas)
    assert entries(session) == before


def test_an_outline_that_was_taken_back_says_nothing_of_its_days(
    road: Callable[..., str], take_back: Callable[[str], str], session: Session
) -> None:
    def redraw(width: float, valid_from: str | None) -> str:
        outline = {"geometry": square(0, 0, width=width), "valid_from": valid_from}
        return road("hazardous_areas", collection(LEAST["hazardous_areas"] | outline), revision_reason="Surveyed again")

    def pieces() -> list[Any]:
        piece = hazard_piece.c
        days = (piece.hazardous_from, piece.hazardous_until, func.ST_XMax(piece.geom))
        return list(session.execute(select(*days).where(func.upper_inf(piece.recorded)).order_by(*days)))

    redraw(2, None)
    redraw(3, "2021-09-01")
    before = pieces()
    earlier = redraw(4, "2021-06-01")
    assert pieces() != before
    take_back(earlier)
    assert pieces() == before
