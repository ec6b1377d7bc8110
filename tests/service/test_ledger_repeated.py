"""A change is told once: telling it again changes nothing that is kept, and nothing more is recorded at its instant."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import Engine, Row, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.ledger.flow import LedgerUpdate, renew_ledger, update_ledger
from service.sql import statement
from service.tables import ledger_change, metadata
from tests.service.histories import PROPERTY, rolled_back
from tests.service.records import approve, recorded_at, renew, square, withdraw
from tests.service.release_histories import HISTORIES, arriving
from tests.strategies import examples

KEPT = [
    *(table for table in metadata.sorted_tables if "recorded" in table.c),
    *(table for table in metadata.sorted_tables if table.name.startswith("release_cell")),
]
"""All that a change brings up to date: what is told with its instants, and the squares of now."""
AUDITS = ("audit_totals", "audit_releases", "audit_items", "audit_cells", "audit_history")
Told = dict[str, Sequence[Row[Any]]]

AREA = {
    "code": "HA-1",
    "classification": "cha",
    "contamination_types": ["ap_mine"],
    "identified_on": date(2021, 1, 1),
    "geometry": square(0, 0, width=4),
}
TASK = {"code": "T-1", "task_type": "clearance", "organisation": "ANAMA", "status": "active"}
RELEASE = {"code": "RA-1", "release_method": "cleared", "effective_date": date(2021, 2, 1), "geometry": square(0, 0)}
ITEM = {
    "code": "E-1",
    "eo_category": "ap_mine",
    "quantity": 2,
    "found_on": date(2021, 2, 1),
    "disposed_on": date(2021, 2, 2),
    "disposal_state": "destroyed_in_situ",
    "release_area_code": "RA-1",
}
CHANGES: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "a release with items and a task": {
        "tasks": [TASK],
        "release_areas": [RELEASE | {"task_code": "T-1", "uxo": 3}, RELEASE | {"code": "RA-2", "uxo": 1}],
        "eo_items": [ITEM],
    },
    "another outline": {"release_areas": [RELEASE | {"geometry": square(1, 0)}]},
    "another organisation": {"release_areas": [RELEASE | {"organisation": "MOD"}]},
    "an area": {"hazardous_areas": [AREA | {"geometry": square(0, 0, width=2)}]},
    "items": {"eo_items": [ITEM | {"quantity": 5}]},
    "a district": {"districts": [{"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(0, 0)}]},
}


def kept(session: Session) -> Told:
    """Give every row of all that is kept."""

    def rows(table: Table) -> Sequence[Row[Any]]:
        return session.execute(select(table).order_by(*table.primary_key)).all()

    return {table.name: rows(table) for table in KEPT}


def assert_told_once(session: Session, *stamps: datetime) -> None:
    """See to it that telling changes again changes nothing that is kept."""
    before = kept(session)
    for stamp in stamps:
        assert update_ledger(session, stamp) == LedgerUpdate()
        assert renew_ledger(session, stamp) == LedgerUpdate()
    assert kept(session) == before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_update_that_is_repeated_changes_nothing(
    session: Session, change: Mapping[str, Sequence[Mapping[str, Any]]]
) -> None:
    approve(session, hazardous_areas=[AREA], release_areas=[RELEASE])
    before = kept(session)
    stamp = approve(session, **change)
    assert kept(session) != before
    assert_told_once(session, stamp)


def test_all_kinds_of_records_that_change_at_one_instant_count(session: Session) -> None:
    approve(session, hazardous_areas=[AREA], release_areas=[RELEASE])
    before = kept(session)
    approve(session, **CHANGES["a release with items and a task"])
    after = kept(session)
    told = {name for name in after if after[name] != before[name]}
    assert told >= {"ledger_work", "item_total", "release_total", "release_cell", "release_cell_total"}


def test_a_withdrawal_that_is_repeated_changes_nothing(session: Session) -> None:
    approve(session, release_areas=[RELEASE | {"uxo": 2}])
    assert_told_once(session, withdraw(session, "release_areas", "RA-1"))


def test_a_ledger_that_is_worked_out_anew_is_the_same(session: Session) -> None:
    approve(session, hazardous_areas=[AREA], **CHANGES["a release with items and a task"])
    before = kept(session)
    assert renew(session) == LedgerUpdate()
    assert kept(session) == before


def test_nothing_is_recorded_at_an_instant_that_was_told(session: Session) -> None:
    stamp = approve(session, release_areas=[RELEASE])
    with pytest.raises(IntegrityError, match=r"is told of the change of .* in full"):
        recorded_at(session, stamp, release_areas=[RELEASE | {"code": "RA-2"}])


@settings(PROPERTY, max_examples=examples(3))
@given(history=HISTORIES)
def test_whatever_happened_telling_it_again_changes_nothing(country: Engine, history: Any) -> None:  # noqa: ANN401 - what is drawn
    with rolled_back(country) as session:
        for moment in arriving(session, history):
            assert_told_once(session, moment.at)
        assert_told_once(session, *session.scalars(select(ledger_change.c.recorded_at)))
        for audit in AUDITS:
            assert session.execute(statement(audit), {"finding_limit": 9, "cell_count": 1 << 14}).all() == [], audit
