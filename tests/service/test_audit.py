"""The audit finds nothing in a ledger that is right, and by name what its owner tampered with."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from shapely import Polygon
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session
from typer.testing import CliRunner

import service.sql
from gis.codelists import Role
from service.accounts.flow import local_administrator
from service.audit.checks import ASPECTS, CHECKS, PARTS
from service.audit.findings import Finding, Outcome
from service.audit.flow import audit, default_days, extent
from service.audit.queries import Asked
from service.cli import app
from service.db import make_engine, make_owner_engine
from service.reports.flow import ReportOrder, issue
from service.reports.scope import Scope
from service.settings import Settings
from service.tables import report
from tests.conftest import filled_engine, fresh_database, savepoints, undone
from tests.service.files import LEAST
from tests.service.histories import EDGE_DEG, LAST_DAY, PROPERTY, History, area_m2, histories, play, rolled_back
from tests.service.records import approve
from tests.service.records import square as outline

ASKED = Asked(days=(date(2021, 3, 31), date(2021, 12, 31), date(2026, 11, 21)))
DISTRICT = {"name_en": "-", "name_az": "-"}
AREA = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": date(2020, 1, 1)}
RELEASE = {"release_method": "cleared", "basis": "operational", "depth_cleared_cm": 20, "asset": ["manual"]}


def square(column: float, row: float, **size: float) -> Polygon:
    """Give a rectangle as `outline` does, with edges short enough for planar cuts and geodesic areas to agree."""
    return outline(column, row, **size).segmentize(EDGE_DEG)


@pytest.fixture(scope="module")
def recorded(migrated: str) -> Iterator[Engine]:
    """Give a database where most happens to ground: overlaps, types, re-opening, closing, work outside hazard."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


@pytest.fixture
def ledger(recorded: Engine) -> Iterator[Session]:
    """Give a session whose commits are savepoints of a transaction that is rolled back."""
    with undone(recorded) as connection, savepoints(connection) as session:
        yield session


def _fill(session: Session) -> None:
    approve(
        session,
        districts=[
            {"code": "AGM", "geometry": square(-2, -2, width=8, height=12), **DISTRICT},
            {"code": "FUZ", "geometry": square(6, -2, width=8, height=12), **DISTRICT},
        ],
    )
    approve(
        session,
        hazardous_areas=[
            AREA | {"code": "HA-1", "geometry": square(0, 0, width=8, height=2)},
            AREA
            | {"code": "HA-2", "geometry": square(0, 4, width=4, height=2), "contamination_types": ["ap_mine", "erw"]},
            AREA
            | {
                "code": "HA-3",
                "geometry": square(3, 4, width=4, height=2),
                "classification": "sha",
                "contamination_types": ["cmr"],
            },
        ],
    )
    approve(
        session,
        release_areas=[
            RELEASE | {"code": "RA-1", "geometry": square(0, 0, width=3), "effective_date": date(2021, 2, 1)},
            RELEASE
            | {
                "code": "RA-2",
                "geometry": square(2, 0, width=6),
                "effective_date": date(2021, 3, 1),
                "basis": "certified",
                "accepted_on": date(2021, 5, 1),
            },
            RELEASE
            | {
                "code": "RA-3",
                "geometry": square(1, 4, width=3),
                "effective_date": date(2021, 4, 1),
                "target_types": ["erw"],
            },
            RELEASE | {"code": "RA-4", "geometry": square(1, 3, width=2, height=2), "effective_date": date(2021, 6, 1)},
            RELEASE
            | {
                "code": "RA-5",
                "geometry": square(9, 5, width=2),
                "effective_date": date(2021, 6, 2),
                "district_code": "FUZ",
                "release_method": "cancelled",
            },
        ],
    )
    approve(
        session,
        hazardous_areas=[
            AREA
            | {
                "code": "HA-4",
                "geometry": square(1, 0, width=1),
                "identified_on": date(2021, 8, 1),
                "reopens_released": True,
                "origin": "recontaminated",
            },
            AREA
            | {
                "code": "HA-1",
                "geometry": square(0, 0, width=8, height=2),
                "status": "closed",
                "status_changed_on": date(2022, 1, 1),
                "close_reason": "mixed_release",
            },
        ],
    )
    approve(
        session,
        release_areas=[
            RELEASE | {"code": "RA-6", "geometry": square(1, 0, width=1), "effective_date": date(2021, 9, 1)}
        ],
    )


def found(session: Session) -> dict[str, tuple[Finding, ...]]:
    """Give what each check finds, without those that find nothing."""
    outcomes: list[Outcome] = list(audit([session.connection()], ASKED))
    assert [outcome.check for outcome in outcomes] == list(CHECKS)
    return {outcome.check.name: outcome.findings for outcome in outcomes if outcome.findings}


def test_a_ledger_that_is_right_passes(ledger: Session) -> None:
    assert found(ledger) == {}


@PROPERTY
@given(history=histories())
def test_whatever_happened_passes(engine: Engine, history: History) -> None:
    with rolled_back(engine) as session:
        play(session, history)
        days = (date(2021, 1, 10), LAST_DAY)
        outcomes = list(audit([session.connection()], Asked(days=days)))
    assert [finding.words("en") for outcome in outcomes for finding in outcome.findings] == []


# --- what the owner of the database tampers with ------------------------------------------------------------------

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


WORKED = {"district_code": "AGM", "task_code": "T-1", "geometry": square(-1, 8), "effective_date": date(2021, 6, 3)}
CLEARED_IN_WEEK = "key_figures/cleared/period"


@pytest.fixture
def work(ledger: Session) -> Session:
    """Add a square of a task's work to the week, whose organisation and project only the task says."""
    approve(
        ledger,
        organisations=[LEAST["organisations"]],
        projects=[LEAST["projects"]],
        project_phases=[LEAST["project_phases"]],
        tasks=[LEAST["tasks"] | {"project_phase_code": "PJ-1-1"}],
    )
    approve(ledger, release_areas=[RELEASE | WORKED | {"code": "RA-7"}])
    return ledger


def with_cleared(content: dict[str, Any], area_m2: float) -> dict[str, Any]:
    cells = [cell for table in content["tables"] for row in table["rows"] for cell in row["cells"]]
    (cell,) = [cell for cell in cells if cell["key"] == CLEARED_IN_WEEK]
    assert cell["value"]
    cell["value"] = area_m2
    return content


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ({}, "weekly 2021-W22"),
        ({"district": "AGM"}, "weekly 2021-W22 AGM"),
        ({"organisation": "ANAMA"}, "weekly 2021-W22 ANAMA"),
        ({"project": "PJ-1"}, "weekly 2021-W22 PJ-1"),
    ],
    ids=["country", "district", "organisation", "project"],
)
def test_altered_figures_of_a_report_are_found(work: Session, scope: dict[str, str], name: str) -> None:
    officer = replace(local_administrator(work), role=Role.REPORT_OFFICER)
    order = ReportOrder(kind="weekly", period="2021-W22", scope=Scope.asked(**scope))
    issue(work, order, actor=officer, settings=Settings(_env_file=None), now=datetime(2026, 11, 21, 8, tzinfo=UTC))
    approve(work, release_areas=[RELEASE | WORKED | {"code": "RA-7", "geometry": square(-1, 8, width=0.5)}])
    assert found(work) == {}, "what was corrected since is no fault of the report"
    content = with_cleared(work.scalars(select(report.c.content)).one(), 1_000_000.0)
    work.execute(text("set local role none"))
    work.execute(text("alter table report disable trigger user"))
    work.execute(update(report).values(content=content))
    work.execute(text("alter table report enable trigger user"))
    findings = found(work)["reports"]
    assert [(f.code, f.aspect, f.other) for f in findings] == [(name, "figures", "cleared"), (name, "checksum", None)]


# --- the rules and the command ------------------------------------------------------------------------------------


def test_every_aspect_that_a_statement_names_has_words() -> None:
    folder = Path(service.sql.__file__).parent
    for check in CHECKS:
        statement = (folder / f"audit_{check.name}.sql").read_text(encoding="utf-8")
        assert set(re.findall(r"'(\w+)' as aspect", statement)) <= {*ASPECTS, "slivers"}, check.name
    assert all(set(words) == {"en", "az"} for words in (*ASPECTS.values(), *PARTS.values(), *(c.rule for c in CHECKS)))


def test_the_stock_is_compared_at_year_ends_and_today(ledger: Session) -> None:
    days = default_days(extent(ledger.connection()), date(2022, 6, 1))
    assert days == (date(2020, 12, 31), date(2021, 12, 31), date(2022, 6, 1))


def test_the_command_says_what_holds(monkeypatch: pytest.MonkeyPatch, migrated: str) -> None:
    with fresh_database(migrated) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        engine = make_engine(url)
        with Session(engine) as session:
            hazardous_area = AREA | {"code": "HA-1", "geometry": square(0, 0, width=2)}
            release_area = RELEASE | {"code": "RA-1", "geometry": square(0, 0), "effective_date": date(2021, 2, 1)}
            approve(session, hazardous_areas=[hazardous_area], release_areas=[release_area])
            session.commit()
        engine.dispose()
        right = CliRunner().invoke(app, ["audit", "--format", "json", "--as-of", "2021-01-31", "--as-of", "2021-02-01"])
        owner = make_owner_engine(url)
        with owner.begin() as connection:
            connection.execute(text("alter table ledger_entry disable trigger user"))
            connection.execute(text("update ledger_entry set area_m2 = 2 * area_m2 where cause = 'released'"))
        owner.dispose()
        wrong = CliRunner().invoke(app, ["audit", "--connections", "2"])
    assert right.exit_code == 0, right.output
    stock_m2 = {
        f["day"]: f["by_entries_m2"] for f in json.loads(right.stdout)["figures"] if f["account"] == "operational"
    }
    whole_m2, left_m2 = area_m2(square(0, 0, width=2)), area_m2(square(1, 0))
    assert stock_m2 == pytest.approx({"2021-01-31": whole_m2, "2021-02-01": left_m2}, abs=0.01)
    assert wrong.exit_code == 1
    assert "guards: ledger_entry, table: trigger: expected close_recorded_only, found D" in wrong.stdout
    assert "areas: Released areas RA-1, entry" in wrong.stdout


def test_a_day_that_is_none_is_wrong_usage() -> None:
    result = CliRunner().invoke(app, ["audit", "--as-of", "2021-13-01"])
    assert result.exit_code == 2
    assert "--as-of" in result.output
