"""Published figures for tests: lines of a file, and reports that cite them."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.text import NO_BREAK_SPACE
from service.accounts.flow import local_administrator
from service.published.flow import Imported, import_published
from service.published.queries import StoredFigure, published_figures
from service.reports.content import Content
from service.reports.flow import ReportOrder, preview
from service.reports.scope import COUNTRY, Scope
from service.settings import Settings
from tests.service.records import approve, square

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SETTINGS = Settings(_env_file=None)
HEADER = "kind\tperiod_from\tperiod_to\tkey\tap_mines\tat_mines\tuxo\tarea_ha\tarea_km2\tsource\tnote\n"
WEEK = "week\t2025-10-20\t2025-10-26\tall\t143\t83\t5498\t1644.6\t\thttps://report.az/x\t\n"
ABOUT = "cumulative\t2020-11-10\t2025-06-30\tall\t10\t20\t\t\t30\thttps://example.az/y\tabout 30 km2\n"
EXACT = "cumulative\t2020-11-10\t2025-09-30\tall\t100\t200\t300\t10.5\t\thttps://example.az/z\t\n"


def take_in(session: Session, *rows: str) -> Imported:
    """Import lines of a file."""
    content = (HEADER + "".join(rows)).encode()
    return import_published(session, content, actor=local_administrator(session), today=TODAY)


def counts(done: Imported) -> tuple[int, int, int]:
    """Give how many lines were new, corrected others, and said what was known."""
    return done.new_count, done.corrected_count, done.unchanged_count


def approve_two_releases(session: Session) -> datetime:
    """Approve 1 square of Aghdam in the week and 1 of September."""
    release = {"release_method": "cleared", "district_code": "AGM"}
    return approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=9, height=9)}
        ],
        release_areas=[
            release | {"code": "R-1", "effective_date": "2025-10-21", "geometry": square(0, 0), "ap_mine": 3},
            release | {"code": "R-2", "effective_date": "2025-09-12", "geometry": square(0, 5), "ap_mine": 4},
        ],
    )


def made(
    session: Session, period: str = "2025-W43", kind: str = "weekly", *, scope: Scope = COUNTRY, **settings: object
) -> Content:
    """Give a report."""
    order = ReportOrder(kind=kind, period=period, scope=scope)
    return preview(session, order, settings=SETTINGS.model_copy(update=settings), now=NOW).content


def cited(content: Content, table: str = "as_published") -> dict[str, list[str]]:
    """Give what stands in the lines of a table, by their labels."""
    return {
        row.label.en: [figure.printed.en.replace(NO_BREAK_SPACE, " ") for figure in row.cells]
        for row in content.table(table).rows
    }


def only(session: Session) -> StoredFigure:
    """Give the one figure that is cited."""
    (stored,) = published_figures(session)
    return stored


def instant_of(session: Session) -> datetime:
    """Give the database's present."""
    at: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return at
