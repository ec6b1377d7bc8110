"""Accounts: adding people, handing out tokens, signing in and out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from gis.codelists import Role
from service.access import Actor
from service.accounts import queries
from service.accounts.secrets import is_password, new_secret, password_hash, secret_hash
from service.problems import WrongParameter

SHORTEST_PASSWORD = 10
FREE_TRIES = 5
PAUSE = timedelta(minutes=1)
"""After so many wrong passwords in a row a login takes one try in this time."""

LOCAL_ADMINISTRATOR = "local-administrator"
VISITOR = "visitor"


@dataclass(frozen=True, kw_only=True)
class SignedInBrowser:
    """What the browser of a person who signed in is given to keep."""

    cookie: str
    expires_at: datetime


def add_person(  # noqa: PLR0913 - a person's own facts
    session: Session,
    login: str,
    *,
    name: str,
    role: Role,
    password: str | None,
    district_codes: Collection[str] = (),
    organisation_code: str | None = None,
) -> UUID:
    """Add a person, who answers for the districts named, or for all when none is.

    Parameters
    ----------
    organisation_code
        Of which the person sends records; left out: of any.

    Raises
    ------
    WrongParameter
        If the login is taken, the password too short, a district or the organisation unknown.
    """
    if queries.person_by_login(session, login):
        raise WrongParameter(
            f"The login “{login}” is taken. Nobody was added.", f"“{login}” adı tutulub. Heç kim əlavə edilmədi."
        )
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise WrongParameter(
            f"The password is shorter than {SHORTEST_PASSWORD} characters. Nobody was added.",
            f"Parol {SHORTEST_PASSWORD} simvoldan qısadır. Heç kim əlavə edilmədi.",
        )
    district_ids = _district_ids(session, district_codes)
    hashed = password_hash(password) if password is not None else None
    person_id = queries.store_person(
        session,
        login=login,
        name=name,
        role=role,
        password_hash=hashed,
        organisation_id=_organisation_id(session, organisation_code),
    )
    queries.store_districts(session, person_id, district_ids)
    return person_id


def create_token(  # noqa: PLR0913 - as add_person
    session: Session,
    role: Role,
    *,
    label: str | None = None,
    district_codes: Collection[str] = (),
    organisation_code: str | None = None,
    expires_at: datetime | None = None,
) -> str:
    """Make a token and give it, the only time that it can be read; its holder has a role but no password.

    Raises
    ------
    WrongParameter
        If a district or the organisation is unknown.
    """
    token = new_secret()
    hashed = secret_hash(token)
    login = f"token-{hashed.hex()[:12]}"
    name = label or f"{role.en} ({login})"
    person_id = add_person(
        session,
        login,
        name=name,
        role=role,
        password=None,
        district_codes=district_codes,
        organisation_code=organisation_code,
    )
    queries.store_token(session, person_id, token_hash=hashed, expires_at=expires_at)
    return token


def sign_in(session: Session, login: str, *, password: str, now: datetime, lasts: timedelta) -> SignedInBrowser | None:
    """Sign a person in; None, told apart by neither words nor time, if the login or the password is wrong.

    Wrong tries are counted, so the caller answers with a page and lets the session commit. After five in a row the
    login takes one try a minute, and every other counts as wrong.
    """
    row = queries.person_for_sign_in(session, login)
    is_right = is_password(password, row.password_hash if row else None)
    if row is None or (row.failed_sign_in_count >= FREE_TRIES and now < row.failed_sign_in_at + PAUSE):
        return None
    queries.note_sign_in(session, row.id, failed_at=None if is_right else now)
    if not is_right:
        return None
    queries.forget_old_sessions(session, now)
    browser = SignedInBrowser(cookie=new_secret(), expires_at=now + lasts)
    queries.store_session(
        session,
        token_hash=secret_hash(browser.cookie),
        person_id=row.id,
        csrf_token=new_secret(),
        created_at=now,
        expires_at=browser.expires_at,
    )
    return browser


def sign_out(session: Session, cookie: str) -> None:
    """Sign a browser out: its cookie is worth nothing from now on."""
    queries.end_session(session, secret_hash(cookie))


def actor_of(session: Session, person_id: UUID) -> Actor:
    """Give a person as who acts, for work that is done later in their name."""
    row = queries.person_by_id(session, person_id)
    return Actor(id=row.id, login=row.login, name=row.name, role=Role(row.role), organisation_id=row.organisation_id)


def visitor(session: Session) -> Actor:
    """Give who tries a file without an account, made on first use; nobody can sign in as it, and it may do nothing."""
    row = queries.person_by_login(session, VISITOR)
    name, role = "Visitor", Role.VIEWER
    person_id = row.id if row else add_person(session, VISITOR, name=name, role=role, password=None)
    return Actor(id=person_id, login=VISITOR, name=name, role=role)


def local_administrator(session: Session) -> Actor:
    """Give the person as whom the command line acts, made on first use; nobody can sign in as it."""
    row = queries.person_by_login(session, LOCAL_ADMINISTRATOR)
    name, role = "Local administrator", Role.ADMIN
    person_id = row.id if row else add_person(session, LOCAL_ADMINISTRATOR, name=name, role=role, password=None)
    return Actor(id=person_id, login=LOCAL_ADMINISTRATOR, name=name, role=role)


def _district_ids(session: Session, codes: Collection[str]) -> list[UUID]:
    known = queries.district_ids(session, codes)
    if unknown := ", ".join(sorted(set(codes) - known.keys())):
        raise WrongParameter(
            f"No district is called {unknown}. Nobody was added.",
            f"Belə rayon yoxdur: {unknown}. Heç kim əlavə edilmədi.",
        )
    return list(known.values())


def _organisation_id(session: Session, code: str | None) -> UUID | None:
    if code is None:
        return None
    found = queries.organisation_id(session, code)
    if found is None:
        raise WrongParameter(
            f"No organisation is called {code}. Nobody was added.",
            f"Belə təşkilat yoxdur: {code}. Heç kim əlavə edilmədi.",
        )
    return found
