"""The database refuses ground that two releases of one account would free, however it is written."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from shapely import MultiPolygon, Polygon
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gis.codelists import Account, LedgerCause
from service.tables import IDENTITIES, ledger_entry
from tests.conftest import filled_engine
from tests.service.records import approve, next_stamp, square, withdraw

SQUARE_M2 = 9536.041
PASSES = nullcontext()
CENTIMETRE = 0.0001
"""Of a square of 100 m; a strip of it along a square is 0.95 m²."""


def refused() -> AbstractContextManager[object]:
    return pytest.raises(IntegrityError, match=r"RA-1 and RA-2 would free the same [0-9.]+ m2")


def release(code: str, day: str, ground: Polygon, **fields: object) -> dict[str, Any]:
    return {"code": code, "effective_date": day, "release_method": "cleared", "geometry": ground, **fields}


def hazard(code: str, day: str, *types: str, **fields: object) -> dict[str, Any]:
    given = {"classification": "cha", "contamination_types": types or ("ap_mine",), "identified_on": day}
    return {"code": code, "geometry": square(0, 0, width=4), **given, **fields}


def write(session: Session, ground: Polygon, **columns: object) -> None:
    """Write an entry by hand: that RA-2 frees ground on 1 March."""
    area = IDENTITIES["release_areas"]
    release_id = session.execute(select(area.c.id).where(area.c.code == "RA-2")).scalar_one()
    values = {
        "release_area_id": release_id,
        "account": Account.OPERATIONAL,
        "cause": LedgerCause.RELEASED_OUTSIDE,
        "effective_date": "2021-03-01",
        "release_method": "cleared",
        "contamination_class": "mixed_unspecified",
        "geom": func.ST_GeomFromWKB(MultiPolygon([ground]).wkb, 4326),
        "area_m2": SQUARE_M2,
        "recorded": Range(next_stamp(session), None),
    }
    with session.begin_nested():
        session.execute(insert(ledger_entry).values({**values, **columns}))


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Have RA-1 free the first square in February, and RA-2 nothing but a square far away."""
    approve(session, hazardous_areas=[hazard("HA-1", "2021-01-01")])
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0))])
    approve(session, release_areas=[release("RA-2", "2021-03-01", square(50, 0))])


@pytest.mark.parametrize(
    ("ground", "outcome"),
    [
        (square(0, 0), refused()),
        (square(1 - CENTIMETRE, 0), refused()),
        (square(1 - CENTIMETRE / 200, 0), PASSES),  # 0.005 m²
        (square(1, 0), PASSES),
    ],
)
def test_ground_that_is_freed_already_is_refused_but_for_a_sliver(
    session: Session, ground: Polygon, outcome: AbstractContextManager[object]
) -> None:
    with outcome:
        write(session, ground)


@pytest.mark.parametrize("day", ["2021-01-15", "2021-02-01", "2021-03-01"])
def test_it_is_refused_before_on_and_after_the_day(session: Session, day: str) -> None:
    with pytest.raises(IntegrityError, match="would free the same"):
        write(session, square(0, 0), effective_date=day)


@pytest.mark.parametrize(
    "columns", [{"account": Account.CERTIFIED}, {"cause": LedgerCause.PARTLY_RELEASED}], ids=["account", "cause"]
)
def test_the_other_account_and_ground_freed_in_part_are_another_matter(
    session: Session, columns: dict[str, str]
) -> None:
    write(session, square(0, 0), **columns)


def test_ground_that_was_given_back_is_free_again(session: Session) -> None:
    withdraw(session, "release_areas", "RA-1")
    write(session, square(0, 0), cause=LedgerCause.RELEASED)


@pytest.mark.parametrize(
    ("begins", "outcome"),
    [
        (hazard("HA-2", "2021-02-15", reopens_released=True), PASSES),
        (hazard("HA-2", "2021-02-15", "cmr"), refused()),
        (hazard("HA-2", "2021-02-15"), refused()),
        (hazard("HA-2", "2021-03-02", reopens_released=True), refused()),
        (hazard("HA-2", "2021-01-15", reopens_released=True), refused()),
        (hazard("HA-2", "2021-02-15", reopens_released=True, geometry=square(0, 0, width=0.5)), refused()),
    ],
    ids=["reopened", "another type that was searched for", "not reopened", "too late", "too early", "half"],
)
def test_only_ground_that_was_opened_again_in_between_is_freed_again(
    session: Session, begins: dict[str, Any], outcome: AbstractContextManager[object]
) -> None:
    approve(session, hazardous_areas=[begins])
    with outcome:
        write(session, square(0, 0))


def test_ground_with_a_type_that_the_first_did_not_search_for_is_freed_again(session: Session) -> None:
    approve(session, release_areas=[release("RA-1", "2021-02-01", square(0, 0), target_types=["ap_mine"])])
    with refused():
        write(session, square(0, 0))
    approve(session, hazardous_areas=[hazard("HA-2", "2021-02-15", "cmr")])
    write(session, square(0, 0))


def test_what_the_service_writes_itself_passes(session: Session) -> None:
    approve(session, hazardous_areas=[hazard("HA-2", "2021-02-15", reopens_released=True)])
    approve(session, release_areas=[release("RA-2", "2021-03-01", square(0, 0, width=2))])
    entry = ledger_entry.c
    freed = (func.upper_inf(entry.recorded), entry.account == Account.OPERATIONAL, entry.cause == LedgerCause.RELEASED)
    areas_m2 = session.scalars(select(entry.area_m2).where(*freed).order_by(entry.effective_date))
    assert [round(m2 / SQUARE_M2, 2) for m2 in areas_m2] == [1, 2]
