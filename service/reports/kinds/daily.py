"""The situation report of a day, for the programme (domain.md 10.2)."""

from collections.abc import Callable
from types import MappingProxyType

from gis.codelists import Account, Language, ReportKind
from gis.language import translator
from gis.maps.words import safety_statement
from gis.periods import PeriodUnit
from gis.text import NO_BREAK_SPACE, date_text
from service.reports.content import Content, Figure
from service.reports.declared import Card, Kind, phrase
from service.reports.gathering import Gathered
from service.reports.parts import sitrep_day, sitrep_tasks
from service.reports.printing import square_metres
from service.reports.scope import ScopeKind

CLEARED, REDUCED = "cleared", "reduced"


def _figures(gathered: Gathered) -> tuple[Figure, ...]:
    areas = gathered.areas if gathered.has_work else None
    return (
        square_metres(CLEARED, areas.cleared_m2 if areas else None, records=gathered.behind.releases(CLEARED)),
        square_metres(REDUCED, areas.reduced_m2 if areas else None, records=gathered.behind.releases(REDUCED)),
        *sitrep_tasks.figures(gathered),
        *sitrep_day.figures(gathered),
    )


def _summary(content: Content, language: Language) -> tuple[str, ...]:
    """Say what was done on the day; then what was found, what is missing and what waits."""
    _ = translator(language)
    if content.has_work:
        ground = _("{period}: cleared {cleared}, reduced {reduced}.")
    else:
        ground = _("{period}: no approved work is recorded, which does not mean that no work was done.")
    counts = _(
        "Items found: {found_count}. Tasks with work: {tasks_with_work}. Missing reports: {missing_reports}. Uploads "
        "that wait for review: {waiting_count}."
    )
    keys = (
        sitrep_day.FOUND_COUNT,
        sitrep_tasks.WITH_WORK,
        sitrep_tasks.MISSED,
        sitrep_day.WAITING_COUNT,
    )
    values = {key: content.figure(key).printed.told(language) for key in keys}
    areas = {key: _m2(content.figure(key), language) for key in (CLEARED, REDUCED)}
    period = date_text(content.period.start, language)
    return ground.format(period=period, **areas), counts.format(**values)


def _m2(figure: Figure, language: Language) -> str:
    printed = figure.printed.told(language)
    return printed if figure.value is None else f"{printed}{NO_BREAK_SPACE}m²"


def _of(key: str) -> Callable[[Content], Figure]:
    return lambda content: content.figure(key)


CARDS = (
    Card(label=phrase("Cleared"), figure=_of(CLEARED), note=phrase("approved work of the day")),
    Card(label=phrase("Reduced"), figure=_of(REDUCED), note=phrase("approved work of the day")),
    Card(
        label=phrase("Items found"),
        figure=_of(sitrep_day.FOUND_COUNT),
        note=phrase("explosive items, whatever became of them"),
    ),
    Card(
        label=phrase("Missing reports"),
        figure=_of(sitrep_tasks.MISSED),
        note=phrase("tasks under way from which nothing came in"),
    ),
    Card(
        label=phrase("Uploads that wait"),
        figure=_of(sitrep_day.WAITING_COUNT),
        note=phrase("for review, when this report was made"),
    ),
)


PARTLY = MappingProxyType(
    {
        ScopeKind.DISTRICT: "Tasks of the district, and those with work of the day in it; uploads with records of it.",
        ScopeKind.ORGANISATION: "Tasks of the organisation, and those with its work of the day; uploads with records "
        "of its work.",
        ScopeKind.PROJECT: "Tasks of the project’s phases; uploads with records of its work. A hazardous area is of a "
        "project whose tasks name it.",
    }
)
"""What tables hold of a part of the work."""


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    partly = PARTLY.get(content.scope.kind)
    return (
        safety_statement(language),
        _("Internal: it names tasks, teams and records that are not public."),
        *((_(partly),) if partly else ()),
        _("Released ground is of the operational account: approved work of the day, each square metre once."),
        _("Spot tasks, accidents, staff and stoppages are told of once this service records them."),
    )


def _definitions(language: Language) -> tuple[tuple[str, str], ...]:
    _ = translator(language)
    return (
        (_("Waits"), _("Came in and is not approved yet: provisional.")),
        (_("Open issues"), _("Errors and warnings of the task and of its releases as they stand.")),
        (_("Missing reports"), _("Tasks under way of which no work of the day is approved or waits.")),
    )


DAILY = Kind(
    code=ReportKind.DAILY,
    units=(PeriodUnit.DAY,),
    scopes=tuple(ScopeKind),
    account=Account.OPERATIONAL,
    is_public=False,
    title=phrase("Daily situation report"),
    figures=_figures,
    summary=_summary,
    cards=CARDS,
    has_map=False,
    head_chart=None,
    head=sitrep_tasks.MISSING_PART,
    parts=(
        sitrep_tasks.TASKS_PART,
        sitrep_day.RELEASES_PART,
        sitrep_day.HAZARDS_PART,
        sitrep_day.FINDS_PART,
        sitrep_day.UPLOADS_PART,
        sitrep_day.LATE_PART,
    ),
    charts=(),
    notes=_notes,
    definitions=_definitions,
)
