"""What there is on a map: how many records by the lines of its legend, where they are, and what is not drawn."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.codelists import EoCategory, Language, ReleaseMethod
from gis.language import translator
from gis.maps.lines import DISTRICTS, FOOTPRINT, PLACES, find_key, hazard_key, release_key, task_key
from gis.maps.words import facts, nothing_recorded, record_notes
from gis.text import number_text
from service.maps import cells, queries
from service.maps.caption import map_caption, place_count
from service.maps.queries import PRINTED, RECORDS, MapQuestion

FEATURES, TILES = "features", "tiles"
"""How the records of a layer come: all as GeoJSON, or in vector tiles."""

FEW = 1_000
"""On paper and in a file up to so many releases are measured, for the squares hold their points, not their outlines."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Inventory:
    """The records of a layer: how many have an outline, by the key of their line, how many have none, and where."""

    counts: Mapping[str, int]
    undrawn_count: int
    bounds: Box | None


def map_contents(
    session: Session,
    question: MapQuestion,
    *,
    language: Language,
    zone: ZoneInfo,
    feature_limit: int | None,
) -> dict[str, Any]:
    """Give what a map's script is told first.

    Parameters
    ----------
    feature_limit
        How many records of a layer come as GeoJSON; layers with more come in tiles. None: all come as
        GeoJSON, for paper or a file.

    Returns
    -------
    contents
        `facts` and `scope` (words), `counts` and `lines` (of each line the number, and as it is printed), `layers` (how
        the records come), `bounds` (west, south, east, north; None without records), `notes` and `empty` (words).
    """
    layers = RECORDS if feature_limit is not None else PRINTED
    few = 0 if feature_limit is not None else FEW
    found = {name: _inventory(session, question, name, few=few) for name in layers}
    counts = Counter({key: n for each in found.values() for key, n in each.counts.items()})
    undrawn = {name: each.undrawn_count for name, each in found.items()}
    withheld = _withheld(session, question, layers)
    caption = map_caption(session, question, language=language, zone=zone)
    is_empty = not (counts.total() or sum(undrawn.values()))
    counts |= {DISTRICTS: queries.district_count(session, question), PLACES: place_count()}
    return {
        "facts": facts(caption, language),
        "scope": caption.scope or translator(language)("Azerbaijan"),
        "counts": dict(counts),
        "lines": _lines(counts, language),
        "layers": {name: _form(sum(each.counts.values()), feature_limit) for name, each in found.items()}
        | {DISTRICTS: FEATURES},
        "bounds": _around([each.bounds for each in found.values()]),
        "notes": list(record_notes(withheld, undrawn, language)),
        "empty": nothing_recorded(language) if is_empty else "",
    }


def _lines(counts: Mapping[str, int], language: Language) -> dict[str, str]:
    """Print the counts of the lines that are there; the footprint is where both are that it follows from."""
    lines = {key: number_text(n, language) for key, n in counts.items() if n}
    has_footprint = {find_key(EoCategory.SUBMUNITION), release_key(ReleaseMethod.CLEARED)} <= lines.keys()
    return lines | ({FOOTPRINT: ""} if has_footprint else {})


def _withheld(session: Session, question: MapQuestion, layers: Collection[str]) -> frozenset[str]:
    if not cells.are_counted(session, question):
        return queries.withheld_layers(session, question, layers)
    others = queries.withheld_layers(session, question, [name for name in layers if name != "release_areas"])
    return others | {"release_areas"} if cells.has_withheld(session, question) else others


def _inventory(session: Session, question: MapQuestion, name: str, *, few: int) -> Inventory:
    if name == "release_areas" and cells.are_counted(session, question):
        counted = _counted_releases(session, question)
        if sum(counted.counts.values()) > few:
            return counted
    rows = queries.record_counts(session, question, name)
    counts: Counter[str] = Counter()
    for row in rows:
        counts[_key(name, row)] += row.drawn_count
    boxes = [(row.west, row.south, row.east, row.north) if row.west is not None else None for row in rows]
    return Inventory(+counts, sum(row.undrawn_count for row in rows), _around(boxes))


def _counted_releases(session: Session, question: MapQuestion) -> Inventory:
    rows = cells.counted_releases(session, question)
    counts = {release_key(row.release_method): int(row.drawn_count) for row in rows}
    return Inventory(
        counts, cells.undrawn_count(session, question), _around([cells.square_bounds(row) for row in rows])
    )


def _key(name: str, row: Any) -> str:  # noqa: ANN401 - a row of `record_counts`
    match name:
        case "hazardous_areas":
            return hazard_key(row.classification, row.status)
        case "release_areas":
            return release_key(row.release_method)
        case "eo_items":
            return find_key(row.eo_category)
        case _:
            return task_key("Point" if row.is_place else "Polygon")


def _form(count: int, limit: int | None) -> str:
    return FEATURES if limit is None or count <= limit else TILES


def _around(boxes: Sequence[Box | None]) -> Box | None:
    known = [box for box in boxes if box]
    if not known:
        return None
    west, south, east, north = zip(*known, strict=True)
    return min(west), min(south), max(east), max(north)
