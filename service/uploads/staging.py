"""Staging: checked features and their issues become rows that wait in the database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

import geopandas as gpd
import pandas as pd
import psycopg
import shapely
from sqlalchemy import Table
from sqlalchemy.orm import Session

from gis.issues import KINDS, Issue
from gis.layers import Field, Kind, Layer
from service.tables import staged_feature, upload_issue
from service.uploads.storable import storable_json, storable_text

STAGED_COLUMNS = ("code", "fields", "properties", "geom", "content_hash", "change", "base_version")
ISSUE_COLUMNS = (
    "position",
    "feature_code",
    "field",
    "kind",
    "rule",
    "severity",
    "values",
    "location",
    "repair",
)
EXPLAINING = "revision_reason"
"""The field that says why the content came; it is not content itself."""

AS_JSON: dict[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: bool,
    Kind.DATE: str,
    Kind.CODES: lambda codes: sorted(set(codes)),
    Kind.LINKS: lambda codes: sorted(set(codes)),
    Kind.TEXTS: list,
}


def staged_features(frame: gpd.GeoDataFrame, layer: Layer) -> pd.DataFrame:
    """Give what is stored of each feature while it waits.

    Parameters
    ----------
    frame
        A normalised frame of the layer.

    Returns
    -------
    features
        Index kept. `code`; `fields`: the layer's fields that have a value or a default, as JSON; `properties`: the
        file's own, as JSON; `geom`: EWKB in hexadecimal; `content_hash`: SHA-256 over fields and geometry, the same
        for the same content in any order; `revision_reason`.
    """
    rows = list(_rows(frame, layer))
    geometries = shapely.set_srid(frame.geometry.to_numpy(), 4326)
    outlines = shapely.to_wkb(geometries, include_srid=True, byte_order=1)
    return pd.DataFrame(
        {
            "code": [storable_text(row["code"]) if "code" in row else None for row in rows],
            "fields": [storable_json(row) for row in rows],
            "properties": [storable_json(row) for row in frame["properties"]],
            "geom": [outline and outline.hex() for outline in outlines],
            "content_hash": [_content_hash(row, outline) for row, outline in zip(rows, outlines, strict=True)],
            EXPLAINING: [row.get(EXPLAINING) for row in rows],
        },
        index=frame.index,
        dtype=object,
    )


def stage(session: Session, upload_id: UUID, features: pd.DataFrame) -> None:
    """Copy features into the staging table.

    Parameters
    ----------
    features
        As `staged_features` gives them, with `change` and `base_version`; index: position in the file.
    """
    columns = [features[name].tolist() for name in STAGED_COLUMNS]
    rows = zip([upload_id] * len(features), features.index.tolist(), *columns, strict=True)
    _copy(session, staged_feature, columns=("upload_id", "position", *STAGED_COLUMNS), rows=rows)


def store_issues(session: Session, upload_id: UUID, issues: Sequence[Issue], *, first: int = 0) -> None:
    """Copy issues of an upload into their table, numbered from `first` on."""
    rows = ((upload_id, number, *_issue_row(issue)) for number, issue in enumerate(issues, first))
    _copy(session, upload_issue, columns=("upload_id", "number", *ISSUE_COLUMNS), rows=rows)


def _rows(frame: gpd.GeoDataFrame, layer: Layer) -> Iterator[dict[str, Any]]:
    """Give the fields of each feature that have a value, as JSON has them."""
    names = [field.name for field in layer.fields]
    columns = [_column(frame[field.name], field) for field in layer.fields]
    for values in zip(*columns, strict=True):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _column(column: "pd.Series[Any]", field: Field) -> list[Any]:
    as_json = AS_JSON.get(field.kind, str)
    is_missing = column.isna()
    return [
        field.default if missing or value == [] else as_json(value)
        for value, missing in zip(column, is_missing, strict=True)
    ]


def _content_hash(row: dict[str, Any], outline: bytes | None) -> bytes:
    content = {name: value for name, value in row.items() if name != EXPLAINING}
    return sha256(storable_json(content).encode() + (outline or b"")).digest()


def _issue_row(issue: Issue) -> tuple[Any, ...]:
    kind = KINDS[issue.kind]
    return (
        issue.index,
        storable_text(issue.feature_code) if issue.feature_code else None,
        storable_text(issue.field) if issue.field else None,
        issue.kind,
        kind.rule,
        kind.severity,
        storable_json(dict(issue.values)),
        f"SRID=4326;POINT({issue.location[0]} {issue.location[1]})" if issue.location else None,
        issue.repair,
    )


def _copy(session: Session, table: Table, *, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Copy rows into a table, the quickest way in that PostgreSQL has; still in the session's transaction."""
    names = ", ".join(f'"{name}"' for name in columns)
    driver = cast("psycopg.Connection", session.connection().connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(f'copy "{table.name}" ({names}) from stdin') as copy:
        for row in rows:
            copy.write_row(row)
