"""The figures at the head of reports on the work of a period."""

from gis.codelists import Language
from gis.language import translator
from gis.text import date_text
from service.reports.content import Content
from service.reports.declared import Card, phrase
from service.reports.opened import opened_on, opening_area
from service.reports.parts.cells import RELEASED
from service.reports.parts.opening import released_in_all
from service.reports.sentences import of_period


def _submunitions(content: Content, language: Language) -> str:
    _ = translator(language)
    count = of_period(content, "submunitions").printed.told(language)
    return _("submunitions among them: {count}").format(count=count)


def _since(content: Content, language: Language) -> str:
    _, last_on = translator(language), opened_on(content)
    if opening_area(content) and last_on:
        told = _("since {date}, until {last} as published")
        return told.format(date=date_text(content.origin, language), last=date_text(last_on, language))
    return _("since {date}, this period included").format(date=date_text(content.origin, language))


WORK_CARDS = (
    Card(label=phrase("Released"), figure=lambda content: of_period(content, RELEASED), note=phrase("by all methods")),
    Card(
        label=phrase("Cleared"),
        figure=lambda content: of_period(content, "cleared"),
        note=phrase("searched to a stated depth"),
    ),
    Card(
        label=phrase("AP mines"),
        figure=lambda content: of_period(content, "ap"),
        note=phrase("anti-personnel, disposed of"),
    ),
    Card(
        label=phrase("AT mines"), figure=lambda content: of_period(content, "at"), note=phrase("anti-tank, disposed of")
    ),
    Card(label=phrase("UXO"), figure=lambda content: of_period(content, "uxo"), note=_submunitions),
    Card(
        label=phrase("Released in all"),
        figure=released_in_all,
        note=_since,
    ),
)
"""Six figures; where no work is recorded they are missing, not zero."""
