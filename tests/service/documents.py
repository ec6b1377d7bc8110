"""Reports of given tables for tests, laid out without a database: figures of every unit, long names, many rows."""

from datetime import UTC, date, datetime, timedelta
from re import sub
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.codelists import Account, Language, ReportKind, ReviewMode
from gis.periods import week
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Kind, Part, phrase
from service.reports.page import Page, Setting, page
from service.reports.printing import count, days, hectares, share, square_metres, text
from service.reports.scope import COUNTRY, Scope
from tests.service.records import approve, square
from tests.service.report_files import Grid, pdf_text

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


def assert_in_pdf(table: Grid, file: bytes) -> None:
    """Find each row of a table, whole and in its order, in the text of a PDF."""
    told = plain(pdf_text(file))
    for row in table:
        assert plain("".join(row)) in told, row


def approve_one_release(session: Session) -> datetime:
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
