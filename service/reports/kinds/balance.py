"""The contamination balance (domain.md 10.4)."""

from gis.codelists import Account, HazardClass, Language, ReleaseMethod, ReportKind
from gis.language import translator
from gis.maps.words import safety_statement
from gis.periods import PeriodUnit
from gis.text import NO_BREAK_SPACE, date_text, period_text
from service.reports.content import Content
from service.reports.declared import Card, Kind, phrase
from service.reports.parts import balance, balance_memo
from service.reports.scope import ScopeKind


def _summary(content: Content, language: Language) -> tuple[str, ...]:
    """Say the balance in one sentence."""
    _ = translator(language)
    period = period_text(content.period.start, content.period.end, language)
    if content.figure(balance.OPENING).value is None:
        missing = _("{period}: no hazardous area is recorded, which does not mean that there is none.")
        return (missing.format(period=period),)
    told = _(
        "{period}: recorded contamination went from {opening} to {closing}; newly identified {identified}, released "
        "from the stock {released}."
    )
    areas = {
        key: f"{content.figure(key).printed.told(language)}{NO_BREAK_SPACE}ha"
        for key in (balance.OPENING, balance.CLOSING, balance.IDENTIFIED, balance.RELEASED)
    }
    return (told.format(period=period, **areas),)


def _opens_on(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("at the start of {date}").format(date=date_text(content.period.start, language))


def _closes_on(content: Content, language: Language) -> str:
    _ = translator(language)
    closing = min(content.period.end, content.made_on)
    return _("at the end of {date}").format(date=date_text(closing, language))


CARDS = (
    Card(label=phrase("Opening"), figure=lambda content: content.figure(balance.OPENING), note=_opens_on),
    Card(
        label=phrase("Newly identified"),
        figure=lambda content: content.figure(balance.IDENTIFIED),
        note=phrase("less what was in stock already"),
    ),
    Card(
        label=phrase("Released from the stock"),
        figure=lambda content: content.figure(balance.RELEASED),
        note=phrase("by all methods"),
    ),
    Card(label=phrase("Closing"), figure=lambda content: content.figure(balance.CLOSING), note=_closes_on),
)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    closes = _("Beside the opening and all changes the closing holds {area} m²; 0 says that the balance closes.")
    difference = content.figure(balance.DIFFERENCE)
    return (
        safety_statement(language),
        _("Figures may not sum because of rounding; every total is added up from unrounded parts."),
        _("Each square metre of ground counts once; where suspected and confirmed overlap, it is confirmed."),
        _(
            "The balance is of the certified account: work counts from the day of its acceptance, an approved "
            "cancellation at once. It is never added to figures of the operational account."
        ),
        _("Changes count in the district in which the ground was in stock, whatever district a report states."),
        *(() if difference.value is None else (closes.format(area=difference.printed.told(language)),)),
    )


def _definitions(language: Language) -> tuple[tuple[str, str], ...]:
    _ = translator(language)
    return (
        (f"{HazardClass.SHA.label(language)} (SHA)", _("Reasonable suspicion from indirect evidence.")),
        (f"{HazardClass.CHA.label(language)} (CHA)", _("Presence confirmed by direct evidence.")),
        (_("Newly identified"), _("Ground that hazardous areas put into stock, less what was in it already.")),
        (_("Redrawn"), _("What successors hold less their predecessors: upgraded, split and merged areas.")),
        (
            ReleaseMethod.CANCELLED.label(language),
            _("Hazardous area in which non-technical survey found no evidence of explosive ordnance."),
        ),
        (
            ReleaseMethod.REDUCED.label(language),
            _("Hazardous area in which technical survey found no evidence of explosive ordnance."),
        ),
        (
            ReleaseMethod.CLEARED.label(language),
            _("Physically searched to a stated depth; explosive ordnance removed or destroyed."),
        ),
        (_("Boundary differences"), _("What an area still held within its tolerance when it was closed.")),
    )


BALANCE = Kind(
    code=ReportKind.BALANCE,
    units=tuple(PeriodUnit),
    scopes=(ScopeKind.COUNTRY, ScopeKind.DISTRICT),
    account=Account.CERTIFIED,
    is_public=True,
    title=phrase("Contamination balance"),
    figures=lambda gathered: (*balance.figures(gathered), *balance_memo.compared(gathered)),
    summary=_summary,
    cards=CARDS,
    has_map=False,
    head_chart=None,
    head=balance.BALANCE,
    parts=(balance.BALANCE_OPERATIONAL, balance.BALANCE_BY_DISTRICT, balance.BALANCE_BY_CLASS, balance_memo.MEMO),
    charts=(),
    notes=_notes,
    definitions=_definitions,
    why_no_other="Ground in stock belongs to no organisation and no project.",
)
