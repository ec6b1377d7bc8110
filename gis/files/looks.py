"""What a file is: its bytes decide, whatever its name says."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Final

HEAD_BYTES: Final = 65_536
"""How much of a file is looked at."""


class Look(StrEnum):
    """What a file looks like from its first bytes."""

    EMPTY = "empty"
    ZIP = "ZIP"
    GZIP = "GZIP"
    SQLITE = "GeoPackage"
    KML = "KML"
    ESRI_JSON = "Esri JSON"
    JSON = "GeoJSON"
    TEXT = "CSV"
    FOREIGN = "foreign"


SIGNATURES: Final = (
    (b"PK\x03\x04", Look.ZIP),
    (b"PK\x05\x06", Look.ZIP),
    (b"\x1f\x8b", Look.GZIP),
    (b"SQLite format 3\x00", Look.SQLITE),
)
FOREIGN: Final = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x00\x00\x27\x0a", "SHP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "XZ"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"AC10", "DWG"),
    (b"fgb\x03", "FlatGeobuf"),
    (b"PAR1", "Parquet"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
"""How files begin that people send and that are not read here."""
MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte order marks and the encodings they announce; the longer ones first."""
ESRI_JSON: Final = re.compile(r'"(geometryType"\s*:\s*"esriGeometry|displayFieldName"|fieldAliases"|rings"\s*:)')
ROOT: Final = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
COMMENTS: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def look_of(path: Path) -> tuple[Look, str]:
    """Say what a file looks like, and how people call it.

    Returns
    -------
    look
        Decides who reads it.
    name
        For a person: `GeoJSON`, or of what is not read here `PDF`, `XML (gpx)`.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        return Look.EMPTY, ""
    for start, look in SIGNATURES:
        if head.startswith(start):
            return look, look.value
    for start, name in FOREIGN:
        if head.startswith(start):
            return Look.FOREIGN, name
    return _text_look(head)


def _text_look(head: bytes) -> tuple[Look, str]:
    """Tell JSON, XML and tables apart."""
    text = head_text(head).lstrip("\ufeff\x1e \t\r\n")
    if not text:
        return Look.EMPTY, ""
    if text.startswith(("{", "[")):
        look = Look.ESRI_JSON if ESRI_JSON.search(text) and '"FeatureCollection"' not in text else Look.JSON
        return look, look.value
    if text.startswith("<"):
        root = ROOT.search(COMMENTS.sub("", text))
        name = root.group(1) if root else "?"
        return (Look.KML, Look.KML.value) if name == "kml" else (Look.FOREIGN, f"XML ({name})")
    return (Look.FOREIGN, "binary") if "\x00" in text else (Look.TEXT, Look.TEXT.value)


def head_text(head: bytes) -> str:
    """Give the beginning of a file as text, whatever its encoding: enough to see what it is."""
    return head.decode(encoding_of_head(head), errors="replace")


def encoding_of_head(head: bytes) -> str:
    """Give the encoding that the beginning of a text shows: by a byte order mark, or by ASCII in pairs of bytes.

    Without either, UTF-8.
    """
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if len(head) > 1 and (head[0] == 0) != (head[1] == 0):
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    return "utf-8"
