"""What quality control found of the releases of a period, as the releases state it."""

from collections.abc import Mapping
from types import MappingProxyType

from gis.aggregates import total_m2
from gis.codelists import Basis, Language, QcState
from gis.language import translator
from service.figures.releases import Told
from service.reports import queries
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table
from service.reports.declared import Part, Say, phrase
from service.reports.gathering import Gathered
from service.reports.printing import count, hectares, in_both

KEY = "quality_control"
GROUND = "_ground"
"""Ends the key of the column of the ground that releases of a basis freed."""
COLUMNS = tuple(
    column
    for basis in Basis
    for column in (Column(key=basis), Column(key=f"{basis}{GROUND}", printed_unit=PrintedUnit.HA))
)
Found = Mapping[tuple[str, str], Mapping[str, float]]
"""How many releases are in a state, and what they freed, by basis and state."""


def _table(gathered: Gathered) -> Table:
    rows = queries.quality_control(gathered.session, gathered.edition.known)
    found = {(row["basis"], row["qc_state"]): row for row in rows}
    told = tuple(
        Row(key=state, label=in_both(state.label), cells=_cells(gathered, state, states=(state,), found=found))
        for state in QcState
    )
    total = _cells(gathered, "total", states=tuple(QcState), found=found)
    return Table(key=KEY, columns=COLUMNS, rows=told if found else (), total=total if found else None)


def _cells(gathered: Gathered, of: str, *, states: tuple[QcState, ...], found: Found) -> tuple[Figure, ...]:
    cells = []
    for basis in Basis:
        state = states[0] if len(states) == 1 else None
        opened = gathered.behind.lots(Told.QUALITY_CONTROL, account=basis, qc_state=state)
        rows = [row for state in states if (row := found.get((basis, state)))]
        cells.append(count(f"{KEY}/{of}/{basis}", sum(int(row["release_count"]) for row in rows), records=opened))
        freed_m2 = total_m2(row["area_m2"] for row in rows)
        cells.append(hectares(f"{KEY}/{of}/{basis}{GROUND}", freed_m2, records=opened))
    return tuple(cells)


def _releases(basis: Basis) -> Say:
    def told(_content: Content, language: Language) -> str:
        _ = translator(language)
        return _("{basis}, releases").format(basis=basis.label(language))

    return told


def _ground(basis: Basis) -> Say:
    def told(_content: Content, language: Language) -> str:
        _ = translator(language)
        return _("{basis}, ground").format(basis=basis.label(language))

    return told


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table(KEY).rows:
        return (_("No approved release has its day in the period."),)
    return (
        _("Releases by what they state of quality control. Certified releases repeat ground of operational ones."),
        _("Inspections themselves, with their findings, are not recorded by this service yet."),
    )


QUALITY_CONTROL = Part(
    key=KEY,
    gather=_table,
    title=phrase("Quality control"),
    name_heading="Result",
    headings=MappingProxyType(
        {str(basis): _releases(basis) for basis in Basis} | {f"{basis}{GROUND}": _ground(basis) for basis in Basis}
    ),
    notes=_notes,
)
