"""What an upload changes of known records, old beside new."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import Codelist, Language
from gis.crs import WGS84
from gis.layers import Field, Layer
from gis.measure import area_m2
from service.records.queries import current_frame, has_code
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
    rows = queries.changed_features(session, upload_id, limit=SHOWN)
    known = current_frame(session, layer, has_code(layer, [row.code for row in rows])).set_index("code", drop=False)
    return [
        _change(row, known.loc[row.code], layer=layer, language=language) for row in rows if row.code in known.index
    ]


def _change(row: Row[Any], known: "pd.Series[Any]", *, layer: Layer, language: Language) -> RecordChange:
    pairs = [
        FieldChange(
            name=field.az if language == "az" else field.en,
            before=_text(known[field.name], field, language),
            after=_text(row.fields.get(field.name), field, language),
        )
        for field in layer.fields
        if field.name not in {"code", "revision_reason"}
    ]
    outline = shapely.from_wkb(row.outline)
    is_moved = outline is not None and known.geometry is not None and not outline.equals(known.geometry)
    areas = area_m2(gpd.GeoSeries([known.geometry, outline], crs=WGS84)) if is_moved else None
    return RecordChange(
        code=row.code,
        fields=[pair for pair in pairs if pair.before != pair.after],
        area_m2=(areas.iloc[0], areas.iloc[1]) if areas is not None else None,
    )


def _text(value: Any, field: Field, language: Language) -> str:  # noqa: ANN401 - a field's value, of whatever kind
    if isinstance(value, list):
        return ", ".join(sorted(_text(part, field, language) for part in value))
    if value is None or pd.isna(value):
        return ""
    if field.codelist:
        member: Codelist = field.codelist(value)
        return member.label(language)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
