"""Backup and restore: the whole database in one file, and the proof that what comes back is what was there.

The file is a ZIP with two members. `database.dump` is PostgreSQL's own custom format, which pg_restore alone can read.
`manifest.json` holds, for every table of the same snapshot, the number of rows, the sum of a checksum over each row
written out, and the sum of its square metres, all exact.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, Engine, Text, func, literal_column, select, table, text

from service.migration import ensure_postgis, migrate, revision_of
from service.postgresql import find_client
from service.role import ensure_role
from service.sql import statement
from service.tables import ledger_change, person, report, upload

DUMP, MANIFEST = "database.dump", "manifest.json"
NOT_OURS = (" EXTENSION - ", " COMMENT - EXTENSION ", " TABLE DATA public spatial_ref_sys ", " SCHEMA - public ")
"""What a dump lists and a restore leaves out, because the database has it already and a superuser owns it."""
FILLED = (upload, person, ledger_change, report)
"""Tables of which a database that was only migrated has none filled."""


class BackupError(Exception):
    """There is no backup, or no restored database; the words say why."""


class TableSums(BaseModel):
    """What the rows of a table add up to.

    Attributes
    ----------
    checksum
        The sum of 64 bits of each row's MD5, whatever the order of the rows.
    area_m2
        Missing for a table without square metres.
    """

    row_count: int
    checksum: str
    area_m2: str | None = None


class Manifest(BaseModel):
    """What a backup holds."""

    made_at: datetime
    revision: str
    postgresql: int
    tables: dict[str, TableSums]

    @property
    def row_count(self) -> int:
        """Give the number of rows of all tables."""
        return sum(sums.row_count for sums in self.tables.values())


def back_up(engine: Engine, file: Path) -> Manifest:
    """Write the whole database, as it is at one instant, into a file that only its owner may read.

    While it is being written, uploads and approvals go on. The file appears when it is complete.

    Raises
    ------
    BackupError
        If the database was never migrated, or pg_dump is missing or fails.
    """
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, _beside(file) as folder:
        snapshot = connection.scalar(select(func.pg_export_snapshot()))
        manifest = _manifest(connection)
        dump, whole = folder / DUMP, folder / file.name
        _run(connection, "pg_dump", ["--format=custom", f"--snapshot={snapshot}", f"--file={dump}"])
        with ZipFile(whole, "w", ZIP_STORED) as archive:
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
            archive.write(dump, DUMP)
        whole.chmod(0o600)
        whole.replace(file)
    return manifest


def restore(engine: Engine, file: Path) -> Manifest:
    """Fill an empty database from a backup, compare every table with what it held then, and bring it to the present.

    Raises
    ------
    BackupError
        If the file is no backup or is damaged, the database holds records, pg_restore is missing or fails, or a table
        does not add up.
    PostgisMissingError, RoleMissingError
        If a superuser has to prepare the database first.
    """
    with TemporaryDirectory(prefix="landrelease-") as folder:
        manifest, dump = _unpacked(file, Path(folder))
        with engine.begin() as connection:
            ensure_postgis(connection)
            ensure_role(connection)
            _refuse_records(connection, manifest)
        with engine.connect() as connection:
            _fill(connection, dump)
    with engine.connect() as connection:
        _compare(manifest, _manifest(connection))
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("analyze"))
    return manifest


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Give a folder on the file's own disk, from which it can be moved into its place at once."""
    try:
        with TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}.") from error


def _manifest(connection: Connection) -> Manifest:
    revision = revision_of(connection)
    if revision is None:
        raise BackupError("The database has no tables yet. Run: landrelease migrate")
    made_at = connection.scalar(select(func.now()))
    tables = {name: _sums(connection, name, has_area=has_area) for name, has_area in _own_tables(connection)}
    return Manifest(made_at=made_at, revision=revision, postgresql=_major(connection), tables=tables)


def _sums(connection: Connection, name: str, *, has_area: bool) -> TableSums:
    rows = table(name).alias("whole_row")
    checksum = literal_column("sum(('x' || left(md5(whole_row::text), 16))::bit(64)::bigint::numeric)::text", Text)
    area_m2 = literal_column("sum(area_m2::numeric)::text" if has_area else "null", Text)
    question = select(func.count(), func.coalesce(checksum, "0"), area_m2).select_from(rows)
    row_count, written, area = connection.execute(question).one()
    return TableSums(row_count=row_count, checksum=written, area_m2=area)


def _own_tables(connection: Connection) -> list[tuple[str, bool]]:
    return [(name, has_area) for name, has_area in connection.execute(statement("own_tables"))]


def _unpacked(file: Path, folder: Path) -> tuple[Manifest, Path]:
    try:
        with ZipFile(file) as archive:
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            return manifest, Path(archive.extract(DUMP, folder))
    except (BadZipFile, KeyError, ValidationError) as error:
        raise BackupError(f"{file} is damaged, or is no backup made by `landrelease backup`.") from error


def _refuse_records(connection: Connection, manifest: Manifest) -> None:
    """Refuse a database that holds anything, but for tables that were just made as the backup has them."""
    revision = revision_of(connection)
    if revision is None:
        if tables := _own_tables(connection):
            raise BackupError(f"The database is not empty: it has the table {tables[0][0]}. Nothing was changed.")
        return
    if any(connection.scalar(select(select(filled).exists())) for filled in FILLED):
        raise BackupError("The database holds records or people. Nothing was changed. Restore into an empty database.")
    if revision != manifest.revision:
        raise BackupError(
            f"The database was migrated to {revision}, the backup is of {manifest.revision}. Nothing was changed. "
            "Restore into a database without tables; they are brought to the present afterwards."
        )


def _fill(connection: Connection, dump: Path) -> None:
    """Restore in one transaction: everything or nothing."""
    listed = _run(connection, "pg_restore", ["--list", str(dump)], is_connected=False).splitlines(keepends=True)
    wanted = dump.with_suffix(".list")
    wanted.write_text("".join(line for line in listed if not any(part in line for part in NOT_OURS)))
    how = ["--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner"]
    _run(connection, "pg_restore", [*how, f"--use-list={wanted}", str(dump)])


def _compare(then: Manifest, now: Manifest) -> None:
    differing = sorted(
        name for name in then.tables.keys() | now.tables.keys() if then.tables.get(name) != now.tables.get(name)
    )
    if differing:
        raise BackupError(f"What came back does not add up to what was backed up: {', '.join(differing)}.")


def _run(connection: Connection, program: str, arguments: Sequence[str], *, is_connected: bool = True) -> str:
    """Run a program of PostgreSQL on the database of a connection, and give what it prints."""
    major = _major(connection)
    folder = find_client(major)
    if folder is None:
        raise BackupError(f"{program} of PostgreSQL {major} is missing: install postgresql-client-{major}.")
    url = connection.engine.url
    where = url.set(drivername="postgresql", password=None).render_as_string()
    secret: dict[str, str] = (
        {"PGPASSWORD": url.password} if url.password else {}
    )  # not among the arguments, which all may read
    command = [str(folder / program), *([f"--dbname={where}"] if is_connected else []), *arguments]
    result = subprocess.run(command, env=os.environ | secret, check=False, capture_output=True, text=True)
    if result.returncode:
        raise BackupError(f"{program} failed: {result.stderr.strip()}")
    return result.stdout


def _major(connection: Connection) -> int:
    return int(connection.scalar(text("show server_version_num"))) // 10_000
