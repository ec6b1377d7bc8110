"""The layers of the service, in the order in which they build on each other."""

from gis.layers import (
    districts,
    eo_items,
    hazardous_areas,
    organisations,
    project_phases,
    projects,
    release_areas,
    tasks,
)
from gis.layers.layer import Field, Kind, Layer, Shape

LAYERS: tuple[Layer, ...] = (
    districts.LAYER,
    organisations.LAYER,
    projects.LAYER,
    project_phases.LAYER,
    hazardous_areas.LAYER,
    tasks.LAYER,
    release_areas.LAYER,
    eo_items.LAYER,
)
LAYERS_BY_NAME: dict[str, Layer] = {layer.name: layer for layer in LAYERS}

__all__ = ["LAYERS", "LAYERS_BY_NAME", "Field", "Kind", "Layer", "Shape"]
