"""Tables as files: comma-separated values and Excel workbooks."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Final

import xlsxwriter

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

M2_FORMAT, PLAIN_FORMAT = "#,##0;−#,##0", "General"
"""Whole square metres, and numbers with the digits that they have."""

Line = Sequence[str | float | None]


def csv_file(lines: Iterable[Line]) -> bytes:
    """Give lines, the header first, as comma-separated values (RFC 4180) in UTF-8."""
    text = StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def workbook_file(
    sheets: Mapping[str, Sequence[Line]], created_at: datetime, *, number_format: str = M2_FORMAT
) -> bytes:
    """Give sheets by their names, each the header and its lines, as an Excel workbook; texts are never formulas."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": created_at.replace(tzinfo=None)})
        for name, lines in sheets.items():
            _write_sheet(workbook, name, lines, number_format=number_format)
    return file.getvalue()


def _write_sheet(workbook: xlsxwriter.Workbook, name: str, lines: Sequence[Line], *, number_format: str) -> None:
    bold, area = workbook.add_format({"bold": True}), workbook.add_format({"num_format": number_format})
    sheet = workbook.add_worksheet(name)
    sheet.set_column(0, len(lines[0]) - 1, 22, area)
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line, None if number else bold)
    sheet.freeze_panes(1, 0)
