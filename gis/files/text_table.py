"""Opening tables as text: CSV with any of the usual delimiters and encodings."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Final

from gis.files.cells import Row
from gis.files.looks import HEAD_BYTES, encoding_of_head
from gis.files.request import RefusedFile, Request
from gis.files.source import Source
from gis.files.table import source_of, table_of
from gis.issues import Issue

DELIMITERS: Final = (";", "\t", ",", "|")
"""Tried in this order: where a semicolon parts the columns, commas are of decimals."""
LOOKED_AT: Final = 1024**2
"""Characters in which the delimiter is looked for."""
CELL_LIMIT: Final = 32 * 1024**2
"""Characters in one cell, and in one line: an outline of a million points."""
LINES_BETWEEN: Final = 100
"""Lines after which progress is noted again."""
CHUNK_BYTES: Final = 1024**2
GUESSED: Final = "cp1254"
SEPARATOR_SAID: Final = "sep="
"""How spreadsheets say the delimiter, in a line before all others."""


def open_text_table(request: Request) -> Source:
    """Open a table of text, after finding out its encoding and delimiter."""
    encoding, issues = _encoding(request.path)
    rows = Rows(request.path, encoding)
    name = Path(request.name).stem
    return source_of("CSV", [table_of(name, rows)], request, issues=issues, progress=rows.bytes_read)


class Rows:
    """The rows of a text, from the beginning each time they are asked for."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        self._encoding = encoding
        self._read = 0
        self._delimiter, self._skipped = _delimiter(_first(self._lines()))

    def bytes_read(self) -> int:
        """Say how much has been read."""
        return self._read

    def __call__(self, _: int) -> Iterator[Row]:
        """Read the rows, whole ones.

        Raises
        ------
        RefusedFile
            When a line or a cell has no end.
        """
        csv.field_size_limit(CELL_LIMIT)
        reader = csv.reader(islice(self._lines(), self._skipped, None), delimiter=self._delimiter)
        try:
            yield from reader
        except csv.Error as error:
            raise RefusedFile("table-line-endless", line=reader.line_num) from error

    def _lines(self) -> Iterator[str]:
        with (
            self._path.open("rb") as raw,
            io.TextIOWrapper(raw, encoding=self._encoding, errors="replace", newline="") as file,
        ):
            for number in count():
                line = file.readline(CELL_LIMIT)
                if not line:
                    return
                if len(line) == CELL_LIMIT:
                    raise RefusedFile("table-line-endless", line=number + 1)
                if number % LINES_BETWEEN == 0:
                    self._read = raw.tell()
                yield line


def _encoding(path: Path) -> tuple[str, list[Issue]]:
    """Say in which encoding a text is: as it begins, or UTF-8 if all of it is, or else a guess, which is told."""
    with path.open("rb") as file:
        said = encoding_of_head(file.read(HEAD_BYTES))
        if said != "utf-8":
            return said, []
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(CHUNK_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return GUESSED, [Issue(kind="text-encoding-guessed", values={"encoding": "Windows-1254"})]
    return said, []


def _first(lines: Iterator[str]) -> list[str]:
    """Give lines from the beginning, up to a length that any number of them may have."""
    first, length = [], 0
    for line in lines:
        first.append(line)
        length += len(line)
        if length > LOOKED_AT:
            break
    return first


def _delimiter(lines: list[str]) -> tuple[str, int]:
    """Find what parts the columns, and how many lines to skip that only say so."""
    first = lines[0].strip().strip('"') if lines else ""
    if first.casefold().startswith(SEPARATOR_SAID) and len(first) > len(SEPARATOR_SAID):
        return first[len(SEPARATOR_SAID)], 1
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter)), 0


def _evenness(lines: list[str], delimiter: str) -> float:
    """Say how well a delimiter parts lines: in how many they have as many columns as most, if that is more than one."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0
    wide = {width: count for width, count in widths.items() if width > 1}
    return max(wide.values(), default=0) / max(widths.total(), 1)
