"""What the work of a period yielded, by organisation, also in a district (domain.md 8.11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gis.aggregates import Areas, ItemGroup, total_m2
from gis.codelists import Language, ReleaseMethod
from gis.language import translator
from service.figures.deminer_days import NONE, DeminerDays, deminer_days
from service.figures.efficiency import WHOLE_PCT, Efficiency, EfficiencyQuestion, efficiency
from service.figures.items import Scope
from service.figures.lots import NOT_SAID
from service.figures.releases import Told
from service.reports.behind import Narrowed
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import PRIVATE, organisation_words, organisations_in_order, private_words
from service.reports.printing import count, hectares, share, square_metres
from service.reports.scope import ScopeKind

KEY, TOTAL = "productivity", "total"
COLUMNS = (
    Column(key="worked", printed_unit=PrintedUnit.HA),
    Column(key="found"),
    Column(key="ground_per_item", printed_unit=PrintedUnit.M2),
    Column(key="polygons"),
    Column(key="without_find", printed_unit=PrintedUnit.PERCENT),
    Column(key="not_cleared", printed_unit=PrintedUnit.PERCENT),
    Column(key="deminer_days"),
    Column(key="ground_per_day", printed_unit=PrintedUnit.M2),
)
ALONE = MappingProxyType({ScopeKind.ORGANISATION: Scope.ORGANISATION, ScopeKind.PROJECT: Scope.PROJECT})
"""What a report covers that stands in one line; of a country or a district there is one for each organisation."""


@dataclass(frozen=True, kw_only=True)
class Yield:
    """What the work of one or of several yielded, and in how many days of deminers."""

    work: Efficiency
    days: DeminerDays


def _table(gathered: Gathered) -> Table:
    scope = gathered.edition.scope
    found = _found(gathered, ALONE.get(scope.kind, Scope.ORGANISATION))
    if scope.kind in ALONE:
        words = Words(en=scope.name_en, az=scope.name_az)
        rows = [(code, words, one) for code, one in found.items() if code == scope.code]
    else:
        rows = _by_organisation(gathered, found)
    total = _cells(gathered, TOTAL, _together(None, found.values())) if len(rows) > 1 else None
    told = (Row(key=key, label=words, cells=_cells(gathered, key, one)) for key, words, one in rows)
    return Table(key=KEY, columns=COLUMNS, rows=tuple(told), total=total)


def _found(gathered: Gathered, by: Scope) -> dict[str, Yield]:
    """Give what the work of each scope yielded, by code; what is recorded without one has an empty code."""
    edition = gathered.edition
    question = EfficiencyQuestion(
        start=edition.period.start,
        end=edition.period.end,
        by=by,
        account=edition.account,
        as_known_at=edition.as_known_at,
        district=edition.scope.stored.get("district"),
    )
    days = deminer_days(gathered.session, question)
    rows = efficiency(gathered.session, question).rows
    return {one.scope or "": Yield(work=one, days=days.get(one.scope, NONE)) for one in rows}


def _by_organisation(gathered: Gathered, found: Mapping[str, Yield]) -> list[tuple[str, Words, Yield]]:
    """Give organisations by kind and name, private companies together, and last what is recorded without one."""
    named, private = organisations_in_order(gathered, found)
    rows = [(code, organisation_words(gathered, code), found[code]) for code in named]
    if private:
        codes = sorted(private)
        rows.append((PRIVATE, private_words(len(codes)), _together(",".join(codes), [found[code] for code in codes])))
    return [*rows, *(("", organisation_words(gathered, None), one) for code, one in found.items() if not code)]


def _together(scope: str | None, found: Iterable[Yield]) -> Yield:
    """Add up what several yielded; each polygon, each find and each deminer is of one of them."""
    several = list(found)
    works = [one.work for one in several]
    released = {method: total_m2(work.released.m2(method) for work in works) for method in ReleaseMethod}
    work = Efficiency(
        scope=scope,
        released=Areas.of(released),
        cleared_worked_m2=total_m2(work.cleared_worked_m2 for work in works),
        hazardous_item_count=sum(work.hazardous_item_count for work in works),
        cleared_polygon_count=sum(work.cleared_polygon_count for work in works),
        without_find_count=sum(work.without_find_count for work in works),
    )
    return Yield(work=work, days=sum((one.days for one in several), NONE))


def _whose(gathered: Gathered, key: str, one: Yield) -> str | None:
    """Give the codes of those whose work a line tells of; none where it is all work of the report."""
    is_all = key == TOTAL or gathered.edition.scope.kind in ALONE
    return None if is_all else one.work.scope or NOT_SAID


def _cells(gathered: Gathered, of: str, one: Yield) -> tuple[Figure, ...]:
    prefix, told, days = f"{KEY}/{of}", one.work, one.days
    whose, behind = _whose(gathered, of, one), gathered.behind
    work = behind.lots(Told.WORK, account=gathered.edition.account, organisation=whose)
    finds = behind.finds(ItemGroup.ITEMS, **Narrowed(organisation=whose))
    return (
        hectares(f"{prefix}/worked", told.cleared_worked_m2, records=work),
        count(f"{prefix}/found", told.hazardous_item_count, records=finds),
        square_metres(f"{prefix}/ground_per_item", told.cleared_m2_per_item, records=work),
        count(f"{prefix}/polygons", told.cleared_polygon_count, records=work),
        _part(f"{prefix}/without_find", told.without_find_share_pct, work),
        _part(f"{prefix}/not_cleared", told.not_cleared_share_pct, work),
        count(f"{prefix}/deminer_days", days.deminer_day_count or None, records=work),
        square_metres(f"{prefix}/ground_per_day", days.m2_per_deminer_day, records=work),
    )


def _part(key: str, pct: float | None, records: str) -> Figure:
    return share(key, None if pct is None else pct / WHOLE_PCT, records=records)


def _notes(_content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return (
        _("Worked: every pass where the report tells passes, else each square metre once. Found: explosive items."),
        _(
            "Days of deminers: of reports on one day that say how many worked; the ground of a day is of these reports "
            "alone. A dash: no report says."
        ),
        _("What was spent is recorded of project phases as a whole, so no cost of a period is known."),
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
            "deminer_days": "Days of deminers",
            "ground_per_day": "Ground in a deminer’s day",
        }
    ),
    notes=_notes,
)
