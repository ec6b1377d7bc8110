"""The contamination balance of a period: from one stock to another by everything that changed it (domain.md 8.7)."""

from collections.abc import Callable, Mapping
from math import fsum
from types import MappingProxyType

from gis.codelists import Account, ContaminationClass, HazardClass, Language, ReleaseMethod
from gis.language import translator
from gis.periods import DAY
from service.progress.balance import BalanceLines
from service.progress.questions import StockDimension
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import district_place, district_words
from service.reports.printing import hectares, in_both, said, square_metres

KEY, OPERATIONAL = "balance", "balance_operational"
OPENING, CLOSING, TOTAL = "opening", "closing", "total"
IDENTIFIED, RELEASED, DIFFERENCE = "identified", "released", "difference"
Headings = Mapping[str, str]
Of = Mapping[StockDimension, str | None]
"""Which ground a figure is of, by the values of dimensions; none named: all."""
CHANGES: Headings = MappingProxyType(
    {
        IDENTIFIED: "Newly identified",
        "redrawn": "Redrawn",
        "cancelled": "Cancelled",
        "reduced": "Reduced",
        "cleared": "Cleared",
        "undetermined": "Method not recorded",
        "partly_released": "Partly released",
        "boundary_difference": "Boundary differences",
    }
)
"""What changes a stock, in the order of printing; what takes from it is negative."""
LINES: Headings = MappingProxyType({OPENING: "Opening", **CHANGES, CLOSING: "Closing"})
CLASSES: Headings = MappingProxyType({"sha": "Suspected (SHA)", "cha": "Confirmed (CHA)", TOTAL: "In all"})
OF_DISTRICT: Headings = MappingProxyType(
    {
        "opening_sha": "Opening SHA",
        "opening_cha": "Opening CHA",
        **{key: words for key, words in CHANGES.items() if key != "partly_released"},
        "closing_sha": "Closing SHA",
        "closing_cha": "Closing CHA",
    }
)
"""Ground that is partly released stays in its district, so that a column of it would be nothing but zeros."""


def figures(gathered: Gathered) -> tuple[Figure, ...]:
    """Give the figures that stand alone; missing where no hazardous area is recorded.

    `released` is by all methods, without its sign; `difference` is what the closing holds beside all others.
    """
    total = gathered.balance.total if gathered.balance and gathered.balance.rows else None

    def m2(line: str) -> float | None:
        return float(total[f"{line}_m2"] or 0) if total else None

    released_m2 = -fsum(m2(method) or 0 for method in ReleaseMethod) if total else None
    return (
        *(hectares(line, m2(line), records=_behind(gathered, line, {})) for line in (OPENING, IDENTIFIED)),
        hectares(RELEASED, released_m2, records=_behind(gathered, RELEASED, {})),
        hectares(CLOSING, m2(CLOSING), records=_behind(gathered, CLOSING, {})),
        square_metres(DIFFERENCE, m2(DIFFERENCE), records=_behind(gathered, DIFFERENCE, {})),
    )


# --- the balance in short -----------------------------------------------------------------------------------------


def _statement(key: str, account: Account) -> Callable[[Gathered], Table]:
    """Give what makes the balance from opening to closing: suspected, confirmed and in all."""

    def gather(gathered: Gathered) -> Table:
        told = _told(gathered, account)

        def cell(line: str, kind: str) -> Figure:
            of = {} if kind == TOTAL else {StockDimension.CLASSIFICATION: kind}
            return _figure(gathered, f"{key}/{line}/{kind}", line=line, of=of, account=account)

        rows = tuple(
            Row(key=line, label=said(words), cells=tuple(cell(line, kind) for kind in CLASSES))
            for line, words in (LINES.items() if told and told.rows else ())
        )
        return Table(key=key, columns=_columns(CLASSES), rows=rows)

    return gather


def _told(gathered: Gathered, account: Account) -> BalanceLines | None:
    return gathered.balance if account is Account.CERTIFIED else gathered.operational_balance


def _columns(headings: Headings) -> tuple[Column, ...]:
    return tuple(Column(key=key, printed_unit=PrintedUnit.HA) for key in headings)


def _figure(gathered: Gathered, key: str, *, line: str, of: Of, account: Account = Account.CERTIFIED) -> Figure:
    told = _told(gathered, account)
    area_m2 = told.m2(f"{line}_m2", of) if told else None
    return hectares(key, area_m2, records=_behind(gathered, line, of, account=account))


def _behind(gathered: Gathered, line: str, of: Of, *, account: Account = Account.CERTIFIED) -> str:
    """Give where a figure is opened: a stock as its hazardous areas, a change as the balance that tells it apart.

    What lies in no district stands in a line of the balance, and the map lists what is left in the certified account.
    """
    period = gathered.edition.period
    ends = {OPENING: period.start - DAY, CLOSING: min(period.end, gathered.edition.today)}
    kind, district = of.get(StockDimension.CLASSIFICATION), of.get(StockDimension.DISTRICT)
    is_of_class = StockDimension.CONTAMINATION_CLASS in of
    if line in ends and account is not Account.CERTIFIED:
        return gathered.behind.stock(ends[line], account)
    if line in ends and not is_of_class and of.get(StockDimension.DISTRICT, "") is not None:
        return gathered.behind.hazards(ends[line], HazardClass(kind) if kind else None, district=district)
    by = StockDimension.CONTAMINATION_CLASS if is_of_class else StockDimension.DISTRICT
    return gathered.behind.balance(by, account)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table(KEY).rows:
        return _no_balance(content, language)
    told = _("{account}. What takes from the stock is negative; the opening and all changes make up the closing.")
    return (
        told.format(account=Account.CERTIFIED.label(language)),
        _("Partly released: searched for some of its types only. It stays in stock, and its class may change."),
    )


def _no_balance(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.scope.has_stock:
        return (_("Ground in stock belongs to no organisation and no project; districts have balances of their own."),)
    return (_("No hazardous area is recorded in this period or before it."),)


BALANCE = Part(
    key=KEY,
    gather=_statement(KEY, Account.CERTIFIED),
    title=phrase("Contamination balance"),
    name_heading="Line",
    headings=CLASSES,
    notes=_notes,
)
"""The balance in short, for any report."""


def _operational_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table(OPERATIONAL).rows:
        return _no_balance(content, language)
    told = _("{account}: approved work by its last day, accepted or not. The two balances are never added together.")
    return (
        told.format(account=Account.OPERATIONAL.label(language)),
        _("Its closing is less than that of the certified account by what was worked and awaits acceptance."),
    )


BALANCE_OPERATIONAL = Part(
    key=OPERATIONAL,
    gather=_statement(OPERATIONAL, Account.OPERATIONAL),
    title=phrase("Contamination balance of all approved work"),
    name_heading="Line",
    headings=CLASSES,
    notes=_operational_notes,
)


# --- by district and by class -------------------------------------------------------------------------------------


def _apart(
    key: str,
    by: StockDimension,
    *,
    headings: Headings,
    lines: Callable[[Gathered, BalanceLines], Mapping[str | None, Words]],
) -> Callable[[Gathered], Table]:
    """Give what makes the table of a dimension: a row for each of its values."""

    def gather(gathered: Gathered) -> Table:
        told = gathered.balance
        labels = lines(gathered, told) if told else {}

        def cells(row: str, of: Of) -> tuple[Figure, ...]:
            return tuple(_of_column(gathered, f"{key}/{row}/{name}", name=name, of=of) for name in headings)

        rows = tuple(
            Row(key=value or "", label=label, cells=cells(value or "", {by: value})) for value, label in labels.items()
        )
        return Table(key=key, columns=_columns(headings), rows=rows, total=cells(TOTAL, {}) if rows else None)

    return gather


def _of_column(gathered: Gathered, key: str, *, name: str, of: Of) -> Figure:
    """Give the figure of a column, which may be of one class of hazard only."""
    line, _, kind = name.rpartition("_")
    if kind in CLASSES:
        return _figure(gathered, key, line=line, of={**of, StockDimension.CLASSIFICATION: kind})
    return _figure(gathered, key, line=name, of=of)


def _districts(gathered: Gathered, told: BalanceLines) -> Mapping[str | None, Words]:
    codes = [_code(row[StockDimension.DISTRICT]) for row in told.told_by(StockDimension.DISTRICT)]
    in_order = sorted(codes, key=lambda code: district_place(gathered, code))
    return {code: district_words(gathered, code) for code in in_order}


def _code(value: object) -> str | None:
    return None if value is None else str(value)


def _classes(_gathered: Gathered, told: BalanceLines) -> Mapping[str | None, Words]:
    found = {row[StockDimension.CONTAMINATION_CLASS] for row in told.told_by(StockDimension.CONTAMINATION_CLASS)}
    return {member: in_both(member.label) for member in ContaminationClass if member in found}


def _apart_notes(content: Content, language: Language) -> tuple[str, ...]:
    return () if content.table(KEY).rows else _no_balance(content, language)


BALANCE_BY_DISTRICT = Part(
    key=f"{KEY}_by_district",
    gather=_apart(f"{KEY}_by_district", StockDimension.DISTRICT, headings=OF_DISTRICT, lines=_districts),
    title=phrase("Contamination balance by district"),
    name_heading="District",
    headings=OF_DISTRICT,
    notes=_apart_notes,
)
BALANCE_BY_CLASS = Part(
    key=f"{KEY}_by_class",
    gather=_apart(f"{KEY}_by_class", StockDimension.CONTAMINATION_CLASS, headings=LINES, lines=_classes),
    title=phrase("Contamination balance by contamination class"),
    name_heading="Contamination class",
    headings=LINES,
    notes=_apart_notes,
)
