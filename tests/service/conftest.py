"""The application over the test's own transaction, on a fixed day, and people of every role before it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import Role
from service.accounts.flow import create_token
from service.app import create_app
from service.settings import Settings

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

Headers = dict[str, str]


@pytest.fixture
def app(database_url: str, connection: Connection) -> FastAPI:
    """Give the application; what it commits are savepoints of the test's transaction."""
    app = create_app(Settings(_env_file=None, DATABASE_URL=database_url))
    app.state.sessions = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    app.state.clock = lambda: NOW
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Give a client that reads English and is nobody."""
    with TestClient(app, headers={"accept-language": "en"}) as client:
        yield client


@pytest.fixture
def holder(session: Session) -> Callable[..., Headers]:
    """Give what makes a new token of a role, `holder(Role.ANALYST)`, and gives the headers that carry it."""

    def make(role: Role, *district_codes: str) -> Headers:
        return {"authorization": f"Bearer {create_token(session, role, district_codes=district_codes)}"}

    return make
