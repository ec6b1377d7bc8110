"""What the accounts are asked and told, one statement a function."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from service.tables import IDENTITIES, access_token, person, person_district, web_session

district, organisation = IDENTITIES["districts"], IDENTITIES["organisations"]


def token_holder(session: Session, token_hash: bytes, now: datetime) -> Row[Any] | None:
    """Find the active person who holds a token that is valid now."""
    token = access_token.c
    statement = _person(literal(None).label("csrf_token")).join(access_token, token.person_id == person.c.id)
    is_valid = token.revoked_at.is_(None) & (token.expires_at.is_(None) | (token.expires_at > now))
    return session.execute(statement.where(token.token_hash == token_hash, is_valid)).one_or_none()


def session_holder(session: Session, token_hash: bytes, now: datetime) -> Row[Any] | None:
    """Find the active person who is signed in with a session that is valid now, and its CSRF token."""
    cookie = web_session.c
    statement = _person(cookie.csrf_token).join(web_session, cookie.person_id == person.c.id)
    return session.execute(statement.where(cookie.token_hash == token_hash, cookie.expires_at > now)).one_or_none()


def districts_of(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Give the districts that a person answers for; none means every district."""
    statement = select(person_district.c.district_id).where(person_district.c.person_id == person_id)
    return frozenset(session.scalars(statement))


def person_for_sign_in(session: Session, login: str) -> Row[Any] | None:
    """Find an active person by login and hold the row, so that tries on one login come one after another."""
    statement = select(person).where(person.c.login == login, person.c.is_active).with_for_update()
    return session.execute(statement).one_or_none()


def person_by_id(session: Session, person_id: UUID) -> Row[Any]:
    """Give a person, active or not."""
    return session.execute(select(person).where(person.c.id == person_id)).one()


def person_by_login(session: Session, login: str) -> Row[Any] | None:
    """Find a person by login, active or not."""
    return session.execute(select(person).where(person.c.login == login)).one_or_none()


def note_sign_in(session: Session, person_id: UUID, *, failed_at: datetime | None) -> None:
    """Count one more wrong password, or set the count back when there was none."""
    count = person.c.failed_sign_in_count + 1 if failed_at else 0
    values = {"failed_sign_in_count": count, "failed_sign_in_at": failed_at}
    session.execute(update(person).where(person.c.id == person_id).values(values))


def store_person(session: Session, **columns: object) -> UUID:
    """Store a person."""
    person_id: UUID = session.execute(insert(person).values(columns).returning(person.c.id)).scalar_one()
    return person_id


def store_districts(session: Session, person_id: UUID, district_ids: Collection[UUID]) -> None:
    """Store the districts that a person answers for."""
    if rows := [{"person_id": person_id, "district_id": district_id} for district_id in district_ids]:
        session.execute(insert(person_district), rows)


def district_ids(session: Session, codes: Collection[str]) -> dict[str, UUID]:
    """Give the identities of districts by code; codes that are not known are left out."""
    rows = session.execute(select(district.c.code, district.c.id).where(district.c.code.in_(codes)))
    return {row.code: row.id for row in rows}


def organisation_id(session: Session, code: str) -> UUID | None:
    """Find the identity of an organisation by code."""
    return session.scalar(select(organisation.c.id).where(organisation.c.code == code))


def store_token(session: Session, person_id: UUID, *, token_hash: bytes, expires_at: datetime | None) -> None:
    """Store a token's hash."""
    values = {"person_id": person_id, "token_hash": token_hash, "expires_at": expires_at}
    session.execute(insert(access_token).values(values))


def store_session(session: Session, **columns: object) -> None:
    """Store a signed-in browser."""
    session.execute(insert(web_session).values(columns))


def end_session(session: Session, token_hash: bytes) -> None:
    """Forget a signed-in browser."""
    session.execute(delete(web_session).where(web_session.c.token_hash == token_hash))


def forget_old_sessions(session: Session, now: datetime) -> None:
    """Forget the browsers whose time is over."""
    session.execute(delete(web_session).where(web_session.c.expires_at <= now))


def _person(csrf_token: Any) -> Select[Any]:  # noqa: ANN401 - a column or a literal
    columns = select(person.c.id, person.c.login, person.c.name, person.c.role, person.c.organisation_id, csrf_token)
    return columns.select_from(person).where(person.c.is_active)
