"""What a day's situation report tells of uploads: those of the day, what waits, and those of a part of the work."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pandas as pd
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from gis.codelists import Role, UploadStatus
from service.access import Actor
from service.accounts.flow import add_person
from service.reports.content import Content
from service.reports.flow import ReportOrder
from service.reports.scope import COUNTRY, Scope
from service.tables import upload_issue, workflow_event
from service.uploads.flow import move_upload, receive_upload
from service.uploads.order import Decision, UploadOrder
from tests.conftest import filled_engine
from tests.service.bulletins import NOW, SETTINGS, Value, column, content
from tests.service.files import LEAST, collection
from tests.service.ground import m2
from tests.service.records import approve, square
from tests.service.sitreps import ORDER, ORGANISATIONS, row, task


def send_three(session: Session, folder: Path) -> None:
    """Approve a late release by review, have a file returned, and let one wait."""
    tasks = [task("T-1", "active"), task("T-2", "active")]
    approve(session, districts=[LEAST["districts"]], organisations=ORGANISATIONS, tasks=tasks)
    analyst, verifier, approver = (
        Actor(id=add_person(session, role, name=role, role=role, password=None), login=role, name=role, role=role)
        for role in (Role.ANALYST, Role.REGIONAL_VERIFIER, Role.HQ_APPROVER)
    )
    ids: dict[str, UUID] = {}
    for name, code, task_code, place in (
        ("approved", "RA-1", "T-1", (0, 0)),
        ("returned", "RA-2", "T-1", (2, 0)),
        ("waiting", "RA-3", "T-2", (4, 0)),
    ):
        file = folder / f"{name}.geojson"
        release = LEAST["release_areas"] | {"code": code, "task_code": task_code, "geometry": square(*place)}
        file.write_bytes(collection(release))
        order = UploadOrder(layer="release_areas", file_name=file.name)
        ids[name] = receive_upload(session, file, order, actor=analyst, today=NOW.date())
    accepted = Decision(accepted_warnings="Looked at on the map; as reported.")
    for name, to, actor, decision in (
        ("approved", UploadStatus.REGIONAL_VERIFIED, verifier, accepted),
        ("approved", UploadStatus.HQ_APPROVED, approver, accepted),
        ("returned", UploadStatus.RETURNED, verifier, Decision(reason="Which depth?")),
    ):
        move_upload(session, ids[name], to, actor=actor, decision=decision)


@pytest.fixture(scope="module")
def engine(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give the pool of a database with the uploads of today."""
    folder = tmp_path_factory.mktemp("files")
    with filled_engine(migrated, lambda session: send_three(session, folder)) as engine:
        yield engine


@pytest.fixture
def today(session: Session) -> date:
    """Give the day on which the database stamped what was done last."""
    at: datetime = session.scalars(select(func.max(workflow_event.c.at))).one()
    return SETTINGS.local_date(at)


def of_today(session: Session, today: date, scope: Scope = COUNTRY) -> Content:
    order = ReportOrder(kind="daily", period=today.isoformat(), scope=scope)
    return content(session, order, now=datetime.now(UTC))


def test_uploads_of_the_day_are_counted_by_what_happened(session: Session, today: date) -> None:
    made = of_today(session, today)
    assert column(made, "uploads", "uploads") == {"received": 3, "approved": 1, "returned": 1, "waiting": 1}
    assert column(made, "uploads", "records") == {"received": 3, "approved": 1, "returned": 1, "waiting": 1}
    assert made.table("late_uploads").rows == ()


def test_a_release_approved_by_review_is_new_though_its_work_is_older(session: Session, today: date) -> None:
    (only,) = of_today(session, today).table("new_releases").rows
    assert (only.key, only.cells[4].value) == ("RA-1", "2026-11-16")


def test_what_waits_is_provisional_and_no_report_is_missed(session: Session) -> None:
    made = content(session, ORDER)
    told = row(made, "tasks", "T-2")
    assert told["waiting"] == pytest.approx(m2(4, 0) + m2(4.5, 0), abs=0.1)
    assert (told["cleared"], told["released"]) == (None, None)
    assert [one.key for one in made.table("missing").rows] == []


def test_open_issues_are_those_of_the_task_and_its_releases(session: Session) -> None:
    made = content(session, ORDER)
    found = pd.DataFrame(session.execute(select(upload_issue)).mappings().all())
    of_release = found[(found["feature_code"] == "RA-1") & found["severity"].isin(["error", "warning"])]
    assert row(made, "tasks", "T-1")["issues"] == len(of_release) > 0
    assert row(made, "tasks", "T-2")["issues"] == 0  # what waits has them, not the record


def test_uploads_are_those_with_records_of_the_part(session: Session, today: date) -> None:
    other = {"code": "KHO", "name_en": "Khojaly", "name_az": "Xocalı"}
    tasks = [task("T-1", "active", "MOD", project_phase_code="PJ-1-1"), task("T-2", "active")]
    project = {"projects": [{"code": "PJ-1", "name_en": "Orchards"}]}
    phase = {"project_phases": [{"code": "PJ-1-1", "project_code": "PJ-1", "number": 1}]}
    approve(session, districts=[other], tasks=tasks, **project, **phase)

    def counted(**code: str) -> list[Value]:
        made = of_today(session, today, Scope.asked(**code))
        assert column(made, "uploads", "records") == column(made, "uploads", "uploads")  # each holds one
        return list(column(made, "uploads", "uploads").values())

    assert counted(district="AGM")[1:] == [1, 1, 1]
    assert counted(district="KHO") == [0, 0, 0, 0]
    assert counted(organisation="MOD") == [2, 1, 1, 0]  # of their task, for the files name nobody
    assert counted(organisation="ANAMA")[3] == 1
    assert counted(project="PJ-1")[3] == 0
