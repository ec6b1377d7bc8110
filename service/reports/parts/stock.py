"""Remaining contamination at the end of a period, in its parts."""

from types import MappingProxyType

from gis.codelists import Account, Language
from gis.language import translator
from gis.text import date_text
from service.reports.content import Column, Content, PrintedUnit, Row, Table
from service.reports.declared import Part
from service.reports.gathering import Gathered
from service.reports.printing import hectares, said

KEY = "remaining"


def _table(gathered: Gathered) -> Table:
    edition = gathered.edition
    columns = (Column(key="area", printed_unit=PrintedUnit.HA),)
    if not edition.scope.has_stock:
        return Table(key=KEY, columns=columns, rows=())
    as_of = min(edition.period.end, edition.today)
    stock = gathered.stock(Account.CERTIFIED)
    parts = {
        "untouched": (said("Untouched"), stock.untouched_m2),
        "awaiting": (said("Worked and awaiting acceptance"), stock.awaiting_acceptance_m2),
        "certified": (said("Stock in the certified account"), stock.certified_stock_m2),
    }
    listed = gathered.behind.hazards(as_of)
    told = gathered.behind.stock(as_of, Account.CERTIFIED)
    opened = {"untouched": told, "awaiting": told, "certified": listed}
    rows = (
        Row(key=key, label=label, cells=(hectares(f"{KEY}/{key}", area_m2, records=opened[key]),))
        for key, (label, area_m2) in parts.items()
    )
    return Table(key=KEY, columns=columns, rows=tuple(rows))


def _title(content: Content, language: Language) -> str:
    _ = translator(language)
    as_of = min(content.period.end, content.made_on)
    return _("Remaining contamination on {date}").format(date=date_text(as_of, language))


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.scope.has_stock:
        return (_("Remaining contamination belongs to districts and is not told apart by who works on it."),)
    return (
        _("The stock in the certified account is the sum of the first two."),
        _("Only recorded hazardous areas; what nobody has recorded is not in it."),
    )


REMAINING = Part(
    key=KEY,
    gather=_table,
    title=_title,
    name_heading="Part",
    headings=MappingProxyType({"area": "Area"}),
    notes=_notes,
)
