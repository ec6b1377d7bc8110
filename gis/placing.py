"""From outlines as a file draws them to the ground of a layer's records, in degrees."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from shapely import GeometryType

from gis.crs import WGS84, likely_crs
from gis.issues import place_of
from gis.layers import Layer
from gis.layers.layer import Shape
from gis.measure import length_m
from gis.outlines import Faults, OutlineFault, kinds_of
from gis.strips import strips

Geometries = NDArray[np.object_]
LINES: Final = (GeometryType.LINESTRING, GeometryType.MULTILINESTRING)
POINTS: Final = (GeometryType.POINT, GeometryType.MULTIPOINT)
NAMES: Final = {
    GeometryType.POINT: "Point",
    GeometryType.LINESTRING: "LineString",
    GeometryType.LINEARRING: "LinearRing",
    GeometryType.POLYGON: "Polygon",
    GeometryType.MULTIPOINT: "MultiPoint",
    GeometryType.MULTILINESTRING: "MultiLineString",
    GeometryType.MULTIPOLYGON: "MultiPolygon",
    GeometryType.GEOMETRYCOLLECTION: "GeometryCollection",
}


@dataclass(frozen=True)
class Placed:
    """Outlines in EPSG:4326, what they were drawn as, and what is wrong with them.

    Attributes
    ----------
    outlines
        Of the kinds that the layer takes; None where missing or beyond use.
    drawn
        The outlines as they are in the file where that is not what they became: EWKB with the number of its system.
    length_m
        Of what is drawn as a line, strips among them; NaN of all else.
    faults
        By position in the arrays.
    """

    outlines: Geometries
    drawn: Geometries
    length_m: NDArray[np.float64]
    faults: Faults


def placed(
    drawn: Geometries, layer: Layer, *, width_m: "pd.Series[float] | None", crs: CRS | None, is_swapped: bool
) -> Placed:
    """Give the outlines of a layer's records, in EPSG:4326.

    Parameters
    ----------
    drawn
        Geometries as a file has them.
    layer
        Says which kinds of geometry are taken.
    width_m
        Of the strips along lines; a line with a width becomes its strip.
    crs
        The system of the coordinates; without it, those that can be degrees are taken for them.
    is_swapped
        Whether latitude or northing comes first.
    """
    degrees = _in_degrees(drawn, crs, is_swapped=is_swapped)
    faults = _beyond_degrees(degrees, drawn)
    degrees[[position for position, _ in faults]] = None
    outlines = degrees if width_m is None else _with_strips(degrees, np.asarray(width_m, dtype=np.float64))
    unwanted = _wrong_kinds(outlines, layer)
    outlines[[position for position, _ in unwanted]] = None
    is_same = [one is other for one, other in zip(drawn, outlines, strict=True)]
    is_kept = ~shapely.is_missing(drawn) & ~np.array(is_same, dtype=bool)
    return Placed(outlines, as_ewkb(drawn, is_kept, crs), _length_m(degrees), [*faults, *unwanted])


def _in_degrees(drawn: Geometries, crs: CRS | None, *, is_swapped: bool) -> Geometries:
    """Give geometries in degrees, longitude first; those that are so already as they are."""
    degrees = drawn.copy()
    if is_swapped:
        degrees = shapely.transform(degrees, lambda positions: positions[:, ::-1])
    if crs is not None and not crs.equals(WGS84, ignore_axis_order=True):
        project = Transformer.from_crs(crs, WGS84, always_xy=True)
        degrees = shapely.transform(degrees, lambda positions: np.column_stack(project.transform(*positions.T)))
    return degrees


def _beyond_degrees(degrees: Geometries, drawn: Geometries) -> Faults:
    """Find geometries whose coordinates cannot be degrees, with a guess at what they are."""
    far = np.flatnonzero(~(np.abs(shapely.bounds(degrees)) <= [180, 90, 180, 90]).all(axis=1) & ~_is_empty(degrees))
    firsts = [tuple(shapely.get_coordinates(outline)[0].tolist()) for outline in drawn[far]]
    crs = likely_crs(firsts[:20]) if firsts else None
    kind = "coordinates-projected" if crs else "coordinates-not-degrees"
    return [
        (int(position), OutlineFault(kind, {"x": f"{x:.0f}", "y": f"{y:.0f}", "crs": crs}))
        for position, (x, y) in zip(far, firsts, strict=True)
    ]


def _is_empty(geometries: Geometries) -> NDArray[np.bool_]:
    is_empty: NDArray[np.bool_] = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    return is_empty


def _with_strips(degrees: Geometries, width_m: NDArray[np.float64]) -> Geometries:
    """Give lines with a width as their strips, and all others as they are."""
    is_strip = np.isin(shapely.get_type_id(degrees), LINES) & (width_m > 0)
    outlines = degrees.copy()
    if is_strip.any():
        outlines[is_strip] = strips(degrees[is_strip], width_m[is_strip])
    return outlines


def _length_m(degrees: Geometries) -> NDArray[np.float64]:
    """Give the lengths of the lines among geometries."""
    is_line = np.isin(shapely.get_type_id(degrees), LINES)
    lengths = np.full(len(degrees), np.nan)
    if is_line.any():
        lengths[is_line] = length_m(gpd.GeoSeries(degrees[is_line], crs=WGS84))
    return lengths


def _wrong_kinds(outlines: Geometries, layer: Layer) -> Faults:
    """Find geometries that the layer does not take, and those of nothing."""
    kinds = shapely.get_type_id(outlines)
    taken = kinds_of(layer)
    ids = [kind for kind, name in NAMES.items() if name in taken]
    is_wrong = ~shapely.is_missing(outlines) & (~np.isin(kinds, ids) | shapely.is_empty(outlines))
    return [(int(position), _wrong_kind(outlines[position], layer)) for position in np.flatnonzero(is_wrong)]


def _wrong_kind(outline: shapely.Geometry, layer: Layer) -> OutlineFault:
    kind, taken = shapely.get_type_id(outline), kinds_of(layer)
    found, place = NAMES[GeometryType(int(kind))], place_of(outline)
    if not taken:
        return OutlineFault("geometry-not-wanted", {})
    if found in taken:
        return OutlineFault("geometry-empty", {})
    if kind == GeometryType.GEOMETRYCOLLECTION:
        return OutlineFault("geometry-collection", {}, place)
    if kind in LINES and "width_m" in layer.fields_by_name:
        return OutlineFault("line-without-width", {}, place)
    if kind in POINTS and Shape.POLYGON in layer.shapes:
        return OutlineFault("point-for-outline", {"found": found}, place)
    return OutlineFault("geometry-of-wrong-kind", {"found": found, "expected": ", ".join(taken)}, place)


def as_ewkb(drawn: Geometries, is_kept: NDArray[np.bool_], crs: CRS | None) -> Geometries:
    """Give some geometries as they are stored."""
    kept = np.full(len(drawn), None, dtype=object)
    srid = (crs.to_epsg() if crs is not None else None) or 0
    kept[is_kept] = shapely.to_wkb(shapely.set_srid(drawn[is_kept], srid), include_srid=True, byte_order=1)
    return kept
