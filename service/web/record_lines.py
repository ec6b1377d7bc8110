"""A record as a line of a list: its chip, its words, its place."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gis.codelists import (
    ActivityType,
    Basis,
    Codelist,
    DisposalState,
    EoCategory,
    HazardClass,
    HazardStatus,
    PhaseStatus,
    ReleaseMethod,
    TaskStatus,
)
from gis.layers import Layer
from gis.legend import legend_svg
from gis.symbology import EO_SYMBOLS, HAZARD_SYMBOLS, RELEASE_SYMBOLS, TASK_SYMBOL, Symbol
from service.web.names import Names

FARTHEST_ZOOM, NEAREST_ZOOM = 9, 17
SCREEN_DEG_AT_0: Final = 720
"""How many degrees fit a map of 512 pixels at zoom 0."""
LEAST_DEG: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class Line:
    """One record of the list.

    Attributes
    ----------
    symbol
        The chip of its class, method or kind.
    words
        What the chip means, and how it stands.
    quantity
        How many, of finds.
    zoom
        At which the record fills the map; missing where it has no place.
    """

    code: str
    name: str
    symbol: str
    words: list[Codelist]
    quantity: int | None
    area_m2: float | None
    on: date | None
    organisation: str | None
    lon: float | None
    lat: float | None
    zoom: int | None


def record_line(row: Mapping[str, Any], layer: Layer, names: Names) -> Line:
    """Give a record as `service.records.listed` tells it as a line."""
    symbol, words = symbol_of(row, layer.name)
    organisation = row.get("organisation")
    return Line(
        code=row["code"],
        name=row.get("name") or row.get(f"name_{names.language}") or "",
        symbol=legend_svg(symbol) if symbol else "",
        words=words,
        quantity=row.get("quantity"),
        area_m2=row.get("area_m2"),
        on=next((row[name] for name in layer.dated_by if row[name]), None),
        organisation=organisation and names.organisations.get(organisation, organisation),
        lon=row.get("lon"),
        lat=row.get("lat"),
        zoom=None if row.get("lon") is None else zoom_of((row["west"], row["south"], row["east"], row["north"])),
    )


def symbol_of(row: Mapping[str, Any], layer: str) -> tuple[Symbol | None, list[Codelist]]:
    """Give the symbol of a record, where its layer has one, and the words beside it."""
    match layer:
        case "hazardous_areas":
            words = HazardClass(row["classification"]), HazardStatus(row["status"])
            return HAZARD_SYMBOLS[words], list(words)
        case "release_areas":
            method, basis = ReleaseMethod(row["release_method"]), Basis(row["basis"])
            return RELEASE_SYMBOLS[method], [method, *([basis] if basis is Basis.CERTIFIED else [])]
        case "tasks":
            return TASK_SYMBOL, [ActivityType(row["task_type"]), TaskStatus(row["status"])]
        case "eo_items":
            category = EoCategory(row["eo_category"])
            return EO_SYMBOLS[category], [category, DisposalState(row["disposal_state"])]
        case "project_phases":
            return None, [PhaseStatus(row["status"])]
        case _:
            return None, []


def zoom_of(bounds: tuple[float, float, float, float]) -> int:
    """Give the zoom at which a record fills about half of a map.

    >>> zoom_of((46.9, 39.6, 46.901, 39.601)), zoom_of((46.0, 39.0, 48.0, 40.0))
    (17, 9)
    """
    west, south, east, north = bounds
    across_deg = max(east - west, north - south, LEAST_DEG)
    return int(min(NEAREST_ZOOM, max(FARTHEST_ZOOM, math.log2(SCREEN_DEG_AT_0 / across_deg / 2))))
