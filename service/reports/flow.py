"""A report from the order to the document: its figures, its issue, its renderings."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.codelists import Language, ReportKind
from service.access import Action, Actor, require, sees_internal
from service.ledger.flow import take_turn
from service.ledger.known import known_at, latest_known
from service.problems import NotFound, WrongParameter
from service.reports.asked import named, report_kind, report_period, require_begun
from service.reports.checks import Check, checks
from service.reports.checks.answers import Reasons, answered
from service.reports.content import Content
from service.reports.csv import table_csv
from service.reports.declared import Kind
from service.reports.formats import Manuscript, ReportFormat, ReportLanguage, file_name, languages_of, written
from service.reports.gathering import Edition, Gathered
from service.reports.issued import Decision, Issued, frozen_content, issued, last_issued, store
from service.reports.kinds import KINDS
from service.reports.making import as_then, asked_again, followed, gather
from service.reports.page import Page, Setting, page
from service.reports.records import records_behind
from service.reports.scope import COUNTRY, Scope
from service.settings import Settings


@dataclass(frozen=True, kw_only=True)
class ReportOrder:
    """Which report is wanted.

    Attributes
    ----------
    kind, period
        As people write them: `weekly`, `2025-W43`.
    as_known_at
        The state of knowledge; missing: the latest that nothing on its way can change. Everything in a report follows
        from it, so that asking for it again gives the same report: what was issued before and what waited for review
        as well, and whether its period was over.
    revision_reason
        Why a period is issued again.
    accept
        Why it is issued although checks found something: one reason for all, or one for each by its code.
    """

    kind: str
    period: str
    scope: Scope = field(default=COUNTRY)
    as_known_at: datetime | None = None
    revision_reason: str | None = None
    accept: Reasons = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A report and what it was issued as; a preview was not."""

    content: Content
    issued: Issued | None = None

    @property
    def kind(self) -> Kind:
        """Give the declaration of its kind."""
        return KINDS[self.content.kind]

    def file_name(self, ending: str, *, language: ReportLanguage, table: str | None = None) -> str:
        """Give what it is called as a file: each revision otherwise, so that none is taken for another."""
        revision = self.issued.revision if self.issued else None
        return file_name(self.content, ending, language=language, table=table, revision=revision)


def preview(session: Session, order: ReportOrder, *, settings: Settings, now: datetime) -> Document:
    """Make a report without issuing it; its period may still run.

    Raises
    ------
    WrongParameter
        If kind, period, scope or state of knowledge are not such, or the period had not begun.
    """
    kind = KINDS[report_kind(order.kind)]
    at = order.as_known_at
    known = known_at(session, at) if at else latest_known(session)
    edition = Edition(
        period=report_period(order.period, kind, settings),
        scope=named(session, order.scope, kind, at=known),
        account=kind.account,
        as_known_at=known,
        today=settings.local_date(min(at, now) if at else now),
    )
    require_begun(edition.period, edition.today)
    return Document(content=gather(kind, Gathered(session=session, edition=edition, settings=settings)))


def issue(session: Session, order: ReportOrder, *, actor: Actor, settings: Settings, now: datetime) -> Issued:
    """Freeze a report as the next revision on its period.

    One report is issued at a time, in the ledger's turn: who asks what was issued by an instant waits for an issue on
    its way as for a change of records.

    Raises
    ------
    NotAllowed
        If the actor may not issue reports.
    WrongParameter
        If the period is not over, a revision has no reason, or as `preview`.
    ReportChecksOpen
        If a check blocks the report, or needs a reason that the order does not give.
    """
    require(actor, Action.ISSUE_REPORT)
    content = preview(session, order, settings=settings, now=now).content
    _require_over(content)
    take_turn(session)
    last, reason = last_issued(session, content.subject), (order.revision_reason or "").strip()
    if last and not reason:
        raise _wants_reason(last)
    answers = answered(look_over(session, content, settings), order.accept)
    decision = Decision(
        person_id=actor.id,
        revision=last.revision + 1 if last else 1,
        revision_reason=reason or None,
        answers=answers,
        settings=followed(settings),
    )
    return store(session, content, decision)


def look_over(session: Session, content: Content, settings: Settings) -> tuple[Check, ...]:
    """Check a report before it is issued; the gravest finding first."""
    return checks(asked_again(session, content, settings), content)


def require_reader(kind: ReportKind, actor: Actor | None) -> None:
    """Pass silently if somebody may read reports of a kind.

    Raises
    ------
    NotSignedIn, NotAllowed
        If it is made for people of the programme, and who asks is none.
    """
    if not KINDS[kind].is_public:
        require(actor, Action.SEE_INTERNAL)


def readable_kinds(actor: Actor | None) -> list[ReportKind]:
    """Give the kinds of reports that somebody may read."""
    return [kind.code for kind in KINDS.values() if kind.is_public or sees_internal(actor)]


def _require_over(content: Content) -> None:
    if not content.is_over:
        raise WrongParameter(
            f"The period {content.period.label} ends on {content.period.end}; it can be issued from the day after. "
            "Nothing was stored.",
            f"{content.period.label} dövrü {content.period.end} tarixində başa çatır; hesabat ertəsi gündən dərc "
            "oluna bilər. Heç nə saxlanılmadı.",
            parameter="period",
        )


def _wants_reason(last: Issued) -> WrongParameter:
    label = last.subject.period.label
    return WrongParameter(
        f"{label} was issued before, as revision {last.revision}: write why it is issued again. Nothing was issued.",
        f"{label} artıq dərc olunub ({last.revision} nömrəli redaksiya): niyə yenidən dərc olunduğunu yazın. "
        "Heç nə dərc olunmadı.",
        parameter="revision_reason",
    )


def find_issued(session: Session, report_id: UUID | int) -> Issued:
    """Give an issued report by its id or its number.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = issued(session, report_id)
    if found is None:
        raise NotFound(f"No report has the id {report_id}.", f"{report_id} nömrəli hesabat yoxdur.")
    return found


def issued_document(session: Session, report_id: UUID) -> Document:
    """Give an issued report with the figures that it froze.

    Raises
    ------
    NotFound
        If no report has the id.
    """
    found = find_issued(session, report_id)
    return Document(content=frozen_content(session, report_id), issued=found)


def rendered(
    session: Session, document: Document, *, language: ReportLanguage, file_format: ReportFormat, settings: Settings
) -> bytes:
    """Give a document in a language, or in both, and a format.

    Of an issued report only the map and the list of records are made anew, from the records as they were known at its
    instant.

    Raises
    ------
    WrongParameter
        If the format holds one language only.
    UnreadableTemplate
        If the Word document that lends its styles cannot be read.
    """
    languages = languages_of(language, file_format)
    has_map = file_format.has_drawings
    return written(manuscript(session, document, languages=languages, has_map=has_map, settings=settings), file_format)


def manuscript(
    session: Session, document: Document, *, languages: tuple[Language, ...], has_map: bool, settings: Settings
) -> Manuscript:
    """Give what every format of a document is written from."""
    content, kind = document.content, document.kind

    def drawn(setting: Setting) -> str | None:
        # GeoPandas takes a second to import, and most processes never draw.
        from service.reports.period_map import map_of  # noqa: PLC0415

        if not (kind.has_map and has_map):
            return None
        return map_of(session, content, language=setting.language, zone=setting.zone)

    def laid_out() -> tuple[Page, ...]:
        asked = [_setting(document, language, settings) for language in languages]
        return tuple(page(content, kind, setting, map_svg=drawn(setting)) for setting in asked)

    return Manuscript(
        content=content,
        issued=document.issued,
        laid_out=laid_out,
        records=lambda: records_behind(
            session, content, _setting(document, languages[0], settings), is_public=kind.is_public
        ),
        template=settings.docx_template,
    )


def table_file(document: Document, table: str | None, *, language: Language, settings: Settings) -> bytes:
    """Give one table of a document as comma-separated values.

    Raises
    ------
    WrongParameter
        If it has no such table, or none is named.
    """
    return table_csv(document.content, document.kind, _setting(document, language, settings), key=table)


def _setting(document: Document, language: Language, settings: Settings) -> Setting:
    then = as_then(settings, document.issued.settings) if document.issued else settings
    return Setting(
        language=language,
        zone=ZoneInfo(then.time_zone),
        issued=document.issued,
        public_url=settings.public_url.rstrip("/"),
    )
