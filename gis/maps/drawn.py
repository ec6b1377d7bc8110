"""Records and places as layers of a Folium map, a layer for each symbol, with its line in the legend."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import folium
import geopandas as gpd
from folium.utilities import JsCode

from gis.codelists import HazardStatus, Language, ReleaseMethod
from gis.language import translator
from gis.legend import MARKER_PX, legend_svg, marker_svg, swatch_svg
from gis.maps.choropleth import AreaClasses, area_classes
from gis.maps.features import (
    Feature,
    district_properties,
    feature_collection,
    hazard_properties,
    merged_release_properties,
    merged_releases,
    release_properties,
    task_properties,
)
from gis.maps.page import OfflineMap, fill_pattern
from gis.symbology import DISTRICT_SYMBOL, HAZARD_SYMBOLS, RELEASE_SYMBOLS, TASK_SYMBOL, AreaSymbol, Outline
from gis.text import number_text


class MapLayer(StrEnum):
    """The layers that a reader may ask to see."""

    HAZARDOUS_AREAS = "hazardous_areas"
    TASKS = "tasks"
    RELEASE_AREAS = "release_areas"
    DISTRICTS = "districts"


DETAIL_LIMIT = 10_000
"""Releases beyond which a page grows too heavy: they stay merged by task at every zoom, and the map says so."""

PLACE_ZOOMS = ((50_000, 8), (15_000, 9), (4_000, 10), (0, 11))
"""The least population of a place, and the zoom from which it is named; the capital always is."""


@dataclass(frozen=True, kw_only=True)
class DrawnLayer:
    """One line of the legend and what it turns on.

    Attributes
    ----------
    key
        Names the layer in page and script.
    group, heading, label, count
        Words of the legend in the reader's language: lines stand under headings, these in groups; the count is printed.
    chip, classes
        The symbol as SVG; for a choropleth instead the chip and the words of each class.
    parts
        What is drawn at every zoom (``always``), below the near zoom (``far``) and from it on (``near``), and names
        (``labels``).
    """

    key: str
    group: str
    label: str
    heading: str = ""
    count: str = ""
    chip: str = ""
    classes: tuple[tuple[str, str], ...] = ()
    is_shown: bool = True
    parts: Mapping[str, folium.GeoJson]

    @property
    def name(self) -> str:
        """Give heading and label in one, for where the line stands alone."""
        return " · ".join(filter(None, [self.heading, self.label]))


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
    return _stroke(symbol.outline) | {
        "fill": symbol.fill is not None,
        "fillColor": symbol.fill,
        "fillOpacity": symbol.fill_opacity,
    }


def _stroke(outline: Outline) -> dict[str, object]:
    dash = " ".join(f"{length:g}" for length in outline.dash_px)
    return {"color": outline.color, "weight": outline.width_px, "opacity": 1, "dashArray": dash or None}


def hazard_layers(areas: gpd.GeoDataFrame, sheet: Sheet) -> list[DrawnLayer]:
    """Give confirmed areas, then suspected ones, a layer for each status; closed ones start hidden.

    Markers stand at every zoom, so that no area is ever too small to be seen; outlines come from the near zoom on.
    """
    _ = translator(sheet.language)
    layers = []
    for (kind, status), symbol in sorted(HAZARD_SYMBOLS.items(), key=lambda entry: -entry[1].rank):
        chosen = areas[(areas.classification == kind) & (areas.status == status)]
        if chosen.empty:
            continue
        key, properties = f"{kind}-{status}", hazard_properties(chosen, sheet.language)
        middles = chosen.set_geometry(chosen.geometry.representative_point())
        layers.append(
            DrawnLayer(
                key=key,
                group=_("Hazard"),
                heading=kind.label(sheet.language),
                label=status.label(sheet.language),
                count=number_text(len(chosen), sheet.language),
                chip=legend_svg(symbol),
                is_shown=MapLayer.HAZARDOUS_AREAS in sheet.shown and status != HazardStatus.CLOSED,
                parts={
                    "near": sheet.outlines(
                        feature_collection(chosen, properties), "hazardous_areas", key=key, symbol=symbol
                    ),
                    "always": sheet.markers(
                        feature_collection(middles, properties), "hazardous_areas", key=key, symbol=symbol
                    ),
                },
            )
        )
    return layers


def task_layers(tasks: gpd.GeoDataFrame, sheet: Sheet) -> list[DrawnLayer]:
    """Give the tasks as one layer."""
    if tasks.empty:
        return []
    _ = translator(sheet.language)
    features = feature_collection(tasks, task_properties(tasks, sheet.language))
    return [
        DrawnLayer(
            key="tasks",
            group=_("Work"),
            label=_("Tasks"),
            count=number_text(len(tasks), sheet.language),
            chip=legend_svg(TASK_SYMBOL),
            is_shown=MapLayer.TASKS in sheet.shown,
            parts={"always": sheet.outlines(features, "tasks", key="tasks", symbol=TASK_SYMBOL)},
        )
    ]


def release_layers(releases: gpd.GeoDataFrame, sheet: Sheet) -> list[DrawnLayer]:
    """Give the releases, a layer for each method: merged by task far off, each by itself near by."""
    _ = translator(sheet.language)
    merged = merged_releases(releases)
    return [
        DrawnLayer(
            key=f"released-{method}",
            group=_("Released"),
            label=method.label(sheet.language),
            count=number_text(int((releases.release_method == method).sum()), sheet.language),
            chip=legend_svg(RELEASE_SYMBOLS[method]),
            is_shown=MapLayer.RELEASE_AREAS in sheet.shown,
            parts=_release_parts(
                releases[releases.release_method == method],
                merged[merged.release_method == method],
                method=method,
                sheet=sheet,
            ),
        )
        for method in ReleaseMethod
        if (releases.release_method == method).any()
    ]


def _release_parts(
    releases: gpd.GeoDataFrame, merged: gpd.GeoDataFrame, *, method: ReleaseMethod, sheet: Sheet
) -> dict[str, folium.GeoJson]:
    key, symbol = f"released-{method}", RELEASE_SYMBOLS[method]
    together = feature_collection(merged, merged_release_properties(merged, sheet.language))
    far = sheet.outlines(together, "merged_releases", key=key, symbol=symbol)
    if len(releases) > DETAIL_LIMIT:
        return {"always": far}
    each = feature_collection(releases, release_properties(releases, sheet.language))
    return {"far": far, "near": sheet.outlines(each, "release_areas", key=key, symbol=symbol)}


def district_layers(districts: gpd.GeoDataFrame, sheet: Sheet) -> list[DrawnLayer]:
    """Give the districts shaded by released ground, and their boundaries with their names."""
    _ = translator(sheet.language)
    classes = area_classes(districts.released_m2)
    properties = district_properties(districts, sheet.language)
    shaded = [row | {"color": classes.color(m2)} for row, m2 in zip(properties, districts.released_m2, strict=True)]
    middles = districts.set_geometry(districts.geometry.representative_point())
    edge = _stroke(DISTRICT_SYMBOL.outline)
    shades = {"stroke": False, "fillOpacity": 1, "className": "shade"}
    return [
        DrawnLayer(
            key="released-by-district",
            group=_("Administrative"),
            label=_("Released by district, hectares"),
            classes=_class_chips(classes, sheet.language),
            is_shown=MapLayer.DISTRICTS in sheet.shown,
            parts={"far": sheet.ground(feature_collection(districts, shaded), shades, "districts")},
        ),
        DrawnLayer(
            key="districts",
            group=_("Administrative"),
            label=_("Districts"),
            count=number_text(len(districts), sheet.language),
            chip=legend_svg(DISTRICT_SYMBOL),
            is_shown=MapLayer.DISTRICTS in sheet.shown,
            parts={
                "always": sheet.ground(feature_collection(districts, properties), edge | {"fill": False}),
                "labels": sheet.labels(feature_collection(middles, properties), "district-name"),
            },
        ),
    ]


def _class_chips(classes: AreaClasses, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((swatch_svg(color), words) for color, words in classes.legend(language))


def place_layers(places: gpd.GeoDataFrame, sheet: Sheet) -> list[DrawnLayer]:
    """Give towns and villages by name, larger ones from smaller scales on."""
    _ = translator(sheet.language)
    ordered = places.sort_values(["rank", "population"], ascending=[True, False])
    names = ordered["name_az" if sheet.language == "az" else "name_en"]
    properties = [
        {"code": name, "zoom": str(_naming_zoom(rank, population))}
        for name, rank, population in zip(names, ordered["rank"], ordered.population, strict=True)
    ]
    return [
        DrawnLayer(
            key="places",
            group=_("Administrative"),
            label=_("Places"),
            count=number_text(len(places), sheet.language),
            parts={"labels": sheet.labels(feature_collection(ordered, properties), "place-name")},
        )
    ]


def _naming_zoom(rank: int, population: float) -> int:
    if rank == 1:
        return 6
    return next(zoom for least, zoom in PLACE_ZOOMS if population >= least)


def draw_country(country: gpd.GeoDataFrame, sheet: Sheet) -> folium.GeoJson:
    """Draw the country's ground and outline beneath all layers."""
    style = {"color": "#5F6B76", "weight": 1.5, "fillOpacity": 1, "className": "country"}
    features = feature_collection(country, [{"color": "#FBFBF9"}] * len(country))
    return sheet.ground(features, style)
