"""Issued reports made again from the ledger of then, by function, over HTTP and by command; and altered ones."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from gis.codelists import ReportKind, Role
from service.access import Actor
from service.accounts.flow import add_person
from service.audit.checks import CHECKS
from service.audit.queries import Asked, checked
from service.backup import back_up, restore
from service.cli import app
from service.db import make_engine, make_owner_engine
from service.reports.content import Figure
from service.reports.flow import ReportOrder, issue, issued_document, rendered
from service.reports.formats import ReportFormat
from service.reports.issued import Issued
from service.reports.kinds import KINDS
from service.reports.verify import verify
from tests.conftest import fresh_database
from tests.service.bulletins import SETTINGS
from tests.service.files import LEAST
from tests.service.records import approve, square, withdraw

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
AREA = "key_figures/cleared/period"
DISTRICT = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-50, -50, width=100, height=100)}
HAZARD = LEAST["hazardous_areas"] | {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=8)}
PERIODS = {"day": "2025-10-22", "week": "2025-W43", "month": "2025-10", "quarter": "2025-Q4", "year": "2025"}


def release(code: str, day: str, column: float) -> dict[str, Any]:
    work = {"code": code, "effective_date": date.fromisoformat(day), "geometry": square(column, 0), "ap_mine": 3}
    return LEAST["release_areas"] | {"district_code": "AGM"} | work


def fill(session: Session) -> None:
    """Approve a hazard and releases in two weeks."""
    released = [release("R1", "2025-10-15", 0), release("R2", "2025-10-22", 2)]
    approve(session, districts=[DISTRICT], hazardous_areas=[HAZARD], release_areas=released)


def issue_as_officer(
    session: Session, kind: str = "weekly", period: str = "2025-W43", *, now: datetime = NOW
) -> Issued:
    officer_id = add_person(session, "officer", name="Officer", role=Role.REPORT_OFFICER, password=None)
    officer = Actor(id=officer_id, login="officer", name="Officer", role=Role.REPORT_OFFICER)
    return issue(session, ReportOrder(kind=kind, period=period), actor=officer, settings=SETTINGS, now=now)


def alter(session: Session, change: str) -> None:
    """Change an issued report behind the service's back, as the owner of the database can."""
    session.execute(text("set role none"))
    session.execute(text("set local session_replication_role = replica"))
    session.execute(text(f"update report set content = {change}"))  # noqa: S608 - written below
    session.execute(text("set local session_replication_role = origin"))


ALTERED = (
    "jsonb_set(content, array['tables', t::text, 'rows', r::text, 'cells', '0', 'value'], '4000.0') from ("
    "select t.ordinality - 1 as t, r.ordinality - 1 as r from report, "
    "jsonb_array_elements(content -> 'tables') with ordinality as t, "
    "jsonb_array_elements(t.value -> 'rows') with ordinality as r "
    "where r.value -> 'cells' -> 0 ->> 'key' = 'key_figures/cleared/period') as place"
)
"""The ground that was cleared in the period, made 4,000 m²."""


def value(figure: Figure | None) -> float | int | str | None:
    """Give the value of a figure that is there."""
    assert figure
    return figure.value


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_gives_its_figures_again_after_everything_changed(session: Session, kind: ReportKind) -> None:
    fill(session)
    report = issue_as_officer(session, kind, PERIODS[KINDS[kind].units[0]])
    approve(session, release_areas=[release("R3", "2025-10-23", 4), release("R2", "2025-10-21", 9)])
    withdraw(session, "release_areas", "R1")
    approve(session, districts=[DISTRICT | {"name_en": "Agdam", "is_authoritative": True}])
    changed = {"cumulative_origin": date(2025, 10, 16), "district_order": "FUZ AGM", "time_zone": "UTC"}

    result = verify(session, report, SETTINGS.model_copy(update=changed))
    assert (result.differences, result.holds) == ((), True)
    assert result.figure_count > 0
    keys = [figure.key for figure in issued_document(session, report.id).content.every_figure()]
    assert len(keys) == len(set(keys)) == result.figure_count


def test_an_altered_figure_is_found_by_its_value_and_by_the_checksum(session: Session, client: TestClient) -> None:
    fill(session)
    report = issue_as_officer(session)
    alter(session, ALTERED)
    result = verify(session, report, SETTINGS)
    assert (result.holds, result.is_unaltered) == (False, False)
    (one,) = result.differences
    assert (one.key, value(one.before)) == (AREA, 4000.0)
    assert value(one.after) == pytest.approx(9_536, abs=1)

    answer = client.get(f"/api/v1/reports/{report.id}/verification").json()
    assert (answer["holds"], answer["checksum"] == answer["content_checksum"]) == (False, False)
    assert [(told["key"], told["frozen"]) for told in answer["differences"]] == [(AREA, 4000.0)]
    page = client.get("/reports/weekly/2025-W43?revision=1&verified=true").text
    assert "The stored figures are not those that were issued" in page
    assert AREA in page
    reports = next(check for check in CHECKS if check.name == "reports")
    found = checked(session.connection(), reports, asked=Asked(days=()), tiles=())
    assert {finding.aspect for finding in found.findings} == {"figures", "checksum"}


def test_a_content_that_is_none_any_more_is_told(session: Session) -> None:
    fill(session)
    report = issue_as_officer(session)
    alter(session, "content - 'tables'")
    result = verify(session, report, SETTINGS)
    assert (result.holds, result.is_readable, result.figure_count) == (False, False, 0)


def test_a_ledger_that_was_changed_behind_its_back_gives_other_figures(session: Session) -> None:
    fill(session)
    report = issue_as_officer(session)
    session.execute(text("set role none"))
    session.execute(text("set local session_replication_role = replica"))
    session.execute(text("update ledger_total set area_m2 = area_m2 + 7 where effective_date = '2025-10-22'"))
    session.execute(text("update ledger_week set area_m2 = area_m2 + 7 where monday = '2025-10-20'"))
    result = verify(session, report, SETTINGS)
    assert result.is_unaltered
    assert "key_figures/cleared/cumulative" in {one.key for one in result.differences}


# --- on another machine, and by command ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def source(migrated: str) -> Iterator[Engine]:
    """Give a database of its own with a report on a week and a later correction."""
    with fresh_database(migrated) as url:
        engine = make_engine(url)
        with Session(engine) as session, session.begin():
            fill(session)
        with Session(engine) as session, session.begin():
            issue_as_officer(session, now=datetime.now(UTC))
        with Session(engine) as session, session.begin():
            approve(session, release_areas=[release("R2", "2025-10-22", 5)])
        yield engine
        engine.dispose()


def read(engine: Engine) -> list[bytes]:
    """Give the files of the report."""
    with Session(engine) as session:
        document = issued_document(session, session.scalar(text("select id from report")))
        return [
            rendered(session, document, language="az", file_format=one, settings=SETTINGS)
            for one in (ReportFormat.JSON, ReportFormat.HTML)
        ]


def test_a_restored_report_is_the_same_and_holds(source: Engine, tmp_path: Path) -> None:
    owner = make_owner_engine(source.url.render_as_string(hide_password=False))
    back_up(owner, tmp_path / "today.backup")
    owner.dispose()
    with fresh_database() as url:
        other = make_owner_engine(url)
        restore(other, tmp_path / "today.backup")
        assert read(other) == read(source)
        with Session(other) as session:
            report = issued_document(session, session.scalar(text("select id from report"))).issued
            assert report
            assert verify(session, report, SETTINGS).holds
        other.dispose()


@pytest.fixture
def run(source: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Give what runs a command on it."""
    monkeypatch.setenv("DATABASE_URL", source.url.render_as_string(hide_password=False))
    return lambda *arguments: CliRunner().invoke(app, ["report", *arguments], catch_exceptions=False)


def test_the_command_verifies_lists_and_makes(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run("verify", "1")
    assert (done.exit_code, "gives all its" in done.stdout) == (0, True)
    assert "2025-W43" in run("list", "--kind", "weekly").stdout
    assert run("verify", "99").exit_code == 1
    assert run("verify", "last").exit_code == 2
    file = tmp_path / "week.json"
    assert run("weekly", "2025-W42", "--format", "json", "-o", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b'{"')
    wrong = run("weekly", "2025-W53", "-o", str(tmp_path / "none.html"))
    assert (wrong.exit_code, "the last of 2025 is 2025-W52" in wrong.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["week.json"]


def test_the_command_issues_with_reasons_and_as_known_then(run: Callable[..., Any], source: Engine) -> None:
    again = run("weekly", "2025-W43", "--issue", "--format", "json")
    assert (again.exit_code, "write why it is issued again" in again.stderr) == (2, True)
    with source.connect() as connection:
        at = connection.scalar(text("select as_known_at from report"))
    then = run("weekly", "2025-W43", "--format", "json", "--as-known-at", at.isoformat())
    with source.connect() as connection:
        assert connection.scalar(text("select checksum from report")) in then.stdout
    done = run("weekly", "2025-W43", "--issue", "--revision-reason", "R2 was drawn anew.", "--format", "json")
    assert (done.exit_code, '"revision":2' in done.stdout) == (0, True)


def test_an_altered_report_ends_the_command_with_one(run: Callable[..., Any], source: Engine) -> None:
    owner = make_owner_engine(source.url.render_as_string(hide_password=False))
    with Session(owner) as session, session.begin():
        alter(session, ALTERED)
    owner.dispose()
    told = run("verify", "1")
    assert told.exit_code == 1
    assert AREA in told.stdout
    assert "of what is stored" in told.stdout
