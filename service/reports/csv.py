"""A table of a report as comma-separated values."""

from codecs import BOM_UTF8

from gis.language import translator
from service.problems import WrongParameter
from service.reports.content import Content, Table
from service.reports.declared import Kind
from service.reports.page import Cell, Setting, page_table
from service.sheets import Line, csv_file


def table_csv(content: Content, kind: Kind, setting: Setting, *, key: str | None) -> bytes:
    """Give a table: its codes and names, then its figures unrounded in the unit of their heading.

    It begins with the mark by which Excel knows UTF-8: without it `ə`, `ğ` and `ş` come out as other letters. Every
    line says which period and which state of knowledge it is of, for lines are pasted elsewhere.

    Raises
    ------
    WrongParameter
        If the report has no such table, or none is named.
    """
    table = _table(content, key)
    part = next(part for part in kind.every_part if part.key == table.key)
    page = page_table(part, content, setting)
    _ = translator(setting.language)
    of = [content.period.label, content.as_known_at.isoformat()]
    keys = [row.key for row in table.rows]
    lines: list[Line] = [
        [safe(key), safe(name), *map(_value, cells), *of] for key, (name, cells) in zip(keys, page.rows, strict=True)
    ]
    if page.total:
        name, cells = page.total
        lines.append(["", name, *map(_value, cells), *of])
    first, *columns = (column.heading for column in page.columns)
    return BOM_UTF8 + csv_file([[_("Code"), first or _("Name"), *columns, _("Period"), _("Data as of")], *lines])


def _value(cell: Cell) -> str | float | None:
    return safe(cell.text) if cell.number is None else cell.number


def safe(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("Ağdam"), safe("–")
    ("'=1+1", 'Ağdam', '–')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _table(content: Content, key: str | None) -> Table:
    keys = [table.key for table in content.tables]
    if key not in keys:
        told = ", ".join(keys)
        raise WrongParameter(
            f"Name one table of the report: {told}. For example: ?table={keys[0]}.",
            f"Hesabatın bir cədvəlini göstərin: {told}. Məsələn: ?table={keys[0]}.",
            parameter="table",
            allowed=keys,
        )
    return content.table(key)
