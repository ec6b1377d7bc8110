"""The report on data quality (domain.md 10.7)."""

from gis.codelists import Account, Language, ReportKind
from gis.language import translator
from gis.periods import PeriodUnit
from service.quality.declared import WITHOUT_FIND, WORK_TO_APPROVAL
from service.quality.declared import Figure as Declared
from service.quality.questions import FIGURES
from service.reports.content import Content, Figure
from service.reports.declared import Card, Kind, phrase
from service.reports.parts import open_issues, quality
from service.reports.scope import ScopeKind


def _summary(content: Content, language: Language) -> tuple[str, ...]:
    """Say how many issues are open, and for how long the oldest is."""
    _ = translator(language)
    if not content.figure(open_issues.OPEN).value:
        return (_("No error and no warning is open."),)
    told = _("Open issues: {issues}, of which errors {errors}, warnings {warnings}; the oldest, in days: {oldest}.")
    keys = {"issues": open_issues.OPEN, "errors": open_issues.ERRORS, "warnings": open_issues.WARNINGS}
    values = {name: content.figure(key).printed.told(language) for name, key in keys.items()}
    return (told.format(**values, oldest=content.figure(open_issues.OLDEST).printed.told(language)),)


def _value(content: Content, figure: Declared) -> Figure:
    return content.table(quality.QUALITY_IN_FULL.key).cell(figure.name, "value")


CARDS = (
    Card(
        label=phrase("Open errors"),
        figure=lambda content: content.figure(open_issues.ERRORS),
        note=phrase("in records, in review or returned"),
    ),
    Card(
        label=phrase("Open warnings"),
        figure=lambda content: content.figure(open_issues.WARNINGS),
        note=phrase("in records, in review or returned"),
    ),
    Card(
        label=phrase("From work to approval"),
        figure=lambda content: _value(content, WORK_TO_APPROVAL),
        note=phrase("days, median of the releases that came by review"),
    ),
    Card(
        label=phrase("Cleared without a find"),
        figure=lambda content: _value(content, WITHOUT_FIND),
        note=phrase("of the cleared polygons of the period"),
    ),
)


def _notes(_content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return (
        _("Internal: issues name records that are not public."),
        _("Issues are those that were open when the report was made, whatever the period; the rest is of its records."),
        _("Sex and age of victims are told of once this service records accidents."),
    )


def _definitions(language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((figure.title(language), figure.definition(language)) for figure in FIGURES.values())


DATA_QUALITY = Kind(
    code=ReportKind.DATA_QUALITY,
    units=tuple(PeriodUnit),
    scopes=(ScopeKind.COUNTRY, ScopeKind.DISTRICT, ScopeKind.ORGANISATION),
    account=Account.OPERATIONAL,
    is_public=False,
    title=phrase("Data quality"),
    figures=open_issues.figures,
    summary=_summary,
    cards=CARDS,
    has_map=False,
    head_chart=None,
    head=quality.QUALITY_IN_FULL,
    parts=(
        open_issues.ISSUES_BY_RULE,
        open_issues.ISSUES_BY_ORGANISATION,
        open_issues.ISSUES_BY_AGE,
        quality.QUALITY_BY_ORGANISATION,
    ),
    charts=(),
    notes=_notes,
    definitions=_definitions,
    why_no_other="Issues are told apart by district and organisation, and not by project.",
)
