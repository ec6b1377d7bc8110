"""A report as a Word document with real styles, headings, captions and tables, for a person to go on editing."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from gis.codelists import Language
from service.reports.docx_styles import Style, styled_document
from service.reports.docx_vectors import add_vector
from service.reports.page import Page, PageCard, PageTable, Picture
from service.reports.pdf import png_of

LANGUAGE_CODES: dict[Language, str] = {"en": "en-GB", "az": "az-Latn-AZ"}
PIXELS_PER_INCH: Final = 220
LOWEST, HIGHEST = Mm(54), Mm(88)
"""Of a picture on the first page, which stands alone: the map is the lower the more rows the table below it has."""
ROW_HEIGHT, MAP_AND_ROWS = Mm(5.2), Mm(105)


def docx_document(pages: tuple[Page, ...], made_at: datetime, *, template: Path | None) -> bytes:
    """Give a report as a Word document, languages one after the other, each with a footer of its own.

    Raises
    ------
    UnreadableTemplate
        If the document that lends its styles cannot be read.
    """
    document = styled_document(template)
    properties = document.core_properties
    properties.title = " · ".join(f"{page.title}, {page.period}" for page in pages)
    properties.language = LANGUAGE_CODES[pages[0].language]
    properties.created = properties.modified = made_at.replace(tzinfo=None, microsecond=0)
    properties.author = properties.last_modified_by = properties.comments = ""
    _speak(document, pages[0].language)
    for page in pages:
        Edition(document, page, is_first=page is pages[0]).write()
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _speak(document: WordDocument, language: Language) -> None:
    """Set the language of everything that says no other."""
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:val"), LANGUAGE_CODES[language])


class Edition:
    """Writes a report in one language at the end of a document."""

    def __init__(self, document: WordDocument, page: Page, *, is_first: bool) -> None:
        self.document, self.page, self.is_first = document, page, is_first
        self.table_count = self.picture_count = 0

    def write(self) -> None:
        """Write all of it."""
        self._begin()
        self._first_page()
        self._prose(self.page.press_title, self.page.press, Style.TEXT)
        upright = [table for table in self.page.tables if not self._lies(table)]
        self._tables(upright, self.page.tables_title)
        self._turn(is_wide=self.page.is_wide)
        self._heading(self.page.pictures_title) if self.page.pictures else None
        for picture in self.page.pictures:
            self._picture(picture)
        self._prose(self.page.notes_title, self.page.notes, Style.LIST)
        self._definitions()
        self._tables([table for table in self.page.tables if self._lies(table)])

    # --- the whole ------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        section = self.document.sections[0] if self.is_first else self.document.add_section(WD_SECTION.NEW_PAGE)
        _lay(section, is_wide=self.page.is_wide)
        footer = section.footer
        if not self.is_first:
            footer.is_linked_to_previous = False
        free = footer.paragraphs[0] if len(footer.paragraphs) == 1 and not footer.paragraphs[0].text else None
        first = free or footer.add_paragraph()
        first.style = Style.FOOTER
        self._run(first, f"{self.page.page_word} ")
        _field(first, "PAGE", "1")
        self._run(first, " / ")
        _field(first, "NUMPAGES", "1")
        for line in self.page.footer:
            self._run(footer.add_paragraph(style=Style.FOOTER), line)

    def _first_page(self) -> None:
        page = self.page
        self._paragraph(page.title, Style.TITLE)
        for line in (page.period, page.scope):
            self._paragraph(line, Style.SUBTITLE) if line else None
        for banner in page.banners:
            self._paragraph(banner, Style.BANNER)
        names, values = zip(*page.facts, strict=True)
        self._columns([(Style.CARD_NOTE, names), (Style.CARD_LABEL, values)])
        for sentence in page.summary:
            self._paragraph(sentence, Style.SUMMARY)
        self._cards(page.cards)
        below = Length(MAP_AND_ROWS - ROW_HEIGHT * len(page.head.rows))
        self._picture(page.map, highest=max(LOWEST, min(HIGHEST, below))) if page.map else None
        self._tables((page.head,))
        self._turn(is_wide=page.is_wide)
        self._picture(page.chart) if page.chart else None

    def _lies(self, table: PageTable) -> bool:
        """Tell whether a table needs a page that lies in a report that stands; such tables come last."""
        return table.is_wide and not self.page.is_wide

    def _tables(self, tables: Sequence[PageTable], title: str = "") -> None:
        """Write tables below each other, on pages that stand or lie."""
        for table in tables:
            self._turn(is_wide=table.is_wide or self.page.is_wide)
            if title and table is tables[0]:
                self._heading(title)
            self._table(table)

    def _definitions(self) -> None:
        self._heading(self.page.definitions_title)
        for term, meaning in self.page.definitions:
            paragraph = self._paragraph("", Style.DEFINITION)
            self._run(paragraph, f"{term}. ", Style.STRONG)
            self._run(paragraph, meaning)

    # --- its parts ------------------------------------------------------------------------------------------------

    def _prose(self, title: str, paragraphs: Sequence[str], style: Style) -> None:
        if paragraphs:
            self._heading(title)
        for paragraph in paragraphs:
            self._paragraph(paragraph, style)

    def _heading(self, words: str) -> None:
        self._paragraph(words, Style.HEADING)

    def _caption(self, word: str, title: str, *, sequence: str, number: int) -> None:
        """Write a caption that Word numbers, so that it can be referred to and listed; each language from 1."""
        paragraph = self._paragraph(f"{word} ", Style.CAPTION)
        again = " \\r 1" if number == 1 and not self.is_first else ""
        _field(paragraph, f"SEQ {sequence} \\* ARABIC{again}", str(number))
        self._run(paragraph, f". {title}")

    def _cards(self, cards: Sequence[PageCard]) -> None:
        if not cards:
            return
        values = [f"{card.value.text} {card.unit}".strip() for card in cards]
        self._columns(
            [
                (Style.CARD_LABEL, [card.label for card in cards]),
                (Style.CARD_VALUE, values),
                (Style.CARD_NOTE, [card.note for card in cards]),
            ]
        )

    def _columns(self, rows: Sequence[tuple[Style, Sequence[str]]]) -> None:
        """Write words below each other in columns of the same width."""
        count = len(rows[0][1])
        table = self._grid(len(rows), [1.0] * count, Style.CARDS)
        for row, (style, words) in zip(table.rows, rows, strict=True):
            for cell, told in zip(row.cells, words, strict=True):
                self._fill(cell, told, style)

    def _picture(self, picture: Picture, *, highest: Length = HIGHEST) -> None:
        self.picture_count += 1
        self._caption(self.page.picture_word, picture.title, sequence="Figure", number=self.picture_count)
        png = BytesIO(png_of(picture.svg, pixels_per_inch=PIXELS_PER_INCH))
        run = self.document.add_paragraph(style=Style.PICTURE).add_run()
        shape = run.add_picture(png, width=_text_width(self.document.sections[-1]))
        shrunk = min(1.0, highest / shape.height)
        shape.width, shape.height = Length(int(shape.width * shrunk)), Length(int(shape.height * shrunk))
        add_vector(shape, self.document.part, picture.svg)
        told = shape._inline.docPr  # noqa: SLF001 - python-docx has no word for what a picture shows
        told.set("descr", picture.words)
        told.set("title", picture.title)

    def _table(self, table: PageTable) -> None:
        """Write a table with its caption; where it has no rows, its title and why it has none."""
        rows = [*table.rows, *([table.total] if table.total else [])]
        if not rows:
            self._paragraph(table.title, Style.CAPTION)
        else:
            self.table_count += 1
            self._caption(self.page.table_word, table.title, sequence="Table", number=self.table_count)
            grid = self._grid(len(rows) + 1, [column.letters for column in table.columns], Style.TABLE)
            _look(grid, has_total=table.total is not None)
            _name(grid, table.title)
            styles = [Style.WORDS if column.is_text else Style.FIGURES for column in table.columns]
            headings = [column.heading for column in table.columns]
            lines = [headings, *([name, *(cell.text for cell in cells)] for name, cells in rows)]
            for row, words in zip(grid.rows, lines, strict=True):
                _keep_whole(row)
                for cell, told, style in zip(row.cells, words, styles, strict=True):
                    self._fill(cell, told, style)
            _repeat(grid.rows[0])
            if table.is_whole:
                _keep_together(grid)
        for note in table.notes:
            self._paragraph(note, Style.NOTE)

    def _grid(self, row_count: int, parts: Sequence[float], style: Style) -> Table:
        """Add a table as wide as the text, its columns in proportion."""
        width = _text_width(self.document.sections[-1])
        table: Table = self.document.add_table(row_count, len(parts), style=style)
        table.autofit = False
        widths = [Length(int(width * part / sum(parts))) for part in parts]
        for column, column_width in zip(table.columns, widths, strict=True):
            column.width = column_width
        return table

    def _turn(self, *, is_wide: bool) -> None:
        """Go on with a page that lies or stands."""
        is_lying = self.document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
        if is_lying != is_wide:
            _lay(self.document.add_section(WD_SECTION.NEW_PAGE), is_wide=is_wide)

    # --- words ----------------------------------------------------------------------------------------------------

    def _paragraph(self, words: str, style: Style) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        if words:
            self._run(paragraph, words)
        return paragraph

    def _fill(self, cell: _Cell, words: str, style: Style) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        self._run(paragraph, words)

    def _run(self, paragraph: Paragraph, words: str, style: Style | None = None) -> None:
        run = paragraph.add_run(words, style)
        if not self.is_first:
            told = OxmlElement("w:lang")
            told.set(qn("w:val"), LANGUAGE_CODES[self.page.language])
            run._element.get_or_add_rPr().append(told)  # noqa: SLF001 - python-docx has no word for languages


def _lay(section: Section, *, is_wide: bool) -> None:
    """Let a page lie or stand."""
    short, long = sorted((section.page_width or Mm(210), section.page_height or Mm(297)))
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)


def _text_width(section: Section) -> Length:
    return Length((section.page_width or Mm(210)) - (section.left_margin or 0) - (section.right_margin or 0))


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Write what Word works out itself, and what it shows until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run(shown)
    field.append(run._element)  # noqa: SLF001 - python-docx has no word for fields
    paragraph._p.append(field)  # noqa: SLF001


def _look(table: Table, *, has_total: bool) -> None:
    """Say which parts of the table's style hold: its first row, and its last one where that is a total."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - python-docx has no word for it
    for part, holds in {"firstRow": True, "lastRow": has_total, "firstColumn": False, "noVBand": True}.items():
        look.set(qn(f"w:{part}"), "1" if holds else "0")
    look.set(qn("w:val"), "0460" if has_total else "0420")


def _name(table: Table, title: str) -> None:
    """Say what a table holds to those who hear it."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)  # noqa: SLF001 - python-docx has no word for it


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no word for it


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no word for it


def _keep_together(table: Table) -> None:
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
