"""Folium maps that need nothing from the internet."""

from gis.maps.drawn import drawn_features
from gis.maps.frames import FIRST_SHOWN, Caption, MapLayer, MapLayers
from gis.maps.overview import overview_map
from gis.maps.page import PageHost, Tiles

__all__ = ["FIRST_SHOWN", "Caption", "MapLayer", "MapLayers", "PageHost", "Tiles", "drawn_features", "overview_map"]
