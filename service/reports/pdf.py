"""A report as PDF, set by Typst."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import orjson
import typst

from service.reports.page import Page

TEMPLATES = Path(__file__).parent / "templates"


def pdf_document(pages: tuple[Page, ...], made_at: datetime) -> bytes:
    """Lay out a report as PDF/UA-1 on A4, languages one after the other; the same pages give the same bytes.

    Parameters
    ----------
    made_at
        The date that the file carries.
    """
    laid_out = orjson.dumps([replace(page, annex=()) for page in pages])
    return typst.compile(
        TEMPLATES / "report.typ",
        sys_inputs={"pages": laid_out.decode()},
        font_paths=_fonts(),
        timestamp=made_at.replace(microsecond=0),
        pdf_standards=["ua-1"],
    )


def png_of(svg: str, *, pixels_per_inch: float) -> bytes:
    """Give a drawing as a picture of dots, in the letters that it has in a PDF."""
    picture: bytes = typst.compile(
        TEMPLATES / "drawing.typ",
        sys_inputs={"svg": svg},
        font_paths=_fonts(),
        format="png",
        ppi=pixels_per_inch,
    )
    return picture


@cache
def _fonts() -> typst.Fonts:
    """Give the fonts that come with Typst, read once; those of the machine would make files differ between machines."""
    return typst.Fonts(include_system_fonts=False)
