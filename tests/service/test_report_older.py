"""Reports that were issued before their kind told all that it tells now are rendered all the same."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from gis.language import LANGUAGES
from service.reports.content import Content
from service.reports.kinds import KINDS
from service.reports.page import Page, Setting, page
from tests.service.bulletins import report
from tests.service.records import approve, square

PERIODS = {
    "weekly": "2025-W43",
    "monthly": "2025-10",
    "annual": "2024",
    "balance": "2025-10",
    "treaty": "2024",
    "daily": "2025-10-20",
    "data_quality": "2025-10",
}


def laid_out(content: Content) -> list[Page]:
    settings = (Setting(language=language, zone=ZoneInfo("Asia/Baku"), issued=None) for language in LANGUAGES)
    return [page(content, KINDS[content.kind], setting, map_svg=None) for setting in settings]


def older(content: Content) -> Iterator[Content]:
    """Give a report without each of its tables, each of its figures, and each row and column of a table."""
    for table in content.tables:
        others = tuple(one for one in content.tables if one is not table)
        yield replace(content, tables=others)
        for row in table.rows[:30]:
            rows = tuple(one for one in table.rows if one is not row)
            yield replace(content, tables=(*others, replace(table, rows=rows)))
    for figure in content.figures:
        yield replace(content, figures=tuple(one for one in content.figures if one is not figure))


@pytest.mark.parametrize(("kind", "period"), PERIODS.items())
def test_what_an_older_report_does_not_tell_is_left_out_and_all_else_stands(
    session: Session, kind: str, period: str
) -> None:
    work = {"code": "R", "release_method": "cleared", "effective_date": "2025-10-20", "ap_mine": 2}
    approve(session, release_areas=[{**work, "geometry": square(0, 0)}])
    content = report(session, kind, period)
    for made in older(content):
        for shown in laid_out(made):
            tables = {table.key for table in (shown.head, *shown.tables, *shown.annex)}
            told = {part.key for part in KINDS[content.kind].every_part if part.is_told(made)}
            assert tables == told
