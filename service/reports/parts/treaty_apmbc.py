"""The tables of the Mine Ban Convention: A-1 areas, A-2 land released, A-3 areas newly identified (domain.md 10.5)."""

from types import MappingProxyType

from gis.aggregates import ItemGroup
from gis.codelists import Language
from gis.language import translator
from gis.text import date_text
from gis.treaties import OVERLAP_NOTE, TreatyView
from service.reports.content import Content, Figure, Row, Table
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.parts.treaty import (
    IDENTIFIED_HEADINGS,
    RELEASED_HEADINGS,
    STANDING,
    identified,
    m2,
    released,
    standing,
)
from service.reports.printing import in_both, said, square_metres

VIEW = TreatyView.APMBC
VIEWS_KEY = "treaty_views"


def closing_date(content: Content, language: Language) -> str:
    """Write the day at whose end areas stand: the last of the year, or the last so far."""
    return date_text(min(content.period.end, content.made_on), language)


def _standing_title(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("A-1 Areas with anti-personnel mines on {date}").format(date=closing_date(content, language))


def _standing_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table("a1").rows:
        return (_("No such area is recorded."),)
    return (
        _("Areas count while they are open in the register, in the district with most of their ground."),
        _("Square metres are what is left of them, each counted once; where both overlap, it is CHA."),
    )


def _released_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table("a2").rows:
        return (_("No such land was released in the period."),)
    return (
        _("Land that held anti-personnel or improvised mines until it was released. Items: all that were disposed of."),
        _("Other ordnance: submunitions, other unexploded and abandoned ordnance, improvised devices, fuzes."),
    )


def _identified_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table("a3").rows:
        return (_("No such area was newly identified in the period."),)
    return (_("Square metres: what new areas put into stock, less what was in it already."),)


A1 = Part(
    key="a1",
    gather=standing("a1", VIEW),
    title=_standing_title,
    name_heading="District",
    headings=STANDING,
    notes=_standing_notes,
)
A2 = Part(
    key="a2",
    gather=released("a2", VIEW, {"ap": ItemGroup.AP, "at": ItemGroup.AT, "other": ItemGroup.UXO}),
    title=phrase("A-2 Land released in the year"),
    name_heading="District",
    headings=MappingProxyType(
        {
            **RELEASED_HEADINGS,
            "ap": "AP mines destroyed",
            "at": "AV mines destroyed",
            "other": "Other ordnance",
            "closed": "Areas closed",
        }
    ),
    notes=_released_notes,
)
A3 = Part(
    key="a3",
    gather=identified("a3", VIEW),
    title=phrase("A-3 Areas newly identified in the year"),
    name_heading="District",
    headings=IDENTIFIED_HEADINGS,
    notes=_identified_notes,
)


# --- the two views beside each other ------------------------------------------------------------------------------


def _views(gathered: Gathered) -> Table:
    """Give what counts in each view, in both, and everything: views are never parts of a total."""
    edition = gathered.edition
    told = gathered.stock(edition.account)
    rows = [
        Row(
            key=view,
            label=in_both(view.label),
            cells=(_stock(gathered, f"{VIEWS_KEY}/{view}", told.views_m2[view], view=view),),
        )
        for view in TreatyView
    ]
    everything = Row(
        key="all",
        label=said("All recorded contamination"),
        cells=(_stock(gathered, f"{VIEWS_KEY}/all", told.total_m2, view=None),),
    )
    return Table(key=VIEWS_KEY, columns=(m2("area"),), rows=(*rows, everything))


def _stock(gathered: Gathered, key: str, area_m2: float, *, view: TreatyView | None) -> Figure:
    edition = gathered.edition
    as_of = min(edition.period.end, edition.today)
    records = gathered.behind.stock(as_of, edition.account, view)
    return square_metres(f"{key}/area", area_m2, records=records)


def _views_title(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("What each convention looks at, on {date}").format(date=closing_date(content, language))


VIEWS = Part(
    key=VIEWS_KEY,
    gather=_views,
    title=_views_title,
    name_heading="Convention",
    headings=MappingProxyType({"area": "Area"}),
    notes=lambda _content, language: (OVERLAP_NOTE[language],),
)
