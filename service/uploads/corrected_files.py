"""The corrected file in the formats that people go on working in."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import geopandas as gpd
import orjson
import pyogrio
import shapely
from sqlalchemy import Row

from gis.codelists import Language
from gis.crs import WGS84
from gis.language import translator
from service.sheets import CSV_TYPE, XLSX_TYPE, Line, csv_file, workbook_file
from service.uploads.corrected import Corrected

GEOMETRY: Final = "geometry"
CELL_LENGTH: Final = 32_767
"""Characters that a cell of a workbook holds."""
MOST_AS_TABLE: Final = 100_000
"""Features that are made into a workbook or a GeoPackage; GeoJSON and CSV are sent as they are made."""


class CorrectedFormat(StrEnum):
    """The formats of a corrected file."""

    GEOJSON = "geojson"
    CSV = "csv"
    XLSX = "xlsx"
    GPKG = "gpkg"


MEDIA_TYPES: Final[dict[CorrectedFormat, str]] = {
    CorrectedFormat.GEOJSON: "application/geo+json",
    CorrectedFormat.CSV: CSV_TYPE,
    CorrectedFormat.XLSX: XLSX_TYPE,
    CorrectedFormat.GPKG: "application/geopackage+sqlite3",
}


def corrected_file(
    features: Iterable[Corrected], form: CorrectedFormat, *, upload: Row[Any], names: Sequence[str], language: Language
) -> Iterator[bytes]:
    """Give the bytes of the corrected file of an upload, piece by piece.

    In tables outlines stand as WKT under `geometry`; one that is longer than a cell is left out, and said so.
    """
    match form:
        case CorrectedFormat.GEOJSON:
            yield from _geojson(features)
        case CorrectedFormat.CSV:
            yield csv_file([[*names, GEOMETRY]])
            for feature in features:
                yield csv_file([_line(feature)])
        case CorrectedFormat.XLSX:
            lines: list[Line] = [[*names, GEOMETRY], *(_line(_fitting(feature, language)) for feature in features)]
            yield workbook_file({upload.layer: lines}, upload.created_at)
        case CorrectedFormat.GPKG:
            yield _geopackage(list(features), names, upload.layer)


def _geojson(features: Iterable[Corrected]) -> Iterator[bytes]:
    """Give a FeatureCollection (RFC 7946), a feature a line."""
    yield b'{"type":"FeatureCollection","features":[\n'
    for number, feature in enumerate(features):
        outline = None if feature.outline is None else orjson.Fragment(shapely.to_geojson(feature.outline))
        told = {"type": "Feature", "properties": feature.values, "geometry": outline}
        yield (b",\n" if number else b"") + orjson.dumps(told)
    yield b"\n]}\n"


def _line(feature: Corrected) -> Line:
    outline = None if feature.outline is None else shapely.to_wkt(feature.outline, rounding_precision=-1)
    return [*map(_cell, feature.values.values()), outline]


def _cell(value: Any) -> str | float | None:  # noqa: ANN401 - any JSON
    """Give a value for a cell: a list is text there, its members separated by commas."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return orjson.dumps(value).decode() if isinstance(value, dict) else value


def _fitting(feature: Corrected, language: Language) -> Corrected:
    """Leave out an outline that no cell holds."""
    if feature.outline is None or len(shapely.to_wkt(feature.outline, rounding_precision=-1)) <= CELL_LENGTH:
        return feature
    words = translator(language)("The outline is longer than a cell of a workbook holds: take GeoJSON or GeoPackage.")
    told = "\n".join(filter(None, [feature.values["issues"], words]))
    return Corrected(values={**feature.values, "issues": told}, outline=None)


def _geopackage(features: Sequence[Corrected], names: Sequence[str], layer_name: str) -> bytes:
    rows = {name: [_cell(feature.values[name]) for feature in features] for name in names}
    outlines = [feature.outline for feature in features]
    with TemporaryDirectory(prefix="landrelease-") as folder:
        file = Path(folder) / "corrected.gpkg"
        pyogrio.write_dataframe(gpd.GeoDataFrame(rows, geometry=outlines, crs=WGS84), file, layer=layer_name)
        return file.read_bytes()
