"""The paragraph of a report that can be copied into a press release as it stands, in either language."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gis.codelists import Language, ReleaseMethod
from gis.language import translator
from gis.maps.words import demonstration_statement, safety_statement
from gis.period_words import period_name
from gis.periods import PeriodUnit
from gis.text import date_text, list_text, period_text
from service.reports.content import Content
from service.reports.declared import Say, phrase
from service.reports.opened import area_text, opened_on, opening_area
from service.reports.page import scope_text
from service.reports.parts.cells import METHODS, RELEASED
from service.reports.parts.key_figures import CHANGE, CUMULATIVE, KEY, PERIOD, PREVIOUS
from service.reports.parts.opening import disposed_in_all, released_in_all
from service.reports.sentences import BEFORE, districts, groups_text, item_groups, of_period, organisations

WHEN: Mapping[PeriodUnit, Say] = MappingProxyType(
    {
        PeriodUnit.DAY: phrase("On {period}"),
        PeriodUnit.WEEK: phrase("In the week of {period}"),
        PeriodUnit.MONTH: phrase("In {period}"),
        PeriodUnit.QUARTER: phrase("In {period}"),
        PeriodUnit.YEAR: phrase("In {period}"),
        PeriodUnit.DAYS: phrase("In the days {period}"),
    }
)
"""By what the period is, so that nobody takes a month for a week."""
NAMED = frozenset({PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR})
"""Periods that English calls by their name; Azerbaijani tells the dates of all, for endings of numerals vary."""


def paragraph(content: Content, language: Language) -> tuple[str, ...]:
    """Give the paragraph, with what nobody may copy the figures without."""
    sentences = *_cautions(content, language), *_told(content, language), safety_statement(language)
    return (" ".join(sentence for sentence in sentences if sentence),)


def _cautions(content: Content, language: Language) -> Iterator[str]:
    _ = translator(language)
    if content.is_demonstration:
        yield demonstration_statement(language)
    if scope := scope_text(content, language):
        yield f"{scope}."
    if not content.is_over:
        yield _("The period is not over: its figures will grow.")


def _told(content: Content, language: Language) -> Iterator[str]:
    _ = translator(language)
    when = WHEN[content.period.unit](content, language).format(period=_period(content, language))
    if not content.has_work:
        yield _("{when}, no approved work is recorded, which does not mean that no work was done.").format(when=when)
        return
    yield _ground(content, when, language)
    yield _change(content, language)
    yield _items(content, language)
    yield districts(content, language)
    yield organisations(content, language)
    yield _since_origin(content, language)


def _period(content: Content, language: Language) -> str:
    period = content.period
    if language == "en" and period.unit in NAMED:
        return period_name(period, language)
    return period_text(period.start, period.end, language)


def _ground(content: Content, when: str, language: Language) -> str:
    _ = translator(language)
    words = {
        ReleaseMethod.CLEARED: _("{area} hectares cleared"),
        ReleaseMethod.REDUCED: _("{area} hectares reduced by technical survey"),
        ReleaseMethod.CANCELLED: _("{area} hectares cancelled by non-technical survey"),
        ReleaseMethod.UNDETERMINED: _("{area} hectares by a method that was not recorded"),
    }
    methods = [method for method in METHODS if of_period(content, method).value]
    if not methods:
        return _("{when}, no further land was released.").format(when=when)
    parts = [words[method].format(area=of_period(content, method).printed.told(language)) for method in methods]
    told = _("{when}, {area} hectares of land were released: {parts}.")
    area = of_period(content, RELEASED).printed.told(language)
    return told.format(when=when, area=area, parts=list_text(parts, language))


def _change(content: Content, language: Language) -> str:
    """Compare with the period before, where work is recorded in it."""
    _ = translator(language)
    change = content.table(KEY).cell(RELEASED, PREVIOUS + CHANGE)
    if not isinstance(change.value, float) or not change.value:
        return ""
    if change.value > 0:
        told = _("This is {area} hectares more than in {before}.")
    else:
        told = _("This is {area} hectares less than in {before}.")
    before = BEFORE[content.period.unit](content, language)
    return told.format(area=change.printed.told(language).lstrip("+−"), before=before)


def _items(content: Content, language: Language) -> str:
    _ = translator(language)
    if not of_period(content, "items").value:
        return _("No explosive items were disposed of.")
    return _("Explosive ordnance disposed of: {items}.").format(items=item_groups(content, PERIOD, language))


def _since_origin(content: Content, language: Language) -> str:
    """Tell everything since the origin, and how much of it is cited, as the figure at the head of the report."""
    _, opening, last_on = translator(language), opening_area(content), opened_on(content)
    date, total, disposed = date_text(content.origin, language), released_in_all(content), disposed_in_all(content)
    if not (opening and last_on):
        told = _("Since {date}, {area} hectares of land have been released; explosive ordnance disposed of: {items}.")
        area = total.printed.told(language)
        return told.format(date=date, area=area, items=item_groups(content, CUMULATIVE, language))
    told = _("Since {date}, {area} of land have been released, {cited} of it as published until {last}.").format(
        date=date,
        area=area_text(total, language),
        cited=area_text(opening, language),
        last=date_text(last_on, language),
    )
    if any(figure.value is None for figure in disposed.values()):
        return told
    items = _("Explosive ordnance disposed of since then: {items}.").format(items=groups_text(disposed, language))
    return f"{told} {items}"
