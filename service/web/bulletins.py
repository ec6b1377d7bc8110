"""The public page of issued bulletins, a page for each, and their feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Annotated, Self
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import ConfigDict, PositiveInt

from gis.codelists import Language
from gis.language import translator
from gis.text import period_text
from service.kept import Kept
from service.problems import NotFound, Problem, WrongParameter
from service.reports.asked import report_kind, report_period
from service.reports.content import Content, Subject
from service.reports.formats import MEDIA_TYPES, ReportFormat
from service.reports.issued import Issued, frozen_content
from service.reports.kinds import KINDS
from service.reports.page import said_by, scope_text
from service.reports.public import public_count, public_on, public_reports
from service.reports.schemas import ScopeAsked
from service.web.asked import address
from service.web.page import Page, PageDependency
from service.web.report import press_texts

router = APIRouter(include_in_schema=False)

PAGE = 20
FED = 30
ATOM = "http://www.w3.org/2005/Atom"
"""The namespace of the feed (RFC 4287), not an address that is asked."""


class PublicScope(ScopeAsked):
    """Which bulletin of a period: that of the country unless a scope is named."""

    model_config = ConfigDict(extra="ignore")


@dataclass(frozen=True, kw_only=True)
class Bulletin:
    """What a bulletin says at its head, in one language: what it is, where, for which days, and its sentences."""

    report: Issued
    title: str
    sentences: tuple[str, ...]

    @classmethod
    def of(cls, report: Issued, content: Content, language: Language) -> Self:
        """Read what a report froze."""
        kind, period = KINDS[content.kind], content.period
        days = period_text(period.start, period.end, language)
        title = ", ".join(filter(None, (kind.title(content, language), scope_text(content, language), days)))
        return cls(report=report, title=title, sentences=said_by(kind.summary, content, language))

    @property
    def path(self) -> str:
        """Give its address, which shows its last revision for ever."""
        return bulletin_page(self.report.subject)


def bulletin_page(subject: Subject, **asked: object) -> str:
    """Give the address of a bulletin."""
    path = f"/bulletins/{subject.kind}/{subject.period.label}"
    return address(path, **subject.scope.stored, **asked).removesuffix("?")


@router.get("/bulletins")
def bulletins(page: PageDependency, part: Annotated[PositiveInt, Query()] = 1) -> HTMLResponse:
    """List what anybody may read, the latest first, each by its own sentence."""
    return _show(page, part)


def _show(page: Page, part: int = 1, *, refusal: Problem | None = None) -> HTMLResponse:
    count = public_count(page.session)
    part_count = max(1, -(-count // PAGE))
    shown = min(part, part_count)
    return page.show(
        "bulletins.html",
        status=refusal.status if refusal else HTTPStatus.OK,
        refusal=refusal and refusal.detail[page.language],
        bulletins=_bulletins(page, limit=PAGE, offset=(shown - 1) * PAGE),
        count=count,
        part=shown,
        part_count=part_count,
        formats=ReportFormat,
    )


@router.get("/bulletins.atom")
def feed(page: PageDependency) -> Response:
    """Give the latest bulletins as a feed in the reader's language."""
    entries = _bulletins(page, limit=FED)
    root = (page.settings.public_url or str(page.request.base_url)).rstrip("/")
    return Response(_feed(entries, page.language, root), media_type="application/atom+xml")


@router.get("/bulletins/{kind}/{period}")
def bulletin(page: PageDependency, kind: str, period: str, *, scope: Annotated[PublicScope, Query()]) -> HTMLResponse:
    """Show the last revision of a bulletin; where there is none, the page of bulletins says so."""
    try:
        revisions = _revisions(page, kind, period, scope=scope)
    except (WrongParameter, NotFound) as problem:
        return _show(page, refusal=problem)
    content = frozen_content(page.session, revisions[0].id)
    return page.show(
        "bulletin.html",
        bulletin=Bulletin.of(revisions[0], content, page.language),
        press=press_texts(content),
        revisions=revisions,
        formats=ReportFormat,
    )


def _revisions(page: Page, kind: str, period: str, *, scope: PublicScope) -> Sequence[Issued]:
    of = report_kind(kind)
    on = report_period(period, KINDS[of], page.settings)
    revisions = public_on(page.session, Subject(of, on, scope.covered()))
    if not revisions:
        raise NotFound(
            f"No bulletin was issued for {on.label}. The latest ones are on the page of bulletins.",
            f"{on.label} üçün bülleten dərc olunmayıb. Sonuncular bülletenlər səhifəsindədir.",
        )
    return revisions


def _bulletins(page: Page, *, limit: int, offset: int = 0) -> list[Bulletin]:
    """Give bulletins; what was read once is kept in the process, for an issued report never changes."""
    kept: Kept[Bulletin] = page.request.app.state.bulletins

    def read(report: Issued) -> Bulletin:
        return Bulletin.of(report, frozen_content(page.session, report.id), page.language)

    reports = public_reports(page.session, limit=limit, offset=offset)
    return [kept.get((one.id, page.language), partial(read, one)) for one in reports]


def _feed(entries: list[Bulletin], language: Language, root: str) -> bytes:
    """Write the feed; an entry is known by its report, so that a revision is a new one."""
    _ = translator(language)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _add(feed, "title", _("Bulletins of land release"))
    _add(feed, "id", f"{root}/bulletins?lang={language}")
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{root}/bulletins.atom?lang={language}"})
    ET.SubElement(feed, "link", {"rel": "alternate", "href": f"{root}/bulletins?lang={language}"})
    _add(feed, "updated", max((one.report.issued_at.isoformat() for one in entries), default="1970-01-01T00:00:00Z"))
    ET.SubElement(ET.SubElement(feed, "author"), "name").text = "Landrelease"
    for one in entries:
        feed.append(_entry(one, language, root))
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(one: Bulletin, language: Language, root: str) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "title", one.title)
    _add(entry, "id", f"urn:uuid:{one.report.id}")
    _add(entry, "updated", one.report.issued_at.isoformat())
    _add(entry, "summary", " ".join(one.sentences))
    here = root + bulletin_page(one.report.subject, lang=language)
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "hreflang": language, "href": here})
    pdf = f"{root}/api/v1/reports/{one.report.id}.pdf?lang={language}"
    ET.SubElement(entry, "link", {"rel": "enclosure", "type": MEDIA_TYPES[ReportFormat.PDF], "href": pdf})
    return entry


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
