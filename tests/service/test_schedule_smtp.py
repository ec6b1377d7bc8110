"""A mail given to a real mail server: how the connection is made, and what is known when something goes wrong."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from typer.testing import CliRunner

from gis.codelists import DeliveryState
from service.cli import app
from service.schedules import smtp
from service.schedules.smtp import Outcome, post
from service.settings import MailServer, TlsMode
from tests.service.post import PASSWORD, SENDER, USER, PostOffice, certified, free_port, post_office, server_at

OPEN_LINE = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
PRIVATE = pytest.mark.parametrize("tls", [TlsMode.STARTTLS, TlsMode.TLS])
HOST = "127.0.0.1"
RECIPIENT = "director@example.org"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def office(port: int) -> Iterator[PostOffice]:
    with post_office(port) as office:
        yield office


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Give an authority that no machine knows."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return tmp_path / "ca.pem"


def posted(server: MailServer) -> Outcome:
    """Post a mail, and give what became of it."""
    message = EmailMessage()
    message["To"] = RECIPIENT
    message.set_content("Salam")
    outcome = post(message, server, may_send=lambda: True)
    assert outcome
    return outcome


def why(server: MailServer) -> str:
    """Give, in our words, why a server gets no mail, and see that every other mail would fare the same."""
    outcome = posted(server)
    assert (outcome.state, outcome.is_of_server, outcome.has_begun) == (DeliveryState.WAITING, True, False)
    assert outcome.error
    return outcome.error.splitlines()[0]


# --- the connection -------------------------------------------------------------------------------------------------


@OPEN_LINE
@PRIVATE
def test_a_private_connection_is_made_where_the_authority_is_named(
    port: int, authority: trustme.CA, ca_file: Path, tls: TlsMode
) -> None:
    server = server_at(port, tls=tls, ca_file=ca_file, user=USER, password=PASSWORD)
    with post_office(port, wants_login=True, tls=tls, shows=certified(authority, HOST)) as office:
        assert posted(server).state is DeliveryState.SENT
    assert office.recipients == [RECIPIENT]


@PRIVATE
def test_a_server_that_no_known_authority_vouches_for_gets_no_mail(
    port: int, authority: trustme.CA, tls: TlsMode
) -> None:
    with post_office(port, tls=tls, shows=certified(authority, HOST)) as office:
        assert why(server_at(port, tls=tls)) == smtp.NOT_TRUSTED
    assert office.mails == []


@PRIVATE
def test_a_server_with_the_certificate_of_another_gets_no_mail(
    port: int, authority: trustme.CA, ca_file: Path, tls: TlsMode
) -> None:
    with post_office(port, tls=tls, shows=certified(authority, "mail.example.org")) as office:
        assert why(server_at(port, tls=tls, ca_file=ca_file)) == smtp.NOT_TRUSTED
    assert office.mails == []


@PRIVATE
def test_a_server_that_offers_no_private_connection_gets_no_mail(port: int, office: PostOffice, tls: TlsMode) -> None:
    assert why(server_at(port, tls=tls)) == smtp.NOT_OFFERED
    assert office.mails == []


def test_a_certificate_that_is_not_there_is_told_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ca_file"):
        server_at(25, ca_file=tmp_path / "none.pem")


@pytest.mark.parametrize("sender", ["ANAMA <reports@example.org>", "reports", ""])
def test_a_sender_that_is_no_bare_address_is_told_before_anything_is_served(sender: str) -> None:
    with pytest.raises(ValueError, match="sender"):
        server_at(25, sender=sender)


@OPEN_LINE
def test_the_service_signs_in_where_the_server_wants_it(port: int) -> None:
    server = server_at(port, user=USER, password=PASSWORD)
    with post_office(port, wants_login=True) as office:
        assert posted(server).state is DeliveryState.SENT
    assert office.recipients == [RECIPIENT]
    assert PASSWORD not in repr(server)


@OPEN_LINE
def test_a_wrong_password_is_told_without_it(port: int) -> None:
    server = server_at(port, user=USER, password="a wrong one")  # noqa: S106 - of a server of the test
    with post_office(port, wants_login=True):
        error = posted(server).error
    assert error
    ours, theirs = error.splitlines()
    assert ours == smtp.NOT_SIGNED_IN
    assert theirs.startswith("535")
    assert "wrong one" not in theirs


def test_a_server_that_wants_a_password_and_gets_none_is_told(port: int) -> None:
    server = server_at(port, user=USER, password=PASSWORD)
    with post_office(port):
        assert why(server) == smtp.NOT_OFFERED


def test_a_server_that_does_not_answer_is_tried_again(port: int) -> None:
    assert why(server_at(port)) == smtp.NOT_REACHED


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Set the mail server as an operator does."""
    for name, value in (("HOST", HOST), ("PORT", str(port)), ("TLS", "none"), ("SENDER", SENDER)):
        monkeypatch.setenv(f"LANDRELEASE_SMTP__{name}", value)


@pytest.mark.usefixtures("settings")
def test_an_operator_tries_the_server_with_a_command(office: PostOffice) -> None:
    answer = CliRunner().invoke(app, ["mail", RECIPIENT], catch_exceptions=False)
    assert (answer.exit_code, answer.stdout) == (0, f"{HOST} took a mail to {RECIPIENT}.\n")
    (mail,) = office.mails
    assert (mail["From"], mail["To"]) == (SENDER, RECIPIENT)
    assert "Reports can be sent." in mail.get_content()


@pytest.mark.usefixtures("settings")
def test_the_command_says_what_is_wrong() -> None:
    answer = CliRunner().invoke(app, ["mail", RECIPIENT], catch_exceptions=False)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert smtp.NOT_REACHED in answer.stderr
    assert CliRunner().invoke(app, ["mail", "nobody"]).exit_code == 2


# --- the mail -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ("452 4.2.2 The mailbox is full", DeliveryState.WAITING),
        ("554 5.7.1 Looks like spam", DeliveryState.REFUSED),
    ],
)
def test_what_the_server_answers_to_a_mail_says_whether_another_try_helps(
    port: int, office: PostOffice, reply: str, state: DeliveryState
) -> None:
    office.data_reply = reply
    assert posted(server_at(port)) == Outcome(state=state, error=reply, has_begun=True)


def test_a_recipient_that_is_not_known_concerns_no_other_mail(port: int, office: PostOffice) -> None:
    office.refused = {RECIPIENT}
    refused = Outcome(state=DeliveryState.REFUSED, error="550 5.1.1 No such user here")
    assert posted(server_at(port)) == refused


def test_when_the_connection_is_lost_during_the_data_nobody_knows(port: int, office: PostOffice) -> None:
    office.hangs_up = True
    outcome = posted(server_at(port))
    assert (outcome.state, outcome.is_of_server, outcome.has_begun) == (DeliveryState.UNSURE, True, True)


def test_the_data_is_sent_only_where_it_may_be(port: int, office: PostOffice) -> None:
    """Asked once sender and recipient are taken: whoever is killed before that has sent nothing."""
    message = EmailMessage()
    message["To"] = RECIPIENT
    assert post(message, server_at(port), may_send=lambda: False) is None
    assert office.mails == []
