"""Late data: what a period gained and lost after its cut-off, by hand over squares of a grid."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gis.codelists import Account, Role
from gis.periods import week
from service.access import Actor
from service.accounts.flow import add_person
from service.figures.items import Known
from service.figures.late import Late, cut_off, late
from service.reports.flow import ReportOrder, issue
from service.settings import Settings
from tests.service.records import approve, square, withdraw

SQUARE_M2 = 9536.041
"""One square of the grid's first row, by pyproj's geodesics."""
BAKU = ZoneInfo("Asia/Baku")
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def release(code: str, day: str, column: float, **fields: object) -> dict[str, Any]:
    width = fields.pop("width", 1)
    ground = square(column, 0, width=float(str(width)))
    return {"code": code, "effective_date": day, "release_method": "cleared", "geometry": ground, **fields}


def october(at: datetime) -> Known:
    return Known(from_on=date(2025, 10, 1), to_on=date(2025, 10, 31), as_known_at=at)


def changes(told: Late | None) -> dict[str, tuple[float, float]]:
    """Give for each week what it gained in all, and what was taken from it, in squares."""
    assert told
    return {
        week.week: (round(week.areas.released_m2 / SQUARE_M2, 3), round(week.taken.released_m2 / SQUARE_M2, 3))
        for week in told.weeks
    }


def test_a_late_record_is_added_to_the_week_of_its_work(session: Session) -> None:
    cut = approve(session, release_areas=[release("R1", "2025-10-20", 0)])
    now = approve(session, release_areas=[release("R2", "2025-10-08", 5, uxo=3)])
    told = late(session, october(now), cut)
    assert changes(told) == {"2025-W41": (1, 0)}
    assert told
    assert told.areas.cleared_m2 == pytest.approx(SQUARE_M2, abs=0.01)
    assert told.items.uxo == 3


def test_a_late_record_of_earlier_work_takes_ground_from_a_later_week(session: Session) -> None:
    cut = approve(session, release_areas=[release("R1", "2025-10-20", 0, width=2)])
    now = approve(session, release_areas=[release("R2", "2025-10-08", 1, width=2)])
    told = late(session, october(now), cut)
    assert changes(told) == {"2025-W41": (2, 0), "2025-W43": (-1, 1)}
    assert told
    assert told.areas.released_m2 == pytest.approx(SQUARE_M2, abs=0.02)


def test_within_a_week_what_is_added_and_what_is_taken_stay_apart(session: Session) -> None:
    cut = approve(session, release_areas=[release("R1", "2025-10-21", 0, width=2)])
    now = approve(session, release_areas=[release("R2", "2025-10-20", 1, width=2, release_method="reduced")])
    told = late(session, october(now), cut)
    assert changes(told) == {"2025-W43": (1, 1)}
    assert told
    assert told.areas.cleared_m2 == pytest.approx(-SQUARE_M2, abs=0.01)
    assert told.areas.reduced_m2 == pytest.approx(2 * SQUARE_M2, abs=0.01)


def test_a_corrected_date_is_taken_from_one_week_and_added_to_another(session: Session) -> None:
    cut = approve(session, release_areas=[release("R1", "2025-10-20", 0, ap_mine=2)])
    now = approve(session, release_areas=[release("R1", "2025-10-27", 0, ap_mine=2)])
    told = late(session, october(now), cut)
    assert changes(told) == {"2025-W43": (-1, 1), "2025-W44": (1, 0)}
    assert told
    assert [(one.week, one.items.ap) for one in told.weeks] == [("2025-W43", -2), ("2025-W44", 2)]


def test_a_record_that_comes_again_with_the_same_ground_is_not_late(session: Session) -> None:
    cut = approve(session, release_areas=[release("R1", "2025-10-20", 0)])
    now = approve(session, release_areas=[release("R1", "2025-10-20", 0, remarks="Typing error")])
    told = late(session, october(now), cut)
    assert told
    assert (told.weeks, told.areas.released_m2) == ((), 0)


def test_what_came_and_went_after_the_cut_off_is_not_late(session: Session) -> None:
    cut = approve(session, release_areas=[release("R1", "2025-10-20", 0)])
    between = approve(session, release_areas=[release("R2", "2025-10-20", 5)])
    now = withdraw(session, "release_areas", "R2")
    assert changes(late(session, october(now), cut)) == {}
    assert changes(late(session, october(between), cut)) == {"2025-W43": (1, 0)}
    assert changes(late(session, october(now), between)) == {"2025-W43": (-1, 1)}


def test_each_account_has_its_own_late_data(session: Session) -> None:
    cut = approve(session, release_areas=[release("R1", "2025-10-20", 0)])
    accepted = {"basis": "certified", "accepted_on": "2025-10-30"}
    now = approve(session, release_areas=[release("R2", "2025-10-20", 0, **accepted)])
    assert changes(late(session, october(now), cut)) == {}
    certified = late(session, october(now), cut, account=Account.CERTIFIED)
    assert changes(certified) == {"2025-W44": (1, 0)}


def test_late_data_adds_up_to_what_the_period_grew_by(session: Session) -> None:
    cut = approve(session, release_areas=[release(f"R{n}", f"2025-10-{10 + n}", n, width=2) for n in range(4)])
    approve(session, release_areas=[release("R9", "2025-10-02", 2, width=6)])
    now = withdraw(session, "release_areas", "R1")
    # Squares 0 to 5 were released before, and 0, 1 and 2 to 8 are now.
    told = late(session, october(now), cut)
    assert told
    assert told.areas.released_m2 == pytest.approx((8 - 5) * SQUARE_M2, abs=0.05)


# --- the cut-off --------------------------------------------------------------------------------------------------


def test_without_a_report_knowledge_is_frozen_on_the_monday_after_at_eight(session: Session) -> None:
    for end, monday in ((date(2025, 10, 26), 27), (date(2025, 10, 27), 3), (date(2025, 10, 31), 3)):
        days = Known(from_on=date(2025, 10, 1), to_on=end, as_known_at=NOW)
        at = cut_off(session, days, until=NOW, zone=BAKU)
        assert (at.astimezone(BAKU).day, at.astimezone(UTC).hour, at.isoweekday()) == (monday, 4, 1)


def test_before_that_monday_nothing_can_be_late(session: Session) -> None:
    sunday = datetime(2025, 10, 26, 12, tzinfo=UTC)
    days = Known(from_on=date(2025, 10, 20), to_on=date(2025, 10, 26), as_known_at=NOW)
    assert cut_off(session, days, until=sunday, zone=BAKU) == sunday


def test_a_period_without_an_end_has_nothing_late(session: Session) -> None:
    days = Known(from_on=date.min, to_on=date.max, as_known_at=NOW)
    assert cut_off(session, days, until=NOW, zone=BAKU) == NOW


def test_the_last_issued_report_is_the_cut_off_of_its_period(session: Session) -> None:
    approve(session, release_areas=[release("R1", "2025-10-20", 0)])
    officer_id = add_person(session, "officer", name="Officer", role=Role.REPORT_OFFICER, password=None)
    officer = Actor(id=officer_id, login="officer", name="Officer", role=Role.REPORT_OFFICER)
    period = week("2025-W43")
    order = ReportOrder(kind="weekly", period=period.label)
    issued = issue(session, order, actor=officer, settings=Settings(_env_file=None), now=NOW)
    days = Known(from_on=period.start, to_on=period.end, as_known_at=NOW)
    later = issued.as_known_at + timedelta(days=1)
    assert cut_off(session, days, until=later, zone=BAKU) == issued.as_known_at
    before = issued.as_known_at - timedelta(seconds=1)
    assert cut_off(session, days, until=before, zone=BAKU) == datetime(2025, 10, 27, 4, tzinfo=UTC)


# --- over HTTP ----------------------------------------------------------------------------------------------------


@pytest.fixture
def issued(session: Session) -> Callable[[str], datetime]:
    def by_officer(period: str) -> datetime:
        officer_id = add_person(session, "officer", name="Officer", role=Role.REPORT_OFFICER, password=None)
        officer = Actor(id=officer_id, login="officer", name="Officer", role=Role.REPORT_OFFICER)
        order = ReportOrder(kind="weekly", period=period)
        return issue(session, order, actor=officer, settings=Settings(_env_file=None), now=NOW).as_known_at

    return by_officer


def test_late_data_answers_over_http(session: Session, client: TestClient, issued: Callable[[str], datetime]) -> None:
    approve(session, release_areas=[release("R1", "2025-10-21", 0, width=2)])
    cut = issued("2025-W43")
    approve(session, release_areas=[release("R2", "2025-10-20", 1, width=2, release_method="reduced", ap_mine=4)])
    answer = client.get("/api/v1/late", params={"from": "2025-10-20", "to": "2025-10-26"}).json()
    assert datetime.fromisoformat(answer["since_at"]) == cut
    assert [(row["week"], row["method"], round(row["area_m2"] / SQUARE_M2, 2)) for row in answer["rows"]] == [
        ("2025-W43", "cleared", -1),
        ("2025-W43", "reduced", 2),
    ]
    assert [round(row["taken_m2"] / SQUARE_M2, 2) for row in answer["rows"]] == [1, 0]
    assert [(row["week"], row["ap"]) for row in answer["items"]] == [("2025-W43", 4)]
    assert answer["total_m2"] == pytest.approx(SQUARE_M2, abs=0.02)


def test_a_record_that_begins_after_the_cut_off_has_nothing_late(session: Session, client: TestClient) -> None:
    approve(session, release_areas=[release("R1", "2025-10-21", 0)])
    answer = client.get("/api/v1/late", params={"from": "2025-10-20", "to": "2025-10-26"}).json()
    assert (answer["since_at"], answer["rows"], answer["total_m2"]) == (None, [], 0)


def test_the_last_complete_week_is_asked_for_when_none_is(client: TestClient) -> None:
    answer = client.get("/api/v1/late").json()
    assert (answer["from"], answer["to"]) == ("2026-11-09", "2026-11-15")
    assert client.get("/api/v1/late", params={"from": "2026-02-01", "to": "2026-01-01"}).status_code == 400
