"""The queue of review: what waits for whom, how long, and several uploads decided at once."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shapely
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role
from service.tables import VERSIONS, upload, upload_effect, upload_summary, warning_acceptance, workflow_event
from service.uploads.flow import find_upload
from service.uploads.summary import summaries
from tests.conftest import filled_engine
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square

BROWSER = {"accept": "text/html"}
WEST, EAST = shapely.box(46.7, 39.5, 46.95, 40), shapely.box(46.95, 39.5, 47.2, 40)
"""Two districts side by side: AGM holds the first fifty squares of `square`, XCI what follows."""


def release(name: str, column: float = 0, **changes: object) -> dict[str, Any]:
    whole = {"depth_cleared_cm": 20, "asset": ["manual"], "organisation": "ANAMA", "district_code": "AGM"}
    return LEAST["release_areas"] | whole | {"code": name, "geometry": square(column, 0)} | changes


@pytest.fixture
def approver(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.HQ_APPROVER) | BROWSER


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Record two districts and an organisation."""
    agm = LEAST["districts"] | {"geometry": WEST}
    xci = agm | {"code": "XCI", "name_az": "Xocalı", "name_en": "Khojaly", "geometry": EAST}
    approve(session, districts=[agm, xci], organisations=[LEAST["organisations"]])


@pytest.fixture
def wait(client: TestClient, analyst: Headers) -> Callable[..., str]:
    """Give what sends an upload that then waits, `wait(release("RA-1"))`, and gives its id."""

    def sent(*features: dict[str, Any], by: Headers = analyst, layer: str = "release_areas") -> str:
        answer = send(client, by, layer, collection(*features)).json()
        assert answer["status"] == "submitted", answer
        return str(answer["id"])

    return sent


def rows(page: Response) -> list[str]:
    """Give the ids of the uploads that a page of the queue lists, in its order."""
    assert page.status_code == 200, page.text
    return re.findall(r'id="name-([0-9a-f-]{36})"', page.text)


def row_of(page: Response, upload_id: str) -> str:
    """Give the text of one line of the queue."""
    line = next(line for line in page.text.split("<tr>") if f"name-{upload_id}" in line)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line))


def several(client: TestClient, person: Headers, to: str, ids: list[str], **said: object) -> Response:
    statuses = {"regional_verified": "submitted", "hq_approved": "regional_verified", "returned": "submitted"}
    data = {"to": to, "upload": ids, "status": [statuses[to]] * len(ids)} | said
    return client.post("/review/several", headers=person, data=data)


def outcomes(page: Response) -> list[str]:
    assert page.status_code == 200, page.text
    return re.findall(r'data-outcome="(\w+)"', page.text)


def status(session: Session, upload_id: str) -> str:
    return str(session.scalar(select(upload.c.status).where(upload.c.id == upload_id)))


# --- what waits ---------------------------------------------------------------------------------------------------


def test_an_empty_queue_says_what_to_do(client: TestClient, approver: Headers) -> None:
    page = client.get("/review", headers=approver).text
    assert "Nothing waits for review." in page
    assert 'href="/uploads/new"' in page


def test_the_longest_waiting_stands_first_and_what_is_not_verified_for_more_than_three_days_is_late(
    client: TestClient, app: FastAPI, wait: Callable[..., str], approver: Headers
) -> None:
    ids = [wait(release(f"RA-{number}", 2 * number)) for number in range(3)]
    sent_at = datetime.now(UTC)
    app.state.clock = lambda: sent_at + timedelta(days=3, hours=23)
    page = client.get("/review", headers=approver)
    assert rows(page) == ids
    assert "3 days Verification" in row_of(page, ids[0])
    assert rows(client.get("/review?late=on", headers=approver)) == []
    app.state.clock = lambda: sent_at + timedelta(days=4, minutes=1)
    page = client.get("/review?late=on", headers=approver)
    assert rows(page) == ids
    assert "4 days late" in row_of(page, ids[0])


def test_what_is_not_approved_for_more_than_seven_days_since_it_was_sent_is_late(
    client: TestClient, app: FastAPI, wait: Callable[..., str], approver: Headers
) -> None:
    upload_id = wait(release("RA-1"))
    sent_at = datetime.now(UTC)
    assert outcomes(several(client, approver, "regional_verified", [upload_id])) == ["done"]
    app.state.clock = lambda: sent_at + timedelta(days=7, hours=23)
    assert rows(client.get("/review?whose=all&late=on", headers=approver)) == []
    app.state.settings = app.state.settings.model_copy(update={"unapproved_late_days": 6})
    assert rows(client.get("/review?whose=all&late=on", headers=approver)) == [upload_id]


def test_a_verifier_is_shown_what_the_region_holds_and_told_why_not_the_rest(
    client: TestClient, wait: Callable[..., str], holder: Callable[..., Headers]
) -> None:
    west, both = wait(release("RA-1")), wait(release("RA-2", 10), release("RA-3", 60, district_code="XCI"))
    verifier = holder(Role.REGIONAL_VERIFIER, "AGM") | BROWSER
    assert rows(client.get("/review", headers=verifier)) == [west]
    everything = client.get("/review?whose=all", headers=verifier)
    assert rows(everything) == [west, both]
    assert "districts that you do not answer for: XCI" in row_of(everything, both)
    assert "answer for" not in row_of(everything, west)


def test_who_sent_an_upload_reads_that_somebody_else_decides(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    approver = holder(Role.HQ_APPROVER) | BROWSER
    sent = send(client, approver, "release_areas", collection(release("RA-1"))).json()["id"]
    assert rows(client.get("/review", headers=approver)) == []
    page = client.get("/review?whose=all", headers=approver)
    assert "You had a part in this upload already" in row_of(page, sent)
    assert 'name="upload"' not in page.text


def test_an_analyst_sees_all_that_waits_and_who_decides(
    client: TestClient, wait: Callable[..., str], analyst: Headers
) -> None:
    waiting = wait(release("RA-1"))
    page = client.get("/review", headers=analyst | BROWSER)
    assert rows(page) == [waiting]
    assert "You can look, not decide." in page.text
    assert "Regional verifiers and headquarters verify." in row_of(page, waiting)


def test_the_queue_is_narrowed(client: TestClient, wait: Callable[..., str], approver: Headers) -> None:
    west = wait(release("RA-1"))
    east = wait(release("RA-2", 60, district_code="XCI", organisation=None))
    hazard = wait(LEAST["hazardous_areas"], layer="hazardous_areas")
    expected = {
        "layer=release_areas": {west, east},
        "layer=hazardous_areas": {hazard},
        "district=XCI": {east},
        "organisation=ANAMA": {west},
        "author=nobody": set(),
        "step=verification": {west, east, hazard},
        "step=approval": set(),
        "district=AGM&layer=release_areas": {west},
    }
    assert {asked: set(rows(client.get(f"/review?{asked}", headers=approver))) for asked in expected} == expected


def test_a_line_tells_what_changes_and_the_warnings_by_rule(
    client: TestClient, wait: Callable[..., str], approver: Headers
) -> None:
    # Two squares that share a quarter of each other, one of them without its depth.
    overlapping = wait(release("RA-1"), release("RA-2", 0.5), release("RA-3", 10, depth_cleared_cm=None))
    line = row_of(client.get("/review", headers=approver), overlapping)
    assert "3 new" in line
    assert "GEO-07 1" in line or "GEO-07 2" in line
    assert "REL-02 1" in line
    # Three squares of 0.001° by 0.001° at 39.6° north, 85.889 m by 111.027 m each.
    assert re.search(r"28,60\d", line)
    assert "not worked out yet" in line


def test_the_effect_is_told_by_method_and_struck_out_when_the_ledger_has_changed(
    client: TestClient, wait: Callable[..., str], approver: Headers, session: Session
) -> None:
    upload_id = wait(release("RA-1"), release("RA-2", 5, release_method="reduced"))
    assert client.get(f"/uploads/{upload_id}/effect", headers=approver).status_code == 200
    fresh = client.get("/review", headers=approver)
    assert re.search(r"Cleared \+9,53\d", row_of(fresh, upload_id))
    assert re.search(r"Reduced \(TS\) \+9,53\d", row_of(fresh, upload_id))
    assert "is-stale" not in fresh.text
    approve(session, release_areas=[release("RA-9", 30)])
    session.commit()
    stale = client.get("/review", headers=approver)
    assert "is-stale" in stale.text
    assert "to be worked out anew" in row_of(stale, upload_id)


def test_missing_effects_are_left_to_the_worker_once(
    client: TestClient, wait: Callable[..., str], approver: Headers, connection: Connection
) -> None:
    upload_id = wait(release("RA-1"))
    for _ in range(2):
        answer = client.post("/review/effects", headers=approver, follow_redirects=False)
        assert answer.status_code == 303
    queued = connection.exec_driver_sql("select count(*) from procrastinate_jobs where args->>'effect_of' is not null")
    assert queued.scalar_one() == 1
    assert "being worked out" in row_of(client.get("/review", headers=approver), upload_id)
    assert connection.execute(select(func.count()).select_from(upload_effect)).scalar_one() == 0


def test_the_summary_is_kept_when_an_upload_is_sent_and_worked_out_for_older_ones(
    wait: Callable[..., str], connection: Connection, session: Session
) -> None:
    upload_id = wait(release("RA-1"), release("RA-2", 60, district_code=None))
    row = find_upload(session, session.scalars(select(upload.c.id).where(upload.c.id == upload_id)).one())
    kept = summaries(session, [row])[row.id]
    assert [district.code for district in kept.districts] == ["AGM", "XCI"]  # stated; by where it lies
    assert kept.organisations == ("ANAMA",)
    assert kept.area_m2 == pytest.approx(2 * 9_536, abs=2)
    connection.exec_driver_sql("set local role none")
    connection.execute(upload_summary.delete())
    assert summaries(session, [row])[row.id] == kept
    assert session.scalar(select(func.count()).select_from(upload_summary)) == 1


def test_a_long_queue_asks_the_database_no_more_often_than_a_short_one(
    client: TestClient, wait: Callable[..., str], approver: Headers, connection: Connection
) -> None:
    def statements() -> int:
        asked: list[str] = []
        listen = lambda *told: asked.append(told[2])  # noqa: E731 - a listener that is taken off again
        event.listen(connection, "before_cursor_execute", listen)
        client.get("/review?whose=all", headers=approver)
        event.remove(connection, "before_cursor_execute", listen)
        return len(asked)

    wait(release("RA-0"))
    short = statements()
    for number in range(1, 6):
        wait(release(f"RA-{number}", number * 2))
    assert statements() == short


# --- one after the other ------------------------------------------------------------------------------------------


def test_a_decision_leads_to_the_next_upload_of_the_same_queue(
    client: TestClient, wait: Callable[..., str], approver: Headers, session: Session
) -> None:
    first, other, third = (
        wait(release("RA-1")),
        wait(LEAST["hazardous_areas"], layer="hazardous_areas"),
        wait(release("RA-3", 4)),
    )
    page = client.get(f"/review/{first}?layer=release_areas", headers=approver).text
    assert "1 of 2" in page
    assert f"/review/{third}?layer=release_areas" in page
    assert other not in page
    decided = client.post(
        f"/review/{first}?layer=release_areas",
        headers=approver,
        data={"to": "regional_verified", "rule": ["*"], "acceptance": ["Seen."]},
        follow_redirects=False,
    )
    assert decided.headers["location"] == f"/review/{third}?layer=release_areas&decided={first}"
    assert status(session, first) == "regional_verified"
    assert "Waits to be approved by headquarters." in client.get(decided.headers["location"], headers=approver).text


def test_a_refused_decision_is_told_and_what_was_written_stands_again(
    client: TestClient, wait: Callable[..., str], approver: Headers, session: Session
) -> None:
    upload_id = wait(release("RA-1", depth_cleared_cm=None))
    answer = client.post(
        f"/review/{upload_id}", headers=approver, data={"to": "regional_verified", "reason": "Looked at."}
    )
    assert answer.status_code == 409
    assert "REL-02" in answer.text
    assert "Looked at." in answer.text
    assert status(session, upload_id) == "submitted"


def test_what_does_not_wait_any_more_is_shown_where_it_stands(
    client: TestClient, wait: Callable[..., str], approver: Headers
) -> None:
    upload_id = wait(release("RA-1"))
    several(client, approver, "returned", [upload_id], reason="Wrong week.")
    answer = client.get(f"/review/{upload_id}", headers=approver, follow_redirects=False)
    assert answer.headers["location"] == f"/uploads/{upload_id}"


# --- several at once ----------------------------------------------------------------------------------------------


def test_what_is_about_to_be_decided_is_shown_with_the_open_warnings_added_up(
    client: TestClient, wait: Callable[..., str], holder: Callable[..., Headers]
) -> None:
    approver = holder(Role.HQ_APPROVER) | BROWSER
    bare: dict[str, Any] = {"depth_cleared_cm": None}
    one = wait(release("RA-1", **bare))
    two = wait(release("RA-2", 2, **bare), release("RA-3", 4, **bare))
    own = wait(release("RA-4", 6), by=approver)
    page = client.get(
        "/review/several", headers=approver, params={"to": "regional_verified", "upload": [one, two, own]}
    ).text
    assert "Verify 2 uploads" in page
    assert "1 of the chosen is left out:" in page
    assert "You had a part in this upload already" in page
    assert "3 warnings, in 2 uploads" in page
    assert f'name="upload" value="{own}"' not in page


def test_each_is_decided_by_itself_and_what_came_of_it_is_told(
    client: TestClient, wait: Callable[..., str], holder: Callable[..., Headers], session: Session
) -> None:
    approver, second = holder(Role.HQ_APPROVER) | BROWSER, holder(Role.HQ_APPROVER) | BROWSER
    good, moved, own, unanswered = (
        wait(release("RA-1")),
        wait(release("RA-2", 2)),
        wait(release("RA-3", 4), by=approver),
        wait(release("RA-4", 6, depth_cleared_cm=None)),
    )
    last = wait(release("RA-5", 8))
    assert outcomes(several(client, second, "returned", [moved], reason="Another week.")) == ["done"]
    answer = several(client, approver, "regional_verified", [good, moved, own, unanswered, last], reason="Seen.")
    assert outcomes(answer) == ["done", "changed", "refused", "refused", "done"]
    assert "2 of 5 decided." in answer.text
    assert "moved it on" in answer.text
    assert "REL-02" in answer.text
    stands = [status(session, upload_id) for upload_id in (good, moved, own, unanswered, last)]
    assert stands == ["regional_verified", "returned", "submitted", "submitted", "regional_verified"]


def test_a_refused_approval_leaves_nothing_half_and_stops_none_that_follow(
    client: TestClient, wait: Callable[..., str], approver: Headers, holder: Callable[..., Headers], session: Session
) -> None:
    first, same, last = wait(release("RA-1")), wait(release("RA-1", remarks="again")), wait(release("RA-2", 2))
    verifier = holder(Role.REGIONAL_VERIFIER) | BROWSER
    assert outcomes(several(client, verifier, "regional_verified", [first, same, last])) == ["done"] * 3
    answer = several(client, approver, "hq_approved", [first, same, last])
    assert outcomes(answer) == ["done", "refused", "done"]
    assert "Other uploads changed the same records" in answer.text
    assert session.scalar(select(func.count()).select_from(VERSIONS["release_areas"])) == 2
    moves = select(func.count()).where(workflow_event.c.upload_id == same)
    assert session.scalar(moves) == 2  # sent and verified; nothing of the refused approval


def test_a_written_acceptance_is_kept_with_the_uploads_that_have_the_warning(
    client: TestClient, wait: Callable[..., str], approver: Headers, session: Session
) -> None:
    bare, whole = wait(release("RA-1", depth_cleared_cm=None)), wait(release("RA-2", 2))
    said = {"rule": ["*", "REL-02"], "acceptance": ["", "The depth is on its way."]}
    assert outcomes(several(client, approver, "regional_verified", [bare, whole], **said)) == ["done", "done"]
    kept = select(workflow_event.c.upload_id, warning_acceptance.c.rule, warning_acceptance.c.reason)
    pairs = session.execute(
        kept.join(warning_acceptance, warning_acceptance.c.workflow_event_id == workflow_event.c.id)
    )
    assert [(str(row.upload_id), row.rule, row.reason) for row in pairs] == [
        (bare, "REL-02", "The depth is on its way.")
    ]


def test_several_are_returned_with_one_reason_and_none_without(
    client: TestClient, wait: Callable[..., str], approver: Headers, session: Session
) -> None:
    ids = [wait(release("RA-1")), wait(release("RA-2", 2))]
    assert outcomes(several(client, approver, "returned", ids, reason=" ")) == ["refused", "refused"]
    assert outcomes(several(client, approver, "returned", ids, reason="Wrong outlines.")) == ["done", "done"]
    reasons = select(workflow_event.c.reason).where(workflow_event.c.to_status == "returned")
    assert list(session.scalars(reasons)) == ["Wrong outlines."] * 2


def test_who_reviews_nothing_decides_on_none(
    client: TestClient, wait: Callable[..., str], holder: Callable[..., Headers], session: Session
) -> None:
    upload_id = wait(release("RA-1"))
    for role in (Role.ANALYST, Role.REPORT_OFFICER, Role.ADMIN, Role.VIEWER):
        assert several(client, holder(role) | BROWSER, "regional_verified", [upload_id]).status_code == 403
        assert status(session, upload_id) == "submitted"


def test_nobody_can_be_withdrawn_or_asked_for_a_thousand_at_once(client: TestClient, approver: Headers) -> None:
    one = "00000000-0000-0000-0000-000000000000"
    withdrawn = client.get("/review/several", headers=approver, params={"to": "withdrawn", "upload": [one]})
    assert withdrawn.status_code == 400
    many = client.get("/review/several", headers=approver, params={"to": "returned", "upload": [one] * 101})
    assert many.status_code == 400


@pytest.mark.parametrize("review", [ReviewMode.ONE_PERSON])
def test_one_person_verifies_and_approves_several_where_the_installation_says_so(
    client: TestClient, wait: Callable[..., str], approver: Headers, session: Session
) -> None:
    ids = [wait(release("RA-1"), by=approver), wait(release("RA-2", 2), by=approver)]
    assert outcomes(several(client, approver, "regional_verified", ids)) == ["done", "done"]
    assert outcomes(several(client, approver, "hq_approved", ids)) == ["done", "done"]
    assert session.scalar(select(func.count()).select_from(VERSIONS["release_areas"])) == 2
