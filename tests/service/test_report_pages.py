"""The pages of reports: the archive, the preview with its checks, issuing and revising."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gis.codelists import Role
from tests.conftest import filled_engine
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square

WEEK = "/reports/weekly/2026-W46"
WORKED_ON = "2026-11-11"
"""A Wednesday of the last complete week."""


KINDS_OF_FORM = ("weekly", "monthly", "period")


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
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
def officer(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.REPORT_OFFICER)


@pytest.fixture
def issue(client: TestClient, officer: Headers) -> Callable[..., Response]:
    """Give what issues a report from its preview, `issue(reason="…")`, and gives the page that follows."""

    def send(path: str = WEEK, **form: str | list[str]) -> Response:
        joined = "&" if "?" in path else "?"
        preview = client.get(f"{path}{joined}preview=true", headers=officer).text
        known = re.search(r'name="as_known_at" value="([^"]+)"', preview)
        at = {"as_known_at": known[1]} if known else {}
        return client.post(path, headers=officer, data={"has_read": "true"} | at | form)

    return send


# --- the archive, and the way to a report -------------------------------------------------------------------------


def test_an_archive_without_reports_says_how_they_come(client: TestClient) -> None:
    page = client.get("/reports").text
    assert "No report has been issued yet." in page
    assert f'href="{WEEK}"' in page


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("kind=weekly&period=2026-W45", "/reports/weekly/2026-W45"),
        ("kind=weekly&period=2026-11-04", "/reports/weekly/2026-W45"),
        ("kind=weekly&period=", WEEK),
        ("kind=annual", "/reports/annual/2025"),
        ("kind=balance&period=&from=&to=", "/reports/balance/2026-10"),
        ("kind=monthly&period=2026-10-31&scope=district:AGM", "/reports/monthly/2026-10?district=AGM"),
        ("kind=balance&period=&from=2026-10-19&to=2026-10-01", "/reports/balance/2026-10-01..2026-10-19"),
        ("kind=balance&from=2026-10-01&to=2026-10-31", "/reports/balance/2026-10"),
    ],
)
def test_a_report_that_is_typed_or_picked_opens(client: TestClient, asked: str, page: str) -> None:
    answer = client.get(f"/reports/open?{asked}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("kind=weekly&period=2025-W53", "There is no week 2025-W53: the last of 2025 is 2025-W52."),
        ("kind=weekly&period=2027-W02", "nothing of it was known. Choose a period that has begun."),
        ("kind=weekly&period=2026-10", "is made for a week (2025-W43)"),
        ("kind=balance&from=2026-10-01", "is not a period"),
        ("kind=yearly&period=2025", "There is no report of the kind"),
    ],
)
def test_what_is_no_period_is_said_beside_its_field(client: TestClient, asked: str, words: str) -> None:
    answer = client.get(f"/reports/open?{asked}")
    assert answer.status_code == 400
    page = answer.text
    assert 'aria-invalid="true"' in page
    assert words in unescape(page)
    assert 'id="refusal" role="alert"' in page


@pytest.mark.parametrize(
    ("address", "words", "nearest"),
    [
        ("weekly/2025-W53", "the last of 2025 is 2025-W52.", ["weekly/2025-W51", "weekly/2025-W52", "weekly/2026-W01"]),
        ("monthly/2026-13", "“2026-13” is not a period.", ["monthly/2026-10", "monthly/2026-11"]),
        ("monthly/2025-13", "“2025-13” is not a period.", ["monthly/2025-11", "monthly/2025-12", "monthly/2026-01"]),
        ("weekly/2027-W05", "nothing of it was known.", ["weekly/2026-W46", "weekly/2026-W47"]),
        ("weekly/2025-10", "is made for a week", ["weekly/2025-W39", "weekly/2025-W40", "weekly/2025-W41"]),
        ("wekly/2026-W45", "no report of the kind “wekly”", [f"weekly/2026-W{week}" for week in (44, 45, 46)]),
        ("annual/2019", "Reports begin after", ["annual/2021"]),
        ("balance/soon", "“soon” is not a period.", ["balance/2026-10", "balance/2026-11"]),
    ],
)
def test_a_wrong_address_says_why_and_offers_the_nearest_reports(
    client: TestClient, address: str, words: str, nearest: list[str]
) -> None:
    answer = client.get(f"/reports/{address}")
    assert answer.status_code == 400
    refusal = unescape(answer.text.partition('id="refusal" role="alert"')[2].partition("</div>")[0])
    assert words in refusal
    assert re.findall(r'href="/reports/([^"]+)"', refusal) == nearest
    assert f'value="{address.partition("/")[2]}"' in answer.text


def test_a_wrong_address_keeps_the_district_unless_there_is_no_such(client: TestClient) -> None:
    wrong_week, wrong_district = (
        client.get(f"/reports/weekly/{asked}", headers={"accept-language": "az"})
        for asked in ("2025-W53?district=AGM", "2025-W43?district=XXX")
    )
    assert "2025-W53 həftəsi yoxdur" in wrong_week.text
    assert 'href="/reports/weekly/2025-W52?district=AGM"' in wrong_week.text
    assert '<option value="district:AGM" selected>' in wrong_week.text
    assert (wrong_district.status_code, "“XXX” kodu tanınmır." in wrong_district.text) == (400, True)
    assert 'href="/reports/weekly/2025-W43"' in wrong_district.text


def test_the_fields_of_the_period_follow_the_kind(client: TestClient) -> None:
    weeks, months, any_days = (
        client.get(f"/reports/picker?kind={kind}").text for kind in ("weekly", "monthly", "period")
    )
    assert "Left empty: Week 46, 9–15 November 2026" in weeks
    assert '<option value="2026-W45">Week 45, 2–8 November 2026</option>' in weeks
    assert '<option value="2026-10">October 2026</option>' in months
    assert ('name="from"' in weeks, 'name="from"' in any_days) == (False, True)
    assert "Left empty: October 2026" in any_days


def test_the_last_periods_say_whether_they_are_issued(client: TestClient, issue: Callable[..., Response]) -> None:
    before, after = client.get("/reports").text, (issue(), client.get("/reports").text)[1]
    assert before.count("not issued") == 5  # a bulletin, a month, a quarter, a year, and its treaty tables
    assert after.count("not issued") == 4


def test_the_first_page_tells_of_a_week_that_is_not_issued_and_then_leads_to_it(
    client: TestClient, holder: Callable[..., Headers], issue: Callable[..., Response], officer: Headers
) -> None:
    def waits(headers: Headers) -> bool:
        return f'href="{WEEK}">weekly bulletin is not issued.' in client.get("/attention", headers=headers).text

    assert (waits(officer), waits(holder(Role.ANALYST))) == (True, False)
    issue()
    assert not waits(officer)
    assert 'href="/bulletins/weekly/2026-W46">Weekly bulletin, Week 46' in client.get("/").text


def test_an_issued_report_is_listed_for_everybody_in_both_languages(
    client: TestClient, issue: Callable[..., Response]
) -> None:
    page = issue().text
    assert "Revision 1, issued" in page
    assert client.get("/api/v1/reports").json()[0]["checksum"] in page
    archive = client.get("/reports").text
    assert f'href="{WEEK}?revision=1"' in archive
    for file_format in ("html", "pdf", "docx", "xlsx"):
        assert len(re.findall(rf'"/api/v1/reports/[0-9a-f-]{{36}}\.{file_format}\?lang=(?:en|az)"', archive)) == 2
    assert "Həftəlik bülleten" in client.get("/reports?lang=az").text


def test_the_archive_is_narrowed_and_turned_page_by_page(
    client: TestClient, session: Session, issue: Callable[..., Response]
) -> None:
    issue()
    repeat = """
        insert into report (kind, period, period_from, period_to, scope, account, as_known_at, revision, content,
                            checksum, issued_by_id)
        select kind, to_char(period_from - 7 * n, 'IYYY-"W"IW'), period_from - 7 * n, period_to - 7 * n,
               '{"district": "AGM"}', account, as_known_at, 1, content, checksum, issued_by_id
        from report, generate_series(1, 150) as n
    """
    session.execute(text(repeat))
    first, second = (client.get(f"/reports?part={part}").text for part in (1, 2))
    due = first[: first.index('id="issued"')].count("<tr>")
    assert (first.count("<tr>") - due, second.count("<tr>")) == (101, 52)
    assert "151 reports" in first
    assert "Aghdam" in client.get("/reports?scope=district:AGM").text
    assert "Page 1 of 2" in client.get("/reports?kind=weekly&scope=district:AGM").text
    assert "No report was issued that fits this choice." in client.get("/reports?kind=monthly").text
    assert "Page 1 of" not in client.get("/reports?year=2026&scope=").text


# --- a report -----------------------------------------------------------------------------------------------------


def test_the_preview_shows_its_checks_to_the_programme_and_freezes_nothing(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    page = client.get(WEEK, headers=holder(Role.ANALYST)).text
    for words in ("The period is over.", "No work of the period waits for review.", "nothing of it is frozen"):
        assert words in page
    assert "Issue the report" not in page
    public = client.get(WEEK).text
    assert "nothing of it is frozen" in public
    assert "The period is over." not in public
    assert client.get("/api/v1/reports").json() == []


def test_a_report_is_issued_exactly_as_its_preview_was_read(
    client: TestClient, session: Session, officer: Headers
) -> None:
    known = re.search(r'name="as_known_at" value="([^"]+)"', client.get(WEEK, headers=officer).text)
    assert known
    late = {"code": "RA-2", "effective_date": WORKED_ON, "district_code": "AGM", "geometry": square(2, 0)}
    approve(session, release_areas=[LEAST["release_areas"] | late])
    client.post(WEEK, headers=officer, data={"has_read": "true", "as_known_at": known[1]})
    (report,) = client.get("/api/v1/reports").json()
    assert report["as_known_at"] == known[1].replace("+00:00", "Z")
    document = client.get(f"/api/v1/reports/{report['id']}.json").text
    values = re.findall(r'"key":"key_figures/cleared/period".*?"value":([0-9.]+)', document)
    assert [float(value) for value in values] == [pytest.approx(9_536, abs=1)]


def test_issuing_again_wants_a_reason_and_stands_beside_the_first(
    client: TestClient, issue: Callable[..., Response], officer: Headers
) -> None:
    issue()
    assert "issuing again would only repeat them" in client.get(f"{WEEK}?preview=true", headers=officer).text
    refused = issue(reason="  ")
    assert refused.status_code == 400
    assert "write why it is issued again" in refused.json()["detail"]
    page = issue(reason="A late report came in.").text
    assert "A late report came in." in page
    assert "Revision 1, issued" in page
    assert "replaced by revision 2" in client.get("/reports").text
    assert "replaced by revision 2" in client.get(f"{WEEK}?revision=1").text


def test_a_finding_is_answered_on_the_page_and_told_with_the_report(
    client: TestClient, holder: Callable[..., Headers], issue: Callable[..., Response], officer: Headers
) -> None:
    late = {"code": "RA-2", "effective_date": WORKED_ON, "geometry": square(2, 0)}
    send(client, holder(Role.ANALYST), "release_areas", collection(LEAST["release_areas"] | late))
    preview = client.get(WEEK, headers=officer).text
    assert 'name="check" value="in-review"' in preview
    assert "uploads 1, records 1" in preview
    assert issue().status_code == 409
    page = issue(check=["in-review"], answer=["It came after the cut-off."]).text
    assert "Issued although checks found" in page
    assert "It came after the cut-off." in page


def test_nothing_is_issued_unread_or_before_its_period_is_over(
    client: TestClient, issue: Callable[..., Response], holder: Callable[..., Headers], officer: Headers
) -> None:
    assert client.post(WEEK, headers=officer, data={}).status_code == 400
    running = client.get("/reports/weekly/2026-W47", headers=officer).text
    assert "The period is not over: it can be issued from the day after 22 November 2026." in running
    assert "Issue the report" not in running
    assert issue("/reports/weekly/2026-W47").status_code == 400
    assert client.post(WEEK, headers=holder(Role.ANALYST), data={"has_read": "true"}).status_code == 403
    assert client.get("/api/v1/reports").json() == []


def test_a_report_on_a_district_has_its_own_page_and_neighbours(
    client: TestClient, issue: Callable[..., Response]
) -> None:
    issue(f"{WEEK}?district=AGM")
    page = unescape(client.get(f"{WEEK}?district=AGM").text)
    assert "Aghdam" in page
    assert 'href="/reports/weekly/2026-W45?district=AGM" rel="prev"' in page
    assert "Revision 1, issued" in page
    assert "Revision 1, issued" not in client.get(WEEK).text


def test_the_figures_are_compared_with_the_ledger_on_the_page(
    client: TestClient, issue: Callable[..., Response]
) -> None:
    assert 'href="/reports/weekly/2026-W46?revision=1&amp;verified=true#verified"' in issue().text
    page = client.get(f"{WEEK}?verified=true").text
    assert "their checksum is the same" in page
    assert "figures again." in page


def test_the_text_for_the_press_stands_in_both_languages_ready_to_copy(client: TestClient) -> None:
    page = client.get(f"{WEEK}?lang=az").text
    az, en = (re.search(rf'id="press-{language}"><p>([^<]+)', page) for language in ("az", "en"))
    assert az
    assert en
    assert az.start() < en.start()  # the reader's own first
    assert "In the week of 9–15 November 2026" in en[1]
    assert page.count("data-copies=") == 2
    assert "data-copies=" not in client.get("/reports/balance/2026-10").text


def test_what_is_no_report_is_refused_by_name(client: TestClient, issue: Callable[..., Response]) -> None:
    issue()
    assert client.get(f"{WEEK}?revision=3").status_code == 404
    for path in ("/reports/monthly/2026-W46", "/reports/weekly/2026-W60", f"{WEEK}?district=XX", "/reports/none/2025"):
        assert client.get(path).status_code == 400
