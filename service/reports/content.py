"""What a report says, free of language: figures, and tables of figures, each with its unit and what is behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar

import orjson
from pydantic import TypeAdapter

from gis.codelists import Account, Language, ReportKind, ReviewMode
from gis.periods import Period
from service.reports.scope import COUNTRY, Scope


class NotToldError(KeyError):
    """A report says nothing under a key: it was issued before its kind told of it."""


class Unit(StrEnum):
    """What a value is counted in."""

    M2 = "m2"
    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    MONEY = "money"
    TEXT = "text"


class PrintedUnit(StrEnum):
    """What a value is printed in; its heading says so."""

    HA = "ha"
    M2 = "m²"
    PERCENT = "%"
    NONE = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The same in both languages."""

    en: str
    az: str

    def told(self, language: Language) -> str:
        """Give them in a language."""
        return self.az if language == "az" else self.en


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One value that a report prints.

    Attributes
    ----------
    key
        Its name within the report, the same in every edition: `released`, `by_district/AGM/cleared`.
    value
        Unrounded; missing where nothing is recorded, which is not zero.
    printed
        The value as every rendering prints it.
    records
        The address, from the root of the service, of the records behind it.
    """

    key: str
    value: float | int | str | None
    unit: Unit
    printed: Words
    printed_unit: PrintedUnit = PrintedUnit.NONE
    records: str | None = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of figures; what it is called follows from its key and its unit."""

    key: str
    printed_unit: PrintedUnit = PrintedUnit.NONE


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a table.

    Attributes
    ----------
    key
        Of what it tells: a code, the label of a period. Empty for what is recorded without one.
    cells
        One for each column.
    """

    key: str
    label: Words
    cells: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Figures in rows and columns.

    Attributes
    ----------
    total
        One for each column; missing where adding makes no sense.
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: tuple[Figure, ...] | None = None

    def cell(self, row: str, column: str) -> Figure:
        """Give the figure of a row in a column.

        Raises
        ------
        NotToldError
            If there is none.
        """
        return _of_key(self.rows, row).cells[self.columns.index(_of_key(self.columns, column))]


@dataclass(frozen=True)
class Subject:
    """What a report is about; of each there can be several revisions."""

    kind: ReportKind
    period: Period
    scope: Scope = COUNTRY


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything that a report says; a language or a format is a rendering of it.

    Attributes
    ----------
    as_known_at
        The state of knowledge that every figure is taken from.
    made_on
        The local day of that instant, by which the period is over or not.
    origin
        The day that cumulative figures begin with.
    has_work
        Whether any approved work is recorded in the period; without it, figures are missing, not zero.
    review_modes
        By how many people the records of the period were approved.
    figures
        Those that stand alone.
    """

    kind: ReportKind
    period: Period
    scope: Scope
    account: Account
    as_known_at: datetime
    made_on: date
    origin: date
    is_demonstration: bool
    has_work: bool
    review_modes: tuple[ReviewMode, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]

    @property
    def is_over(self) -> bool:
        """Tell whether the period is complete."""
        return self.made_on > self.period.end

    @property
    def subject(self) -> Subject:
        """Give what the report is about."""
        return Subject(self.kind, self.period, self.scope)

    def figure(self, key: str) -> Figure:
        """Give a figure that stands alone.

        Raises
        ------
        NotToldError
            If the report has none of that key.
        """
        return _of_key(self.figures, key)

    def table(self, key: str) -> Table:
        """Give a table.

        Raises
        ------
        NotToldError
            If the report has none of that key.
        """
        return _of_key(self.tables, key)

    def has_table(self, key: str) -> bool:
        """Tell whether there is a table of a key."""
        return any(table.key == key for table in self.tables)

    def every_figure(self) -> Iterator[Figure]:
        """Give all figures, those of tables as well, in the order of the report."""
        yield from self.figures
        for table in self.tables:
            for row in table.rows:
                yield from row.cells
            yield from table.total or ()


T = TypeVar("T", Figure, Column, Row, Table)


def _of_key(things: tuple[T, ...], key: str) -> T:
    for thing in things:
        if thing.key == key:
            return thing
    raise NotToldError(key)


_ADAPTER = TypeAdapter(Content)


def as_json(content: Content) -> dict[str, Any]:
    """Give a report as it is stored and served."""
    document: dict[str, Any] = _ADAPTER.dump_python(content, mode="json")
    return document


def from_json(document: dict[str, Any]) -> Content:
    """Give a stored report back."""
    return _ADAPTER.validate_python(document)


def checksum(content: Content) -> str:
    """Give the SHA-256 of the canonical report, in hexadecimal: JSON with sorted keys and no spaces.

    References
    ----------
    RFC 8785 is the idea; its numbers are written otherwise: here a whole number of square metres ends in `.0`.
    """
    return sha256(orjson.dumps(as_json(content), option=orjson.OPT_SORT_KEYS)).hexdigest()
