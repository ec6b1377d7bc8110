"""Ground that was reported without an outline, by district: in no other figure, for nobody can tell where it lies."""

from collections import defaultdict
from types import MappingProxyType
from typing import Any

from gis.aggregates import total_m2
from gis.codelists import Language
from gis.language import translator
from service.figures.lots import NOT_SAID
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import district_place, district_words
from service.reports.parts.work import no_work
from service.reports.printing import count, square_metres

KEY = "without_geometry"


def _table(gathered: Gathered) -> Table:
    by_district: defaultdict[str, list[Any]] = defaultdict(list)
    opened = gathered.behind.without_outline
    for row in gathered.released.without_geometry:
        by_district[str(row["district"] or "")].append(row)

    def cells(of: str, told: list[Any], records: str) -> tuple[Figure, ...]:
        reported_m2 = total_m2(row["area_reported_m2"] for row in told)
        releases = sum(row["release_count"] for row in told)
        return (
            count(f"{KEY}/{of}/releases", releases, records=records),
            square_metres(f"{KEY}/{of}/area", reported_m2, records=records),
        )

    rows = tuple(
        Row(
            key=code,
            label=district_words(gathered, code or None),
            cells=cells(code, by_district[code], opened(district=code or NOT_SAID)),
        )
        for code in sorted(by_district, key=lambda code: district_place(gathered, code or None))
    )
    every = [row for told in by_district.values() for row in told]
    return Table(
        key=KEY,
        columns=(Column(key="releases"), Column(key="area", printed_unit=PrintedUnit.M2)),
        rows=rows,
        total=cells("total", every, opened()) if rows else None,
    )


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table(KEY).rows:
        has_work = content.has_work
        return (_("Every approved release of the period has an outline.") if has_work else no_work(language),)
    return (_("In no other figure of this report; an outline can still be sent."),)


WITHOUT_GEOMETRY = Part(
    key=KEY,
    gather=_table,
    title=phrase("Reported without an outline"),
    name_heading="District",
    headings=MappingProxyType({"releases": "Reports", "area": "Area"}),
    notes=_notes,
)
