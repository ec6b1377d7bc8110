"""Folium maps that need nothing from the internet."""

from gis.maps.frames import Caption, MapLayer, MapLayers
from gis.maps.overview import overview_map
from gis.maps.page import PageHost, Tiles

__all__ = ["Caption", "MapLayer", "MapLayers", "PageHost", "Tiles", "overview_map"]
