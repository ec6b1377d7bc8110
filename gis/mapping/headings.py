"""Which fields a column can be, going by its heading."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final, Literal

from gis.layers import Kind, Layer
from gis.mapping.aliases import ALIASES, BOOKKEEPING, COMPUTED, GLOBAL_IDS, OWN_CODES, UNIT_COLUMNS, WIDE
from gis.mapping.units import without_unit
from gis.text import fold

CUT_LENGTH: Final = 10
"""How much of a name a shapefile keeps."""
How = Literal["name", "alias"]


def fields_named(heading: str, layer: Layer) -> tuple[How, tuple[str, ...]]:
    """Give the fields that a heading can mean, and whether it is a field's own name; none where it is unknown.

    >>> from gis.layers import LAYERS_BY_NAME
    >>> fields_named("Sahə (ha)", LAYERS_BY_NAME["release_areas"])
    ('alias', ('area_reported_m2',))
    >>> fields_named("effective_", LAYERS_BY_NAME["release_areas"])
    ('name', ('effective_date',))
    """
    if fold(heading) in BOOKKEPT:
        return "alias", ()
    if cut := [field for name, field in _named(layer) if name[:CUT_LENGTH] == heading.casefold() != name]:
        return "name", tuple(dict.fromkeys(cut))
    for key in (tight, fold):  # names that sound alike come second: a `Team` is not the mines called TƏM
        for said in _ways(heading):
            if found := _fields_by_key(layer, key).get(key(said)):
                return found
    return _cut_fields(heading, layer)


def own_field(name: str, layer: Layer) -> str | None:
    """Give the field whose own name a column bears to the letter; a list may also be named in the singular."""
    if name in layer.fields_by_name:
        return name
    plural = layer.fields_by_name.get(f"{name}s")
    return plural.name if plural and plural.kind in {Kind.CODES, Kind.LINKS} else None


def is_bookkeeping(heading: str) -> bool:
    """Say whether a column is of a program, not of people."""
    return fold(heading) in BOOKKEPT


def is_computed(heading: str) -> bool:
    """Say whether a column holds what a program measured in its own coordinate system."""
    return fold(heading) in MEASURED


def is_global_id(heading: str) -> bool:
    """Say whether a column tells records apart for a program."""
    return fold(heading) in IDENTIFIED


def is_unit_column(heading: str) -> bool:
    """Say whether a column says of each row in which unit its area is."""
    return fold(heading) in UNITED


def targets(layer: Layer) -> frozenset[str]:
    """Give what a column of a layer's file can become: its fields, and the columns of wide rows."""
    return frozenset(layer.fields_by_name) | (frozenset(WIDE) if layer.name == "release_areas" else frozenset())


BOOKKEPT, MEASURED, IDENTIFIED, UNITED = (
    frozenset(map(fold, names)) for names in (BOOKKEEPING, COMPUTED, GLOBAL_IDS, UNIT_COLUMNS)
)


def _ways(heading: str) -> Iterator[str]:
    """Give a heading as it is, without its unit, without brackets, without a number in front."""
    bare = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", heading)
    yield from (heading, without_unit(heading), bare, without_unit(bare), re.sub(r"^\W*[0-9]+\W+", "", bare))


def _cut_fields(heading: str, layer: Layer) -> tuple[How, tuple[str, ...]]:
    """Give the fields of which a shapefile may have cut another name to this heading."""
    if not CUT_LENGTH - 1 <= len(heading.encode()) <= CUT_LENGTH:
        return "alias", ()
    return "alias", tuple(sorted({field for name, field in _called(layer) if _is_cut(heading, name)}))


def _is_cut(heading: str, name: str) -> bool:
    """Say whether a heading is the beginning of a name, as a shapefile keeps it: bytes or letters, blanks lost."""
    joined = re.sub(r"\W+", "_", name)
    cuts = (joined[:CUT_LENGTH], joined.encode()[:CUT_LENGTH].decode(errors="ignore"))
    return len(name) > CUT_LENGTH and fold(heading) in {fold(cut) for cut in cuts}


def tight(text: str) -> str:
    """Give a name in small letters, without blanks and signs."""
    return re.sub(r"[\W_]", "", text.replace("İ", "i").casefold())


@cache
def _fields_by_key(layer: Layer, key: Callable[[str], str]) -> dict[str, tuple[How, tuple[str, ...]]]:
    """Give the fields by their own names, and where none has that name by what they are called besides."""
    called: dict[str, dict[str, None]] = {}
    for name, field in _called(layer):
        called.setdefault(key(name), {})[field] = None
    known: dict[str, tuple[How, tuple[str, ...]]] = {name: ("alias", tuple(fields)) for name, fields in called.items()}
    own: dict[str, tuple[How, tuple[str, ...]]] = {key(name): ("name", (field,)) for name, field in _named(layer)}
    return {name: fields for name, fields in (known | own).items() if name}


def _named(layer: Layer) -> Iterable[tuple[str, str]]:
    for field in layer.fields:
        yield field.name, field.name
        if field.kind in {Kind.CODES, Kind.LINKS}:
            yield field.name.removesuffix("s"), field.name
    yield from ((name, name) for name in targets(layer) - set(layer.fields_by_name))


def _called(layer: Layer) -> Iterable[tuple[str, str]]:
    yield from ((name, "code") for name in OWN_CODES.get(layer.name, ()))
    for field in targets(layer):
        yield from ((name, field) for name in ALIASES.get(field, ()))
    for one in layer.fields:
        yield from ((label, one.name) for label in (one.en, one.az))
