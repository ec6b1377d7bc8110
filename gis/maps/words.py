"""What is written on a map: title, date, account, notes on what is not drawn, and that no record is not safety."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from gis.codelists import Language
from gis.language import LANGUAGES, translator
from gis.layers import LAYERS_BY_NAME
from gis.maps.drawn import DrawnLayer, are_detailed
from gis.maps.frames import Caption, MapLayers
from gis.text import area_ha_text, date_text, instant_text, number_text


def safety_statement(language: Language) -> str:
    """Give the sentence that stands on every map: no recorded hazard never means safe ground."""
    return translator(language)("No record here does not mean that the ground is safe.")


def demonstration_statement(language: Language) -> str:
    """Give the sentence that stands on every map of made-up records."""
    return translator(language)("Demonstration: the records are made up.")


def facts(caption: Caption, language: Language) -> list[str]:
    """Give what has to be known first to read the map: its day, its state of knowledge and its account."""
    _ = translator(language)
    return [
        _("As of {date}").format(date=date_text(caption.as_of, language)),
        _("as known at {instant}").format(instant=instant_text(caption.as_known_at, language, caption.zone)),
        caption.account.label(language),
    ]


def sources(caption: Caption) -> list[str]:
    """Give the reference system and where boundaries and places come from."""
    return ["WGS 84 (EPSG:4326)", *caption.sources]


@dataclass(frozen=True)
class Group:
    """Lines of the legend by their headings, in the order in which they were drawn."""

    label: str
    headings: tuple[tuple[str, tuple[DrawnLayer, ...]], ...]


def page_words(
    layers: MapLayers, caption: Caption, *, drawn: Sequence[DrawnLayer], language: Language
) -> dict[str, Any]:
    """Give the variables of the page's template."""
    _ = translator(language)
    other = next(each for each in LANGUAGES if each != language)
    return {
        "language": language,
        "title": _("Land release"),
        "scope": caption.scope or _("Azerbaijan"),
        "is_whole_country": not caption.scope,
        "facts": facts(caption, language),
        "demonstration": demonstration_statement(language) if caption.is_demonstration else "",
        "map_label": _("Map"),
        "legend": _("Legend and layers"),
        "groups": list(_groups(drawn)),
        "drawn": drawn,
        "empty": ""
        if any(len(frame) for frame in layers.records.values())
        else _("There are no approved records yet."),
        "notes": list(notes(layers, language)),
        "zoom_note": _("Zoom in to see each outline by itself."),
        "statement": safety_statement(language),
        "other_language": other,
        "other_statement": safety_statement(other),
        "unticked": _("Turned off on this map"),
        "sources": sources(caption),
    }


def _groups(drawn: Sequence[DrawnLayer]) -> Iterator[Group]:
    for label, rows in groupby(drawn, lambda layer: layer.group):
        headings = groupby(rows, lambda layer: layer.heading)
        yield Group(label, tuple((heading, tuple(lines)) for heading, lines in headings))


def notes(layers: MapLayers, language: Language) -> Iterator[str]:
    """Say what is recorded but not drawn, or not shown to the reader."""
    _ = translator(language)
    if layers.withheld:
        names = ", ".join(_layer_label(name, language) for name in sorted(layers.withheld))
        yield _("Some records are not public and are not shown to you: {layers}.").format(layers=names)
    missing = {name: int(frame.geometry.isna().sum()) for name, frame in layers.records.items()}
    if any(missing.values()):
        counts = [f"{_layer_label(name, language)} {number_text(n, language)}" for name, n in missing.items() if n]
        yield _("Recorded without an outline, so not drawn: {counts}.").format(counts=", ".join(counts))
    unbounded = layers.districts[layers.districts.geometry.isna()]
    if not unbounded.empty:
        names = ", ".join(_district(district, language) for district in unbounded.itertuples())
        yield _("No boundary yet, so not shaded: {districts}.").format(districts=names)
    if not are_detailed(layers.release_areas):
        yield _("So many releases are drawn together by task; choose a district to see each.")


def _layer_label(name: str, language: Language) -> str:
    layer = LAYERS_BY_NAME[name]
    return layer.az if language == "az" else layer.en


def _district(district: Any, language: Language) -> str:  # noqa: ANN401 - a named tuple of pandas
    name = district.name_az if language == "az" else district.name_en
    if pd.isna(district.released_m2) or district.released_m2 == 0:
        return str(name)
    return f"{name} ({area_ha_text(district.released_m2, language)} ha)"
