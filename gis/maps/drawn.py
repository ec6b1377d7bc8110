"""Records and places as layers of a Folium map, a layer for each symbol, with its line in the legend."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd

from gis.codelists import HazardStatus, Language, ReleaseMethod
from gis.language import translator
from gis.legend import legend_svg, swatch_svg
from gis.maps.choropleth import AreaClasses, area_classes
from gis.maps.features import (
    district_properties,
    feature_collection,
    hazard_properties,
    merged_release_properties,
    merged_releases,
    release_properties,
    task_properties,
)
from gis.maps.frames import MapLayer
from gis.maps.sheet import Sheet, leaflet_stroke
from gis.symbology import DISTRICT_SYMBOL, HAZARD_SYMBOLS, RELEASE_SYMBOLS, TASK_PLACE_SYMBOL, TASK_SYMBOL
from gis.text import number_text

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
        Names of the map's layers that are drawn at every zoom (``always``), below the near zoom (``far``) and from it
        on (``near``), and of those that write names (``labels``).
    """

    key: str
    group: str
    label: str
    heading: str = ""
    count: str = ""
    chip: str = ""
    classes: tuple[tuple[str, str], ...] = ()
    is_shown: bool = True
    parts: Mapping[str, str]

    @property
    def name(self) -> str:
        """Give heading and label in one, for where the line stands alone."""
        return " · ".join(filter(None, [self.heading, self.label]))


def hazard_layers(areas: gpd.GeoDataFrame, sheet: Sheet) -> list[DrawnLayer]:
    """Give the areas with an outline, confirmed before suspected, a layer for each status; closed ones start hidden.

    Markers stand at every zoom, so that no area is ever too small to be seen; outlines come from the near zoom on.
    """
    _ = translator(sheet.language)
    outlined = areas[areas.geometry.notna()]
    layers = []
    for (kind, status), symbol in sorted(HAZARD_SYMBOLS.items(), key=lambda entry: -entry[1].rank):
        chosen = outlined[(outlined.classification == kind) & (outlined.status == status)]
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
    """Give the tasks by their ground or their course, and apart from them those of which only a place is known."""
    _ = translator(sheet.language)
    is_place = tasks.geometry.geom_type == "Point"
    return [
        *_task_layer(tasks[tasks.geometry.notna() & ~is_place], sheet, key="tasks", label=_("Tasks")),
        *_task_layer(tasks[is_place], sheet, key="task-places", label=_("Tasks, extent not drawn")),
    ]


def _task_layer(tasks: gpd.GeoDataFrame, sheet: Sheet, *, key: str, label: str) -> Iterator[DrawnLayer]:
    if tasks.empty:
        return
    _ = translator(sheet.language)
    features = feature_collection(tasks, task_properties(tasks, sheet.language))
    yield DrawnLayer(
        key=key,
        group=_("Work"),
        label=label,
        count=number_text(len(tasks), sheet.language),
        chip=legend_svg(TASK_PLACE_SYMBOL if key == "task-places" else TASK_SYMBOL),
        is_shown=MapLayer.TASKS in sheet.shown,
        parts={"always": sheet.outlines(features, "tasks", key=key, symbol=TASK_SYMBOL)},
    )


def release_layers(releases: gpd.GeoDataFrame, sheet: Sheet) -> list[DrawnLayer]:
    """Give the releases with an outline, cleared ones first, a layer for each method.

    Far off they are merged by task; near by each is drawn by itself, unless they are too many for one page.
    """
    _ = translator(sheet.language)
    outlined = releases[releases.geometry.notna()]
    merged = merged_releases(outlined)
    layers = []
    for method in ReleaseMethod:
        chosen = outlined[outlined.release_method == method]
        if chosen.empty:
            continue
        parts = {"far": _merged_outlines(merged[merged.release_method == method], method, sheet)}
        if are_detailed(releases):
            parts["near"] = _single_outlines(chosen, method, sheet)
        layers.append(
            DrawnLayer(
                key=f"released-{method}",
                group=_("Released"),
                label=method.label(sheet.language),
                count=number_text(len(chosen), sheet.language),
                chip=legend_svg(RELEASE_SYMBOLS[method]),
                is_shown=MapLayer.RELEASE_AREAS in sheet.shown,
                parts=parts if "near" in parts else {"always": parts["far"]},
            )
        )
    return layers


def _merged_outlines(merged: gpd.GeoDataFrame, method: ReleaseMethod, sheet: Sheet) -> str:
    features = feature_collection(merged, merged_release_properties(merged, sheet.language))
    return sheet.outlines(features, "merged_releases", key=f"released-{method}", symbol=RELEASE_SYMBOLS[method])


def _single_outlines(releases: gpd.GeoDataFrame, method: ReleaseMethod, sheet: Sheet) -> str:
    features = feature_collection(releases, release_properties(releases, sheet.language))
    return sheet.outlines(features, "release_areas", key=f"released-{method}", symbol=RELEASE_SYMBOLS[method])


def are_detailed(releases: gpd.GeoDataFrame) -> bool:
    """Say whether there are few enough releases to draw each by itself."""
    return len(releases) <= DETAIL_LIMIT


def district_layers(districts: gpd.GeoDataFrame, sheet: Sheet) -> list[DrawnLayer]:
    """Give the districts shaded by released ground, and their boundaries with their names."""
    _ = translator(sheet.language)
    classes = area_classes(districts.released_m2)
    properties = district_properties(districts, sheet.language)
    shaded = [row | {"color": classes.color(m2)} for row, m2 in zip(properties, districts.released_m2, strict=True)]
    middles = districts.set_geometry(districts.geometry.representative_point())
    edge = leaflet_stroke(DISTRICT_SYMBOL.outline)
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


def draw_country(country: gpd.GeoDataFrame, sheet: Sheet) -> str:
    """Draw the country's ground and outline beneath all layers."""
    style = {"color": "#5F6B76", "weight": 1.5, "fillOpacity": 1, "className": "country"}
    features = feature_collection(country, [{"color": "#FBFBF9"}] * len(country))
    return sheet.ground(features, style)
