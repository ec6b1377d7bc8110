"""Records of another organisation: a person of one changes none of another's."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.accounts.flow import create_token
from service.problems import WrongParameter
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import square

OWNED = LEAST["release_areas"] | {"organisation": "ANAMA"}


@pytest.fixture
def known(road: Callable[..., str]) -> None:
    """Have two organisations, and a release of one of them."""
    other = LEAST["organisations"] | {"code": "OP", "name_en": "Operator"}
    road("organisations", collection(LEAST["organisations"], other))
    road("release_areas", collection(OWNED))


def of(session: Session, organisation: str, role: Role = Role.ANALYST) -> Headers:
    token = create_token(session, role, organisation_code=organisation)
    session.commit()
    return {"authorization": f"Bearer {token}"}


@pytest.mark.usefixtures("known")
def test_only_headquarters_and_an_administrator_send_the_records_of_others(
    client: TestClient, session: Session
) -> None:
    changed = collection(OWNED | {"depth_cleared_cm": 30})
    for organisation, role, status in (
        ("OP", Role.ANALYST, "rejected"),
        ("ANAMA", Role.ANALYST, "submitted"),
        ("OP", Role.HQ_APPROVER, "submitted"),
        ("OP", Role.ADMIN, "submitted"),
    ):
        sender = of(session, organisation, role)
        sent = send(client, sender, "release_areas", changed, revision_reason="Depth").json()
        assert sent["status"] == status
        issues = client.get(f"/api/v1/uploads/{sent['id']}/issues", headers=sender).json()
        foreign = [issue for issue in issues if issue["kind"] == "code-of-another-organisation"]
        assert [issue["index"] for issue in foreign] == ([0] if status == "rejected" else [])
        assert all("ANAMA" in issue["message"] for issue in foreign)


@pytest.mark.usefixtures("known")
def test_a_code_of_its_own_and_a_record_of_nobody_are_free(
    client: TestClient, session: Session, road: Callable[..., str]
) -> None:
    nobodys = LEAST["release_areas"] | {"code": "RA-2", "geometry": square(5, 0)}
    road("release_areas", collection(nobodys))
    own = LEAST["release_areas"] | {"code": "RA-3", "organisation": "OP", "geometry": square(9, 0)}
    content = collection(own, nobodys | {"depth_cleared_cm": 30})
    sent = send(client, of(session, "OP"), "release_areas", content, revision_reason="Depth").json()
    assert (sent["status"], sent["counts"]["errors"]) == ("submitted", 0)


def test_an_account_belongs_to_an_organisation_that_is_known(session: Session) -> None:
    with pytest.raises(WrongParameter, match="No organisation is called NOBODY"):
        create_token(session, Role.ANALYST, organisation_code="NOBODY")
