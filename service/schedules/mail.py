"""The mail that carries a report: its sentence in each language that is asked for, and the report itself attached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.reports.content import Words
from service.reports.flow import Document, rendered
from service.reports.formats import MEDIA_TYPES
from service.schedules.deliveries import Delivery, Letter
from service.schedules.desk import Desk
from service.schedules.schedule import attached_formats
from service.schedules.section import Section, section, subject
from service.settings import MailServer

TEMPLATES = Path(__file__).parent / "templates"
RULE = "\n\n" + "-" * 40 + "\n\n"
"""Between two languages of one mail."""
TRIAL = Words(
    en="This mail tries the mail server of Landrelease. Reports can be sent.",
    az="Bu məktub Landrelease-in poçt serverini yoxlayır. Hesabatlar göndərilə bilər.",
)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file of a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Written:
    """A mail but for whom it is for."""

    subject: str
    sections: tuple[Section, ...]
    attachments: tuple[Attachment, ...]

    @property
    def text(self) -> str:
        """Give it as plain text, one language after another."""
        return RULE.join(section.text for section in self.sections) + "\n"

    @property
    def html(self) -> str:
        """Give it as most people read it."""
        return _environment().get_template("mail.html").render(subject=self.subject, sections=self.sections)

    def message(self, delivery: Delivery, server: MailServer, *, at: datetime) -> EmailMessage:
        """Give the mail to one recipient; another try carries the same number."""
        message = _addressed(delivery.recipient, server, number=delivery.id, at=at)
        message["Subject"] = self.subject
        message.set_content(self.text, cte="quoted-printable")
        message.add_alternative(self.html, subtype="html", cte="quoted-printable")
        for file in self.attachments:
            main, _, sub = file.media_type.partition("/")
            message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
        # Last, for what is added moves such headers to its part.
        message["Content-Language"] = ", ".join(section.language for section in self.sections)
        return message


def trial_mail(recipient: str, server: MailServer, *, at: datetime) -> EmailMessage:
    """Give a mail that says only that the mail server takes mails."""
    message = _addressed(recipient, server, number=uuid4(), at=at)
    message["Subject"] = "Landrelease: trial mail / sınaq məktubu"
    message.set_content(f"{TRIAL.en}\n\n{TRIAL.az}\n", cte="quoted-printable")
    return message


def write_mail(desk: Desk, document: Document, letter: Letter, *, why: Words | None) -> Written:
    """Write the mail that carries a report, issued, or as a draft with why it is one still."""
    languages = letter.languages
    return Written(
        subject=" / ".join(subject(document, language) for language in languages),
        sections=tuple(section(document, language, desk.settings, why=why) for language in languages),
        attachments=tuple(_attachments(desk, document, letter)),
    )


def _addressed(recipient: str, server: MailServer, *, number: UUID, at: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = server.sender
    message["To"] = recipient
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _attachments(desk: Desk, document: Document, letter: Letter) -> Iterator[Attachment]:
    settings = desk.settings
    for language in letter.languages:
        for file_format in attached_formats(letter.formats):
            yield Attachment(
                name=document.file_name(file_format.value, language=language),
                media_type=MEDIA_TYPES[file_format].partition(";")[0],
                content=rendered(desk.session, document, language=language, file_format=file_format, settings=settings),
            )


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
