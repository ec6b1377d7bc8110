"""Filling a new installation: its base, the demonstration, one account for each role."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import Role, UploadStatus
from gis.issues import sentence
from seeds import SeedFile, base_files, demonstration, published_figures, published_files, waiting
from service.access import Actor
from service.accounts.flow import add_person, local_administrator
from service.published.flow import import_published
from service.settings import Settings
from service.tables import instance_fact, person, upload
from service.uploads import queries
from service.uploads.flow import bulk_load, find_upload, receive_upload
from service.uploads.order import UploadOrder

LOCK = 0x5EED
"""The advisory lock under which one process fills the database and the others wait."""

FACT, DEMONSTRATION = "seeds", "demonstration"
PASSWORD_BYTES = 12

log = logging.getLogger(__name__)


class SeedRejectedError(Exception):
    """A file that comes with the service has an error; the first is told."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A new account and its password, which is told once."""

    login: str
    role: Role
    password: str = field(repr=False)


def seed(engine: Engine, *, is_empty: bool, today: date, settings: Settings) -> list[Account]:
    """Fill an installation that is new, or go on where filling it was broken off; every other stays as it is.

    Parameters
    ----------
    is_empty
        Districts, organisations and one administrator only.
    today
        The demonstration ends with the last complete week before this day.

    Returns
    -------
    accounts
        Those made now, with their passwords.

    Raises
    ------
    SeedRejectedError
        If a file does not pass its own checks.
    """
    sessions = sessionmaker(engine, expire_on_commit=False)
    with _turn(engine):
        plan = _plan(sessions, is_empty=is_empty, today=today)
        if plan["is_complete"]:
            return []
        made_on = date.fromisoformat(plan["made_on"])
        _load(sessions, base_files(), today=today, settings=settings)
        if not plan["is_empty"]:
            _load(sessions, (*published_files(), *demonstration(made_on)), today=today, settings=settings)
            _import_published(sessions, today)
        accounts = _accounts(sessions, [Role.ADMIN] if plan["is_empty"] else list(Role))
        if not plan["is_empty"]:
            _load(sessions, waiting(made_on), today=today, settings=settings)
        with sessions.begin() as session:
            _note(session, FACT, plan | {"is_complete": True})
    return accounts


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Hold the turn to fill the database."""
    with engine.connect() as connection:
        connection.execute(select(func.pg_advisory_lock(LOCK)))
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(LOCK)))


def _plan(sessions: sessionmaker[Session], *, is_empty: bool, today: date) -> dict[str, Any]:
    """Give what this installation is filled with, decided at its first start and kept."""
    with sessions.begin() as session:
        plan: dict[str, Any] | None = session.scalar(select(instance_fact.c.value).where(instance_fact.c.name == FACT))
        if plan is None:
            # Made-up data never comes to records that are there already.
            has_records = session.scalar(select(select(upload.c.id).exists()))
            plan = {"is_empty": is_empty or has_records, "made_on": today.isoformat(), "is_complete": False}
            _note(session, FACT, plan)
    return plan


def _load(sessions: sessionmaker[Session], files: Iterable[SeedFile], *, today: date, settings: Settings) -> None:
    """Load the files that are not there yet, each in a transaction of its own."""
    for file in files:
        with sessions.begin() as session:
            if queries.is_received(session, hashlib.sha256(file.content).digest()):
                continue
            log.info("Loading: %s.", file.reason)
            upload_id = _receive(session, file, today=today, settings=settings)
            if find_upload(session, upload_id).status == UploadStatus.REJECTED:
                raise SeedRejectedError(f"{file.name}: {_first_error(session, upload_id)}")
            if file.is_made_up:
                _note(session, DEMONSTRATION, value=True)


def _import_published(sessions: sessionmaker[Session], today: date) -> None:
    """Take in what was published in the press; what is there already stays as it is."""
    with sessions.begin() as session:
        log.info("Loading: Figures as they were published, with their sources.")
        import_published(session, published_figures(), actor=local_administrator(session), today=today)


def _receive(session: Session, file: SeedFile, *, today: date, settings: Settings) -> UUID:
    order = UploadOrder(
        layer=file.layer,
        file_name=file.name,
        review=settings.review,
        district_tolerance_m=settings.district_tolerance_m,
    )
    with NamedTemporaryFile(prefix="landrelease-", suffix=".geojson") as spooled:
        spooled.write(file.content)
        spooled.flush()
        path = Path(spooled.name)
        if file.role is None:
            actor = local_administrator(session)
            return bulk_load(session, path, order, actor=actor, reason=file.reason, today=today)
        return receive_upload(session, path, order, actor=_account_of(session, file.role), today=today)


def _first_error(session: Session, upload_id: UUID) -> str:
    return next(sentence(issue, "en") for issue in queries.upload_issues(session, upload_id))


def _accounts(sessions: sessionmaker[Session], roles: Iterable[Role]) -> list[Account]:
    """Make an account for each role, called like it; those that are there keep their passwords."""
    with sessions.begin() as session:
        taken = set(session.scalars(select(person.c.login)))
        accounts = [
            Account(login=role.value.replace("_", "-"), role=role, password=token_urlsafe(PASSWORD_BYTES))
            for role in roles
        ]
        new = [account for account in accounts if account.login not in taken]
        for account in new:
            add_person(session, account.login, name=account.role.en, role=account.role, password=account.password)
    return new


def _account_of(session: Session, role: Role) -> Actor:
    row = session.execute(select(person).where(person.c.login == role.value.replace("_", "-"))).one()
    return Actor(id=row.id, login=row.login, name=row.name, role=role)


def _note(session: Session, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    fact = insert(instance_fact).values(name=name, value=value)
    session.execute(fact.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
