"""The overview: what is hazardous, where work goes on, what has been released, on one page."""

from collections.abc import Container
from functools import cache
from typing import Any

from folium import TileLayer

from gis.codelists import Language
from gis.language import translator
from gis.maps.features import field_labels
from gis.maps.frames import FIRST_SHOWN, Caption, MapLayer
from gis.maps.lines import Line, all_lines
from gis.maps.page import DrawnMap, OfflineMap, PageHost, Tiles, page_html
from gis.maps.sheet import CORNERS_RANK, GROUND_RANK, NAMES_RANK, Sheet, symbol_json
from gis.maps.tool_words import tool_words
from gis.maps.words import page_words, script_words

FARTHEST_ZOOM, NEAREST_ZOOM = 6, 19
NEAR_ZOOM, TURNING_POINTS_ZOOM = 13, 15
"""From about 1:50,000 on areas are drawn as outlines, before as markers; then their corners too (IMSMA NG's rule)."""

MARKED = frozenset({MapLayer.HAZARDOUS_AREAS, MapLayer.EO_ITEMS, MapLayer.CMR_FOOTPRINT})
"""Layers whose records have a marker; of the others ground alone is drawn."""

PLACE_ZOOMS = ((50_000, 8), (15_000, 9), (4_000, 10), (0, 11))
"""The least population of a place, and the zoom from which it is named; the capital always is."""


def overview_map(
    caption: Caption,
    *,
    language: Language,
    host: PageHost,
    shown: Container[MapLayer] = FIRST_SHOWN,
) -> str:
    """Give the HTML of the overview, a Folium map in a page of its own.

    The page holds symbols and words. Its records are asked for by address, or stand in the page (`PageHost.answers`).

    Parameters
    ----------
    caption
        The date, the account and the sources, which stand on the map.
    language
        Of every word but the statement that no record is not safety, which is given in both.
    host
        Where scripts and records come from: the service, or the page itself.
    shown
        The layers that start turned on.

    Returns
    -------
    page
        Nothing in it asks for anything that the host does not serve, but for an online base map if the host has one.
    """
    lines = all_lines(language, shown)
    words = page_words(caption, lines=lines, language=language)
    return page_html(host, _drawn_map(host.tiles), words=words, settings=_settings(lines, language, host))


@cache
def _drawn_map(tiles: Tiles | None) -> DrawnMap:
    """Draw with Folium, which takes longer than all the rest, what follows from neither records nor language."""
    sheet = Sheet(_empty_map(tiles))
    sheet.pane("ground", GROUND_RANK)
    sheet.pane("names", NAMES_RANK)
    sheet.pane("corners", CORNERS_RANK)
    for line in all_lines("en"):
        sheet.prepare(line)
    return sheet.drawn()


def _empty_map(tiles: Tiles | None) -> OfflineMap:
    page = OfflineMap(tiles=None, zoom_control=False, attribution_control=tiles is not None, zoom_snap=0.5)
    page.options |= {"min_zoom": FARTHEST_ZOOM, "max_zoom": NEAREST_ZOOM}  # as its parameters Folium tells tiles alone
    if tiles:
        page.add_child(TileLayer(tiles.url, attr=tiles.attribution, control=False))
    return page


def _settings(lines: tuple[Line, ...], language: Language, host: PageHost) -> dict[str, Any]:
    """Give what the script of the page is told: symbols, limits, and the words of popups and buttons."""
    _ = translator(language)
    return {
        "language": language,
        "static": host.url,
        "question": dict(host.parameters),
        "nearZoom": NEAR_ZOOM,
        "turningPointsZoom": TURNING_POINTS_ZOOM,
        "placeZooms": PLACE_ZOOMS,
        "lines": [_line(line) for line in lines],
        "fields": list(field_labels(language).items()),
        "kinds": {
            MapLayer.HAZARDOUS_AREAS: _("Hazardous area"),
            MapLayer.TASKS: _("Task"),
            MapLayer.RELEASE_AREAS: _("Released area"),
            MapLayer.EO_ITEMS: _("Find"),
        },
        "texts": script_words(language) | {"tools": tool_words(language)},
    }


def _line(line: Line) -> dict[str, Any]:
    symbol = symbol_json(line.symbol) if line.symbol else {}
    if line.layer not in MARKED:
        symbol.pop("marker", None)
    return {"key": line.key, "layer": line.layer, "name": line.name, **symbol}
