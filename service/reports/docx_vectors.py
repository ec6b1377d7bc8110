"""Drawings in a Word document as they are drawn: a vector graphic beside the picture of dots that older programs show.

References
----------
[MS-ODRAWXML] 2.26.1.1, `svgBlip`: the vector graphic is a part of its own, named in an extension of the picture, which
programs that do not know it pass over.
"""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.parts.story import StoryPart
from docx.shape import InlineShape

SVG_TYPE = "image/svg+xml"
EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
EXTENSION_XML = """
<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
  <a:ext uri="{uri}">
    <asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"
      xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/>
  </a:ext>
</a:extLst>
"""


def add_vector(shape: InlineShape, story: StoryPart, svg: str) -> None:
    """Add to a picture the drawing that it was made from; the picture stands in a part of the document, the story."""
    package = story.package
    drawing = Part(package.next_partname("/word/media/drawing%d.svg"), SVG_TYPE, svg.encode(), package)
    relation = story.relate_to(drawing, RELATIONSHIP_TYPE.IMAGE)
    (blip,) = shape._inline.iter(qn("a:blip"))  # noqa: SLF001 - python-docx has no word for vectors
    blip.append(parse_xml(EXTENSION_XML.format(uri=EXTENSION, relation=relation)))
