"""A report as an Excel workbook: a cover, a sheet for each table, the definitions, and the records behind it all."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from math import ceil
from re import sub
from textwrap import wrap
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from service.reports.page import Cell, Page, PageColumn, PageRow, PageTable
from service.reports.records import Records, RecordTable, Value

NAME_LENGTH: Final = 31
"""Of a sheet, at most."""
WIDEST, WIDEST_HEADING, NARROWEST, SPARE = 60, 18, 9, 2
"""Of columns, in letters; longer headings are broken."""
TERM_WIDTH, PROSE_WIDTH = 28, 110
LEAST_PROSE_WIDTH: Final = 60
"""In letters; a note below a narrow table goes on beside it."""
MOST_IN_MARGIN: Final = 200
"""Letters at the head or foot of a printed sheet; Excel takes 255, with the signs that set them."""
ROW_PT: Final = 15
GREY, ACCENT = "#5F5F5F", "#1F4E9E"
A4: Final = 9
"""As Excel numbers papers."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Texts are texts, whatever they look like."""
Look = str | float | bool
"""A property of a format, as XlsxWriter has it."""


def workbook(page: Page, records: Records, made_at: datetime) -> bytes:
    """Give a report as a workbook; numbers are numbers, unrounded, and shown with the digits that reports print."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": f"{page.title}, {page.period}", "created": made_at.replace(tzinfo=None)})
        Writer(book, page, records).write()
    return file.getvalue()


class Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, page: Page, records: Records) -> None:
        self.book, self.page, self.records = book, page, records
        self.tables = (page.head, *page.tables, *page.annex)
        self.formats: dict[tuple[tuple[str, Look], ...], Format] = {}
        titles = (
            *(table.title for table in self.tables),
            page.definitions_title,
            *(layer.title for layer in records),
        )
        self.cover, *self.sheets = self._sheets((page.cover_title, *titles))
        self.titles = titles

    def write(self) -> None:
        """Write every sheet."""
        sheets = iter(self.sheets)
        self._margins()
        self._cover()
        for table in self.tables:
            self._table(next(sheets), table)
        self._definitions(next(sheets))
        for layer in self.records:
            self._layer(next(sheets), layer)

    # --- sheets ---------------------------------------------------------------------------------------------------

    def _cover(self) -> None:
        page, sheet = self.page, self.cover
        self._two_columns(sheet)
        sheet.write_string(0, 0, page.title, self._format(bold=True, font_size=16))
        facts = self._prose(1, [page.period, page.scope, *page.banners, *page.summary]) + 1
        for place, (name, value) in enumerate(page.facts, start=facts):
            sheet.write_string(place, 0, name, self._format(font_color=GREY))
            sheet.write_string(place, 1, value)
        contents = self._prose(facts + len(page.facts) + 1, page.footer) + 1
        for place, (title, target) in enumerate(zip(self.titles, self.sheets, strict=True), start=contents):
            sheet.write_url(place, 0, f"internal:'{target.name}'!A1", self._format(font_color=ACCENT), title)
        notes = contents + len(self.titles) + 1
        sheet.write_string(notes, 0, page.notes_title, self._format(bold=True))
        self._prose(notes + 1, page.notes)

    def _prose(self, first: int, lines: Iterable[str]) -> int:
        """Write lines across both columns of the cover, and give the row below them."""
        told = [line for line in lines if line]
        for place, line in enumerate(told, start=first):
            self.cover.merge_range(place, 0, place, 1, line, self._format(text_wrap=True, valign="top"))
            self.cover.set_row(place, _height(line, PROSE_WIDTH))
        return first + len(told)

    def _table(self, sheet: Worksheet, table: PageTable) -> None:
        names = [[name, *(cell.text for cell in cells)] for name, cells in table.rows]
        widths = self._headings(sheet, table.columns, names)
        for place, row in enumerate(table.rows, start=1):
            self._row(sheet, place, row, columns=table.columns)
        below = len(table.rows) + 1
        if table.total:
            self._row(sheet, below, table.total, columns=table.columns, bold=True, top=1)
        self._notes(sheet, below + 2, table.notes, widths=widths)

    def _row(
        self,
        sheet: Worksheet,
        place: int,
        row: PageRow,
        *,
        columns: Sequence[PageColumn],
        **look: Look,
    ) -> None:
        name, cells = row
        sheet.write_string(place, 0, name, self._format(**look))
        for number, (cell, column) in enumerate(zip(cells, columns[1:], strict=True), start=1):
            self._figure(sheet, (place, number), cell, align="left" if column.is_text else "right", **look)

    def _figure(self, sheet: Worksheet, place: tuple[int, int], cell: Cell, **look: Look) -> None:
        if cell.records and cell.records.startswith("http"):
            sheet.write_url(*place, cell.records)
        if cell.number is None:
            sheet.write_string(*place, cell.text, self._format(**look))
        else:
            sheet.write_number(*place, cell.number, self._format(num_format=digits(cell), **look))

    def _definitions(self, sheet: Worksheet) -> None:
        self._two_columns(sheet)
        for place, (term, meaning) in enumerate(self.page.definitions):
            sheet.write_string(place, 0, term, self._format(bold=True, valign="top"))
            sheet.write_string(place, 1, meaning, self._format(text_wrap=True, valign="top"))
            sheet.set_row(place, _height(meaning, PROSE_WIDTH - TERM_WIDTH))

    def _layer(self, sheet: Worksheet, layer: RecordTable) -> None:
        columns = [
            PageColumn(
                heading=heading,
                is_text=not any(isinstance(row[number], int | float) for row in layer.rows),
                letters=len(heading),
            )
            for number, heading in enumerate(layer.columns)
        ]
        widths = self._headings(sheet, columns, layer.rows)
        for place, row in enumerate(layer.rows, start=1):
            for number, value in enumerate(row):
                self._value(sheet, (place, number), value)
        for place, (address, row) in enumerate(zip(layer.addresses, layer.rows, strict=False), start=1):
            sheet.write_url(place, 0, address, self._format(font_color=ACCENT), str(row[0]))
        sheet.autofilter(0, 0, max(len(layer.rows), 1), len(columns) - 1)
        self._notes(sheet, len(layer.rows) + 2, layer.notes, widths=widths)

    def _value(self, sheet: Worksheet, place: tuple[int, int], value: Value) -> None:
        match value:
            case str():
                sheet.write_string(*place, value)
            case date():
                sheet.write_datetime(*place, value, self._format(num_format="dd.mm.yyyy", align="left"))
            case int() | float():
                sheet.write_number(*place, value, self._format(num_format="#,##0"))

    # --- what sheets share ----------------------------------------------------------------------------------------

    def _margins(self) -> None:
        """Let every printed sheet say what it is, of which report, and which page; a sheet's name is cut short."""
        page = self.page
        of = " · ".join(part for part in (page.title, page.period, page.scope) if part)
        titles = (page.cover_title, *self.titles)
        for title, sheet in zip(titles, (self.cover, *self.sheets), strict=True):
            sheet.set_header(f"&L&B{_printed(title)}")
            sheet.set_footer(f"&L{_printed(of)}&R{_printed(page.page_word)} &P / &N")

    def _headings(
        self, sheet: Worksheet, columns: Sequence[PageColumn], rows: Sequence[Sequence[Value]]
    ) -> Sequence[int]:
        """Write headings that stay in sight and in print; give every column the width of what it holds, and tell it."""
        widths = [_width(column, (row[number] for row in rows)) for number, column in enumerate(columns)]
        lines = [len(wrap(column.heading, width)) for column, width in zip(columns, widths, strict=True)]
        sheet.set_row(0, ROW_PT * max(1, *lines))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        for number, column in enumerate(columns):
            align = "left" if column.is_text else "right"
            look = self._format(bold=True, bottom=1, text_wrap=True, valign="bottom", align=align)
            sheet.write_string(0, number, column.heading, look)
            sheet.set_column(number, number, widths[number])
        return widths

    def _notes(self, sheet: Worksheet, place: int, notes: Sequence[str], *, widths: Sequence[int]) -> None:
        """Write notes across the columns of a table, in as many lines as they need, so that none widens the print."""
        last = len(widths) - 1 + ceil(max(LEAST_PROSE_WIDTH - sum(widths), 0) / NARROWEST)
        room = max(sum(widths), LEAST_PROSE_WIDTH)
        look = self._format(font_color=GREY, text_wrap=True, valign="top")
        for number, note in enumerate(notes, start=place):
            sheet.merge_range(number, 0, number, max(last, 1), note, look)
            sheet.set_row(number, _height(note, room))

    def _two_columns(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, TERM_WIDTH)
        sheet.set_column(1, 1, PROSE_WIDTH - TERM_WIDTH)

    def _sheets(self, titles: Sequence[str]) -> list[Worksheet]:
        """Give a sheet for each title, with names that Excel takes and that differ."""
        names: list[str] = []
        for title in titles:
            plain = sub(r"[\[\]:*?/\\']", " ", title).strip()
            name, number = _cut(plain, NAME_LENGTH), 1
            while name.casefold() in map(str.casefold, names):
                number += 1
                name = f"{_cut(plain, NAME_LENGTH - 3)} {number}"
            names.append(name)
        sheets = [self.book.add_worksheet(name) for name in names]
        for sheet in sheets:
            sheet.set_paper(A4)
            sheet.fit_to_pages(1, 0)
        return sheets

    def _format(self, **look: Look) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]


def _width(column: PageColumn, values: Iterable[Value]) -> int:
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    broken = min(len(column.heading), WIDEST_HEADING)
    return min(max(longest, broken, NARROWEST) + SPARE, WIDEST)


def _height(text: str, width: int) -> float:
    """Give how high a row is in which a text is broken into lines."""
    return ROW_PT * ceil(max(len(text), 1) / width)


def _printed(text: str) -> str:
    """Give a text for the margin of a sheet, where `&` begins a sign."""
    return _cut(text, MOST_IN_MARGIN).replace("&", "&&")


def _cut(text: str, length: int) -> str:
    """Give a text that is too long up to its last whole word.

    >>> _cut("Late entries and corrections of earlier weeks", 31), _cut("By district", 31)
    ('Late entries and corrections…', 'By district')
    """
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rsplit(' ', 1)[0].rstrip(' ,;')}…"


def digits(cell: Cell) -> str:
    """Give the number format that shows a figure as it is printed.

    >>> digits(Cell(text="0.0955", number=0.0955, decimals=4))
    '#,##0.0000;−#,##0.0000'
    >>> digits(Cell(text="+24", number=24))
    '+#,##0;−#,##0'
    """
    shown = "#,##0" + (f".{'0' * cell.decimals}" if cell.decimals else "")
    sign = "+" if cell.text.startswith("+") else ""
    return f"{sign}{shown};−{shown}"
