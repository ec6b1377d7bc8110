"""Finding what a reader types: a spot by its coordinates, a district or place by its name, a record by its code."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.layers import LAYERS_BY_NAME, Layer
from service.maps.gazetteer import IN_CODES, NOT_CALLED, Bounds, call_rank, settlements, shown_spot, spot
from service.records.queries import is_known, is_visible
from service.records.selection import Moment
from service.records.standing import standing
from service.tables import IDENTITIES, VERSIONS

MOST_RESULTS = 10
SHORTEST_PART = 3
"""Letters from which on a code is found by its end or its middle; of less, every tenth code would be."""
LOOKED_AT = 500
"""Codes of a layer that are looked at: a part that more of them share means none of them."""
CODED: dict[str, tuple[str, ...]] = {
    "hazardous_areas": ("classification", "status"),
    "tasks": ("task_type", "status"),
    "release_areas": ("release_method", "effective_date"),
}
"""Layers whose records are found by their codes, with what is told of each."""
CORNERS = {"west": func.ST_XMin, "south": func.ST_YMin, "east": func.ST_XMax, "north": func.ST_YMax}


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something that answers to what was typed.

    Attributes
    ----------
    kind
        A layer's name, `places` or `coordinates`.
    code
        Of a record or a district.
    name
        What it is called.
    told
        What else is known of a record, by the names of its fields.
    bounds
        Where it is; missing without an outline.
    """

    kind: str
    name: str
    bounds: Bounds | None
    code: str | None = None
    told: dict[str, Any] = field(default_factory=dict)


def search(session: Session, typed: str, *, moment: Moment, language: Language) -> list[Found]:
    """Give what answers to a text: the spot of coordinates, else districts and places, then records, the best first.

    Records are found whatever the map is narrowed to, as they stood at the moment, and only if the reader may see them.
    """
    words = " ".join(typed.split())
    if spots := _spots(words):
        return spots
    named = _named(session, words, moment=moment, language=language)
    coded = sorted(_coded(session, words, moment=moment), key=lambda found: _place_in_list(words, found.name))
    most_named = max(MOST_RESULTS // 2, MOST_RESULTS - len(coded))
    return [*named[:most_named], *coded][:MOST_RESULTS]


# --- by name ------------------------------------------------------------------------------------------------------


def _spots(words: str) -> list[Found]:
    place = spot(words)
    return [Found(kind="coordinates", name=shown_spot(place), bounds=Bounds.of_place(place))] if place else []


def _named(session: Session, words: str, *, moment: Moment, language: Language) -> list[Found]:
    """Give districts and places, whole names before beginnings before parts; a district before a town of its name."""
    ranked = _districts(session, words, moment=moment, language=language)
    for rank, place in settlements(words):
        name = place.name_az if language == "az" else place.name_en
        ranked.append((rank, Found(kind="places", name=name, bounds=place.bounds)))
    return [found for _, found in sorted(ranked, key=lambda one: one[0])]


def _districts(session: Session, words: str, *, moment: Moment, language: Language) -> list[tuple[int, Found]]:
    identity, version = IDENTITIES["districts"].c, VERSIONS["districts"].c
    named = (version.name_en, version.name_az, version.aliases)
    rows = session.execute(
        select(identity.code, *named, *_corners(version.geom))
        .join_from(IDENTITIES["districts"], VERSIONS["districts"], version.district_id == identity.id)
        .where(version.recorded.contains(moment.as_known_at))
        .order_by(identity.code)
    )
    ranked = [(call_rank(words, row.code, row.name_en, row.name_az, *(row.aliases or ())), row) for row in rows]
    return [
        (rank, Found(kind="districts", code=row.code, name=getattr(row, f"name_{language}"), bounds=_bounds(row)))
        for rank, row in ranked
        if rank != NOT_CALLED
    ]


# --- by code ------------------------------------------------------------------------------------------------------


def _coded(session: Session, words: str, *, moment: Moment) -> list[Found]:
    """Give the records whose codes begin with the words; where none does, that end with them; then hold them."""
    ways = (_begins, _ends, _holds) if IN_CODES.search(words) and len(words) >= SHORTEST_PART else (_begins,)
    for way in ways if words else ():
        layers = map(LAYERS_BY_NAME.__getitem__, CODED)
        ids = {layer: _seen(session, layer, way(layer, words), moment=moment) for layer in layers}
        if any(ids.values()):
            return [found for layer, seen in ids.items() for found in _records(session, layer, seen, moment=moment)]
    return []


def _records(session: Session, layer: Layer, ids: Sequence[Any], *, moment: Moment) -> list[Found]:
    """Give the records of ids that stood at the moment."""
    if not ids:
        return []
    shown = standing(layer, moment).where(IDENTITIES[layer.name].c.id.in_(ids)).subquery("shown").c
    told = CODED[layer.name]
    rows = session.execute(select(shown.code, *(shown[name] for name in told), *_corners(shown.geom)))
    return [
        Found(
            kind=layer.name,
            code=row.code,
            name=row.code,
            told={name: getattr(row, name) for name in told},
            bounds=_bounds(row),
        )
        for row in rows
    ]


def _seen(session: Session, layer: Layer, candidates: Select[Any], *, moment: Moment) -> list[Any]:
    """Give which of the first candidates the reader may see."""
    version, found = VERSIONS[layer.name], candidates.limit(LOOKED_AT).subquery("found").c
    seen = is_known(layer, moment.as_known_at) & is_visible(layer, moment.audience, moment.as_known_at)
    ids = select(found.id).join(version, version.c[f"{layer.singular}_id"] == found.id).where(seen)
    return list(session.scalars(ids.order_by(found.code).limit(MOST_RESULTS)))


def _begins(layer: Layer, words: str) -> Select[Any]:
    """Select the codes that begin with the words, in either case: an index holds them in capitals."""
    identity = IDENTITIES[layer.name].c
    return select(identity.id, identity.code).where(func.upper(identity.code).like(f"{_literal(words.upper())}%"))


def _ends(layer: Layer, words: str) -> Select[Any]:
    """Select the codes that end with the words, in either case: an index holds them written backwards."""
    identity = IDENTITIES[layer.name].c
    backwards = func.reverse(func.upper(identity.code))
    return select(identity.id, identity.code).where(backwards.like(f"{_literal(words.upper()[::-1])}%"))


def _holds(layer: Layer, words: str) -> Select[Any]:
    """Select the codes that hold the words: every code is read, a million in some tenths of a second."""
    identity = IDENTITIES[layer.name].c
    patterns = (f"%{_literal(each)}%" for each in (words, words.upper()))
    return select(identity.id, identity.code).where(or_(*map(identity.code.like, patterns)))


def _literal(words: str) -> str:
    """Give words as a pattern that means nothing but them."""
    return words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _place_in_list(words: str, code: str) -> tuple[bool, bool, str]:
    typed, called = words.upper(), code.upper()
    return called != typed, not called.startswith(typed), code


# --- where it is --------------------------------------------------------------------------------------------------


def _corners(geom: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    return [corner(geom).label(name) for name, corner in CORNERS.items()]


def _bounds(row: Any) -> Bounds | None:  # noqa: ANN401 - a row of a statement
    return None if row.west is None else Bounds(row.west, row.south, row.east, row.north)
