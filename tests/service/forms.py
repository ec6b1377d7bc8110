"""The forms of the pages, filled in as a browser does."""

import re

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.accounts.flow import add_person
from tests.service.files import Headers

PASSWORD = "a long password"  # noqa: S105 - of a person who lives as long as a test


def sign_in(client: TestClient, session: Session, role: Role) -> None:
    """Sign the browser in as a person of a role, through the page."""
    add_person(session, role, name=role.en, role=role, password=PASSWORD)
    session.commit()
    answer = client.post("/sign-in", data={"login": role, "password": PASSWORD}, follow_redirects=False)
    assert answer.status_code == 303


def csrf_token(page: str) -> str:
    """Give the token that the forms of a page send."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def send_form(client: TestClient, content: bytes, *, mode: str = "submit", headers: Headers | None = None) -> str:
    """Send a file of released areas by the form, and give the page that follows."""
    form = client.get("/uploads/new", headers=headers).text
    token = {} if headers else {"csrf_token": csrf_token(form)}
    files = {"file": ("day.geojson", content, "application/geo+json")}
    data = {"layer": "release_areas", "mode": mode, "revision_reason": "", **token}
    answer = client.post("/uploads/new", data=data, files=files, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def address_of(page: str) -> str:
    """Give the address of the upload that a page shows."""
    found = re.search(r"/uploads/[0-9a-f-]{36}", page)
    assert found
    return found[0]
