"""Rows of figures as files."""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter
from pydantic import BaseModel


def as_csv(rows: Sequence[BaseModel], kind: type[BaseModel], *, as_known_at: datetime) -> bytes:
    """Give rows as comma-separated values (RFC 4180) in UTF-8, each with the state of knowledge."""
    text = StringIO(newline="")
    header, lines = _table(rows, kind, as_known_at)
    csv.writer(text).writerows([header, *lines])
    return text.getvalue().encode()


def as_xlsx(rows: Sequence[BaseModel], kind: type[BaseModel], *, as_known_at: datetime) -> bytes:
    """Give rows as a workbook of one sheet."""
    header, lines = _table(rows, kind, as_known_at)
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": as_known_at.replace(tzinfo=None)})
        sheet = workbook.add_worksheet("rows")
        sheet.write_row(0, 0, header, workbook.add_format({"bold": True}))
        area = workbook.add_format({"num_format": "#,##0"})
        for place, name in enumerate(header):
            sheet.set_column(place, place, 22, area if name.endswith("_m2") else None)
        sheet.freeze_panes(1, 0)
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, line)
    return file.getvalue()


def _table(
    rows: Sequence[BaseModel], kind: type[BaseModel], as_known_at: datetime
) -> tuple[list[str], list[list[object]]]:
    known = {"as_known_at": as_known_at.isoformat()}
    lines: list[list[object]] = [[*(row.model_dump(mode="json") | known).values()] for row in rows]
    return [*dict.fromkeys([*kind.model_fields, *known])], lines
