"""Backup and restore between two clusters: what comes back answers as what was there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from service.backup import BackupError, Manifest, back_up, restore
from service.cli import app
from service.db import make_engine, make_owner_engine
from service.ledger.flow import take_stamp
from service.migration import UnknownTablesError, migrate
from service.progress.queries import contamination, progress
from service.progress.questions import ContaminationQuestion, Dimension, ProgressQuestion
from service.tables import ledger_change, ledger_entry
from service.throwaway import throwaway_cluster
from tests.conftest import fresh_database
from tests.service.records import approve, square, withdraw

FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)
AHEAD = datetime.now(UTC) + timedelta(days=400)
"""The clock of the machine that was backed up, far ahead of that of the one that is restored to."""


def release(code: str, day: int, column: float, **fields: object) -> dict[str, object]:
    work = {"code": code, "release_method": "cleared", "effective_date": date(2025, 3, day)}
    return work | {"geometry": square(column, 0, width=2)} | fields


@pytest.fixture(scope="module")
def stamps() -> list[datetime]:
    """Take what the fixture below notes: the instants of its changes."""
    return []


@pytest.fixture(scope="module")
def source(migrated: str, stamps: list[datetime]) -> Iterator[Engine]:
    """Give a database with a hazard, releases that overlap, a correction, a withdrawal, and a clock that is ahead."""
    hazard = {"code": "HA-1", "classification": "cha", "identified_on": FIRST_DAY, "contamination_types": ["ap_mine"]}
    with fresh_database(migrated) as url:
        engine = make_owner_engine(url)
        with Session(engine) as session, session.begin():
            stamps.append(approve(session, hazardous_areas=[hazard | {"geometry": square(0, 0, width=6, height=2)}]))
        with Session(engine) as session, session.begin():
            stamps.append(approve(session, release_areas=[release("RA-1", 10, 0), release("RA-2", 11, 1)]))
        with Session(engine) as session, session.begin():
            stamps.append(approve(session, release_areas=[release("RA-1", 10, 3)]))
        with Session(engine) as session, session.begin():
            stamps.append(withdraw(session, "release_areas", "RA-2"))
        with Session(engine) as session, session.begin():
            upload_id = session.scalars(select(ledger_change.c.upload_id)).first()
            session.execute(text("set local session_replication_role = replica"))  # no clock is ahead of itself
            session.execute(insert(ledger_change).values(recorded_at=AHEAD, upload_id=upload_id))
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def file(source: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup of it."""
    file = tmp_path_factory.mktemp("backup") / "landrelease.backup"
    back_up(source, file)
    return file


@pytest.fixture
def empty() -> Iterator[Engine]:
    """Give a database without a table, in the cluster of the source."""
    with fresh_database() as url:
        engine = make_owner_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def made(migrated: str) -> Iterator[Engine]:
    """Give a database with tables, and nothing in them but the codelists."""
    with fresh_database(migrated) as url:
        engine = make_owner_engine(url)
        yield engine
        engine.dispose()


def answers(engine: Engine, stamps: list[datetime]) -> list[object]:
    """Ask for progress and remaining contamination as known at each instant, just before the next, and now."""
    instants = [*stamps, *(stamp - timedelta(microseconds=1) for stamp in stamps[1:]), None]
    with Session(engine) as session:
        return [
            (progress(session, released).rows, contamination(session, left).rows)
            for at in instants
            for released in [ProgressQuestion(start=FIRST_DAY, end=LAST_DAY, by=(Dimension.DAY,), as_known_at=at)]
            for left in [ContaminationQuestion(as_of=LAST_DAY, as_known_at=at)]
        ]


def test_another_cluster_answers_as_before_at_every_instant(source: Engine, stamps: list[datetime], file: Path) -> None:
    told = answers(source, stamps)
    with throwaway_cluster() as cluster:
        owner, service = make_owner_engine(cluster.database_url), make_engine(cluster.service_url)
        restore(owner, file)

        assert answers(service, stamps) == told
        assert len({str(answer) for answer in told}) == 4  # each of the four changes is seen

        with Session(service) as session, session.begin():
            upload_id = session.scalars(select(ledger_change.c.upload_id)).first()
            assert upload_id
            assert take_stamp(session, upload_id) > AHEAD
        with Session(service) as session, session.begin():
            approve(session, release_areas=[release("RA-3", 12, 0)])
            assert session.scalar(select(func.sum(ledger_entry.c.area_m2)).where(
                func.upper_inf(ledger_entry.c.recorded))) > Decimal(0)  # fmt: skip
        with service.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("delete from ledger_entry"))
        for engine in (owner, service):
            engine.dispose()


def test_the_manifest_says_what_is_in_the_file(source: Engine, file: Path) -> None:
    with ZipFile(file) as archive:
        manifest = Manifest.model_validate_json(archive.read("manifest.json"))
        assert archive.namelist() == ["manifest.json", "database.dump"]
    with source.connect() as connection:
        row_count, area_m2 = connection.execute(
            text("select count(*), sum(area_m2::numeric)::text from ledger_entry")
        ).one()
    assert (manifest.tables["ledger_entry"].row_count, manifest.tables["ledger_entry"].area_m2) == (row_count, area_m2)
    assert manifest.tables["person"].area_m2 is None
    assert "spatial_ref_sys" not in manifest.tables


def test_only_its_owner_may_read_a_backup(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600


def test_tables_that_were_only_made_are_filled_and_filled_ones_refused(made: Engine, file: Path) -> None:
    restore(made, file)

    with pytest.raises(BackupError, match="holds records"):
        restore(made, file)


def test_a_database_that_is_somebody_elses_is_refused(empty: Engine, file: Path) -> None:
    with empty.begin() as connection:
        connection.execute(text("create table harvest (id integer)"))
    with pytest.raises(BackupError, match="has the table harvest"):
        restore(empty, file)


def test_a_backup_of_an_earlier_revision_wants_a_database_without_tables(made: Engine, file: Path) -> None:
    with made.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '03_uploads'"))
    with pytest.raises(BackupError, match=r"was migrated to 03_uploads, the backup is of [0-9]{2}_[a-z_]+\."):
        restore(made, file)


def test_what_does_not_add_up_is_told_by_table(empty: Engine, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.backup"
    with ZipFile(file) as archive, ZipFile(other, "w") as changed:
        manifest = Manifest.model_validate_json(archive.read("manifest.json"))
        manifest.tables["ledger_entry"].row_count += 1
        changed.writestr("manifest.json", manifest.model_dump_json())
        changed.writestr("database.dump", archive.read("database.dump"))
    with pytest.raises(BackupError, match=r"does not add up to what was backed up: ledger_entry\."):
        restore(empty, other)


@pytest.mark.parametrize("position", [0, 3_000, -40], ids=["start", "dump", "directory"])
def test_a_damaged_file_is_told_and_nothing_restored(
    empty: Engine, file: Path, tmp_path: Path, *, position: int
) -> None:
    content = bytearray(file.read_bytes())
    position %= len(content)
    content[position : position + 8] = b"damaged!"
    (tmp_path / "damaged").write_bytes(content)
    with pytest.raises(BackupError, match="is damaged"):
        restore(empty, tmp_path / "damaged")
    with empty.connect() as connection:
        assert connection.scalar(text("select count(*) from pg_tables where schemaname = 'public'")) == 0


# --- the commands ---------------------------------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_the_commands_say_what_they_did(
    source: Engine, empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", source.url.render_as_string(hide_password=False))
    made = run("backup", str(tmp_path / "today.backup"))
    assert (made.exit_code, "rows of" in made.stdout) == (0, True)
    assert [path.name for path in tmp_path.iterdir()] == ["today.backup"]
    refused = run("restore", str(tmp_path / "today.backup"))
    assert (refused.exit_code, "Nothing was changed." in refused.stderr) == (1, True)

    monkeypatch.setenv("DATABASE_URL", empty.url.render_as_string(hide_password=False))
    back = run("restore", str(tmp_path / "today.backup"))
    assert (back.exit_code, "came back" in back.stdout) == (0, True)


def test_a_backup_that_cannot_be_written_and_one_that_is_not_there_are_told(
    source: Engine, empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", source.url.render_as_string(hide_password=False))
    nowhere = run("backup", str(tmp_path / "nowhere" / "today.backup"))
    assert (nowhere.exit_code, "cannot be written" in nowhere.stderr) == (1, True)
    assert run("restore", str(tmp_path / "none")).exit_code == 2
    monkeypatch.setenv("DATABASE_URL", empty.url.render_as_string(hide_password=False))
    assert "landrelease migrate" in run("backup", str(tmp_path / "empty.backup")).stderr
    assert list(tmp_path.iterdir()) == []


# --- tables of another version --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "update alembic_version set version_num = '0033'",
        "update alembic_version set version_num = '02_people'",
        "alter table ledger_entry rename cause to reason",
    ],
    ids=["a revision that is not known", "tables that a migration makes are there", "a column is missing"],
)
def test_tables_of_another_version_are_told_and_left(made: Engine, change: str) -> None:
    with made.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(UnknownTablesError, match="was made by another version"):
        migrate(made)
