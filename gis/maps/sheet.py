"""Features drawn on a Folium map: areas, markers and names, each kind in a pane of its own."""

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

import folium
from folium.utilities import JsCode

from gis.codelists import Language
from gis.legend import MARKER_PX, marker_svg
from gis.maps.features import Feature
from gis.maps.frames import MapLayer
from gis.maps.page import OfflineMap, fill_pattern
from gis.symbology import AreaSymbol, Outline

NO_FEATURES: Feature = {"type": "FeatureCollection", "features": []}
"""What Folium itself is given: see `OfflineMap.features`."""


@dataclass(frozen=True)
class Sheet:
    """The map that is drawn on, the language of its words, and the layers that start turned on.

    Each method gives the name that the drawn layer has in the page's script.
    """

    page: OfflineMap
    language: Language
    shown: Container[MapLayer] = tuple(MapLayer)

    def pane(self, name: str, z_index: int) -> str:
        """Give a pane of the map, made on first use; a higher one lies above a lower one."""
        if name not in self.page._children:  # noqa: SLF001 - branca keeps its children there alone
            self.page.add_child(folium.map.CustomPane(name, z_index=z_index, pointer_events=True), name=name)
        return name

    def outlines(self, features: Feature, kind: str, *, key: str, symbol: AreaSymbol) -> str:
        """Draw areas by a symbol; points among them become small circles in its colours."""
        pattern = fill_pattern(symbol)
        pane = self.pane(f"rank-{symbol.rank}", 400 + symbol.rank)
        style = leaflet_style(symbol)
        if pattern is not None:
            self.page.add_child(pattern)
            style |= {"fillPattern": pattern, "fillOpacity": 1}
        circle = folium.CircleMarker(radius=5)
        circle.options["pane"] = pane
        return self._draw(features, describe(kind, key), style=style, marker=circle, pane=pane)

    def markers(self, features: Feature, kind: str, *, key: str, symbol: AreaSymbol) -> str:
        """Draw the round marker of a symbol at each point."""
        size = (MARKER_PX, MARKER_PX)
        icon = folium.DivIcon(html=marker_svg(symbol), icon_size=size, class_name="marker")
        pane = self.pane(f"markers-{symbol.rank}", 600 + symbol.rank)
        return self._draw(features, describe(kind, key), marker=folium.Marker(icon=icon, pane=pane))

    def labels(self, features: Feature, class_name: str) -> str:
        """Write the name of each point; the page's script leaves out those that would collide."""
        return self._draw(
            features,
            JsCode(f"landrelease.label('{class_name}')"),
            pane=self.pane("labels", 550),
            markers_inherit_options=True,
            interactive=False,
            keyboard=False,
        )

    def ground(self, features: Feature, style: Mapping[str, object], kind: str = "") -> str:
        """Draw areas beneath everything else, each filled with its own colour; a kind gives them popups."""
        return self._draw(
            features,
            describe(kind, "") if kind else None,
            style=JsCode(f"landrelease.filled({json.dumps(style)})"),
            interactive=bool(kind),
            pane=self.pane("ground", 350),
        )

    def _draw(self, features: Feature, on_each: JsCode | None, **options: Any) -> str:  # noqa: ANN401 - GeoJson's own
        layer = folium.GeoJson(NO_FEATURES, show=False, control=False, on_each_feature=on_each, **options)
        self.page.add_child(layer)
        name: str = layer.get_name()
        self.page.features[name] = features
        return name


def describe(kind: str, key: str) -> JsCode:
    """Give the function of the page's script that ties popups to features of a kind, drawn by a layer of a key."""
    return JsCode(f"landrelease.describe('{kind}', '{key}')")


def leaflet_style(symbol: AreaSymbol) -> dict[str, object]:
    """Give a symbol as Leaflet's path options, without its pattern."""
    return leaflet_stroke(symbol.outline) | {
        "fill": symbol.fill is not None,
        "fillColor": symbol.fill,
        "fillOpacity": symbol.fill_opacity,
    }


def leaflet_stroke(outline: Outline) -> dict[str, object]:
    """Give an outline as Leaflet's path options."""
    dash = " ".join(f"{length:g}" for length in outline.dash_px)
    return {"color": outline.color, "weight": outline.width_px, "opacity": 1, "dashArray": dash or None}
