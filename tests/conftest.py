"""For tests: a migrated PostGIS database for each process, copies of it, and transactions that are rolled back."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from service.db import make_engine, make_owner_engine
from service.migration import migrate as bring_up_to_date


def pytest_configure(config: pytest.Config) -> None:
    """Draw the same examples at every run, so that a run fails for a change alone; the slow run draws new ones."""
    settings.register_profile("run", derandomize=config.option.markexpr == "not slow")
    settings.load_profile("run")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while tests are gathered, nor ever again among what was: it stays to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def migrate(engine: Engine) -> None:
    """Bring the database of an engine from empty to the present, as its owner; the engine may be the service's."""
    owner = make_owner_engine(engine.url.render_as_string(hide_password=False))
    bring_up_to_date(owner)
    owner.dispose()


@contextmanager
def fresh_database(template: str = "template1") -> Iterator[str]:
    """Give the address of an empty database, or of a copy of one that nobody is connected to; dropped at the end."""
    server = make_url(os.environ["LANDRELEASE_TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    name = f"landrelease_test_{uuid4().hex[:12]}"
    admin = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'create database "{name}" template "{template}"'))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'drop database "{name}" with (force)'))
        admin.dispose()


@pytest.fixture(scope="session")
def migrated() -> Iterator[str]:
    """Give the name of a migrated database that nobody is connected to: a copy of it is made in no time."""
    with fresh_database() as url:
        owner = make_owner_engine(url)
        migrate(owner)
        owner.dispose()
        yield str(owner.url.database)


@pytest.fixture(scope="session")
def database_url(migrated: str) -> Iterator[str]:
    """Give the address of a migrated database of this process's own."""
    with fresh_database(migrated) as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """Give the service's pool of that database: as its role, which can neither change nor delete records."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@contextmanager
def filled_database(migrated: str, fill: Callable[[Session], object]) -> Iterator[str]:
    """Give the address of a copy of a migrated database in which something was recorded."""
    with fresh_database(migrated) as url:
        engine = make_engine(url)
        with Session(engine) as session, session.begin():
            fill(session)
        engine.dispose()
        yield url


@contextmanager
def filled_engine(migrated: str, fill: Callable[[Session], object]) -> Iterator[Engine]:
    """Give the service's pool of such a copy."""
    with filled_database(migrated, fill) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


@contextmanager
def undone(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that is rolled back at the end."""
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


def savepoints(connection: Connection) -> Session:
    """Give a session whose commits are savepoints of the connection's transaction."""
    return Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that is rolled back after the test."""
    with undone(engine) as connection:
        yield connection


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """Give a session whose commits are savepoints of the test's transaction."""
    with savepoints(connection) as session:
        yield session
