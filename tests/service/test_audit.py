"""The audit finds nothing in a ledger that is right, holds reports to it, and says so by the command."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from typer.testing import CliRunner

import service.sql
from gis.codelists import Role
from service.accounts.flow import local_administrator
from service.audit.checks import ASPECTS, CHECKS, PARTS
from service.audit.flow import default_days, extent
from service.cli import app
from service.db import make_engine, make_owner_engine
from service.reports.flow import ReportOrder, issue
from service.reports.scope import Scope
from service.settings import Settings
from service.tables import report
from tests.conftest import fresh_database
from tests.service.audited import AREA, RELEASE, found, square
from tests.service.files import LEAST
from tests.service.histories import area_m2
from tests.service.records import approve


def test_a_ledger_that_is_right_passes(ledger: Session) -> None:
    assert found(ledger) == {}


# --- reports ----------------------------------------------------------------------------------------------------------

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
