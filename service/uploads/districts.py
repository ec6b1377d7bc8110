"""Which districts an upload concerns: their verifiers look at it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME
from service.tables import IDENTITIES, VERSIONS, staged_feature
from service.uploads.queries import CHANGING


def districts_touched(session: Session, held: Row[Any]) -> dict[UUID | None, str | None]:
    """Give the districts that approval of an upload would change something in, with their codes.

    The stated district of each new or changed feature, else those that its geometry meets; and the stated district
    that a changed record had before. None stands for what lies in no district.
    """
    district, feature = IDENTITIES["districts"], staged_feature.c
    own_code = feature.code if held.layer == "districts" else feature.fields["district_code"].astext
    stated, spatial = district.alias("stated"), _districts_met().lateral("spatial")
    found = func.coalesce(stated.c.id, spatial.c.id)
    statement = (
        select(found.label("id"))
        .select_from(staged_feature)
        .join(stated, stated.c.code == own_code, isouter=True)
        .join(spatial, stated.c.id.is_(None), isouter=True)
        .where(feature.upload_id == held.id, feature.change.in_(CHANGING))
    )
    touched = statement.union(*_districts_before(held)).subquery("touched")
    named = select(touched.c.id, district.c.code).join_from(
        touched, district, district.c.id == touched.c.id, isouter=True
    )
    return {row.id: row.code for row in session.execute(named)}


def _districts_met() -> Select[Any]:
    version = VERSIONS["districts"]
    meets = func.ST_Intersects(version.c.geom, staged_feature.c.geom)
    met = select(version.c.district_id.label("id")).where(func.upper_inf(version.c.recorded), meets)
    return met.correlate(staged_feature)


def _districts_before(held: Row[Any]) -> list[Select[Any]]:
    """Select the stated districts of the records that an upload changes, where the layer has any."""
    layer = LAYERS_BY_NAME[held.layer]
    identity, version, feature = IDENTITIES[layer.name], VERSIONS[layer.name], staged_feature.c
    if "district_code" not in layer.fields_by_name:
        return []
    before = select(version.c.district_id).join(identity, version.c[f"{layer.singular}_id"] == identity.c.id)
    changed = before.join(staged_feature, feature.code == identity.c.code)
    is_changed = (feature.upload_id == held.id) & (feature.change == "changed") & func.upper_inf(version.c.recorded)
    return [changed.where(is_changed, version.c.district_id.is_not(None))]
