"""What is asked about approved records of any layer, in the form that a file has them."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import geopandas as gpd
import shapely
from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Row,
    Select,
    Text,
    and_,
    any_,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import NamedFromClause

from gis.codelists import UploadStatus, Visibility
from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME, Field, Layer
from service.tables import IDENTITIES, LISTS, VERSIONS, ledger_change, person, upload, workflow_event

MARGIN_DEG = 0.001
"""Records up to about 100 m away count as near."""
LATER = {name: version.alias("later") for name, version in VERSIONS.items()}
NEAR = {name: version.alias("near") for name, version in VERSIONS.items()}
"""Made once: an alias of so many columns takes longer to make than a database to answer."""


def records(layer: Layer, fields: Collection[str] | None = None) -> Select[Any]:
    """Select every version of every record of a layer as a file would hold it.

    Columns: `id` of the identity, `code`, the layer's fields under their own names (links as codes, lists as arrays),
    all or those that are named, and `geometry` as WKB where the layer has one.
    """
    identity, version = IDENTITIES[layer.name], VERSIONS[layer.name]
    told = [field for field in layer.fields if field.name != "code" and (fields is None or field.name in fields)]
    fields_told = [_value(layer, field).label(field.name) for field in told]
    geometry = [func.ST_AsBinary(version.c.geom).label("geometry")] if layer.shapes else []
    chosen = select(identity.c.id, identity.c.code, *fields_told, *geometry)
    return chosen.join_from(identity, version, version.c[f"{layer.singular}_id"] == identity.c.id)


def is_current(layer: Layer) -> ColumnElement[bool]:
    """Say of a version that it is the one that holds now."""
    return func.upper_inf(VERSIONS[layer.name].c.recorded)


def is_known(layer: Layer, at: datetime | None) -> ColumnElement[bool]:
    """Say of a version that it held at an instant of knowledge, by default now."""
    return is_current(layer) if at is None else VERSIONS[layer.name].c.recorded.contains(at)


def is_visible(layer: Layer, audience: Collection[Visibility], at: datetime | None) -> ColumnElement[bool]:
    """Say of the version of an instant that an audience may see it; what was hidden from it later stays hidden.

    A version that still holds has none after it: that is looked at first, for of most records nothing else is left.
    """
    if set(audience) == set(Visibility):
        return true()
    version = VERSIONS[layer.name]
    is_shown = version.c.visibility.in_(audience)
    if at is None:
        return is_shown
    later, identity = LATER[layer.name], f"{layer.singular}_id"
    is_later = (later.c[identity] == version.c[identity]) & (later.c.version > version.c.version)
    return is_shown & or_(is_current(layer), ~exists().where(is_later, later.c.visibility.not_in(audience)))


def has_code(layer: Layer, codes: Collection[str]) -> ColumnElement[bool]:
    """Say of a record that its code is one of these.

    They are sent as the lines of one text, which no code can break: to write an array takes the driver longer than the
    database to answer.
    """
    return IDENTITIES[layer.name].c.code == any_(func.string_to_array("\n".join(codes), "\n", type_=ARRAY(Text)))


def has_id_or_code(layer: Layer, asked: str) -> ColumnElement[bool]:
    """Say of a record that it is the one asked for, by its id or by its code."""
    identity = IDENTITIES[layer.name]
    try:
        return identity.c.id == UUID(asked)
    except ValueError:
        return identity.c.code == asked


def is_near(layer: Layer, boxes: FromClause) -> ColumnElement[bool]:
    """Say of a record's version that its geometry touches one of the boxes."""
    version = NEAR[layer.name]
    near = select(version.c.id).join_from(boxes, version, version.c.geom.op("&&")(boxes.c.geom))
    return VERSIONS[layer.name].c.id.in_(near.where(func.upper_inf(version.c.recorded)))


def is_undrawn_of_day(layer: Layer, days: Collection[date]) -> ColumnElement[bool]:
    """Say of a record's version that it has no outline, and that one of these is its day."""
    version = VERSIONS[layer.name]
    is_of_day = version.c.effective_date == any_(cast(literal(list(days), ARRAY(Date)), ARRAY(Date)))
    return and_(version.c.geom.is_(None), is_of_day)


def boxes_around(geometries: gpd.GeoSeries) -> FromClause:
    """Give the boxes around geometries, a margin wider, as rows that the database can join."""
    outlines = geometries.to_numpy()
    drawn = outlines[~(shapely.is_missing(outlines) | shapely.is_empty(outlines))]
    west, south, east, north = shapely.bounds(drawn).T
    boxes = shapely.box(west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    # As one geometry: to write four arrays of numbers takes the driver longer than the database to answer.
    together = func.ST_GeomFromWKB(shapely.to_wkb(shapely.geometrycollections(boxes)), 4326)
    return func.ST_Dump(together).table_valued(column("path"), column("geom"), name="box").render_derived()


def current_frame(session: Session, layer: Layer, condition: ColumnElement[bool] | None = None) -> gpd.GeoDataFrame:
    """Give the current records of a layer, all or those that meet a condition: `code`, its fields and `geometry`."""
    statement = _current(layer.name)
    rows = session.execute(statement if condition is None else statement.where(condition)).all()
    if not rows:
        return _nothing(layer.name)
    columns = {field.name: [getattr(row, field.name) for row in rows] for field in layer.fields}
    geometry = [row.geometry for row in rows] if layer.shapes else [None] * len(rows)
    return gpd.GeoDataFrame(columns, geometry=shapely.from_wkb(geometry), crs=WGS84)


@cache
def _current(name: str) -> Select[Any]:
    """Give the statement of a layer's current records; to write it takes as long as a small answer."""
    layer = LAYERS_BY_NAME[name]
    return records(layer).where(is_current(layer))


@cache
def _nothing(name: str) -> gpd.GeoDataFrame:
    """Give no records of a layer."""
    columns: dict[str, list[Any]] = {field.name: [] for field in LAYERS_BY_NAME[name].fields}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=WGS84), crs=WGS84)


def known_codes(
    session: Session, layer: Layer, codes: Collection[str], *conditions: ColumnElement[bool]
) -> frozenset[str]:
    """Give the codes asked about that have an approved record in a layer which meets conditions."""
    identity, version = IDENTITIES[layer.name], VERSIONS[layer.name]
    known = select(identity.c.code).join(version, version.c[f"{layer.singular}_id"] == identity.c.id)
    return frozenset(session.scalars(known.where(is_current(layer), has_code(layer, codes), *conditions)))


def history(session: Session, layer: Layer, asked: str) -> list[Row[Any]]:
    """Give every version of a record, found by id or code, the oldest first.

    Columns: what `records` gives, `version`, `recorded_from`, `recorded_until`; of the uploads by which it came
    (`opening_…`) and went (`closing_…`) `id`, `author`, `approved_by`, `reason`, `review_mode`, `withdraws_id`.
    """
    recorded = VERSIONS[layer.name].c.recorded
    opening, closing = upload.alias("opening"), upload.alias("closing")
    told = (
        VERSIONS[layer.name].c.version,
        func.lower(recorded).label("recorded_from"),
        func.upper(recorded).label("recorded_until"),
        *_told_of(opening),
        *_told_of(closing),
    )
    statement = records(layer).add_columns(*told).join(opening, opening.c.id == VERSIONS[layer.name].c.upload_id)
    closed = statement.outerjoin(ledger_change, ledger_change.c.recorded_at == func.upper(recorded))
    both = closed.outerjoin(closing, closing.c.id == ledger_change.c.upload_id)
    return list(session.execute(both.where(has_id_or_code(layer, asked)).order_by(VERSIONS[layer.name].c.version)))


def _told_of(sent: NamedFromClause) -> list[ColumnElement[Any]]:
    """Give what is told of an upload: its id, who sent and who approved it, why and how."""
    event, name = workflow_event.c, person.c.name
    author = select(name).where(person.c.id == sent.c.author_id)
    approver = select(name).join(workflow_event, event.person_id == person.c.id)
    approved_by = approver.where(event.upload_id == sent.c.id, event.to_status == UploadStatus.HQ_APPROVED)
    told: dict[str, ColumnElement[Any]] = {
        "id": sent.c.id,
        "author": author.scalar_subquery(),
        "approved_by": approved_by.scalar_subquery(),
        "reason": sent.c.revision_reason,
        "review_mode": sent.c.review_mode,
        "withdraws_id": sent.c.withdraws_id,
    }
    return [column.label(f"{sent.name}_{word}") for word, column in told.items()]


def _value(layer: Layer, field: Field) -> ColumnElement[Any]:
    """Give a field's value as a file has it: a link's code, a list as an array, anything else as its column."""
    version = VERSIONS[layer.name]
    if (layer.name, field.name) in LISTS:
        return _values(layer, field)
    if field.layer:
        target = IDENTITIES[field.layer].alias(f"{field.name}_target")
        return select(target.c.code).where(target.c.id == version.c[field.column]).scalar_subquery()
    return version.c[field.column]


def _values(layer: Layer, field: Field) -> ColumnElement[Any]:
    """Give the values of a list, sorted; missing when there is none."""
    version, values = VERSIONS[layer.name], LISTS[layer.name, field.name]
    value = values.c[field.column]
    if field.layer:
        target = IDENTITIES[field.layer].alias(f"{field.name}_target")
        listed = select(target.c.code).join_from(values, target, target.c.id == value)
        value = target.c.code
    else:
        listed = select(value).select_from(values)
    collected = listed.with_only_columns(func.array_agg(cast(value, Text), type_=ARRAY(Text)))
    return collected.where(values.c.version_id == version.c.id).scalar_subquery()
