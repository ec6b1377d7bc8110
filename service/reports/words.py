"""What has to be known to use the figures of a report: its notes and definitions."""

from gis.codelists import Account, Language, ReleaseMethod, ReviewMode
from gis.language import translator
from gis.maps.words import safety_statement
from gis.text import lower_text
from service.reports.content import Content


def notes(content: Content, language: Language) -> tuple[str, ...]:
    """Give what has to be known to use the figures."""
    _ = translator(language)
    return (
        safety_statement(language),
        _("Figures may not sum because of rounding; every total is added up from unrounded parts."),
        _(
            "Where nothing else is said, figures are of the operational account: approved work by its last day, "
            "accepted or not. Remaining contamination and its balance are of the certified account. The two are never "
            "added together."
        ),
        _("Each square metre of ground counts once, however many reports cover it, for the day it was released first."),
        *_review_note(content, language),
        _("A district’s figures follow the district that the report states, else the boundary."),
    )


def _review_note(content: Content, language: Language) -> tuple[str, ...]:
    """Say by how many people records were approved, where there is any."""
    _ = translator(language)
    if not content.review_modes:
        return ()
    fewer = [mode for mode in content.review_modes if mode is not ReviewMode.THREE_PEOPLE]
    if not fewer:
        return (_("Every record passed three different people before it was counted."),)
    modes = ", ".join(lower_text(mode.label(language), language) for mode in fewer)
    told = _("Some records did not pass three different people before they were counted: {modes}.")
    return (told.format(modes=modes),)


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
