"""Who may do what, and how a request says who asks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.access import PERMISSIONS, Action, Actor, SignedIn, require
from service.accounts.flow import add_person, create_token, sign_in
from service.db import get_session
from service.problems import NotAllowed, NotSignedIn
from service.refusals import answer_problems
from service.settings import Settings
from service.tables import web_session

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PASSWORD = "a long password"  # noqa: S105 - of a person who lives as long as a test


@pytest.fixture
def client(session: Session) -> Iterator[TestClient]:
    """Give a browser before an application with one page to read and one to write."""
    app = FastAPI()
    app.state.settings = Settings(port=8000)
    app.state.clock = lambda: NOW
    app.dependency_overrides[get_session] = lambda: session
    answer_problems(app)

    @app.get("/page")
    def read(actor: SignedIn) -> str:
        return actor.login

    @app.post("/page")
    def write(actor: SignedIn) -> str:
        return actor.login

    with TestClient(app) as client:
        yield client


@pytest.fixture
def csrf_token(client: TestClient, session: Session) -> str:
    """Sign the browser in and give what its forms must send."""
    add_person(session, "aygun", name="Aygün", role=Role.ANALYST, password=PASSWORD)
    browser = sign_in(session, "aygun", password=PASSWORD, now=NOW, lasts=timedelta(hours=1))
    assert browser is not None
    client.cookies.set("landrelease_8000", browser.cookie)
    token: str = session.execute(select(web_session.c.csrf_token)).scalar_one()
    return token


def actor(role: Role) -> Actor:
    return Actor(id=uuid4(), login=role, name=role.en, role=role)


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_every_action_is_permitted_to_somebody() -> None:
    assert frozenset[Action]().union(*PERMISSIONS.values()) == set(Action)


def test_only_reviewers_decide() -> None:
    decisions = {Action.VERIFY, Action.APPROVE, Action.RETURN}
    assert {role for role, actions in PERMISSIONS.items() if actions & decisions} == {
        Role.REGIONAL_VERIFIER,
        Role.HQ_APPROVER,
    }


def test_an_administrator_does_not_approve() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(actor(Role.ADMIN), Action.APPROVE)
    assert "Nothing was stored" in refusal.value.detail["en"]
    assert "Administrator" in refusal.value.detail["az"]


def test_who_is_not_signed_in_is_asked_to() -> None:
    with pytest.raises(NotSignedIn):
        require(None, Action.UPLOAD)


def test_an_analyst_may_upload() -> None:
    analyst = actor(Role.ANALYST)
    assert require(analyst, Action.UPLOAD) is analyst


def test_a_request_without_anybody_is_refused(client: TestClient) -> None:
    answer = client.get("/page")
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-signed-in")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_bearer_token_writes_without_a_csrf_token(client: TestClient, session: Session) -> None:
    token = create_token(session, Role.ANALYST)
    assert client.post("/page", headers={"authorization": f"Bearer {token}"}).status_code == 200


@pytest.mark.usefixtures("csrf_token")
@pytest.mark.parametrize("header", ["Bearer unknown", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer"])
def test_a_token_that_is_not_valid_is_refused_even_where_a_cookie_is(client: TestClient, header: str) -> None:
    assert client.get("/page", headers={"authorization": header}).status_code == 401


def test_a_token_ends_on_its_day(client: TestClient, session: Session) -> None:
    token = create_token(session, Role.VIEWER, expires_at=NOW)
    assert client.get("/page", headers={"authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.usefixtures("csrf_token")
def test_a_cookie_reads(client: TestClient) -> None:
    assert client.get("/page").json() == "aygun"


@pytest.mark.usefixtures("csrf_token")
def test_a_cookie_alone_does_not_write(client: TestClient) -> None:
    assert client.post("/page").status_code == 403


def test_a_cookie_writes_with_the_token_in_a_header(client: TestClient, csrf_token: str) -> None:
    assert client.post("/page", headers={"x-csrf-token": csrf_token}).status_code == 200


def test_a_cookie_writes_with_the_token_in_a_form(client: TestClient, csrf_token: str) -> None:
    assert client.post("/page", data={"csrf_token": csrf_token}).status_code == 200


@pytest.mark.usefixtures("csrf_token")
@pytest.mark.parametrize("wrong", ["", "another", "ə"])
def test_a_wrong_token_in_a_form_does_not_write(client: TestClient, wrong: str) -> None:
    assert client.post("/page", data={"csrf_token": wrong}).status_code == 403


@pytest.mark.usefixtures("csrf_token")
def test_a_session_ends_on_time(client: TestClient) -> None:
    app = client.app
    assert isinstance(app, FastAPI)
    app.state.clock = lambda: NOW + timedelta(hours=1)
    assert client.get("/page").status_code == 401
