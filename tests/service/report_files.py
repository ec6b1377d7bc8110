"""Reports read back from their files: every table as its title, its headings and the texts of its cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from service.reports.page import Page, PageTable

Grid = list[list[str]]


def laid_out(page: Page) -> Iterator[PageTable]:
    """Give the tables that a page prints."""
    yield from (page.head, *page.tables)


def grid(table: PageTable) -> Grid:
    """Give the texts of a table: its headings, its rows, its total."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    return [
        [column.heading for column in table.columns],
        *([name, *(cell.text for cell in cells)] for name, cells in rows),
    ]


@dataclass
class _Reader(HTMLParser):
    """Collects the tables and the links of a page."""

    grids: list[Grid] = field(default_factory=list)
    links: list[dict[str, str | None]] = field(default_factory=list)
    is_inside: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.grids.append([])
        elif tag == "tr":
            self.grids[-1].append([])
        elif tag in {"td", "th"}:
            self.grids[-1][-1].append("")
            self.is_inside = True
        elif tag == "a":
            self.links.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            self.grids[-1][-1][-1] += data


def html_grids(file: bytes) -> list[Grid]:
    """Give the tables of a report in HTML."""
    reader = _Reader()
    reader.feed(file.decode())
    return reader.grids


def html_links(file: bytes) -> list[dict[str, str | None]]:
    """Give the links of a report in HTML by their attributes."""
    reader = _Reader()
    reader.feed(file.decode())
    return reader.links


def word(file: bytes) -> WordDocument:
    """Open a report in Word."""
    return Document(BytesIO(file))


def docx_grids(file: bytes) -> list[Grid]:
    """Give the tables of a report in Word that have a caption above them."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for _, table in captioned(word(file))]


def captioned(document: WordDocument) -> Iterator[tuple[str, WordTable]]:
    """Give each table of a Word document with the caption that stands right above it."""
    caption = ""
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            caption = whole_text(block) if block.style is not None and block.style.name == "Caption" else ""
        elif caption:
            yield caption, block


def whole_text(paragraph: Paragraph) -> str:
    """Give the text of a paragraph with its fields, which python-docx leaves out."""
    return "".join(each.text or "" for each in paragraph._p.iter() if each.tag.endswith("}t"))  # noqa: SLF001


def xlsx_grids(file: bytes, titles: Sequence[str]) -> list[Grid]:
    """Give the sheets of a workbook, each number as its format shows it in English."""
    book = openpyxl.load_workbook(BytesIO(file))
    return [
        [[_shown(cell.value, cell.number_format) for cell in row] for row in book[title[:31].strip()].iter_rows()]
        for title in titles
    ]


def _shown(value: object, number_format: str) -> str:
    if not isinstance(value, int | float):
        return str(value or "")
    decimals = len(number_format.partition(";")[0].partition(".")[2])
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}".replace("-", "−")


def pdf_text(file: bytes) -> str:
    """Give the text of a PDF, one blank between words."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages).split())
