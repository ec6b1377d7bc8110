"""Publishing: an approved upload's features become versions of records, set by set, for any layer.

The statements are made from the layer's fields: a new field needs none of its own.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    TableValuedAlias,
    Text,
    and_,
    column,
    func,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.orm import Session

from gis.layers import Layer, Shape
from gis.measure import GROUND_EDGE_DEG
from service.tables import COLUMN_TYPES, GROUND_LAYERS, IDENTITIES, LISTS, VERSIONS, staged_feature
from service.uploads.queries import CHANGING, OPENING

POLYGON_DIMENSION = 2
STALE_SHOWN = 20
feature = staged_feature.c


def settle_changes(session: Session, upload_id: UUID, layer: Layer) -> list[str]:
    """Compare an upload once more with the records as they are now, under the ledger's lock.

    Features that another upload has made true meanwhile become `unchanged`.

    Returns
    -------
    codes
        Of records that another upload has given other content since this one was checked; the first few.
    """
    current = _current(layer)
    is_true_already = feature.content_hash == current.c.content_hash
    session.execute(
        update(staged_feature)
        .where(_is_changing(upload_id), feature.code == current.c.code, is_true_already)
        .values(change="unchanged")
    )
    is_stale = feature.base_version.is_distinct_from(current.c.version)
    stale = select(feature.code).join_from(staged_feature, current, current.c.code == feature.code, isouter=True)
    codes = stale.where(_is_changing(upload_id), is_stale).order_by(feature.position).limit(STALE_SHOWN)
    return list(session.scalars(codes))


def publish(session: Session, upload_id: UUID, *, layer: Layer, stamp: datetime) -> None:
    """Make the new and changed features of an upload versions of records and close what it withdraws, at a stamp."""
    _add_identities(session, upload_id, layer)
    _close_versions(session, upload_id, layer=layer, stamp=stamp)
    _add_versions(session, upload_id, layer=layer, stamp=stamp)
    _add_lists(session, upload_id, layer)


def _add_identities(session: Session, upload_id: UUID, layer: Layer) -> None:
    """Take the codes of new records, and those that links name and that nobody has sent yet."""
    fields = _fields(layer)
    own = select(feature.code).where(_is_opening(upload_id))
    named = {layer.name: [own]}
    for field in (f for f in layer.fields if f.layer):
        code = func.unnest(fields.c[field.name]) if field.is_list else fields.c[field.name]
        linked = select(code).select_from(staged_feature).join(fields, true())
        linked = linked.where(_is_opening(upload_id), feature.fields.has_key(field.name))
        named.setdefault(str(field.layer), []).append(linked)
    for name, selections in named.items():
        codes = selections[0].union(*selections[1:]).subquery("named")
        code = next(iter(codes.c))
        identity = insert_or(IDENTITIES[name]).from_select(["code"], select(code).where(code.is_not(None)))
        session.execute(identity.on_conflict_do_nothing(index_elements=["code"]))


def _close_versions(session: Session, upload_id: UUID, *, layer: Layer, stamp: datetime) -> None:
    identity, version = IDENTITIES[layer.name], VERSIONS[layer.name]
    session.execute(
        update(version)
        .where(
            _is_changing(upload_id),
            identity.c.code == feature.code,
            version.c[f"{layer.singular}_id"] == identity.c.id,
            func.upper_inf(version.c.recorded),
        )
        .values(recorded=func.tstzrange(func.lower(version.c.recorded), stamp))
    )


def _add_versions(session: Session, upload_id: UUID, *, layer: Layer, stamp: datetime) -> None:
    identity, version = IDENTITIES[layer.name], VERSIONS[layer.name]
    fields = _fields(layer)
    source: FromClause = staged_feature.join(fields, true()).join(identity, identity.c.code == feature.code)
    earlier = version.alias("earlier")
    highest = select(func.max(earlier.c.version)).where(earlier.c[f"{layer.singular}_id"] == identity.c.id)
    values: dict[str, ColumnElement[Any]] = {
        "id": feature.version_id,
        f"{layer.singular}_id": identity.c.id,
        "version": func.coalesce(highest.correlate(identity).scalar_subquery(), 0) + 1,
        "recorded": func.tstzrange(stamp, None),
        "upload_id": feature.upload_id,
        "position": feature.position,
        "content_hash": feature.content_hash,
    }
    for field in (f for f in layer.fields if f.name != "code" and (layer.name, f.name) not in LISTS):
        values[field.column] = fields.c[field.name]
        if field.layer:
            # Looked up row by row: joins over so many tables are planned badly while an upload has no statistics.
            target = IDENTITIES[field.layer].alias(field.column)
            linked = select(target.c.id).where(target.c.code == fields.c[field.name])
            values[field.column] = linked.scalar_subquery()
    source, geometry = _with_geometry(source, layer)
    values |= geometry
    rows = select(*values.values()).select_from(source).where(_is_opening(upload_id))
    session.execute(insert(version).from_select(list(values), rows))


def _with_geometry(source: FromClause, layer: Layer) -> tuple[FromClause, dict[str, ColumnElement[Any]]]:
    """Join what is computed from a feature's geometry, and give the columns of a version that hold it."""
    if not layer.shapes:
        return source, {}
    if Shape.POLYGON not in layer.shapes:
        return source, {"geom": feature.geom}
    densified = func.ST_Segmentize(feature.geom, GROUND_EDGE_DEG)
    # A vertex that is added to a slanting edge is rounded, and can fall over a point of the outline that touches it.
    sound = func.ST_CollectionExtract(func.ST_MakeValid(densified), 3)
    is_polygon = func.ST_Dimension(feature.geom) == POLYGON_DIMENSION
    ground = select(func.ST_Multi(sound).label("geom")).where(is_polygon).correlate(staged_feature).lateral("ground")
    columns = {"geom": feature.geom, "area_m2": func.ground_area_m2(ground.c.geom)}
    if layer.name in GROUND_LAYERS:
        columns["ground"] = ground.c.geom
    return source.outerjoin(ground, true()), columns


def _add_lists(session: Session, upload_id: UUID, layer: Layer) -> None:
    """Store the members of lists, each under its version."""
    fields = _fields(layer)
    for field in (f for f in layer.fields if (layer.name, f.name) in LISTS):
        unnested = func.unnest(fields.c[field.name]).table_valued(column("value", Text), name="listed")
        listed = unnested.render_derived()
        source, value = staged_feature.join(fields, true()).join(listed, true()), listed.c.value
        if field.layer:
            target = IDENTITIES[field.layer].alias(field.column)
            source, value = source.join(target, target.c.code == value), target.c.id
        rows = select(feature.version_id, value).select_from(source)
        rows = rows.where(_is_opening(upload_id), feature.fields.has_key(field.name))
        session.execute(insert(LISTS[layer.name, field.name]).from_select(["version_id", field.column], rows))


def _fields(layer: Layer) -> TableValuedAlias:
    """Give the fields of a staged feature as typed columns, named like the fields."""
    columns = [column(f.name, ARRAY(Text) if f.is_list else COLUMN_TYPES.get(f.kind, Text())) for f in layer.fields]
    record = func.jsonb_to_record(feature.fields).table_valued(*columns, name="field")
    return record.render_derived(with_types=True)


def _current(layer: Layer) -> FromClause:
    """Give code, version and content hash of the records that hold now."""
    identity, version = IDENTITIES[layer.name], VERSIONS[layer.name]
    held = select(identity.c.code, version.c.version, version.c.content_hash)
    joined = held.join_from(identity, version, version.c[f"{layer.singular}_id"] == identity.c.id)
    return joined.where(func.upper_inf(version.c.recorded)).subquery("current_record")


def _is_changing(upload_id: UUID) -> ColumnElement[bool]:
    """Say of a staged feature that approving its upload changes a record."""
    return and_(feature.upload_id == upload_id, feature.change.in_(CHANGING))


def _is_opening(upload_id: UUID) -> ColumnElement[bool]:
    """Say of a staged feature that approving its upload makes it a version of a record."""
    return and_(feature.upload_id == upload_id, feature.change.in_(OPENING))
