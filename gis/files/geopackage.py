"""Looking through an SQLite file before GDAL opens it: what it says is SQL, and SQL can reach out of the file."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from gis.files.request import RefusedFile

INDEXES: Final = ("rtree", "fts3", "fts4", "fts5")
"""Virtual tables that hold nothing but an index of the file's own tables."""
SCHEMA: Final = "select type, name, coalesce(sql, '') from sqlite_schema"
LAYERS: Final = "select count(*) from sqlite_schema where name = 'gpkg_contents'"


def look_through(path: Path) -> None:
    """Pass silently when a file is a GeoPackage whose tables are what they seem.

    Views and virtual tables are computed by whatever their SQL calls, other files included; neither is opened. The
    triggers that keep an index up only run when something is written.

    Raises
    ------
    RefusedFile
        When it holds such a table, is damaged, or is SQLite but no GeoPackage.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("pragma trusted_schema = off")
            schema = connection.execute(SCHEMA).fetchall()
            (is_geopackage,) = connection.execute(LAYERS).fetchone()
    except sqlite3.Error as error:
        raise RefusedFile("file-damaged", format="GeoPackage", reason=str(error)) from error
    for kind, name, sql in schema:
        if kind == "view" or (kind == "table" and _is_virtual(sql)):
            raise RefusedFile("file-reaches-out", name=f"{kind} {name}")
    if not is_geopackage:
        raise RefusedFile("file-of-another-format", format="SQLite")


def _is_virtual(sql: str) -> bool:
    """Say whether a table is computed by a module that is more than an index."""
    words = sql.casefold().split()
    if words[:2] != ["create", "virtual"]:
        return False
    module = words[words.index("using") + 1].partition("(")[0].strip('"') if "using" in words[:-1] else ""
    return module not in INDEXES
