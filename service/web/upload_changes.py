"""What an upload changes of known records, old beside new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import Codelist, Language
from gis.crs import WGS84
from gis.layers import Field, Kind, Layer
from gis.measure import area_m2
from gis.text import date_text
from service.web import queries

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field of one record, before and after, as the reader's language prints it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RecordChange:
    """One record that an upload changes.

    Attributes
    ----------
    area_m2
        Of the outline, before and after; missing where the outline stays.
    """

    code: str
    fields: list[FieldChange]
    area_m2: tuple[float, float] | None


def record_changes(session: Session, upload_id: UUID, *, layer: Layer, language: Language) -> list[RecordChange]:
    """Give the first records that an upload changes, each with what is different."""
    rows = queries.changed_features(session, upload_id, layer=layer, limit=SHOWN)
    return [_change(row, layer, language) for row in rows]


def field_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, layer: Layer, language: Language
) -> list[FieldChange]:
    """Give the fields of a record that are different, by their names; what is missing has no value."""
    pairs = [
        FieldChange(
            name=field.az if language == "az" else field.en,
            before=_text(before.get(field.name), field, language),
            after=_text(after.get(field.name), field, language),
        )
        for field in layer.fields
        if field.name not in {"code", "revision_reason"}
    ]
    return [pair for pair in pairs if pair.before != pair.after]


def _change(row: Row[Any], layer: Layer, language: Language) -> RecordChange:
    before = {field.name: getattr(row, field.name) for field in layer.fields}
    return RecordChange(
        code=row.code,
        fields=field_changes(before, row.staged_fields, layer=layer, language=language),
        area_m2=_areas_m2(row.geometry, row.staged_geometry) if layer.shapes else None,
    )


def _areas_m2(before_wkb: bytes | None, after_wkb: bytes | None) -> tuple[float, float] | None:
    """Give the areas of two outlines; none where one is missing or both are the same."""
    if before_wkb is None or after_wkb is None:
        return None
    before, after = shapely.from_wkb([before_wkb, after_wkb])
    if before.equals(after):
        return None
    before_m2, after_m2 = area_m2(gpd.GeoSeries([before, after], crs=WGS84))
    return before_m2, after_m2


def _text(value: Any, field: Field, language: Language) -> str:  # noqa: ANN401 - a field's value, of whatever kind
    if isinstance(value, list):
        return ", ".join(sorted(_text(part, field, language) for part in value))
    if value is None or pd.isna(value):
        return ""
    if field.codelist:
        member: Codelist = field.codelist(value)
        return member.label(language)
    if field.kind is Kind.DATE:
        return date_text(date.fromisoformat(str(value)), language)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
