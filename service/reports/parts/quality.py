"""How good the records of a period are: how long they took, what they leave out, where nothing was found (10.7)."""

from types import MappingProxyType

from gis.codelists import Language
from gis.language import translator
from service.quality.completeness import CHECKS
from service.quality.declared import BULK_LOADED, WITHOUT_FIND, Unit
from service.quality.declared import Figure as Declared
from service.quality.questions import TIMES, Value
from service.reports.content import Column, Content, Figure, Row, Table, Words
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.printing import count, days, in_both, share
from service.reports.scope import ScopeKind

KEY = "quality"
WHOLE_PCT = 100
OF_RELEASES = tuple(check.figure for check in CHECKS if check.layer.name == "release_areas")
IN_SHORT = (*TIMES[:1], *OF_RELEASES, WITHOUT_FIND)
IN_FULL = (*TIMES, BULK_LOADED, *(check.figure for check in CHECKS), WITHOUT_FIND)
COLUMNS = (Column(key="value"), Column(key="part"), Column(key="whole"))
HEADINGS = MappingProxyType({"value": "Value", "part": "Records that say it", "whole": "Records looked at"})


def value_figure(key: str, value: Value | None, records: str | None) -> Figure:
    """Give a figure of data quality in its own unit; missing where there was no record to tell it of."""
    told = value.value if value else None
    match value.figure.unit if value else Unit.PCT:
        case Unit.DAYS:
            return days(key, told, records=records)
        case Unit.COUNT:
            return count(key, None if told is None else int(told), records=records)
        case Unit.PCT:
            return share(key, None if told is None else told / WHOLE_PCT, records=records)


def is_told(scope: ScopeKind) -> bool:
    """Tell whether the quality of records is told of such a scope."""
    return scope is not ScopeKind.PROJECT


def _table(key: str, figures: tuple[Declared, ...], gathered: Gathered) -> Table:
    if not is_told(gathered.edition.scope.kind):
        return Table(key=key, columns=COLUMNS, rows=())
    values = {value.figure.name: value for value in gathered.quality.figures}
    rows = (_row(key, values[figure.name], gathered) for figure in figures if figure.name in values)
    return Table(key=key, columns=COLUMNS, rows=tuple(rows))


def _row(key: str, value: Value, gathered: Gathered) -> Row:
    figure = value.figure
    prefix = f"{key}/{figure.name}"
    records = gathered.behind.quality(figure.name) if value.whole_count else None
    cells = (
        value_figure(f"{prefix}/value", value, records),
        count(f"{prefix}/part", value.part_count),
        count(f"{prefix}/whole", value.whole_count),
    )
    return Row(key=figure.name, label=_label(figure), cells=cells)


def _label(figure: Declared) -> Words:
    """Name a figure with its unit."""

    def told(language: Language) -> str:
        _ = translator(language)
        units = {Unit.DAYS: _("days"), Unit.PCT: "%", Unit.COUNT: ""}
        title, unit = figure.title(language), units[figure.unit]
        return _("{label}, {unit}").format(label=title, unit=unit) if unit else title

    return in_both(told)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not is_told(content.scope.kind):
        return (_("The quality of records is told of the country, of districts and of organisations."),)
    return (
        _("Of the records of the period as they stood. A dash: there was no record to tell it of."),
        f"{WITHOUT_FIND.title(language)}: {WITHOUT_FIND.definition(language)}",
    )


QUALITY = Part(
    key=KEY,
    gather=lambda gathered: _table(KEY, IN_SHORT, gathered),
    title=phrase("Data quality"),
    headings=HEADINGS,
    notes=_notes,
)
"""In short, of releases only, for any report: without the issues, which are internal."""
QUALITY_IN_FULL = Part(
    key=f"{KEY}_in_full",
    gather=lambda gathered: _table(f"{KEY}_in_full", IN_FULL, gathered),
    title=phrase("Timeliness and completeness"),
    headings=HEADINGS,
    notes=_notes,
)
