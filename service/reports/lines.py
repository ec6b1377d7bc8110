"""The lines of a bulletin's tables: by district, by organisation, by contamination class."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from gis.aggregates import Areas, Items, areas, areas_by, items, items_by
from gis.codelists import ContaminationClass, OrganisationType
from gis.text import sort_key
from service.reports.figures import ClassLine, Line, Name
from service.reports.queries import Rows


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What is recorded of a period.

    Attributes
    ----------
    released
        Rows of `district`, `organisation`, `contamination_class`, `method` and `area_m2`.
    disposed
        Rows of `district`, `organisation`, `eo_category`, `is_hazardous` and `quantity`.
    work
        Rows of `district` and `organisation`, one for each that has approved releases, even if they freed no ground.
    """

    released: Rows
    disposed: Rows
    work: Rows


def district_lines(recorded: Recorded, names: Mapping[str, Name], order: Sequence[str]) -> tuple[Line, ...]:
    """Give a line for each district with approved work: in official order, then by name, those without one last."""
    lines = [
        Line(name=_name(code, names), areas=area, items=item) for code, area, item in _figures("district", recorded)
    ]
    return tuple(sorted(lines, key=lambda line: _place(line, order)))


def _place(line: Line, order: Sequence[str]) -> tuple[bool, int, Any]:
    if line.name is None:
        return True, 0, ()
    known = line.name.code in order
    return False, order.index(line.name.code) if known else len(order), sort_key(line.name.az, "az")


@dataclass(frozen=True, kw_only=True)
class OrganisationLines:
    """The organisations with approved work; private companies are a count and stand together."""

    named: tuple[Line, ...]
    private: Line | None
    private_count: int


def organisation_lines(
    recorded: Recorded, organisations: Mapping[str, tuple[Name, OrganisationType]]
) -> OrganisationLines:
    """Give a line for each organisation with approved work, by its kind and then its name, those without one last."""
    kinds = list(OrganisationType)
    names = {code: name for code, (name, _) in organisations.items()}
    private = {code for code, (_, kind) in organisations.items() if kind is OrganisationType.PRIVATE}
    found = list(_figures("organisation", recorded))
    named = [Line(name=_name(code, names), areas=area, items=item) for code, area, item in found if code not in private]

    def place(line: Line) -> tuple[bool, int, Any]:
        if line.name is None:
            return True, 0, ()
        kind = organisations[line.name.code][1] if line.name.code in organisations else kinds[-1]
        return False, kinds.index(kind), sort_key(line.name.az, "az")

    count = sum(code in private for code, _, _ in found)
    return OrganisationLines(
        named=tuple(sorted(named, key=place)),
        private=_together(recorded, private) if count else None,
        private_count=count,
    )


def _together(recorded: Recorded, codes: Iterable[str]) -> Line:
    def theirs(rows: Rows) -> Rows:
        return [row for row in rows if row["organisation"] in codes]

    return Line(name=None, areas=areas(theirs(recorded.released)), items=items(theirs(recorded.disposed)))


def class_lines(recorded: Recorded) -> tuple[ClassLine, ...]:
    """Give a line for each contamination class that ground was released from, in the order of the list."""
    by_class = areas_by("contamination_class", recorded.released)
    return tuple(
        ClassLine(contamination_class=member, areas=by_class[member])
        for member in ContaminationClass
        if member in by_class
    )


def _name(code: str | None, names: Mapping[str, Name]) -> Name | None:
    """Give the name of a code; one that is only awaited has no other name yet."""
    return None if code is None else names.get(code, Name(code=code, en=code, az=code))


def _figures(dimension: str, recorded: Recorded) -> Iterable[tuple[str | None, Areas, Items]]:
    """Give each value of a dimension that has work, with its figures; work without a place adds no line of its own."""
    by_area, by_item = areas_by(dimension, recorded.released), items_by(dimension, recorded.disposed)
    worked = {row[dimension] for row in recorded.work if row[dimension] is not None}
    for code in {*by_area, *by_item, *worked}:
        yield cast("str | None", code), by_area.get(code, areas([])), by_item.get(code, items([]))
