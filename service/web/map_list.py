"""The list beside the map: the records of one layer that are in view, each a line."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from gis.codelists import (
    ActivityType,
    Basis,
    Codelist,
    DisposalState,
    EoCategory,
    HazardClass,
    HazardStatus,
    ReleaseMethod,
    TaskStatus,
)
from gis.legend import legend_svg
from gis.symbology import EO_SYMBOLS, HAZARD_SYMBOLS, RELEASE_SYMBOLS, TASK_SYMBOL, Symbol
from service.access import sees_internal
from service.records.listed import MOST_COUNTED, Order, listed, listed_count
from service.web.map_asked import LISTED, MapQuestionDependency, MapQuestionOfPage
from service.web.names import Names

router = APIRouter(include_in_schema=False)

FARTHEST_ZOOM, NEAREST_ZOOM = 9, 17
SCREEN_DEG_AT_0: Final = 720
"""How many degrees fit a map of 512 pixels at zoom 0."""


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


@router.get("/map/list")
def map_list(question: MapQuestionDependency) -> HTMLResponse:
    """Give the list alone: the Map page asks for it whenever its view has moved."""
    return question.page.show("map_list.html", **list_context(question))


def list_context(question: MapQuestionOfPage) -> dict[str, Any]:
    """Give what the list is rendered from."""
    session, page = question.page.session, question.page
    counts = {layer.name: listed_count(session, question.of_layer(layer)) for layer in LISTED}
    found = listed(session, question.of_layer(question.layer), count=counts[question.layer.name])
    names = Names.load(session, question.moment.as_known_at, page.language)
    return {
        "question": question,
        "layers": LISTED,
        "counts": counts,
        "most_counted": MOST_COUNTED,
        "lines": [_line(row, question.layer.name, names) for row in found.rows],
        "next_after": found.after,
        "orders": _order_words(question),
        "is_public_only": not sees_internal(page.actor),
    }


def _line(row: Mapping[str, Any], layer: str, names: Names) -> Line:
    symbol, words = _symbol(row, layer)
    days = (row[name] for name in DAYS[layer])
    return Line(
        code=row["code"],
        name=row.get("name") or "",
        symbol=legend_svg(symbol),
        words=words,
        quantity=row.get("quantity"),
        area_m2=row.get("area_m2"),
        on=next((day for day in days if day), None),
        organisation=row["organisation"] and names.organisations.get(row["organisation"], row["organisation"]),
        lon=row["lon"],
        lat=row["lat"],
        zoom=None if row["lon"] is None else _zoom(row),
    )


DAYS: Mapping[str, tuple[str, ...]] = {layer.name: layer.dated_by for layer in LISTED}


def _symbol(row: Mapping[str, Any], layer: str) -> tuple[Symbol, list[Codelist]]:
    """Give the symbol of a record, and the words beside it."""
    match layer:
        case "hazardous_areas":
            words = HazardClass(row["classification"]), HazardStatus(row["status"])
            return HAZARD_SYMBOLS[words], list(words)
        case "release_areas":
            method, basis = ReleaseMethod(row["release_method"]), Basis(row["basis"])
            return RELEASE_SYMBOLS[method], [method, *([basis] if basis is Basis.CERTIFIED else [])]
        case "tasks":
            return TASK_SYMBOL, [ActivityType(row["task_type"]), TaskStatus(row["status"])]
        case _:
            category = EoCategory(row["eo_category"])
            return EO_SYMBOLS[category], [category, DisposalState(row["disposal_state"])]


def _zoom(row: Mapping[str, Any]) -> int:
    """Give the zoom at which a record fills about half of a map."""
    across_deg = max(row["east"] - row["west"], row["north"] - row["south"], 1e-9)
    return int(min(NEAREST_ZOOM, max(FARTHEST_ZOOM, math.log2(SCREEN_DEG_AT_0 / across_deg / 2))))


def _order_words(question: MapQuestionOfPage) -> dict[Order, str]:
    _ = question.page.translate
    words = {Order.NEWEST: _("Newest first"), Order.LARGEST: _("Largest first"), Order.CODE: _("By code")}
    return words if question.layer.name != "eo_items" else {o: w for o, w in words.items() if o is not Order.LARGEST}
