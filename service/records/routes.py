"""Records over HTTP: what was known of one, and when."""

from typing import Any

import orjson
import shapely
from fastapi import APIRouter
from sqlalchemy import Row

from gis.codelists import Visibility
from gis.layers import LAYERS_BY_NAME, Layer
from service.access import Action, ActorDependency, require, sees_internal
from service.db import SessionDependency
from service.problems import NotFound
from service.records import queries
from service.records.schemas import RecordHistory, RecordVersion
from service.uploads.storable import storable_text

router = APIRouter(prefix="/api/v1/records", tags=["records"])


@router.get("/{layer}/{record_id}/history")
def get_history(layer: str, record_id: str, actor: ActorDependency, *, session: SessionDependency) -> RecordHistory:
    """Give every version of a record, by its id or its code: what, when, who, why, and through which upload.

    A record that is not public is shown to signed-in people of the programme only.
    """
    known = LAYERS_BY_NAME.get(layer)
    versions = queries.history(session, known, storable_text(record_id)) if known else []
    if known is None or not versions:
        raise NotFound(
            f"No record {record_id} of the layer {layer} is approved.",
            f"{layer} təbəqəsində təsdiqlənmiş {record_id} qeydi yoxdur.",
        )
    if any(row.visibility != Visibility.PUBLIC for row in versions):
        require(actor, Action.SEE_INTERNAL)
    shows_people = sees_internal(actor)
    return RecordHistory(
        id=versions[0].id,
        layer=layer,
        code=versions[0].code,
        versions=[_version(row, known, shows_people=shows_people) for row in versions],
    )


def _version(row: Row[Any], layer: Layer, *, shows_people: bool) -> RecordVersion:
    fields = {field.name: getattr(row, field.name) for field in layer.fields}
    outline = row.geometry if layer.shapes else None
    return RecordVersion(
        version=row.version,
        recorded_from=row.recorded_from,
        recorded_until=row.recorded_until,
        upload_id=row.upload_id,
        author=row.author if shows_people else None,
        approved_by=row.approved_by if shows_people else None,
        review_mode=row.review_mode,
        reason=row.revision_reason or row.upload_reason,
        fields={name: value for name, value in fields.items() if value is not None},
        geometry=outline and orjson.loads(shapely.to_geojson(shapely.from_wkb(outline))),
    )
