"""The tables that both conventions ask for: areas that stand, land released, new areas (domain.md 10.5)."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import cast

from gis.aggregates import Areas, ItemGroup, Items, areas, areas_by, items, items_by
from gis.codelists import HazardClass, ReleaseMethod
from gis.treaties import TreatyView
from service.figures.lots import NOT_SAID
from service.progress.questions import Dimension, StockDimension
from service.reports.content import Column, Figure, PrintedUnit, Row, Table
from service.reports.declared import Heading
from service.reports.gathering import Gathered
from service.reports.lines import district_place, district_words
from service.reports.parts.balance import CLOSING, IDENTIFIED, Of
from service.reports.parts.cells import RELEASED
from service.reports.printing import count, square_metres
from service.reports.register import RegisteredArea

METHODS = (ReleaseMethod.CANCELLED, ReleaseMethod.REDUCED, ReleaseMethod.CLEARED, ReleaseMethod.UNDETERMINED)
"""In the order of the forms."""
STANDING: Mapping[str, Heading] = MappingProxyType(
    {
        "sha_areas": "SHA, areas",
        "sha": "Suspected (SHA)",
        "cha_areas": "CHA, areas",
        "cha": "Confirmed (CHA)",
        "total": "In all",
    }
)
IDENTIFIED_HEADINGS: Mapping[str, Heading] = MappingProxyType(
    {"areas": "Areas", "sha": "Suspected (SHA)", "cha": "Confirmed (CHA)", "total": "In all"}
)
RELEASED_HEADINGS: Mapping[str, Heading] = MappingProxyType(
    {
        "cancelled": "Cancelled",
        "reduced": "Reduced",
        "cleared": "Cleared",
        "undetermined": "Method not recorded",
        RELEASED: "Released",
    }
)
Counted = Mapping[str, ItemGroup]
"""Columns of items, and what counts in each."""
Cells = Callable[[str, Of], Iterable[Figure]]
"""Gives the figures of a line by the start of their keys and the district that it is of."""


def by_district(
    gathered: Gathered, key: str, *, columns: Iterable[Column], codes: Iterable[str | None], cells: Cells
) -> Table:
    """Give a table with a line for each district, in official order, and one of all together."""
    in_order = sorted(set(codes), key=lambda code: district_place(gathered, code))
    rows = tuple(
        Row(
            key=code or "",
            label=district_words(gathered, code),
            cells=tuple(cells(f"{key}/{code or ''}", {StockDimension.DISTRICT: code})),
        )
        for code in in_order
    )
    return Table(key=key, columns=tuple(columns), rows=rows, total=tuple(cells(f"{key}/total", {})) if rows else None)


def m2(key: str) -> Column:
    """Give a column of square metres."""
    return Column(key=key, printed_unit=PrintedUnit.M2)


def _is_of(of: Of, area: RegisteredArea) -> bool:
    return of.get(StockDimension.DISTRICT, area.district) == area.district


def asked_district(of: Of) -> str | None:
    """Give the district of a line for an address; what is in none is asked for by a mark."""
    return of[StockDimension.DISTRICT] or NOT_SAID if of else None


def registered(gathered: Gathered, view: TreatyView) -> list[RegisteredArea]:
    """Give the areas of the register that count in a view."""
    return [area for area in gathered.register if view.holds(area.types)]


def standing(key: str, view: TreatyView) -> Callable[[Gathered], Table]:
    """Give what tells of the areas that stand at the end, how many and what of them is left, by class of hazard."""

    def gather(gathered: Gathered) -> Table:
        told = gathered.treaty_balances[view]
        found = [area for area in registered(gathered, view) if area.stands]
        as_of = min(gathered.edition.period.end, gathered.edition.today)
        stock = gathered.behind.stock(as_of, gathered.edition.account, view)

        def cells(prefix: str, of: Of) -> Iterable[Figure]:
            for kind in (HazardClass.SHA, HazardClass.CHA):
                theirs = [area for area in found if area.classification is kind and _is_of(of, area)]
                listed = gathered.behind.areas(
                    became="standing", view=view, classification=kind, district=asked_district(of)
                )
                left_m2 = told.m2(f"{CLOSING}_m2", {**of, StockDimension.CLASSIFICATION: kind})
                yield count(f"{prefix}/{kind}_areas", len(theirs), records=listed)
                yield square_metres(f"{prefix}/{kind}", left_m2, records=stock)
            yield square_metres(f"{prefix}/total", told.m2(f"{CLOSING}_m2", of), records=stock)

        codes = {area.district for area in found} | _districts(gathered, view, CLOSING)
        columns = (Column(key="sha_areas"), m2("sha"), Column(key="cha_areas"), m2("cha"), m2("total"))
        return by_district(gathered, key, columns=columns, codes=codes, cells=cells)

    return gather


def _districts(gathered: Gathered, view: TreatyView, line: str) -> set[str | None]:
    """Give the districts in which a line of the balance has ground."""
    rows = gathered.treaty_balances[view].told_by(StockDimension.DISTRICT)
    return {None if row["district"] is None else str(row["district"]) for row in rows if row[f"{line}_m2"]}


def identified(key: str, view: TreatyView) -> Callable[[Gathered], Table]:
    """Give what tells of the areas that are new in the period, and of the ground that they put into stock."""

    def gather(gathered: Gathered) -> Table:
        told, account = gathered.treaty_balances[view], gathered.edition.account
        found = [area for area in registered(gathered, view) if area.was_identified_in(gathered.edition.period)]
        records = gathered.behind.balance(StockDimension.DISTRICT, account, view)

        def cells(prefix: str, of: Of) -> Iterable[Figure]:
            listed = gathered.behind.areas(became="identified", view=view, district=asked_district(of))
            yield count(f"{prefix}/areas", sum(_is_of(of, area) for area in found), records=listed)
            for kind in (HazardClass.SHA, HazardClass.CHA):
                new_m2 = told.m2(f"{IDENTIFIED}_m2", {**of, StockDimension.CLASSIFICATION: kind})
                yield square_metres(f"{prefix}/{kind}", new_m2, records=records)
            yield square_metres(f"{prefix}/total", told.m2(f"{IDENTIFIED}_m2", of), records=records)

        codes = {area.district for area in found} | _districts(gathered, view, IDENTIFIED)
        columns = (Column(key="areas"), m2("sha"), m2("cha"), m2("total"))
        return by_district(gathered, key, columns=columns, codes=codes, cells=cells)

    return gather


def released(key: str, view: TreatyView, counted: Counted) -> Callable[[Gathered], Table]:
    """Give what tells of the ground released in the period by method, of items destroyed, and of areas closed."""

    def gather(gathered: Gathered) -> Table:
        edition = gathered.edition
        rows = gathered.progress(edition.period, Dimension.DISTRICT, view=view).rows
        area_of, item_of = areas_by("district", rows), items_by("district", gathered.disposed)
        closed = [area for area in registered(gathered, view) if area.was_closed_in(edition.period)]
        behind = gathered.behind
        records = behind.progress(Dimension.DISTRICT, edition.account, view=view)

        def cells(prefix: str, of: Of) -> Iterable[Figure]:
            code = of.get(StockDimension.DISTRICT)
            ground: Areas = area_of.get(code, areas([])) if of else areas(rows)
            found: Items = item_of.get(code, items([])) if of else items(gathered.disposed)
            for method in METHODS:
                yield square_metres(f"{prefix}/{method}", ground.m2(method), records=records)
            yield square_metres(f"{prefix}/{RELEASED}", ground.released_m2, records=records)
            for name, group in counted.items():
                listed = behind.items(group, district=asked_district(of))
                yield count(f"{prefix}/{name}", getattr(found, group), records=listed)
            listed = behind.areas(became="closed", view=view, district=asked_district(of))
            yield count(f"{prefix}/closed", sum(_is_of(of, area) for area in closed), records=listed)

        with_items = {
            code for code, found in item_of.items() if any(getattr(found, group) for group in counted.values())
        }
        codes = {cast("str | None", code) for code in (*area_of, *with_items)} | {area.district for area in closed}
        columns = (*map(m2, (*METHODS, RELEASED)), *(Column(key=name) for name in (*counted, "closed")))
        return by_district(gathered, key, columns=columns, codes=codes, cells=cells)

    return gather
