"""Reports as tests read them: each value by the table, the row and the column that a reader finds it in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from service.reports.content import Content, Figure
from service.reports.flow import ReportOrder, preview
from service.reports.parts.key_figures import CUMULATIVE, KEY, PERIOD
from service.settings import Settings

SETTINGS = Settings(_env_file=None)
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
Value = float | int | str | None


def content(session: Session, order: ReportOrder, now: datetime = NOW, *, settings: Settings = SETTINGS) -> Content:
    """Give what a report says."""
    return preview(session, order, settings=settings, now=now).content


def report(session: Session, kind: str, period: str, **settings: object) -> Content:
    """Give a report of a kind, with settings of its own."""
    order = ReportOrder(kind=kind, period=period)
    return content(session, order, settings=SETTINGS.model_copy(update=settings))


def weekly(session: Session, week: str = "2025-W43", at: datetime | None = None) -> Content:
    """Give the bulletin of a week, as it was known at an instant."""
    return content(session, ReportOrder(kind="weekly", period=week, as_known_at=at))


def column(made: Content, table: str, name: str) -> dict[str, Value]:
    """Give the unrounded values of a column by the keys of their rows."""
    return {row.key: made.table(table).cell(row.key, name).value for row in made.table(table).rows}


def numbers(made: Content, table: str, name: str) -> dict[str, float]:
    """Give a column whose values are all numbers."""
    return {key: number(value) for key, value in column(made, table, name).items()}


def number(value: Value) -> float:
    """Give a value that is a number."""
    assert isinstance(value, int | float), value
    return value


def of_period(made: Content, key: str) -> Value:
    """Give a key figure of the period."""
    return made.table(KEY).cell(key, PERIOD).value


def since_origin(made: Content, key: str) -> Value:
    """Give a key figure since the cumulative origin."""
    return made.table(KEY).cell(key, CUMULATIVE).value


def total(made: Content, table: str, name: str) -> Value:
    """Give the value of a column in the row of totals."""
    told = made.table(table)
    assert told.total
    return told.total[[each.key for each in told.columns].index(name)].value


def printed(made: Content, table: str, name: str) -> dict[str, str]:
    """Give a column as it is printed in English, by the English labels of its rows."""
    told = made.table(table)
    return {row.label.en: told.cell(row.key, name).printed.en for row in told.rows}


def with_value(made: Content, key: str, value: Value) -> Content:
    """Give a report with another value of one figure, and everything else as it is."""

    def changed(figures: Iterable[Figure]) -> tuple[Figure, ...]:
        return tuple(replace(figure, value=value) if figure.key == key else figure for figure in figures)

    tables = tuple(
        replace(
            table,
            rows=tuple(replace(row, cells=changed(row.cells)) for row in table.rows),
            total=changed(table.total) if table.total else None,
        )
        for table in made.tables
    )
    return replace(made, figures=changed(made.figures), tables=tables)
