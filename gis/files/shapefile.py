"""The text of a Shapefile: in which encoding it is, said or found out."""

import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Final

from gis.issues import Issue

HEADER: Final = struct.Struct("<4xIHH17xB2x")
"""Of the table: how many records, bytes of the header, bytes of a record, and the code page."""
COLUMN: Final = struct.Struct("<11xc4xB15x")
"""Of a column: its type and width."""
NAME_BYTES: Final = 11
"""Of a column's name, the zero behind it included."""
CODE_PAGES: Final = {0xC8: "CP1250", 0xC9: "CP1251", 0xCA: "CP1254"}
"""What the table says, as far as programs set it on purpose; 1252 is what they write when they do not know."""
RECORDS_LOOKED_AT: Final = 20_000


def text_encoding(shapefile: Path) -> tuple[str | None, list[Issue]]:
    """Say in which encoding a Shapefile's texts are, and tell when that is a guess.

    A `.cpg` beside it decides, then the table's own code page. Without either, text that is UTF-8 is UTF-8 (nothing
    else looks like it by chance), and other text is Windows-1254, as Turkish and Azerbaijani systems write.

    Returns
    -------
    encoding
        None: GDAL finds it, in the `.cpg`.
    """
    table = shapefile.with_suffix(".dbf")
    if shapefile.with_suffix(".cpg").exists() or not table.exists():
        return None, []
    with table.open("rb") as file:
        header = file.read(HEADER.size)
        if len(header) < HEADER.size:
            return None, []
        if stated := CODE_PAGES.get(HEADER.unpack(header)[3]):
            return stated, []
        texts = [text for text in _texts(file, header) if not text.isascii()]
    if not texts:
        return "UTF-8", []
    encoding = "UTF-8" if all(map(_is_utf8, texts)) else "CP1254"
    return encoding, [Issue(kind="text-encoding-guessed", values={"encoding": encoding.replace("CP", "Windows-")})]


def mend_names(table: Path) -> None:
    """Take from the names of a table's columns the half of a letter that cutting them to ten bytes has left.

    Azerbaijani letters are two bytes in UTF-8: programs cut between them, and GDAL then cannot give the name.
    """
    with table.open("r+b") as file:
        header = file.read(HEADER.size)
        header_bytes = HEADER.unpack(header)[1] if len(header) == HEADER.size else 0
        for at in range(HEADER.size, header_bytes - COLUMN.size + 1, COLUMN.size):
            file.seek(at)
            name = file.read(NAME_BYTES).rstrip(b"\x00")
            if not name.isascii() and _is_utf8(name):
                whole = name.decode(errors="ignore").encode()
                file.seek(at)
                file.write(whole.ljust(NAME_BYTES, b"\x00"))


def _texts(file: IO[bytes], header: bytes) -> Iterator[bytes]:
    """Give the texts of the first records as bytes."""
    record_count, header_bytes, record_bytes, _ = HEADER.unpack(header)
    described = file.read(max(0, header_bytes - HEADER.size))
    whole = len(described) // COLUMN.size * COLUMN.size
    at, spans = 1, []  # a record begins with a byte that says whether it was deleted
    for kind, width in COLUMN.iter_unpack(described[:whole]):
        spans += [slice(at, at + width)] if kind == b"C" else []
        at += width
    for _ in islice(range(record_count), RECORDS_LOOKED_AT):
        if len(record := file.read(record_bytes)) < max(record_bytes, 1):
            return
        yield from (record[span].rstrip(b" \x00") for span in spans)


def _is_utf8(text: bytes) -> bool:
    """Say whether a text is UTF-8; its last letter may have been cut by the column's width."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True
