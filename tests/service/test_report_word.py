"""Reports in Word: real styles, captions, headings and pictures, and a programme's own template."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from service.problems import UnreadableTemplate
from service.reports.docx import docx_document
from service.reports.xlsx import workbook
from tests.service.documents import AT, STRESS, by_day, edition, pages
from tests.service.report_files import captioned, whole_text, word


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


def test_the_footer_in_word_says_which_report_it_is() -> None:
    document = word(docx_document(pages(*STRESS, "en"), AT, template=None))
    told = [whole_text(paragraph) for paragraph in document.sections[0].footer.paragraphs]
    assert told[0] == "Page 1 / 1"
    assert told[1] == "Preview of 2025-W43; as known at 27 October 2025, 08:00"
    assert told[2].startswith("SHA-256 ")


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
