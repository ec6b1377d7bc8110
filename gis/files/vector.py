"""Opening what GDAL reads: Esri JSON, GeoPackages, file geodatabases and Shapefiles."""

import shutil
from functools import partial
from pathlib import Path

from gis.files.choice import chosen
from gis.files.gdal import GdalReader, gdal_reader
from gis.files.geopackage import look_through
from gis.files.request import RefusedFile, Request
from gis.files.shapefile import mend_names, text_encoding
from gis.files.source import Source
from gis.issues import Issue


def open_esri_json(request: Request) -> Source:
    """Open features as ArcGIS servers give them."""
    path = _named(request, "features.json")
    return _source(request, _reader(request, path, "ESRIJSON"))


def open_geopackage(request: Request) -> Source:
    """Open a GeoPackage, after looking through what it would make the reader do."""
    path = _named(request, "features.gpkg")
    look_through(path)
    return _source(request, _reader(request, path, "GPKG"))


def open_geodatabase(request: Request, folder: Path) -> Source:
    """Open an unpacked file geodatabase."""
    return _source(request, _reader(request, folder, "OpenFileGDB"))


def open_shapefiles(request: Request, folder: Path) -> Source:
    """Open the one that is asked for of the Shapefiles unpacked into a folder."""
    for table in folder.glob("*.dbf"):
        mend_names(table)
    return _source(request, _reader(request, folder, "ESRI Shapefile"), folder)


def _reader(request: Request, path: Path, driver: str) -> GdalReader:
    return request.closing.enter_context(gdal_reader(path, driver=driver))


def _named(request: Request, name: str) -> Path:
    """Give the file under a name of our own, for GDAL also looks at names."""
    folder = request.folder / "gdal"
    folder.mkdir()
    target = folder / name
    shutil.copyfile(request.path, target)
    return target


def _source(request: Request, reader: GdalReader, shapefiles: Path | None = None) -> Source:
    """Give what a reader finds, or the question which of its layers to read."""
    layers = sorted(reader.layers(), key=lambda layer: layer.name) if shapefiles else reader.layers()
    if not layers:
        raise RefusedFile("file-unreadable", format=reader.format)
    layer, issues = chosen(layers, request)
    if layer is None:
        return Source(format=reader.format, layers=tuple(layers), issues=tuple(issues))
    crs, codes = reader.about(layer.name)
    encoding, guessed = text_encoding(shapefiles / f"{layer.name}.shp") if shapefiles else (None, [])
    empty = [Issue(kind="file-without-features", values={})] if layer.feature_count == 0 else []
    return Source(
        format=reader.format,
        layers=tuple(layers),
        layer_name=layer.name,
        crs=crs,
        codes=codes,
        issues=(*issues, *guessed, *empty),
        parts=partial(reader.parts, layer, encoding=encoding),
    )
