"""The pages of reports: the archive, the preview with its checks, issuing and revising."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy.orm import Session

from gis.codelists import Role
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square, withdraw

WEEK = "/reports/weekly/2026-W46"
WORKED_ON = "2026-11-11"
"""A Wednesday of the last complete week."""


@pytest.fixture(autouse=True)
def records(session: Session) -> None:
    """Approve a hazard, and a part of it cleared in the last complete week."""
    hazard = {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=4)}
    release = {"effective_date": WORKED_ON, "district_code": "AGM"}
    approve(
        session,
        districts=[LEAST["districts"]],
        hazardous_areas=[LEAST["hazardous_areas"] | hazard],
        release_areas=[LEAST["release_areas"] | release],
    )


@pytest.fixture
def issue(client: TestClient, holder: Callable[..., Headers]) -> Callable[..., Response]:
    """Give what issues the week from its preview, `issue(reason="…")`, and gives the page that follows."""
    headers = holder(Role.REPORT_OFFICER)

    def send(address: str = WEEK, **form: str) -> Response:
        preview = client.get(f"{address}?preview=true", headers=headers).text
        known = re.search(r'name="as_known_at" value="([^"]+)"', preview)
        at = {"as_known_at": known[1]} if known else {}
        return client.post(address, headers=headers, data={"has_read": "true"} | at | form)

    return send


def test_an_archive_without_reports_says_how_they_come(client: TestClient) -> None:
    page = client.get("/reports").text
    assert "No report has been issued yet." in page
    assert f'href="{WEEK}"' in page


def test_a_week_that_is_chosen_opens(client: TestClient) -> None:
    answer = client.get("/reports?week=2026-W45", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports/weekly/2026-W45")


def test_the_preview_of_a_week_shows_its_checks_and_freezes_nothing(client: TestClient) -> None:
    page = client.get(WEEK).text
    for words in (
        "The week is over.",
        "Districts with approved work: 1.",
        "The districts add up to the national figure.",
        "Nothing waits for review.",
        "not issued: nothing of it is frozen",
    ):
        assert words in page
    assert "Issue the bulletin" not in page
    assert client.get("/api/v1/reports").json() == []


def test_a_report_is_issued_exactly_as_its_preview_was_read(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    headers = holder(Role.REPORT_OFFICER)
    preview = client.get(WEEK, headers=headers).text
    known = re.search(r'name="as_known_at" value="([^"]+)"', preview)
    assert known
    late = {"code": "RA-2", "effective_date": WORKED_ON, "district_code": "AGM", "geometry": square(2, 0)}
    approve(session, release_areas=[LEAST["release_areas"] | late])
    client.post(WEEK, headers=headers, data={"has_read": "true", "as_known_at": known[1]})
    (report,) = client.get("/api/v1/reports").json()
    figures = client.get(f"/api/v1/reports/{report['id']}.json").json()["figures"]
    assert figures["areas"]["cleared_m2"] == pytest.approx(9_536, abs=1)


def test_an_issued_report_is_listed_for_everybody_in_both_languages(
    client: TestClient, issue: Callable[..., Response]
) -> None:
    page = issue().text
    assert "Revision 1, issued" in page
    checksum = client.get("/api/v1/reports").json()[0]["checksum"]
    assert checksum in page
    archive = client.get("/reports").text
    assert f'href="{WEEK}?revision=1"' in archive
    assert checksum[:12] in archive
    assert len(re.findall(r'"/api/v1/reports/[0-9a-f-]{36}\.(?:html|pdf)\?lang=(?:en|az)"', archive)) == 4
    assert "Həftəlik bülleten" in client.get("/reports?lang=az").text


def test_issuing_again_wants_a_reason_and_stands_beside_the_first(
    client: TestClient, issue: Callable[..., Response]
) -> None:
    issue()
    assert "Figures are those" not in client.get(WEEK).text
    assert "issuing again would only repeat them" in client.get(f"{WEEK}?preview=true").text
    refused = issue(reason="  ")
    assert refused.status_code == 400
    assert "write why it is issued again" in refused.json()["detail"]
    page = issue(reason="A late report came in.").text
    assert "A late report came in." in page
    assert "Revision 1, issued" in page
    assert "replaced by revision 2" in client.get("/reports").text
    assert "replaced by revision 2" in client.get(f"{WEEK}?revision=1").text


def test_nothing_is_issued_unread_or_before_its_week_is_over(
    client: TestClient, issue: Callable[..., Response], holder: Callable[..., Headers]
) -> None:
    officer = holder(Role.REPORT_OFFICER)
    assert client.post(WEEK, headers=officer, data={}).status_code == 400
    running = client.get("/reports/weekly/2026-W47", headers=officer).text
    assert "The week is not over: it can be issued from the day after 22 November 2026." in running
    assert "Issue the bulletin" not in running
    assert issue("/reports/weekly/2026-W47").status_code == 400
    assert client.post(WEEK, headers=holder(Role.ANALYST), data={"has_read": "true"}).status_code == 403
    assert client.get("/api/v1/reports").json() == []


def test_what_waits_for_review_and_a_week_without_work_are_told_before_issuing(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    late = {"code": "RA-2", "effective_date": WORKED_ON, "geometry": square(2, 0)}
    send(client, holder(Role.ANALYST), "release_areas", collection(LEAST["release_areas"] | late))
    page = client.get("/reports/weekly/2026-W45").text
    assert "the bulletin prints dashes, which are not zero" in page
    assert "In review, not in the figures: uploads 1, features 1." in page


def test_what_is_no_report_is_refused_by_name(client: TestClient, issue: Callable[..., Response]) -> None:
    issue()
    assert client.get(f"{WEEK}?revision=3").status_code == 404
    for path in ("/reports/monthly/2026-11", "/reports/weekly/2026-W60"):
        assert client.get(path).status_code == 400


def test_a_total_that_went_down_is_told(client: TestClient, session: Session, issue: Callable[..., Response]) -> None:
    issue("/reports/weekly/2026-W46")
    withdraw(session, "release_areas", "RA-1")
    page = client.get("/reports/weekly/2026-W47?preview=true").text
    assert "The total since the beginning is 0.9536 ha lower than in the bulletin of 2026-W46" in page
