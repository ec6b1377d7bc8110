"""Opening workbooks (XLSX): sheets are layers, formulas give the results that were saved with them."""

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from gis.files.cells import COLUMN_LIMIT, ROWS_LOOKED_AT, Row
from gis.files.request import RefusedFile, Request
from gis.files.source import Source
from gis.files.table import source_of, table_of
from gis.issues import Issue

FORMAT: Final = "XLSX"
BROKEN: Final = (
    AttributeError,
    EOFError,
    InvalidFileException,
    KeyError,
    IndexError,
    NotImplementedError,
    OverflowError,
    ParseError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a workbook raises when its parts do not say what they should."""
FORMULA: Final = re.compile(rb"<(\w+:)?f[ />]")
LOOKED_AT_BYTES: Final = 256 * 1024
SHARED_LIMIT: Final = 100 * 1024**2
"""Bytes of the texts that all sheets share: they are held in memory."""


def open_workbook(request: Request) -> Source:
    """Open the sheets of a workbook that are not hidden."""
    _check_shared_texts(request.path)
    file = request.closing.enter_context(request.path.open("rb"))
    book = _loaded(file, request, has_results=True)
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    shown = [sheet.title for sheet in book.worksheets if sheet.title not in hidden] or hidden
    tables = [table_of(name, partial(_rows, book, name)) for name in shown]
    told = [Issue(kind="sheets-hidden", values={"names": ", ".join(hidden)})] if hidden and shown != hidden else []
    source = source_of(FORMAT, tables, request, issues=told, progress=file.tell)
    if source.layer_name and _has_formulas(request.path):
        formulas = _loaded(file, request, has_results=False)
        if _lacks_results(formulas, book, source.layer_name):
            raise RefusedFile("formulas-without-values", name=source.layer_name)
    return source


def _loaded(file: IO[bytes], request: Request, *, has_results: bool) -> Workbook:
    """Load what a workbook says of itself; its rows are read when they are asked for.

    Parameters
    ----------
    has_results
        Whether cells give the results of formulas, or the formulas.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            book = load_workbook(file, read_only=True, data_only=has_results, keep_links=False)
    except BROKEN as error:
        raise _damaged(error) from error
    request.closing.callback(book.close)
    return book


def _rows(book: Workbook, name: str, column_count: int) -> Iterator[Row]:
    """Give the rows of a sheet, all of as many columns."""
    sheet = book[name]
    sheet.reset_dimensions()  # what a sheet says of its size is often wrong
    try:
        yield from sheet.iter_rows(max_col=column_count, values_only=True)
    except BROKEN as error:
        raise _damaged(error) from error


def _has_formulas(path: Path) -> bool:
    """Say whether the beginning of any sheet holds a formula; most have none, and need not be read twice."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        for name in sheets:
            with archive.open(name) as sheet:
                if FORMULA.search(sheet.read(LOOKED_AT_BYTES)):
                    return True
    return False


def _lacks_results(formulas: Workbook, results: Workbook, name: str) -> bool:
    """Say whether cells at the beginning of a sheet hold a formula and no result."""
    pairs = zip(_rows(formulas, name, COLUMN_LIMIT), _rows(results, name, COLUMN_LIMIT), strict=False)
    return any(
        isinstance(formula, str) and formula.startswith("=") and result is None
        for _, (written, computed) in zip(range(ROWS_LOOKED_AT), pairs, strict=False)
        for formula, result in zip(written, computed, strict=False)
    )


def _check_shared_texts(path: Path) -> None:
    """Refuse a workbook whose texts would fill the memory."""
    with zipfile.ZipFile(path) as archive:
        size = sum(one.file_size for one in archive.infolist() if one.filename.casefold() == "xl/sharedstrings.xml")
    if size > SHARED_LIMIT:
        raise RefusedFile("archive-too-large", limit_mb=SHARED_LIMIT // 1024**2)


def _damaged(error: Exception) -> RefusedFile:
    return RefusedFile("file-damaged", format=FORMAT, reason=str(error)[:200] or type(error).__name__)
