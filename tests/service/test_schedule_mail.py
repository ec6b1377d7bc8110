"""Mails that carry reports, given to a real mail server: what is in them, and that each is sent once."""

import time as time_of_day
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from threading import Event
from uuid import UUID

import pytest
from docx import Document
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from gis.codelists import DeliveryState, MadeState, ReportKind, Role
from gis.periods import PeriodUnit
from service.accounts.flow import actor_of, add_person
from service.db import make_engine
from service.reports import flow as reports
from service.reports.flow import ReportOrder
from service.schedules import flow, queries
from service.schedules import made as table
from service.schedules.deliveries import Delivery, deliveries_of
from service.schedules.desk import Desk
from service.schedules.making import make_report
from service.schedules.schedule import Aim, Schedule, Terms
from service.schedules.sending import TRY_AGAIN_AFTER, Post
from service.schedules.watching import look_after_schedules
from service.settings import MailServer, Settings
from service.tables import report_delivery
from tests.conftest import fresh_database
from tests.service.files import LEAST
from tests.service.post import PASSWORD, SENDER, USER, PostOffice, free_port, post_office, server_at
from tests.service.records import approve, square
from tests.service.workers import busy_worker, miss_signs_of_life, work_once

MONDAY = datetime(2026, 11, 9, 4, tzinfo=UTC)
BARE = Settings(_env_file=None, weekly_report_at=None, daily_report_at=None)
OPEN_LINE = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
IS_SENDING = "select exists (select from report_delivery where state = 'sending')"
LIST = ("director@example.org", "press@example.org")
WEEK = timedelta(days=7)
SENTENCE = {"en": "0.9536 ha of land released", "az": "0,9536 ha ərazi"}


@pytest.fixture
def database_url(migrated: str) -> Iterator[str]:
    with fresh_database(migrated) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def office(port: int) -> Iterator[PostOffice]:
    with post_office(port) as office:
        yield office


@pytest.fixture
def officer_id(sessions: sessionmaker[Session]) -> UUID:
    with sessions.begin() as session:
        return add_person(session, "officer", name="Officer", role=Role.REPORT_OFFICER, password=None)


@pytest.fixture
def formats() -> tuple[str, ...]:
    """Give what is attached: nothing, for files take time to write, but where a test looks at them."""
    return ()


@pytest.fixture
def schedule(sessions: sessionmaker[Session], formats: tuple[str, ...]) -> Schedule:
    """Begin a weekly schedule with a list, before a week in which a hectare was cleared."""
    with sessions.begin() as session:
        release = {"effective_date": date(2026, 11, 4), "district_code": "AGM"}
        hazard = {"contamination_types": ["ap_mine"], "geometry": square(0, 0, width=4)}
        approve(
            session,
            districts=[LEAST["districts"]],
            hazardous_areas=[LEAST["hazardous_areas"] | hazard],
            release_areas=[LEAST["release_areas"] | release],
        )
        schedule_id = queries.add_schedule(session, Aim(kind=ReportKind.WEEKLY, unit=PeriodUnit.WEEK))
        assert schedule_id
        terms = Terms(
            days_after=1,
            local_time=time(8),
            time_zone="Asia/Baku",
            due_after=MONDAY - timedelta(days=5),
            formats=formats,
            recipients=LIST,
        )
        queries.add_version(session, schedule_id, terms, number=1, told_by_id=None)
        found = queries.schedule(session, schedule_id)
    assert found
    return found


class House:
    """The installation as the worker has it, with a clock that tests move."""

    def __init__(self, engine: Engine, server: MailServer | None) -> None:
        self.engine = engine
        self.settings = BARE.model_copy(update={"smtp": server})
        self.sessions = sessionmaker(engine, expire_on_commit=False)
        self.now = MONDAY

    def desk(self, session: Session) -> Desk:
        return Desk(session=session, settings=self.settings, now=self.now)

    def look(self) -> None:
        """Look after the schedules, and make what is due."""
        with self.sessions.begin() as session:
            look_after_schedules(self.desk(session))
            for made_id in table.in_state(session, MadeState.DUE):
                make_report(self.desk(session), made_id)

    def send(self) -> None:
        """Send what waits about everything that was made."""
        with self.sessions() as session:
            made_ids = list(session.scalars(select(report_delivery.c.made_report_id).distinct()))
        for made_id in made_ids:
            Post(engine=self.engine, settings=self.settings, clock=lambda: self.now).send_waiting(made_id)

    def mails(self) -> list[Delivery]:
        with self.sessions() as session:
            made_ids = list(session.scalars(select(report_delivery.c.made_report_id).distinct()))
            return sorted(deliveries_of(session, made_ids), key=lambda mail: (mail.recipient, mail.asked_at))

    def states(self) -> list[DeliveryState]:
        return [mail.state for mail in self.mails()]


@pytest.fixture
def house(engine: Engine, port: int) -> House:
    return House(engine, server_at(port))


@pytest.fixture
def issued(house: House, schedule: Schedule, officer_id: UUID) -> Schedule:
    """Have the draft of the week made and issued by a person, and its mails wait."""
    house.look()
    with house.sessions.begin() as session:
        order = ReportOrder(kind="weekly", period="2026-W45")
        reports.issue(session, order, actor=actor_of(session, officer_id), settings=house.settings, now=house.now)
    house.look()
    return schedule


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
    body = mail.get_body()
    assert body
    text = body.get_content().replace("\N{NO-BREAK SPACE}", " ")
    assert text.index(SENTENCE["az"]) < text.index(SENTENCE["en"])
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
        f"weekly-2026-W45-{language}.{file_format}" for language in ("az", "en") for file_format in ("docx", "pdf")
    ]
    assert files["weekly-2026-W45-az.pdf"].startswith(b"%PDF-")
    words = " ".join(paragraph.text for paragraph in Document(BytesIO(files["weekly-2026-W45-en.docx"])).paragraphs)
    assert SENTENCE["en"] in words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("issued")
def test_every_mail_has_a_number_of_its_own(house: House, office: PostOffice) -> None:
    house.send()
    numbers = {str(mail["Message-ID"]) for mail in office.mails}
    assert numbers == {f"<{mail.id}@example.org>" for mail in house.mails()}


def test_a_draft_that_is_sent_says_that_it_is_one(
    house: House, schedule: Schedule, officer_id: UUID, office: PostOffice
) -> None:
    with house.sessions.begin() as session:
        made = flow.send_now(house.desk(session), schedule, actor=actor_of(session, officer_id))
    assert (made.state, made.subject.period.label) == (MadeState.DRAFT, "2026-W45")
    house.send()
    assert office.recipients == list(LIST)
    subject = office.mails[0]["Subject"]
    assert subject.startswith("Qaralama: ")
    assert " / Draft: " in subject
    body = office.mails[0].get_body()
    assert body
    assert "it has not been issued" in body.get_content().replace("\n", " ")


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


@pytest.mark.usefixtures("issued")
def test_the_queue_comes_back_to_a_mail_when_it_is_time(house: House) -> None:
    house.send()
    with house.sessions() as session:
        job = "select max(scheduled_at) from procrastinate_jobs where task_name = 'send_report'"
        assert session.scalar(text(job)) == MONDAY + TRY_AGAIN_AFTER[0]


@pytest.mark.usefixtures("issued")
def test_a_server_that_stays_away_is_given_up(house: House) -> None:
    for pause in (*TRY_AGAIN_AFTER, timedelta(0)):
        house.send()
        house.now += pause
    given_up = house.mails()
    assert [(mail.state, mail.attempt_count) for mail in given_up] == [(DeliveryState.FAILED, 8)] * 2
    house.look()
    house.send()
    assert house.mails() == given_up


@pytest.mark.usefixtures("issued")
def test_a_mail_that_the_server_puts_off_waits_and_one_that_it_takes_ill_does_not(
    house: House, office: PostOffice
) -> None:
    office.data_reply = "452 4.2.2 The mailbox is full"
    house.send()
    assert house.states() == [DeliveryState.WAITING] * 2
    office.data_reply = "554 5.7.1 Looks like spam"
    house.now += TRY_AGAIN_AFTER[0]
    house.send()
    assert house.states() == [DeliveryState.REFUSED] * 2


@pytest.mark.usefixtures("issued")
def test_a_mail_that_may_have_gone_out_is_never_tried_again(house: House, office: PostOffice) -> None:
    office.hangs_up = True
    house.send()
    office.hangs_up = False
    house.now += timedelta(days=2)
    house.look()
    house.send()
    assert house.states() == [DeliveryState.UNSURE] * 2
    assert office.recipients == list(LIST)


@pytest.mark.usefixtures("issued")
def test_a_mail_is_sent_again_when_a_person_asks(house: House, office: PostOffice, officer_id: UUID) -> None:
    house.send()
    first = house.mails()[0]
    with house.sessions.begin() as session:
        flow.send_again(house.desk(session), first.id, actor=actor_of(session, officer_id))
    house.send()
    assert office.recipients == [LIST[0], *LIST]
    assert [mail.asked_by for mail in house.mails()] == [None, "Officer", None]
    assert len({str(mail["Message-ID"]) for mail in office.mails}) == 3


@pytest.mark.usefixtures("schedule")
def test_without_a_mail_server_reports_are_made_and_no_mail_waits(house: House) -> None:
    house.settings = BARE
    house.look()
    with house.sessions() as session:
        assert session.scalar(select(func.count()).select_from(report_delivery)) == 0
        assert len(table.drafts(session)) == 1


# --- the password ---------------------------------------------------------------------------------------------------


@OPEN_LINE
@pytest.mark.usefixtures("issued")
def test_the_service_signs_in_where_the_server_wants_it(house: House, port: int) -> None:
    server = server_at(port, user=USER, password=PASSWORD)
    house.settings = BARE.model_copy(update={"smtp": server})
    with post_office(port, wants_login=True) as office:
        house.send()
    assert office.recipients == list(LIST)
    assert PASSWORD not in repr(house.settings)


@OPEN_LINE
@pytest.mark.usefixtures("issued")
def test_a_wrong_password_is_told_without_it_and_may_be_mended(house: House, port: int) -> None:
    server = server_at(port, user=USER, password="a wrong one")  # noqa: S106 - of a server of the test
    house.settings = BARE.model_copy(update={"smtp": server})
    with post_office(port, wants_login=True):
        house.send()
    assert house.states() == [DeliveryState.WAITING] * 2
    errors = {mail.error for mail in house.mails()}
    assert all(error and error.startswith("535") and "wrong one" not in error for error in errors)


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
    engine: Engine, sessions: sessionmaker[Session], schedule: Schedule, officer_id: UUID, office: PostOffice
) -> None:
    """By its own clock one week became due since a week ago: the last that is over, at midnight on Monday."""
    with sessions.begin() as session:
        terms = replace(schedule.terms, local_time=time(0), issuer_id=officer_id, due_after=datetime.now(UTC) - WEEK)
        queries.add_version(session, schedule.id, terms, number=2, told_by_id=officer_id)
    for _ in ("make", "send"):
        work_once(engine)
    with sessions() as session:
        (made,) = table.made_of(session, schedule.id, 10)
    assert made.state is MadeState.ISSUED, made.why
    assert office.recipients == list(LIST)


@pytest.mark.slow
@pytest.mark.usefixtures("environment", "issued")
def test_a_worker_that_is_killed_while_it_sends_leaves_no_second_mail(
    engine: Engine, sessions: sessionmaker[Session], database_url: str, house: House, office: PostOffice
) -> None:
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
