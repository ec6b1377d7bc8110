"""What a report on the work of a period says in sentences, as the bulletins do that people know.

The same templates serve both languages. Every number in them is a figure of the report as it is printed.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gis.codelists import Language, ReleaseMethod
from gis.language import counting, translator
from gis.period_words import period_name
from gis.periods import PeriodUnit
from gis.text import NO_BREAK_SPACE, list_text
from service.reports.content import Content, Figure
from service.reports.declared import Say, phrase
from service.reports.lines import PRIVATE
from service.reports.parts import late
from service.reports.parts.cells import METHODS, RELEASED
from service.reports.parts.key_figures import CHANGE, KEY, PERIOD, PREVIOUS, YEAR_BEFORE
from service.reports.scope import ScopeKind

BEFORE: Mapping[PeriodUnit, Say] = MappingProxyType(
    {
        PeriodUnit.DAY: phrase("the day before"),
        PeriodUnit.WEEK: phrase("the week before"),
        PeriodUnit.MONTH: phrase("the month before"),
        PeriodUnit.QUARTER: phrase("the quarter before"),
        PeriodUnit.YEAR: phrase("the year before"),
        PeriodUnit.DAYS: phrase("as many days before"),
    }
)
YEAR_AGO: Mapping[PeriodUnit, Say] = MappingProxyType(
    {
        PeriodUnit.DAY: phrase("the same day of the year before"),
        PeriodUnit.WEEK: phrase("the same week of the year before"),
        PeriodUnit.MONTH: phrase("the same month of the year before"),
        PeriodUnit.QUARTER: phrase("the same quarter of the year before"),
        PeriodUnit.DAYS: phrase("the same days of the year before"),
    }
)


def of_period(content: Content, key: str) -> Figure:
    """Give a key figure of the period."""
    return content.table(KEY).cell(key, PERIOD)


def summary(content: Content, language: Language) -> tuple[str, ...]:
    """Say the period as the bulletins do that people know: ground, items, districts, organisations; then its change."""
    if not content.has_work:
        return (_nothing(content, language),)
    told = (_ground, _items, districts, organisations, _changes, _late)
    return tuple(sentence for say in told if (sentence := say(content, language)))


def _nothing(content: Content, language: Language) -> str:
    _ = translator(language)
    told = _("{period}: no approved work is recorded, which does not mean that no work was done.")
    return told.format(period=_when(content, language))


def _when(content: Content, language: Language) -> str:
    """Give the period with what it is, so that nobody takes a month for a week, and what the report covers of it."""
    scope = content.scope
    _ = translator(language)
    words = period_name(content.period, language)
    if content.period.unit is PeriodUnit.YEAR:
        words = _("Year {year}").format(year=words)
    name = scope.name_az if language == "az" else scope.name_en
    return f"{words}, {name}" if scope.kind is not ScopeKind.COUNTRY else words


# --- sentences ----------------------------------------------------------------------------------------------------


def _ground(content: Content, language: Language) -> str:
    _ = translator(language)
    methods = [method for method in METHODS if of_period(content, method).value]
    if not methods:
        return _("{period}: no further ground released.").format(period=_when(content, language))
    words = {
        ReleaseMethod.CLEARED: _("cleared {area}"),
        ReleaseMethod.REDUCED: _("reduced {area}"),
        ReleaseMethod.CANCELLED: _("cancelled {area}"),
        ReleaseMethod.UNDETERMINED: _("method not recorded {area}"),
    }
    parts = [words[method].format(area=_hectares(of_period(content, method), language)) for method in methods]
    return _("{period}: {area} of land released ({parts}).").format(
        period=_when(content, language),
        area=_hectares(of_period(content, RELEASED), language),
        parts=", ".join(parts),
    )


def _hectares(figure: Figure, language: Language) -> str:
    """Give hectares with their unit, which no line parts from the number."""
    return f"{figure.printed.told(language)}{NO_BREAK_SPACE}{translator(language)('ha')}"


def _items(content: Content, language: Language) -> str:
    _ = translator(language)
    if not of_period(content, "items").value:
        return _("No explosive items were disposed of.")
    return _("Disposed of: {items}.").format(items=item_groups(content, PERIOD, language))


def item_groups(content: Content, column: str, language: Language) -> str:
    """Count the items that were disposed of by group."""
    return groups_text({group: content.table(KEY).cell(group, column) for group in ("ap", "at", "uxo")}, language)


def groups_text(figures: Mapping[str, Figure], language: Language) -> str:
    """Count items by the groups of bulletins."""
    ngettext = counting(language)
    values = {group: int(figure.value or 0) for group, figure in figures.items()}
    told = (
        ngettext("{count} anti-personnel mine", "{count} anti-personnel mines", values["ap"]),
        ngettext("{count} anti-tank mine", "{count} anti-tank mines", values["at"]),
        ngettext("{count} item of unexploded ordnance", "{count} items of unexploded ordnance", values["uxo"]),
    )
    counts = (figure.printed.told(language) for figure in figures.values())
    return list_text([words.format(count=count) for words, count in zip(told, counts, strict=True)], language)


def districts(content: Content, language: Language) -> str:
    """Name the districts with approved work."""
    rows = [row for row in content.table("by_district").rows if row.key]
    if content.scope.kind is ScopeKind.DISTRICT or not rows:
        return ""
    ngettext = counting(language)
    words = ngettext(
        "Approved work in {count} district: {names}.", "Approved work in {count} districts: {names}.", len(rows)
    )
    names = list_text([row.label.told(language) for row in rows], language)
    return words.format(count=content.figure("district_count").printed.told(language), names=names)


def organisations(content: Content, language: Language) -> str:
    """Name the organisations with approved work; private companies are a count."""
    _ = translator(language)
    rows = [row for row in content.table("by_organisation").rows if row.key not in {"", PRIVATE}]
    names = [*(row.label.told(language) for row in rows), *_companies(content, language)]
    if content.scope.kind is ScopeKind.ORGANISATION or not names:
        return ""
    return _("The work was done by: {names}.").format(names=list_text(names, language))


def _companies(content: Content, language: Language) -> Iterator[str]:
    """Give private companies as a count, where any worked."""
    ngettext, figure = counting(language), content.figure("private_company_count")
    if number := int(figure.value or 0):
        words = ngettext("{count} private company", "{count} private companies", number)
        yield words.format(count=figure.printed.told(language))


# --- change -------------------------------------------------------------------------------------------------------


def _changes(content: Content, language: Language) -> str:
    """Compare the ground released with that of the period before and of the year before."""
    _ = translator(language)
    parts = [
        _change(content, key, words[content.period.unit](content, language), language=language)
        for key, words in ((PREVIOUS, BEFORE), (YEAR_BEFORE, YEAR_AGO))
        if any(column.key == key for column in content.table(KEY).columns)
    ]
    return _("Compared with {parts}.").format(parts="; ".join(parts))


def _change(content: Content, column: str, name: str, *, language: Language) -> str:
    _ = translator(language)
    table = content.table(KEY)
    before, change = table.cell(RELEASED, column), table.cell(RELEASED, column + CHANGE)
    if before.value is None:
        return _("{name}: no approved work is recorded for it").format(name=name)
    if not change.value:
        return _("{name} ({area}): the same").format(name=name, area=_hectares(before, language))
    grown = _("{name} ({area}): {change}")
    return grown.format(name=name, area=_hectares(before, language), change=_hectares(change, language))


def _late(content: Content, language: Language) -> str:
    """Tell what became known of earlier weeks, if anything did."""
    _ = translator(language)
    added, taken, items = (content.figure(key) for key in (late.ADDED, late.TAKEN, late.ITEMS))
    if not (added.value or taken.value or items.value):
        return ""
    told = _("Late, for earlier weeks: {added} added, {taken} taken away; items of explosive ordnance: {items}.")
    return told.format(
        added=_hectares(added, language), taken=_hectares(taken, language), items=items.printed.told(language)
    )
