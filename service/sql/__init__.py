"""SQL kept as SQL: one statement a file, named parameters, what it is for on top."""

from functools import cache
from pathlib import Path

from sqlalchemy import TextClause, text


@cache
def statement(name: str) -> TextClause:
    """Give the statement of `<name>.sql`."""
    return text((Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8"))
