"""The history of a record, for who may read it."""

from typing import Any

import orjson
import shapely
from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import Visibility
from gis.layers import LAYERS_BY_NAME, Layer
from service.access import Action, Actor, require, sees_internal
from service.problems import NotFound
from service.records import queries
from service.records.schemas import RecordHistory, RecordVersion, Step
from service.storable import storable_text


def record_history(session: Session, layer: str, asked: str, *, actor: Actor | None) -> RecordHistory:
    """Give every version of a record, found by its id or its code; people's names to the programme only.

    Raises
    ------
    NotFound
        If there is no such layer, or no such record was ever approved.
    NotSignedIn, NotAllowed
        If the record was not always public, and who asks is not of the programme.
    """
    known = LAYERS_BY_NAME.get(layer)
    if known is None:
        raise NotFound(f"There is no layer “{layer}”.", f"“{layer}” təbəqəsi yoxdur.")
    versions = queries.history(session, known, storable_text(asked))
    if not versions:
        raise NotFound(
            f"No record {asked} is approved in the layer “{known.en}”.",
            f"“{known.az}” təbəqəsində təsdiqlənmiş {asked} qeydi yoxdur.",
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
    opened_by = _step(row, "opening", shows_people=shows_people)
    return RecordVersion(
        version=row.version,
        recorded_from=row.recorded_from,
        recorded_until=row.recorded_until,
        **dict(opened_by) | {"reason": row.revision_reason or opened_by.reason},
        closed_by=_step(row, "closing", shows_people=shows_people) if row.closing_id else None,
        fields={name: value for name, value in fields.items() if value is not None},
        geometry=outline and orjson.loads(shapely.to_geojson(shapely.from_wkb(outline))),
    )


def _step(row: Row[Any], name: str, *, shows_people: bool) -> Step:
    """Read what `service.records.queries.history` tells of an upload by its name."""
    told = row._mapping  # noqa: SLF001 - SQLAlchemy's own word for a row by its names
    return Step(
        upload_id=told[f"{name}_id"],
        author=told[f"{name}_author"] if shows_people else None,
        approved_by=told[f"{name}_approved_by"] if shows_people else None,
        review_mode=told[f"{name}_review_mode"],
        reason=told[f"{name}_reason"],
        withdraws=told[f"{name}_withdraws_id"],
    )
