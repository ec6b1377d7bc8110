"""The application over the test's own transaction, on a fixed day, and people of every role before it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import ReviewMode, Role
from service.accounts.flow import create_token
from service.app import create_app
from service.settings import Settings
from service.tiles.flow import Tiles
from service.tiles.held import NO_VALUES, Statement
from tests.conftest import filled_engine
from tests.service.audited import record_most
from tests.service.files import Headers, send
from tests.service.histories import rolled_back, two_districts

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TEXT = "Looked at on the map; as reported."


@pytest.fixture(scope="session")
def country(migrated: str) -> Iterator[Engine]:
    """Give the service's pool of a database with two districts, for histories that are taken back."""
    with filled_engine(migrated, two_districts) as engine:
        yield engine


@pytest.fixture(scope="session")
def audited(migrated: str) -> Iterator[Engine]:
    """Give the service's pool of a database where most happens to ground."""
    with filled_engine(migrated, record_most) as engine:
        yield engine


@pytest.fixture
def ledger(audited: Engine) -> Iterator[Session]:
    """Give a session in it whose commits are savepoints of a transaction that is rolled back."""
    with rolled_back(audited) as session:
        yield session


@pytest.fixture(scope="session")
def laid_out() -> dict[str, FastAPI]:
    """Keep an application for each settings: the first request to one lays out its routes, which takes its time."""
    return {}


@pytest.fixture
def make_app(database_url: str, connection: Connection, laid_out: dict[str, FastAPI]) -> Callable[..., FastAPI]:
    """Give what makes an application with settings and state of its own; what it commits are savepoints of the test."""

    async def ask(statement: Statement, values: Mapping[str, Any] = NO_VALUES, /) -> Any:  # noqa: ANN401 - of any type
        return connection.scalar(statement, values)

    def make(**settings: object) -> FastAPI:
        values = Settings(_env_file=None, DATABASE_URL=database_url).model_copy(update=settings)
        fresh = create_app(values)
        app = laid_out.setdefault(repr(settings), fresh)
        app.state = fresh.state
        app.state.sessions = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        app.state.clock = lambda: NOW
        app.state.tiles = Tiles(lambda: app.state.sessions, ask, limit_bytes=values.tile_cache_bytes)
        return app

    return make


@pytest.fixture
def review() -> ReviewMode:
    """Say how many people the application asks for; tests that want fewer give their own."""
    return ReviewMode.THREE_PEOPLE


@pytest.fixture
def app(make_app: Callable[..., FastAPI], review: ReviewMode) -> FastAPI:
    """Give the application."""
    return make_app(review=review)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Give a client that reads English and is nobody."""
    with TestClient(app, headers={"accept-language": "en"}) as client:
        yield client


@pytest.fixture
def holder(session: Session) -> Callable[..., Headers]:
    """Give what makes a person of a role, `holder(Role.ANALYST)`, and gives the headers that carry the token."""

    def make(role: Role, *district_codes: str) -> Headers:
        token = create_token(session, role, district_codes=district_codes)
        session.commit()
        return {"authorization": f"Bearer {token}"}

    return make


@pytest.fixture
def analyst(holder: Callable[..., Headers]) -> Headers:
    """Give the headers of an analyst."""
    return holder(Role.ANALYST)


@pytest.fixture
def verifier(holder: Callable[..., Headers]) -> Headers:
    """Give the headers of who verifies for a region."""
    return holder(Role.REGIONAL_VERIFIER)


@pytest.fixture
def approver(holder: Callable[..., Headers]) -> Headers:
    """Give the headers of who approves at headquarters."""
    return holder(Role.HQ_APPROVER)


@pytest.fixture
def road(client: TestClient, holder: Callable[..., Headers]) -> Callable[..., str]:
    """Give what brings a file the whole road by three people, `road("release_areas", content)`, and gives its id."""
    analyst, verifier, approver = map(holder, (Role.ANALYST, Role.REGIONAL_VERIFIER, Role.HQ_APPROVER))

    def bring(layer: str, content: bytes, **form: str) -> str:
        upload_id: str = send(client, analyst, layer, content, **form).json()["id"]
        for move, person in (("verify", verifier), ("approve", approver)):
            answer = client.post(f"/api/v1/uploads/{upload_id}/{move}", headers=person, json={"accept_warnings": TEXT})
            assert answer.status_code == 200, answer.text
        return upload_id

    return bring
