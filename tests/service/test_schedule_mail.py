"""Mails that carry reports, given to a real mail server: what is in them, and that each is sent once."""

import time as time_of_day
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from io import BytesIO
from threading import Event
from uuid import UUID

import pytest
from docx import Document
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import DeliveryState, MadeState, ReportKind, Role
from gis.periods import PeriodUnit
from service.accounts.flow import actor_of, add_person
from service.db import make_engine
from service.problems import WrongParameter
from service.reports import flow as reports
from service.reports.flow import ReportOrder
from service.schedules import flow, queries
from service.schedules.schedule import Aim, Terms
from service.schedules.sending import TRY_AGAIN_AFTER, Post
from tests.conftest import fresh_database
from tests.service.files import LEAST
from tests.service.house import BARE, MONDAY, House
from tests.service.post import SENDER, PostOffice, free_port, post_office, server_at
from tests.service.records import approve, square
from tests.service.workers import busy_worker, miss_signs_of_life, work_once

IS_SENDING = "select exists (select from report_delivery where state = 'sending')"
LIST = ("director@example.org", "press@example.org")
OFFICERS = ("officer@example.org",)
WEEK = timedelta(days=7)
SENTENCE = {"en": "0.9536 ha of land released", "az": "0,9536 ha ərazi"}


@pytest.fixture(scope="module")
def database_url(migrated: str) -> Iterator[str]:
    """Give a database in which what is committed stays; each test has a schedule of its own in it."""
    with fresh_database(migrated) as url:
        yield url


@pytest.fixture(scope="module")
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def office(port: int) -> Iterator[PostOffice]:
    with post_office(port) as office:
        yield office


@pytest.fixture(scope="module")
def officer_id(sessions: sessionmaker[Session]) -> UUID:
    with sessions.begin() as session:
        return add_person(session, "officer", name="Officer", role=Role.REPORT_OFFICER, password=None)


@pytest.fixture(scope="module")
def _records(sessions: sessionmaker[Session], officer_id: UUID) -> None:
    """Clear a part of a hazard in week 45, and issue the bulletin of that week."""
    hazard = {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=4)}
    release = {"effective_date": date(2026, 11, 4), "district_code": "AGM"}
    with sessions.begin() as session:
        approve(
            session,
            districts=[LEAST["districts"]],
            hazardous_areas=[LEAST["hazardous_areas"] | hazard],
            release_areas=[LEAST["release_areas"] | release],
        )
    with sessions.begin() as session:
        order = ReportOrder(kind="weekly", period="2026-W45")
        reports.issue(session, order, actor=actor_of(session, officer_id), settings=BARE, now=MONDAY)


@pytest.fixture
def formats() -> tuple[str, ...]:
    """Give what is attached: nothing, for files take time to write, but where a test looks at them."""
    return ()


@pytest.fixture
def house(
    engine: Engine, sessions: sessionmaker[Session], port: int, formats: tuple[str, ...], _records: None
) -> Iterator[House]:
    """Give the installation with a weekly schedule and its list, which begins before week 45 is over."""
    terms = Terms(
        days_after=1,
        local_time=time(8),
        time_zone="Asia/Baku",
        due_after=MONDAY - timedelta(days=5),
        formats=formats,
        recipients=LIST,
        draft_recipients=OFFICERS,
    )
    with sessions.begin() as session:
        schedule_id = queries.add_schedule(session, Aim(kind=ReportKind.WEEKLY, unit=PeriodUnit.WEEK))
        assert schedule_id
        queries.add_version(session, schedule_id, terms, number=1, told_by_id=None)
    house = House(engine, server_at(port), schedule_id)
    yield house
    house.close()


@pytest.fixture
def issued(house: House) -> House:
    """Have the bulletin of week 45, which a person issued, taken up, and its mails wait."""
    house.look()
    return house


def content(mail: EmailMessage, form: str) -> str:
    """Give what a mail says, as plain text or as html."""
    body = mail.get_body((form,))
    assert body
    text: str = body.get_content()
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- what is in it --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("issued")
def test_who_is_on_the_list_gets_the_report_in_both_languages_when_it_is_issued(
    house: House, office: PostOffice
) -> None:
    assert house.states() == [DeliveryState.WAITING] * 2
    house.send()
    house.look()
    house.send()
    assert office.recipients == list(LIST)
    assert house.states() == [DeliveryState.SENT] * 2
    mail = office.mails[0]
    for form in ("plain", "html"):
        words = content(mail, form)
        assert words.index(SENTENCE["az"]) < words.index(SENTENCE["en"])
    assert "Released: 0.9536 ha (by all methods)" in content(mail, "plain")
    assert "<b>0.9536</b> ha" in content(mail, "html")
    assert "2–8 November 2026" in mail["Subject"]
    assert "02.11.2026–08.11.2026" in mail["Subject"]
    assert (mail["From"], mail["Content-Language"], mail["Auto-Submitted"]) == (SENDER, "az, en", "auto-generated")
    assert mail["Date"].datetime == MONDAY
    assert not {name.lower() for name in mail} & {"list-id", "list-unsubscribe", "bcc", "cc"}


@pytest.mark.parametrize("formats", [("pdf", "docx")])
@pytest.mark.usefixtures("issued")
def test_each_language_is_attached_as_a_document_to_print_and_one_to_edit(house: House, office: PostOffice) -> None:
    house.send()
    files = {part.get_filename(): part.get_content() for part in office.mails[0].iter_attachments()}
    assert sorted(map(str, files)) == [
        f"weekly-2026-W45-r1-{language}.{file_format}" for language in ("az", "en") for file_format in ("docx", "pdf")
    ]
    assert files["weekly-2026-W45-r1-az.pdf"].startswith(b"%PDF-")
    words = " ".join(paragraph.text for paragraph in Document(BytesIO(files["weekly-2026-W45-r1-en.docx"])).paragraphs)
    assert SENTENCE["en"] in words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("issued")
def test_every_mail_has_a_number_of_its_own(house: House, office: PostOffice) -> None:
    house.send()
    numbers = {str(mail["Message-ID"]) for mail in office.mails}
    assert numbers == {f"<{mail.id}@example.org>" for mail in house.mails()}


@pytest.mark.parametrize("public_url", ["", "https://demining.example/"])
def test_who_issues_gets_a_draft_as_soon_as_it_waits_and_the_list_when_a_person_sends_it(
    house: House, officer_id: UUID, office: PostOffice, public_url: str
) -> None:
    house.settings = house.settings.model_copy(update={"public_url": public_url})
    house.change(due_after=MONDAY - WEEK - timedelta(days=1))
    house.now = MONDAY - WEEK
    house.look()
    house.send()
    assert office.recipients == list(OFFICERS)
    draft = office.mails[0]
    assert draft["Subject"].startswith("Qaralama: ")
    assert " / Draft: " in draft["Subject"]
    for form in ("plain", "html"):
        words = content(draft, form)
        assert "it has not been issued" in words
        assert "It waits for a person who may issue reports" in words
        assert ("https://demining.example/reports/weekly/2026-W44?lang=en" in words) is bool(public_url)
    with house.sessions.begin() as session:
        made = flow.send_now(house.desk(session), house.schedule, actor=actor_of(session, officer_id))
    assert (made.state, made.subject.period.label) == (MadeState.DRAFT, "2026-W44")
    house.send()
    assert office.recipients == sorted((*LIST, *OFFICERS))


def test_a_report_that_is_issued_again_goes_out_as_a_correction_with_its_reason(
    house: House, officer_id: UUID, office: PostOffice
) -> None:
    house.change(due_after=MONDAY, draft_recipients=())
    house.now = MONDAY + WEEK
    house.issue(officer_id, "2026-W46")
    house.look()
    house.send()
    house.issue(officer_id, "2026-W46", "A field in Ağdam was counted twice.")
    for _ in range(2):
        house.look()
        house.send()
    assert office.recipients == sorted(LIST * 2)
    first, *_, last = office.mails
    assert not first["Subject"].startswith("Düzəliş")
    assert last["Subject"].startswith("Düzəliş: ")
    assert " / Correction: " in last["Subject"]
    for form in ("plain", "html"):
        assert "revision 2 replaces" in content(last, form)
        assert "A field in Ağdam was counted twice." in content(last, form)


def test_of_what_waits_while_the_server_is_down_only_the_last_revision_is_sent(
    house: House, officer_id: UUID, port: int
) -> None:
    house.change(due_after=MONDAY + WEEK, draft_recipients=())
    house.now = MONDAY + 2 * WEEK
    house.issue(officer_id, "2026-W47")
    house.look()
    house.send()
    house.now += timedelta(hours=1)
    house.issue(officer_id, "2026-W47", "A field was counted twice.")
    house.look()
    with post_office(port) as office:
        house.now += timedelta(days=1)
        house.send()
    assert [(mail["To"], mail["Subject"][:7]) for mail in office.mails] == [(to, "Düzəliş") for to in LIST]
    assert house.states() == [DeliveryState.REPLACED, DeliveryState.SENT] * 2


@pytest.mark.usefixtures("issued")
def test_a_schedule_that_is_removed_makes_nothing_more_and_sends_what_it_had_promised(
    house: House, officer_id: UUID, office: PostOffice
) -> None:
    with house.sessions.begin() as session:
        flow.remove_schedule(house.desk(session), house.schedule, actor=actor_of(session, officer_id))
    house.now += 5 * WEEK
    house.look()
    house.send()
    assert [made.subject.period.label for made in house.made()] == ["2026-W45"]
    assert office.recipients == list(LIST)
    with house.sessions.begin() as session:
        desk, actor = house.desk(session), actor_of(session, officer_id)
        for act in (flow.send_now, flow.remove_schedule):
            with pytest.raises(WrongParameter, match="was removed"):
                act(desk, house.schedule, actor=actor)


# --- once -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("issued")
def test_a_recipient_that_is_refused_keeps_nobody_from_their_mail(house: House, office: PostOffice) -> None:
    office.refused = {LIST[0]}
    house.send()
    house.now += timedelta(days=2)
    house.send()
    refused, sent = house.mails()
    assert (refused.state, refused.error, refused.attempt_count) == (
        DeliveryState.REFUSED, "550 5.1.1 No such user here", 1,
    )  # fmt: skip
    assert sent.state is DeliveryState.SENT
    assert office.recipients == [LIST[1]]


@pytest.mark.usefixtures("issued")
def test_a_server_that_was_down_gets_every_mail_once_when_it_comes_back(house: House, port: int) -> None:
    house.send()
    for mail in house.mails():
        assert (mail.state, mail.attempt_count, mail.next_try_at) == (
            DeliveryState.WAITING, 1, MONDAY + TRY_AGAIN_AFTER[0],
        )  # fmt: skip
        assert mail.error
    with post_office(port) as office:
        house.send()
        assert office.mails == []  # it is not time yet
        house.now += TRY_AGAIN_AFTER[0]
        house.send()
        house.send()
    assert office.recipients == list(LIST)
    assert [(mail.state, mail.attempt_count) for mail in house.mails()] == [(DeliveryState.SENT, 2)] * 2


def jobs(house: House) -> Sequence[datetime | None]:
    """Give, of each job that waits to send its mails, before when it does nothing."""
    (made,) = house.made()
    asked = "select scheduled_at from procrastinate_jobs where status = 'todo' and args->>'made_report_id' = :id"
    with house.sessions() as session:
        return session.scalars(text(asked), {"id": str(made.id)}).all()


def all_jobs_done(house: House) -> None:
    with house.sessions.begin() as session:
        session.execute(text("update procrastinate_jobs set status = 'succeeded' where status = 'todo'"))


@pytest.mark.usefixtures("issued")
def test_the_queue_comes_back_to_a_mail_when_it_is_time_and_not_before(house: House, officer_id: UUID) -> None:
    """A job that waited for that time would keep back what a person wants sent meanwhile."""
    house.send()
    all_jobs_done(house)
    house.look()
    assert jobs(house) == []
    with house.sessions.begin() as session:
        flow.send_again(house.desk(session), house.mails()[0].id, actor=actor_of(session, officer_id))
    assert jobs(house) == [None]
    all_jobs_done(house)
    house.now += TRY_AGAIN_AFTER[0]
    house.look()
    house.look()
    assert jobs(house) == [None]


@pytest.mark.usefixtures("issued")
def test_a_server_that_stays_away_is_given_up(house: House) -> None:
    for pause in (*TRY_AGAIN_AFTER, timedelta(0)):
        house.send()
        house.now += pause
    given_up = house.mails()
    assert [(mail.state, mail.attempt_count) for mail in given_up] == [(DeliveryState.FAILED, 12)] * 2
    assert given_up[0].settled_at
    assert given_up[0].settled_at - MONDAY > timedelta(days=4)
    house.look()
    house.send()
    assert house.mails() == given_up


@pytest.mark.usefixtures("issued")
def test_a_mail_that_may_have_gone_out_is_never_tried_again(house: House, office: PostOffice) -> None:
    office.hangs_up = True
    house.send()
    assert house.states() == [DeliveryState.UNSURE, DeliveryState.WAITING]  # the next is not given to such a server
    office.hangs_up = False
    house.now += timedelta(days=2)
    house.look()
    house.send()
    assert house.states() == [DeliveryState.UNSURE, DeliveryState.SENT]
    assert office.recipients == list(LIST)


@pytest.mark.usefixtures("issued")
def test_a_mail_is_sent_again_when_a_person_asks(house: House, office: PostOffice, officer_id: UUID) -> None:
    house.send()
    first = house.mails()[0]
    with house.sessions.begin() as session:
        flow.send_again(house.desk(session), first.id, actor=actor_of(session, officer_id))
    house.send()
    assert office.recipients == [LIST[0], *LIST]
    asked = sorted((mail.recipient, mail.asked_by or "") for mail in house.mails())
    assert asked == [(LIST[0], ""), (LIST[0], "Officer"), (LIST[1], "")]
    assert len({str(mail["Message-ID"]) for mail in office.mails}) == 3


def test_without_a_mail_server_reports_are_made_and_no_mail_waits(house: House) -> None:
    house.settings = BARE
    house.look()
    assert [made.state for made in house.made()] == [MadeState.ISSUED]
    assert house.mails() == []


@pytest.mark.usefixtures("issued")
def test_a_worker_that_is_to_end_leaves_the_mails_that_it_has_not_begun(house: House, office: PostOffice) -> None:
    (made,) = house.made()
    post = Post(
        engine=house.engine, settings=house.settings, clock=lambda: MONDAY, is_ending=lambda: bool(office.mails)
    )
    post.send_waiting(made.id)
    assert house.states() == [DeliveryState.SENT, DeliveryState.WAITING]
    house.send()
    assert office.recipients == list(LIST)


# --- the worker -----------------------------------------------------------------------------------------------------


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Set the mail server as an operator does."""
    for name, value in (("HOST", "127.0.0.1"), ("PORT", str(port)), ("TLS", "none"), ("SENDER", SENDER)):
        monkeypatch.setenv(f"LANDRELEASE_SMTP__{name}", value)
    monkeypatch.setenv("LANDRELEASE_WEEKLY_REPORT_AT", "")
    monkeypatch.setenv("LANDRELEASE_DAILY_REPORT_AT", "")


@pytest.mark.usefixtures("environment")
def test_the_worker_makes_issues_and_sends_what_is_due(
    engine: Engine, house: House, officer_id: UUID, office: PostOffice
) -> None:
    """By its own clock one week became due since a week ago: the last that is over, at midnight on Monday.

    What one job queues, the mails of what it issued, is done as well before the worker ends.
    """
    house.change(local_time=time(0), issuer_id=officer_id, due_after=datetime.now(UTC) - WEEK)
    work_once(engine)
    (made,) = house.made()
    assert made.state is MadeState.ISSUED, made.why
    assert office.recipients == list(LIST)


@pytest.mark.slow
@pytest.mark.usefixtures("environment", "issued")
def test_a_worker_that_is_killed_while_it_sends_leaves_no_second_mail(
    engine: Engine, sessions: sessionmaker[Session], database_url: str, house: House, office: PostOffice
) -> None:
    house.change(is_paused=True)  # by the worker's own clock, later weeks are due
    office.holds = Event()
    url = database_url.replace("+psycopg", "")
    with busy_worker(url, sessions, IS_SENDING) as process:
        while not office.mails:
            time_of_day.sleep(0.05)
        process.kill()
        process.wait()
    office.holds.set()
    miss_signs_of_life(sessions)
    work_once(engine)
    assert sorted(house.states()) == [DeliveryState.SENT, DeliveryState.UNSURE]
    assert office.recipients == list(LIST)
