"""A mail server for tests: it keeps what it is given, and fails as it is told."""

import socket
import ssl
from asyncio import WriteTransport
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Event
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from service.settings import MailServer, TlsMode

SENDER = "reports@example.org"
USER, PASSWORD = "landrelease", "the password of the server"


class PostOffice:
    """What a mail server got, and how it behaves.

    Attributes
    ----------
    refused
        Recipients that it knows nobody by.
    data_reply
        What it says to the data of a mail.
    hangs_up
        Whether it takes the data and hangs up without a word.
    holds
        Takes the data and says nothing until this is set.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.data_reply = "250 OK"
        self.hangs_up = False
        self.holds: Event | None = None

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        if address in self.refused:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take a mail."""
        if not self.data_reply.startswith("250"):
            return self.data_reply
        content: Any = envelope.content
        self.mails.append(message_from_bytes(content, _class=EmailMessage, policy=default))
        if self.hangs_up and isinstance(server.transport, WriteTransport):
            server.transport.abort()
        while self.holds and not self.holds.is_set():
            await server.loop.run_in_executor(None, self.holds.wait, 0.1)
        return self.data_reply

    @property
    def recipients(self) -> list[str]:
        """Give whom the mails were for, in order of the alphabet."""
        return sorted(str(mail["To"]) for mail in self.mails)


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:  # noqa: ANN401 - as the library has it
    is_right = isinstance(given, LoginPassword) and given == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


def certified(authority: trustme.CA, host: str) -> ssl.SSLContext:
    """Give what a server of a name shows that an authority vouches for it with."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    return context


@contextmanager
def post_office(
    port: int, *, wants_login: bool = False, tls: TlsMode = TlsMode.NONE, shows: ssl.SSLContext | None = None
) -> Iterator[PostOffice]:
    """Open a mail server on a port of this machine; with a certificate to show it takes private connections only."""
    office = PostOffice()
    options: dict[str, Any] = {}
    if wants_login:
        options |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": tls is TlsMode.STARTTLS}
    if tls is TlsMode.STARTTLS:
        options |= {"tls_context": shows, "require_starttls": True}
    if tls is TlsMode.TLS:
        options |= {"ssl_context": shows}
    controller = Controller(office, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def server_at(port: int, **settings: object) -> MailServer:
    """Give the settings by which the service finds it."""
    values = {"host": "127.0.0.1", "port": port, "sender": SENDER, "tls": TlsMode.NONE, "timeout_s": 5} | settings
    return MailServer.model_validate(values)
