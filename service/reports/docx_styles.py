"""The styles of a report in Word: those of a programme's own document where it has them, ours where it has none."""

from copy import deepcopy
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from service.problems import UnreadableTemplate

STYLES = Path(__file__).parent / "templates" / "report_styles.xml"


class Style(StrEnum):
    """The styles of a report, as a person finds them in Word."""

    TITLE = "Title"
    SUBTITLE = "Subtitle"
    HEADING = "Heading 1"
    CAPTION = "Caption"
    TEXT = "Normal"
    SUMMARY = "Report Summary"
    LIST = "List Bullet"
    STRONG = "Strong"
    BANNER = "Report Banner"
    NOTE = "Report Note"
    DEFINITION = "Report Definition"
    PICTURE = "Report Picture"
    FOOTER = "Report Footer"
    TABLE = "Report Table"
    WORDS = "Table Words"
    FIGURES = "Table Figures"
    CARDS = "Report Figures"
    CARD_LABEL = "Figure Label"
    CARD_VALUE = "Figure Value"
    CARD_NOTE = "Figure Note"


def styled_document(template: Path | None) -> WordDocument:
    """Give an empty document with every style of a report; a template lends its styles, page, header and footer.

    Raises
    ------
    UnreadableTemplate
        If the template is no Word document.
    """
    document = Document() if template is None else _read(template)
    _empty(document)
    if template is None:
        _on_a4(document)
        _of_today(document)
    _complete(document, is_ours=template is None)
    return document


def _read(template: Path) -> WordDocument:
    try:
        return Document(str(template))
    except (
        PackageNotFoundError,
        BadZipFile,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
    ) as error:  # SyntaxError: of XML
        raise UnreadableTemplate(
            f"The template {template} is no Word document (.docx) that can be read. Nothing was written. The "
            "operator names another one, or none, in LANDRELEASE_DOCX_TEMPLATE.",
            f"{template} şablonu oxuna bilən Word sənədi (.docx) deyil. Heç nə yazılmadı. Operator "
            "LANDRELEASE_DOCX_TEMPLATE ayarında başqasını göstərir və ya onu boş saxlayır.",
        ) from error


def _empty(document: WordDocument) -> None:
    """Take the text out of a template, and out of its footer what an earlier report wrote there.

    What remains is its first section, the page with header and footer that a reader sees first.
    """
    body = document.element.body
    first = next(body.iter(qn("w:sectPr")))
    for element in list(body):
        body.remove(element)
    body.append(first)
    footer = document.sections[0].footer
    for paragraph in footer.paragraphs if not footer.is_linked_to_previous else ():
        if paragraph.style is not None and paragraph.style.name == Style.FOOTER:
            footer._element.remove(paragraph._element)  # noqa: SLF001 - python-docx has no word for it


def _on_a4(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(22)
    section.header_distance, section.footer_distance = Mm(10), Mm(9)


def _of_today(document: WordDocument) -> None:
    """Let Word open the document as one of its own, not as one of 2010, and look at its spelling."""
    settings = document.settings.element
    for told in settings.iter(qn("w:compatSetting")):
        if told.get(qn("w:name")) == "compatibilityMode":
            told.set(qn("w:val"), "15")
    settings.remove(settings.find(qn("w:proofState")))


def _complete(document: WordDocument, *, is_ours: bool) -> None:
    """Add every style of a report that a document does not have; one of our own takes them all from us.

    Bullets are those of our own document: what a template counts its lists by is not known.
    """
    styles = document.styles.element
    if is_ours:
        for element in list(styles):
            styles.remove(element)
    known = {_name(style) for style in styles.findall(qn("w:style"))}
    for element in parse_xml(STYLES.read_bytes()):
        if is_ours or (element.tag == qn("w:style") and _name(element) not in known):
            styles.append(deepcopy(element) if is_ours else _without_number(element))


def _without_number(style: BaseOxmlElement) -> BaseOxmlElement:
    style = deepcopy(style)
    for number in list(style.iter(qn("w:numPr"))):
        number.getparent().remove(number)
    return style


def _name(style: BaseOxmlElement) -> str:
    """Give the name of a style; Word writes the names of its own ones small."""
    return str(style.find(qn("w:name")).get(qn("w:val"))).casefold()
