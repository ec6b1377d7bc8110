"""A record on the ground: its picture among its neighbours, its turning points, and the records that belong to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from gis.codelists import HazardStatus
from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME
from gis.legend import legend_svg
from gis.measure import area_m2
from gis.record_picture import Drawn, record_svg, view_around
from gis.symbology import DISTRICT_SYMBOL, INK, AreaSymbol, Outline, Symbol
from gis.turning_points import turning_points
from service.records.listed import MOST_COUNTED, Box
from service.records.related import RELATIONS, Relation, around, related
from service.web.record_lines import record_line, symbol_of, zoom_of
from service.web.record_seen import RecordSeen

NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "hazardous_areas": ("code", "classification", "status"),
    "release_areas": ("code", "release_method", "basis"),
    "tasks": ("code", "task_type", "status"),
    "eo_items": ("code", "eo_category", "disposal_state"),
}
"""The layers that are drawn around a record, and what their symbols follow from."""
PLAIN = AreaSymbol(fill="#FFFFFF", fill_opacity=0.3, outline=Outline(color=INK, width_px=1.5), letter="", rank=60)
MOST_POINTS: Final = 300
"""An outline with more turning points is given as a file alone."""


def ground_context(seen: RecordSeen) -> dict[str, Any]:
    """Give what the section on the ground is rendered from."""
    geometry = seen.geometry
    shown: dict[str, Any] = {
        "picture": None,
        "points": [],
        "area_m2_drawn": None,
        "map_link": None,
        "neighbour_kinds": [],
    }
    if geometry is None:
        return shown
    is_ground = shapely.get_dimensions(geometry) == 2  # noqa: PLR2004 - polygons
    if is_ground:
        shown["area_m2_drawn"] = area_m2(gpd.GeoSeries([geometry], crs=WGS84)).iloc[0]
    points = turning_points(geometry) if is_ground and len(shapely.get_parts(geometry)) == 1 else []
    around_it = [] if seen.layer.name == "districts" else _neighbours(seen)
    return shown | {
        "picture": _picture(seen, geometry, around_it),
        "points": points if len(points) <= MOST_POINTS else [],
        "map_link": _map_link(seen),
        "neighbour_kinds": _kinds(seen, around_it),
    }


def related_context(seen: RecordSeen) -> dict[str, Any]:
    """Give the records that belong to this one, each kind with the first of them."""
    found = related(seen.page.session, seen.subject)
    return {
        "related": [
            (
                _heading(seen, one.relation.layer, one.relation.by),
                one,
                [record_line(row, LAYERS_BY_NAME[one.relation.layer], seen.names) for row in one.first.rows],
            )
            for one in found
        ],
        "list_link": lambda one: _list_link(seen, one.relation),
        "has_relations": seen.layer.name in RELATIONS,
        "most_counted": MOST_COUNTED,
    }


Neighbour = tuple[str, Mapping[str, Any]]
"""A layer, and a record of it."""


def _neighbours(seen: RecordSeen) -> list[Neighbour]:
    if seen.geometry is None:
        return []
    box = Box(**dict(zip(("west", "south", "east", "north"), view_around(seen.geometry), strict=True)))
    session, subject = seen.page.session, seen.subject
    return [
        (name, row)
        for name, columns in NEIGHBOURS.items()
        for row in around(session, subject, LAYERS_BY_NAME[name], box=box, columns=columns)
    ]


def _picture(seen: RecordSeen, geometry: BaseGeometry, neighbours: Sequence[Neighbour]) -> str:
    _ = seen.page.translate
    code = seen.history.code
    drawn = [
        Drawn(
            geometry=shapely.from_wkb(bytes(row["geometry"])),
            symbol=_drawn_symbol(row, name),
            title=f"{row['code']}: {_words(seen, row, name)}",
            href=seen.link(f"/records/{name}/{quote(row['code'], safe='')}"),
        )
        for name, row in neighbours
    ]
    subject = Drawn(geometry=geometry, symbol=_own_symbol(seen), title=code)
    return record_svg(
        subject, drawn, label=_("Outline of %(code)s and what lies around it") % {"code": code}, north=_("N")
    )


def _drawn_symbol(row: Mapping[str, Any], layer: str) -> Symbol:
    """Give the symbol of a record; a closed area is an outline alone, below what was released on it."""
    symbol = symbol_of(row, layer)[0] or PLAIN
    if isinstance(symbol, AreaSymbol) and row.get("status") == HazardStatus.CLOSED and layer == "hazardous_areas":
        return replace(symbol, fill=None, rank=1)
    return symbol


def _own_symbol(seen: RecordSeen) -> Symbol:
    if seen.layer.name == "districts":
        return DISTRICT_SYMBOL
    return _drawn_symbol(seen.fields, seen.layer.name)


def _words(seen: RecordSeen, row: Mapping[str, Any], layer: str) -> str:
    return ", ".join(word.label(seen.page.language) for word in symbol_of(row, layer)[1])


def _kinds(seen: RecordSeen, neighbours: Sequence[Neighbour]) -> list[tuple[str, str]]:
    """Give the chips of what lies around, each once, with what they mean."""
    kinds = {legend_svg(_drawn_symbol(row, name)): _first_word(seen, row, name) for name, row in neighbours}
    return sorted(kinds.items(), key=lambda kind: kind[1])


def _first_word(seen: RecordSeen, row: Mapping[str, Any], layer: str) -> str:
    """Give what a symbol stands for: of hazard class and status, of others the first word."""
    words = symbol_of(row, layer)[1]
    if layer == "tasks":
        return seen.page.translate("Task")
    told = words if layer == "hazardous_areas" else words[:1]
    return ", ".join(word.label(seen.page.language) for word in told)


def _map_link(seen: RecordSeen) -> str:
    """Give the address of the Map page at the record."""
    geometry = seen.geometry
    if geometry is None:
        return "/map"
    point = geometry.representative_point()
    listed = {"layer": seen.layer.name} if seen.layer.name in NEIGHBOURS else {}
    return seen.link("/map", **listed) + f"#{zoom_of(geometry.bounds)}/{point.y:.5f}/{point.x:.5f}"


def _list_link(seen: RecordSeen, relation: Relation) -> str | None:
    """Give the address of the list of all that name a task; what shares ground is listed by the map's view."""
    return seen.link("/map", layer=relation.layer, task=seen.history.code) if relation.by == "task_code" else None


def _heading(seen: RecordSeen, layer: str, by: str) -> str:
    """Say how records belong to this one."""
    _ = seen.page.translate
    return {
        ("release_areas", "ground"): _("Released areas on this ground"),
        ("hazardous_areas", "ground"): _("Hazardous areas on this ground"),
        ("eo_items", "ground"): _("Finds on this ground"),
        ("tasks", "hazardous_area_codes"): _("Tasks that name it"),
        ("hazardous_areas", "parent_codes"): _("Hazardous areas that came from it"),
        ("eo_items", "release_area_code"): _("Finds recorded in it"),
        ("release_areas", "task_code"): _("Released areas of the task"),
        ("eo_items", "task_code"): _("Finds of the task"),
        ("project_phases", "project_code"): _("Phases"),
        ("tasks", "project_phase_code"): _("Tasks of the phase"),
    }[layer, by]
