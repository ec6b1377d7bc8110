"""Opening a file: what it is is seen from its bytes, and the reader of that format gives its layers and features."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from gis.answers import Answers
from gis.files.archives import unpacked_gzip
from gis.files.gdal import held_bytes
from gis.files.geojson import open_geojson
from gis.files.kml import open_kml
from gis.files.looks import Look, look_of
from gis.files.request import RefusedFile, Request
from gis.files.source import Part, Source
from gis.files.text_table import open_text_table
from gis.files.vector import open_esri_json, open_geodatabase, open_geopackage, open_shapefiles
from gis.files.workbook import open_workbook
from gis.files.zips import opened_zip
from gis.issues import Issue
from gis.layers import Layer
from gis.traverse.closing import USUAL, Allowance


@contextmanager
def opened(path: Path, *, name: str, layer: Layer, answers: Answers, allowed: Allowance = USUAL) -> Iterator[Source]:
    """Open a file of any format for as long as the context lasts.

    Parameters
    ----------
    path
        Where its bytes are; they decide what it is.
    name
        As its sender calls it: shown, and a hint where bytes leave a choice.
    layer
        What it is sent for.
    allowed
        How far a traverse by bearing and distance may end from where it began.

    Yields
    ------
    source
        With an issue of severity error when it cannot be read, or when something has to be asked first.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    with TemporaryDirectory(prefix="landrelease-") as folder, ExitStack() as closing:
        request = Request(
            path=path,
            name=name,
            layer=layer,
            answers=answers,
            folder=Path(folder),
            closing=closing,
            allowed=allowed,
        )
        source = _source(request)
        yield replace(source, parts=partial(_told_parts, source))


def _told_parts(source: Source) -> Iterator[Part]:
    """Give the parts of a source; what ends them too early is told by a last one."""
    count = 0
    try:
        for part in source.parts():
            yield part
            count += len(part)
    except RefusedFile as refused:
        yield Part(first=count, properties=[], outlines=np.full(0, None, dtype=object), issues=(refused.issue,))


def _source(request: Request) -> Source:
    """Give the source by the reader of its format; a refusal is a source with an issue."""
    look, name = look_of(request.path)
    if look not in READERS:
        kind = "file-empty" if look == Look.EMPTY else "file-of-another-format"
        return Source(format=name, issues=(Issue(kind=kind, values={"format": name}),))
    try:
        return READERS[look](request)
    except RefusedFile as refused:
        return Source(format=name, issues=(refused.issue,))


def _geojson(request: Request) -> Source:
    return open_geojson(request.path, layer=request.layer, folder=request.folder)


def _gzip(request: Request) -> Source:
    """Open what is inside; a file packed twice is not sent by people."""
    inside = unpacked_gzip(request.path, request.folder)
    if look_of(inside)[0] == Look.GZIP:
        raise RefusedFile("archive-nested", name=request.name)
    return _unpacked(_source(replace(request, path=inside)), inside, request)


def _zip(request: Request) -> Source:
    """Open what a zip archive was made for: a workbook, a geodatabase, Shapefiles, or the one file in it."""
    with opened_zip(request.path) as archive:
        if archive.holds("xl/workbook.xml"):
            return open_workbook(request)
        if archive.geodatabases:
            inside = archive.unpacked_geodatabase(request.folder)
            return _unpacked(open_geodatabase(request, inside), inside, request)
        if archive.shapefiles:
            inside = archive.unpacked_shapefiles(request.folder)
            return _unpacked(open_shapefiles(request, inside), inside, request)
        inside = archive.unpacked_only_file(request.folder)
    if look_of(inside)[0] == Look.GZIP or (look_of(inside)[0] == Look.ZIP and request.is_unpacked):
        raise RefusedFile("archive-nested", name=inside.name)
    return _unpacked(_source(replace(request, path=inside, is_unpacked=True)), inside, request)


def _unpacked(source: Source, inside: Path, request: Request) -> Source:
    """Count what is read of the archive by what is read of its content."""
    share = request.path.stat().st_size / max(held_bytes(inside), 1)

    def parts() -> Iterator[Part]:
        for part in source.parts():
            yield replace(part, bytes_read=round(part.bytes_read * share))

    return replace(source, parts=parts)


READERS: Final[dict[Look, Callable[[Request], Source]]] = {
    Look.JSON: _geojson,
    Look.ESRI_JSON: open_esri_json,
    Look.GZIP: _gzip,
    Look.ZIP: _zip,
    Look.SQLITE: open_geopackage,
    Look.KML: open_kml,
    Look.TEXT: open_text_table,
}
