"""What the map of an upload asks: its features, their counts, and what is stored around them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Subquery, case, func, select
from sqlalchemy.orm import Session

from gis.codelists import Severity
from gis.issues import Issue
from service import sql
from service.tables import staged_feature, upload_issue
from service.uploads.queries import issue_of
from service.uploads.summary import POLYGON
from service.web.queries import GRAVITY

MARGIN_DEG = 0.003
"""How far from a feature a record counts as around it: about 300 m."""
CHANGE_PLACES = {"withdrawn": 0, "changed": 1, "new": 2, "left_out": 3, "unchanged": 4}
"""In which order features are drawn where there are too many."""
feature = staged_feature.c


def staged_shapes(session: Session, upload_id: UUID, *, limit: int) -> list[Row[Any]]:
    """Give the features of an upload that have an outline, those with the gravest issues first.

    Columns: `position`, `code`, `change`; `shape`, GeoJSON; `severity` of the gravest issue; `drawn`, the outline as
    the file draws it, as EWKB, where it is another.
    """
    gravest = _gravest(upload_id)
    shape = func.ST_AsGeoJSON(feature.geom, 6).label("shape")
    columns = (feature.position, feature.code, feature.change, shape, feature.source_outline.label("drawn"))
    statement = select(*columns, _severity(gravest).label("severity"))
    drawn = statement.join_from(staged_feature, gravest, gravest.c.position == feature.position, isouter=True)
    order = (gravest.c.place.nulls_last(), case(CHANGE_PLACES, value=feature.change), feature.position)
    return list(session.execute(drawn.where(_is_drawn(upload_id)).order_by(*order).limit(limit)))


def staged_counts(session: Session, upload_id: UUID) -> list[Row[Any]]:
    """Count the features of an upload that can be drawn by change and by the severity of the gravest issue."""
    gravest = _gravest(upload_id)
    severity = _severity(gravest).label("severity")
    counted = select(feature.change, severity, func.count().label("feature_count"))
    drawn = counted.join_from(staged_feature, gravest, gravest.c.position == feature.position, isouter=True)
    return list(session.execute(drawn.where(_is_drawn(upload_id)).group_by(feature.change, severity)))


def staged_one(session: Session, upload_id: UUID, position: int) -> Row[Any] | None:
    """Give one feature of an upload, with its area where it has one."""
    is_it = (feature.upload_id == upload_id) & (feature.position == position)
    area_m2 = case((func.ST_Dimension(feature.geom) == POLYGON, func.ground_area_m2(feature.geom)))
    return session.execute(select(staged_feature, area_m2.label("area_m2")).where(is_it)).one_or_none()


def issues_of_feature(session: Session, upload_id: UUID, position: int, *, limit: int) -> list[Issue]:
    """Give what was found in one feature, the gravest first."""
    issue = upload_issue.c
    place = (func.ST_X(issue.location).label("lon"), func.ST_Y(issue.location).label("lat"))
    asked = select(upload_issue, *place).where(issue.upload_id == upload_id, issue.position == position)
    return [issue_of(row) for row in session.execute(asked.order_by(GRAVITY).limit(limit)).mappings()]


def records_around(session: Session, upload_id: UUID, *, audience: Collection[str], **limits: int) -> list[Row[Any]]:
    """Give the stored records near the features of an upload: `layer`, `symbol`, `code` and `shape`, GeoJSON."""
    values = {"upload_id": upload_id, "audience": list(audience), "margin_deg": MARGIN_DEG, **limits}
    return list(session.execute(sql.statement("preview_around"), values))


def _is_drawn(upload_id: UUID) -> ColumnElement[bool]:
    return (feature.upload_id == upload_id) & (feature.geom.is_not(None) | feature.source_outline.is_not(None))


def _gravest(upload_id: UUID) -> Subquery:
    issue = upload_issue.c
    places = select(issue.position, func.min(GRAVITY).label("place")).where(issue.upload_id == upload_id)
    return places.group_by(issue.position).subquery("gravest")


def _severity(gravest: Subquery) -> ColumnElement[str | None]:
    return case({place: severity.value for place, severity in enumerate(Severity)}, value=gravest.c.place)
