"""Giving every record one form, telling each change."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import GeometryType

from gis.crs import require_wgs84
from gis.issues import Issue, completed
from gis.layers import Layer
from gis.memory import no_cyclic_collection
from gis.read import Reading
from gis.spellings import district_spellings
from gis.text import fold

Geometries = NDArray[np.object_]
POLYGONS: Final = (GeometryType.POLYGON, GeometryType.MULTIPOLYGON)


@no_cyclic_collection()
def normalise(frame: gpd.GeoDataFrame, layer: Layer, *, districts: gpd.GeoDataFrame | None = None) -> Reading:
    """Give the frame with one form of geometry, and with districts by their codes.

    Geometries get two dimensions; Polygons become MultiPolygons, shells counterclockwise and holes clockwise; points
    that repeat the one before are left out. No area changes: what would change one is a repair, offered in an issue.

    Parameters
    ----------
    frame
        As `gis.read.read_geojson` gives it.
    layer
        Its layer.
    districts
        Whose names and spellings are understood as codes: `code`, `name_en`, `name_az`, `aliases`. Without them only
        codes are.

    Raises
    ------
    WrongCrs
        If the frame is not in EPSG:4326.

    References
    ----------
    RFC 7946, 3.1.6: the winding of rings.
    """
    require_wgs84(frame)
    outlines = frame.geometry.to_numpy()
    flat = shapely.force_2d(outlines)
    lean, lean_issues = _without_repeats(flat, frame.index)
    turned = wound(lean)
    issues = [
        *_counted("heights-left-out", shapely.has_z(outlines)),
        *_counted("winding-reversed", ~shapely.is_missing(lean) & ~shapely.equals_identical(lean, turned)),
        *lean_issues,
    ]
    normal = frame.assign(geometry=gpd.GeoSeries(multi(turned), index=frame.index, crs=frame.crs))
    if "district_code" in layer.fields_by_name and districts is not None:
        normal["district_code"], named = _districts_by_code(frame["district_code"], districts)
        issues += named
    return Reading(frame=normal, issues=completed(issues, normal))


def _counted(kind: str, is_changed: NDArray[np.bool_]) -> list[Issue]:
    """Tell once for the file how many outlines were changed."""
    count = int(is_changed.sum())
    return [Issue(kind=kind, values={"feature_count": count})] if count else []


def _without_repeats(outlines: Geometries, index: "pd.Index[Any]") -> tuple[Geometries, list[Issue]]:
    """Leave out points that repeat the one before, in valid outlines: GEOS fails on rings of one point."""
    points, owner = shapely.get_coordinates(outlines, return_index=True)
    is_repeated = (owner[1:] == owner[:-1]) & (points[1:] == points[:-1]).all(axis=1)
    repeating = np.unique(owner[1:][is_repeated])  # or a ring begins where the one before ends
    repeating = repeating[shapely.is_valid(outlines[repeating])]
    lean = outlines.copy()
    lean[repeating] = shapely.remove_repeated_points(outlines[repeating], 0)
    fewer = shapely.get_num_coordinates(outlines[repeating]) - shapely.get_num_coordinates(lean[repeating])
    return lean, [
        Issue(kind="vertices-repeated", index=position, field="geometry", values={"vertex_count": count})
        for position, count in zip(index[repeating].tolist(), fewer.tolist(), strict=True)
        if count
    ]


def wound(outlines: Geometries) -> Geometries:
    """Turn shells counterclockwise and holes clockwise."""
    turned: Geometries = shapely.orient_polygons(outlines, exterior_cw=False)
    return turned


def multi(outlines: Geometries) -> Geometries:
    """Make every Polygon a MultiPolygon of one; other kinds stay."""
    made = outlines.copy()
    is_single = shapely.get_type_id(outlines) == GeometryType.POLYGON
    made[is_single] = shapely.multipolygons(outlines[is_single], indices=np.arange(is_single.sum()))
    return made


# --- districts ----------------------------------------------------------------------------------------------------


def _districts_by_code(stated: "pd.Series[Any]", districts: gpd.GeoDataFrame) -> tuple["pd.Series[Any]", list[Issue]]:
    """Replace names of districts by their codes, telling each."""
    codes = {None, *districts["code"]}
    by_name = district_spellings(districts)
    read = [said if said in codes else by_name.get(fold(said), said) for said in stated]
    issues = [
        Issue(kind="district-by-name", index=index, field="district_code", values={"value": said, "code": code})
        for index, said, code in zip(stated.index.tolist(), stated, read, strict=True)
        if code != said
    ]
    return pd.Series(read, index=stated.index, dtype=object), issues
