"""The process in which GDAL reads knows one driver, stays within its limits, and outlives no file."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import orjson
import pyogrio.raw
import pytest
import shapely

from gis.files.gdal import GdalReader, gdal_reader
from gis.files.request import RefusedFile
from gis.files.source import SourceLayer
from tests.gis.files.hostile import VRT, geopackage
from tests.gis.files.reading import everything

AREAS = SourceLayer(name="areas", geometry_type="Polygon", feature_count=1)


@pytest.mark.parametrize("name", ["areas.vrt", "areas.gpkg", "areas.json", "areas.shp"])
@pytest.mark.parametrize("driver", ["GPKG", "ESRIJSON", "ESRI Shapefile", "OpenFileGDB"])
def test_a_virtual_file_opens_nothing_whatever_it_is_called(name: str, driver: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(VRT.replace(b"CSV:/etc/passwd", b"/etc/passwd"))
    with gdal_reader(path, driver=driver) as reader, pytest.raises(RefusedFile):
        reader.layers()


def test_a_file_of_another_driver_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    path.write_bytes(geopackage())
    with gdal_reader(path, driver="ESRIJSON") as reader, pytest.raises(RefusedFile):
        reader.layers()


def test_the_process_ends_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    path.write_bytes(geopackage())
    with gdal_reader(path, driver="GPKG") as reader:
        assert [layer.name for layer in reader.layers()] == ["areas"]
    with pytest.raises((RefusedFile, ValueError)):
        reader.layers()


def test_a_reader_can_be_left_before_its_end_and_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    path.write_bytes(geopackage())
    with gdal_reader(path, driver="GPKG") as reader:
        first = next(reader.parts(AREAS))
        again = list(reader.parts(AREAS))
    assert [part.properties for part in again] == [first.properties] == [[{"code": "RA-1"}]]


def test_a_file_that_takes_the_process_down_is_refused_soon(tmp_path: Path) -> None:
    """A million brackets: whatever reads them may run out of what it may take."""
    begun = time.perf_counter()
    deep = b'{"geometryType":"esriGeometryPolygon","features":[{"geometry":{"rings":' + b"[" * 1_000_000
    found = everything(deep, tmp_path)
    assert found.kinds in (["file-damaged"], ["file-unreadable"])
    assert time.perf_counter() - begun < 10


def test_a_geopackage_that_was_copied_while_it_was_open_is_read(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    path.write_bytes(geopackage())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
    assert [row["code"] for row in everything(path.read_bytes(), tmp_path).properties] == ["RA-1"]


def test_numbers_beyond_measure_are_missing_or_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "areas"
    folder.mkdir()
    box = shapely.box(46.95, 39.95, 46.951, 39.951)
    pyogrio.raw.write(
        folder / "areas.shp",
        np.array([box.wkb] * 3, dtype=object),
        [np.array([1.5, 2.5, 3.5])],
        fields=["area"],
        geometry_type="Polygon",
        crs="EPSG:4326",
        driver="ESRI Shapefile",
    )
    table = (folder / "areas.dbf").read_bytes()
    width = table[32 + 16]
    at = len(table) - 1 - 3 * (width + 1)
    cells = [b"9" * width, b"*" * width, b"1e999".rjust(width)]
    (folder / "areas.dbf").write_bytes(table[:at] + b"".join(b" " + cell for cell in cells) + b"\x1a")
    with gdal_reader(folder, driver="ESRI Shapefile") as reader:
        values = [row["area"] for part in reader.parts(reader.layers()[0]) for row in part.properties]
    assert values[0] == pytest.approx(float("9" * width))
    assert values[1:] == [None, None]
    assert orjson.dumps(values)


def test_features_come_in_parts_by_their_size_and_in_order(tmp_path: Path) -> None:
    count = 30_000
    path = tmp_path / "areas.gpkg"
    ring = shapely.Point(47, 40).buffer(0.001, quad_segs=16)
    codes = np.array([f"RA-{number}" for number in range(count)], dtype=object)
    pyogrio.raw.write(
        path,
        np.array([ring.wkb] * count, dtype=object),
        [codes],
        fields=["code"],
        layer="areas",
        geometry_type="Polygon",
        crs="EPSG:4326",
        driver="GPKG",
    )
    with gdal_reader(path, driver="GPKG") as reader:
        parts = list(reader.parts(reader.layers()[0]))
    assert len(parts) > 2
    assert [row["code"] for part in parts for row in part.properties] == codes.tolist()
    assert [part.first for part in parts] == np.cumsum([0, *map(len, parts[:-1])]).tolist()
    assert parts[-1].bytes_read == path.stat().st_size


def test_a_process_that_is_gone_is_told_as_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    path.write_bytes(geopackage())
    with gdal_reader(path, driver="GPKG") as reader:
        _end(reader)
        with pytest.raises(RefusedFile, match="file-unreadable"):
            reader.layers()


def _end(reader: GdalReader) -> None:
    """End the process of a reader as the machine would."""
    reader.process.kill()
    reader.process.wait()
