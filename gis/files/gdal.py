"""Reading with GDAL, in a process of its own that knows one driver and nothing else."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from gis.crs import system_of
from gis.files import gdal_process
from gis.files.drawing import drawn
from gis.files.request import RefusedFile
from gis.files.source import Part, SourceLayer
from gis.outlines import Faults

FORMATS: Final = {
    "ESRIJSON": "Esri JSON",
    "ESRI Shapefile": "Shapefile",
    "GPKG": "GeoPackage",
    "OpenFileGDB": "File Geodatabase",
}
"""The drivers that are used, and how people call what they read."""
PART_COUNT: Final = 20_000
PART_BYTES: Final = 8 * 1024**2
"""Features read at once have one or the other: by the size of the file and of what has been read."""
CPU_S: Final = 60
"""Seconds of work that any file may cost, and one more for each megabyte."""

Read = tuple[dict[str, Any], bytes]


class GdalReader:
    """A process that reads one file with one driver.

    Attributes
    ----------
    format
        As people call it.
    process
        Ends with the context of `gdal_reader`.

    Raises
    ------
    RefusedFile
        From every method, when the file cannot be read.
    """

    def __init__(self, process: subprocess.Popen[bytes], path: Path, driver: str) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a process without pipes")
        self.process = process
        self._requests = process.stdin
        self._answers = process.stdout
        self._path = path
        self._size = held_bytes(path)
        self.format = FORMATS[driver]

    def layers(self) -> list[SourceLayer]:
        """Give the layers of the file."""
        head, _ = self._ask("layers")
        return [SourceLayer(**layer) for layer in head["layers"]]

    def about(self, layer: str) -> tuple[CRS | None, dict[str, dict[str, str]]]:
        """Give a layer's coordinate system and coded domains, as far as the file says."""
        head, _ = self._ask("about", layer=layer)
        return system_of(CRS(head["crs"])) if head["crs"] else None, head["codes"]

    def parts(self, layer: SourceLayer, *, encoding: str | None = None) -> Iterator[Part]:
        """Give the features of a layer, some at a time, in the order of the file.

        Parameters
        ----------
        encoding
            Of texts, where the file does not say it.
        """
        all_count = max(layer.feature_count or 1, 1)
        first, part_count = 0, min(PART_COUNT, 1 + PART_BYTES * all_count // max(self._size, 1))
        while True:
            head, wkb = self._ask("features", layer=layer.name, encoding=encoding, first=first, count=part_count)
            count = head["count"]
            outlines, faults = _outlines(head["lengths"], wkb, count)
            yield Part(
                first=first,
                properties=_rows(head["columns"], count),
                outlines=outlines,
                faults=[(first + position, fault) for position, fault in faults],
                bytes_read=min(self._size, self._size * (first + count) // all_count),
            )
            first += count
            if count < part_count:
                return
            part_count = min(PART_COUNT, 1 + PART_BYTES * count // max(len(wkb), 1))

    def _ask(self, name: str, **asked: str | int | None) -> Read:
        """Put a request to the process and wait for its answer."""
        try:
            os.write(
                self._requests.fileno(), orjson.dumps((name, asked)) + b"\n"
            )  # nothing is left to flush at its end
            line = self._answers.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            raise RefusedFile("file-unreadable", format=self.format)
        head = orjson.loads(line)
        if "error" in head:
            reason = head["error"].replace(str(self._path.parent), "").strip()[:300]
            raise RefusedFile("file-damaged", format=self.format, reason=reason)
        return head, self._answers.read(sum(head.get("lengths", ())))


@contextmanager
def gdal_reader(path: Path, *, driver: str) -> Iterator[GdalReader]:
    """Start a process that reads a file with a driver, for as long as the context lasts."""
    start = {"path": str(path), "driver": driver, "cpu_s": CPU_S + held_bytes(path) // 1024**2}
    command = [sys.executable, "-I", gdal_process.__file__, orjson.dumps(start).decode()]
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(driver),
                cwd=path.parent,
            )
        )
        stack.callback(process.kill)
        yield GdalReader(process, path, driver)


def held_bytes(path: Path) -> int:
    """Give the size of a file, or of what is in a folder."""
    return sum(file.stat().st_size for file in path.iterdir()) if path.is_dir() else path.stat().st_size


def _environment(driver: str) -> dict[str, str]:
    """Give the environment in which GDAL registers one driver and reaches no network."""
    skipped = ",".join(sorted({*pyogrio.list_drivers(), *REACHING_OUT} - {driver}))
    return {
        "PATH": os.defpath,
        "GDAL_SKIP": skipped,
        "OGR_SKIP": skipped,
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_HTTP_PROXY": "127.0.0.1:9",
        "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
        "SHAPE_RESTORE_SHX": "YES",
        "GDAL_CACHEMAX": "64",
        "OPENBLAS_NUM_THREADS": "1",
    }


REACHING_OUT: Final = ("VRT", "GDALG", "HTTP", "WMS", "WCS", "WMTS", "STACIT", "STACTA", "DERIVED", "GTI", "PLMOSAIC")
"""Drivers of rasters that follow references, where a build of GDAL has them."""


def _outlines(lengths: list[int], wkb: bytes, count: int) -> tuple[NDArray[np.object_], Faults]:
    """Cut the geometries apart and draw them."""
    if not lengths:
        return np.full(count, None, dtype=object), []
    ends = np.cumsum([0, *lengths]).tolist()
    return drawn(np.array([wkb[start:end] or None for start, end in pairwise(ends)], dtype=object), shapely.from_wkb)


def _rows(columns: dict[str, tuple[str, list[Any]]], count: int) -> list[dict[str, Any]]:
    """Turn columns into the properties of each feature."""
    if not columns:
        return [{} for _ in range(count)]
    names = list(columns)
    values = [_typed(kind, column) for kind, column in columns.values()]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


TYPED: Final[dict[str, Callable[[str], date]]] = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}


def _typed(kind: str, values: list[Any]) -> list[Any]:
    """Make dates of the texts in which they were sent; what is none stays text."""
    return values if kind == "value" else [_date(TYPED[kind], value) for value in values]


def _date(parse: Callable[[str], date], value: str | None) -> str | date | None:
    try:
        return parse(value.replace("/", "-")) if value else None
    except ValueError:
        return value
