"""Both accounts side by side: all approved work, and only what was accepted; they are never added together."""

from types import MappingProxyType

from gis.aggregates import Areas, areas
from gis.codelists import Account, Codelist, Language
from gis.language import translator
from gis.text import date_text
from service.progress.questions import Dimension
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part, Say, phrase
from service.reports.gathering import Gathered
from service.reports.parts.cells import AREA_COLUMNS, AREA_HEADINGS, area_cells
from service.reports.parts.key_figures import opening_note, short_name
from service.reports.printing import in_both, said

KEY = "accounts"
TOTAL = "_total"
"""Ends the key of the column that holds everything since the origin."""
COLUMNS = tuple(
    Column(key=f"{account}{ending}", printed_unit=PrintedUnit.HA) for ending in ("", TOTAL) for account in Account
)


def _table(gathered: Gathered) -> Table:
    certified = Account.CERTIFIED
    columns: dict[str, Areas] = {
        Account.OPERATIONAL: gathered.areas,
        certified: areas(gathered.progress(gathered.edition.period, account=certified).rows),
        f"{Account.OPERATIONAL}{TOTAL}": areas(gathered.released_since_origin.rows),
        f"{certified}{TOTAL}": areas(gathered.progress(gathered.since_origin, account=certified).rows),
    }
    cells = {column.key: _cells(gathered, column.key, columns[column.key]) for column in COLUMNS}
    rows = (
        Row(key=each.key, label=_label(each.key), cells=tuple(cells[column.key][number] for column in COLUMNS))
        for number, each in enumerate(AREA_COLUMNS)
    )
    return Table(key=KEY, columns=COLUMNS, rows=tuple(rows))


def _cells(gathered: Gathered, column: str, areas_: Areas) -> tuple[Figure, ...]:
    account = Account(column.removesuffix(TOTAL))
    days = gathered.since_origin if column.endswith(TOTAL) else gathered.edition.period
    records = gathered.behind.progress(Dimension.METHOD, account, period=days)
    return area_cells(f"{KEY}/{column}", areas_, lambda _method: records)


def _label(key: str) -> Words:
    words = AREA_HEADINGS[key]
    return in_both(words.label) if isinstance(words, Codelist) else said(str(words))


def _of_period(account: Account) -> Say:
    return lambda content, language: f"{account.label(language)}, {short_name(content.period, language)}"


def _in_all(account: Account) -> Say:
    def told(content: Content, language: Language) -> str:
        _ = translator(language)
        since = date_text(content.origin, language)
        return _("{account}, since {date}").format(account=account.label(language), date=since)

    return told


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return (
        _("Operational: approved work by its last day. Certified: accepted work by the day of its acceptance."),
        _("The two are never added together: most of the certified ground was worked, and told, before."),
        *opening_note(content, language),
    )


ACCOUNTS = Part(
    key=KEY,
    gather=_table,
    title=phrase("Operational and certified"),
    name_heading="Method",
    headings=MappingProxyType(
        {str(account): _of_period(account) for account in Account}
        | {f"{account}{TOTAL}": _in_all(account) for account in Account}
    ),
    notes=_notes,
)
