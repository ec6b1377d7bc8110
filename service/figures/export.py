"""Rows of figures as files, each row with the state of knowledge that it was answered from."""

from collections.abc import Sequence
from datetime import datetime

from fastapi.responses import Response
from pydantic import BaseModel

from service.progress.export import MEDIA_TYPES, FileFormat
from service.sheets import Line, csv_file, workbook_file


def rows_file(
    rows: Sequence[BaseModel], kind: type[BaseModel], *, as_known_at: datetime, name: str, file_format: FileFormat
) -> Response:
    """Answer with rows of a kind as a file of a name: comma-separated values, or a workbook of one sheet."""
    content = _content(rows, kind, as_known_at=as_known_at, file_format=file_format)
    disposition = f'attachment; filename="{name}.{file_format}"'
    return Response(content, media_type=MEDIA_TYPES[file_format], headers={"Content-Disposition": disposition})


def _content(
    rows: Sequence[BaseModel], kind: type[BaseModel], *, as_known_at: datetime, file_format: FileFormat
) -> bytes:
    """Write the rows; the fields of the kind itself stand first."""
    names = [*sorted(kind.model_fields, key=lambda name: name not in kind.__annotations__), "as_known_at"]
    known = {"as_known_at": as_known_at.isoformat()}
    header = tuple(dict.fromkeys(names))
    told = (row.model_dump(mode="json") | known for row in rows)
    lines: list[Line] = [header, *(tuple(row[name] for name in header) for row in told)]
    return csv_file(lines) if file_format is FileFormat.CSV else workbook_file({"rows": lines}, as_known_at)
