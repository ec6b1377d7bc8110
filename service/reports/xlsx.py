"""A report as an Excel workbook: a cover, a sheet for each table, the definitions, and the records behind it all."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from re import sub
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from service.reports.page import Cell, Page, PageTable
from service.reports.records import Records, RecordTable, Value

NAME_LENGTH: Final = 31
"""Of a sheet, at most."""
WIDEST, NARROWEST = 60, 9
PROSE_WIDTH: Final = 110
SPARE: Final = 2
"""Letters that a column is wider than what it holds."""


def workbook(page: Page, records: Records, made_at: datetime) -> bytes:
    """Give a report as a workbook; numbers are numbers, unrounded, and shown with the digits that reports print."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": f"{page.title}, {page.period}", "created": made_at.replace(tzinfo=None)})
        Writer(book, page).write(records)
    return file.getvalue()


class Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, page: Page) -> None:
        self.book, self.page = book, page
        self.names: set[str] = set()
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def write(self, records: Records) -> None:
        """Write every sheet."""
        self._cover()
        for table in (self.page.head, *self.page.tables, *self.page.annex):
            self._table(table)
        self._pairs(self.page.definitions_title, self.page.definitions)
        for layer in records:
            self._records(layer)

    def _cover(self) -> None:
        page = self.page
        sheet = self._sheet(page.cover_title)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, PROSE_WIDTH - 28)
        prose = self._format(text_wrap=True, valign="top")
        sheet.write_string(0, 0, page.title, self._format(bold=True, font_size=16))
        lines = [page.period, page.scope, *page.banners, *page.summary]
        place = self._prose(sheet, 1, [line for line in lines if line])
        for name, value in page.facts:
            sheet.write_string(place, 0, name, self._format(font_color="#5F5F5F"))
            sheet.write_string(place, 1, value)
            place += 1
        place = self._prose(sheet, place + 1, [*page.footer])
        sheet.write_string(place + 1, 0, page.notes_title, self._format(bold=True))
        for number, note in enumerate(page.notes, start=place + 2):
            sheet.merge_range(number, 0, number, 1, note, prose)
            sheet.set_row(number, 15 * (1 + len(note) // PROSE_WIDTH))

    def _prose(self, sheet: Worksheet, place: int, lines: Iterable[str]) -> int:
        """Write lines across both columns, and give the place below them."""
        for line in lines:
            sheet.merge_range(place, 0, place, 1, line, self._format(text_wrap=True, valign="top"))
            sheet.set_row(place, 15 * (1 + len(line) // PROSE_WIDTH))
            place += 1
        return place

    def _table(self, table: PageTable) -> None:
        sheet = self._sheet(table.title)
        headings = [column.heading for column in table.columns]
        rows = [[name, *map(_value, cells)] for name, cells in table.rows]
        self._head(sheet, headings, rows)
        for column, told in enumerate(table.columns):
            sheet.write_string(0, column, told.heading, self._heading(is_text=told.is_text))
        for number, row in enumerate(table.rows, start=1):
            self._line(sheet, number, row)
        below = len(table.rows) + 1
        if table.total:
            self._line(sheet, below, table.total, is_total=True)
            below += 1
        self._notes(sheet, below + 1, table.notes)

    def _line(self, sheet: Worksheet, number: int, row: tuple[str, Sequence[Cell]], *, is_total: bool = False) -> None:
        name, cells = row
        weight = {"bold": True, "top": 1} if is_total else {}
        sheet.write_string(number, 0, name, self._format(**weight))
        for column, cell in enumerate(cells, start=1):
            if cell.number is None:
                sheet.write_string(number, column, cell.text, self._format(**weight))
            else:
                sheet.write_number(number, column, cell.number, self._format(num_format=_digits(cell), **weight))

    def _pairs(self, title: str, pairs: Sequence[tuple[str, str]]) -> None:
        sheet = self._sheet(title)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, PROSE_WIDTH - 28)
        for number, (term, meaning) in enumerate(pairs):
            sheet.write_string(number, 0, term, self._format(bold=True, valign="top"))
            sheet.write_string(number, 1, meaning, self._format(text_wrap=True))

    def _records(self, layer: RecordTable) -> None:
        sheet = self._sheet(layer.title)
        self._head(sheet, layer.columns, layer.rows)
        for column, heading in enumerate(layer.columns):
            is_text = not any(isinstance(row[column], int | float) for row in layer.rows)
            sheet.write_string(0, column, heading, self._heading(is_text=is_text))
        for number, row in enumerate(layer.rows, start=1):
            for column, value in enumerate(row):
                self._record_value(sheet, (number, column), value)
        sheet.autofilter(0, 0, max(len(layer.rows), 1), len(layer.columns) - 1)
        self._notes(sheet, len(layer.rows) + 2, layer.notes)

    def _record_value(self, sheet: Worksheet, place: tuple[int, int], value: Value) -> None:
        match value:
            case str():
                sheet.write_string(*place, value)
            case date():
                sheet.write_datetime(*place, value, self._format(num_format="dd.mm.yyyy", align="left"))
            case int() | float():
                sheet.write_number(*place, value, self._format(num_format="#,##0"))

    def _head(self, sheet: Worksheet, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Freeze the headings, repeat them in print, and give every column the width of what it holds."""
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, heading in enumerate(headings):
            longest = max((len(str(row[column])) for row in rows if isinstance(row[column], str)), default=0)
            sheet.set_column(column, column, min(max(longest, len(heading) + SPARE, NARROWEST), WIDEST))

    def _notes(self, sheet: Worksheet, number: int, notes: Sequence[str]) -> None:
        for place, note in enumerate(notes, start=number):
            sheet.write_string(place, 0, note, self._format(font_color="#5F5F5F"))

    def _heading(self, *, is_text: bool) -> Format:
        return self._format(bold=True, bottom=1, text_wrap=True, valign="bottom", align="left" if is_text else "right")

    def _sheet(self, title: str) -> Worksheet:
        sheet: Worksheet = self.book.add_worksheet(self._name(title))
        sheet.set_paper(9)  # A4
        return sheet

    def _name(self, title: str) -> str:
        """Give a sheet a name that Excel takes and no other sheet has."""
        plain = sub(r"[\[\]:*?/\\']", " ", title).strip()
        name, number = plain[:NAME_LENGTH].strip(), 1
        while name.casefold() in self.names:
            number += 1
            name = f"{plain[: NAME_LENGTH - 3].strip()} {number}"
        self.names.add(name.casefold())
        return name

    def _format(self, **properties: Any) -> Format:  # noqa: ANN401 - whatever XlsxWriter takes
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]


def _value(cell: Cell) -> Value:
    return cell.text if cell.number is None else cell.number


def _digits(cell: Cell) -> str:
    """Give the number format that shows a figure as it is printed.

    >>> _digits(Cell(text="0.0955", number=0.0955, decimals=4))
    '#,##0.0000'
    """
    return "#,##0" + (f".{'0' * cell.decimals}" if cell.decimals else "")
