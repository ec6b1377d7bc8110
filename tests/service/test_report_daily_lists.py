"""Lists of the situation report of a day: what waits for too long, a day without anything, and very many records."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.reports.flow import ReportOrder
from service.reports.parts.sitrep_day import MOST
from service.tables import upload, workflow_event
from tests.service.bulletins import SETTINGS, column, content
from tests.service.files import LEAST
from tests.service.records import approve
from tests.service.sitreps import ORDER, ORGANISATIONS, release, written


@pytest.fixture
def today() -> date:
    """Give the day on which the database stamps what a test sends."""
    return datetime.now(UTC).astimezone(ZoneInfo(SETTINGS.time_zone)).date()


@pytest.mark.parametrize(
    ("status", "waited_days", "is_late"),
    [("submitted", 3, False), ("submitted", 4, True), ("regional_verified", 7, False), ("regional_verified", 8, True)],
)
def test_uploads_that_wait_for_too_long_are_listed(
    session: Session, today: date, *, status: str, waited_days: int, is_late: bool
) -> None:
    sent_at = datetime.now(UTC) - timedelta(days=waited_days, minutes=5)
    upload_id = waiting(session, status, sent_at)
    made = content(session, ReportOrder(kind="daily", period=today.isoformat()), now=datetime.now(UTC))
    assert column(made, "uploads", "uploads")["waiting"] == 1
    assert column(made, "late_uploads", "days") == ({upload_id: waited_days} if is_late else {})


def waiting(session: Session, status: str, sent_at: datetime) -> str:
    """Store an upload that was sent at an instant and stands at a step of its road, and give its id."""
    approve(session, districts=[LEAST["districts"]])
    stored = session.execute(select(upload)).mappings().one()
    told = {name: stored[name] for name in ("layer", "file_name", "file_sha256", "file_bytes", "author_id")}
    mode = {"review_mode": "three_people"}
    values = told | mode | {"status": status, "created_at": sent_at, "counts": {"new": 1}}
    upload_id = session.execute(insert(upload).values(values).returning(upload.c.id)).scalar_one()
    steps = ["submitted", status] if status != "submitted" else ["submitted"]
    for place, step in enumerate(steps):
        event = {"upload_id": upload_id, "person_id": stored["author_id"], "to_status": step}
        session.execute(insert(workflow_event).values(event | mode | {"at": sent_at + timedelta(minutes=place)}))
    return str(upload_id)


def test_a_day_without_anything_says_so(session: Session) -> None:
    made = content(session, ORDER)
    filled = {table.key for table in made.tables if table.rows}
    assert filled == {"uploads"}
    assert made.figure("cleared").value is None
    told = written(made, "en")
    assert all(table.notes for table in (told.head, *told.tables))


def test_a_list_of_very_many_ends_and_says_so(session: Session) -> None:
    many = [release(f"RA-{n:04}", None, (n % 30, n // 30)) for n in range(MOST + 1)]
    approve(session, districts=[LEAST["districts"]], organisations=ORGANISATIONS, release_areas=many)
    made = content(session, ORDER)
    assert len(made.table("new_releases").rows) == MOST
    assert made.figure("release_count").value == MOST + 1
    told = written(made, "en")
    (releases,) = (table for table in told.tables if table.key == "new_releases")
    assert "Listed are the first 500 of 501." in releases.notes
