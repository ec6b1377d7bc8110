"""A report from the order to the document: its figures, its issue, its renderings."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.codelists import Language, ReportKind
from gis.periods import Period
from gis.periods import period as period_of_label
from service.access import Action, Actor, require
from service.instance import is_demonstration
from service.ledger.known import known_at, latest_known
from service.problems import NotFound, WrongParameter
from service.reports import queries
from service.reports.content import Content
from service.reports.declared import Kind
from service.reports.formats import ReportFormat, written
from service.reports.gathering import Edition, Gathered
from service.reports.issued import Issued, frozen_content, issued, store
from service.reports.kinds import KINDS
from service.reports.page import Page, Setting, page
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
    """

    kind: str
    period: str
    scope: Scope = field(default=COUNTRY)
    as_known_at: datetime | None = None
    revision_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A report and what it was issued as; a preview was not."""

    content: Content
    issued: Issued | None = None

    @property
    def kind(self) -> Kind:
        """Give the declaration of its kind."""
        return KINDS[self.content.kind]


def preview(session: Session, order: ReportOrder, *, settings: Settings, now: datetime) -> Document:
    """Make a report without issuing it; its period may still run.

    Raises
    ------
    WrongParameter
        If kind, period, scope or state of knowledge are not such.
    """
    kind = KINDS[report_kind(order.kind)]
    at = order.as_known_at
    known = known_at(session, at) if at else latest_known(session)
    edition = Edition(
        period=report_period(order.period, kind, settings),
        scope=_named(session, order.scope, kind, at=known),
        account=kind.account,
        as_known_at=known,
        today=settings.local_date(min(at, now) if at else now),
    )
    return Document(content=gather(kind, Gathered(session=session, edition=edition, settings=settings)))


def gather(kind: Kind, gathered: Gathered) -> Content:
    """Make what a report says."""
    edition = gathered.edition
    return Content(
        kind=kind.code,
        period=edition.period,
        scope=edition.scope,
        account=edition.account,
        as_known_at=edition.as_known_at,
        made_on=edition.today,
        origin=gathered.settings.cumulative_origin,
        is_demonstration=is_demonstration(gathered.session),
        has_work=gathered.has_work,
        review_modes=gathered.review_modes,
        figures=kind.figures(gathered),
        tables=tuple(part.gather(gathered) for part in kind.every_part),
    )


def issue(session: Session, order: ReportOrder, *, actor: Actor, settings: Settings, now: datetime) -> Issued:
    """Freeze a report as the next revision on its period.

    Raises
    ------
    NotAllowed
        If the actor may not issue reports.
    WrongParameter
        If the period is not over, or as `preview`.
    """
    require(actor, Action.ISSUE_REPORT)
    content = preview(session, order, settings=settings, now=now).content
    if not content.is_over:
        raise WrongParameter(
            f"The period {content.period.label} ends on {content.period.end}; it can be issued from the day after. "
            "Nothing was stored.",
            f"{content.period.label} dövrü {content.period.end} tarixində başa çatır; hesabat ertəsi gündən dərc "
            "oluna bilər. Heç nə saxlanılmadı.",
            parameter="period",
        )
    return store(session, content, issued_by_id=actor.id, revision_reason=order.revision_reason)


def issued_document(session: Session, report_id: UUID) -> Document:
    """Give an issued report with the figures that it froze.

    Raises
    ------
    NotFound
        If no report has the id.
    """
    found = issued(session, report_id)
    if found is None:
        raise NotFound(f"No report has the id {report_id}.", f"{report_id} nömrəli hesabat yoxdur.")
    return Document(content=frozen_content(session, report_id), issued=found)


def rendered(
    session: Session, document: Document, *, language: Language, file_format: ReportFormat, settings: Settings
) -> bytes:
    """Give a document in a language and a format.

    Of an issued report only the map is drawn anew, from the records as they were known at its instant.
    """

    def laid_out() -> Page:
        # GeoPandas takes a second to import, and most processes never draw.
        from service.reports.period_map import map_of  # noqa: PLC0415

        zone = ZoneInfo(settings.time_zone)
        svg = map_of(session, document.content, language=language, zone=zone) if document.kind.has_map else None
        setting = Setting(language=language, zone=zone, issued=document.issued)
        return page(document.content, document.kind, setting, map_svg=svg)

    return written(document.content, document.issued, file_format, laid_out=laid_out)


# --- what was asked for -------------------------------------------------------------------------------------------


def report_kind(kind: str) -> ReportKind:
    """Give the kind of a name.

    Raises
    ------
    WrongParameter
        If no report is called so.
    """
    allowed = [member.value for member in KINDS]
    if kind not in allowed:
        raise WrongParameter(
            f"There is no report of the kind “{kind}”. Allowed: {', '.join(allowed)}.",
            f"“{kind}” adlı hesabat növü yoxdur. İcazə verilənlər: {', '.join(allowed)}.",
            parameter="kind",
            allowed=allowed,
        )
    return ReportKind(kind)


def report_period(label: str, kind: Kind, settings: Settings) -> Period:
    """Give the period of a label, on which there can be a report of a kind.

    Raises
    ------
    WrongParameter
        If it is no period, not one that the kind is made for, or lies before reports begin.
    """
    units = ", ".join(kind.units)
    try:
        period = period_of_label(label)
    except ValueError as error:
        raise WrongParameter(
            f"“{label}” is not a period. Write 2025-W43, 2025-10, 2025-Q4, 2025 or 2025-10-19.",
            f"“{label}” dövr deyil. 2025-W43, 2025-10, 2025-Q4, 2025 və ya 2025-10-19 kimi yazın.",
            parameter="period",
        ) from error
    if period.unit not in kind.units:
        raise WrongParameter(
            f"A report of the kind “{kind.code}” is made for: {units}. “{label}” is none.",
            f"“{kind.code}” növlü hesabat bunlar üçün hazırlanır: {units}. “{label}” belə deyil.",
            parameter="period",
        )
    if period.start <= settings.cumulative_origin:
        raise WrongParameter(
            f"The period {label} lies before {settings.cumulative_origin}, with which the reports begin.",
            f"{label} dövrü hesabatların başlandığı {settings.cumulative_origin} tarixindən əvvəldir.",
            parameter="period",
        )
    return period


def _named(session: Session, scope: Scope, kind: Kind, *, at: datetime) -> Scope:
    """Give a scope with the name that it had at an instant.

    Raises
    ------
    WrongParameter
        If the kind is not made for such a scope, or nothing has its code.
    """
    if scope.kind not in kind.scopes:
        allowed = ", ".join(kind.scopes)
        raise WrongParameter(
            f"A report of the kind “{kind.code}” is made for: {allowed}.",
            f"“{kind.code}” növlü hesabat bunlar üçün hazırlanır: {allowed}.",
            parameter="scope",
        )
    if scope.code is None:
        return scope
    names = queries.names_of(session, scope.kind, at)
    if scope.code not in names:
        raise WrongParameter(
            f"No {scope.kind} has the code “{scope.code}”. Allowed: {', '.join(names)}.",
            f"“{scope.code}” kodu tanınmır. İcazə verilənlər: {', '.join(names)}.",
            parameter=scope.kind.value,
            allowed=list(names),
        )
    name = names[scope.code]
    return replace(scope, name_en=name.en, name_az=name.az)
