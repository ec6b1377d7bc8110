"""Reports as files: every format and both languages hold the same figures, whatever the tables are like."""

import csv
from codecs import BOM_UTF8
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO
from re import findall
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.language import LANGUAGES
from service.problems import WrongParameter
from service.reports.content import Column, Row, Subject, Table, Words
from service.reports.csv import table_csv
from service.reports.docx import docx_document
from service.reports.flow import ReportOrder, preview, rendered
from service.reports.formats import ReportFormat
from service.reports.html import html_document
from service.reports.issued import Issued
from service.reports.page import Setting, page
from service.reports.pdf import pdf_document
from service.reports.printing import changed, count
from service.reports.xlsx import workbook
from tests.service.bulletins import NOW, SETTINGS
from tests.service.documents import (
    AT,
    DRAWING,
    LONG,
    STRESS,
    WIDE_TABLE,
    approve_one_release,
    assert_in_pdf,
    by_day,
    edition,
    figures,
    pages,
)
from tests.service.report_files import (
    Grid,
    captioned,
    docx_grids,
    grid,
    html_grids,
    html_links,
    laid_out,
    pdf_text,
    whole_text,
    word,
    xlsx_grids,
)


def in_english(told: str) -> str:
    """Write a number that is printed in Azerbaijani as it is printed in English."""
    return told.replace(",", ".").replace("\N{NO-BREAK SPACE}", ",")


# --- the same figures everywhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_holds_every_cell_as_it_is_printed(language: Language) -> None:
    laid = pages(*STRESS, language)
    tables = [grid(table) for table in laid_out(laid[0])]
    assert tables[0][1][1:] == [figure.printed.told(language) for figure in figures("L")]
    assert html_grids(html_document(laid)) == tables
    assert docx_grids(docx_document(laid, AT, template=None)) == tables
    pdf = pdf_document(laid, AT)
    for table in tables:
        assert_in_pdf(table, pdf)


def test_a_workbook_holds_unrounded_numbers_that_show_as_they_are_printed() -> None:
    laid = pages(*STRESS, "en")[0]
    book = workbook(laid, (), AT)
    sheets = xlsx_grids(book, ["Wide", "Forty days"])
    for sheet, table in zip(sheets, laid_out(laid), strict=True):
        assert sheet[: len(table.rows) + 2] == grid(table)
    values = [cell.value for cell in openpyxl.load_workbook(BytesIO(book))["Wide"][2]]
    expected = [12345.67894, 0.095504, 0, "–", -2.05, 1_234_567.6, 12_298, 98.245, 3.25, "=HYPERLINK(1)"]
    assert values == [LONG.en, *expected]


def test_both_languages_hold_the_same_numbers() -> None:
    en, az = (html_grids(html_document(pages(*STRESS, language))) for language in LANGUAGES)
    numbers = [[row[1:10] for row in table[1:]] for table in en]
    assert [[[in_english(cell) for cell in row[1:10]] for row in table[1:]] for table in az] == numbers


@pytest.fixture
def one_release(session: Session) -> None:
    approve_one_release(session)


WEEKLY = ReportOrder(kind="weekly", period="2025-W43")


def files(session: Session, language: Language) -> tuple[list[Grid], dict[ReportFormat, bytes]]:
    """Give the tables of the bulletin, and its file in each format."""
    document = preview(session, WEEKLY, settings=SETTINGS, now=NOW)
    setting = Setting(language=language, zone=ZoneInfo("Asia/Baku"), issued=None)
    tables = [grid(table) for table in laid_out(page(document.content, document.kind, setting, map_svg=None))]
    made = {
        each: rendered(session, document, language=language, file_format=each, settings=SETTINGS)
        for each in ReportFormat
    }
    return tables, made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("records", ["one_release", None])
def test_the_bulletin_says_the_same_in_every_format(
    session: Session, language: Language, records: str | None, request: pytest.FixtureRequest
) -> None:
    if records:
        request.getfixturevalue(records)
    tables, made = files(session, language)
    filled = [table for table in tables if len(table) > 1]
    assert html_grids(made[ReportFormat.HTML]) == filled
    assert docx_grids(made[ReportFormat.DOCX]) == filled
    for table in filled:
        assert_in_pdf(table, made[ReportFormat.PDF])
    assert bool(findall(r"Ağdam|Aghdam", made[ReportFormat.HTML].decode())) is (records is not None)


@pytest.mark.usefixtures("one_release")
def test_the_records_in_a_workbook_add_up_to_the_figure_and_are_public(session: Session) -> None:
    document = preview(session, WEEKLY, settings=SETTINGS, now=NOW)
    file = rendered(session, document, language="en", file_format=ReportFormat.XLSX, settings=SETTINGS)
    book = openpyxl.load_workbook(BytesIO(file))
    headings, release, *_ = book["Released areas"].iter_rows(values_only=True)
    assert (release[0], release[2], release[3]) == ("=R/1", datetime(2025, 10, 21), "Aghdam")  # noqa: DTZ001 - a day
    counted = release[headings.index("Counted, m²")]
    assert counted == pytest.approx(document.content.table("by_district").cell("AGM", "released").value)
    items = list(book["Explosive items"].iter_rows(values_only=True))
    assert [row[0] for row in items if str(row[0]).startswith("E-")] == ["E-1"]
    assert "Records that are not public, and not listed: 1." in [row[0] for row in items]
    assert book["Definitions"]["A1"].value == "Released"
    assert book["By district"].freeze_panes == "B2"


def test_a_printed_sheet_says_what_it_is_and_its_notes_keep_to_the_width_of_its_table() -> None:
    title = "Late entries & corrections of earlier weeks, by district"
    content, kind = edition((title, by_day(3)))
    long_note = "Provisional, and in no other figure. " * 9
    noted = replace(kind, head=replace(kind.head, notes=lambda _content, _language: (long_note,)))
    book = openpyxl.load_workbook(BytesIO(workbook(pages(content, noted, "en")[0], (), AT)))
    sheet = book["Late entries & corrections of…"]
    assert sheet.HeaderFooter.oddHeader.left.text == f"&B{title}".replace(" & ", " && ")
    assert sheet.HeaderFooter.oddFooter.right.text == "Page &P / &N"
    assert sheet.print_title_rows == "$1:$1"
    (below,) = sheet.merged_cells.ranges
    assert sheet.cell(below.min_row, 1).value == long_note
    assert sheet.row_dimensions[below.min_row].height >= 4 * 15


def test_a_change_in_a_workbook_keeps_its_sign() -> None:
    change = Row(key="a", label=Words(en="A", az="A"), cells=(changed("x", count("x", 5), count("x", 29)),))
    content, kind = edition(("Change", Table(key="c", columns=(Column(key="n"),), rows=(change,))))
    sheet = openpyxl.load_workbook(BytesIO(workbook(pages(content, kind, "en")[0], (), AT)))["Change"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (24, "+#,##0;−#,##0")


# --- what each format is ------------------------------------------------------------------------------------------


def test_tables_that_lie_come_last_so_that_no_page_before_them_stays_half_empty() -> None:
    wide_between = edition(("Two days", by_day(2)), ("Wide", WIDE_TABLE), ("One day", replace(by_day(1), key="one")))
    laid = pages(*wide_between, "en")
    turned = word(docx_document(laid, AT, template=None))
    assert [section.orientation for section in turned.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert [caption for caption, _ in captioned(turned)] == ["Table 1. Two days", "Table 2. One day", "Table 3. Wide"]
    *upright, last = PdfReader(BytesIO(pdf_document(laid, AT))).pages
    assert [each.mediabox.width > each.mediabox.height for each in (*upright, last)] == [False] * len(upright) + [True]
    assert ("Definitions" in last.extract_text(), "large of it" in last.extract_text()) == (False, True)


def test_a_revision_says_why_before_its_figures_in_every_format() -> None:
    content, kind = edition(("By district", by_day(1)))
    reason = "An outline was measured again, & two late reports came in."
    subject = Subject(kind=content.kind, period=content.period, scope=content.scope)
    known: dict[str, Any] = {"as_known_at": AT, "issued_at": AT, "issued_by": "Officer", "checksum": "0" * 64}
    issued = Issued(id=UUID(int=1), number=3, subject=subject, revision=2, revision_reason=reason, **known)
    setting = Setting(language="en", zone=ZoneInfo("Asia/Baku"), issued=issued)
    laid = page(content, kind, setting, map_svg=DRAWING)
    assert (laid.banners, dict(laid.facts)["Revision"]) == ((f"Revision 2: {reason}",), "2")
    assert f"Revision 2: {reason}" in pdf_text(pdf_document((laid,), AT))
    assert f"Revision 2: {reason}" in [each.text for each in word(docx_document((laid,), AT, template=None)).paragraphs]
    assert f"Revision 2: {reason}" in [
        row[0] for row in openpyxl.load_workbook(BytesIO(workbook(laid, (), AT)))["Report"].iter_rows(values_only=True)
    ]


def test_headings_repeat_on_every_page_of_a_long_table_and_a_wide_one_lies() -> None:
    content, kind = edition(("Forty days", by_day(370)), ("Wide", WIDE_TABLE))
    reader = PdfReader(BytesIO(pdf_document(pages(content, kind, "az"), AT)))
    texts = [each.extract_text() for each in reader.pages]
    days_of_page = [len(findall(r"2025-\d\d-\d\d|2026-\d\d-\d\d", told)) for told in texts]
    long = [told for told, number in zip(texts, days_of_page, strict=True) if number > 3]
    assert len(long) > 5
    assert all("area of it, ha" in told for told in long)
    assert all("SHA-256" in told and "Səhifə" in told for told in texts)
    assert [each.mediabox.width > each.mediabox.height for each in reader.pages].count(True) == 1
    assert str(reader.root_object["/Lang"]) == "az"


def test_the_same_report_gives_the_same_file_twice() -> None:
    laid = pages(*STRESS, "en")
    assert pdf_document(laid, AT) == pdf_document(laid, AT)
    assert html_document(laid) == html_document(laid)


def test_a_table_as_csv_is_unrounded_says_its_period_and_holds_no_formula() -> None:
    content, kind = STRESS
    setting = Setting(language="en", zone=ZoneInfo("Asia/Baku"), issued=None)
    rows = list(csv.DictReader(StringIO(table_csv(content, kind, setting, key="wide").decode("utf-8-sig"))))
    assert table_csv(content, kind, setting, key="wide").startswith(BOM_UTF8)
    assert [row["Code"] for row in rows] == ["L", "'=1+1", ""]
    assert rows[0]["large of it, ha"] == "12345.67894"
    assert (rows[1]["District"], rows[1]["word of it"]) == ("'=1+1", "'=HYPERLINK(1)")
    assert (rows[2]["District"], rows[2]["count of it"]) == ("Total", "12298")
    assert {(row["Period"], row["Data as of"]) for row in rows} == {("2025-W43", AT.isoformat())}
    for key in ("nothing", None):
        with pytest.raises(WrongParameter, match="wide, by_day"):
            table_csv(content, kind, setting, key=key)


def test_figures_lead_to_their_records_in_a_page_of_their_own() -> None:
    links = html_links(html_document(pages(*STRESS, "en")))
    assert links[0] == {"href": "/map?method=cleared", "target": "_blank", "rel": "noopener"}
    assert len(links) == 3
    away = pages(*STRESS, "en", public_url="https://demining.example")
    assert html_links(html_document(away))[0]["href"] == "https://demining.example/map?method=cleared"


def test_a_pdf_links_only_where_the_service_has_an_address() -> None:
    def links(public_url: str) -> list[str]:
        reader = PdfReader(BytesIO(pdf_document(pages(*STRESS, "en", public_url=public_url), AT)))
        found = [each.get_object() for page_ in reader.pages for each in page_.get("/Annots", ())]
        return [each["/A"]["/URI"] for each in found if "/A" in each]

    assert links("") == []
    assert set(links("https://demining.example")) == {"https://demining.example/map?method=cleared"}


# --- both languages -----------------------------------------------------------------------------------------------


def test_both_languages_stand_in_one_document() -> None:
    laid = pages(*STRESS, "az", "en")
    html = html_document(laid)
    assert findall(r'<article lang="(\w+)"', html.decode()) == ["az", "en"]
    assert html_grids(html) == [grid(table) for each in laid for table in laid_out(each)]
    told = pdf_text(pdf_document(laid, AT))
    assert told.index("həftəlik bülleten") < told.index("Weekly bulletin")
    document = word(docx_document(laid, AT, template=None))
    assert [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Title"] == [
        each.title for each in laid
    ]
    fields = [each.get(qn("w:instr")) for each in document.element.iter(qn("w:fldSimple"))]
    assert [field.endswith("\\r 1") for field in fields] == [False, False, False, True, True, False]
    footers = {whole_text(section.footer.paragraphs[0]) for section in document.sections}
    assert footers == {"Səhifə 1 / 1", "Page 1 / 1"}
    assert {each.get(qn("w:val")) for each in document.element.iter(qn("w:lang"))} == {"en-GB"}
