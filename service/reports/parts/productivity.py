"""What the work of a period yielded, by organisation (domain.md 8.11)."""

from collections.abc import Sequence
from types import MappingProxyType

from gis.aggregates import Areas, total_m2
from gis.codelists import Language, ReleaseMethod
from gis.language import translator
from service.figures.efficiency import WHOLE_PCT, Efficiency, EfficiencyQuestion, efficiency
from service.figures.items import Scope
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import PRIVATE, organisation_words, organisations_in_order, private_words
from service.reports.printing import count, hectares, share, square_metres
from service.reports.scope import ScopeKind

KEY = "productivity"
COLUMNS = (
    Column(key="worked", printed_unit=PrintedUnit.HA),
    Column(key="found"),
    Column(key="ground_per_item", printed_unit=PrintedUnit.M2),
    Column(key="polygons"),
    Column(key="without_find", printed_unit=PrintedUnit.PERCENT),
    Column(key="not_cleared", printed_unit=PrintedUnit.PERCENT),
)
BY = MappingProxyType(
    {
        ScopeKind.COUNTRY: Scope.ORGANISATION,
        ScopeKind.ORGANISATION: Scope.ORGANISATION,
        ScopeKind.PROJECT: Scope.PROJECT,
    }
)
"""By what the work is told apart that a report covers; finds are not told apart by district."""


def _table(gathered: Gathered) -> Table:
    scope = gathered.edition.scope
    if scope.kind not in BY:
        return Table(key=KEY, columns=COLUMNS, rows=())
    found = _efficiencies(gathered, BY[scope.kind])
    if scope.code:
        words = Words(en=scope.name_en, az=scope.name_az)
        rows = [(one.scope or "", words, one) for one in found if one.scope == scope.code]
    else:
        rows = _by_organisation(gathered, found)
    total = _cells("total", _together(None, found)) if len(rows) > 1 else None
    told = (Row(key=key, label=words, cells=_cells(key, one)) for key, words, one in rows)
    return Table(key=KEY, columns=COLUMNS, rows=tuple(told), total=total)


def _efficiencies(gathered: Gathered, by: Scope) -> Sequence[Efficiency]:
    edition = gathered.edition
    question = EfficiencyQuestion(
        start=edition.period.start,
        end=edition.period.end,
        by=by,
        account=edition.account,
        as_known_at=edition.as_known_at,
    )
    return efficiency(gathered.session, question).rows


def _by_organisation(gathered: Gathered, found: Sequence[Efficiency]) -> list[tuple[str, Words, Efficiency]]:
    """Give organisations by kind and name, private companies together, and last what is recorded without one."""
    by_code = {one.scope or "": one for one in found}
    named, private = organisations_in_order(gathered, by_code)
    rows = [(code, organisation_words(gathered, code), by_code[code]) for code in named]
    if private:
        rows.append((PRIVATE, private_words(len(private)), _together(PRIVATE, [by_code[code] for code in private])))
    return [*rows, *(("", organisation_words(gathered, None), one) for code, one in by_code.items() if not code)]


def _together(scope: str | None, found: Sequence[Efficiency]) -> Efficiency:
    """Add up what several yielded; each polygon and each find is of one of them."""
    released = {method: total_m2(one.released.m2(method) for one in found) for method in ReleaseMethod}
    return Efficiency(
        scope=scope,
        released=Areas.of(released),
        cleared_worked_m2=total_m2(one.cleared_worked_m2 for one in found),
        hazardous_item_count=sum(one.hazardous_item_count for one in found),
        cleared_polygon_count=sum(one.cleared_polygon_count for one in found),
        without_find_count=sum(one.without_find_count for one in found),
    )


def _cells(of: str, told: Efficiency) -> tuple[Figure, ...]:
    prefix = f"{KEY}/{of}"
    return (
        hectares(f"{prefix}/worked", told.cleared_worked_m2),
        count(f"{prefix}/found", told.hazardous_item_count),
        square_metres(f"{prefix}/ground_per_item", told.cleared_m2_per_item),
        count(f"{prefix}/polygons", told.cleared_polygon_count),
        _part(f"{prefix}/without_find", told.without_find_share_pct),
        _part(f"{prefix}/not_cleared", told.not_cleared_share_pct),
    )


def _part(key: str, pct: float | None) -> Figure:
    return share(key, None if pct is None else pct / WHOLE_PCT)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if content.scope.kind not in BY:
        return (_("Productivity is told of organisations and projects; finds are not told apart by district."),)
    return (
        _("Worked: every pass where the report tells passes, else each square metre once. Found: explosive items."),
        _("Working days of deminers and costs are not recorded by this service yet, so nothing is divided by them."),
    )


PRODUCTIVITY = Part(
    key=KEY,
    gather=_table,
    title=phrase("Productivity"),
    name_heading="Organisation",
    headings=MappingProxyType(
        {
            "worked": "Worked by clearance",
            "found": "Items found",
            "ground_per_item": "Ground per item",
            "polygons": "Cleared outlines",
            "without_find": "of which without a find",
            "not_cleared": "Reduced and cancelled, of all released",
        }
    ),
    notes=_notes,
)
