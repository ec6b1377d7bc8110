"""A report asks few things of the database, however many records there are."""

from datetime import UTC, datetime

from sqlalchemy import event
from sqlalchemy.orm import Session

from service.reports.flow import ReportOrder, preview
from service.settings import Settings
from tests.service.records import approve, square

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MOST = 30
"""Statements of a bulletin of the country, which tells of all parts."""


def statement_count(session: Session) -> int:
    """Count what a weekly bulletin asks of the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    connection = session.connection()
    session.info.clear()  # as a session that has asked nothing yet
    event.listen(connection, "before_cursor_execute", note)
    preview(session, ReportOrder(kind="weekly", period="2025-W43"), settings=Settings(_env_file=None), now=NOW)
    event.remove(connection, "before_cursor_execute", note)
    return len(asked)


def test_a_bulletin_asks_no_more_of_many_records(session: Session) -> None:
    organisations = [{"code": code, "type": "anama", "name_en": code} for code in ("ANAMA", "MOD", "OPS")]
    districts = [
        {"code": f"D{place:02}", "name_en": f"D{place:02}", "name_az": f"D{place:02}"}
        | {"geometry": square(20 * place, -1, width=20, height=30)}
        for place in range(5)
    ]
    approve(session, organisations=organisations, districts=districts, release_areas=[_release(0)])
    few = statement_count(session)
    approve(session, release_areas=[_release(place) for place in range(1, 60)])
    assert statement_count(session) == few <= MOST


def _release(place: int) -> dict[str, object]:
    told = {"code": f"R-{place:03}", "effective_date": f"2025-10-{20 + place % 7}", "release_method": "cleared"}
    whose = {"organisation": ("ANAMA", "MOD", "OPS")[place % 3]}
    return told | whose | {"geometry": square(2 * (place % 50), place // 50)}
