"""The formats that reports are given in."""

from collections.abc import Callable
from enum import StrEnum

import orjson

from service.problems import WrongParameter
from service.reports.content import Content, as_json, checksum
from service.reports.issued import Issued
from service.reports.page import Page


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


def written(
    content: Content, issued: Issued | None, file_format: ReportFormat, *, laid_out: Callable[[], Page]
) -> bytes:
    """Give a report in a format.

    Parameters
    ----------
    laid_out
        Writes the report in a language; formats without words do not ask for it.
    """
    # Typst takes time to import, and most processes never set a page.
    from service.reports.html import html_document  # noqa: PLC0415
    from service.reports.pdf import pdf_document  # noqa: PLC0415

    match file_format:
        case ReportFormat.HTML:
            return html_document(laid_out())
        case ReportFormat.PDF:
            return pdf_document(laid_out(), content.as_known_at)
        case ReportFormat.JSON:
            return orjson.dumps(document_json(content, issued), option=orjson.OPT_SORT_KEYS)


def document_json(content: Content, issued: Issued | None) -> dict[str, object]:
    """Give a report as programs read it; `checksum` is of `content`, with sorted keys and no spaces."""
    return {
        "id": issued and issued.id,
        "number": issued and issued.number,
        "kind": content.kind,
        "period": content.period.label,
        "scope": content.scope.stored,
        "revision": issued and issued.revision,
        "revision_reason": issued and issued.revision_reason,
        "as_known_at": content.as_known_at,
        "issued_at": issued and issued.issued_at,
        "checksum": issued.checksum if issued else checksum(content),
        "content": as_json(content),
    }
