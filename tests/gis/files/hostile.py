"""Files made to harm or confuse: each with the kind of issue by which it is refused."""

import gzip
import io
import sqlite3
import stat
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import geopandas as gpd
import openpyxl
import shapely

RELEASE: Final = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"RA-1","release_method":"cleared",'
    b'"effective_date":"2025-10-20"},"geometry":{"type":"Polygon","coordinates":[[[46.95,39.95],[46.951,39.95],'
    b"[46.951,39.951],[46.95,39.95]]]}}]}"
)
KML_START: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
KML: Final = b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>'
PLACEMARK: Final = b"<Placemark><name>RA-1</name><Point><coordinates>46.95,39.95</coordinates></Point></Placemark>"
VRT: Final = (
    b'<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>CSV:/etc/passwd</SrcDataSource></OGRVRTLayer>'
    b"</OGRVRTDataSource>"
)
ENTITIES: Final = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10))
"""Ten to the ninth times three letters, in half a kilobyte."""
BOMB_BYTES: Final = 64 * 1024**2


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Pack members; names may be repeated."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def zip_bomb(name: str = "areas.geojson") -> bytes:
    """Pack sixty-four megabytes of blanks into a few kilobytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for _ in range(BOMB_BYTES // 1024**2):
            member.write(b" " * 1024**2)
    return packed.getvalue()


def lying_zip() -> bytes:
    """Pack more than the table of contents says."""
    packed = bytearray(zipped(("areas.geojson", b" " * 1024**2)))
    at = packed.index(b"PK\x01\x02")
    struct.pack_into("<I", packed, at + 24, 10)
    return bytes(packed)


def zip_from_before_itself() -> bytes:
    """Say that the table of contents lies further on than it does, so that members begin before the file."""
    packed = bytearray(zipped(("areas.geojson", RELEASE)))
    at = packed.index(b"PK\x05\x06") + 16
    struct.pack_into("<I", packed, at, struct.unpack_from("<I", packed, at)[0] + 1_000)
    return bytes(packed)


def endless_directory() -> bytes:
    """Say in the last record that the table of contents is gigabytes long."""
    packed = bytearray(zipped(("areas.geojson", RELEASE)))
    struct.pack_into("<I", packed, packed.index(b"PK\x05\x06") + 12, 2**31)
    return bytes(packed)


def encrypted() -> bytes:
    """Say of a member that it has a password."""
    packed = bytearray(zipped(("areas.geojson", RELEASE)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + offset] |= 1
    return bytes(packed)


def symlink() -> bytes:
    """Pack a link to a file of the machine."""
    link = zipfile.ZipInfo("areas.geojson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped((link, b"/etc/passwd"))


def nested_zip(depth: int) -> bytes:
    """Pack an archive into an archive, and so on."""
    content = RELEASE
    for _ in range(depth):
        content = zipped(("areas.kmz", content))
    return content


def geopackage(*statements: str) -> bytes:
    """Write a GeoPackage of one release, and run statements on it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "areas.gpkg")
        box = shapely.box(46.95, 39.95, 46.951, 39.951)
        gpd.GeoDataFrame({"code": ["RA-1"]}, geometry=[box], crs=4326).to_file(path, layer="areas")
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path.read_bytes()


def virtual_table() -> bytes:
    """Write a GeoPackage with a table that another driver is to read from the machine."""
    return geopackage(
        "create table stolen (line text)",
        "pragma writable_schema = on",
        "update sqlite_schema set rootpage = 0, sql = 'CREATE VIRTUAL TABLE stolen USING VirtualOGR(''/etc/passwd'')' "
        "where name = 'stolen'",
    )


def shapefile(*, without: tuple[str, ...] = (), extra: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """Zip a Shapefile of one release."""
    with tempfile.TemporaryDirectory() as folder:
        box = shapely.box(46.95, 39.95, 46.951, 39.951)
        gpd.GeoDataFrame({"code": ["RA-1"]}, geometry=[box], crs=4326).to_file(Path(folder, "areas.shp"))
        files = [(path.name, path.read_bytes()) for path in sorted(Path(folder).iterdir())]
    return zipped(*(file for file in files if not file[0].endswith(without)), *extra)


def workbook(*, replacing: dict[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """Write a workbook of one release, some of its members changed."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["code", "release_method", "effective_date"])
    sheet.append(["RA-1", "cleared", "2025-10-20"])
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    changes = replacing or {}
    return zipped(*((name, changes.get(name, bytes)(content)) for name, content in members))


def with_entities(content: bytes) -> bytes:
    """Put a bomb of entities before the root of an XML text, and set it off inside."""
    root = content.index(b"<worksheet")
    bomb = b'<!DOCTYPE worksheet [<!ENTITY e0 "bad">%s]>' % ENTITIES
    return content[:root] + bomb + content[root:].replace(b"<v>", b"<v>&e9;", 1)


HOSTILE: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "empty": ("file-empty", lambda: b""),
    "blank": ("file-empty", lambda: b" \r\n\t"),
    "pdf": ("file-of-another-format", lambda: b"%PDF-1.7\n"),
    "old excel": ("file-of-another-format", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512),
    "program": ("file-of-another-format", lambda: b"\x7fELF" + b"\x00" * 64),
    "zeros": ("file-of-another-format", lambda: b"\x00" * 4096),
    "bare shp": ("file-of-another-format", lambda: b"\x00\x00\x27\x0a" + b"\x00" * 96),
    "vrt": ("file-of-another-format", lambda: VRT),
    "vrt after a comment": ("file-of-another-format", lambda: b"<!-- <kml> -->" + VRT),
    "gpx": ("file-of-another-format", lambda: b"<gpx version='1.1'></gpx>"),
    "html": ("file-of-another-format", lambda: b"<!doctype html><html><body>404</body></html>"),
    "sentence": ("table-without-heading", lambda: b"See the attached file."),
    "endless line": ("table-line-endless", lambda: b"code,remarks\n1," + b"a" * 40 * 1024**2),
    "endless quote": ("table-line-endless", lambda: b'code,remarks\n1,"' + b"a,b,c,d,\n" * 4 * 1024**2),
    "zip bomb": ("archive-too-large", zip_bomb),
    "gzip bomb": ("archive-too-large", lambda: gzip.compress(b" " * BOMB_BYTES, 1)),
    "workbook bomb": ("archive-too-large", lambda: zip_bomb("xl/workbook.xml")),
    "zip that lies": ("archive-damaged", lying_zip),
    "zip that begins before itself": ("archive-damaged", zip_from_before_itself),
    "zip cut short": ("archive-damaged", lambda: shapefile()[:-200]),
    "gzip cut short": ("archive-damaged", lambda: gzip.compress(RELEASE)[:-12]),
    "zip of gigabytes of names": ("archive-of-too-many", endless_directory),
    "zip of thousands": ("archive-of-too-many", lambda: zipped(*((f"{n}.txt", b"") for n in range(6_000)))),
    "zip of nothing": ("archive-without-data", zipped),
    "zip of letters": ("archive-without-data", lambda: zipped(("word/document.xml", b""), ("a.xml", b""))),
    "zip of two": ("archive-of-several", lambda: zipped(("a.csv", b"a,b\n1,2"), ("b.csv", b"a,b\n1,2"))),
    "zip slip": ("archive-member-unsafe", lambda: zipped(("../../areas.geojson", RELEASE))),
    "zip slip of windows": ("archive-member-unsafe", lambda: zipped(("..\\areas.geojson", RELEASE))),
    "zip from the root": ("archive-member-unsafe", lambda: zipped(("/etc/areas.geojson", RELEASE))),
    "zip of a drive": ("archive-member-unsafe", lambda: zipped(("C:/areas.geojson", RELEASE))),
    "zip of a link": ("archive-member-unsafe", symlink),
    "zip with a password": ("archive-encrypted", encrypted),
    "zip of a name twice": (
        "archive-name-repeated",
        lambda: zipped(("areas.geojson", RELEASE), ("Areas.geojson", RELEASE)),
    ),
    "zip in zip in zip": ("archive-nested", lambda: nested_zip(3)),
    "gzip in gzip": ("archive-nested", lambda: gzip.compress(gzip.compress(RELEASE))),
    "kml of entities": (
        "file-reaches-out",
        lambda: KML_START + b'<!DOCTYPE kml [<!ENTITY e0 "bad">' + ENTITIES + b"]>" + KML % b"<name>&e9;</name>",
    ),
    "kml that reads a file": (
        "file-reaches-out",
        lambda: KML_START + b'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + KML % b"<name>&x;</name>",
    ),
    "kml of a link": (
        "file-reaches-out",
        lambda: KML % b"<NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink>",
    ),
    "kml that is deep": ("file-too-deep", lambda: KML % (b"<Folder>" * 100 + b"</Folder>" * 100)),
    "kml cut short": ("file-damaged", lambda: (KML % PLACEMARK)[:-30]),
    "kml and vrt": ("file-damaged", lambda: KML % PLACEMARK + VRT),
    "geopackage cut short": ("file-damaged", lambda: geopackage()[:9_000]),
    "geopackage of a view": (
        "file-reaches-out",
        lambda: geopackage("create view seen as select * from areas"),
    ),
    "geopackage of another driver": ("file-reaches-out", virtual_table),
    "sqlite": ("file-of-another-format", lambda: geopackage("drop table gpkg_contents")),
    "shapefile of noise": (
        "file-unreadable",
        lambda: zipped(("areas.shp", b"\x00\x00\x27\x0a" + b"\x7f" * 96)),
    ),
    "workbook of entities": (
        "file-damaged",
        lambda: workbook(replacing={"xl/worksheets/sheet1.xml": with_entities}),
    ),
    "workbook cut short": (
        "file-damaged",
        lambda: workbook(replacing={"xl/worksheets/sheet1.xml": lambda sheet: sheet[:-60]}),
    ),
    "workbook of nothing": (
        "table-without-heading",
        lambda: workbook(replacing={"xl/workbook.xml": lambda _: b"<workbook/>"}),
    ),
}
"""By what they are: the issue, and the bytes."""
