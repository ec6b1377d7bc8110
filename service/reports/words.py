"""The sentences of a report: the period in one, notes, definitions."""

from gis.codelists import Account, Language, ReleaseMethod, ReviewMode
from gis.language import translator
from gis.maps.words import safety_statement
from gis.text import NO_BREAK_SPACE, lower_text, period_text
from service.reports.content import Content, Figure
from service.reports.parts.cells import METHODS, RELEASED
from service.reports.parts.key_figures import KEY, PERIOD


def of_period(content: Content, key: str) -> Figure:
    """Give a key figure of the period."""
    return content.table(KEY).cell(key, PERIOD)


def summary(content: Content, language: Language) -> tuple[str, ...]:
    """Say the period in one sentence."""
    _ = translator(language)
    period = period_text(content.period.start, content.period.end, language)
    if not content.has_work:
        missing = _("{period}: no approved work is recorded, which does not mean that no work was done.")
        return (missing.format(period=period),)
    told = _("{period}: {area}; {items}; {districts}.").format(
        period=period,
        area=_area_clause(content, language),
        items=_item_clause(content, language),
        districts=_district_clause(content, language),
    )
    return (told,)


def _area_clause(content: Content, language: Language) -> str:
    _ = translator(language)
    methods = [method for method in METHODS if of_period(content, method).value]
    if not methods:
        return _("no further ground released")
    words = {
        ReleaseMethod.CLEARED: _("cleared {area}"),
        ReleaseMethod.REDUCED: _("reduced {area}"),
        ReleaseMethod.CANCELLED: _("cancelled {area}"),
        ReleaseMethod.UNDETERMINED: _("method not recorded {area}"),
    }
    parts = [words[method].format(area=_hectares(of_period(content, method), language)) for method in methods]
    released = _hectares(of_period(content, RELEASED), language)
    return _("{area} of land released ({parts})").format(area=released, parts=", ".join(parts))


def _hectares(figure: Figure, language: Language) -> str:
    """Give hectares with their unit, which no line parts from the number."""
    return f"{figure.printed.told(language)}{NO_BREAK_SPACE}ha"


def _item_clause(content: Content, language: Language) -> str:
    _ = translator(language)
    if not of_period(content, "items").value:
        return _("no explosive items disposed of")
    counts = {group: of_period(content, group).printed.told(language) for group in ("ap", "at", "uxo")}
    return _("disposed of: AP mines {ap}, AT mines {at}, UXO {uxo}").format(**counts)


def _district_clause(content: Content, language: Language) -> str:
    _ = translator(language)
    count = content.figure("district_count").printed.told(language)
    return _("districts with approved work: {count}").format(count=count)


def notes(content: Content, language: Language) -> tuple[str, ...]:
    """Give what has to be known to use the figures."""
    _ = translator(language)
    return (
        safety_statement(language),
        _("Figures may not sum because of rounding; every total is added up from unrounded parts."),
        _(
            "All figures are of the operational account: approved work by its last day, accepted or not. The remaining "
            "contamination is of the certified account. The two are never added together."
        ),
        _("Each square metre of ground counts once, however many reports cover it, for the day it was released first."),
        _review_note(content, language),
        _("A district’s figures follow the district that the report states, else the boundary."),
    )


def _review_note(content: Content, language: Language) -> str:
    _ = translator(language)
    fewer = [mode for mode in content.review_modes if mode is not ReviewMode.THREE_PEOPLE]
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
