"""Approvals of overlapping ground at one time, by processes with connections of their own, all committed for good."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role, UploadStatus
from service.access import Actor
from service.accounts.flow import add_person
from service.db import make_engine
from service.ledger.flow import LOCK
from service.progress.queries import contamination, progress
from service.progress.questions import Contamination, ContaminationQuestion, Progress, ProgressQuestion
from service.tables import ledger_change
from service.uploads.flow import move_upload, receive_upload
from service.uploads.order import Decision, UploadOrder
from tests.conftest import fresh_database
from tests.service.files import collection
from tests.service.records import approve, square

ACCEPTED = Decision(accepted_warnings="Looked at on the map.")
LONGEST_S = 90
PROCESS_COUNT = 2
SAME_M2 = 0.01
Move = tuple[UUID, Actor]
"""An upload that waits, and who approves it."""


def release(code: str, day: str, column: float, **fields: object) -> dict[str, Any]:
    given = {"release_method": "cleared", "effective_date": day, "depth_cleared_cm": 20, "asset": ["manual"]}
    return {"code": code, "geometry": square(column, 0, width=3), **given, **fields}


def hazard(code: str, column: float, **fields: object) -> dict[str, Any]:
    given = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": "2021-01-01"}
    return {"code": code, "geometry": square(column, 0, width=6), "evidence_summary": "direct", **given, **fields}


UPLOADS: Sequence[tuple[str, list[dict[str, Any]]]] = (
    ("hazardous_areas", [hazard("HA-1", 0)]),
    ("release_areas", [release("RA-1", "2021-03-03", 0), release("RA-2", "2021-03-01", 2)]),
    ("release_areas", [release("RA-3", "2021-03-02", 1), release("RA-4", "2021-03-05", 7)]),
    ("hazardous_areas", [hazard("HA-2", 4, contamination_types=["cmr"], classification="sha")]),
    ("release_areas", [release("RA-5", "2021-03-01", 3, target_types=["ap_mine"])]),
    ("release_areas", [release("RA-6", "2021-03-04", 4, release_method="cancelled", criteria="NTS-1")]),
    ("release_areas", [release("RA-7", "2021-02-28", 6)]),
    ("release_areas", [release("RA-8", "2021-03-06", 0, basis="certified", accepted_on="2021-04-01")]),
)


@pytest.fixture(scope="module")
def waiting(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[Move]]]:
    """Give a database in which the uploads are verified and wait for approval, to copy, and who approves which."""
    with fresh_database(migrated) as url:
        engine = make_engine(url)
        moves = [_verified(engine, tmp_path_factory.mktemp("upload"), number) for number in range(len(UPLOADS))]
        name = engine.url.database
        engine.dispose()
        assert name is not None
        yield name, moves


def _verified(engine: Engine, folder: Path, number: int) -> Move:
    layer, features = UPLOADS[number]
    file = folder / "day.geojson"
    file.write_bytes(collection(*features))
    order = UploadOrder(layer=layer, file_name=file.name, review=ReviewMode.ONE_PERSON)
    with Session(engine) as session, session.begin():
        login = f"approver-{number}"
        person_id = add_person(session, login, name=login, role=Role.HQ_APPROVER, password=None)
        actor = Actor(id=person_id, login=login, name=login, role=Role.HQ_APPROVER)
        upload_id = receive_upload(session, file, order, actor=actor, today=date(2026, 11, 21))
        move_upload(session, upload_id, UploadStatus.REGIONAL_VERIFIED, actor=actor, decision=ACCEPTED)
    return upload_id, actor


def approve_uploads(url: str, moves: Sequence[Move]) -> None:
    """Approve uploads one after the other, each in a transaction of its own."""
    engine = make_engine(url)
    for upload_id, actor in moves:
        with Session(engine) as session, session.begin():
            move_upload(session, upload_id, UploadStatus.HQ_APPROVED, actor=actor, decision=ACCEPTED)
    engine.dispose()


def _processes() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(PROCESS_COUNT, mp_context=get_context("spawn"))


def entries_m2(session: Session) -> dict[tuple[Any, ...], float]:
    """Give the current entries by all that they say but their number."""
    rows = session.execute(
        text("""
            select account, cause, coalesce(release_area.code, hazardous_area.code), effective_date, class_before,
                types_before::text, class_after, types_after::text, sum(area_m2)
            from ledger_entry e
            left join release_area on release_area.id = e.release_area_id
            left join hazardous_area on hazardous_area.id = e.hazardous_area_id
            where upper_inf(recorded)
            group by 1, 2, 3, 4, 5, 6, 7, 8
        """)
    )
    return {tuple(row[:-1]): row[-1] for row in rows}


def seen_stamps(session: Session) -> list[datetime]:
    """Give the stamps that are committed, in their order."""
    return list(session.scalars(select(ledger_change.c.recorded_at).order_by(ledger_change.c.recorded_at)))


def wait_until_queued(session: Session, count: int) -> None:
    """Wait until so many transactions wait for the ledger's turn."""
    queued = text("""
        select count(*) from pg_locks join pg_database on pg_database.oid = pg_locks.database
        where locktype = 'advisory' and not granted and datname = current_database()
    """)
    until = monotonic() + LONGEST_S
    while session.execute(queued).scalar_one() < count:
        assert monotonic() < until, "not all processes came to the ledger"
        sleep(0.02)


# --- what must hold -----------------------------------------------------------------------------------------------


def test_processes_that_approve_at_once_make_the_ledger_of_any_serial_order(waiting: tuple[str, list[Move]]) -> None:
    template, moves = waiting
    shares = [moves[n::PROCESS_COUNT] for n in range(PROCESS_COUNT)]
    with fresh_database(template) as url, _processes() as processes:
        engine = make_engine(url)
        with Session(engine) as gate, Session(engine) as watching:
            gate.execute(select(func.pg_advisory_xact_lock(LOCK)))
            running = [processes.submit(approve_uploads, url, share) for share in shares]
            wait_until_queued(watching, len(shares))
            gate.rollback()
            seen: list[datetime] = []
            while len(seen) < len(moves):
                for done in (process for process in running if process.done()):
                    done.result()
                watching.rollback()
                now = seen_stamps(watching)
                assert now[: len(seen)] == seen, "a stamp came before one that was already seen"
                seen = now
                sleep(0.01)
            at_once = entries_m2(watching)
        engine.dispose()
    for order in (moves, moves[::-1]):
        with fresh_database(template) as url:
            approve_uploads(url, order)
            engine = make_engine(url)
            with Session(engine) as session:
                assert entries_m2(session) == pytest.approx(at_once, abs=SAME_M2)
            engine.dispose()


def test_a_slow_approval_changes_no_answer_about_the_past(waiting: tuple[str, list[Move]]) -> None:
    def asked(at: datetime | None) -> tuple[Progress, Contamination]:
        released = ProgressQuestion(start=date(2021, 1, 1), end=date(2021, 12, 31), as_known_at=at)
        left = ContaminationQuestion(as_of=date(2021, 12, 31), as_known_at=at)
        with Session(engine) as session:
            return progress(session, released), contamination(session, left)

    template, moves = waiting
    with fresh_database(template) as url, ThreadPoolExecutor(1) as threads:
        approve_uploads(url, moves[:2])
        engine = make_engine(url)
        with Session(engine) as slow:
            stamp = approve(slow, release_areas=[release("RA-9", "2021-02-01", 0)])
            before = asked(None)
            instant = slow.execute(text("select clock_timestamp()")).scalar_one()
            assert instant > stamp
            waits = threads.submit(asked, instant)
            with Session(engine) as watching:
                wait_until_queued(watching, 1)
            assert not waits.done()
            slow.commit()
        after = waits.result(timeout=LONGEST_S)
        assert asked(before[0].as_known_at) == before
        assert asked(instant) == after != before
        engine.dispose()
