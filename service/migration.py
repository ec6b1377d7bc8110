"""Bringing a database from whatever it holds to the present."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import ProgrammingError

from service.db import sync_codelists
from service.role import ensure_role

LOCK = 0x316247
"""The advisory lock under which one process migrates and the others wait."""

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


class PostgisMissingError(Exception):
    """The database has no PostGIS, and its role may not add it."""


def migrate(engine: Engine) -> None:
    """Run the migrations that are missing and bring the codelists up to date, in one transaction.

    Two processes may do it at once: the second waits and finds nothing to do.

    Raises
    ------
    PostgisMissingError
        If a superuser has to add PostGIS first.
    RoleMissingError
        If a superuser has to make the service's role first.
    """
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        try:
            connection.execute(text("create extension if not exists postgis"))
        except ProgrammingError as error:
            words = "PostGIS is missing. A superuser of the database runs: create extension postgis"
            raise PostgisMissingError(words) from error
        ensure_role(connection)
        config = Config(toml_file=str(PROJECT))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        sync_codelists(connection)
