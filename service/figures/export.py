"""Rows of figures as files, each row with the state of knowledge that it was answered from."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from service.progress.export import FileFormat
from service.sheets import Line, csv_file, workbook_file


def rows_file(
    rows: Sequence[BaseModel], kind: type[BaseModel], *, as_known_at: datetime, file_format: FileFormat
) -> bytes:
    """Give rows of a kind as comma-separated values, or as a workbook of one sheet; its own fields stand first."""
    names = [*sorted(kind.model_fields, key=lambda name: name not in kind.__annotations__), "as_known_at"]
    known = {"as_known_at": as_known_at.isoformat()}
    header = tuple(dict.fromkeys(names))
    told = (row.model_dump(mode="json") | known for row in rows)
    lines: list[Line] = [header, *(tuple(row[name] for name in header) for row in told)]
    return csv_file(lines) if file_format is FileFormat.CSV else workbook_file({"rows": lines}, as_known_at)
