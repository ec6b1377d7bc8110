"""Whether a report agrees with itself: its period with the calendar, its title and totals with its figures (RPT-01)."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import fsum
from types import MappingProxyType
from typing import Any

from gis.language import LANGUAGES
from gis.periods import PeriodUnit, period
from gis.text import date_text, lower_text
from service.reports.checks.check import Finding, Found, Said, has_key_figures, together, worded
from service.reports.content import Column, Content, Figure, PrintedUnit, Unit, Words
from service.reports.gathering import Gathered
from service.reports.kinds import KINDS
from service.reports.parts.cells import ITEM_COLUMNS, METHODS, RELEASED
from service.reports.parts.key_figures import CUMULATIVE, KEY, PERIOD
from service.reports.printing import count, hectares, square_metres

LEAST_M2 = 1.0
"""By so much areas may differ that are added up in another order."""
LENGTHS = {
    PeriodUnit.DAY: Words(en="daily", az="gündəlik"),
    PeriodUnit.WEEK: Words(en="weekly", az="həftəlik"),
    PeriodUnit.MONTH: Words(en="monthly", az="aylıq"),
    PeriodUnit.QUARTER: Words(en="quarterly", az="rüblük"),
    PeriodUnit.YEAR: Words(en="annual", az="illik"),
}
"""The words by which titles name the length of a period."""
PRINTERS: Mapping[tuple[Unit, PrintedUnit], Callable[[str, Any], Figure]] = MappingProxyType(
    {
        (Unit.M2, PrintedUnit.HA): hectares,
        (Unit.M2, PrintedUnit.M2): square_metres,
        (Unit.COUNT, PrintedUnit.NONE): count,
    }
)
"""What prints a total of each unit."""
BY_DISTRICT = "by_district"
ITEMS = frozenset(column.key for column in ITEM_COLUMNS)
QUOTIENT = "_per_"
"""Stands in the keys of columns whose total is worked out from totals, and is no sum."""


def is_over(_gathered: Gathered, content: Content) -> Found:
    """Look whether the period is complete."""
    if content.is_over:
        return Found(finding=Finding.FINE, words=worded("The period is over."))
    last = partial(date_text, content.period.end)
    words = worded("The period is not over: it can be issued from the day after {last}.", last=last)
    return Found(finding=Finding.BLOCKS, words=words)


def agrees(gathered: Gathered, content: Content) -> Found:
    """Look whether title, dates, totals and districts are those of the figures."""
    wrong = [*_dates(content), *_totals(content), *_districts(gathered, content)]
    if wrong:
        return Found(finding=Finding.BLOCKS, words=together(wrong))
    words = worded("Title, dates and districts are those of the figures, and totals are the sums of their parts.")
    return Found(finding=Finding.FINE, words=words)


def _dates(content: Content) -> Iterator[Words]:
    asked = content.period
    if asked.start > asked.end or period(asked.label) != asked:
        days = f"{asked.start}–{asked.end}"
        yield worded("“{label}” does not stand for the days {days}.", label=asked.label, days=days)
    for language in LANGUAGES:
        title = KINDS[content.kind].title(content, language)
        spoken = set(lower_text(title, language).split())
        if any(words.told(language) in spoken for unit, words in LENGTHS.items() if unit is not asked.unit):
            yield worded("The title “{title}” names another length than {label} has.", title=title, label=asked.label)


def _totals(content: Content) -> Iterator[Words]:
    for table in content.tables:
        for place, total in enumerate(table.total or ()):
            if _adds_up(table.columns[place], total):
                yield from _of_total(total, [row.cells[place] for row in table.rows])
    for column in (PERIOD, CUMULATIVE) if has_key_figures(content) else ():
        table = content.table(KEY)
        yield from _of_total(table.cell(RELEASED, column), [table.cell(method, column) for method in METHODS])


def _adds_up(column: Column, total: Figure) -> bool:
    """Tell whether a column is added up: ground is, and items are; an upload in two districts is one of both."""
    return column.key in ITEMS if total.unit is Unit.COUNT else QUOTIENT not in column.key


def _of_total(total: Figure, parts: list[Figure]) -> Iterator[Words]:
    told: dict[str, Said] = {"key": total.key, "total": total.printed.told}
    if not _is_sum(total, parts):
        yield worded("The total {key}, printed {total}, is not the sum of its parts.", **told)
    printer = PRINTERS.get((total.unit, total.printed_unit))
    if printer and total.value is not None and printer(total.key, total.value).printed != total.printed:
        yield worded("The total {key} is printed {total}, which is not its value.", **told)


def _is_sum(total: Figure, parts: list[Figure]) -> bool:
    """Tell whether a figure is the sum of others; what counts nothing, or is not known, is no sum."""
    if total.unit not in {Unit.M2, Unit.COUNT} or total.value is None:
        return True
    least = LEAST_M2 if total.unit is Unit.M2 else 0
    return abs(_number(total) - fsum(map(_number, parts))) <= least


def _districts(gathered: Gathered, content: Content) -> Iterator[Words]:
    if not has_key_figures(content):
        return
    rows = (*gathered.work, *gathered.released.rows, *gathered.disposed)
    worked = {row["district"] for row in rows if row["district"]}
    listed = {row.key for row in content.table(BY_DISTRICT).rows if row.key}
    if worked != listed:
        codes = ", ".join(sorted(worked ^ listed))
        yield worded("The list of districts is not that of the districts with approved work: {codes}.", codes=codes)


def _number(figure: Figure) -> float:
    return float(figure.value or 0)
