"""What an upload that waits holds, in a few words: worked out once, so that a queue of a thousand opens at once."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Double, Row, case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME
from service.tables import staged_feature, upload_summary
from service.uploads import queries
from service.uploads.districts import districts_touched
from service.uploads.queries import CHANGING

POLYGON = 2
"""The dimension of ground; points and lines have no area."""


class District(BaseModel):
    """A district that an upload touches; without id and code the ground that lies in none."""

    model_config = ConfigDict(frozen=True)

    id: UUID | None
    code: str | None


class Summary(BaseModel):
    """What a queue tells of an upload. Features that were left out are in none of it.

    Attributes
    ----------
    districts
        As they were when it was sent; whoever decides is judged by how they are then.
    organisations
        The codes that its features state.
    warnings
        Their number by rule.
    area_m2
        Of the outlines that it adds, changes or takes back, overlaps included; missing where it has none.
    """

    model_config = ConfigDict(frozen=True)

    districts: tuple[District, ...]
    organisations: tuple[str, ...]
    warnings: dict[str, int]
    area_m2: float | None


def keep_summary(session: Session, upload: Row[Any]) -> Summary:
    """Work out what an upload holds, and keep it."""
    touched = districts_touched(session, upload)
    by_code = sorted(touched.items(), key=lambda item: (item[1] is None, item[1]))
    summary = Summary(
        districts=tuple(District(id=district_id, code=code) for district_id, code in by_code),
        organisations=_organisations(session, upload),
        warnings=queries.open_warnings(session, upload.id),
        area_m2=_area_as_drawn_m2(session, upload.id),
    )
    added = insert(upload_summary).values(upload_id=upload.id, summary=summary.model_dump(mode="json"))
    session.execute(added.on_conflict_do_nothing())
    return summary


def summaries(session: Session, uploads: Sequence[Row[Any]]) -> dict[UUID, Summary]:
    """Give what uploads hold; of those that came before it was kept, it is worked out now."""
    kept = _kept(session, [upload.id for upload in uploads])
    missing = {upload.id: keep_summary(session, upload) for upload in uploads if upload.id not in kept}
    return kept | missing


def _kept(session: Session, upload_ids: Collection[UUID]) -> dict[UUID, Summary]:
    rows = session.execute(select(upload_summary).where(upload_summary.c.upload_id.in_(upload_ids)))
    return {row.upload_id: Summary.model_validate(row.summary) for row in rows}


def _organisations(session: Session, upload: Row[Any]) -> tuple[str, ...]:
    feature = staged_feature.c
    name = "code" if upload.layer == "organisations" else "organisation"
    if name not in LAYERS_BY_NAME[upload.layer].fields_by_name:
        return ()
    stated = feature.code if name == "code" else feature.fields[name].astext
    changing = select(stated).where(feature.upload_id == upload.id, feature.change.in_(CHANGING), stated.is_not(None))
    return tuple(sorted(session.scalars(changing.distinct())))


def _area_as_drawn_m2(session: Session, upload_id: UUID) -> float | None:
    feature = staged_feature.c
    is_ground = func.ST_Dimension(feature.geom) == POLYGON
    total = func.sum(case((is_ground, func.ground_area_m2(feature.geom))), type_=Double)
    of_upload = (feature.upload_id == upload_id) & feature.change.in_(CHANGING)
    area_m2: float | None = session.scalar(select(total).where(of_upload))
    return area_m2
