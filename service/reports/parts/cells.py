"""Cells that many tables share: released ground by method, disposed items by group."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gis.aggregates import Areas, ItemGroup, Items
from gis.codelists import ReleaseMethod
from service.reports.content import Column, Figure, PrintedUnit
from service.reports.declared import Heading
from service.reports.printing import count, hectares, not_recorded

METHODS = (ReleaseMethod.CLEARED, ReleaseMethod.REDUCED, ReleaseMethod.CANCELLED, ReleaseMethod.UNDETERMINED)
"""In the order of columns."""
RELEASED = "released"
AREA_COLUMNS = tuple(Column(key=key, printed_unit=PrintedUnit.HA) for key in (*map(str, METHODS), RELEASED))
AREA_HEADINGS: Mapping[str, Heading] = MappingProxyType(
    {**{str(method): method for method in METHODS}, RELEASED: "Released"}
)
ITEM_COLUMNS = tuple(Column(key=key) for key in ("ap", "at", "uxo", "items"))
ITEM_HEADINGS: Mapping[str, Heading] = MappingProxyType(
    {"ap": "AP mines", "at": "AT mines", "uxo": "UXO", "items": "Items in all"}
)
Records = Callable[[ReleaseMethod | None], str | None]
"""Gives where the releases of a method, or of all, are opened."""
ItemRecords = Callable[[ItemGroup], str | None]
"""Gives where the items of a group are opened."""


def no_records(_of: ReleaseMethod | ItemGroup | None) -> None:
    """Say that nothing opens them."""


def is_split(areas: Areas) -> bool:
    """Tell whether methods are recorded apart; what is known only as a whole says nothing of any method."""
    return areas.undetermined_m2 == 0 or areas.undetermined_m2 != areas.released_m2


def area_cells(prefix: str, areas: Areas, records: Records = no_records) -> tuple[Figure, ...]:
    """Give what each method released and all together; methods that nobody recorded apart are missing, not zero."""
    cells = []
    for method in METHODS:
        is_known = method is ReleaseMethod.UNDETERMINED or is_split(areas)
        area_m2 = areas.m2(method) if is_known else None
        cells.append(hectares(f"{prefix}/{method}", area_m2, records=records(method), missing=not_recorded()))
    return *cells, released_cell(prefix, areas, records)


def released_cell(prefix: str, areas: Areas, records: Records = no_records) -> Figure:
    """Give what was released by all methods."""
    return hectares(f"{prefix}/{RELEASED}", areas.released_m2, records=records(None))


def item_cells(prefix: str, items: Items, records: ItemRecords = no_records) -> tuple[Figure, ...]:
    """Give the disposed items by group and in all."""
    values = {"ap": items.ap, "at": items.at, "uxo": items.uxo, "items": items.total}
    return tuple(count(f"{prefix}/{key}", number, records=records(ItemGroup(key))) for key, number in values.items())
