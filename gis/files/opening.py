"""Opening a file: what it is is seen from its bytes, and the reader of that format gives its layers and features."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gis.files.archives import unpacked_gzip
from gis.files.geojson import open_geojson
from gis.files.looks import Look, look_of
from gis.files.request import RefusedFile, Request
from gis.files.source import Source
from gis.issues import Issue
from gis.layers import Layer
from gis.mapping.answers import Answers


@contextmanager
def opened(path: Path, *, name: str, layer: Layer, answers: Answers) -> Iterator[Source]:
    """Open a file of any format for as long as the context lasts.

    Parameters
    ----------
    path
        Where its bytes are; they decide what it is.
    name
        As its sender calls it: shown, and a hint where bytes leave a choice.
    layer
        What it is sent for.

    Yields
    ------
    source
        With an issue of severity error when it cannot be read, or when something has to be asked first.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    with TemporaryDirectory(prefix="landrelease-") as folder:
        yield _source(Request(path=path, name=name, layer=layer, answers=answers, folder=Path(folder)))


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
    return open_geojson(request.path, layer=request.layer, answers=request.answers)


def _gzip(request: Request) -> Source:
    """Open what is inside; a file packed twice is not sent by people."""
    inside = unpacked_gzip(request.path, request.folder)
    if look_of(inside)[0] == Look.GZIP:
        raise RefusedFile("archive-nested", name=request.name)
    return _source(replace(request, path=inside))


READERS: Final[dict[Look, Callable[[Request], Source]]] = {Look.JSON: _geojson, Look.GZIP: _gzip}
