"""The work of a period: its key figures, and the same by district, organisation, class and method."""

from collections.abc import Callable, Iterable
from types import MappingProxyType

from gis.codelists import Language
from gis.language import translator
from service.figures.lots import NOT_SAID
from service.progress.questions import Dimension
from service.reports.content import Content, Figure, Row, Table
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import PRIVATE, Line, class_lines, district_lines, organisation_lines, private_codes
from service.reports.parts.cells import (
    AREA_COLUMNS,
    AREA_HEADINGS,
    ITEM_COLUMNS,
    ITEM_HEADINGS,
    RELEASED,
    ItemRecords,
    Records,
    area_cells,
    item_cells,
    released_cell,
)
from service.reports.printing import count


def figures(gathered: Gathered) -> tuple[Figure, ...]:
    """Give the figures that stand alone: how many districts and organisations worked."""
    districts = sum(bool(line.key) for line in district_lines(gathered))
    organisations = sum(line.key not in {"", PRIVATE} for line in organisation_lines(gathered))
    work = gathered.behind.work
    return (
        count("district_count", districts, records=work("district")),
        count("organisation_count", organisations, records=work("organisation")),
        count("private_company_count", len(private_codes(gathered)), records=work("private")),
    )


# --- by what ------------------------------------------------------------------------------------------------------


def _of_district(gathered: Gathered, line: Line) -> Records:
    """Give where the releases of a district are opened; those of none stand in a line of all districts."""
    if not line.key:
        return _in_all(gathered, Dimension.DISTRICT)
    return lambda method: gathered.behind.releases(method, district=line.key)


def _in_all(gathered: Gathered, by: Dimension, organisations: Iterable[str] = ()) -> Records:
    """Give where ground is told by districts, organisations or classes, all of them or some."""
    account, codes = gathered.edition.account, ",".join(organisations)
    return lambda method: gathered.behind.progress(by, account, method=method, organisation=codes or None)


def _items_of_district(gathered: Gathered, line: Line) -> ItemRecords:
    """Give where the items of a district are opened, or of none."""
    return lambda group: gathered.behind.items(group, district=line.key or NOT_SAID)


def _of_organisation(gathered: Gathered, line: Line) -> Records:
    """Give where the releases of an organisation are opened; private companies and nobody stand in lines of a table."""
    if line.key in {"", PRIVATE}:
        return _in_all(gathered, Dimension.ORGANISATION, private_codes(gathered) if line.key else ())
    return lambda method: gathered.behind.releases(method, organisation=line.key)


def _of_class(gathered: Gathered, _line: Line) -> Records:
    return _in_all(gathered, Dimension.CONTAMINATION_CLASS)


def _summary_table(gathered: Gathered) -> Table:
    """Give the table of the first page: released ground and items by district."""

    def cells(line: Line) -> tuple[Figure, ...]:
        prefix = f"by_district/{line.key}"
        released = released_cell(prefix, line.areas, _of_district(gathered, line))
        return released, *item_cells(prefix, line.items, _items_of_district(gathered, line))

    rows = tuple(Row(key=line.key, label=line.label, cells=cells(line)) for line in district_lines(gathered))
    prefix, opened = "by_district/total", gathered.behind
    total = (
        released_cell(prefix, gathered.areas, opened.releases),
        *item_cells(prefix, gathered.items, opened.items),
    )
    return Table(key="by_district", columns=(AREA_COLUMNS[-1], *ITEM_COLUMNS), rows=rows, total=total if rows else None)


def _method_table(
    key: str, lines: Callable[[Gathered], list[Line]], records: Callable[[Gathered, Line], Records]
) -> Callable[[Gathered], Table]:
    """Give what makes a table of lines by method."""

    def gather(gathered: Gathered) -> Table:
        rows = tuple(
            Row(
                key=line.key,
                label=line.label,
                cells=area_cells(f"{key}/{line.key}", line.areas, records(gathered, line)),
            )
            for line in lines(gathered)
        )
        total = area_cells(f"{key}/total", gathered.areas, gathered.behind.releases)
        return Table(key=key, columns=AREA_COLUMNS, rows=rows, total=total if rows else None)

    return gather


def no_work(language: Language) -> str:
    """Say that there is nothing to tell."""
    _ = translator(language)
    return _("No approved work is recorded in this period.")


def _rounded(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return (_("Figures may not sum because of rounding.") if content.has_work else no_work(language),)


BY_DISTRICT = Part(
    key="by_district",
    gather=_summary_table,
    title=phrase("By district"),
    name_heading="District",
    headings=MappingProxyType({RELEASED: "Released", **ITEM_HEADINGS}),
    notes=_rounded,
)
BY_DISTRICT_AND_METHOD = Part(
    key="by_district_and_method",
    gather=_method_table("by_district_and_method", district_lines, _of_district),
    title=phrase("By district and method"),
    name_heading="District",
    headings=AREA_HEADINGS,
    needs_rows=True,
)
BY_ORGANISATION = Part(
    key="by_organisation",
    gather=_method_table("by_organisation", organisation_lines, _of_organisation),
    title=phrase("By organisation and method"),
    name_heading="Organisation",
    headings=AREA_HEADINGS,
    needs_rows=True,
)
BY_CLASS = Part(
    key="by_class",
    gather=_method_table("by_class", class_lines, _of_class),
    title=phrase("By contamination class and method"),
    name_heading="Contamination class",
    headings=AREA_HEADINGS,
    needs_rows=True,
)
