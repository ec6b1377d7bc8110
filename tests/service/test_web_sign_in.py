"""Signing in and out on the pages: the cookie, the password, and where it leads."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.accounts.flow import add_person
from tests.service.forms import PASSWORD, csrf_token, sign_in


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient, session: Session) -> None:
    add_person(session, "aygun", name="Aygün", role=Role.ANALYST, password=PASSWORD)
    answer = client.post("/sign-in", data={"login": "aygun", "password": PASSWORD}, follow_redirects=False)
    assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))


def test_a_wrong_password_is_told_and_signs_nobody_in(client: TestClient, session: Session) -> None:
    add_person(session, "aygun", name="Aygün", role=Role.ANALYST, password=PASSWORD)
    answer = client.post("/sign-in", data={"login": "aygun", "password": "wrong"})
    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/\\example.org/", "uploads"])
def test_signing_in_leads_to_no_other_site(client: TestClient, session: Session, elsewhere: str) -> None:
    add_person(session, "aygun", name="Aygün", role=Role.ANALYST, password=PASSWORD)
    form = {"login": "aygun", "password": PASSWORD, "next": elsewhere}
    assert client.post("/sign-in", data=form, follow_redirects=False).headers["location"] == "/"


def test_a_sign_in_from_another_site_is_refused(client: TestClient) -> None:
    form = {"login": "aygun", "password": PASSWORD}
    assert client.post("/sign-in", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_who_signs_out_is_nobody(client: TestClient, session: Session) -> None:
    sign_in(client, session, Role.ANALYST)
    page = client.get("/uploads").text
    client.post("/sign-out", data={"csrf_token": csrf_token(page)})
    assert client.get("/uploads").status_code == 401
