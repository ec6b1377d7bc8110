"""The key figures of a period, beside those since the origin: every column of the bulletin, one below the other."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gis.aggregates import Areas, Items, areas, items
from gis.codelists import Codelist, Language
from gis.language import translator
from gis.text import date_text
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.parts.cells import METHODS, RELEASED, Records, area_cells
from service.reports.printing import count, hectares, in_both, not_recorded

KEY = "key_figures"
PERIOD, CUMULATIVE = "period", "cumulative"
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
UNRECORDED: Mapping[str, str] = MappingProxyType(
    {"spot_tasks": "EOD spot tasks", "accidents": "Accidents", "killed": "Killed", "injured": "Injured"}
)


def _table(gathered: Gathered) -> Table:
    total = gathered.released_since_origin
    period = _cells(PERIOD, gathered.areas, gathered.items, records=gathered.behind.releases)
    period["without_geometry"] = _area(PERIOD, "without_geometry", gathered.released.area_without_geometry_m2)
    cumulative = _cells(
        CUMULATIVE,
        areas(total.rows),
        items(gathered.disposed_since_origin),
        records=lambda method: gathered.behind.releases(method, period=gathered.since_origin),
    )
    cumulative["without_geometry"] = _area(CUMULATIVE, "without_geometry", total.area_without_geometry_m2)
    if not gathered.has_work:
        period = {key: replace(figure, value=None, printed=not_recorded()) for key, figure in period.items()}
    rows = (
        Row(key=key, label=_label(words, unit), cells=(period[key], cumulative[key])) for key, words, unit in _rows()
    )
    return Table(key=KEY, columns=(Column(key=PERIOD), Column(key=CUMULATIVE)), rows=tuple(rows))


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


def _cells(column: str, areas_: Areas, items_: Items, *, records: Records) -> dict[str, Figure]:
    by_method = area_cells(KEY, areas_, records)
    cells = [
        *(replace(figure, key=f"{figure.key}/{column}") for figure in by_method),
        _area(column, "bulletin_area", areas_.bulletin_m2),
        *(count(f"{KEY}/{key}/{column}", number) for key, number in _counts(items_).items()),
        *(count(f"{KEY}/{key}/{column}", None, missing=not_recorded()) for key in UNRECORDED),
    ]
    return {figure.key.split("/")[1]: figure for figure in cells}


def _area(column: str, key: str, area_m2: float) -> Figure:
    return hectares(f"{KEY}/{key}/{column}", area_m2)


def _counts(counted: Items) -> dict[str, int]:
    return {"items": counted.total, **{key: getattr(counted, key) for key in ITEMS if key != "items"}}


def _notes(_content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return (
        _("The one-line figure is cleared, reduced and method not recorded; cancelled ground is left out."),
        _("Ground reported without an outline stands apart and is in no other figure."),
        _("Spot tasks, accidents and victims are not recorded by this service yet."),
    )


def _since(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("Since {date}").format(date=date_text(content.origin, language))


KEY_FIGURES = Part(
    key=KEY,
    gather=_table,
    title=phrase("Period and total"),
    headings=MappingProxyType({PERIOD: lambda content, _language: content.period.label, CUMULATIVE: _since}),
    notes=_notes,
)
