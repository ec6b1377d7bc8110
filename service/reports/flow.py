"""A report from the order to the document: its figures, its issue, its renderings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.orm import Session

from gis.codelists import Language, ReportKind
from gis.periods import Period, week
from service.access import Action, Actor, require, visibilities
from service.ledger.known import known_at, latest_known
from service.maps.caption import map_caption
from service.maps.frames import map_layers
from service.maps.queries import MapQuestion
from service.problems import NotFound, WrongParameter
from service.records.selection import Moment, Selection
from service.reports.figures import Figures, as_json, checksum
from service.reports.issued import Issued, frozen_figures, issued, store
from service.reports.weekly import Edition, weekly_figures
from service.settings import Settings


class ReportFormat(StrEnum):
    """What a report can be given as."""

    HTML = "html"
    PDF = "pdf"
    JSON = "json"


MEDIA_TYPES = {
    ReportFormat.HTML: "text/html; charset=utf-8",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.JSON: "application/json",
}


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
        as well, and whether its week was over.
    revision_reason
        Why a period is issued again.
    """

    kind: str
    period: str
    as_known_at: datetime | None = None
    revision_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """Figures and what they were issued as; a preview was not."""

    figures: Figures
    issued: Issued | None = None


def preview(session: Session, order: ReportOrder, *, settings: Settings, now: datetime) -> Document:
    """Make a report without issuing it; its week may still run.

    Raises
    ------
    WrongParameter
        If kind, period or state of knowledge are not such.
    """
    report_kind(order.kind)
    at = order.as_known_at
    edition = Edition(
        period=report_week(order.period, settings),
        as_known_at=known_at(session, at) if at else latest_known(session),
        today=settings.local_date(min(at, now) if at else now),
    )
    return Document(figures=weekly_figures(session, edition, settings))


def issue(session: Session, order: ReportOrder, *, actor: Actor, settings: Settings, now: datetime) -> Issued:
    """Freeze a report as the next revision on its period.

    Raises
    ------
    NotAllowed
        If the actor may not issue reports.
    WrongParameter
        If the week is not over, or as `preview`.
    """
    require(actor, Action.ISSUE_REPORT)
    figures = preview(session, order, settings=settings, now=now).figures
    if not figures.is_over:
        raise WrongParameter(
            f"The week {figures.period.label} ends on {figures.period.end}; it can be issued from the day after. "
            "Nothing was stored.",
            f"{figures.period.label} həftəsi {figures.period.end} tarixində başa çatır; hesabat ertəsi gündən dərc "
            "oluna bilər. Heç nə saxlanılmadı.",
            parameter="period",
        )
    kind = report_kind(order.kind)
    reason = order.revision_reason
    return store(session, kind, figures=figures, issued_by_id=actor.id, revision_reason=reason)


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
    return Document(figures=frozen_figures(session, report_id), issued=found)


def report_format(name: str) -> ReportFormat:
    """Give the format of a name.

    Raises
    ------
    WrongParameter
        If reports are not given as that.
    """
    allowed = [member.value for member in ReportFormat]
    if name not in allowed:
        raise WrongParameter(
            f"A report is not given as “{name}”. Allowed: {', '.join(allowed)}.",
            f"Hesabat “{name}” formatında verilmir. İcazə verilənlər: {', '.join(allowed)}.",
            parameter="format",
            allowed=allowed,
        )
    return ReportFormat(name)


def rendered(
    session: Session, document: Document, *, language: Language, file_format: ReportFormat, settings: Settings
) -> bytes:
    """Give a document in a language and a format.

    Of an issued report only the map is drawn anew, from the records as they were known at its instant.
    """
    if file_format is ReportFormat.JSON:
        return orjson.dumps(document_json(document), option=orjson.OPT_SORT_KEYS)
    return _laid_out(session, document, language=language, file_format=file_format, settings=settings)


def document_json(document: Document) -> dict[str, object]:
    """Give a document as programs read it; `checksum` is of `figures`, with sorted keys and no spaces."""
    figures, report = document.figures, document.issued
    return {
        "id": report and report.id,
        "number": report and report.number,
        "kind": ReportKind.WEEKLY,
        "period": figures.period.label,
        "revision": report and report.revision,
        "revision_reason": report and report.revision_reason,
        "as_known_at": figures.as_known_at,
        "issued_at": report and report.issued_at,
        "checksum": report.checksum if report else checksum(figures),
        "figures": as_json(figures),
    }


def _laid_out(
    session: Session, document: Document, *, language: Language, file_format: ReportFormat, settings: Settings
) -> bytes:
    # Matplotlib, GeoPandas and Typst take a second to import, and most processes never draw.
    from service.reports.html import html_document  # noqa: PLC0415
    from service.reports.page import bulletin_page  # noqa: PLC0415
    from service.reports.pdf import pdf_document  # noqa: PLC0415

    figures = document.figures
    zone = ZoneInfo(settings.time_zone)
    map_svg = _map_svg(session, figures, language=language, zone=zone)
    page = bulletin_page(figures, document.issued, map_svg=map_svg, zone=zone, language=language)
    return html_document(page) if file_format is ReportFormat.HTML else pdf_document(page, figures.as_known_at)


def _map_svg(session: Session, figures: Figures, *, language: Language, zone: ZoneInfo) -> str:
    """Draw what the public may see of the period."""
    from gis.static_map import period_map_svg  # noqa: PLC0415 - as above

    question = MapQuestion(
        moment=Moment(
            as_of=figures.period.end,
            as_known_at=figures.as_known_at,
            audience=visibilities(is_internal=False),
        ),
        selection=Selection(from_on=figures.period.start),
    )
    layers = map_layers(session, question, language)
    caption = map_caption(session, question, language=language, zone=zone)
    return period_map_svg(layers, caption, period=figures.period, language=language)


# --- what was asked for -------------------------------------------------------------------------------------------


def report_kind(kind: str) -> ReportKind:
    """Give the kind of a name.

    Raises
    ------
    WrongParameter
        If no report is called so.
    """
    allowed = [member.value for member in ReportKind]
    if kind not in allowed:
        raise WrongParameter(
            f"There is no report of the kind “{kind}”. Allowed: {', '.join(allowed)}.",
            f"“{kind}” adlı hesabat növü yoxdur. İcazə verilənlər: {', '.join(allowed)}.",
            parameter="kind",
            allowed=allowed,
        )
    return ReportKind(kind)


def report_week(label: str, settings: Settings) -> Period:
    """Give the week of a label, on which there can be a bulletin.

    Raises
    ------
    WrongParameter
        If it is no week, or lies before the bulletins begin.
    """
    try:
        period = week(label)
    except ValueError as error:
        raise WrongParameter(
            f"“{label}” is not a week. Write the ISO year and week, such as 2025-W43.",
            f"“{label}” həftə deyil. ISO ili və həftəsini yazın, məsələn 2025-W43.",
            parameter="period",
        ) from error
    if period.start <= settings.cumulative_origin:
        raise WrongParameter(
            f"The week {label} lies before {settings.cumulative_origin}, with which the bulletins begin.",
            f"{label} həftəsi bülletenlərin başlandığı {settings.cumulative_origin} tarixindən əvvəldir.",
            parameter="period",
        )
    return period
