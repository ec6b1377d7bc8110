"""The same features in every format are read as the same records."""

import gzip
import io
import json
import math
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import openpyxl
import orjson
import pandas as pd
import pyogrio.raw
import pytest
import shapely
from pyproj import CRS

from gis.answers import Answers
from gis.issues import KINDS, word
from tests.gis.files.hostile import KML, PLACEMARK, VRT, shapefile, zipped
from tests.gis.files.reading import everything

SQUARE: Final = shapely.box(46.95, 39.95, 46.951, 39.951)
DONUT: Final = shapely.Polygon(
    [(47.0, 39.6), (47.01, 39.6), (47.01, 39.61), (47.0, 39.61)],
    [[(47.002, 39.602), (47.002, 39.604), (47.004, 39.604)]],
)
OUTLINES: Final[tuple[shapely.Polygon | None, ...]] = (SQUARE, DONUT, None)
ROWS: Final[tuple[dict[str, Any], ...]] = (
    {"code": "RA-1", "district": "Ağdam, Xıdırlı kəndi", "done_on": date(2025, 10, 20), "area": 9480.25, "cm": 20},
    {"code": "RA-2", "district": "Füzuli «Şükürbəyli»", "done_on": date(2024, 2, 29), "area": 0.5, "cm": 0},
    {"code": "RA-3", "district": None, "done_on": None, "area": None, "cm": None},
)
COLUMNS: Final = tuple(ROWS[0])


TYPES: Final[dict[str, Any]] = {
    "code": object,
    "district": object,
    "done_on": "datetime64[D]",
    "area": "float64",
    "cm": "int32",
}
OF_TODAY: Final = {"TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"}
NOTHING: Final[dict[str, Any]] = {"done_on": "1970-01-01", "area": 0, "cm": 0}


def written(driver: str, folder: Path, name: str, **options: Any) -> bytes:  # noqa: ANN401 - of the driver
    """Write the features with GDAL."""
    path = folder / name
    columns = {key: [row[key] for row in ROWS] for key in COLUMNS}
    filled = {key: [NOTHING.get(key) if v is None else v for v in column] for key, column in columns.items()}
    pyogrio.raw.write(
        path,
        np.array([outline and outline.wkb for outline in OUTLINES], dtype=object),
        [np.array(column, dtype=TYPES[key]) for key, column in filled.items()],
        fields=list(COLUMNS),
        field_mask=[np.array([value is None for value in columns[key]]) for key in COLUMNS],
        driver=driver,
        geometry_type="Polygon",
        crs="EPSG:4326",
        **options,
    )
    return path.read_bytes() if path.is_file() else folder_zipped(path)


def folder_zipped(folder: Path) -> bytes:
    return zipped(*((f"{folder.name}/{path.name}", path.read_bytes()) for path in sorted(folder.iterdir())))


def geojson() -> bytes:
    features = [
        {"type": "Feature", "properties": row, "geometry": json.loads(shapely.to_geojson(outline)) if outline else None}
        for row, outline in zip(ROWS, OUTLINES, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def shapefiles(folder: Path) -> bytes:
    (folder / "shp").mkdir()
    written("ESRI Shapefile", folder, "shp/areas.shp", encoding="UTF-8")
    return folder_zipped(folder / "shp")


def csv_with_wkt(delimiter: str, encoding: str) -> bytes:
    table = pd.DataFrame(list(ROWS)).astype({"cm": "Int32"}).assign(WKT=[o.wkt if o else "" for o in OUTLINES])
    return table.to_csv(index=False, sep=delimiter, lineterminator="\r\n").encode(encoding)


def xlsx_with_wkt() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Buraxılmış ərazilər, 2025-W43"])
    sheet.append([])
    sheet.append([*COLUMNS, "WKT"])
    for row, outline in zip(ROWS, OUTLINES, strict=True):
        sheet.append([*row.values(), outline.wkt if outline else None])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def esri_json() -> bytes:
    """Write the features as a server of ArcGIS gives them: dates in milliseconds, rings clockwise."""

    def attributes(row: dict[str, Any]) -> dict[str, Any]:
        day = row["done_on"]
        at = None if day is None else (day - date(1970, 1, 1)).days * 86_400_000
        return {**row, "done_on": at}

    def rings(outline: shapely.Polygon | None) -> dict[str, Any] | None:
        if outline is None:
            return None
        wound = shapely.orient_polygons(outline, exterior_cw=True)
        return {"rings": [list(map(list, ring.coords)) for ring in (wound.exterior, *wound.interiors)]}

    types = {"area": "Double", "cm": "Integer", "done_on": "Date"}
    return orjson.dumps(
        {
            "geometryType": "esriGeometryPolygon",
            "spatialReference": {"wkid": 4326},
            "fields": [{"name": name, "type": f"esriFieldType{types.get(name, 'String')}"} for name in COLUMNS],
            "features": [
                {"attributes": attributes(row), **({"geometry": rings(outline)} if outline else {})}
                for row, outline in zip(ROWS, OUTLINES, strict=True)
            ],
        }
    )


FORMATS: Final[dict[str, Callable[[Path], bytes]]] = {
    "GeoJSON": lambda _: geojson(),
    "GeoJSON, gzip": lambda _: gzip.compress(geojson()),
    "GeoJSON, zip": lambda _: zipped(("ərazilər.geojson", geojson()), ("__MACOSX/._ərazilər.geojson", b"\x00")),
    "Esri JSON": lambda _: esri_json(),
    "GeoPackage": lambda folder: written("GPKG", folder, "areas.gpkg"),
    "File Geodatabase": lambda folder: written("OpenFileGDB", folder, "areas.gdb", **OF_TODAY),
    "Shapefile": shapefiles,
    "KML": lambda folder: written("LIBKML", folder, "areas.kml"),
    "KMZ": lambda folder: zipped(("doc.kml", written("LIBKML", folder, "areas.kml")), ("files/icon.png", b"\x89PNG")),
    "CSV": lambda _: csv_with_wkt(",", "utf-8"),
    "CSV, semicolons, UTF-16": lambda _: csv_with_wkt(";", "utf-16"),
    "CSV, tabs, mark": lambda _: csv_with_wkt("\t", "utf-8-sig"),
    "CSV, zip": lambda _: zipped(("areas.csv", csv_with_wkt(",", "utf-8"))),
    "XLSX": lambda _: xlsx_with_wkt(),
}


def as_text(value: object) -> object:
    """Give a value as a table of text has it: a day without its midnight, a number without a spare zero."""
    if isinstance(value, datetime):
        return str(value.date())
    return None if value is None else str(value).removesuffix(".0").replace("/", "-")


def same(outline: shapely.Polygon | shapely.MultiPolygon, expected: shapely.Polygon) -> bool:
    """Say whether two outlines are the same, a polygon and one of several parts that has one."""
    drawn = outline if isinstance(outline, shapely.MultiPolygon) else shapely.MultiPolygon([outline])
    return drawn.normalize().equals_exact(shapely.MultiPolygon([expected]).normalize(), 1e-8)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_features_are_the_same_records(name: str, tmp_path: Path) -> None:
    found = everything(FORMATS[name](tmp_path), tmp_path)
    assert [issue for issue in found.issues if issue.kind != "text-encoding-guessed"] == []
    assert found.fault_kinds == []
    assert [{key: as_text(row.get(key)) for key in COLUMNS} for row in found.properties] == [
        {key: as_text(row[key]) for key in COLUMNS} for row in ROWS
    ]
    for outline, expected in zip(found.outlines, OUTLINES, strict=True):
        assert (outline is None) == (expected is None)
        assert expected is None or same(outline, expected)
    assert found.source.crs is None or found.source.crs == CRS.from_epsg(4326)


@pytest.mark.parametrize("name", ["GeoPackage", "Shapefile", "XLSX"])
def test_dates_and_numbers_stay_what_they_are(name: str, tmp_path: Path) -> None:
    first = everything(FORMATS[name](tmp_path), tmp_path).properties[0]
    assert {key: type(first[key]) for key in ("done_on", "area", "cm")} == {"done_on": date, "area": float, "cm": int}


# --- Shapefiles ---------------------------------------------------------------------------------------------------


def table_in(encoding: str, folder: Path, *, says: str | None = None) -> bytes:
    """Zip a Shapefile whose texts are in an encoding that it does not say, unless it does."""
    path = folder / "areas.shp"
    texts = np.array(["Şəki" if encoding == "UTF-8" else "Şuşa, Göygöl", "plain"], dtype=object)
    wkb = np.array([SQUARE.wkb, SQUARE.wkb], dtype=object)
    options = {"fields": ["district_name"[:10]], "geometry_type": "Polygon", "crs": "EPSG:32638", "encoding": encoding}
    pyogrio.raw.write(path, wkb, [texts], driver="ESRI Shapefile", **options)
    path.with_suffix(".cpg").unlink()
    if says:
        path.with_suffix(".cpg").write_text(says)
    return folder_zipped(folder)


@pytest.mark.parametrize(
    ("encoding", "says", "read", "told"),
    [
        ("UTF-8", None, "Şəki", ["UTF-8"]),
        ("UTF-8", "UTF-8", "Şəki", []),
        ("CP1254", None, "Şuşa, Göygöl", ["Windows-1254"]),
        ("CP1254", "1254", "Şuşa, Göygöl", []),
    ],
)
def test_the_text_of_a_shapefile_is_read_as_it_was_written(
    encoding: str, says: str | None, read: str, told: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "areas"
    folder.mkdir()
    found = everything(table_in(encoding, folder, says=says), tmp_path)
    assert found.properties[0] == {"district_n": read}
    assert [word(issue, "en").count(name) for issue, name in zip(found.issues, told, strict=True)] == [1] * len(told)


def test_names_of_columns_that_were_cut_within_a_letter_are_read_without_it(tmp_path: Path) -> None:
    folder = tmp_path / "areas"
    folder.mkdir()
    values = [np.array([0.5]), np.array(["RA-1"], dtype=object)]
    options = {"fields": ["ten_bytes_", "Kod"], "geometry_type": "Polygon", "crs": "EPSG:32638", "encoding": "UTF-8"}
    pyogrio.raw.write(folder / "areas.shp", np.array([SQUARE.wkb]), values, driver="ESRI Shapefile", **options)
    table = folder / "areas.dbf"
    cut = "Azaldılmış sahə".encode()[:10]  # ends between the two bytes of the second ı
    table.write_bytes(table.read_bytes().replace(b"ten_bytes_", cut))
    found = everything(folder_zipped(folder), tmp_path)
    assert found.properties == [{"Azaldılm": 0.5, "Kod": "RA-1"}]


def test_a_shapefile_without_prj_states_no_system_and_one_without_index_is_read(tmp_path: Path) -> None:
    found = everything(shapefile(without=(".prj", ".shx", ".cpg")), tmp_path)
    assert found.source.crs is None
    assert [row["code"] for row in found.properties] == ["RA-1"]
    assert found.outlines[0].equals(shapely.box(46.95, 39.95, 46.951, 39.951))


def test_what_lies_beside_a_shapefile_is_never_opened(tmp_path: Path) -> None:
    found = everything(shapefile(extra=(("areas.vrt", VRT), ("read me.txt", b"hello"))), tmp_path)
    assert [layer.name for layer in found.source.layers] == ["areas"]


# --- layers -------------------------------------------------------------------------------------------------------


def layered(*names: str) -> bytes:
    """Write a GeoPackage of layers: each a polygon, but `points` points and `notes` no geometry."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "areas.gpkg"
    try:
        for name in names:
            outline = {"points": shapely.Point(47, 40), "notes": None}.get(name, SQUARE)
            rows = gpd.GeoDataFrame({"code": [name]}, geometry=[outline], crs=4326)
            table = rows.drop(columns="geometry") if outline is None else rows
            pyogrio.write_dataframe(table, path, layer=name, append=path.exists())
        return path.read_bytes()
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (("areas", "points", "notes"), "areas"),
        (("hazards", "release_areas"), "release_areas"),
        (("Buraxılmış ərazilər 2025", "sərhəd"), "Buraxılmış ərazilər 2025"),
    ],
)
def test_of_several_layers_the_one_that_fits_is_read_and_named(
    names: tuple[str, ...], taken: str, tmp_path: Path
) -> None:
    found = everything(layered(*names), tmp_path)
    assert found.kinds == ["source-layer-taken"]
    assert (found.source.layer_name, [row["code"] for row in found.properties]) == (taken, [taken])


def test_layers_that_fit_alike_are_asked_about_until_one_is_named(tmp_path: Path) -> None:
    content = layered("east", "west")
    asked = everything(content, tmp_path)
    assert (asked.kinds, asked.properties) == (["source-layer-open"], [])
    assert KINDS["source-layer-open"].asks == "source_layer"
    found = everything(content, tmp_path, answers=Answers(source_layer="west"))
    assert (found.kinds, [row["code"] for row in found.properties]) == ([], ["west"])


def test_several_shapefiles_are_layers(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(shapefile())) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    content = zipped(*((f"{place}/{name}", held) for place in ("east", "west") for name, held in members))
    names = [layer.name for layer in everything(content, tmp_path).source.layers]
    assert names == ["areas", "west_areas"]
    found = everything(content, tmp_path, answers=Answers(source_layer="west_areas"))
    assert [row["code"] for row in found.properties] == ["RA-1"]


def test_folders_of_kml_are_read_together_or_alone(tmp_path: Path) -> None:
    folders = b"".join(b"<Folder><name>%s</name>%s</Folder>" % (name, PLACEMARK) for name in (b"A", b"B"))
    together = everything(KML % folders, tmp_path)
    assert together.kinds == ["folders-read-together"]
    assert [row["Folder"] for row in together.properties] == ["A", "B"]
    alone = everything(KML % folders, tmp_path, answers=Answers(source_layer="B"))
    assert [row["Folder"] for row in alone.properties] == ["B"]


# --- what formats say beside ---------------------------------------------------------------------------------------


DOMAINS: Final = """
    create table gpkg_data_columns (table_name text, column_name text, name text, title text, description text,
        mime_type text, constraint_name text);
    create table gpkg_data_column_constraints (constraint_name text, constraint_type text, value text, min numeric,
        min_is_inclusive boolean, max numeric, max_is_inclusive boolean, description text);
    insert into gpkg_data_columns (table_name, column_name, constraint_name) values ('areas', 'cm', 'methods');
    insert into gpkg_data_column_constraints (constraint_name, constraint_type, value, description)
        values ('methods', 'enum', '20', 'Təmizlənib'), ('methods', 'range', null, null);
"""


def test_coded_domains_come_with_their_names(tmp_path: Path) -> None:
    """The geodatabase is one that ogr2ogr 3.6 wrote from a GeoPackage with such a table."""
    geodatabase = everything(Path(__file__).with_name("domains.gdb.zip").read_bytes(), tmp_path)
    assert geodatabase.source.codes == {"method": {"1": "Təmizlənib", "2": "Ləğv edilib", "3": "İxtisar edilib"}}
    assert [row["method"] for row in geodatabase.properties] == [1, 3]
    path = tmp_path / "areas.gpkg"
    written("GPKG", tmp_path, path.name)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DOMAINS)
    assert everything(path.read_bytes(), tmp_path).source.codes == {"cm": {"20": "Təmizlənib"}}
    domain = {"type": "codedValue", "codedValues": [{"name": "Təmizlənib", "code": 20}]}
    served = orjson.loads(esri_json())
    served["fields"][-1]["domain"] = domain
    assert everything(orjson.dumps(served), tmp_path).source.codes == {"cm": {"20": "Təmizlənib"}}


def test_curves_are_read_as_short_edges(tmp_path: Path) -> None:
    curve = "CURVEPOLYGON (CIRCULARSTRING (47 40, 47.001 40.001, 47.002 40, 47.001 39.999, 47 40))"
    source = tmp_path / "curve.csv"
    source.write_text(f'code,WKT\nRA-1,"{curve}"\n')
    path = tmp_path / "areas.gpkg"
    subprocess.run(
        ["ogr2ogr", "-nln", "areas", "-nlt", "CURVEPOLYGON", "-a_srs", "EPSG:4326", path, source], check=True
    )
    found = everything(path.read_bytes(), tmp_path)
    assert found.outlines[0].area == pytest.approx(math.pi * 0.001**2, rel=1e-3)


def test_heights_measures_and_collections_come_out_as_they_are(tmp_path: Path) -> None:
    texts = ["POLYGON Z ((47 40 5, 47.1 40 5, 47.1 40.1 5, 47 40 5))", "GEOMETRYCOLLECTION (POINT (47 40))"]
    found = everything(("code;WKT\n" + "".join(f"RA;{text}\n" for text in texts)).encode(), tmp_path)
    assert found.outlines[0].has_z
    assert [outline.geom_type for outline in found.outlines] == ["Polygon", "GeometryCollection"]


def test_a_description_that_is_a_table_is_taken_apart(tmp_path: Path) -> None:
    table = (
        b"<![CDATA[<html><body><table><tr><td colspan='2'>Areas</td></tr><tr><td>Kod</td><td>RA-7</td></tr>"
        b"<tr><td>Sah\xc9\x99 &amp; yer</td><td>1701,5</td></tr><tr><td>Bo\xc5\x9f</td><td>&lt;Null&gt;</td></tr>"
        b"</table></body></html>]]>"
    )
    found = everything(
        KML % PLACEMARK.replace(b"<Point>", b"<description>" + table + b"</description><Point>"), tmp_path
    )
    row = found.properties[0]
    assert (row["Kod"], row["Sahə & yer"], row["Boş"]) == ("RA-7", "1701,5", None)


def test_links_of_kml_are_counted_and_not_followed(tmp_path: Path) -> None:
    link = b"<NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink>"
    found = everything(KML % (link + PLACEMARK), tmp_path)
    assert (found.kinds, len(found.properties)) == (["links-not-followed"], 1)


def test_a_ring_that_does_not_close_is_closed_and_told(tmp_path: Path) -> None:
    ring = b"46.95,39.95 46.951,39.95 46.951,39.951"
    polygon = (
        b"<Polygon><outerBoundaryIs><LinearRing><coordinates>%s</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    )
    found = everything(KML % b"<Placemark>%s</Placemark>" % (polygon % ring), tmp_path)
    assert found.fault_kinds == [(0, "ring-not-closed")]
    assert found.outlines[0].equals(shapely.Polygon([(46.95, 39.95), (46.951, 39.95), (46.951, 39.951)]))
