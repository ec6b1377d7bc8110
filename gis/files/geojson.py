"""Opening GeoJSON: its features part by part, and what is wrong with the text and with each of them.

Of a file of any size only one block of text and what it holds is in memory: the text is cut where a feature ends and
parsed piece by piece. The members beside `features` are read first, wherever they stand.

References
----------
RFC 7946, The GeoJSON Format; RFC 8142, GeoJSON Text Sequences.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.codelists import Severity
from gis.crs import WGS84
from gis.decode import Parsed, parse
from gis.files.json_elements import LARGEST_BYTES, elements_between
from gis.files.json_members import HEAD_BYTES, array_end, array_start
from gis.files.json_text import JsonText, utf8_text
from gis.files.json_values import Values, values_between
from gis.files.source import Part, Source, SourceLayer
from gis.issues import KINDS, Issue
from gis.layers import Layer
from gis.outlines import Faults, OutlineFault, read_outlines
from gis.values import shown

BLOCK_BYTES: Final = 2**18
"""How much text is parsed and drawn at once: what becomes of it stays in the processor's cache meanwhile."""
PART_COUNT: Final = 10_000
PART_BYTES: Final = 16 * 2**20
"""Features and text of a part, about: what is done to frames costs little more for many rows than for few."""
MOST_PROPERTIES: Final = 1_000
"""Of one feature: what holds more is not the row of a layer."""
BEGINNING = re.compile(rb"[\x1e\s]*\{")
COLLECTION: Final = {"type": "FeatureCollection", "features": []}
"""What a sequence of features is without them."""


def open_geojson(path: Path, *, layer: Layer, folder: Path, block_bytes: int = BLOCK_BYTES) -> Source:
    """Open a GeoJSON file: a collection, a single feature, or features one after the other.

    Parameters
    ----------
    layer
        What it is sent for.
    folder
        Where a copy in UTF-8 is kept if the file is encoded otherwise.
    block_bytes
        How much text is read at once.

    Raises
    ------
    OSError
        If the file cannot be opened.
    RefusedFile
        If it is not of the encoding that it begins with.
    """
    text = utf8_text(path, folder)
    start = array_start(text, "features")
    if start is None:
        return _without_array(text, layer, block_bytes)
    stop = array_end(text, start)
    members, issues = _members(text, start, stop)
    if isinstance(members, dict) and members.get("type") == "Feature":
        return _without_array(text, layer, block_bytes)
    if text.bytes_at(start, HEAD_BYTES).lstrip().startswith(b"]"):
        issues.append(Issue(kind="file-without-features", values={}))
    values = partial(values_between, text, start, stop, is_array=True, block_bytes=block_bytes)
    return _source(members, [*text.issues, *issues], values, layer=layer)


def _without_array(text: JsonText, layer: Layer, block_bytes: int) -> Source:
    """Open features one after the other, or a single one."""
    if _is_sequence(text, block_bytes):
        values = partial(values_between, text, text.start, text.end, is_array=False, block_bytes=block_bytes)
        return _source(COLLECTION, list(text.issues), values, layer=layer)
    document, issues = _document(text)
    return _source(document, [*text.issues, *issues], lambda: iter([Values([document], text.end)]), layer=layer)


def _members(text: JsonText, start: int, stop: int) -> Parsed:
    """Give the members of a collection, of its features none."""
    head, tail = text.bytes_at(text.start, start - text.start), text.bytes_at(stop, LARGEST_BYTES)
    return parse(head + (tail or b"]}"))


def _is_sequence(text: JsonText, block_bytes: int) -> bool:
    """Say whether a text is one object after the other."""
    if not BEGINNING.match(text.bytes_at(text.start, HEAD_BYTES)):
        return False
    first = next(elements_between(text, text.start, text.end, block_bytes=block_bytes))
    return len(first.ends) > 1 or bool(text.bytes_at(first.start + first.ends[0], HEAD_BYTES).strip())


def _document(text: JsonText) -> Parsed:
    """Give a text that is one value, if it is not too long."""
    if text.end - text.start > LARGEST_BYTES:
        return None, [Issue(kind="feature-too-large", values={"line": 1, "limit_mb": LARGEST_BYTES // 2**20})]
    return parse(text.bytes_at(text.start, LARGEST_BYTES))


def _source(document: object, issues: list[Issue], values: Callable[[], Iterator[Values]], *, layer: Layer) -> Source:
    """Give the source that a document is."""
    members = document if isinstance(document, dict) else {}
    issues = [*issues, *([] if document is None else _form_issues(document))]
    name = members.get("name") if isinstance(members.get("name"), str) else None
    crs, crs_issues = _stated_crs(members)

    def parts() -> Iterator[Part]:
        first = 0
        for found in values():
            yield part_of(found.values, layer, first=first, bytes_read=found.end, issues=found.issues)
            first += len(found.values)

    is_readable = not any(KINDS[issue.kind].severity == Severity.ERROR for issue in issues)
    return Source(
        format="GeoJSON",
        layers=(SourceLayer(name=name or "features", geometry_type=None, feature_count=None),),
        layer_name=name or "features",
        crs=crs,
        issues=(*issues, *crs_issues),
        parts=lambda: _gathered(parts()) if is_readable else iter(()),
    )


def part_of(
    features: Sequence[Any], layer: Layer, *, first: int, bytes_read: int, issues: tuple[Issue, ...] = ()
) -> Part:
    """Give parsed features as a part, empty for what is no feature."""
    properties: list[dict[str, Any]] = []
    geometries: list[object] = []
    faults: Faults = []
    for position, feature in enumerate(features, start=first):
        is_object = type(feature) is dict  # as parsed, and quicker than isinstance
        held = feature.get("properties") if is_object else None
        is_feature = is_object and feature.get("type") == "Feature" and (held is None or _is_row(held))
        properties.append(held if is_feature and held is not None else {})
        geometries.append(feature.get("geometry") if is_feature else None)
        if not is_feature:
            kind = (
                "collection-nested" if is_object and feature.get("type") == "FeatureCollection" else "feature-malformed"
            )
            faults.append((position, OutlineFault(kind, {"found": _named(feature)})))
    outlines, undrawn = read_outlines(geometries, layer)
    faults += [(first + position, fault) for position, fault in undrawn]
    return Part(
        first=first, properties=properties, outlines=outlines, faults=faults, bytes_read=bytes_read, issues=issues
    )


def _is_row(properties: object) -> bool:
    return type(properties) is dict and len(properties) <= MOST_PROPERTIES


def _gathered(parts: Iterator[Part]) -> Iterator[Part]:
    """Join small parts into larger ones."""
    waiting: list[Part] = []
    for part in parts:
        is_full = sum(map(len, waiting)) + len(part) > PART_COUNT
        if waiting and (is_full or part.bytes_read - waiting[0].bytes_read > PART_BYTES):
            yield _joined(waiting)
            waiting = []
        waiting.append(part)
    if waiting:
        yield _joined(waiting)


def _joined(parts: list[Part]) -> Part:
    """Make one part of several that follow one another."""
    return Part(
        first=parts[0].first,
        properties=[properties for part in parts for properties in part.properties],
        outlines=np.concatenate([part.outlines for part in parts]),
        faults=[fault for part in parts for fault in part.faults],
        bytes_read=parts[-1].bytes_read,
        issues=tuple(issue for part in parts for issue in part.issues),
    )


def _form_issues(document: object) -> list[Issue]:
    """Say that a document is not a collection of features."""
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Feature":
        return [Issue(kind="file-of-a-single-feature", values={})]
    features = document.get("features") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        return [Issue(kind="file-not-a-collection", values={"found": _named(document)})]
    return []


def _named(value: object) -> str:
    """Name what stands where something else was expected."""
    if isinstance(value, dict):
        held = value.get("properties")
        count = len(held) if isinstance(held, dict) else 0
        return (
            f"a feature of {count} properties"
            if count > MOST_PROPERTIES
            else shown(value.get("type") or "an object without type")
        )
    return f"a list of {len(value)}" if isinstance(value, list) else shown(value)


def _stated_crs(members: dict[str, Any]) -> tuple[CRS | None, list[Issue]]:
    """Look at the `crs` member, which RFC 7946 has abolished and many programs still write."""
    stated = members.get("crs")
    if stated is None:
        return WGS84, []
    properties = stated.get("properties") if isinstance(stated, dict) else None
    name = properties.get("name", stated) if isinstance(properties, dict) else stated
    crs = _crs_of(name)
    is_wgs84 = crs is not None and crs.equals(WGS84, ignore_axis_order=True)
    kind = "crs-stated" if is_wgs84 else "crs-not-wgs84" if crs else "crs-name-unknown"
    return WGS84 if is_wgs84 else crs, [Issue(kind=kind, values={"crs": shown(name)})]


def _crs_of(name: object) -> CRS | None:
    """Give the system that a name means; without one the coordinates are asked, and then the sender."""
    try:
        return CRS(name) if isinstance(name, str) else None
    except CRSError:
        return None
