"""The table of the Progress page as a file: the same rows in the same order, with the same digits."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import orjson

from service.progress.export import FileFormat
from service.progress.questions import Progress
from service.sheets import PLAIN_FORMAT, csv_file, workbook_file
from service.sheets import Line as FileLine
from service.web.progress_asked import ProgressAsk
from service.web.progress_table import Line, ProgressTable


def progress_file(table: ProgressTable, ask: ProgressAsk, answer: Progress, *, file_format: FileFormat) -> bytes:
    """Give the whole table; each row says what was asked and the state of knowledge.

    In JSON and in the workbook the total stands apart, in a file of values it is left out: nobody adds it up again.
    """
    return _MADE[file_format](table, _asked(ask, answer), answer)


def _asked(ask: ProgressAsk, answer: Progress) -> dict[str, str]:
    said = {"district": ask.choice.district, "method": ask.choice.method, "view": ask.question.view or ""}
    return {
        "account": answer.account.value,
        "from": ask.period.start.isoformat(),
        "to": ask.period.end.isoformat(),
        "as_known_at": answer.as_known_at.isoformat(),
        **{f"only_{name}": str(value) for name, value in said.items() if value},
    }


def _csv(table: ProgressTable, asked: Mapping[str, str], _: Progress) -> bytes:
    names = [*_names(table), *asked]
    return csv_file([names, *([*_values(table, line, _text), *asked.values()] for line in table.lines)])


def _xlsx(table: ProgressTable, asked: Mapping[str, str], answer: Progress) -> bytes:
    rows: list[FileLine] = [
        [*_names(table), *asked],
        *([*_values(table, line, _number), *asked.values()] for line in table.lines),
    ]
    total: list[FileLine] = [(name, _number(value)) for name, value in table.total.figures.items()]
    sheets: dict[str, list[FileLine]] = {"rows": rows, "total": [("name", "value"), *asked.items(), *total]}
    return workbook_file(sheets, answer.as_known_at, number_format=PLAIN_FORMAT)


def _json(table: ProgressTable, asked: Mapping[str, str], _: Progress) -> bytes:
    names = _names(table)
    rows = [dict(zip(names, _values(table, line, _number), strict=True)) for line in table.lines]
    total = {name: _number(value) for name, value in table.total.figures.items()}
    return orjson.dumps({**asked, "by": list(table.by), "rows": rows, "total": total}, option=orjson.OPT_INDENT_2)


def _names(table: ProgressTable) -> list[str]:
    """Name the columns of a file: each dimension as its code and as its name."""
    return [name for dimension in table.by for name in (str(dimension), f"{dimension}_name")] + list(table.columns)


def _values(
    table: ProgressTable, line: Line, told: Callable[[Decimal | None], str | float | None]
) -> list[str | float | None]:
    codes_and_names = [value for pair in zip(line.key, line.names, strict=True) for value in pair]
    return [*codes_and_names, *(told(line.figures[name]) for name in table.columns)]


def _text(figure: Decimal | None) -> str:
    """Write a figure with the digits that it is printed with."""
    return "" if figure is None else f"{figure:f}"


def _number(figure: Decimal | None) -> float | None:
    return None if figure is None else float(figure)


_MADE = {FileFormat.CSV: _csv, FileFormat.XLSX: _xlsx, FileFormat.JSON: _json}
