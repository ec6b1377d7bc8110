"""An example file of a layer: every field, its codes and what it means, ready to be filled."""

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.layers import Field, Kind, Layer, Shape

SUFFIXES: Final = (".geojson", ".gpkg", ".xlsx")
POLYGON: Final = shapely.box(46.930, 39.990, 46.931, 39.991)
"""About 100 m on a side, north of Aghdam."""

EXAMPLES: Final[dict[Kind, Any]] = {
    Kind.TEXT: "…",
    Kind.TEXTS: ["…"],
    Kind.INTEGER: 1,
    Kind.NUMBER: 1.5,
    Kind.DATE: "2024-05-13",
    Kind.BOOLEAN: False,
    Kind.LINK: "EXAMPLE-1",
    Kind.LINKS: ["EXAMPLE-1"],
}


class UnknownFormatError(ValueError):
    """The file's ending names no format that templates are made in."""


def write_template(layer: Layer, file: Path) -> None:
    """Write an example of a layer, in the format that the file's ending names.

    Raises
    ------
    UnknownFormatError
        If the ending is none of `SUFFIXES`.
    """
    match file.suffix.lower():
        case ".geojson":
            file.write_bytes(_geojson(layer))
        case ".gpkg":
            _write_geopackage(layer, file)
        case ".xlsx":
            _write_workbook(layer, file)
        case _:
            raise UnknownFormatError(f"{file.name}: the ending must be one of {', '.join(SUFFIXES)}")


def described(layer: Layer) -> list[dict[str, Any]]:
    """Give what is to be known of each field: name, kind, whether it is required, its codes, and what it means."""
    return [
        {
            "name": field.name,
            "kind": field.kind.value,
            "is_required": field.is_required,
            "codes": [member.value for member in field.codelist] if field.codelist else [],
            "en": field.en,
            "az": field.az,
        }
        for field in layer.fields
    ]


def _properties(layer: Layer) -> dict[str, Any]:
    return {field.name: _example(field) for field in layer.fields}


def _example(field: Field) -> Any:  # noqa: ANN401 - any JSON
    """Give what an example holds: a value where one is required, the default where there is one, else nothing."""
    if field.name == "code":
        return "EXAMPLE-1"
    if not field.is_required:
        return field.default
    if field.codelist is None:
        return EXAMPLES[field.kind]
    codes = [member.value for member in field.codelist]
    return codes[:1] if field.is_list else codes[0]


def _geometry(layer: Layer) -> BaseGeometry | None:
    if Shape.POLYGON in layer.shapes:
        return POLYGON
    return shapely.Point(46.9305, 39.9905) if layer.shapes else None


def _geojson(layer: Layer) -> bytes:
    geometry = _geometry(layer)
    outline = None if geometry is None else shapely.geometry.mapping(geometry)
    feature = {"type": "Feature", "properties": _properties(layer), "geometry": outline}
    template = {"type": "FeatureCollection", "fields": described(layer), "features": [feature]}
    return orjson.dumps(template, option=orjson.OPT_INDENT_2) + b"\n"


def _write_geopackage(layer: Layer, file: Path) -> None:
    row = _cells(_properties(layer))
    file.unlink(missing_ok=True)
    if layer.shapes:
        frame = gpd.GeoDataFrame([row], geometry=[_geometry(layer)], crs=WGS84)
        pyogrio.write_dataframe(frame, file, layer=layer.name)
    else:
        pyogrio.write_dataframe(pd.DataFrame([row]), file, layer=layer.name)
    pyogrio.write_dataframe(_description(layer), file, layer="fields")


def _write_workbook(layer: Layer, file: Path) -> None:
    geometry = _geometry(layer)
    row = _cells(_properties(layer)) | ({} if geometry is None else {"geometry": geometry.wkt})
    with pd.ExcelWriter(file, engine="xlsxwriter") as workbook:
        for name, table in ((layer.name, pd.DataFrame([row])), ("fields", _description(layer))):
            table.to_excel(workbook, sheet_name=name, index=False, freeze_panes=(1, 0))
            workbook.sheets[name].autofit()


def _description(layer: Layer) -> pd.DataFrame:
    return pd.DataFrame([_cells(field) for field in described(layer)])


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row for a table: a list is text there, its members separated by commas."""
    return {name: ", ".join(value) if isinstance(value, list) else value for name, value in row.items()}
