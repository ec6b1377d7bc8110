"""Reading a file into a frame: bytes of unknown worth become typed rows and a list of what is wrong with them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from gis.crs import WGS84
from gis.decode import parse
from gis.issues import Issue, completed
from gis.layers import Field, Kind, Layer
from gis.memory import no_cyclic_collection
from gis.outlines import Faults, OutlineFault, read_outlines
from gis.values import Value, coerce_column, shown, without_country


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A frame and what was found while making it.

    Attributes
    ----------
    frame
        Index: the feature's position in the file, from 0. One column per field of the layer (`str`, `int`, `float`,
        `datetime.date`, `bool`, `list[str]`; None where missing), `properties` (as the file has them) and `geometry`
        in EPSG:4326. Empty when the file could not be read.
    issues
        In the order of the file; those about the file as a whole first.
    """

    frame: gpd.GeoDataFrame
    issues: list[Issue]


@no_cyclic_collection()
def read_geojson(path: Path, layer: Layer) -> Reading:
    """Read a GeoJSON file as a layer; whatever its name says, its bytes decide.

    A field that is left out holds its default. What cannot be used is missing in the frame and told as an issue;
    nothing is raised for what a file holds.

    Raises
    ------
    OSError
        If the file cannot be opened.

    References
    ----------
    RFC 7946, The GeoJSON Format.
    """
    document, issues = parse(path.read_bytes())
    features: list[object] = []
    if document is not None:
        features, more = _features(document)
        issues += more + _crs_issues(document)
    properties, geometries, faults = _members(features)
    columns, value_issues = _columns(layer, properties)
    outlines, outline_faults = read_outlines(geometries, layer) if layer.shapes else (None, _unwanted(geometries))
    frame = gpd.GeoDataFrame(
        {**columns, "properties": pd.Series(properties, dtype=object)},
        geometry=gpd.GeoSeries(outlines if layer.shapes else [None] * len(features), crs=WGS84),
        crs=WGS84,
    )
    malformed = {position for position, _ in faults}
    issues += _issues(faults, None) + _unknown(layer, properties)
    faults = outline_faults + _missing_geometries(frame, layer, geometries)
    issues += [i for i in value_issues + _issues(faults, "geometry") if i.index not in malformed]
    return Reading(frame=frame, issues=completed(issues, frame))


# --- the document -------------------------------------------------------------------------------------------------


def _features(document: object) -> tuple[list[object], list[Issue]]:
    """Give the features of a document."""
    kind = document.get("type") if isinstance(document, dict) else None
    if isinstance(document, dict) and kind == "Feature":
        return [document], [Issue(kind="file-of-a-single-feature", values={})]
    features = document.get("features") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        return [], [Issue(kind="file-not-a-collection", values={"found": _named(document)})]
    return features, [] if features else [Issue(kind="file-without-features", values={})]


def _named(value: object) -> str:
    """Name what stands where something else was expected."""
    if isinstance(value, dict):
        return shown(value.get("type") or "an object without type")
    return f"a list of {len(value)}" if isinstance(value, list) else shown(value)


def _crs_issues(document: object) -> list[Issue]:
    """Look at the `crs` member, which RFC 7946 has abolished and many programs still write."""
    crs = document.get("crs") if isinstance(document, dict) else None
    if crs is None:
        return []
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name", crs) if isinstance(properties, dict) else crs
    is_wgs84 = isinstance(name, str) and re.search(r"CRS84$|EPSG:(?:[0-9.]*:)?4326$", name)
    return [Issue(kind="crs-stated" if is_wgs84 else "crs-not-wgs84", values={"crs": shown(name)})]


Members = tuple[list[dict[str, Any]], list[object], Faults]


def _members(features: Sequence[object]) -> Members:
    """Give the properties and geometries of features, empty for what is no feature."""
    properties: list[dict[str, Any]] = []
    geometries: list[object] = []
    faults: Faults = []
    for position, feature in enumerate(features):
        held = feature.get("properties") if isinstance(feature, dict) else None
        is_feature = isinstance(feature, dict) and feature.get("type") == "Feature" and isinstance(held, dict | None)
        properties.append(held if is_feature and isinstance(held, dict) else {})
        geometries.append(feature.get("geometry") if is_feature and isinstance(feature, dict) else None)
        if not is_feature:
            is_collection = isinstance(feature, dict) and feature.get("type") == "FeatureCollection"
            kind = "collection-nested" if is_collection else "feature-malformed"
            faults.append((position, OutlineFault(kind, {"found": _named(feature)})))
    return properties, geometries, faults


# --- values -------------------------------------------------------------------------------------------------------


def _columns(layer: Layer, properties: list[dict[str, Any]]) -> tuple[dict[str, pd.Series], list[Issue]]:
    """Give the typed columns of a layer and the issues of their values."""
    columns, issues = {}, []
    held = frozenset[str]().union(*properties)
    for field in layer.fields:
        values, faults = coerce_column(field, _raws(field, properties, held))
        if field.name == "code":
            values = [without_country(v) if layer.name == "districts" and isinstance(v, str) else v for v in values]
            issues += _repeated_codes(values)
        columns[field.name] = pd.Series(values, dtype=object)
        issues += _issues(faults, field.name)
    return columns, issues


def _raws(field: Field, properties: list[dict[str, Any]], held: frozenset[str]) -> Sequence[object]:
    """Give a field's raw values; a list may also stand under its name in the singular."""
    singular = field.name.removesuffix("s")
    if field.kind in {Kind.CODES, Kind.LINKS} and singular in held:
        return [one.get(singular) if one.get(field.name) is None else one[field.name] for one in properties]
    return [one.get(field.name) for one in properties] if field.name in held else [None] * len(properties)


def _issues(faults: Faults, field: str | None) -> list[Issue]:
    return [
        Issue(kind=fault.kind, index=index, field=field, values=fault.values, location=getattr(fault, "location", None))
        for index, fault in faults
    ]


def _repeated_codes(codes: Iterable[Value]) -> list[Issue]:
    """Find codes that an earlier feature of the file has."""
    first: dict[Value, int] = {}
    issues = []
    for index, code in enumerate(codes):
        if isinstance(code, str) and first.setdefault(code, index) != index:
            values = {"first_count": first[code] + 1}
            issues.append(Issue(kind="record-code-repeated", index=index, field="code", values=values))
    return issues


def _unknown(layer: Layer, properties: list[dict[str, Any]]) -> list[Issue]:
    """Name once per file the properties that are no fields."""
    lists = {field.name.removesuffix("s") for field in layer.fields if field.kind in {Kind.CODES, Kind.LINKS}}
    names = sorted(set().union(*properties) - set(layer.fields_by_name) - lists)
    values = {"names": ", ".join(shown(name) for name in names[:30])}
    return [Issue(kind="properties-unknown", values=values)] if names else []


# --- geometries ---------------------------------------------------------------------------------------------------


def _unwanted(geometries: Sequence[object]) -> Faults:
    """Find geometries of records that have none."""
    found = (position for position, geometry in enumerate(geometries) if geometry is not None)
    return [(position, OutlineFault("geometry-not-wanted", {})) for position in found]


def _missing_geometries(frame: gpd.GeoDataFrame, layer: Layer, geometries: Sequence[object]) -> Faults:
    """Find records without the outline that they need; a release may say that there is none, with its area."""
    if not layer.is_geometry_required:
        return []
    is_missing = pd.Series([geometry is None for geometry in geometries], dtype=bool)
    if {"geometry_source", "area_reported_m2"} <= set(frame.columns):
        is_missing &= ~((frame["geometry_source"] == "none") & frame["area_reported_m2"].notna())
    return [(int(position), OutlineFault("geometry-missing", {})) for position in is_missing[is_missing].index]
