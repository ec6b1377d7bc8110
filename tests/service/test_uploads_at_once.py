"""Two people at once, on connections of their own: what one commits the other meets."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import ReviewMode, Role, UploadStatus
from service.access import Actor
from service.accounts.flow import add_person
from service.db import make_engine
from service.problems import LaterUploads, WrongMove
from service.tables import VERSIONS, ledger_change, ledger_entry, workflow_event
from service.uploads.flow import move_upload, receive_upload
from service.uploads.order import Decision, UploadOrder
from service.uploads.withdrawal import withdraw_upload
from tests.conftest import fresh_database
from tests.service.files import LEAST, collection

ACCEPTED = Decision(accepted_warnings="Looked at on the map.")


@pytest.fixture
def own_engine(migrated: str) -> Iterator[Engine]:
    """Give a database whose transactions are committed for good."""
    with fresh_database(migrated) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def sessions(own_engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(own_engine, expire_on_commit=False)


@pytest.fixture
def approvers(sessions: sessionmaker[Session]) -> list[Actor]:
    with sessions.begin() as session:
        return [person(session, login) for login in ("first", "second")]


def person(session: Session, login: str) -> Actor:
    role = Role.HQ_APPROVER
    person_id = add_person(session, login, name=login, role=role, password=None)
    return Actor(id=person_id, login=login, name=login, role=role)


def verified(sessions: sessionmaker[Session], author: Actor, file: Path) -> UUID:
    order = UploadOrder(layer="release_areas", file_name=file.name, review=ReviewMode.ONE_PERSON)
    with sessions.begin() as session:
        upload_id = receive_upload(session, file, order, actor=author, today=date(2026, 11, 21))
        move_upload(session, upload_id, UploadStatus.REGIONAL_VERIFIED, actor=author, decision=ACCEPTED)
    return upload_id


def withdrawn(sessions: sessionmaker[Session], upload_id: UUID, author: Actor) -> UUID:
    """Ask for the withdrawal of an approved upload, and verify it."""
    why, review = Decision(reason="The wrong field"), ReviewMode.ONE_PERSON
    with sessions.begin() as session:
        withdrawal_id = withdraw_upload(session, upload_id, actor=author, decision=why, review=review)
        move_upload(session, withdrawal_id, UploadStatus.REGIONAL_VERIFIED, actor=author, decision=ACCEPTED)
    return withdrawal_id


def approve_at_once(sessions: sessionmaker[Session], moves: list[tuple[UUID, Actor]]) -> list[str]:
    """Approve in a thread each, all starting together, and say how it went for each."""
    together = Barrier(len(moves))

    def approve(upload_id: UUID, actor: Actor) -> str:
        together.wait(timeout=30)
        try:
            with sessions.begin() as session:
                move_upload(session, upload_id, UploadStatus.HQ_APPROVED, actor=actor, decision=ACCEPTED)
        except (WrongMove, LaterUploads):
            return "refused"
        return "approved"

    with ThreadPoolExecutor(len(moves)) as threads:
        return list(threads.map(lambda move: approve(*move), moves))


def test_of_two_who_approve_one_upload_one_does(
    sessions: sessionmaker[Session], approvers: list[Actor], tmp_path: Path
) -> None:
    file = tmp_path / "day.geojson"
    file.write_bytes(collection(LEAST["release_areas"]))
    upload_id = verified(sessions, approvers[0], file)
    outcome = approve_at_once(sessions, [(upload_id, approver) for approver in approvers])
    assert sorted(outcome) == ["approved", "refused"]
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(VERSIONS["release_areas"])) == 1
        assert session.scalar(select(func.count()).select_from(ledger_change)) == 1
        approvals = select(func.count()).where(workflow_event.c.to_status == "hq_approved")
        assert session.scalar(approvals) == 1


def test_of_two_uploads_of_one_record_approved_at_once_one_counts(
    sessions: sessionmaker[Session], approvers: list[Actor], tmp_path: Path
) -> None:
    moves = []
    for number, approver in enumerate(approvers):
        file = tmp_path / f"{number}.geojson"
        file.write_bytes(collection(LEAST["release_areas"] | {"depth_cleared_cm": 10 + number}))
        moves.append((verified(sessions, approver, file), approver))
    assert sorted(approve_at_once(sessions, moves)) == ["approved", "refused"]
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(VERSIONS["release_areas"])) == 1
        assert session.scalar(select(func.count()).select_from(ledger_entry)) == 1


def test_of_a_withdrawal_and_a_correction_of_one_record_approved_at_once_one_counts(
    sessions: sessionmaker[Session], approvers: list[Actor], tmp_path: Path
) -> None:
    first, correction = tmp_path / "first.geojson", tmp_path / "correction.geojson"
    first.write_bytes(collection(LEAST["release_areas"]))
    mended = {"depth_cleared_cm": 20, "revision_reason": "Measured"}
    correction.write_bytes(collection(LEAST["release_areas"] | mended))
    upload_id = verified(sessions, approvers[0], first)
    assert approve_at_once(sessions, [(upload_id, approvers[0])]) == ["approved"]
    withdrawal_id = withdrawn(sessions, upload_id, approvers[0])
    corrected_id = verified(sessions, approvers[1], correction)
    outcome = approve_at_once(sessions, [(withdrawal_id, approvers[0]), (corrected_id, approvers[1])])
    assert sorted(outcome) == ["approved", "refused"]
    with sessions() as session:
        left = 1 if outcome[1] == "approved" else 0
        for table in (VERSIONS["release_areas"], ledger_entry):
            current = select(func.count()).select_from(table).where(func.upper_inf(table.c.recorded))
            assert session.scalar(current) == left
        assert session.scalar(select(func.count()).select_from(ledger_change)) == 2


def test_of_two_who_ask_for_one_withdrawal_one_gets_it(
    sessions: sessionmaker[Session], approvers: list[Actor], tmp_path: Path
) -> None:
    file = tmp_path / "day.geojson"
    file.write_bytes(collection(LEAST["release_areas"]))
    upload_id = verified(sessions, approvers[0], file)
    approve_at_once(sessions, [(upload_id, approvers[0])])
    together = Barrier(len(approvers))

    def ask(actor: Actor) -> str:
        together.wait(timeout=30)
        try:
            withdrawn(sessions, upload_id, actor)
        except WrongMove:
            return "refused"
        return "asked"

    with ThreadPoolExecutor(len(approvers)) as threads:
        assert sorted(threads.map(ask, approvers)) == ["asked", "refused"]
