"""Opening GeoJSON: its features part by part, and what is wrong with the text and with each of them.

References
----------
RFC 7946, The GeoJSON Format.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.crs import WGS84
from gis.decode import parse
from gis.files.source import Part, Source, SourceLayer
from gis.issues import Issue
from gis.layers import Layer
from gis.mapping.answers import Answers
from gis.memory import no_cyclic_collection
from gis.outlines import Faults, OutlineFault, read_outlines
from gis.values import shown

FORMAT = "GeoJSON"


def open_geojson(path: Path, *, layer: Layer, answers: Answers) -> Source:
    """Open a GeoJSON file; whatever its name says, its bytes decide.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    with no_cyclic_collection():
        document, issues = parse(path.read_bytes())
    features, more = _features(document) if document is not None else ([], [])
    crs, crs_issues = _stated_crs(document, answers)
    name = document.get("name") if isinstance(document, dict) else None
    found = SourceLayer(name=name if isinstance(name, str) else path.stem, geometry_type=None, feature_count=None)

    def parts() -> Iterator[Part]:
        if features:
            yield part_of(features, layer, first=0)

    return Source(
        format=FORMAT,
        layers=(found,),
        layer_name=found.name,
        crs=crs,
        issues=(*issues, *more, *crs_issues),
        parts=parts,
    )


def part_of(features: Sequence[object], layer: Layer, *, first: int) -> Part:
    """Give parsed features as a part, empty for what is no feature."""
    properties: list[dict[str, Any]] = []
    geometries: list[object] = []
    faults: Faults = []
    for position, feature in enumerate(features, start=first):
        held = feature.get("properties") if isinstance(feature, dict) else None
        is_feature = isinstance(feature, dict) and feature.get("type") == "Feature" and isinstance(held, dict | None)
        properties.append(held if is_feature and isinstance(held, dict) else {})
        geometries.append(feature.get("geometry") if is_feature and isinstance(feature, dict) else None)
        if not is_feature:
            is_collection = isinstance(feature, dict) and feature.get("type") == "FeatureCollection"
            kind = "collection-nested" if is_collection else "feature-malformed"
            faults.append((position, OutlineFault(kind, {"found": _named(feature)})))
    outlines, undrawn = read_outlines(geometries, layer)
    faults += [(first + position, fault) for position, fault in undrawn]
    return Part(first=first, properties=properties, outlines=outlines, faults=faults)


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


def _stated_crs(document: object, answers: Answers) -> tuple[CRS, list[Issue]]:
    """Look at the `crs` member, which RFC 7946 has abolished and many programs still write."""
    stated = document.get("crs") if isinstance(document, dict) else None
    if stated is None or answers.crs:
        return WGS84, []
    properties = stated.get("properties") if isinstance(stated, dict) else None
    name = properties.get("name", stated) if isinstance(properties, dict) else stated
    crs = _crs_of(name)
    is_wgs84 = crs is not None and crs.equals(WGS84, ignore_axis_order=True)
    return crs or WGS84, [Issue(kind="crs-stated" if is_wgs84 else "crs-not-wgs84", values={"crs": shown(name)})]


def _crs_of(name: object) -> CRS | None:
    """Give the system that a name means."""
    try:
        return CRS.from_user_input(name) if isinstance(name, str) else None
    except CRSError:
        return None
