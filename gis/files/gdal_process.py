"""The process in which GDAL reads: a program of its own, so that a hostile file can neither crash nor fill the service.

It is started with one driver for one file, whatever that file pretends to be, and with limits on memory, time and
what it may write. It answers requests, a line of JSON each, on standard output: a line of JSON, and for features the
geometries after it as WKB. It imports nothing of the project.
"""

import json
import resource
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import numpy as np
import orjson
from defusedxml import ElementTree

if __name__ == "__main__":
    for heavy in ("geopandas", "pandas", "pyarrow"):
        sys.modules[heavy] = None  # type: ignore[assignment] # pyogrio works without, and starts in a third of the time

import pyogrio
import pyogrio.raw

MEMORY_BYTES: Final = 3 * 1024**3
WRITTEN_BYTES: Final = 256 * 1024**2
WHOLE: Final = {"ESRIJSON"}
"""Drivers that hold all of a file: what they read is kept from one request to the next."""

Answer = tuple[dict[str, Any], bytes]


class Opened:
    """The one file of this process."""

    def __init__(self, *, path: str, is_whole: bool) -> None:
        self.path = path
        self.is_whole = is_whole
        self.kept: tuple[str, Any] | None = None

    def layers(self) -> Answer:
        """Give the layers, their kinds of geometry and how many features they have."""
        found = [self._layer(str(name), kind) for name, kind in pyogrio.list_layers(self.path)]
        return {"layers": found}, b""

    def about(self, layer: str) -> Answer:
        """Give a layer's coordinate system and the coded domains that the file explains."""
        info = pyogrio.read_info(self.path, layer=layer)
        codes = CODES.get(info["driver"])
        return {"crs": info["crs"], "codes": codes(self.path, layer) if codes else {}}, b""

    def features(self, layer: str, *, encoding: str | None, first: int, count: int) -> Answer:
        """Give features that follow one another: their columns, and their geometries behind."""
        meta, _, geometries, values = self._read(layer, encoding=encoding, first=first, count=count)
        columns = {
            str(name): [_kind(dtype), _plain(column, dtype)]
            for name, dtype, column in zip(meta["fields"], meta["dtypes"], values, strict=True)
            if not any(isinstance(value, bytes) for value in column[:1000])
        }
        wkb = [geometry or b"" for geometry in geometries] if geometries is not None else []
        feature_count = len(wkb) if geometries is not None else len(values[0]) if values else 0
        return {"count": feature_count, "columns": columns, "lengths": [len(one) for one in wkb]}, b"".join(wkb)

    def _layer(self, name: str, kind: str | None) -> dict[str, Any]:
        info = pyogrio.read_info(self.path, layer=name, force_feature_count=True)
        return {"name": name, "geometry_type": kind, "feature_count": int(info["features"])}

    def _read(self, layer: str, *, encoding: str | None, first: int, count: int) -> Any:  # noqa: ANN401 - as pyogrio has it
        """Read features; of a driver that holds all of a file, all at once, and cut."""
        if not self.is_whole:
            return self._raw(layer, encoding=encoding, skip_features=first, max_features=count)
        if not self.kept or self.kept[0] != layer:
            self.kept = layer, self._raw(layer)
        meta, fids, geometries, values = self.kept[1]
        end = first + count
        cut = geometries[first:end] if geometries is not None else None
        return meta, fids, cut, [column[first:end] for column in values]

    def _raw(self, layer: str, **options: int | str | None) -> Any:  # noqa: ANN401 - as pyogrio has it
        return pyogrio.raw.read(self.path, layer=layer, datetime_as_string=True, **options)


def _kind(dtype: str) -> str:
    """Say what the parent has to make of a column's values."""
    return {"datetime64[D]": "date", "datetime64[ms]": "datetime"}.get(str(dtype), "value")


def _plain(column: "np.ndarray[Any, Any]", dtype: str) -> list[Any]:
    """Give a column as JSON has it: None for missing numbers, whole numbers whole."""
    if column.dtype.kind != "f":
        return [value.tolist() if isinstance(value, np.ndarray) else value for value in column.tolist()]
    is_whole = "int" in str(dtype) or str(dtype) == "bool"
    values = [value if np.isfinite(value) else None for value in column.tolist()]
    return [None if value is None else int(value) for value in values] if is_whole else values


# --- coded domains: codes in the data, and what they mean beside it --------------------------------------------------

Codes = dict[str, dict[str, str]]


def _geodatabase_codes(path: str, layer: str) -> Codes:
    """Read them from the table in which a geodatabase describes itself."""
    _, _, _, columns = pyogrio.raw.read(path, layer="GDB_Items", columns=["Name", "Definition"], read_geometry=False)
    parsed = {str(name): ElementTree.fromstring(text) for name, text in zip(*columns, strict=True) if text}
    domains = {
        name: {code.findtext("Code", ""): code.findtext("Name", "") for code in definition.iter("CodedValue")}
        for name, definition in parsed.items()
        if definition.tag.endswith("GPCodedValueDomain2")
    }
    fields = parsed[layer].iter("GPFieldInfoEx") if layer in parsed else ()
    used = {field.findtext("Name", ""): field.findtext("DomainName", "") for field in fields}
    return {name: domains[domain] for name, domain in used.items() if domain in domains}


GEOPACKAGE_CODES: Final = """
    select used.column_name, code.value, code.description
    from gpkg_data_columns used
    join gpkg_data_column_constraints code using (constraint_name)
    where used.table_name = ? and code.constraint_type = 'enum'
"""


def _geopackage_codes(path: str, layer: str) -> Codes:
    """Read them from the tables of the schema extension, where there are any."""
    found: Codes = {}
    with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            rows = connection.execute(GEOPACKAGE_CODES, [layer]).fetchall()
        except sqlite3.OperationalError:  # no such table
            return found
    for column, code, name in rows:
        found.setdefault(str(column), {})[str(code)] = str(name or code)
    return found


def _esri_json_codes(path: str, _: str) -> Codes:
    """Read them from the descriptions of the columns."""
    fields = orjson.loads(Path(path).read_bytes()).get("fields") or []
    domains = {field["name"]: field["domain"] for field in fields if isinstance(field.get("domain"), dict)}
    return {
        name: {str(code["code"]): str(code["name"]) for code in domain["codedValues"]}
        for name, domain in domains.items()
        if "codedValues" in domain
    }


CODES: Final[dict[str, Callable[[str, str], Codes]]] = {
    "ESRIJSON": _esri_json_codes,
    "GPKG": _geopackage_codes,
    "OpenFileGDB": _geodatabase_codes,
}


def limit(cpu_s: int) -> None:
    """Bound what this process may take."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Answer requests until there are no more."""
    start = json.loads(sys.argv[1])
    limit(start["cpu_s"])
    if extra := set(pyogrio.list_drivers()) - {start["driver"]}:
        raise SystemExit(f"drivers that must not be there: {sorted(extra)}")
    opened = Opened(path=start["path"], is_whole=start["driver"] in WHOLE)
    for line in sys.stdin:
        name, asked = json.loads(line)
        try:
            head, body = getattr(opened, name)(**asked)
        except (
            AttributeError,
            ElementTree.ParseError,
            LookupError,
            MemoryError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            head, body = {"error": str(error) or type(error).__name__}, b""
        sys.stdout.buffer.write(orjson.dumps(head, default=str) + b"\n" + body)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
