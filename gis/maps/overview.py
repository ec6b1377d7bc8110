"""The overview: what is hazardous, where work goes on, what has been released, on one page."""

from collections.abc import Container
from typing import Any

import geopandas as gpd
import pandas as pd
from folium import TileLayer

from gis.codelists import Language
from gis.language import translator
from gis.maps.drawn import (
    district_layers,
    draw_country,
    hazard_layers,
    place_layers,
    release_layers,
    task_layers,
)
from gis.maps.features import field_labels
from gis.maps.frames import Caption, MapLayer, MapLayers
from gis.maps.page import OfflineMap, Page, PageHost
from gis.maps.sheet import Sheet
from gis.maps.words import page_words

NEAR_ZOOM = 13
"""From about 1:50,000 on areas are drawn as outlines, one by one; before, as markers and merged (IMSMA NG's rule)."""

Bounds = tuple[tuple[float, float], tuple[float, float]]


def overview_map(
    layers: MapLayers,
    caption: Caption,
    *,
    language: Language,
    host: PageHost,
    shown: Container[MapLayer] = tuple(MapLayer),
) -> OfflineMap:
    """Give the overview as a Folium map in a page of its own; ``get_root().render()`` gives the HTML.

    Parameters
    ----------
    layers
        The frames; figures are printed as they are handed in, none is added up here.
    caption
        The date, the account and the sources, which stand on the map.
    language
        Of every word but the statement that no record is not safety, which is given in both.
    host
        Where scripts come from: the service, or the page itself.
    shown
        The layers that start turned on.

    Returns
    -------
    page
        Nothing in it asks for anything that the host does not serve, but for an online base map if the host has one.
    """
    page = _empty_map(host)
    sheet = Sheet(page, language, shown)
    draw_country(layers.country, sheet)
    drawn = [
        *hazard_layers(layers.hazardous_areas, sheet),
        *task_layers(layers.tasks, sheet),
        *release_layers(layers.release_areas, sheet),
        *district_layers(layers.districts, sheet),
        *place_layers(layers.places, sheet),
    ]
    words = page_words(layers, caption, drawn=drawn, language=language)
    Page(host, page, words | {"settings": _settings(layers, language, host)})
    return page


def _empty_map(host: PageHost) -> OfflineMap:
    page = OfflineMap(
        tiles=None,
        min_zoom=6,
        max_zoom=19,
        zoom_control=False,
        attribution_control=host.tiles is not None,
        zoom_snap=0.5,
    )
    if host.tiles:
        page.add_child(TileLayer(host.tiles.url, attr=host.tiles.attribution, control=False))
    return page


def _settings(layers: MapLayers, language: Language, host: PageHost) -> dict[str, Any]:
    """Give what the script of the page is told: the view to open with, and the words of popups and buttons."""
    _ = translator(language)
    return {
        "nearZoom": NEAR_ZOOM,
        "bounds": _opening_bounds(layers),
        "limits": _corners(layers.country, margin_deg=1.0),
        "fields": list(field_labels(language).items()),
        "kinds": {
            "hazardous_areas": _("Hazardous area"),
            "tasks": _("Task"),
            "release_areas": _("Released area"),
            "merged_releases": _("Releases of one task"),
            "districts": _("District"),
        },
        "links": [(_(words), address) for words, address in host.record_links.items()],
        "texts": {
            "zoomTo": _("Zoom to it"),
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "noTask": _("No task"),
        },
    }


def _opening_bounds(layers: MapLayers) -> Bounds:
    """Give the corners of what is recorded; without records, of the country."""
    drawn = [frame.geometry for frame in layers.records.values() if frame.geometry.notna().any()]
    return _corners(gpd.GeoDataFrame(geometry=pd.concat(drawn)) if drawn else layers.country, margin_deg=0.01)


def _corners(frame: gpd.GeoDataFrame, *, margin_deg: float) -> Bounds:
    west, south, east, north = frame.total_bounds
    return ((south - margin_deg, west - margin_deg), (north + margin_deg, east + margin_deg))
