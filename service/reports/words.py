"""The sentences of a bulletin: the week in one, notes, definitions."""

from gis.aggregates import Areas
from gis.codelists import Account, Language, ReleaseMethod, ReviewMode
from gis.language import translator
from gis.maps.words import safety_statement
from gis.text import NO_BREAK_SPACE, area_ha_text, lower_text, number_text, period_text
from service.reports.figures import Figures
from service.reports.issued import Issued

NOTHING = "–"
"""Stands for a figure that is missing, which is not zero."""


def sentence(figures: Figures, language: Language) -> str:
    """Say the week in one sentence."""
    _ = translator(language)
    period = period_text(figures.period.start, figures.period.end, language)
    if not figures.has_work:
        missing = _("{period}: no approved work is recorded, which does not mean that no work was done.")
        return missing.format(period=period)
    return _("{period}: {area}; {items}; {districts}.").format(
        period=period,
        area=_area_clause(figures.areas, language),
        items=_item_clause(figures, language),
        districts=_district_clause(figures, language),
    )


def _area_clause(areas: Areas, language: Language) -> str:
    _ = translator(language)
    methods = [method for method in ReleaseMethod if areas.m2(method)]
    if not methods:
        return _("no further ground released")
    words = {
        ReleaseMethod.CLEARED: _("cleared {area}"),
        ReleaseMethod.REDUCED: _("reduced {area}"),
        ReleaseMethod.CANCELLED: _("cancelled {area}"),
        ReleaseMethod.UNDETERMINED: _("method not recorded {area}"),
    }
    parts = [words[method].format(area=_hectares(areas.m2(method), language)) for method in methods]
    released = _hectares(areas.released_m2, language)
    return _("{area} of land released ({parts})").format(area=released, parts=", ".join(parts))


def _hectares(area_m2: float, language: Language) -> str:
    """Give hectares with their unit, which no line parts from the number."""
    return f"{area_ha_text(area_m2, language)}{NO_BREAK_SPACE}ha"


def _item_clause(figures: Figures, language: Language) -> str:
    _ = translator(language)
    if not figures.items.total:
        return _("no explosive items disposed of")
    counts = {"ap": figures.items.ap, "at": figures.items.at, "uxo": figures.items.uxo}
    return _("disposed of: AP mines {ap}, AT mines {at}, UXO {uxo}").format(
        **{group: number_text(count, language) for group, count in counts.items()}
    )


def _district_clause(figures: Figures, language: Language) -> str:
    _ = translator(language)
    count = sum(line.name is not None for line in figures.districts)
    return _("districts with approved work: {count}").format(count=number_text(count, language))


def notes(figures: Figures, report: Issued | None, language: Language) -> tuple[str, ...]:
    """Give what has to be known to use the figures, and where an issued report is found again."""
    _ = translator(language)
    address = _("This report in both languages, and its figures for programs: {address}.html, .pdf, .json")
    return (
        safety_statement(language),
        _("Figures may not sum because of rounding; every total is added up from unrounded parts."),
        _(
            "All figures are of the operational account: approved work by its last day, accepted or not. The remaining "
            "contamination is of the certified account. The two are never added together."
        ),
        _("Each square metre of ground counts once, however many reports cover it, for the day it was released first."),
        _review_note(figures, language),
        _("A district’s figures follow the district that the report states, else the boundary."),
        *([address.format(address=f"/api/v1/reports/{report.id}")] if report else []),
    )


def _review_note(figures: Figures, language: Language) -> str:
    _ = translator(language)
    fewer = [mode for mode in figures.review_modes if mode is not ReviewMode.THREE_PEOPLE]
    if not fewer:
        return _("Every record passed three different people before it was counted.")
    modes = ", ".join(lower_text(mode.label(language), language) for mode in fewer)
    return _("Some records did not pass three different people before they were counted: {modes}.").format(modes=modes)


def definitions(language: Language) -> tuple[tuple[str, str], ...]:
    """Give the terms of the bulletin and what they mean here."""
    _ = translator(language)
    return (
        (_("Released"), _("Cleared, reduced, cancelled, and released by a method that was not recorded.")),
        (
            ReleaseMethod.CLEARED.label(language),
            _("Physically searched to a stated depth; explosive ordnance removed or destroyed."),
        ),
        (
            ReleaseMethod.REDUCED.label(language),
            _("Hazardous area in which technical survey found no evidence of explosive ordnance."),
        ),
        (
            ReleaseMethod.CANCELLED.label(language),
            _("Hazardous area in which non-technical survey found no evidence of explosive ordnance."),
        ),
        (
            ReleaseMethod.UNDETERMINED.label(language),
            _("Reported as released without saying how; never counted as cleared."),
        ),
        (_("AP mines"), _("Anti-personnel mines, improvised ones among them.")),
        (_("AT mines"), _("Anti-vehicle mines; national bulletins say anti-tank.")),
        (
            _("UXO"),
            _("Submunitions, other unexploded and abandoned ordnance, improvised devices, booby-traps and fuzes."),
        ),
        (
            Account.CERTIFIED.label(language),
            _("Only completed work that was accepted, and approved cancellation."),
        ),
    )
