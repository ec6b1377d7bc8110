"""Staging: checked features and their issues become rows that wait in the database."""

from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from types import NoneType
from typing import Any, Final
from uuid import UUID

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from gis.columns import objects
from gis.issues import KINDS, Issue
from gis.layers import Field, Kind, Layer
from service.storable import storable_json, storable_text
from service.tables import staged_feature, upload_issue
from service.uploads import copying

STAGED: Final[dict[str, Callable[[Any], bytes]]] = {
    "code": copying.text,
    "fields": copying.jsonb,
    "properties": copying.jsonb,
    "geom": copying.binary,
    "content_hash": copying.binary,
    "change": copying.text,
    "base_version": copying.integer,
    "source_row": copying.integer,
    "source_outline": copying.binary,
}
ISSUE_COLUMNS: Final = (
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
EXPLAINING: Final = "revision_reason"
"""The field that says why the content came; it is not content itself."""

AS_JSON: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: bool,
    Kind.DATE: str,
    Kind.CODES: lambda codes: sorted(set(codes)),
    Kind.LINKS: lambda codes: sorted(set(codes)),
    Kind.TEXTS: list,
}
PLAIN: Final[dict[Kind, frozenset[type]]] = {
    Kind.INTEGER: frozenset({int, NoneType}),
    Kind.BOOLEAN: frozenset({bool, NoneType}),
    Kind.DATE: frozenset({date, NoneType}),
    Kind.TEXT: frozenset({str, NoneType}),
    Kind.CODE: frozenset({str, NoneType}),
    Kind.LINK: frozenset({str, NoneType}),
}
"""The types of values that are written as JSON as they are."""


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
        file's own, as JSON; `geom`: EWKB; `content_hash`: SHA-256 over fields and geometry, the same for the same
        content in any order; `source_row` and `source_outline` where they differ; `revision_reason`.
    """
    rows = _rows(frame, layer)
    fields = [storable_json(row) for row in rows]
    outlines = _ewkb(frame)
    columns = {
        "code": [storable_text(row["code"]) if "code" in row else None for row in rows],
        "fields": fields,
        "properties": [storable_json(properties) for properties in frame["properties"]],
        "geom": outlines,
        "content_hash": [_content_hash(*content) for content in zip(rows, fields, outlines, strict=True)],
        "source_row": frame["source_row"].tolist(),
        "source_outline": frame["source_outline"].tolist(),
        EXPLAINING: [row.get(EXPLAINING) for row in rows],
    }
    return pd.DataFrame({name: objects(values) for name, values in columns.items()}, index=frame.index)


def stage(session: Session, upload_id: UUID, features: pd.DataFrame) -> None:
    """Copy features into the staging table.

    Parameters
    ----------
    features
        As `staged_features` gives them, with `change` and `base_version`; index: position in the file.
    """
    columns = [map(as_stored, features[name].tolist()) for name, as_stored in STAGED.items()]
    upload = [copying.uuid(upload_id)] * len(features)
    rows = zip(upload, map(copying.integer, features.index.tolist()), *columns, strict=True)
    copying.copy_rows(session, staged_feature, columns=("upload_id", "position", *STAGED), rows=rows)


def store_issues(session: Session, upload_id: UUID, issues: Sequence[Issue], *, first: int = 0) -> None:
    """Copy issues of an upload into their table, numbered from `first` on."""
    upload = copying.uuid(upload_id)
    rows = ((upload, copying.integer(number), *_issue_row(issue)) for number, issue in enumerate(issues, first))
    copying.copy_rows(session, upload_issue, columns=("upload_id", "number", *ISSUE_COLUMNS), rows=rows)


def _rows(frame: gpd.GeoDataFrame, layer: Layer) -> list[dict[str, Any]]:
    """Give the fields of each feature that have a value, in the order of the layer."""
    columns = {field.name: _column(frame[field.name], field) for field in layer.fields}
    filled = {name: values for name, values in columns.items() if values.count(None) < len(values)}
    return [
        {name: value for name, value in zip(filled, row, strict=True) if value is not None}
        for row in zip(*filled.values(), strict=True)
    ] or [{} for _ in range(len(frame))]


def _column(column: "pd.Series[Any]", field: Field) -> list[Any]:
    """Give the values of a field as JSON has them, its default where they are missing."""
    values = column.tolist()
    if not set(map(type, values)) <= PLAIN.get(field.kind, {NoneType}):
        as_json = AS_JSON.get(field.kind, str)
        values = [
            None if missing or value == [] else as_json(value)
            for value, missing in zip(values, column.isna(), strict=True)
        ]
    return values if field.default is None else [field.default if value is None else value for value in values]


def _ewkb(frame: gpd.GeoDataFrame) -> list[bytes | None]:
    """Give the outlines as they are stored."""
    outlines = shapely.set_srid(frame.geometry.to_numpy(), 4326)
    stored: list[bytes | None] = shapely.to_wkb(outlines, include_srid=True, byte_order=1).tolist()
    return stored


def _content_hash(row: dict[str, Any], fields: bytes, outline: bytes | None) -> bytes:
    if EXPLAINING in row:
        fields = storable_json({name: value for name, value in row.items() if name != EXPLAINING})
    return sha256(fields + (outline or b"")).digest()


def _issue_row(issue: Issue) -> tuple[bytes, ...]:
    kind = KINDS[issue.kind]
    return (
        copying.integer(issue.index),
        copying.text(storable_text(issue.feature_code) if issue.feature_code else None),
        copying.text(storable_text(issue.field) if issue.field else None),
        copying.text(issue.kind),
        copying.text(kind.rule),
        copying.text(kind.severity),
        copying.jsonb(storable_json(dict(issue.values))),
        copying.point(issue.location),
        copying.text(issue.repair),
    )
