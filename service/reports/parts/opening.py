"""Cumulative figures that open with a published total: the total, what is recorded after it, both (domain.md 8.14)."""

from datetime import timedelta
from types import MappingProxyType

from gis.aggregates import ItemGroup, areas, items
from gis.codelists import Language
from gis.language import translator
from gis.periods import Period
from gis.published import PublishedFigure
from gis.text import date_text, period_text
from service.reports.behind import Behind
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part
from service.reports.gathering import Gathered
from service.reports.opened import KEY, OPENED_ON, OPENING, SINCE, TOTAL, has_opening, opening_area
from service.reports.parts.cells import RELEASED
from service.reports.parts.key_figures import CUMULATIVE
from service.reports.parts.key_figures import KEY as KEY_FIGURES
from service.reports.printing import cited_area, count, day, hectares, in_both, said, text

ITEMS = ("ap", "at", "uxo")
COLUMNS = (
    *(Column(key=key) for key in ITEMS),
    Column(key="area", printed_unit=PrintedUnit.HA),
    Column(key="precision"),
    Column(key="source"),
)


def figures(gathered: Gathered) -> tuple[Figure, ...]:
    """Give until when a published total is named to open with; missing where none is."""
    return (day(OPENED_ON, gathered.opened_on),)


def released_in_all(content: Content) -> Figure:
    """Give everything released since the origin: with a published opening where there is one, else as recorded."""
    if opening_area(content):
        return content.table(KEY).cell(TOTAL, "area")
    return content.table(KEY_FIGURES).cell(RELEASED, CUMULATIVE)


def disposed_in_all(content: Content) -> dict[str, Figure]:
    """Give everything disposed of since the origin, by group, as `released_in_all`; a group can be missing."""
    if has_opening(content):
        return {key: content.table(KEY).cell(TOTAL, key) for key in ITEMS}
    return {key: content.table(KEY_FIGURES).cell(key, CUMULATIVE) for key in ITEMS}


def _table(gathered: Gathered) -> Table:
    opening = gathered.opening
    if opening is None:
        return Table(key=KEY, columns=COLUMNS, rows=())
    figure, edition = opening.figure, gathered.edition
    later = Period(figure.period_to + timedelta(days=1), edition.period.end, SINCE)
    area_m2 = areas(gathered.progress(later).rows).released_m2
    disposed = items(gathered.disposed_in(later))
    counts = {"ap": disposed.ap, "at": disposed.at, "uxo": disposed.uxo}
    opened = gathered.behind.published(opening.id)
    rows = (
        Row(key=OPENING, label=_published(figure), cells=_opening_cells(figure, opened)),
        Row(
            key=SINCE,
            label=_recorded(later),
            cells=_recorded_cells(gathered.behind, later, counts=counts, area_m2=area_m2),
        ),
        Row(key=TOTAL, label=said("Together"), cells=_total_cells(figure, counts, area_m2)),
    )
    return Table(key=KEY, columns=COLUMNS, rows=rows)


def _opening_cells(figure: PublishedFigure, opened: str) -> tuple[Figure, ...]:
    prefix = f"{KEY}/{OPENING}"
    return (
        *(count(f"{prefix}/{key}", number, records=opened) for key, number in _counts(figure).items()),
        cited_area(f"{prefix}/area", figure.area, records=opened),
        text(f"{prefix}/precision", figure.area.precision if figure.area else None),
        text(f"{prefix}/source", figure.publisher, records=opened),
    )


def _recorded_cells(behind: Behind, later: Period, *, counts: dict[str, int], area_m2: float) -> tuple[Figure, ...]:
    prefix = f"{KEY}/{SINCE}"
    listed = {key: behind.items(ItemGroup(key), period=later) for key in counts}
    return (
        *(count(f"{prefix}/{key}", number, records=listed[key]) for key, number in counts.items()),
        hectares(f"{prefix}/area", area_m2, records=behind.releases(period=later)),
        text(f"{prefix}/precision", None),
        text(f"{prefix}/source", None),
    )


def _total_cells(figure: PublishedFigure, counts: dict[str, int], area_m2: float) -> tuple[Figure, ...]:
    """Give the sums, as rough as the opening; where the source says nothing of a group there is none."""
    prefix, opening = f"{KEY}/{TOTAL}", _counts(figure)
    sums = {key: None if opening[key] is None else (opening[key] or 0) + number for key, number in counts.items()}
    return (
        *(count(f"{prefix}/{key}", number) for key, number in sums.items()),
        cited_area(f"{prefix}/area", figure.area.plus(area_m2) if figure.area else None),
        text(f"{prefix}/precision", figure.area.precision if figure.area else None),
        text(f"{prefix}/source", None),
    )


def _counts(figure: PublishedFigure) -> dict[str, int | None]:
    return {"ap": figure.ap_mine, "at": figure.at_mine, "uxo": figure.uxo}


def _published(figure: PublishedFigure) -> Words:
    return _with_days("Opening, as published, {days}", figure.period)


def _recorded(period: Period) -> Words:
    return _with_days("Recorded since, {days}", period)


def _with_days(words: str, period: Period) -> Words:
    return in_both(
        lambda language: translator(language)(words).format(days=period_text(period.start, period.end, language))
    )


def _title(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("Total since {date}, with its published opening").format(date=date_text(content.origin, language))


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    told = [
        _("The opening is cited and not computed. The total is as rough as its opening."),
        _("What is recorded here of the days of the opening is not added to it."),
    ]
    if content.is_demonstration:
        told.append(_("The records of this installation are made up: added to a published figure they mean nothing."))
    return tuple(told)


WITH_OPENING = Part(
    key=KEY,
    gather=_table,
    title=_title,
    name_heading="Indicator",
    headings=MappingProxyType(
        {
            "ap": "AP mines",
            "at": "AT mines",
            "uxo": "UXO",
            "area": "Area",
            "precision": "Precision of the area",
            "source": "Source",
        }
    ),
    notes=_notes,
    needs_rows=True,
)
