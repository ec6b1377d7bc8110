"""How good the records of a period are: how long they took, what they leave out, where nothing was found (10.7)."""

from collections.abc import Sequence
from types import MappingProxyType

from gis.codelists import Language
from gis.language import translator
from service.quality.completeness import CHECKS
from service.quality.declared import BULK_LOADED, WITHOUT_FIND, Unit
from service.quality.declared import Figure as Declared
from service.quality.questions import NOT_SAID, TIMES, Value
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part, Say, phrase
from service.reports.gathering import Gathered
from service.reports.lines import organisation_place, organisation_words
from service.reports.printing import count, days, in_both, share
from service.reports.scope import ScopeKind

KEY, BY_ORGANISATION = "quality", "quality_by_organisation"
WHOLE_PCT = 100
OF_RELEASES = tuple(check.figure for check in CHECKS if check.layer.name == "release_areas")
IN_SHORT = (*TIMES[:1], *OF_RELEASES, WITHOUT_FIND)
IN_FULL = (*TIMES, BULK_LOADED, *(check.figure for check in CHECKS), WITHOUT_FIND)
PRINTED_UNITS = MappingProxyType(
    {Unit.DAYS: PrintedUnit.NONE, Unit.PCT: PrintedUnit.PERCENT, Unit.COUNT: PrintedUnit.NONE}
)
COLUMNS = (Column(key="value"), Column(key="part"), Column(key="whole"))
HEADINGS = MappingProxyType({"value": "Value", "part": "Records that say it", "whole": "Records looked at"})


def value_figure(key: str, figure: Declared, value: Value | None, *, records: str | None) -> Figure:
    """Give a figure of data quality in its own unit; missing where there was no record to tell it of."""
    told = value.value if value and value.whole_count else None
    match figure.unit:
        case Unit.DAYS:
            return days(key, told, records=records)
        case Unit.COUNT:
            return count(key, None if told is None else int(told), records=records)
        case Unit.PCT:
            return share(key, None if told is None else told / WHOLE_PCT, records=records)


def is_told(scope: ScopeKind) -> bool:
    """Tell whether the quality of records is told of such a scope."""
    return scope is not ScopeKind.PROJECT


def no_quality(content: Content, language: Language) -> tuple[str, ...]:
    """Say why nothing is told, where nothing is."""
    _ = translator(language)
    if is_told(content.scope.kind):
        return ()
    return (_("The quality of records is told of the country, of districts and of organisations."),)


def _in_short(gathered: Gathered) -> Table:
    told = gathered.release_quality if is_told(gathered.edition.scope.kind) else ()
    return _table(KEY, IN_SHORT, gathered, told=[value for value in told if value.by is None])


def _in_full(gathered: Gathered) -> Table:
    told = gathered.quality.figures if is_told(gathered.edition.scope.kind) else ()
    return _table(f"{KEY}_in_full", IN_FULL, gathered, told=told)


def _table(key: str, figures: tuple[Declared, ...], gathered: Gathered, *, told: Sequence[Value]) -> Table:
    values = {value.figure.name: value for value in told}
    rows = (_row(key, values[figure.name], gathered) for figure in figures if figure.name in values)
    return Table(key=key, columns=COLUMNS, rows=tuple(rows))


def _row(key: str, value: Value, gathered: Gathered) -> Row:
    figure = value.figure
    prefix = f"{key}/{figure.name}"
    opened = gathered.behind.quality(figure.name)
    cells = (
        value_figure(f"{prefix}/value", figure, value, records=opened),
        count(f"{prefix}/part", value.part_count, records=opened),
        count(f"{prefix}/whole", value.whole_count, records=opened),
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
    return no_quality(content, language) or (
        _("Of the records of the period as they stood. A dash: there was no record to tell it of."),
        f"{WITHOUT_FIND.title(language)}: {WITHOUT_FIND.definition(language)}",
    )


QUALITY = Part(
    key=KEY,
    gather=_in_short,
    title=phrase("Data quality"),
    name_heading="Indicator",
    headings=HEADINGS,
    notes=_notes,
    needs_rows=True,
)
"""In short, of releases only, for any report: without the issues, which are internal."""
QUALITY_IN_FULL = Part(
    key=f"{KEY}_in_full",
    gather=_in_full,
    title=phrase("Timeliness and completeness"),
    name_heading="Indicator",
    headings=HEADINGS,
    notes=_notes,
)


# --- by organisation ----------------------------------------------------------------------------------------------


def _by_organisation(gathered: Gathered) -> Table:
    """Give the figures of releases by who did the work; what names nobody stands last."""
    told = gathered.quality.rows if is_told(gathered.edition.scope.kind) else ()
    values = {(value.told_of, value.figure.name): value for value in told if value.figure in IN_SHORT}
    codes = sorted({code for code, _ in values}, key=lambda code: organisation_place(gathered, code))

    def cell(code: str | None, figure: Declared) -> Figure:
        records = gathered.behind.quality(figure.name, organisation=code or NOT_SAID)
        key = f"{BY_ORGANISATION}/{code or ''}/{figure.name}"
        return value_figure(key, figure, values.get((code, figure.name)), records=records)

    rows = (
        Row(key=code or "", label=organisation_words(gathered, code), cells=tuple(cell(code, one) for one in IN_SHORT))
        for code in codes
    )
    columns = (Column(key=one.name, printed_unit=PRINTED_UNITS[one.unit]) for one in IN_SHORT)
    return Table(key=BY_ORGANISATION, columns=tuple(columns), rows=tuple(rows))


def _named(figure: Declared) -> Say:
    """Give what names a column; days are no unit that is printed apart."""
    words = _label(figure) if figure.unit is Unit.DAYS else in_both(figure.title)
    return lambda _content, language: words.told(language)


QUALITY_BY_ORGANISATION = Part(
    key=BY_ORGANISATION,
    gather=_by_organisation,
    title=phrase("Timeliness and completeness of releases by organisation"),
    name_heading="Organisation",
    headings=MappingProxyType({figure.name: _named(figure) for figure in IN_SHORT}),
    notes=no_quality,
)
