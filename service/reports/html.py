"""A report as one HTML file that needs nothing else."""

from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from service.reports.page import Page
from service.reports.style import STYLE

TEMPLATES = Path(__file__).parent / "templates"


def html_document(pages: tuple[Page, ...]) -> bytes:
    """Lay out a report as HTML, in several languages side by side where the window is wide enough.

    Its drawings are images inside it, so that their names cannot collide.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["data_uri"] = svg_data_uri
    style = Markup(STYLE)  # noqa: S704 - a file of ours
    return environment.get_template("report.html").render(pages=pages, style=style).encode()


def svg_data_uri(svg: str) -> str:
    """Give a drawing as the address of an image.

    >>> svg_data_uri("<svg/>")
    'data:image/svg+xml;base64,PHN2Zy8+'
    """
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
