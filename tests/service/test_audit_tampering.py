"""What the owner of the database tampers with, the audit finds, and names it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from service.audit.findings import Finding
from tests.service.audited import found

ENTRY = """
    select e.id from ledger_entry e join release_area r on r.id = e.release_area_id
    where upper_inf(e.recorded) and e.account = 'operational' and e.cause = 'released' and r.code = 'RA-1'
"""
PLANTED = {
    "an outline made larger": (
        "ledger_entry",
        "update ledger_entry set geom = st_multi(st_expand(geom, 0.0001)) where id = :entry_id",
        {
            ("records", "RA-1", "beyond_m2"),
            ("areas", "RA-1", "area_m2"),
            ("once", "RA-2", "released_twice_m2"),
            ("stock", None, "stock_m2"),
        },
    ),
    "an area changed": (
        "ledger_entry",
        "update ledger_entry set area_m2 = area_m2 + 5 where id = :entry_id",
        {
            ("areas", "RA-1", "area_m2"),
            ("stock", None, "stock_m2"),
            ("totals", None, "total_m2"),
            ("totals", None, "work_m2"),
            ("cells", None, "cell_m2"),
        },
    ),
    "an entry deleted": (
        "ledger_entry",
        "delete from ledger_entry where id = :entry_id",
        {
            ("complete", "RA-1", "not_counted_m2"),
            ("stock", None, "stock_m2"),
            ("totals", None, "total_m2"),
            ("totals", None, "work_m2"),
            ("cells", None, "cell_m2"),
            ("releases", None, "release_count"),
        },
    ),
    "an entry doubled": (
        "ledger_entry",
        """
        insert into ledger_entry (account, cause, release_area_id, district_id, effective_date, release_method,
            contamination_class, class_before, types_before, geom, area_m2, recorded)
        select account, cause, release_area_id, district_id, effective_date, release_method, contamination_class,
            class_before, types_before, geom, area_m2, recorded from ledger_entry where id = :entry_id
        """,
        {
            ("once", "RA-1", "released_twice_m2"),
            ("stock", None, "stock_m2"),
            ("totals", None, "total_m2"),
            ("totals", None, "work_m2"),
            ("cells", None, "cell_m2"),
        },
    ),
    "an entry in another district": (
        "ledger_entry",
        "update ledger_entry set district_id = (select id from district where code = 'FUZ') where id = :entry_id",
        {
            ("districts", "RA-1", "district"),
            ("totals", None, "total_m2"),
            ("totals", None, "work_m2"),
            ("releases", None, "release_count"),
        },
    ),
    "another method and day": (
        "ledger_entry",
        "update ledger_entry set release_method = 'reduced', effective_date = effective_date + 1 where id = :entry_id",
        {
            ("records", "RA-1", "release_method"),
            ("records", "RA-1", "effective_date"),
            ("totals", None, "total_m2"),
            ("totals", None, "work_m2"),
        },
    ),
    "an entry in the other account": (
        "ledger_entry",
        "update ledger_entry set account = 'certified' where id = :entry_id",
        {
            ("records", "RA-1", "recorded"),
            ("complete", "RA-1", "not_counted_m2"),
            ("once", "RA-1", "released_twice_m2"),
            ("stock", None, "stock_m2"),
            ("totals", None, "total_m2"),
            ("totals", None, "work_m2"),
            ("cells", None, "cell_m2"),
            ("releases", None, "release_count"),
        },
    ),
    "ground outside recorded hazard told as inside": (
        "ledger_entry",
        """
        update ledger_entry set cause = 'released', class_before = 'cha', types_before = '{ap_mine}'
        where upper_inf(recorded) and account = 'operational' and cause = 'released_outside'
          and release_area_id = (select id from release_area where code = 'RA-5')
        """,
        {
            ("states", "RA-5", "state_before"),
            ("outside", None, "outside_m2"),
            ("stock", None, "stock_m2"),
            ("totals", None, "total_m2"),
            ("totals", None, "work_m2"),
        },
    ),
    "an entry told of earlier": (
        "ledger_entry",
        """
        update ledger_entry set recorded = tstzrange(lower(recorded) - interval '1 hour', null) where id = :entry_id
        """,
        {("history", "RA-1", "stamp"), ("records", "RA-1", "recorded"), ("totals", None, "total_m2")},
    ),
    "a piece of other types": (
        "hazard_piece",
        """
        update hazard_piece set types = '{cmr}' where upper_inf(recorded)
          and hazardous_area_id = (select id from hazardous_area where code = 'HA-2')
        """,
        {
            ("pieces", "HA-2", "types"),
            ("pieces", "HA-2", "ground_m2"),
            ("states", "HA-2", "state_after"),
            ("states", "RA-3", "state_before"),
            ("states", "RA-3", "state_after"),
            ("states", "RA-4", "state_before"),
            ("stock", None, "stock_m2"),
        },
    ),
    "a piece of another day": (
        "hazard_piece",
        """
        update hazard_piece set hazardous_from = hazardous_from + 400 where upper_inf(recorded)
          and hazardous_area_id = (select id from hazardous_area where code = 'HA-2')
        """,
        {
            ("pieces", "HA-2", "hazardous_from"),
            ("records", "HA-2", "effective_date"),
            ("states", "HA-3", "state_before"),
            ("states", "HA-3", "state_after"),
        },
    ),
    "a total changed": (
        "ledger_total",
        """
        update ledger_total set area_m2 = area_m2 + 1
        where id = (select min(id) from ledger_total where upper_inf(recorded) and cause = 'released_outside')
        """,
        {("totals", None, "total_m2"), ("totals", None, "week_m2"), ("totals", None, "month_m2")},
    ),
    "a week changed": (
        "ledger_week",
        "update ledger_week set area_m2 = area_m2 - 1 where id = (select min(id) from ledger_week)",
        {("totals", None, "week_m2")},
    ),
    "a month changed": (
        "ledger_month",
        "update ledger_month set area_m2 = area_m2 - 1 where id = (select min(id) from ledger_month)",
        {("totals", None, "month_m2")},
    ),
    "ground by who worked changed": (
        "ledger_work",
        "update ledger_work set area_m2 = area_m2 - 1 where id = (select min(id) from ledger_work)",
        {("totals", None, "work_m2")},
    ),
    "items counted twice": (
        "item_total",
        """
        insert into item_total (disposed_on, eo_category, is_hazardous, quantity, recorded)
        values ('2024-02-29', 'uxo', true, 5, tstzrange(now(), null))
        """,
        {("items", None, "quantity")},
    ),
    "releases counted twice": (
        "release_total",
        "update release_total set release_count = 2 where id = (select min(id) from release_total)",
        {("releases", None, "release_count")},
    ),
    "a find kept from the count of releases": (
        "eo_item_version",
        """
        with find as (insert into eo_item (code) values ('EO-1') returning id)
        insert into eo_item_version (eo_item_id, release_area_id, recorded, version, upload_id, position, content_hash,
            eo_category, quantity, found_on, disposal_state, is_hazardous, visibility)
        select find.id, release_area_id, recorded, 1, upload_id, 0, '', 'uxo', 1, effective_date, 'awaiting', true,
            'internal'
        from find, release_area_version
        where release_area_id = (select id from release_area where code = 'RA-1')
        """,
        {("releases", None, "release_count")},
    ),
    "a square of the map changed": (
        "release_cell",
        "update release_cell set release_count = release_count + 1, area_m2 = area_m2 - 1 where basis = 'certified'",
        {("cells", None, "release_count"), ("cells", None, "cell_m2")},
    ),
    "a square of all weeks changed": (
        "release_cell_total",
        "update release_cell_total set release_count = release_count + 1 where basis = 'certified'",
        {("cells", None, "release_count")},
    ),
    "an outline drawn elsewhere": (
        "hazardous_area_version",
        """
        update hazardous_area_version set drawn = st_translate(drawn, 1, 0)
        where hazardous_area_id = (select id from hazardous_area where code = 'HA-3')
        """,
        {("cells", "HA-3", "drawn")},
    ),
    "the ground of a version moved": (
        "release_area_version",
        """
        update release_area_version set ground = st_translate(ground, 0, 0.0001)
        where release_area_id = (select id from release_area where code = 'RA-5')
        """,
        {("areas", "RA-5", "ground_m2"), ("records", "RA-5", "beyond_m2"), ("areas", "RA-5", "area_m2")},
    ),
}
"""What is done to which table, and all that must be found of it: check, record and aspect; what does not add up any
more names no record."""


@pytest.fixture
def tamper(ledger: Session) -> Callable[[str, str], None]:
    """Give what changes a table as its owner, with the triggers that refuse it switched off and on again."""

    def change(table: str, statement: str) -> None:
        entry_id = ledger.scalar(text(ENTRY))
        ledger.execute(text("set local role none"))
        ledger.execute(text(f"alter table {table} disable trigger user"))
        ledger.execute(text(statement).bindparams(**({"entry_id": entry_id} if ":entry_id" in statement else {})))
        ledger.execute(text(f"alter table {table} enable trigger user"))

    return change


def named(findings: dict[str, tuple[Finding, ...]]) -> set[tuple[str, str | None, str]]:
    """Give check, record and aspect of what was found."""
    return {(f.check, f.code if f.layer else None, f.aspect) for of_check in findings.values() for f in of_check}


@pytest.mark.parametrize(("table", "statement", "expected"), PLANTED.values(), ids=PLANTED)
def test_tampering_is_found_and_named(
    ledger: Session, tamper: Callable[[str, str], None], table: str, statement: str, expected: set[Any]
) -> None:
    tamper(table, statement)
    seen = named(found(ledger))
    assert seen == expected


def test_a_trigger_that_was_left_off_is_found(ledger: Session) -> None:
    ledger.execute(text("set local role none"))
    ledger.execute(text("alter table ledger_entry disable trigger close_recorded_only"))
    (finding,) = found(ledger)["guards"]
    assert finding.words("en") == "ledger_entry, table: trigger: expected close_recorded_only, found D"
    assert finding.words("az") == "ledger_entry, cədvəl: trigger: gözlənilən close_recorded_only, tapılan D"


def test_a_right_to_delete_is_found(ledger: Session) -> None:
    ledger.execute(text("set local role none"))
    ledger.execute(text("grant delete on ledger_entry to landrelease_service"))
    (finding,) = found(ledger)["guards"]
    assert (finding.code, finding.aspect, finding.found) == ("ledger_entry", "right", "delete")


def test_a_stamp_that_was_taken_away_is_found(ledger: Session, tamper: Callable[[str, str], None]) -> None:
    for table in ("ledger_told", "ledger_change"):
        tamper(table, f"delete from {table} where recorded_at = (select max(recorded_at) from {table})")  # noqa: S608
    findings = found(ledger)
    assert set(findings) == {"history"}
    assert {f.code for f in findings["history"] if f.part == "version"} == {"RA-6"}
