"""Features drawn on a Folium map: areas, markers and names, each kind in a pane of its own."""

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


@dataclass(frozen=True)
class Sheet:
    """The map that is drawn on, the language of its words, and the names of the layers that start turned on."""

    page: OfflineMap
    language: Language
    shown: Container[MapLayer] = tuple(MapLayer)

    def pane(self, name: str, z_index: int) -> str:
        """Give a pane of the map, made on first use; a higher one lies above a lower one."""
        if name not in self.page._children:  # noqa: SLF001 - branca keeps its children there alone
            self.page.add_child(folium.map.CustomPane(name, z_index=z_index, pointer_events=True), name=name)
        return name

    def outlines(self, features: Feature, kind: str, *, key: str, symbol: AreaSymbol) -> folium.GeoJson:
        """Draw areas by a symbol; points among them become small circles in its colours."""
        pattern = fill_pattern(symbol)
        pane = self.pane(f"rank-{symbol.rank}", 400 + symbol.rank)
        style = leaflet_style(symbol) | {"pane": pane}
        if pattern is not None:
            self.page.add_child(pattern)
            style |= {"fillPattern": pattern, "fillOpacity": 1}
        return self._add(
            features,
            style_function=lambda _: dict(style),
            on_each_feature=JsCode(f"landrelease.describe('{kind}', '{key}')"),
            marker=folium.CircleMarker(radius=5),
            pane=pane,
        )

    def markers(self, features: Feature, kind: str, *, key: str, symbol: AreaSymbol) -> folium.GeoJson:
        """Draw the round marker of a symbol at each point."""
        size = (MARKER_PX, MARKER_PX)
        icon = folium.DivIcon(html=marker_svg(symbol), icon_size=size, class_name="marker")
        pane = self.pane(f"markers-{symbol.rank}", 600 + symbol.rank)
        return self._add(
            features,
            on_each_feature=JsCode(f"landrelease.describe('{kind}', '{key}')"),
            marker=folium.Marker(icon=icon, pane=pane),
        )

    def labels(self, features: Feature, class_name: str) -> folium.GeoJson:
        """Write the name of each point; the page's script leaves out those that would collide."""
        return self._add(
            features,
            on_each_feature=JsCode(f"landrelease.label('{class_name}')"),
            pane=self.pane("labels", 550),
            markers_inherit_options=True,
            interactive=False,
            keyboard=False,
        )

    def ground(self, features: Feature, style: Mapping[str, object], kind: str = "") -> folium.GeoJson:
        """Draw areas of one plain style beneath everything else; a kind gives them popups."""
        describe = JsCode(f"landrelease.describe('{kind}', '')") if kind else None
        return self._add(
            features,
            style_function=lambda feature: dict(style) | {"fillColor": feature["properties"].get("color")},
            on_each_feature=describe,
            interactive=bool(kind),
            pane=self.pane("ground", 350),
        )

    def _add(self, features: Feature, **options: Any) -> folium.GeoJson:  # noqa: ANN401 - GeoJson's own options
        layer = folium.GeoJson(features, show=False, control=False, **options)
        self.page.add_child(layer)
        return layer


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
