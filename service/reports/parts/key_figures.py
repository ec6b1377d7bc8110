"""The key figures of a period, every column of the bulletin one below the other, and what they are compared with.

Beside the period stand the one before, the same of the year before, and everything since the origin. A period that is
not over is compared with as many days of the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from types import MappingProxyType

from gis.aggregates import Areas, ItemGroup, Items, areas, items
from gis.codelists import Codelist, Language, ReleaseMethod
from gis.language import translator
from gis.period_words import period_name
from gis.periods import Period, PeriodUnit, previous, so_far, year_before
from gis.text import date_text
from service.reports.behind import Narrowed
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part, Say, phrase
from service.reports.gathering import Gathered
from service.reports.opened import has_opening, opened_on
from service.reports.parts.cells import METHODS, RELEASED, area_cells
from service.reports.printing import NOTHING, changed, count, hectares, in_both, not_recorded

KEY = "key_figures"
PERIOD, CUMULATIVE = "period", "cumulative"
PREVIOUS, YEAR_BEFORE = "previous", "year_before"
CHANGE = "_change"
"""Ends the key of the column that tells by how much the period differs from what is compared with it."""
ITEMS: Mapping[str, str] = MappingProxyType(
    {
        "ap": "AP mines",
        "at": "AT mines",
        "uxo": "UXO",
        "submunitions": "of which submunitions",
        "items": "Items in all",
        "saa": "Small arms ammunition",
        "harmless": "Harmless items",
    }
)
AREAS: Mapping[str, str | Codelist] = MappingProxyType(
    {
        **{str(method): method for method in METHODS},
        RELEASED: "Released",
        "bulletin_area": "One-line figure in the national style",
        "without_geometry": "Without outline",
    }
)
IN_BULLETIN = [method for method in METHODS if method is not ReleaseMethod.CANCELLED]
"""What the one-line figure holds."""
UNRECORDED: Mapping[str, str] = MappingProxyType(
    {"spot_tasks": "EOD spot tasks", "accidents": "Accidents", "killed": "Killed", "injured": "Injured"}
)
Cells = Mapping[str, Figure]
"""The cells of a column by the keys of their rows."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What was done in a period; without any work its figures are missing, not zero."""

    period: Period
    areas: Areas
    without_geometry_m2: float
    items: Items
    has_work: bool


def told_beside(of: Period, made_on: date) -> dict[str, Period]:
    """Give what a period is compared with, by the keys of columns; the year before a year is the one before it.

    >>> from gis.periods import period
    >>> {key: one.label for key, one in told_beside(period("2025-W43"), date(2025, 10, 27)).items()}
    {'previous': '2025-W42', 'year_before': '2024-W43'}
    >>> [one.label for one in told_beside(period("2025"), date(2025, 1, 31)).values()]
    ['2024-01']
    """
    others = {PREVIOUS: previous(of), YEAR_BEFORE: year_before(of)}
    return {
        key: so_far(one, of, made_on)
        for key, one in others.items()
        if key == PREVIOUS or of.unit is not PeriodUnit.YEAR
    }


# --- figures ------------------------------------------------------------------------------------------------------


def _table(gathered: Gathered) -> Table:
    now = _cells(PERIOD, _of_the_period(gathered), gathered)
    columns = {PERIOD: now}
    for key, period in told_beside(gathered.edition.period, gathered.edition.today).items():
        columns[key] = _cells(key, _work_in(gathered, period), gathered)
        beside = _beside(gathered, period)
        columns[key + CHANGE] = {
            row: changed(f"{KEY}/{row}/{key}{CHANGE}", columns[key][row], now[row], records=beside.get(row))
            for row in now
        }
    columns[CUMULATIVE] = _cells(CUMULATIVE, _since_origin(gathered), gathered)
    rows = (
        Row(key=key, label=_label(words, unit), cells=tuple(cells[key] for cells in columns.values()))
        for key, words, unit in _rows()
    )
    return Table(key=KEY, columns=tuple(Column(key=key) for key in columns), rows=tuple(rows))


def _of_the_period(gathered: Gathered) -> Work:
    return Work(
        period=gathered.edition.period,
        areas=gathered.areas,
        without_geometry_m2=gathered.released.area_without_geometry_m2,
        items=gathered.items,
        has_work=gathered.has_work,
    )


def _since_origin(gathered: Gathered) -> Work:
    released = gathered.released_since_origin
    return Work(
        period=gathered.since_origin,
        areas=areas(released.rows),
        without_geometry_m2=released.area_without_geometry_m2,
        items=items(gathered.disposed_since_origin),
        has_work=True,
    )


def _work_in(gathered: Gathered, period: Period) -> Work:
    released, disposed = gathered.progress(period), gathered.disposed_in(period)
    return Work(
        period=period,
        areas=areas(released.rows),
        without_geometry_m2=released.area_without_geometry_m2,
        items=items(disposed),
        has_work=bool(released.rows or disposed or gathered.work_in(period)),
    )


def _cells(column: str, work: Work, gathered: Gathered) -> Cells:
    opened = partial(gathered.behind.releases, period=work.period)
    listed = partial(gathered.behind.items, period=work.period)
    undrawn = gathered.behind.without_outline(period=work.period)
    cells = [
        *(replace(figure, key=f"{figure.key}/{column}") for figure in area_cells(KEY, work.areas, opened)),
        hectares(f"{KEY}/bulletin_area/{column}", work.areas.bulletin_m2, records=opened(",".join(IN_BULLETIN))),
        hectares(f"{KEY}/without_geometry/{column}", work.without_geometry_m2, records=undrawn),
        *(
            count(f"{KEY}/{key}/{column}", number, records=listed(ItemGroup(key)))
            for key, number in _counts(work.items).items()
        ),
        *(_unrecorded(column, key) for key in UNRECORDED),
    ]
    if not work.has_work:
        cells = [replace(figure, value=None, printed=NOTHING) for figure in cells]
    return {figure.key.split("/")[1]: figure for figure in cells}


def _counts(counted: Items) -> dict[str, int]:
    return {"items": counted.total, **{key: getattr(counted, key) for key in ITEMS if key != "items"}}


def _unrecorded(column: str, key: str) -> Figure:
    """Give what nobody records yet; beside the period and the total a dash says enough."""
    missing = not_recorded() if column in {PERIOD, CUMULATIVE} else NOTHING
    return count(f"{KEY}/{key}/{column}", None, missing=missing)


def _beside(gathered: Gathered, period: Period) -> dict[str, str]:
    """Give where what changed is told of both periods, by the keys of rows."""
    behind, account = gathered.behind, gathered.edition.account
    ground = {key: behind.beside(account) for key in (*METHODS, RELEASED, "without_geometry")}
    ground["bulletin_area"] = behind.beside(account, ",".join(IN_BULLETIN))
    days = Narrowed(beside_from=period.start, beside_to=period.end)
    return {str(key): opened for key, opened in ground.items()} | {
        key: behind.items(ItemGroup(key), **days) for key in ITEMS
    }


# --- words --------------------------------------------------------------------------------------------------------


def _rows() -> list[tuple[str, str | Codelist, PrintedUnit]]:
    return [
        *((key, words, PrintedUnit.HA) for key, words in AREAS.items()),
        *((key, words, PrintedUnit.NONE) for key, words in {**ITEMS, **UNRECORDED}.items()),
    ]


def _label(words: str | Codelist, unit: PrintedUnit) -> Words:
    def told(language: Language) -> str:
        _ = translator(language)
        label = words.label(language) if isinstance(words, Codelist) else _(words)
        return _("{label}, {unit}").format(label=label, unit=_(unit)) if unit else label

    return in_both(told)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    said = {
        _("The period is not over; it is compared with as many days of the others."): not content.is_over,
        _("A column of dashes: no approved work is recorded, which is not zero."): _has_gap(content),
    }
    return (
        *(words for words, holds in said.items() if holds),
        _("The one-line figure is cleared, reduced and method not recorded; cancelled ground is left out."),
        _("Ground reported without an outline stands apart and is in no other figure."),
        _("Spot tasks, accidents and victims are not recorded by this service yet."),
        *opening_note(content, language),
    )


def opening_note(content: Content, language: Language) -> tuple[str, ...]:
    """Say what everything since the origin holds, where the installation names a published total to open with."""
    _, last_on = translator(language), opened_on(content)
    if last_on is None:
        return ()
    told = (
        _("Since {date}: as recorded, without what was published until {last}; a table of its own adds the two.")
        if has_opening(content)
        else _("Since {date}: as recorded. A published total until {last} should open it, but none is known.")
    )
    return (told.format(date=date_text(content.origin, language), last=date_text(last_on, language)),)


def _has_gap(content: Content) -> bool:
    """Tell whether nothing is recorded in one of the periods."""
    table = content.table(KEY)
    return any(table.cell(RELEASED, column.key).value is None for column in table.columns)


def _since(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("Since {date}").format(date=date_text(content.origin, language))


def short_name(period: Period, language: Language) -> str:
    """Give what a period is called at the head of a column: a week by its number, others by their name.

    >>> from gis.periods import period
    >>> [short_name(period(label), "en") for label in ("2025-W01", "2025-10")]
    ['Week 1, 2025', 'October 2025']
    """
    if period.unit is not PeriodUnit.WEEK:
        return period_name(period, language)
    year, number, _day = period.start.isocalendar()
    _ = translator(language)
    return _("Week {number}, {year}").format(number=number, year=year)


def _name_of(column: str) -> Say:
    return lambda content, language: short_name(told_beside(content.period, content.made_on)[column], language)


KEY_FIGURES = Part(
    key=KEY,
    gather=_table,
    title=phrase("Key figures"),
    name_heading="Indicator",
    headings=MappingProxyType(
        {
            PERIOD: lambda content, language: short_name(content.period, language),
            PREVIOUS: _name_of(PREVIOUS),
            PREVIOUS + CHANGE: "Change",
            YEAR_BEFORE: _name_of(YEAR_BEFORE),
            YEAR_BEFORE + CHANGE: "Change",
            CUMULATIVE: _since,
        }
    ),
    notes=_notes,
)
