"""What is wrong with a layer's records: rules over a normalised frame and what is known around it."""

import geopandas as gpd

from gis.checks.surroundings import Surroundings
from gis.issues import Issue
from gis.layers import Layer

__all__ = ["Surroundings", "check"]


def check(frame: gpd.GeoDataFrame, layer: Layer, surroundings: Surroundings) -> list[Issue]:
    """Give every issue that the rules of a layer find, in the order of the file.

    Parameters
    ----------
    frame
        As `gis.normalise.normalise` gives it.
    layer
        The layer whose rules hold.
    surroundings
        Today, the districts and the approved records near the file.

    Raises
    ------
    WrongCrs
        If the frame is not in EPSG:4326.
    """
    return []
