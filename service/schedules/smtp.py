"""How a mail is given to the mail server, and what is known when that fails.

The server has a mail once it answers the end of its data with 250. Until the data is sent nothing can have gone out,
and another try is safe; when the connection is lost while it is, nobody can tell.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtplib import SMTP, SMTPException, SMTPRecipientRefused, SMTPResponseException

from gis.codelists import DeliveryState
from service.settings import MailServer, TlsMode

PERMANENT = 500
"""From here on a reply of SMTP says that another try will not help (RFC 5321, 4.2.1)."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a try to send a mail.

    Attributes
    ----------
    error
        What the server said, or why it said nothing.
    is_of_server
        Whether every other mail would fare the same: the server is down, or takes nothing from us.
    """

    state: DeliveryState
    error: str | None = None
    is_of_server: bool = False


def post(message: EmailMessage, server: MailServer) -> Outcome:
    """Give a mail to the mail server, once."""
    return asyncio.run(_post(message, server))


async def _post(message: EmailMessage, server: MailServer) -> Outcome:
    client = SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls is TlsMode.TLS,
        start_tls=server.tls is TlsMode.STARTTLS,
        timeout=server.timeout_s,
        local_hostname=server.sender.rpartition("@")[2],
    )
    try:
        return await _open(client, server) or await _address(client, message, server) or await _send(client, message)
    finally:
        with suppress(SMTPException, OSError):
            await client.quit(timeout=1)
        client.close()


async def _open(client: SMTP, server: MailServer) -> Outcome | None:
    """Open the connection; whatever is wrong with it is wrong for every mail, and may be mended."""
    try:
        await client.connect()
        if server.user:
            await client.login(server.user, server.password.get_secret_value())
    except (SMTPException, OSError, ValueError) as error:
        return Outcome(state=DeliveryState.WAITING, error=_words(error), is_of_server=True)
    return None


async def _address(client: SMTP, message: EmailMessage, server: MailServer) -> Outcome | None:
    """Say whom the mail comes from and whom it is for."""
    try:
        await client.mail(server.sender)
        await client.rcpt(str(message["To"]))
    except SMTPRecipientRefused as error:
        return Outcome(state=_state(error), error=_words(error))
    except (SMTPException, OSError) as error:
        return Outcome(state=DeliveryState.WAITING, error=_words(error), is_of_server=True)
    return None


async def _send(client: SMTP, message: EmailMessage) -> Outcome:
    try:
        await client.data(message.as_bytes())
    except SMTPResponseException as error:
        return Outcome(state=_state(error), error=_words(error))
    except (SMTPException, OSError) as error:
        return Outcome(state=DeliveryState.UNSURE, error=_words(error))
    return Outcome(state=DeliveryState.SENT)


def _state(error: SMTPResponseException) -> DeliveryState:
    return DeliveryState.REFUSED if error.code >= PERMANENT else DeliveryState.WAITING


def _words(error: Exception) -> str:
    """Say what the server said; it never repeats a password."""
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {error.message}"
    return str(error) or type(error).__name__
