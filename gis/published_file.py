"""A file of published figures, read line by line; what is wrong is told with the number of its line.

A file is a table in UTF-8 whose columns are parted by tabs, commas or semicolons; its first line names them. Numbers
are written with a point and without marks for thousands, areas in a column that says their unit.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from types import MappingProxyType
from typing import Any

from gis.codelists import FigurePrecision, Language, PublishedKind
from gis.language import translator
from gis.periods import PeriodUnit, days
from gis.published import AreaUnit, PublishedArea, PublishedFigure

COUNTS = ("ap_mines", "at_mines", "uxo")
REQUIRED = ("kind", "period_from", "period_to", "key", *COUNTS, "source")
WHOLE: Mapping[PublishedKind, PeriodUnit] = MappingProxyType(
    {
        PublishedKind.MONTH: PeriodUnit.MONTH,
        PublishedKind.QUARTER: PeriodUnit.QUARTER,
        PublishedKind.YEAR: PeriodUnit.YEAR,
        PublishedKind.YEAR_BY_DISTRICT: PeriodUnit.YEAR,
        PublishedKind.YEAR_BY_OPERATOR: PeriodUnit.YEAR,
        PublishedKind.YEAR_BY_PURPOSE: PeriodUnit.YEAR,
    }
)
"""The kinds whose days are periods of the calendar; a week keeps the days that it was published with."""
IN_NOTE = re.compile(r"source gives (\d[\d ]*) m2")
ROUGHLY = re.compile(
    r"(?:\b(?:about|approximately|roughly|over|more than|nearly|almost)|≈|~)"
    r"\s*[\d.,]+\s*(?:ha|hectares|km2|km²|m2|m²)\b",
    re.IGNORECASE,
)


BEYOND = ""
"""The name of what stands in a line beyond the last column that has one."""
MOST_LETTERS = 100_000
"""Of a cell; a longer one is many lines behind a quotation mark that was not closed."""
MOST_HA_A_DAY = 500
"""More than twice what was published of the best week: more is a slip, such as a million where a thousand was meant."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with a line of a file; the first line is 1."""

    line: int
    text: str
    values: Mapping[str, object]

    def told(self, language: Language) -> str:
        """Say it."""
        return translator(language)(self.text).format(**self.values)


def read_published(content: bytes, *, today: date) -> tuple[tuple[PublishedFigure, ...], tuple[Fault, ...]]:
    """Read a file of published figures; where there is any fault, none of it is to be taken.

    Parameters
    ----------
    today
        No figure is published of days to come.

    Returns
    -------
    figures, faults
        In the order of the lines.
    """
    try:
        rows = _rows(content)
    except _FaultyRowError as error:
        return (), (error.fault,)
    read, faults = list[tuple[int, PublishedFigure]](), list[Fault]()
    for row in rows:
        try:
            read.append((row.line, _figure(row, today)))
        except _FaultyRowError as error:
            faults.append(error.fault)
    faults += _repeated(read)
    return tuple(figure for _, figure in read), tuple(sorted(faults, key=lambda fault: fault.line))


def _rows(content: bytes) -> list["_Row"]:
    """Take a file apart; where it is no table of figures, nothing of it can be read."""
    csv.field_size_limit(MOST_LETTERS)  # whoever reads another table sets his own
    lines = _text(content).splitlines()
    header = lines[0] if lines else ""
    reader = csv.DictReader(StringIO("\n".join(lines)), delimiter=max("\t,;", key=header.count), restkey=BEYOND)
    if missing := [name for name in REQUIRED if name not in (reader.fieldnames or ())]:
        raise _FaultyRowError(_fault(1, "Columns are missing: {names}.", names=", ".join(missing)))
    try:
        return [_Row(row, reader.line_num) for row in reader]
    except csv.Error as error:
        words = "The line cannot be taken apart into cells. Look for a quotation mark that is not closed."
        raise _FaultyRowError(_fault(reader.line_num + 1, words)) from error


def _text(content: bytes) -> str:
    """Decode a file, a byte order mark at its head or not."""
    try:
        text = content.decode("utf-8-sig")
        bad = text.find("\0")
    except UnicodeDecodeError as error:
        bad = error.start
        text = content[:bad].decode()
    if bad >= 0:
        line = text[:bad].count("\n") + 1
        raise _FaultyRowError(_fault(line, "The file is not in UTF-8. Save it as UTF-8 and send it again."))
    return text


def _fault(line: int, text: str, **values: object) -> Fault:
    return Fault(line=line, text=text, values=values)


def precision_of(number: Decimal, unit: AreaUnit, note: str) -> FigurePrecision:
    """Work out how exactly an area was published: exact when its last digit is a square metre.

    >>> [precision_of(Decimal(number), AreaUnit.HA, "").value for number in ("139.5186", "139.5", "457")]
    ['exact', 'rounded', 'rounded']
    >>> precision_of(Decimal("30"), AreaUnit.KM2, "the statement says about 30 km2").value
    'approximate'
    """
    if ROUGHLY.search(note):
        return FigurePrecision.APPROXIMATE
    last_digit_m2 = Decimal(1).scaleb(int(number.as_tuple().exponent)) * unit.area_m2
    return FigurePrecision.EXACT if last_digit_m2 <= 1 else FigurePrecision.ROUNDED


class _FaultyRowError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class _Row:
    """A line of a file by the names of its columns."""

    cells: Mapping[str, Any]
    line: int

    def text(self, name: str) -> str:
        """Give a cell, without spaces around it; of a column that the file has not, nothing."""
        return (self.cells.get(name) or "").strip()

    def fault(self, text: str, **values: object) -> _FaultyRowError:
        """Give what says that something is wrong with the line."""
        return _FaultyRowError(_fault(self.line, text, **values))

    def needed(self, name: str) -> str:
        """Give a cell that must not be empty."""
        if not self.text(name):
            raise self.fault("“{column}” is empty.", column=name)
        return self.text(name)

    def member(self, name: str, allowed: Iterable[str]) -> str:
        """Give a cell that holds one of some codes."""
        told = self.needed(name)
        if told not in set(allowed):
            raise self.fault(
                "“{told}” is not known to “{column}”. Allowed: {allowed}.",
                told=told,
                column=name,
                allowed=", ".join(allowed),
            )
        return told

    def day(self, name: str) -> date:
        """Give a cell that holds a date."""
        try:
            return date.fromisoformat(self.needed(name))
        except ValueError as error:
            told = self.text(name)
            raise self.fault("“{told}” in “{column}” is no date such as 2025-10-20.", told=told, column=name) from error

    def number(self, name: str, form: str) -> Decimal | None:
        """Give a cell that holds a number of a form, or nothing."""
        told = self.text(name)
        if not told:
            return None
        if not re.fullmatch(form, told):
            example = "1698" if form == WHOLE_NUMBER else "1644.6"
            raise self.fault(
                "“{told}” in “{column}” is not a number such as {example}.", told=told, column=name, example=example
            )
        if form == DECIMAL_NUMBER and re.fullmatch(AMBIGUOUS, told):
            raise self.fault(
                "“{told}” in “{column}” can mean two numbers. Write {whole}, or {told}0 if it parts decimals.",
                told=told,
                column=name,
                whole=told.replace(".", ""),
            )
        return Decimal(told)

    def count(self, name: str) -> int | None:
        """Give a cell that holds a number of items, or nothing."""
        number = self.number(name, WHOLE_NUMBER)
        return None if number is None else int(number)

    def area(self) -> PublishedArea | None:
        """Give the area from the one column that holds it, or in square metres where the note says what they were."""
        numbers = {unit: self.number(f"area_{unit}", DECIMAL_NUMBER) for unit in AreaUnit}
        found = [(number, unit) for unit, number in numbers.items() if number is not None]
        if len(found) > 1:
            raise self.fault("The area stands in several columns. Leave the one that was published.")
        if not found:
            return None
        note = self.text("note")
        exact = IN_NOTE.search(note)
        number, unit = (Decimal(exact[1].replace(" ", "")), AreaUnit.M2) if exact else found[0]
        stated = self.text("precision") and FigurePrecision(self.member("precision", FigurePrecision))
        return PublishedArea(number=number, unit=unit, precision=stated or precision_of(number, unit, note))


WHOLE_NUMBER, DECIMAL_NUMBER = r"[0-9]{1,9}", r"[0-9]{1,12}(\.[0-9]{1,6})?"
AMBIGUOUS = r"[1-9][0-9]{0,2}\.[0-9]{3}"
"""One mark and three digits: a point may part thousands, as in the press (domain.md 3)."""


def _figure(row: _Row, today: date) -> PublishedFigure:
    if row.cells.get(BEYOND):
        raise row.fault("The line has more cells than the first line names. Numbers take a point, not a comma.")
    kind = PublishedKind(row.member("kind", PublishedKind))
    first, last = row.day("period_from"), row.day("period_to")
    _check_days(row, kind, first, last=last, today=today)
    area, counts = row.area(), [row.count(name) for name in COUNTS]
    if area is None and not any(count is not None for count in counts):
        raise row.fault("The line holds no figure: neither items nor an area.")
    day_count = (last - first).days + 1
    if area and area.area_m2 > MOST_HA_A_DAY * AreaUnit.HA.area_m2 * day_count:
        raise row.fault(
            "{number} {unit} cannot be: of {days} days that is more than {most} ha a day. Look for a slip.",
            number=area.number,
            unit=area.unit.sign,
            days=day_count,
            most=MOST_HA_A_DAY,
        )
    return PublishedFigure(
        kind=kind,
        period_from=first,
        period_to=last,
        key=row.needed("key"),
        **dict(zip(("ap_mine", "at_mine", "uxo"), counts, strict=True)),
        area=area,
        source=row.needed("source"),
        note=row.text("note") or None,
    )


def _check_days(row: _Row, kind: PublishedKind, first: date, *, last: date, today: date) -> None:
    if first > last:
        raise row.fault("The period starts on {first} and ends before it, on {last}.", first=first, last=last)
    if last > today:
        raise row.fault("The period ends on {last}, which lies in the future.", last=last)
    if kind in WHOLE and days(first, last).unit is not WHOLE[kind]:
        raise row.fault("{first}–{last} is no whole period of the kind “{kind}”.", first=first, last=last, kind=kind)


def _repeated(read: Iterable[tuple[int, PublishedFigure]]) -> list[Fault]:
    """Find lines that tell of the same as one before them."""
    first: dict[tuple[Any, ...], int] = {}
    faults = []
    for line, figure in read:
        if (before := first.setdefault(figure.identity, line)) != line:
            faults.append(_fault(line, "Line {before} tells of the same kind, days, key and source.", before=before))
    return faults
