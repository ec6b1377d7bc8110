"""The mail that carries a report: its sentence in each language that is asked for, and the report itself attached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from gis.codelists import Language
from gis.language import translator
from gis.maps.words import demonstration_statement, safety_statement
from gis.text import number_text, period_text
from service.reports.flow import Document, rendered
from service.reports.formats import MEDIA_TYPES, file_name
from service.reports.page import said_by, scope_text
from service.schedules.deliveries import Delivery, Letter
from service.schedules.desk import Desk
from service.schedules.schedule import attached_formats
from service.settings import MailServer, Settings

RULE = "\n\n" + "-" * 40 + "\n\n"
"""Between two languages of one mail."""


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
    text: str
    languages: tuple[Language, ...]
    attachments: tuple[Attachment, ...]

    def message(self, delivery: Delivery, server: MailServer, *, at: datetime) -> EmailMessage:
        """Give the mail to one recipient; another try carries the same number."""
        message = EmailMessage(policy=SMTP)
        message["From"] = server.sender
        message["To"] = delivery.recipient
        message["Subject"] = self.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<{delivery.id}@{server.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text, cte="quoted-printable")
        for file in self.attachments:
            main, _, sub = file.media_type.partition("/")
            message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
        message["Content-Language"] = ", ".join(self.languages)  # last: what is added moves such headers to its part
        return message


def write_mail(desk: Desk, document: Document, letter: Letter) -> Written:
    """Write the mail that carries a report, issued or as a draft."""
    return Written(
        subject=" / ".join(_subject(document, language) for language in letter.languages),
        text=RULE.join("\n\n".join(_text(document, language, desk.settings)) for language in letter.languages) + "\n",
        languages=letter.languages,
        attachments=tuple(_attachments(desk, document, letter)),
    )


def _attachments(desk: Desk, document: Document, letter: Letter) -> Iterator[Attachment]:
    settings = desk.settings
    for language in letter.languages:
        for file_format in attached_formats(letter.formats):
            yield Attachment(
                name=file_name(document.content, file_format.value, language=language),
                media_type=MEDIA_TYPES[file_format].partition(";")[0],
                content=rendered(desk.session, document, language=language, file_format=file_format, settings=settings),
            )


def _subject(document: Document, language: Language) -> str:
    content = document.content
    period = period_text(content.period.start, content.period.end, language)
    named = ", ".join(filter(None, (document.kind.title(content, language), scope_text(content, language), period)))
    return named if document.issued else translator(language)("Draft: {name}").format(name=named)


def _text(document: Document, language: Language, settings: Settings) -> Iterator[str]:
    """Give the paragraphs of a mail in a language."""
    content, issued = document.content, document.issued
    _ = translator(language)
    yield _subject(document, language)
    if content.is_demonstration:
        yield demonstration_statement(language)
    if issued is None:
        yield _("This is a draft: it has not been issued, and its figures may still change. Do not publish it.")
    yield from said_by(document.kind.summary, content, language)
    if issued:
        told = _("Report {number}, revision {revision}. SHA-256 of its figures: {checksum}")
        number, revision = (number_text(count, language) for count in (issued.number, issued.revision))
        yield told.format(number=number, revision=revision, checksum=issued.checksum)
    if settings.public_url:
        yield _("Read it here: {address}").format(address=_address(document, language, settings.public_url))
    yield safety_statement(language)


def _address(document: Document, language: Language, public_url: str) -> str:
    subject = document.content.subject
    page = "bulletins" if document.issued and document.kind.is_public else "reports"
    scope = "".join(f"&{kind}={code}" for kind, code in subject.scope.stored.items())
    return f"{public_url.rstrip('/')}/{page}/{subject.kind}/{subject.period.label}?lang={language}{scope}"
