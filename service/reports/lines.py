"""The lines that the work of a period falls into: districts, organisations, contamination classes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from gis.aggregates import Areas, Items, areas, areas_by, items, items_by
from gis.codelists import ContaminationClass, OrganisationType
from gis.text import sort_key
from service.reports.content import Words
from service.reports.gathering import Gathered
from service.reports.names import Name, label
from service.reports.printing import in_both, number_in_both, said
from service.reports.queries import Rows

PRIVATE = "private"
"""Stands for all private companies together."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What was done in a district, by an organisation or in a class; its key is empty for what is recorded without."""

    key: str
    label: Words
    areas: Areas
    items: Items


def district_lines(gathered: Gathered) -> list[Line]:
    """Give a line for each district with approved work: in official order, then by name, those without one last."""
    found = _lines("district", gathered, district_words)
    return sorted(found, key=lambda line: district_place(gathered, line.key))


def district_place(gathered: Gathered, code: str | None) -> tuple[bool, int, Any]:
    """Give the key that sorts districts: the official order, then by name; what is recorded without one is last."""
    order = gathered.district_order
    name = district_words(gathered, code).az
    return not code, order.index(code) if code in order else len(order), sort_key(name, "az")


def district_words(gathered: Gathered, code: str | None) -> Words:
    """Give what a district is called; one that is only awaited has no other name yet than its code."""
    return label(gathered.districts.get(code, Name(code=code, en=code, az=code)) if code else None)


def organisation_place(gathered: Gathered, code: str | None) -> tuple[bool, int, Any]:
    """Give the key that sorts organisations: by kind and name; what is recorded without one is last."""
    kinds, known = list(OrganisationType), gathered.organisations
    kind = known[code][1] if code and code in known else kinds[-1]
    return not code, kinds.index(kind), sort_key(organisation_words(gathered, code).az, "az")


def organisation_words(gathered: Gathered, code: str | None) -> Words:
    """Give what an organisation is called; one that is only awaited has no other name yet than its code."""
    known = gathered.organisations
    return label((known[code][0] if code in known else Name(code=code, en=code, az=code)) if code else None)


def organisation_lines(gathered: Gathered) -> list[Line]:
    """Give a line for each organisation with approved work, by kind and name; private companies stand together.

    What is recorded without an organisation comes last.
    """
    found = {line.key: line for line in _lines("organisation", gathered, organisation_words)}
    named, private = organisations_in_order(gathered, found)
    together = [_together(gathered, private)] if private else []
    return [*(found[code] for code in named), *together, *(line for code, line in found.items() if not code)]


def organisations_in_order(gathered: Gathered, codes: Iterable[str]) -> tuple[list[str], set[str]]:
    """Give the codes of organisations by kind and name, and apart those of private companies, which are not named."""
    known = gathered.organisations
    private = {code for code in codes if code in known and known[code][1] is OrganisationType.PRIVATE}
    named = (code for code in codes if code and code not in private)
    return sorted(named, key=lambda code: organisation_place(gathered, code)), private


def private_words(count: int) -> Words:
    """Give what private companies together are called."""
    return number_in_both(said("Private companies ({count})"), count)


def private_codes(gathered: Gathered) -> list[str]:
    """Give the codes of the private companies with approved work."""
    _named, private = organisations_in_order(
        gathered, (code or "" for code, _, _ in _figures("organisation", gathered))
    )
    return sorted(private)


def every_organisation(gathered: Gathered) -> list[Line]:
    """Give a line for each organisation with approved work by itself, by kind and name."""
    found = _lines("organisation", gathered, organisation_words)
    return sorted(found, key=lambda line: organisation_place(gathered, line.key))


def class_lines(gathered: Gathered) -> list[Line]:
    """Give a line for each contamination class that ground was released from, in the order of the list."""
    by_class = areas_by("contamination_class", gathered.released.rows)
    return [
        Line(key=member, label=in_both(member.label), areas=by_class[member], items=items([]))
        for member in ContaminationClass
        if member in by_class
    ]


def _together(gathered: Gathered, codes: set[str]) -> Line:
    def theirs(rows: Rows) -> Rows:
        return [row for row in rows if row["organisation"] in codes]

    return Line(
        key=PRIVATE,
        label=private_words(len(codes)),
        areas=areas(theirs(gathered.released.rows)),
        items=items(theirs(gathered.disposed)),
    )


def _lines(dimension: str, gathered: Gathered, words: Callable[[Gathered, str | None], Words]) -> Iterator[Line]:
    for code, area, item in _figures(dimension, gathered):
        yield Line(key=code or "", label=words(gathered, code), areas=area, items=item)


def _figures(dimension: str, gathered: Gathered) -> Iterable[tuple[str | None, Areas, Items]]:
    """Give each value of a dimension that has work, with its figures; work without a place adds no line of its own."""
    by_area, by_item = areas_by(dimension, gathered.released.rows), items_by(dimension, gathered.disposed)
    worked = {row[dimension] for row in gathered.work if row[dimension] is not None}
    for code in {*by_area, *by_item, *worked}:
        yield cast("str | None", code), by_area.get(code, areas([])), by_item.get(code, items([]))
