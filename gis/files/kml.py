"""Opening KML: its placemarks are read one after the other, and nothing that it refers to is followed."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from gis.crs import WGS84
from gis.files.kml_text import Placemark, Placemarks
from gis.files.kml_values import outline_of, properties_of
from gis.files.request import RefusedFile, Request
from gis.files.source import Part, Source, SourceLayer
from gis.issues import Issue
from gis.outlines import Faults

PART_COUNT: Final = 5_000
FOLDER: Final = "Folder"
ALL: Final = "*"
"""The name of all folders together, as a layer to choose."""
PART_BYTES: Final = 8 * 1024**2
"""A part ends when it has one or the other."""


def open_kml(request: Request) -> Source:
    """Open the placemarks of all folders of a KML file, or of the folder that a person names.

    Raises
    ------
    RefusedFile
        When it is damaged, or holds nothing but references to other files.
    """
    text = Placemarks(request.path)
    counts = Counter(placemark.folder for placemark in text)
    if text.link_count and not counts:
        raise RefusedFile("file-reaches-out", name="NetworkLink")
    folders = {name or Path(request.name).stem: name for name in counts}
    folder = folders.get(request.answers.source_layer or "")
    layers = [
        SourceLayer(name=shown, geometry_type="Unknown", feature_count=counts[name]) for shown, name in folders.items()
    ]
    if len(layers) > 1:
        layers.insert(0, SourceLayer(name=ALL, geometry_type="Unknown", feature_count=counts.total()))
    return Source(
        format="KML",
        layers=tuple(layers),
        layer_name=request.answers.source_layer if folder is not None else next((one.name for one in layers), None),
        crs=WGS84,
        issues=tuple(_noted(text, counts, folder)),
        parts=partial(_parts, request.path, folder, has_folders=len(counts) > 1),
    )


def _noted(text: Placemarks, counts: Counter[str], folder: str | None) -> Iterator[Issue]:
    """Tell what is to be known of the file as a whole."""
    if not counts:
        yield Issue(kind="file-without-features", values={})
    if text.link_count:
        yield Issue(kind="links-not-followed", values={"link_count": text.link_count})
    if len(counts) > 1:
        kind = "folders-read-together" if folder is None else "source-layer-taken"
        yield Issue(kind=kind, values={"layer_count": len(counts), "name": folder})


def _parts(path: Path, folder: str | None, *, has_folders: bool) -> Iterator[Part]:
    """Give the placemarks, some at a time; where there are several folders, the name of theirs is a column."""
    text = Placemarks(path)
    first, some, begun_at = 0, [], 0
    for placemark in text:
        if folder in {None, placemark.folder}:
            some.append(placemark)
        if some and (len(some) == PART_COUNT or text.bytes_read - begun_at > PART_BYTES):
            yield _part(first, some, text, has_folders=has_folders)
            first, some, begun_at = first + len(some), [], text.bytes_read
    if some:
        yield _part(first, some, text, has_folders=has_folders)


def _part(first: int, some: list[Placemark], text: Placemarks, *, has_folders: bool) -> Part:
    faults: Faults = []
    outlines = np.full(len(some), None, dtype=object)
    properties: list[dict[str, Any]] = []
    for position, placemark in enumerate(some):
        outlines[position], fault = outline_of(placemark.element)
        place = {FOLDER: placemark.folder} if has_folders else {}
        properties.append({**place, **properties_of(placemark, text.schemas)})
        faults += [(first + position, fault)] if fault else []
    return Part(first=first, properties=properties, outlines=outlines, faults=faults, bytes_read=text.bytes_read)
