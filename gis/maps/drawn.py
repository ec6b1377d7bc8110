"""Records as the GeoJSON that a map draws: each with its code and the key of its line in the legend."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import shapely

from gis.codelists import Language
from gis.maps.features import (
    Feature,
    feature_collection,
    find_properties,
    hazard_properties,
    release_properties,
    task_properties,
)
from gis.maps.frames import MapLayer
from gis.maps.lines import DISTRICTS, FOOTPRINT, find_key, hazard_key, release_key, task_key

MIDDLE_DECIMALS = 6

Told = Callable[[gpd.GeoDataFrame, Language], list[dict[str, str]]]

TOLD: Mapping[MapLayer, Told] = MappingProxyType(
    {
        MapLayer.HAZARDOUS_AREAS: hazard_properties,
        MapLayer.TASKS: task_properties,
        MapLayer.RELEASE_AREAS: release_properties,
        MapLayer.EO_ITEMS: find_properties,
    }
)
"""What a popup says of the records of each layer."""

HAS_MIDDLE = frozenset({MapLayer.HAZARDOUS_AREAS, MapLayer.CMR_FOOTPRINT, MapLayer.DISTRICTS})
"""Layers whose records carry a marker or a name in their middle."""


def drawn_features(layer: MapLayer, frame: gpd.GeoDataFrame, language: Language, *, is_told: bool = False) -> Feature:
    """Give the records of a layer that have an outline.

    Parameters
    ----------
    frame
        As `gis.maps.MapLayers` describes it.
    is_told
        Whether each carries what its popup says; otherwise a map asks for that record by record.

    Returns
    -------
    features
        Properties `code` and `key`; `middle` (longitude, latitude) where a marker or a name stands; `name` of a
        district.
    """
    told: Sequence[Mapping[str, Any]] = [{}] * len(frame)
    if layer == MapLayer.DISTRICTS:
        told = [{"name": name} for name in frame[f"name_{language}"]]
    elif is_told:
        told = TOLD[layer](frame, language)
    middles = _middles(frame) if layer in HAS_MIDDLE else [None] * len(frame)
    properties = [
        {"code": code, **said, "key": key, "middle": middle}
        for code, said, key, middle in zip(frame.code, told, line_keys(layer, frame), middles, strict=True)
    ]
    return feature_collection(frame, properties)


def line_keys(layer: MapLayer, frame: gpd.GeoDataFrame) -> list[str]:
    """Give the key of each record's line in the legend."""
    match layer:
        case MapLayer.HAZARDOUS_AREAS:
            return [hazard_key(*each) for each in zip(frame.classification, frame.status, strict=True)]
        case MapLayer.RELEASE_AREAS:
            return [release_key(method) for method in frame.release_method]
        case MapLayer.TASKS:
            return [task_key(kind) for kind in frame.geometry.geom_type]
        case MapLayer.EO_ITEMS:
            return [find_key(category) for category in frame.eo_category]
        case MapLayer.CMR_FOOTPRINT:
            return [FOOTPRINT] * len(frame)
        case MapLayer.DISTRICTS:
            return [DISTRICTS] * len(frame)


def _middles(frame: gpd.GeoDataFrame) -> list[tuple[float, float] | None]:
    """Give a point of each outline, inside it."""
    points = shapely.point_on_surface(frame.geometry.to_numpy())
    lon, lat = (axis.round(MIDDLE_DECIMALS).tolist() for axis in (shapely.get_x(points), shapely.get_y(points)))
    return [None if place[0] != place[0] else place for place in zip(lon, lat, strict=True)]
