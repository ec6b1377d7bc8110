"""What stands below a contamination balance and in none of its sums."""

from dataclasses import replace
from types import MappingProxyType

from gis.codelists import Account, HazardClass, Language, ReleaseMethod
from gis.language import translator
from service.progress.balance import BalanceMemo
from service.progress.questions import StockDimension
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.parts.cells import METHODS
from service.reports.printing import count, hectares, instant, said

KEY = "balance_memo"
COMPARED_REPORT, COMPARED_AT = "compared_report", "compared_at"
COLUMNS = (Column(key="areas"), Column(key="area", printed_unit=PrintedUnit.HA))


def compared(gathered: Gathered) -> tuple[Figure, ...]:
    """Give which report the opening is compared with, and what it knew; missing where there was none."""
    revision = gathered.balance_memo.opening_revision if gathered.balance else None
    opened = _opened(gathered)
    return (
        count(COMPARED_REPORT, revision.report_number if revision else None, records=opened),
        instant(COMPARED_AT, revision.as_known_at if revision else None, gathered.zone, records=opened),
    )


def _opened(gathered: Gathered) -> str:
    """Give where all of it stands: below the balance."""
    return gathered.behind.balance(StockDimension.DISTRICT, Account.CERTIFIED)


def _table(gathered: Gathered) -> Table:
    if not (gathered.balance and gathered.balance.rows):
        return Table(key=KEY, columns=COLUMNS, rows=())
    memo = gathered.balance_memo
    rows = (*_released(memo), *_without_polygon(memo), _revised(memo))
    return Table(key=KEY, columns=COLUMNS, rows=tuple(_linked(row, _opened(gathered)) for row in rows))


def _linked(row: Row, opened: str) -> Row:
    return replace(row, cells=tuple(replace(figure, records=opened) for figure in row.cells))


def _row(key: str, words: str, area_m2: float | None) -> Row:
    cells = (count(f"{KEY}/{key}/areas", None), hectares(f"{KEY}/{key}/area", area_m2))
    return Row(key=key, label=said(words), cells=cells)


def _released(memo: BalanceMemo) -> tuple[Row, ...]:
    words = {
        ReleaseMethod.CLEARED: "Outside recorded hazard: cleared",
        ReleaseMethod.REDUCED: "Outside recorded hazard: reduced",
        ReleaseMethod.CANCELLED: "Outside recorded hazard: cancelled",
        ReleaseMethod.UNDETERMINED: "Outside recorded hazard: method not recorded",
    }
    outside = (
        _row(f"outside_{method}", words[method], memo.released_outside_m2.get(method, 0.0)) for method in METHODS
    )
    return (
        _row("partly_released", "Partly released, still in stock", memo.partly_released_m2),
        *outside,
        _row("without_outline", "Reported as released without outline", memo.area_without_geometry_m2),
    )


def _without_polygon(memo: BalanceMemo) -> tuple[Row, ...]:
    """Give the areas that are recorded without a polygon: how many, and what was reported of them."""
    found = {row["classification"]: row for row in memo.without_polygon}
    words = {HazardClass.SHA: "Areas without polygon: suspected", HazardClass.CHA: "Areas without polygon: confirmed"}

    def row(kind: HazardClass) -> Row:
        key, answer = f"without_polygon_{kind}", found.get(kind, {})
        area_m2 = answer.get("area_reported_m2")
        cells = (
            count(f"{KEY}/{key}/areas", int(answer.get("area_count") or 0)),
            hectares(f"{KEY}/{key}/area", None if area_m2 is None else float(area_m2)),
        )
        return Row(key=key, label=said(words[kind]), cells=cells)

    return tuple(map(row, words))


def _revised(memo: BalanceMemo) -> Row:
    revision = memo.opening_revision
    return _row("opening_revision", "Revision of the opening", revision.revision_m2 if revision else None)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table(KEY).rows:
        return ()
    compared = content.figure(COMPARED_REPORT)
    if compared.value is None:
        revised = _("No report was issued on days before the period, so that the opening is compared with none.")
    else:
        revised = _("The opening is compared with what report {number} knew of the same day, {instant}.").format(
            number=compared.printed.told(language), instant=content.figure(COMPARED_AT).printed.told(language)
        )
    return (_("None of it is in the balance. Areas without polygon are told with the size that was reported."), revised)


MEMO = Part(
    key=KEY,
    gather=_table,
    title=phrase("Below the balance"),
    name_heading="Line",
    headings=MappingProxyType({"areas": "Areas", "area": "Area"}),
    notes=_notes,
)
