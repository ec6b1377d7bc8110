"""What is written on a map: title, date, account, notes on what is not drawn, and that no record is not safety."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import geopandas as gpd
import pandas as pd

from gis.codelists import Language
from gis.language import LANGUAGES, translator
from gis.layers import LAYERS_BY_NAME
from gis.legend import legend_svg
from gis.maps.frames import Caption
from gis.maps.lines import FOOTPRINT, Line
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
    """Lines of the legend by their headings, in their order."""

    label: str
    headings: tuple[tuple[str, tuple[Line, ...]], ...]


def page_words(caption: Caption, *, lines: Sequence[Line], language: Language) -> dict[str, Any]:
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
        "map_use": _("Arrow keys move the map, plus and minus zoom; Enter tells what is in the middle."),
        "skip": _("Skip to the legend"),
        "needs_script": _("The map is drawn by a script, which this browser does not run."),
        "legend": _("Legend and layers"),
        "close": _("Close"),
        "again": _("Try again"),
        "groups": list(_groups(lines)),
        "chips": {line.key: legend_svg(line.symbol) for line in lines if line.symbol},
        "footprint": FOOTPRINT,
        "zoom_note": _("Zoom in to see each outline by itself."),
        "finds_note": _("Zoom in to see the finds: so many are drawn only near by."),
        "squares_note": _("Far off, released ground is drawn as squares: the larger, the more of it was released."),
        "statement": safety_statement(language),
        "other_language": other,
        "other_statement": safety_statement(other),
        "unticked": _("Turned off on this map"),
        "about": _("About this map"),
        "sources": sources(caption),
    }


def _groups(lines: Sequence[Line]) -> Iterator[Group]:
    for label, rows in groupby(lines, lambda line: line.group):
        headings = groupby(rows, lambda line: line.heading)
        yield Group(label, tuple((heading, tuple(each)) for heading, each in headings))


def script_words(language: Language) -> dict[str, str]:
    """Give what the page's script says by itself."""
    _ = translator(language)
    return {
        "zoomTo": _("Zoom to it"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "close": _("Close"),
        "finds": _("Items found"),
        "loading": _("Loading…"),
        "failed": _("The map could not be loaded whole. What is missing is not drawn."),
        "tilesFailed": _("Part of the map could not be loaded. What is missing is not drawn."),
        "recordFailed": _("The record could not be loaded."),
        "offline": _("There is no connection. The map shows what was loaded before."),
        "nothingHere": _("No record is drawn here. That does not mean that the ground is safe."),
    }


def unshaded_note(districts: gpd.GeoDataFrame, language: Language) -> Iterator[str]:
    """Say which districts have no boundary, with what was released in each."""
    unbounded = districts[districts.geometry.isna()]
    if not unbounded.empty:
        names = ", ".join(_district(district, language) for district in unbounded.itertuples())
        yield translator(language)("No boundary yet, so not shaded: {districts}.").format(districts=names)


def record_notes(withheld: Collection[str], undrawn: Mapping[str, int], language: Language) -> Iterator[str]:
    """Say of which layers the reader is not shown every record, and how many records have no outline.

    Parameters
    ----------
    withheld, undrawn
        Names of layers; of records without an outline their number.
    """
    _ = translator(language)
    if withheld:
        names = ", ".join(_layer_label(name, language) for name in sorted(withheld))
        yield _("Some records are not public and are not shown to you: {layers}.").format(layers=names)
    counts = [f"{_layer_label(name, language)} {number_text(n, language)}" for name, n in undrawn.items() if n]
    if counts:
        yield _("Recorded without an outline, so not drawn: {counts}.").format(counts=", ".join(counts))


def nothing_recorded(language: Language) -> str:
    """Give what a map without any record says."""
    return translator(language)("There are no approved records yet.")


def _layer_label(name: str, language: Language) -> str:
    layer = LAYERS_BY_NAME[name]
    return layer.az if language == "az" else layer.en


def _district(district: Any, language: Language) -> str:  # noqa: ANN401 - a named tuple of pandas
    name = district.name_az if language == "az" else district.name_en
    if pd.isna(district.released_m2) or district.released_m2 == 0:
        return str(name)
    return f"{name} ({area_ha_text(district.released_m2, language)} ha)"
