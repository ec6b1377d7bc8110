"""Figures as files: the rows of an answer as CSV or as an Excel workbook."""

import csv
from collections.abc import Sequence
from enum import StrEnum
from io import BytesIO, StringIO

import xlsxwriter

from service.progress.questions import Contamination, Progress


class FileFormat(StrEnum):
    """How an answer is given."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    FileFormat.JSON: "application/json",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Answer = Progress | Contamination


def table(answer: Answer, by: Sequence[str]) -> tuple[list[str], list[list[str | float | None]]]:
    """Give the header and the lines of an answer's table; each line says its account and state of knowledge."""
    header = [*map(str, by), "area_m2", "account", "as_known_at"]
    known = [answer.account.value, answer.as_known_at.isoformat()]
    return header, [[*(row[name] for name in header[:-2]), *known] for row in answer.rows]


def as_csv(answer: Answer, by: Sequence[str]) -> bytes:
    """Give the rows of an answer as comma-separated values (RFC 4180) in UTF-8."""
    header, lines = table(answer, by)
    text = StringIO(newline="")
    csv.writer(text).writerows([header, *lines])
    return text.getvalue().encode()


def as_xlsx(answer: Answer, by: Sequence[str]) -> bytes:
    """Give an answer as a workbook: its rows on one sheet, its totals on the next."""
    header, lines = table(answer, by)
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": answer.as_known_at.replace(tzinfo=None)})
        bold, area = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "#,##0"})
        rows = workbook.add_worksheet("rows")
        rows.write_row(0, 0, header, bold)
        rows.set_column(0, len(header) - 1, 22)
        rows.set_column(len(header) - 3, len(header) - 3, 22, area)
        rows.freeze_panes(1, 0)
        for number, line in enumerate(lines, start=1):
            rows.write_row(number, 0, line)
        totals = workbook.add_worksheet("totals")
        totals.set_column(0, 1, 28, area)
        for number, total in enumerate(totals_m2(answer).items()):
            totals.write_row(number, 0, total)
    return file.getvalue()


def totals_m2(answer: Answer) -> dict[str, float]:
    """Give the totals of an answer by their names."""
    return {name: value for name, value in vars(answer).items() if name.endswith("_m2")}
