"""A report as PDF, set by Typst."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import orjson
import typst

from service.reports.page import Page

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def pdf_document(page: Page, made_at: datetime) -> bytes:
    """Lay out a report as PDF/UA-1 on A4; the same page gives the same bytes.

    Parameters
    ----------
    made_at
        The date that the file carries.
    """
    return typst.compile(
        TEMPLATE,
        sys_inputs={"page": orjson.dumps(asdict(page)).decode()},
        font_paths=[],
        ignore_system_fonts=True,
        timestamp=made_at.replace(microsecond=0),
        pdf_standards=["ua-1"],
    )
