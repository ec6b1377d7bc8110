"""Where issues are, and whose they are."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.issues.catalogue import KINDS
from gis.issues.kind import Issue


def completed(issues: Iterable[Issue], frame: gpd.GeoDataFrame | pd.DataFrame) -> list[Issue]:
    """Give issues in the order of the file, each with its feature's code, a place and its kind's repair.

    Parameters
    ----------
    issues
        That know at least their kind and, when they are about a feature, its index.
    frame
        With the columns `code` and `geometry`; a feature's place is a point on its surface. Without geometry issues
        have no place but their own.
    """
    found = sorted(issues, key=lambda issue: -1 if issue.index is None else issue.index)
    if not found:
        return []
    is_drawn = "geometry" in frame
    wanting = sorted({issue.index for issue in found if is_drawn and issue.index is not None and not issue.location})
    places = dict(zip(wanting, _places(frame["geometry"].loc[wanting]) if wanting else [], strict=True))
    codes = frame["code"].loc[sorted({issue.index for issue in found if issue.index is not None})].to_dict()
    return [
        Issue(
            kind=issue.kind,
            index=issue.index,
            feature_code=None if issue.index is None else codes[issue.index],
            field=issue.field,
            values=issue.values,
            location=issue.location or (None if issue.index is None else places.get(issue.index)),
            repair=issue.repair or KINDS[issue.kind].repair,
        )
        for issue in found
    ]


def _places(geometries: gpd.GeoSeries) -> list[tuple[float, float] | None]:
    """Give a point of each geometry: on its surface, or its first where the outline is invalid."""
    outlines = geometries.to_numpy()
    points = shapely.point_on_surface(np.where(shapely.is_valid(outlines), outlines, None))
    return [place_of(point) or place_of(outline) for point, outline in zip(points, outlines, strict=True)]


def place_of(geometry: shapely.Geometry | None) -> tuple[float, float] | None:
    """Give the first point of a geometry, if it has one."""
    coordinates = shapely.get_coordinates(geometry)
    return (float(coordinates[0][0]), float(coordinates[0][1])) if len(coordinates) else None
