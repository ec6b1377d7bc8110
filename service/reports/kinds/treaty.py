"""The tables that the Mine Ban Convention and the Convention on Cluster Munitions ask for each year (10.5)."""

from datetime import date

from gis.codelists import Account, HazardClass, Language, ReportKind
from gis.language import translator
from gis.maps.words import safety_statement
from gis.periods import PeriodUnit
from gis.text import NO_BREAK_SPACE, date_text
from gis.treaties import OVERLAP_NOTE, TreatyView
from service.reports.content import Content, Figure
from service.reports.declared import Card, Kind, phrase
from service.reports.parts import treaty_apmbc, treaty_ccm
from service.reports.parts.treaty_apmbc import VIEWS_KEY, closing_date
from service.reports.scope import ScopeKind

DUE_MONTH, DUE_DAY = 4, 30
"""Of the year that follows."""


def _view(content: Content, view: TreatyView) -> Figure:
    return content.table(VIEWS_KEY).cell(view, "area")


def _summary(content: Content, language: Language) -> tuple[str, ...]:
    """Say what each convention looks at, and what of it counts in both."""
    _ = translator(language)
    told = _(
        "On {date}: areas with anti-personnel mines {apmbc}, with cluster munition remnants {ccm}; in both {both}."
    )
    areas = {view.value: f"{_view(content, view).printed.told(language)}{NO_BREAK_SPACE}m²" for view in TreatyView}
    return told.format(date=closing_date(content, language), **areas), OVERLAP_NOTE[language]


def _on(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("on {date}").format(date=closing_date(content, language))


CARDS = (
    Card(label=phrase("AP mined area"), figure=lambda content: _view(content, TreatyView.APMBC), note=_on),
    Card(label=phrase("Cluster munition area"), figure=lambda content: _view(content, TreatyView.CCM), note=_on),
    Card(
        label=phrase("In both"),
        figure=lambda content: _view(content, TreatyView.BOTH),
        note=phrase("counted in each; do not add"),
    ),
)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    due_on = date(content.period.end.year + 1, DUE_MONTH, DUE_DAY)
    return (
        safety_statement(language),
        _("Azerbaijan is party to neither convention: these tables are voluntary. They are due on {date}.").format(
            date=date_text(due_on, language)
        ),
        _("{account}: work counts from the day of its acceptance, an approved cancellation at once.").format(
            account=content.account.label(language)
        ),
        _(
            "Ground leaves a table when it holds no such hazard any more; land is released when it holds none at all. "
            "So what stood before, new and released land need not add up; the contamination balance does."
        ),
        _("Victims (A-4, C-H) and risk education (A-5, C-G) are told of once this service records them."),
    )


def _definitions(language: Language) -> tuple[tuple[str, str], ...]:
    _ = translator(language)
    return (
        (TreatyView.APMBC.label(language), _("Ground with anti-personnel mines, improvised ones among them.")),
        (TreatyView.CCM.label(language), _("Ground with submunitions or other cluster munition remnants.")),
        (f"{HazardClass.SHA.label(language)} (SHA)", _("Reasonable suspicion from indirect evidence.")),
        (f"{HazardClass.CHA.label(language)} (CHA)", _("Presence confirmed by direct evidence.")),
        (_("Areas closed"), _("Closed in the year, and not because other areas took over.")),
    )


TREATY = Kind(
    code=ReportKind.TREATY,
    units=(PeriodUnit.YEAR,),
    scopes=(ScopeKind.COUNTRY,),
    account=Account.CERTIFIED,
    is_public=True,
    title=phrase("Treaty tables"),
    figures=treaty_ccm.figures,
    summary=_summary,
    cards=CARDS,
    has_map=False,
    head_chart=None,
    head=treaty_apmbc.VIEWS,
    parts=(
        treaty_apmbc.A1,
        treaty_apmbc.A2,
        treaty_apmbc.A3,
        treaty_ccm.CF_AREAS,
        treaty_ccm.CF_LIST,
        treaty_ccm.CF_RELEASED,
        treaty_ccm.CF_SUBMUNITIONS,
        treaty_ccm.CF_FOOTPRINT,
    ),
    charts=(),
    notes=_notes,
    definitions=_definitions,
    why_no_other="Its tables are those of a State; they tell the districts apart.",
)
