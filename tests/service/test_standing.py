"""What stood on a day, as it was known at an instant: ground with its own dates, and how it was told then."""

from datetime import date, datetime
from typing import Any

import pytest
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from gis.codelists import Visibility
from gis.layers import LAYERS_BY_NAME
from service.access import visibilities
from service.ledger.known import known_at
from service.records.selection import Moment
from service.records.standing import standing
from tests.service.records import approve, square, withdraw

HAZARD: dict[str, Any] = {
    "code": "HA-1",
    "classification": "sha",
    "contamination_types": ["ap_mine"],
    "identified_on": date(2025, 1, 10),
    "geometry": square(0, 0, width=2),
}
PUBLIC = visibilities(is_internal=False)


def stood(
    session: Session,
    as_of: str,
    layer: str = "hazardous_areas",
    *,
    at: datetime | None = None,
    audience: tuple[Visibility, ...] = tuple(Visibility),
) -> list[Row[Any]]:
    moment = Moment(as_of=date.fromisoformat(as_of), as_known_at=known_at(session, at), audience=audience)
    shown = standing(LAYERS_BY_NAME[layer], moment).subquery()
    rows = select(shown, func.ST_AsBinary(shown.c.geom).label("outline")).order_by(shown.c.code)
    return list(session.execute(rows))


def ground(row: Row[Any]) -> BaseGeometry:
    return shapely.from_wkb(bytes(row.outline))


def test_an_area_stands_from_its_day_to_its_closing_and_is_told_closed_after(session: Session) -> None:
    approve(session, hazardous_areas=[HAZARD])
    closed = {"status": "closed", "status_changed_on": date(2025, 3, 1), "close_reason": "all_cleared"}
    approve(session, hazardous_areas=[HAZARD | closed])
    assert stood(session, "2025-01-09") == []
    assert [stood(session, day)[0].status for day in ("2025-01-10", "2025-02-28", "2025-03-01")] == [
        "open",
        "open",
        "closed",
    ]
    assert ground(stood(session, "2025-03-01")[0]).equals(HAZARD["geometry"])


def test_an_area_that_came_as_closed_was_hazardous_before(session: Session) -> None:
    approve(session, hazardous_areas=[HAZARD | {"status": "closed", "status_changed_on": date(2025, 3, 1)}])
    (before,) = stood(session, "2025-02-28")
    assert before.status == "open"
    assert ground(before).equals(HAZARD["geometry"])


def test_a_closing_that_was_told_too_early_is_corrected_for_the_days_between(session: Session) -> None:
    closed = {"status": "closed", "close_reason": "all_cleared"}
    approve(session, hazardous_areas=[HAZARD | {"status": "worked_on", "status_changed_on": date(2025, 2, 1)}])
    early = approve(session, hazardous_areas=[HAZARD | closed | {"status_changed_on": date(2025, 3, 1)}])
    approve(session, hazardous_areas=[HAZARD | closed | {"status_changed_on": date(2025, 4, 1)}])
    assert stood(session, "2025-03-15", at=early)[0].status == "closed"
    assert stood(session, "2025-03-15")[0].status == "worked_on"
    assert stood(session, "2025-01-15")[0].status == "open"


def test_ground_that_was_added_later_stands_from_its_own_day(session: Session) -> None:
    approve(session, hazardous_areas=[HAZARD])
    wider = HAZARD | {"geometry": square(0, 0, width=3), "valid_from": date(2025, 2, 1)}
    approve(session, hazardous_areas=[wider])
    before, after = (stood(session, day)[0] for day in ("2025-01-31", "2025-02-01"))
    assert ground(before).equals(square(0, 0, width=2))
    assert ground(after).equals(square(0, 0, width=3))
    assert after.area_m2 == pytest.approx(before.area_m2 * 1.5, rel=1e-6)


def test_class_and_types_are_those_of_the_day(session: Session) -> None:
    approve(session, hazardous_areas=[HAZARD])
    confirmed = {"classification": "cha", "contamination_types": ["cmr", "ap_mine"], "valid_from": date(2025, 2, 1)}
    approve(session, hazardous_areas=[HAZARD | confirmed])
    before, after = (stood(session, day)[0] for day in ("2025-01-31", "2025-02-01"))
    assert (before.classification, before.contamination_types) == ("sha", ["ap_mine"])
    assert (after.classification, after.contamination_types) == ("cha", ["ap_mine", "cmr"])


@pytest.mark.parametrize("reason", ["duplicate", "data_error"])
def test_what_was_taken_back_never_stood(session: Session, reason: str) -> None:
    then = approve(session, hazardous_areas=[HAZARD])
    mistake = {"status": "closed", "status_changed_on": date(2025, 3, 1), "close_reason": reason}
    approve(session, hazardous_areas=[HAZARD | mistake])
    assert stood(session, "2025-02-01") == stood(session, "2025-03-02") == []
    assert len(stood(session, "2025-02-01", at=then)) == 1


@pytest.mark.parametrize("changed", [{"classification": "indication"}, {"status": "draft"}, {"geometry": None}])
def test_what_is_no_stock_is_shown_as_it_was_outlined(session: Session, changed: dict[str, Any]) -> None:
    approve(session, hazardous_areas=[HAZARD | changed])
    (row,) = stood(session, "2025-02-01")
    assert (row.outline is None) == ("geometry" in changed)
    assert row.classification == changed.get("classification", "sha")


def test_releases_tasks_and_finds_stand_from_their_days(session: Session) -> None:
    task = {"task_type": "clearance", "organisation": "MOD", "status": "active"}
    approve(
        session,
        release_areas=[{"code": "RA-1", "release_method": "cleared", "effective_date": date(2025, 2, 1)}],
        tasks=[
            task | {"code": "T-1", "issued_on": date(2025, 2, 1), "started_on": date(2025, 2, 9)},
            task | {"code": "T-2", "started_on": date(2025, 2, 1)},
            task | {"code": "T-3"},
        ],
        eo_items=[{"code": "E-1", "eo_category": "uxo", "quantity": 1, "found_on": date(2025, 2, 1)}],
    )
    for layer, before, after in (
        ("release_areas", [], ["RA-1"]),
        ("tasks", ["T-3"], ["T-1", "T-2", "T-3"]),
        ("eo_items", [], ["E-1"]),
    ):
        assert [row.code for row in stood(session, "2025-01-31", layer)] == before
        assert [row.code for row in stood(session, "2025-02-01", layer)] == after


def test_an_instant_gives_the_versions_that_held_then(session: Session) -> None:
    first = approve(session, hazardous_areas=[HAZARD])
    second = approve(session, hazardous_areas=[HAZARD | {"geometry": square(5, 5)}])
    gone = withdraw(session, "hazardous_areas", "HA-1")
    assert ground(stood(session, "2025-02-01", at=first)[0]).equals(HAZARD["geometry"])
    assert ground(stood(session, "2025-02-01", at=second)[0]).equals(square(5, 5))
    assert stood(session, "2025-02-01", at=gone) == []


def test_what_was_hidden_since_stays_hidden_and_what_was_shown_since_is_not_told_before(session: Session) -> None:
    public, internal = HAZARD | {"visibility": "public"}, HAZARD | {"visibility": "internal"}
    shown = approve(session, hazardous_areas=[public])
    hidden = approve(session, hazardous_areas=[internal])
    assert stood(session, "2025-02-01", at=shown, audience=PUBLIC) == []
    assert len(stood(session, "2025-02-01", at=shown)) == 1
    approve(session, hazardous_areas=[public])
    assert stood(session, "2025-02-01", at=hidden, audience=PUBLIC) == []
    assert len(stood(session, "2025-02-01", audience=PUBLIC)) == 1
