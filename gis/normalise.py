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
from gis.placing import as_ewkb
from gis.read import Reading
from gis.spellings import district_spellings
from gis.text import fold

Geometries = NDArray[np.object_]
POLYGONS: Final = (GeometryType.POLYGON, GeometryType.MULTIPOLYGON)


@no_cyclic_collection()
def normalise(frame: gpd.GeoDataFrame, layer: Layer, *, districts: gpd.GeoDataFrame | None = None) -> Reading:
    """Give the frame with one form of geometry, and with districts by their codes.

    Geometries get two dimensions; Polygons become MultiPolygons, shells counterclockwise and holes clockwise; points
    that repeat the one before are left out; parts that share ground are joined, and the outline as drawn is kept beside
    (`source_outline`). No ground changes: what would change it is a repair, offered in an issue.

    Parameters
    ----------
    frame
        As `gis.read.read_whole` gives it.
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
    joined, shared_pct = _with_parts_joined(lean)
    turned = wound(joined)
    issues = [
        *_counted("heights-left-out", shapely.has_z(outlines)),
        *_counted("winding-reversed", ~shapely.is_missing(joined) & ~shapely.equals_identical(joined, turned)),
        *lean_issues,
    ]
    normal = frame.assign(geometry=gpd.GeoSeries(multi(turned), index=frame.index, crs=frame.crs))
    is_joined = ~np.isnan(shared_pct)
    if is_joined.any():
        as_drawn = pd.Series(as_ewkb(lean, is_joined, frame.crs), index=frame.index, dtype=object)
        kept = frame.get("source_outline", as_drawn)
        normal = normal.assign(source_outline=kept.where(kept.notna(), as_drawn), parts_shared_pct=shared_pct)
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


def _with_parts_joined(outlines: Geometries) -> tuple[Geometries, NDArray[np.float64]]:
    """Join parts of one outline that share ground; per cent of the smaller part that two share most, else NaN."""
    joined, shared_pct = outlines.copy(), np.full(len(outlines), np.nan)
    is_several = (shapely.get_type_id(outlines) == GeometryType.MULTIPOLYGON) & (
        shapely.get_num_geometries(outlines) > 1
    )
    several = np.flatnonzero(is_several)
    for position in several[~shapely.is_valid(outlines[several])]:  # few, and each in its own way
        parts = shapely.get_parts(outlines[position])
        if shapely.is_valid(parts).all():
            one, other = shapely.STRtree(parts).query(parts, predicate="intersects")
            one, other, areas = one[one < other], other[one < other], shapely.area(parts)
            shares = shapely.area(shapely.intersection(parts[one], parts[other])) / np.minimum(areas[one], areas[other])
            joined[position], shared_pct[position] = shapely.union_all(parts), 100 * shares.max(initial=0)
    return joined, shared_pct


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
