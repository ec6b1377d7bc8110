"""What became known of earlier weeks since the cut-off of the last of them (domain.md 8.13)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial, reduce
from operator import sub
from types import MappingProxyType

from gis.aggregates import ItemGroup, total_m2
from gis.codelists import Language
from gis.language import translator
from gis.period_words import period_name
from gis.periods import DAY, Period, period
from service.figures.late import Late, LateWeek
from service.figures.releases import Told
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.parts.cells import AREA_COLUMNS, AREA_HEADINGS, RELEASED, area_cells
from service.reports.printing import count, hectares, in_both, instant, number_in_both, said

KEY = "late"
SINCE, ADDED, TAKEN, ITEMS = "late_since", "late_added", "late_taken", "late_items"
EARLIER = "earlier"
MOST_WEEKS = 12
"""So many are listed each for itself, the last ones; all others stand together."""


def figures(gathered: Gathered) -> tuple[Figure, ...]:
    """Give what came late in all, and the instant since which it counts; missing when no record existed then."""
    found = gathered.late
    if found is None:
        return instant(SINCE, None, gathered.zone), hectares(ADDED, None), hectares(TAKEN, None), count(ITEMS, None)
    taken_m2, changes = found.taken.released_m2, _changes(gathered, found, _earlier(gathered))
    return (
        instant(SINCE, found.since_at, gathered.zone, records=changes),
        hectares(ADDED, total_m2([found.areas.released_m2, taken_m2]), records=changes),
        hectares(TAKEN, taken_m2, records=changes),
        count(ITEMS, found.items.total, records=_items(gathered, found, _earlier(gathered))),
    )


def _earlier(gathered: Gathered) -> Period:
    """Give all days since the origin that lie before the period."""
    return Period(gathered.settings.cumulative_origin, gathered.edition.period.start - DAY, EARLIER)


def _items(gathered: Gathered, found: Late, of: Period) -> str:
    """Give where the items of some days are listed that were recorded or corrected since the cut-off."""
    return gathered.behind.items(ItemGroup.ITEMS, period=of, known_since=found.since_at.isoformat())


def _changes(gathered: Gathered, found: Late, of: Period, *, method: str | None = None) -> str:
    """Give where the releases are listed of whose ground of some days something else is known since the cut-off."""
    since, account = found.since_at.isoformat(), gathered.edition.account
    return gathered.behind.lots(Told.LATE, period=of, known_since=since, account=account, method=method)


def _table(gathered: Gathered) -> Table:
    columns = (*AREA_COLUMNS, Column(key="taken", printed_unit=PrintedUnit.HA), Column(key="items"))
    found = gathered.late
    if found is None:
        return Table(key=KEY, columns=columns, rows=())

    def cells(of: str, became: Late | LateWeek, days: Period) -> tuple[Figure, ...]:
        def changes(method: str | None = None) -> str:
            return _changes(gathered, found, days, method=method)

        taken = hectares(f"{KEY}/{of}/taken", became.taken.released_m2, records=changes())
        items = count(f"{KEY}/{of}/items", became.items.total, records=_items(gathered, found, days))
        return *area_cells(f"{KEY}/{of}", became.areas, changes), taken, items

    listed = found.weeks[-MOST_WEEKS:]
    rows = [
        Row(key=one.week, label=in_both(partial(period_name, of)), cells=cells(one.week, one, of))
        for one in listed
        for of in (period(one.week),)
    ]
    if before := len(found.weeks) - len(listed):
        label = number_in_both(said("Earlier weeks ({count})"), before)
        days = replace(_earlier(gathered), end=period(listed[0].week).start - DAY)
        rows.insert(0, Row(key=EARLIER, label=label, cells=cells(EARLIER, _without(found, listed), days)))
    return Table(
        key=KEY, columns=columns, rows=tuple(rows), total=cells("total", found, _earlier(gathered)) if rows else None
    )


def _without(found: Late, weeks: Sequence[LateWeek]) -> Late:
    """Give what is left when weeks are taken out."""
    return replace(
        found,
        areas=reduce(sub, (one.areas for one in weeks), found.areas),
        taken=reduce(sub, (one.taken for one in weeks), found.taken),
        items=reduce(sub, (one.items for one in weeks), found.items),
    )


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    since_at = content.figure(SINCE)
    if since_at.value is None:
        return (_("The record begins after the cut-off of the period before, so that nothing in it can be late."),)
    if content.table(KEY).rows:
        told = _("Approved since {instant} with an earlier day of work; corrections may take away.")
    else:
        told = _("Nothing of earlier weeks was approved or corrected since {instant}.")
    return (told.format(instant=since_at.printed.told(language)),)


LATE = Part(
    key=KEY,
    gather=_table,
    title=phrase("Late entries and corrections of earlier weeks"),
    name_heading="Week",
    headings=MappingProxyType(
        {**AREA_HEADINGS, RELEASED: "Change in all", "taken": "of which taken away", "items": "Items in all"}
    ),
    notes=_notes,
)
