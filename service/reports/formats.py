"""The formats that reports are given in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from re import sub
from typing import Literal

import orjson

from gis.codelists import Language
from service.problems import WrongParameter
from service.reports.content import Content, as_json, checksum
from service.reports.issued import Issued
from service.reports.page import Page
from service.reports.records import Records
from service.sheets import XLSX_TYPE

ReportLanguage = Language | Literal["both"]
"""The language of a report, or both: the Azerbaijani one first, then the English one."""


class ReportFormat(StrEnum):
    """What a whole report can be given as; its tables are given one by one as CSV."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def has_drawings(self) -> bool:
        """Tell whether the map and the charts are in it."""
        return self in {ReportFormat.HTML, ReportFormat.PDF, ReportFormat.DOCX}


MEDIA_TYPES = {
    ReportFormat.HTML: "text/html; charset=utf-8",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReportFormat.XLSX: XLSX_TYPE,
    ReportFormat.JSON: "application/json",
}
FORMATS = (*ReportFormat, "csv")
"""Everything that can be named."""


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """What a report is written down from; what takes time is made when a format asks for it.

    Attributes
    ----------
    laid_out
        The report in each language that it is wanted in.
    records
        Those behind the figures.
    template
        The Word document that lends its styles.
    """

    content: Content
    issued: Issued | None
    laid_out: Callable[[], tuple[Page, ...]]
    records: Callable[[], Records]
    template: Path | None = None


def report_format(name: str) -> ReportFormat:
    """Give the format of a name.

    Raises
    ------
    WrongParameter
        If no whole report is given as that.
    """
    if name not in {member.value for member in ReportFormat}:
        allowed = [str(member) for member in FORMATS]
        raise WrongParameter(
            f"A report is not given as “{name}”. Allowed: {', '.join(allowed)}.",
            f"Hesabat “{name}” formatında verilmir. İcazə verilənlər: {', '.join(allowed)}.",
            parameter="format",
            allowed=allowed,
        )
    return ReportFormat(name)


def languages_of(language: ReportLanguage, file_format: ReportFormat) -> tuple[Language, ...]:
    """Give the languages that a report is laid out in.

    Raises
    ------
    WrongParameter
        If the format holds one language only.
    """
    if language != "both":
        return (language,)
    if file_format is ReportFormat.XLSX:
        raise WrongParameter(
            "A workbook is in one language: en or az. HTML, PDF and DOCX hold both.",
            "Cədvəl faylı bir dildə olur: en və ya az. HTML, PDF və DOCX hər ikisini saxlayır.",
            parameter="lang",
            allowed=["en", "az"],
        )
    return ("az", "en")


def file_name(
    content: Content, ending: str, *, language: ReportLanguage, table: str | None = None, revision: int | None = None
) -> str:
    """Give what a report is called as a file, in letters that every system takes; a preview has no revision."""
    edition, told_in = f"r{revision}" if revision else None, language if ending != "json" else None
    words = [content.kind, content.period.label, content.scope.code, edition, table, told_in]
    return f"{sub(r'[^A-Za-z0-9_]+', '-', '-'.join(word for word in words if word))}.{ending}"


def written(manuscript: Manuscript, file_format: ReportFormat) -> bytes:
    """Give a report in a format.

    Raises
    ------
    WrongParameter
        If the Word document that lends its styles cannot be read.
    """
    # Typst, python-docx and XlsxWriter take time to import, and most processes never write a report.
    from service.reports.docx import docx_document  # noqa: PLC0415
    from service.reports.html import html_document  # noqa: PLC0415
    from service.reports.pdf import pdf_document  # noqa: PLC0415
    from service.reports.xlsx import workbook  # noqa: PLC0415

    content, at = manuscript.content, manuscript.content.as_known_at
    match file_format:
        case ReportFormat.HTML:
            return html_document(manuscript.laid_out())
        case ReportFormat.PDF:
            return pdf_document(manuscript.laid_out(), at)
        case ReportFormat.DOCX:
            return docx_document(manuscript.laid_out(), at, template=manuscript.template)
        case ReportFormat.XLSX:
            return workbook(manuscript.laid_out()[0], manuscript.records(), at)
        case ReportFormat.JSON:
            document = document_json(content, manuscript.issued)
            return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


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
        "answers": [vars(answer) for answer in issued.answers] if issued else [],
        "as_known_at": content.as_known_at,
        "issued_at": issued and issued.issued_at,
        "checksum": issued.checksum if issued else checksum(content),
        "content": as_json(content),
    }
