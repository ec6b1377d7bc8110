"""What the phases of a project cost, so far: money is recorded of phases as a whole, of no period (domain.md 8.11)."""

from types import MappingProxyType

from gis.aggregates import total_m2
from gis.codelists import Account, Language, Visibility
from gis.language import translator
from gis.text import date_text
from service.figures.plan import PhaseProgress, PlanQuestion
from service.figures.plans import plans
from service.reports.content import Column, Content, PrintedUnit, Row, Table, Words
from service.reports.declared import Part
from service.reports.gathering import Gathered
from service.reports.printing import hectares, money, text
from service.reports.scope import ScopeKind

KEY = "costs"
COLUMNS = (
    Column(key="planned", printed_unit=PrintedUnit.HA),
    Column(key="searched", printed_unit=PrintedUnit.HA),
    Column(key="budget"),
    Column(key="spent"),
    Column(key="currency"),
    Column(key="cost"),
)


def _table(gathered: Gathered) -> Table:
    edition = gathered.edition
    if edition.scope.kind is not ScopeKind.PROJECT:
        return Table(key=KEY, columns=COLUMNS, rows=())
    question = PlanQuestion(
        as_of=min(edition.period.end, edition.today),
        audience=(Visibility.PUBLIC,),
        as_known_at=edition.as_known_at,
    )
    told = plans(gathered.session, question).phases
    return Table(
        key=KEY,
        columns=COLUMNS,
        rows=tuple(_row(gathered, phase) for phase in told if phase.project == edition.scope.code),
    )


def _row(gathered: Gathered, phase: PhaseProgress) -> Row:
    prefix, released = f"{KEY}/{phase.code}", phase.plan.operational
    record = gathered.behind.record("project_phases", phase.code)
    plan = gathered.behind.phases(min(gathered.edition.period.end, gathered.edition.today), phase.code)
    cells = (
        hectares(f"{prefix}/planned", phase.plan.planned_area_m2, records=record),
        hectares(f"{prefix}/searched", total_m2([released.reduced_m2, released.cleared_m2]), records=plan),
        money(f"{prefix}/budget", phase.budget_amount, records=record),
        money(f"{prefix}/spent", phase.plan.spent_amount, records=record),
        text(f"{prefix}/currency", phase.currency and phase.currency.value, records=record),
        money(f"{prefix}/cost", phase.plan.cost_per_m2, records=plan),
    )
    return Row(key=phase.code, label=Words(en=phase.code, az=phase.code), cells=cells)


def _title(content: Content, language: Language) -> str:
    _ = translator(language)
    until = date_text(min(content.period.end, content.made_on), language)
    return _("Costs of the project’s phases until {date}").format(date=until)


def _notes(_content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return (
        _("Spent for each square metre reduced or cleared, of the {account}; a dash: not recorded.").format(
            account=Account.OPERATIONAL.label(language)
        ),
        _("Only phases that are public; what was spent is told as it was known, and is of the whole phase."),
    )


COSTS = Part(
    key=KEY,
    gather=_table,
    title=_title,
    name_heading="Phase",
    headings=MappingProxyType(
        {
            "planned": "Planned",
            "searched": "Reduced and cleared",
            "budget": "Budget",
            "spent": "Spent so far",
            "currency": "Currency",
            "cost": "Cost of a square metre",
        }
    ),
    notes=_notes,
    needs_rows=True,
)
