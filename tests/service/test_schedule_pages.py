"""The pages of schedules, and the bulletins that anybody may read."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from gis.codelists import DeliveryState, MadeState, Role
from gis.language import LANGUAGES, translations
from service import schedules as package
from service.reports.kinds import KINDS
from service.schedules import made as table
from service.schedules import queries, smtp
from service.schedules.desk import Desk
from service.schedules.making import make_report
from service.schedules.watching import look_after_schedules
from service.settings import MailServer
from service.tables import report_delivery
from tests.conftest import filled_engine
from tests.service.conftest import NOW
from tests.service.files import LEAST, Headers, collection, send
from tests.service.records import approve, square

SCHEDULES = "/reports/schedules"
WEEKLY = f"{SCHEDULES}/new?report=weekly:week"
WEEK = "2026-W46"
"""The last that is over on the day of these tests, a Saturday."""
WISH = {
    "days_after": "1",
    "local_time": "08:00",
    "time_zone": "Asia/Baku",
    "makes_up_all": "true",
    "is_issued": "false",
    "languages": ["az", "en"],
    "formats": ["pdf"],
    "recipients": "director@example.org\npress@example.org",
}
SMTP = MailServer(host="mail.example.org", sender="reports@example.org")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def app(make_app: Callable[..., FastAPI]) -> FastAPI:
    """Give an application with a mail server, which no test here calls."""
    return make_app(smtp=SMTP)


def approve_a_release(session: Session) -> None:
    """Approve a part of a hazard, cleared in the last week that is over."""
    hazard = {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=4)}
    release = {"effective_date": date(2026, 11, 11), "district_code": "AGM"}
    approve(
        session,
        districts=[LEAST["districts"]],
        hazardous_areas=[LEAST["hazardous_areas"] | hazard],
        release_areas=[LEAST["release_areas"] | release],
    )


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with that release."""
    with filled_engine(migrated, approve_a_release) as engine:
        yield engine


@pytest.fixture
def officer(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.REPORT_OFFICER)


@pytest.fixture
def begin(client: TestClient, officer: Headers) -> Callable[..., Response]:
    """Give what begins a weekly schedule, `begin(recipients="…")`, and gives the page that follows."""

    def send(**changes: Any) -> Response:  # noqa: ANN401 - fields of a form
        return client.post(WEEKLY, headers=officer, data=WISH | changes)

    return send


@pytest.fixture
def look(app: FastAPI, session: Session) -> Callable[..., None]:
    """Give what looks after the schedules so many days later and makes what is due."""

    def run(days: int = 0) -> None:
        settings = app.state.settings.model_copy(update={"weekly_report_at": None, "daily_report_at": None})
        desk = Desk(session=session, settings=settings, now=NOW + timedelta(days=days))
        look_after_schedules(desk)
        for made_id in table.in_state(session, MadeState.DUE):
            make_report(desk, made_id)
        session.commit()

    return run


# --- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.HQ_APPROVER])
def test_schedules_are_for_who_schedules_reports(
    client: TestClient, holder: Callable[..., Headers], role: Role
) -> None:
    headers = holder(role)
    assert client.get(SCHEDULES, headers=headers).status_code == 403
    assert client.post(WEEKLY, headers=headers, data=WISH).status_code == 403
    assert client.get(SCHEDULES).status_code == 401


def test_an_administrator_edits_the_list_and_issues_nothing(
    client: TestClient, holder: Callable[..., Headers], begin: Callable[..., Response], session: Session
) -> None:
    page = begin(is_issued="true")
    admin = holder(Role.ADMIN)
    edited = WISH | {"is_issued": "true", "recipients": "other@example.org", "number": "1"}
    assert client.post(f"{page.url.path}/edit", headers=admin, data=edited).status_code == 200
    (schedule,) = queries.schedules(session)
    assert schedule.terms.recipients == ("other@example.org",)
    assert schedule.terms.issuer_id  # still the officer, who said so
    assert client.post(WEEKLY, headers=admin, data=WISH | {"is_issued": "true"}).status_code == 403


# --- beginning and changing -----------------------------------------------------------------------------------------


def test_a_schedule_says_when_it_makes_what_and_for_whom(begin: Callable[..., Response], client: TestClient) -> None:
    page = begin()
    assert page.status_code == 200
    for words in ("Every Monday, 08:00 (Asia/Baku)", "23 November 2026, 08:00", "drafted for a person"):
        assert words in page.text
    assert "director@example.org, press@example.org" in page.text
    az = client.get(page.url.path, params={"lang": "az"}, headers=page.request.headers)
    assert "Hər bazar ertəsi, 08:00 (Asia/Baku)" in az.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipients": "director@example.org no-address"}, "Not an e-mail address: no-address."),
        ({"recipients": "a@b.org\r\nBcc:evil@b.org x@"}, "Not an e-mail address: Bcc:evil@b.org, x@."),
        ({"time_zone": "Baku"}, "There is no time zone “Baku”."),
        ({"languages": []}, "Choose at least one language and one file."),
        ({"formats": ["json"]}, "Choose at least one language and one file."),
    ],
)
def test_what_is_wrong_with_a_schedule_is_said_above_what_was_typed(
    begin: Callable[..., Response], session: Session, changes: dict[str, Any], words: str
) -> None:
    page = begin(**changes)
    assert page.status_code == 400
    assert words in page.text
    assert f'value="{WISH["local_time"]}"' in page.text
    assert queries.schedules(session) == []


def test_two_people_who_change_a_schedule_at_once_are_told(
    begin: Callable[..., Response], client: TestClient, officer: Headers, session: Session
) -> None:
    path = f"{begin().url.path}/edit"
    first = client.post(path, headers=officer, data=WISH | {"recipients": "first@example.org", "number": "1"})
    second = client.post(path, headers=officer, data=WISH | {"recipients": "second@example.org", "number": "1"})
    assert (first.status_code, second.status_code) == (200, 400)
    assert "Somebody changed the schedule meanwhile." in second.text
    assert queries.schedules(session)[0].terms.recipients == ("first@example.org",)


def test_a_schedule_that_was_paused_goes_on_with_what_is_due_next(
    begin: Callable[..., Response], client: TestClient, officer: Headers, session: Session, look: Callable[..., None]
) -> None:
    path = f"{begin().url.path}/pause"
    assert "Nothing is made." in client.post(path, headers=officer, data={"is_paused": "true"}).text
    look(days=10)
    client.app.state.clock = lambda: NOW + timedelta(days=10)  # type: ignore[attr-defined] # the application's own
    client.post(path, headers=officer, data={"is_paused": "false"})
    look(days=10)
    (schedule,) = queries.schedules(session)
    assert table.made_of(session, schedule.id, 10) == []
    look(days=10 + 7)
    assert [one.subject.period.label for one in table.made_of(session, schedule.id, 10)] == ["2026-W49"]


# --- now ------------------------------------------------------------------------------------------------------------


def test_the_last_week_is_made_and_sent_at_once_when_a_person_asks(
    begin: Callable[..., Response], client: TestClient, officer: Headers
) -> None:
    page = client.post(f"{begin().url.path}/send", headers=officer)
    assert f"The mails with {WEEK} are on their way" in page.text
    assert page.text.count("Send again") == 0  # nothing is settled yet
    assert re.findall(r'<th scope="row">(\S+@example\.org)', page.text) == ["director@example.org", "press@example.org"]


def test_what_was_issued_goes_and_not_the_draft(
    begin: Callable[..., Response], client: TestClient, officer: Headers
) -> None:
    path = begin().url.path
    issued = client.post("/api/v1/reports", headers=officer, json={"kind": "weekly", "period": WEEK, "accept": "Seen."})
    assert issued.status_code == 201, issued.text
    page = client.post(f"{path}/send", headers=officer).text
    assert "<small>draft</small>" not in page
    assert "Issued" in page


def test_without_a_mail_server_nothing_can_be_sent(
    make_app: Callable[..., FastAPI], begin: Callable[..., Response], officer: Headers
) -> None:
    path = begin().url.path
    with TestClient(make_app(smtp=None), headers={"accept-language": "en", "accept": "text/html"}) as bare:
        assert "This installation has no mail server." in bare.get(path, headers=officer).text
        refused = bare.post(f"{path}/send", headers=officer)
    assert refused.status_code == 400
    assert "LANDRELEASE_SMTP__HOST" in refused.text


def test_no_page_shows_the_password_of_the_server(
    make_app: Callable[..., FastAPI], begin: Callable[..., Response], officer: Headers
) -> None:
    path = begin().url.path
    server = SMTP.model_copy(update={"user": "landrelease", "password": "hush"})
    with TestClient(make_app(smtp=server)) as told:
        pages = [told.get(one, headers=officer).text for one in (SCHEDULES, path, f"{path}/edit", "/healthz")]
    assert not [page for page in pages if "hush" in page]


def test_what_became_of_a_mail_is_told_in_the_language_of_the_reader(
    begin: Callable[..., Response], client: TestClient, officer: Headers, session: Session
) -> None:
    path = begin().url.path
    client.post(f"{path}/send", headers=officer)
    words = f"{smtp.NOT_REACHED}\n[Errno 111] Connection refused"
    session.execute(update(report_delivery).values(state=DeliveryState.FAILED, error=words))
    assert f"{smtp.NOT_REACHED} [Errno 111]" in client.get(path, headers=officer, params={"lang": "en"}).text
    az = client.get(path, headers=officer, params={"lang": "az"}).text
    assert "Poçt serverinə qoşulmaq mümkün olmadı. [Errno 111]" in az
    assert "2 mails did not go out" in client.get(SCHEDULES, headers=officer, params={"lang": "en"}).text


def test_a_removed_schedule_stays_to_be_read_and_can_do_nothing_more(
    begin: Callable[..., Response], client: TestClient, officer: Headers
) -> None:
    path = begin(draft_recipients="officer@example.org").url.path
    assert "officer@example.org" in client.get(path, headers=officer).text
    assert "Nothing more is made" in client.get(f"{path}/remove", headers=officer).text
    page = client.post(f"{path}/remove", headers=officer)
    assert page.url.path == SCHEDULES
    assert "Removed schedules" in page.text
    assert f'href="{path}"' in page.text
    alone = client.get(path, headers=officer).text
    assert "director@example.org" in alone
    assert f'action="{path}/' not in alone
    assert client.post(f"{path}/pause", headers=officer, data={"is_paused": "true"}).status_code == 400


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_a_draft_leads_to_the_report_as_it_was_made_and_can_be_put_aside(
    begin: Callable[..., Response], client: TestClient, officer: Headers, look: Callable[..., None]
) -> None:
    begin()
    look(days=2)
    page = client.get(SCHEDULES, headers=officer).text
    draft = re.search(r'href="(/reports/weekly/2026-W47\?as_known_at=[^"]+)"', page)
    assert draft
    assert "Read and issue" in page
    dismissal = re.search(r'action="(/reports/schedules/drafts/[^"]+/dismiss)"', page)
    assert dismissal
    assert "Read and issue" not in client.post(dismissal[1], headers=officer).text
    assert client.post(dismissal[1], headers=officer).status_code == 404


def test_a_report_is_not_issued_by_itself_while_a_check_asks_for_a_reason(
    begin: Callable[..., Response],
    client: TestClient,
    holder: Callable[..., Headers],
    officer: Headers,
    session: Session,
    look: Callable[..., None],
) -> None:
    begin(is_issued="true")
    late = LEAST["release_areas"] | {"code": "RA-2", "effective_date": "2026-11-18", "geometry": square(2, 0)}
    send(client, holder(Role.ANALYST), "release_areas", collection(late | {"district_code": "AGM"}))
    look(days=2)
    (schedule,) = queries.schedules(session)
    (made,) = table.made_of(session, schedule.id, 10)
    assert (made.state, made.report_id) == (MadeState.DRAFT, None)
    for language in LANGUAGES:
        words = {"en": "Work of the period waits for review", "az": "Dövrün işi yoxlama gözləyir"}[language]
        assert made.why
        assert words in made.why.told(language)
        assert words in client.get(SCHEDULES, headers=officer, params={"lang": language}).text


# --- the public page ------------------------------------------------------------------------------------------------


@pytest.fixture
def issued(client: TestClient, officer: Headers) -> dict[str, Any]:
    """Issue the week, and again."""
    order = {"kind": "weekly", "period": WEEK, "accept": "Seen."}
    client.post("/api/v1/reports", headers=officer, json=order)
    again = client.post("/api/v1/reports", headers=officer, json=order | {"revision_reason": "A late report."})
    assert again.status_code == 201, again.text
    report: dict[str, Any] = again.json()
    return report


def test_before_the_first_bulletin_the_page_says_so(client: TestClient) -> None:
    assert "No bulletin has been issued yet." in client.get("/bulletins").text
    assert ET.fromstring(client.get("/bulletins.atom").content).findall("a:entry", ATOM) == []  # noqa: S314 - our own


@pytest.mark.parametrize(("language", "sentence"), [("en", "0.9536"), ("az", "0,9536")])
def test_anybody_reads_the_last_revision_of_a_bulletin(
    client: TestClient, issued: dict[str, Any], language: str, sentence: str
) -> None:
    page = client.get("/bulletins", params={"lang": language}).text
    assert page.count("<article") == 1
    assert sentence in page
    assert "A late report." in page
    assert f"/api/v1/reports/{issued['id']}.pdf?lang=az" in page
    assert f'href="/bulletins/weekly/{WEEK}' in page


def test_a_bulletin_has_an_address_of_its_own_that_shows_every_revision(
    client: TestClient, issued: dict[str, Any]
) -> None:
    page = client.get(f"/bulletins/weekly/{WEEK}").text
    assert f'src="/api/v1/reports/{issued["id"]}.html?lang=en"' in page
    assert issued["checksum"] in page
    assert page.count("SHA-256") == 2
    assert client.get("/bulletins/weekly/2026-W45", headers={"accept": "text/html"}).status_code == 404


def test_the_feed_tells_the_same_in_the_language_that_is_asked_for(client: TestClient, issued: dict[str, Any]) -> None:
    answer = client.get("/bulletins.atom", params={"lang": "az"})
    assert answer.headers["content-type"] == "application/atom+xml"
    (entry,) = ET.fromstring(answer.content).findall("a:entry", ATOM)  # noqa: S314 - our own
    told = {name: entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("id", "title", "summary", "updated")}
    assert told["id"] == f"urn:uuid:{issued['id']}"
    assert "09.11.2026–15.11.2026" in str(told["title"])
    assert "0,9536" in str(told["summary"])
    assert datetime.fromisoformat(str(told["updated"])).tzinfo
    links = {link.get("rel"): str(link.get("href")) for link in entry.findall("a:link", ATOM)}
    assert links["alternate"] == f"http://testserver/bulletins/weekly/{WEEK}?lang=az"


def test_a_report_for_the_programme_alone_is_no_bulletin(client: TestClient) -> None:
    internal = [kind for kind in KINDS.values() if not kind.is_public]
    for kind in internal:
        period = {"day": "2026-11-11", "week": WEEK, "month": "2026-10", "quarter": "2026-Q3", "year": "2025"}
        answer = client.get(f"/bulletins/{kind.code}/{period[kind.units[0]]}", headers={"accept": "text/html"})
        assert answer.status_code == 404


# --- words ----------------------------------------------------------------------------------------------------------


def texts() -> Iterator[str]:
    folder = Path(package.__path__[0])
    keywords = DEFAULT_KEYWORDS | {"sentence": None}
    for _, _, message, _, _ in extract_from_dir(folder, [("**.py", "python")], keywords=keywords):
        yield message if isinstance(message, str) else message[0]


def test_every_text_of_schedules_and_mails_has_its_azerbaijani() -> None:
    known = translations("az")._catalog  # noqa: SLF001 - Babel gives no other look into a catalogue
    found = set(texts())
    assert len(found) > 10
    assert not {text for text in found if not known.get(text)}
