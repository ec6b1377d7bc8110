"""What a mail says in one language: the report's own sentences and figures, and what has to be known about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from gis.codelists import Language
from gis.language import translator
from gis.maps.words import demonstration_statement, safety_statement
from gis.text import number_text, period_text
from service.reports.content import Words
from service.reports.flow import Document
from service.reports.issued import report_page
from service.reports.page import PageCard, Setting, page_cards, said_by, scope_text
from service.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Section:
    """A mail in one language.

    Attributes
    ----------
    covered
        Scope and days of the report.
    banners
        What has to be read before any figure.
    link, address
        Where the report is read; no address where the service has none.
    """

    language: Language
    title: str
    covered: str
    banners: tuple[str, ...]
    summary: tuple[str, ...]
    cards: tuple[PageCard, ...]
    link: str
    address: str
    footer: tuple[str, ...]

    @property
    def text(self) -> str:
        """Give it as plain text."""
        figures = "\n".join(_figure(card) for card in self.cards)
        link = f"{self.link}:\n{self.address}" if self.address else ""
        head = f"{self.title}\n{self.covered}"
        paragraphs = (head, *self.banners, "\n".join(self.summary), figures, link, *self.footer)
        return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def section(document: Document, language: Language, settings: Settings, *, why: Words | None) -> Section:
    """Write the mail that carries a report in a language.

    Parameters
    ----------
    why
        Why it is a draft still, where it was to be issued by itself.
    """
    _ = translator(language)
    content, kind = document.content, document.kind
    setting = Setting(language=language, zone=ZoneInfo(settings.time_zone), issued=document.issued)
    return Section(
        language=language,
        title=kind.title(content, language),
        covered=covered(document, language),
        banners=tuple(_banners(document, language, why)),
        summary=said_by(kind.summary, content, language),
        cards=page_cards(content, kind, setting),
        link=_("Read it here") if document.issued else _("Read the draft here"),
        address=_address(document, language, settings.public_url.rstrip("/")),
        footer=tuple(_footer(document, language)),
    )


def subject(document: Document, language: Language) -> str:
    """Give the subject of the mail that carries a report."""
    _ = translator(language)
    named = f"{document.kind.title(document.content, language)}, {covered(document, language)}"
    if document.issued is None:
        return _("Draft: {name}").format(name=named)
    return _("Correction: {name}").format(name=named) if document.issued.revision > 1 else named


def covered(document: Document, language: Language) -> str:
    """Give the scope of a report, where it is not the whole country, and its days."""
    period = document.content.period
    days = period_text(period.start, period.end, language)
    return ", ".join(filter(None, (scope_text(document.content, language), days)))


def _figure(card: PageCard) -> str:
    value = " ".join(filter(None, (card.value.text, card.unit)))
    return f"{card.label}: {value} ({card.note})"


def _banners(document: Document, language: Language, why: Words | None) -> Iterator[str]:
    _ = translator(language)
    issued = document.issued
    if document.content.is_demonstration:
        yield demonstration_statement(language)
    if issued is None:
        draft = _("This is a draft: it has not been issued, and its figures may still change. Do not publish it.")
        waits = _("It waits for a person who may issue reports, under Reports, Scheduled reports.")
        because = _("It was not issued by itself: {why}").format(why=why.told(language)) if why else ""
        yield " ".join(filter(None, (draft, waits, because)))
    if issued and issued.revision > 1:
        told = _("Correction: revision {revision} replaces what was issued before for these days. Reason: {reason}")
        yield told.format(revision=number_text(issued.revision, language), reason=issued.revision_reason)


def _address(document: Document, language: Language, public_url: str) -> str:
    content = document.content
    if not public_url:
        return ""
    if document.issued and document.kind.is_public:
        query = urlencode({"lang": language} | content.subject.scope.stored)
        return f"{public_url}/bulletins/{content.kind}/{content.period.label}?{query}"
    as_made = {"as_known_at": content.as_known_at.isoformat()} if document.issued is None else {}
    return public_url + report_page(content.subject, lang=language, **as_made)


def _footer(document: Document, language: Language) -> Iterator[str]:
    _ = translator(language)
    if issued := document.issued:
        told = _("Report {number}, revision {revision}. SHA-256 of its figures: {checksum}")
        number, revision = (number_text(count, language) for count in (issued.number, issued.revision))
        yield told.format(number=number, revision=revision, checksum=issued.checksum)
    yield safety_statement(language)
