"""People, passwords, tokens and sessions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.accounts import queries
from service.accounts.flow import (
    FREE_TRIES,
    PAUSE,
    SignedInBrowser,
    add_person,
    create_token,
    local_administrator,
    sign_in,
    sign_out,
)
from service.accounts.secrets import COMPARED_AT_ONCE, is_password, password_hash, secret_hash
from service.problems import WrongParameter
from service.tables import IDENTITIES, access_token, person, web_session

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PASSWORD = "a long password"  # noqa: S105 - of a person who lives as long as a test


@pytest.fixture
def login(session: Session) -> str:
    """Give the login of a person who can sign in."""
    add_person(session, "leyla", name="Leyla", role=Role.HQ_APPROVER, password=PASSWORD)
    return "leyla"


def try_to_sign_in(session: Session, login: str, password: str, *, at: datetime = NOW) -> SignedInBrowser | None:
    return sign_in(session, login, password=password, now=at, lasts=timedelta(hours=12))


def test_a_password_is_kept_as_argon2id(session: Session, login: str) -> None:
    kept = session.execute(select(person.c.password_hash).where(person.c.login == login)).scalar_one()
    assert kept.startswith("$argon2id$")


def test_more_people_than_there_are_turns_sign_in_at_once() -> None:
    kept = password_hash(PASSWORD)
    with ThreadPoolExecutor() as pool:
        tries = [pool.submit(is_password, said, kept) for said in [PASSWORD, "wrong"] * COMPARED_AT_ONCE]
        assert [each.result() for each in tries] == [True, False] * COMPARED_AT_ONCE


def test_a_token_and_a_cookie_are_kept_only_as_their_hashes(session: Session, login: str) -> None:
    token = create_token(session, Role.VIEWER)
    browser = try_to_sign_in(session, login, PASSWORD)
    assert browser is not None
    assert session.execute(select(access_token.c.token_hash)).scalar_one() == secret_hash(token)
    assert session.execute(select(web_session.c.token_hash)).scalar_one() == secret_hash(browser.cookie)
    assert len(token) == 43  # 32 bytes, six bits a letter


def test_who_signs_in_is_known_until_signing_out(session: Session, login: str) -> None:
    browser = try_to_sign_in(session, login, PASSWORD)
    assert browser is not None
    holder = queries.session_holder(session, secret_hash(browser.cookie), NOW)
    assert holder is not None
    assert (holder.login, holder.role) == (login, "hq_approver")
    sign_out(session, browser.cookie)
    assert queries.session_holder(session, secret_hash(browser.cookie), NOW) is None


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize(("given", "password"), [("leyla", "another password"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_login_or_password_signs_nobody_in(session: Session, given: str, password: str) -> None:
    assert try_to_sign_in(session, given, password) is None
    assert session.execute(select(func.count()).select_from(web_session)).scalar_one() == 0


def test_the_holder_of_a_token_cannot_sign_in(session: Session) -> None:
    create_token(session, Role.ADMIN)
    login = session.execute(select(person.c.login)).scalar_one()
    assert try_to_sign_in(session, login, "") is None


def test_after_five_wrong_passwords_even_the_right_one_waits_a_minute(session: Session, login: str) -> None:
    for _ in range(FREE_TRIES):
        assert try_to_sign_in(session, login, "wrong") is None
    assert try_to_sign_in(session, login, PASSWORD, at=NOW + PAUSE - timedelta(seconds=1)) is None
    assert try_to_sign_in(session, login, PASSWORD, at=NOW + PAUSE) is not None
    assert try_to_sign_in(session, login, PASSWORD, at=NOW + PAUSE) is not None


def test_the_right_password_sets_the_count_of_wrong_ones_back(session: Session, login: str) -> None:
    for _ in range(2):
        for _ in range(FREE_TRIES - 1):
            assert try_to_sign_in(session, login, "wrong") is None
        assert try_to_sign_in(session, login, PASSWORD) is not None


def test_a_verifier_answers_for_the_districts_named(session: Session) -> None:
    district_id = session.execute(
        insert(IDENTITIES["districts"]).values(code="AGM").returning(IDENTITIES["districts"].c.id)
    ).scalar_one()
    person_id = add_person(session, "v", name="V", role=Role.REGIONAL_VERIFIER, password=None, district_codes=["AGM"])
    assert queries.districts_of(session, person_id) == {district_id}


def test_an_unknown_district_is_named_and_nobody_is_added(session: Session) -> None:
    with pytest.raises(WrongParameter, match="XYZ"):
        create_token(session, Role.REGIONAL_VERIFIER, district_codes=["XYZ"])
    assert session.execute(select(func.count()).select_from(person)).scalar_one() == 0


def test_a_login_is_taken_once(session: Session, login: str) -> None:
    with pytest.raises(WrongParameter, match="taken"):
        add_person(session, login, name="Another", role=Role.VIEWER, password=None)


def test_a_short_password_is_refused(session: Session) -> None:
    with pytest.raises(WrongParameter, match="10 characters"):
        add_person(session, "short", name="Short", role=Role.VIEWER, password=PASSWORD[:9])


def test_the_local_administrator_is_one_person(session: Session) -> None:
    assert local_administrator(session) == local_administrator(session)
    assert local_administrator(session).role is Role.ADMIN
