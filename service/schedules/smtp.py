"""How a mail is given to the mail server, and what is known when that fails.

The server has a mail once it answers the end of its data with 250. Until the data is sent nothing can have gone out,
and another try is safe; when the connection is lost while it is, nobody can tell.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
)
from ssl import SSLCertVerificationError, SSLError, create_default_context

from gis.codelists import DeliveryState
from service.schedules.words import sentence
from service.settings import MailServer, TlsMode

TAKEN = range(200, 300)
"""Replies of SMTP that say yes (RFC 5321, 4.2.1)."""
PERMANENT = 500
"""From here on they say that another try will not help."""
NOT_REACHED = sentence("The mail server cannot be reached.")
NOT_TRUSTED = sentence(
    "The mail server's certificate cannot be trusted, so nothing was said to it. Its authority can be named by "
    "LANDRELEASE_SMTP__CA_FILE."
)
NOT_OFFERED = sentence(
    "The mail server does not offer the connection that is asked for. It is set by LANDRELEASE_SMTP__TLS: "
    "starttls, tls or none."
)
NOT_SIGNED_IN = sentence("The mail server does not take the user name or the password of this installation.")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a try to send a mail.

    Attributes
    ----------
    error
        What the server said, or why it said nothing; sentences of ours stand on lines of their own.
    is_of_server
        Whether every other mail would fare the same: the server is down, or takes nothing from us.
    has_begun
        Whether the data of the mail had begun to be sent.
    """

    state: DeliveryState
    error: str | None = None
    is_of_server: bool = False
    has_begun: bool = False


def post(message: EmailMessage, server: MailServer, *, may_send: Callable[[], bool]) -> Outcome | None:
    """Give a mail to the mail server, once, and tell what became of it; nothing where it may not be sent after all.

    Parameters
    ----------
    may_send
        Asked when the server has taken sender and recipient; from then on the mail may have gone out.
    """
    try:
        with _connection(server) as client:
            refused = _address(client, message, server)
            if refused:
                return refused
            return _send(client, message) if may_send() else None
    except (SMTPException, OSError) as error:  # before the data: whatever is wrong is wrong for every mail
        words = "\n".join(filter(None, (_why(error), _words(error))))
        return Outcome(state=DeliveryState.WAITING, error=words, is_of_server=True)


@contextmanager
def _connection(server: MailServer) -> Iterator[SMTP]:
    """Open the connection as the settings say, and sign in."""
    tls = create_default_context()
    if server.ca_file:
        tls.load_verify_locations(server.ca_file)
    name = server.sender.rpartition("@")[2]
    if server.tls is TlsMode.TLS:
        client: SMTP = SMTP_SSL(server.host, server.port, name, timeout=server.timeout_s, context=tls)
    else:
        client = SMTP(server.host, server.port, name, timeout=server.timeout_s)
    try:
        if server.tls is TlsMode.STARTTLS:
            client.starttls(context=tls)
        if server.user:
            client.login(server.user, server.password.get_secret_value())
        client.ehlo_or_helo_if_needed()
        yield client
        with suppress(SMTPException, OSError):
            client.quit()
    finally:
        client.close()


def _address(client: SMTP, message: EmailMessage, server: MailServer) -> Outcome | None:
    """Say whom the mail comes from and whom it is for; give what became of it where that is refused."""
    code, reply = client.mail(server.sender)
    if code not in TAKEN:
        return Outcome(state=DeliveryState.WAITING, error=_reply(code, reply), is_of_server=True)
    code, reply = client.rcpt(str(message["To"]))
    return None if code in TAKEN else Outcome(state=_state(code), error=_reply(code, reply))


def _send(client: SMTP, message: EmailMessage) -> Outcome:
    try:
        code, reply = client.data(message.as_bytes())
    except SMTPResponseException as error:
        return Outcome(state=_state(error.smtp_code), error=_words(error), has_begun=True)
    except (SMTPException, OSError) as error:
        return Outcome(state=DeliveryState.UNSURE, error=_words(error), is_of_server=True, has_begun=True)
    if code in TAKEN:
        return Outcome(state=DeliveryState.SENT, has_begun=True)
    return Outcome(state=_state(code), error=_reply(code, reply), has_begun=True)


def _state(code: int) -> DeliveryState:
    return DeliveryState.REFUSED if code >= PERMANENT else DeliveryState.WAITING


def _why(error: Exception) -> str:
    """Say in words of ours why no connection came about."""
    match error:
        case SMTPAuthenticationError():
            return NOT_SIGNED_IN
        case SSLCertVerificationError():
            return NOT_TRUSTED
        case SSLError() | SMTPNotSupportedError():
            return NOT_OFFERED
        case _:
            return NOT_REACHED


def _words(error: Exception) -> str:
    """Say what the server said; it never repeats a password."""
    if isinstance(error, SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _reply(code: int, reply: bytes | str) -> str:
    words = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(words.split())}"
