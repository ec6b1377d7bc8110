"""Reports as files: every format and both languages hold the same figures, whatever the tables are like."""

import csv
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from re import findall, sub
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy.orm import Session
from typer import Exit

from gis.codelists import Account, Language, ReportKind, ReviewMode
from gis.language import LANGUAGES
from gis.periods import week
from service.commands.console import write
from service.problems import UnreadableTemplate, WrongParameter
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Subject, Table, Words
from service.reports.csv import table_csv
from service.reports.declared import Kind, Part, phrase
from service.reports.docx import docx_document
from service.reports.flow import ReportOrder, preview, rendered
from service.reports.formats import ReportFormat, file_name
from service.reports.html import html_document
from service.reports.issued import Issued
from service.reports.page import Page, Setting, page
from service.reports.pdf import pdf_document
from service.reports.printing import changed, count, days, hectares, share, square_metres, text
from service.reports.scope import COUNTRY, Scope, ScopeKind
from service.reports.xlsx import workbook
from tests.service.bulletins import NOW, SETTINGS
from tests.service.records import approve, square
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

AT = datetime(2025, 10, 27, 4, 0, tzinfo=UTC)
LONG = Words(
    en="Department for Humanitarian Demining of Reclaimed Settlements",
    az="Azad olunmuş yaşayış məntəqələrinin humanitar minatəmizləmə idarəsi",
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="70" height="20" viewBox="0 0 70 20">'
    '<path d="M0 10H70" stroke="black"/></svg>'
)


def figures(key: str) -> tuple[Figure, ...]:
    """Give a figure of every unit: large, small, none, missing, taken away, a part, a time, a word."""
    return (
        hectares(f"{key}/large", 123_456_789.4, records="/map?method=cleared"),
        hectares(f"{key}/small", 955.04),
        hectares(f"{key}/zero", 0),
        hectares(f"{key}/missing", None),
        hectares(f"{key}/change", -20_500),
        square_metres(f"{key}/m2", 1_234_567.6),
        count(f"{key}/count", 12_298),
        share(f"{key}/share", 0.98245),
        days(f"{key}/days", 3.25),
        text(f"{key}/word", "=HYPERLINK(1)"),
    )


WIDE = tuple(Column(key=figure.key.partition("/")[2], printed_unit=figure.printed_unit) for figure in figures("wide"))


def part(table: Table, *, title: str) -> Part:
    """Declare a table that is given already."""
    headings = {column.key: f"{column.key} of it" for column in table.columns}
    return Part(key=table.key, gather=lambda _: table, title=phrase(title), headings=headings, name_heading="District")


def by_day(count_of_days: int) -> Table:
    """Give a table with a line for each day."""
    first = date(2025, 1, 1)
    rows = tuple(
        Row(
            key=str(day),
            label=Words(en=f"{day}", az=f"{day}"),
            cells=(hectares(f"days/{day}", 10_000 + number * 137), count(f"days/{day}/n", number)),
        )
        for number, day in enumerate(first + timedelta(days=number) for number in range(count_of_days))
    )
    columns = (Column(key="area", printed_unit=PrintedUnit.HA), Column(key="n"))
    return Table(key="by_day", columns=columns, rows=rows, total=(hectares("t", 5_000), count("t/n", 1)))


def edition(*tables: tuple[str, Table], scope: Scope = COUNTRY) -> tuple[Content, Kind]:
    """Give a report of tables, and its declaration."""
    parts = [part(table, title=title) for title, table in tables]
    kind = Kind(
        code=ReportKind.WEEKLY,
        units=(),
        scopes=(),
        account=Account.OPERATIONAL,
        is_public=True,
        title=phrase("Weekly bulletin of land release"),
        figures=lambda _: (),
        summary=lambda _content, _language: ("One sentence.",),
        cards=(),
        has_map=True,
        head_chart=None,
        head=parts[0],
        parts=tuple(parts[1:]),
        charts=(),
        notes=lambda _content, _language: ("A note.",),
        definitions=lambda _language: (("Released", "Freed for use."),),
    )
    content = Content(
        kind=kind.code,
        period=week("2025-W43"),
        scope=scope,
        account=kind.account,
        as_known_at=AT,
        made_on=date(2025, 10, 27),
        origin=date(2020, 11, 10),
        is_demonstration=False,
        has_work=True,
        review_modes=(ReviewMode.THREE_PEOPLE,),
        figures=(),
        tables=tuple(table for _, table in tables),
    )
    return content, kind


def pages(content: Content, kind: Kind, *languages: Language, public_url: str = "") -> tuple[Page, ...]:
    """Lay a report out."""
    zone = ZoneInfo("Asia/Baku")
    return tuple(
        page(
            content,
            kind,
            Setting(language=language, zone=zone, issued=None, public_url=public_url),
            map_svg=DRAWING,
        )
        for language in languages
    )


WIDE_TABLE = Table(
    key="wide",
    columns=WIDE,
    rows=(
        Row(key="L", label=LONG, cells=figures("L")),
        Row(key="=1+1", label=Words(en="=1+1", az="=1+1"), cells=figures("formula")),
    ),
    total=figures("total"),
)
STRESS = edition(("Wide", WIDE_TABLE), ("Forty days", by_day(40)))


def plain(told: str) -> str:
    """Leave out what may stand differently in a line of text."""
    return sub(r"\s", "", told)


def in_english(told: str) -> str:
    """Write a number that is printed in Azerbaijani as it is printed in English."""
    return told.replace(",", ".").replace("\N{NO-BREAK SPACE}", ",")


def assert_in_pdf(table: Grid, file: bytes) -> None:
    """Find each row of a table, whole and in its order, in the text of a PDF."""
    told = plain(pdf_text(file))
    for row in table:
        assert plain("".join(row)) in told, row


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
def one_release(session: Session) -> datetime:
    """Approve one release in one district."""
    box = square(-50, -50, width=100, height=100)
    district = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": box}
    release = {"code": "=R/1", "release_method": "cleared", "effective_date": date(2025, 10, 21)}
    item = {"code": "E-1", "eo_category": "ap_mine", "quantity": 3, "disposal_state": "neutralised"}
    disposed = item | {"found_on": date(2025, 10, 21), "disposed_on": date(2025, 10, 22), "district_code": "AGM"}
    return approve(
        session,
        districts=[district],
        release_areas=[release | {"geometry": square(0, 0)}],
        eo_items=[disposed | {"visibility": "public"}, disposed | {"code": "E-2", "visibility": "internal"}],
    )


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


def test_a_word_document_has_real_styles_captions_and_words_for_pictures() -> None:
    document = word(docx_document(pages(*STRESS, "az"), AT, template=None))
    styled = {p.style.name: whole_text(p) for p in reversed(document.paragraphs) if p.style is not None}
    assert styled["Title"] == "Ərazilərin istifadəyə buraxılması üzrə həftəlik bülleten"
    assert styled["Subtitle"] == "20.10.2025–26.10.2025"
    assert {"Heading 1", "Caption", "Report Definition", "Report Picture"} <= styled.keys()
    assert [caption for caption, _ in captioned(document)] == ["Cədvəl 1. Wide", "Cədvəl 2. Forty days"]
    fields = [each.get(qn("w:instr")) for each in document.element.iter(qn("w:fldSimple"))]
    assert fields == ["SEQ Figure \\* ARABIC", "SEQ Table \\* ARABIC", "SEQ Table \\* ARABIC"]
    assert next(document.element.iter(qn("wp:docPr"))).get("descr")
    assert document.core_properties.title.startswith("Ərazilərin")
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"az-Latn-AZ"}


def test_each_picture_in_word_is_the_drawing_itself_with_dots_for_programs_that_draw_none() -> None:
    laid = (*pages(*STRESS, "az"), *pages(*STRESS, "en"))
    document = word(docx_document(laid, AT, template=None))
    drawn = [one.map.svg for one in laid if one.map]
    assert len(document.inline_shapes) == len(drawn) == 2
    names = set()
    for shape, svg in zip(document.inline_shapes, drawn, strict=True):
        (blip,) = shape._inline.iter(qn("a:blip"))  # noqa: SLF001
        (extension,) = blip.iter(qn("a:ext"))
        assert extension.get("uri") == "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # [MS-ODRAWXML] 2.26.1.1
        vector, dots = (document.part.related_parts[each.get(qn("r:embed"))] for each in (extension[0], blip))
        assert (vector.content_type, vector.blob.decode()) == ("image/svg+xml", svg)
        assert dots.blob.startswith(b"\x89PNG")
        names.add(vector.partname)
    assert len(names) == 2


def test_rows_in_word_stay_whole_headings_repeat_and_wide_tables_turn_the_page() -> None:
    document = word(docx_document(pages(*STRESS, "en"), AT, template=None))
    for _, table in captioned(document):
        marks = [{each.tag for each in row._tr.get_or_add_trPr()} for row in table.rows]  # noqa: SLF001
        assert all(qn("w:cantSplit") in told for told in marks)
        assert [qn("w:tblHeader") in told for told in marks] == [True] + [False] * (len(marks) - 1)


def test_tables_that_lie_come_last_so_that_no_page_before_them_stays_half_empty() -> None:
    wide_between = edition(("Two days", by_day(2)), ("Wide", WIDE_TABLE), ("One day", replace(by_day(1), key="one")))
    laid = pages(*wide_between, "en")
    turned = word(docx_document(laid, AT, template=None))
    assert [section.orientation for section in turned.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert [caption for caption, _ in captioned(turned)] == ["Table 1. Two days", "Table 2. One day", "Table 3. Wide"]
    *upright, last = PdfReader(BytesIO(pdf_document(laid, AT))).pages
    assert [each.mediabox.width > each.mediabox.height for each in (*upright, last)] == [False] * len(upright) + [True]
    assert ("Definitions" in last.extract_text(), "large of it" in last.extract_text()) == (False, True)


def test_a_table_without_rows_has_a_title_and_no_number_in_word() -> None:
    nothing = replace(by_day(1), key="nothing", rows=(), total=None)
    document = word(docx_document(pages(*edition(("Nothing", nothing), ("A day", by_day(1))), "en"), AT, template=None))
    captions = [whole_text(each) for each in document.paragraphs if each.style and each.style.name == "Caption"]
    assert captions == ["Figure 1. Where land was released, 20–26 October 2025", "Nothing", "Table 1. A day"]


def test_notes_in_word_are_a_list_tables_have_names_and_the_document_is_none_of_2010() -> None:
    document = word(docx_document(pages(*STRESS, "en"), AT, template=None))
    bullets = [each.text for each in document.paragraphs if each.style and each.style.name == "List Bullet"]
    assert bullets == ["A note."]
    assert list(document.styles["List Bullet"].element.iter(qn("w:numPr")))
    assert [each.get(qn("w:val")) for each in document.element.iter(qn("w:tblCaption"))] == ["Wide", "Forty days"]
    modes = {each.get(qn("w:name")): each for each in document.settings.element.iter(qn("w:compatSetting"))}
    assert modes["compatibilityMode"].get(qn("w:val")) == "15"


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


def test_the_footer_in_word_says_which_report_it_is() -> None:
    document = word(docx_document(pages(*STRESS, "en"), AT, template=None))
    told = [whole_text(paragraph) for paragraph in document.sections[0].footer.paragraphs]
    assert told[0] == "Page 1 / 1"
    assert told[1] == "Preview of 2025-W43; as known at 27 October 2025, 08:00"
    assert told[2].startswith("SHA-256 ")


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


# --- a programme's own template -----------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Give a programme's own document: a report that somebody edited, with a letterhead."""
    document = Document(BytesIO(docx_document(pages(*STRESS, "en"), AT, template=None)))
    document.styles["Title"].font.size = Pt(31)
    document.sections[0].header.paragraphs[0].text = "Letterhead of the programme"
    document.sections[-1].footer.add_paragraph("Nizami street 1, Baku")
    path = tmp_path / "template.docx"
    document.save(str(path))
    return path


def test_a_template_lends_its_styles_and_letterhead_and_none_of_its_text(template: Path) -> None:
    content, kind = edition(("By district", by_day(1)))
    document = word(docx_document(pages(content, kind, "en"), AT, template=template))
    assert document.styles["Title"].font.size == Pt(31)
    assert document.sections[0].header.paragraphs[0].text == "Letterhead of the programme"
    assert [caption for caption, _ in captioned(document)] == ["Table 1. By district"]
    footer = [whole_text(paragraph) for paragraph in document.sections[0].footer.paragraphs]
    assert footer[0] == "Nizami street 1, Baku"
    assert [line[:7] for line in footer].count("SHA-256") == 1


def test_a_plain_word_document_serves_as_a_template(tmp_path: Path) -> None:
    path = tmp_path / "plain.docx"
    Document().save(str(path))
    document = word(docx_document(pages(*STRESS, "az"), AT, template=path))
    assert len(list(captioned(document))) == 2
    assert document.styles["Report Table"]


@pytest.mark.parametrize("content", [b"not a document", b"", None])
def test_a_template_that_cannot_be_read_is_a_clear_problem(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "broken.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableTemplate, match=r"broken\.docx is no Word document"):
        docx_document(pages(*STRESS, "en"), AT, template=path)


def test_a_workbook_is_no_template(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(pages(*STRESS, "en")[0], (), AT))
    with pytest.raises(UnreadableTemplate):
        docx_document(pages(*STRESS, "en"), AT, template=path)


# --- over HTTP and on the command line ----------------------------------------------------------------------------

PREVIEW = "/api/v1/reports/preview/weekly/2025-W43"


@pytest.mark.usefixtures("one_release")
def test_every_format_has_its_type_and_its_name(client: TestClient) -> None:
    named = {}
    for ending in ("html", "pdf", "docx", "xlsx", "json", "csv"):
        answer = client.get(f"{PREVIEW}.{ending}?lang=az" + ("&table=by_district" if ending == "csv" else ""))
        assert answer.status_code == 200
        named[ending] = findall(r'filename="(.*)"', answer.headers["content-disposition"])[0]
    assert named == {
        "html": "weekly-2025-W43-az.html",
        "pdf": "weekly-2025-W43-az.pdf",
        "docx": "weekly-2025-W43-az.docx",
        "xlsx": "weekly-2025-W43-az.xlsx",
        "json": "weekly-2025-W43.json",
        "csv": "weekly-2025-W43-by_district-az.csv",
    }


def test_a_file_is_named_by_its_scope_in_letters_that_every_system_takes() -> None:
    scope = Scope(kind=ScopeKind.PROJECT, code="PJ 1/ş")
    content, _ = edition(("By district", by_day(1)), scope=scope)
    assert file_name(content, "pdf", language="both") == "weekly-2025-W43-PJ-1-both.pdf"


def test_each_revision_has_a_name_of_its_own() -> None:
    content, _ = edition(("By district", by_day(1)))
    first, second = (file_name(content, "pdf", language="az", revision=revision) for revision in (1, 2))
    assert (first, second) == ("weekly-2025-W43-r1-az.pdf", "weekly-2025-W43-r2-az.pdf")
    table = file_name(content, "csv", language="en", table="by_district", revision=2)
    assert table == "weekly-2025-W43-r2-by_district-en.csv"


def test_both_languages_come_on_request_and_a_workbook_has_one(client: TestClient) -> None:
    answer = client.get(f"{PREVIEW}.html?lang=both")
    assert answer.headers["content-language"] == "az, en"
    assert answer.text.count("<article") == 2
    refused = client.get(f"{PREVIEW}.xlsx?lang=both")
    assert (refused.status_code, refused.json()["allowed"]) == (400, ["en", "az"])


def test_what_is_no_format_or_no_table_is_refused_with_the_choices(client: TestClient) -> None:
    refused = client.get(f"{PREVIEW}.odt").json()
    assert refused["allowed"] == ["html", "pdf", "docx", "xlsx", "json", "csv"]
    tables = [table["key"] for table in client.get(f"{PREVIEW}.json").json()["content"]["tables"]]
    assert client.get(f"{PREVIEW}.csv").json()["allowed"] == tables
    assert client.get(f"{PREVIEW}.csv?table=none").status_code == 400
    assert client.get(f"{PREVIEW}.html?lang=fr").status_code == 400


@pytest.mark.usefixtures("one_release")
def test_json_gives_each_figure_with_its_value_its_unit_its_print_and_its_records(client: TestClient) -> None:
    document = client.get(f"{PREVIEW}.json").json()
    table = next(table for table in document["content"]["tables"] if table["key"] == "by_district")
    released = table["rows"][0]["cells"][0]
    assert released["key"] == "by_district/AGM/released"
    assert (released["unit"], released["printed_unit"]) == ("m2", "ha")
    assert float(released["printed"]["en"]) == pytest.approx(released["value"] / 10_000, abs=0.00005)
    assert released["printed"]["az"] == released["printed"]["en"].replace(".", ",")
    assert released["records"].startswith("/map?")
    described = client.get("/openapi.json").json()["components"]["schemas"]
    assert set(released) in [set(schema.get("properties", ())) for schema in described.values()]


def test_an_unreadable_template_is_told_and_nothing_half_written(
    make_app: Callable[..., FastAPI], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"")
    with TestClient(make_app(docx_template=broken)) as client:
        answer = client.get(f"{PREVIEW}.docx")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/unreadable-template")
    assert "Nothing was written" in answer.json()["detail"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    there = tmp_path / "weekly.docx"
    there.write_bytes(b"before")
    write(b"after", there)
    assert (there.read_bytes(), list(tmp_path.iterdir())) == (b"after", [there])
    for nowhere in (tmp_path, tmp_path / "missing" / "weekly.docx"):
        with pytest.raises(Exit):
            write(b"after", nowhere)
    assert list(tmp_path.iterdir()) == [there]
    assert list(tmp_path.parent.glob(f".{tmp_path.name}*")) == []
