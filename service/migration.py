"""Bringing a database from whatever it holds to the present."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import ProgrammingError

from service.db import sync_codelists
from service.role import ensure_role
from service.tables import metadata

LOCK = 0x316247
"""The advisory lock under which one process migrates and the others wait."""

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


class PostgisMissingError(Exception):
    """The database has no PostGIS, and its role may not add it."""


class UnknownTablesError(Exception):
    """The database comes from a version that was never released, or from a later one: no migration leads on from it."""


def migrate(engine: Engine) -> None:
    """Run the migrations that are missing and bring the codelists up to date, in one transaction, as the owner.

    Two processes may do it at once: the second waits and finds nothing to do.

    Raises
    ------
    PostgisMissingError
        If a superuser has to add PostGIS first.
    RoleMissingError
        If a superuser has to make the service's role first.
    UnknownTablesError
        If the tables are not those that the migrations made.
    """
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        ensure_postgis(connection)
        ensure_role(connection)
        _upgrade(connection)
        sync_codelists(connection)


def ensure_postgis(connection: Connection) -> None:
    """Add PostGIS where it is missing.

    Raises
    ------
    PostgisMissingError
        If a superuser has to do it.
    """
    try:
        connection.execute(text("create extension if not exists postgis"))
    except ProgrammingError as error:
        words = "PostGIS is missing. A superuser of the database runs: create extension postgis"
        raise PostgisMissingError(words) from error


def revision_of(connection: Connection) -> str | None:
    """Give the last migration that a database has seen, None where it has seen none."""
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    config = Config(toml_file=str(PROJECT))
    config.attributes["connection"] = connection
    revision = revision_of(connection)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise _unknown(revision) from error
    except ProgrammingError as error:
        if revision is None or isinstance(error.orig, InsufficientPrivilege):
            raise
        raise _unknown(revision) from error
    if _missing_columns(connection):
        raise _unknown(revision)


def _missing_columns(connection: Connection) -> set[tuple[str, str]]:
    """Give the columns that the service knows and the database has not, after all migrations."""
    there = text("select table_name, column_name from information_schema.columns where table_schema = 'public'")
    known = {(table.name, column.name) for table in metadata.tables.values() for column in table.c}
    return known - {(row.table_name, row.column_name) for row in connection.execute(there)}


def _unknown(revision: str | None) -> UnknownTablesError:
    return UnknownTablesError(
        f"The database (revision {revision}) was made by another version of Landrelease, unreleased or later, and this "
        "one cannot bring it up to date. Nothing was changed. Go on with the version that made it, or start with an "
        "empty database: move the data folder away, or set LANDRELEASE_DATA_DIR or DATABASE_URL to another."
    )
