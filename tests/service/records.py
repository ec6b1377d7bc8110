"""Approved records for tests, written as an approval leaves them: versions at a stamp, then the ledger."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, func, insert, literal, select, text, true, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role, UploadStatus
from gis.layers import LAYERS_BY_NAME, Field, Layer
from service.ledger.flow import LedgerUpdate, renew_ledger, take_stamp, update_ledger
from service.tables import GROUND_LAYERS, IDENTITIES, LISTS, VERSIONS, person, upload

Record = Mapping[str, Any]
"""The fields of one feature as in a file, and its `geometry` as a Shapely polygon."""
SQUARE_DEG = 0.001


def square(column: float, row: float, *, width: float = 1, height: float = 1) -> Polygon:
    """Give a rectangle of a grid of squares of about 100 m near Aghdam."""
    west, south = 46.9 + column * SQUARE_DEG, 39.6 + row * SQUARE_DEG
    return shapely.box(west, south, west + width * SQUARE_DEG, south + height * SQUARE_DEG)


def approve(session: Session, sent: Record | None = None, /, **records: Sequence[Record]) -> datetime:
    """Approve records of layers in one transaction (`release_areas=[{...}]`), and give its stamp.

    `sent` is what is told of their uploads (`created_at`, `review_mode`) other than a bulk load of this instant.
    """
    uploads = {name: _upload(session, name, **sent or {}) for name in records}
    stamp = take_stamp(session, next(iter(uploads.values())))
    _record(session, stamp, uploads, records)
    _bring_up_to_date(session, stamp, records)
    return stamp


def recorded_at(session: Session, stamp: datetime, **records: Sequence[Record]) -> None:
    """Write records of layers at an instant, of which the ledger is told nothing."""
    _record(session, stamp, {name: _upload(session, name) for name in records}, records)


def _record(
    session: Session, stamp: datetime, uploads: Mapping[str, UUID], records: Mapping[str, Sequence[Record]]
) -> None:
    for name, rows in records.items():
        for position, row in enumerate(rows):
            origin = {"upload_id": uploads[name], "position": position}
            _write(session, LAYERS_BY_NAME[name], row, origin=origin, stamp=stamp)


def _bring_up_to_date(session: Session, stamp: datetime, layers: Collection[str]) -> None:
    """Renew the ledger as an approval does, and as the job does that follows new boundaries."""
    (renew_ledger if "districts" in layers else update_ledger)(session, stamp)


def next_stamp(session: Session) -> datetime:
    """Give the instant of a change after all that were told."""
    return take_stamp(session, _upload(session, "districts"))


def renew(session: Session) -> LedgerUpdate:
    """Work the whole ledger out anew at an instant of its own, and give what that changed."""
    return renew_ledger(session, next_stamp(session))


def alike(_number: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    """Change nothing of a copy."""
    return {}


def multiply(
    session: Session,
    layer: str,
    record: Mapping[str, Any],
    count: int,
    *,
    over_deg: float,
    told: Callable[[ColumnElement[Any]], dict[str, ColumnElement[Any]]] = alike,
) -> None:
    """Write so many copies of a record, spread evenly, and with what is told of each; nobody asks for their ledger."""
    approve(session, **{layer: [record]})
    kind = LAYERS_BY_NAME[layer].singular
    identity, version = IDENTITIES[layer], VERSIONS[layer]
    session.execute(
        text(f"insert into {kind} (code) select 'X-' || n from generate_series(1, {count}) n")  # noqa: S608 - our own names
    )
    number = func.substr(identity.c.code, 3).cast(version.c.version.type)
    shift = (func.mod(number, 200) * over_deg / 200, func.floor(number / literal(200.0)) * over_deg * 200 / count)
    own = {"id": func.gen_random_uuid(), f"{kind}_id": identity.c.id, "geom": func.ST_Translate(version.c.geom, *shift)}
    own["recorded"] = literal(Range(next_stamp(session), None), version.c.recorded.type)
    own |= told(number)
    columns = [column for column in version.c if column.name not in {"drawn", "drawn_at"}]
    copies = select(*(own.get(column.name, column) for column in columns)).join_from(identity, version, true())
    is_original = version.c[f"{kind}_id"] == _identity(session, layer, str(record["code"]))
    rows = copies.where(identity.c.code.like("X-%"), is_original)
    session.execute(insert(version).from_select([column.name for column in columns], rows))


def withdraw(session: Session, layer: str, *codes: str) -> datetime:
    """Take approved records of a layer back, and give the stamp."""
    stamp = take_stamp(session, _upload(session, layer))
    for code in codes:
        _close(session, LAYERS_BY_NAME[layer], _identity(session, layer, code), stamp=stamp)
    _bring_up_to_date(session, stamp, {layer})
    return stamp


def _upload(session: Session, layer: str, **sent: Any) -> UUID:  # noqa: ANN401 - whatever a column may hold
    author = upsert(person).values(login="tests", name="Tests", role=Role.ADMIN).on_conflict_do_nothing()
    session.execute(author)
    author_id = session.execute(select(person.c.id).where(person.c.login == "tests")).scalar_one()
    values = {
        "layer": layer,
        "file_name": "tests.geojson",
        "file_sha256": b"",
        "file_bytes": 0,
        "status": UploadStatus.HQ_APPROVED,
        "review_mode": ReviewMode.BULK_LOAD,
        "author_id": author_id,
        **sent,
    }
    upload_id: UUID = session.execute(insert(upload).values(values).returning(upload.c.id)).scalar_one()
    return upload_id


def _identity(session: Session, layer: str, code: str) -> UUID:
    identity = IDENTITIES[layer]
    session.execute(upsert(identity).values(code=code).on_conflict_do_nothing())
    identity_id: UUID = session.execute(select(identity.c.id).where(identity.c.code == code)).scalar_one()
    return identity_id


def _close(session: Session, layer: Layer, identity_id: UUID, *, stamp: datetime) -> None:
    version = VERSIONS[layer.name]
    is_open = (version.c[f"{layer.singular}_id"] == identity_id) & func.upper_inf(version.c.recorded)
    closed = func.tstzrange(func.lower(version.c.recorded), stamp)
    session.execute(update(version).where(is_open).values(recorded=closed))


def _write(session: Session, layer: Layer, record: Record, *, origin: Record, stamp: datetime) -> None:
    version = VERSIONS[layer.name]
    identity = version.c[f"{layer.singular}_id"]
    identity_id = _identity(session, layer.name, record["code"])
    _close(session, layer, identity_id, stamp=stamp)
    number = select(func.count() + 1).where(identity == identity_id).select_from(version).scalar_subquery()
    values = {
        identity.name: identity_id,
        "version": number,
        "recorded": Range(stamp, None),
        "content_hash": b"",
        **origin,
        **_geometry(layer, record.get("geometry")),
        **{
            field.column: _value(session, field, record.get(field.name, field.default))
            for field in layer.fields
            if field.column in version.c
        },
    }
    version_id = session.execute(insert(version).values(values).returning(version.c.id)).scalar_one()
    for field in layer.fields:
        if (layer.name, field.name) in LISTS:
            for item in record.get(field.name) or ():
                row = {"version_id": version_id, field.column: _value(session, field, item)}
                session.execute(insert(LISTS[layer.name, field.name]).values(row))


def _value(session: Session, field: Field, value: Any) -> Any:  # noqa: ANN401 - whatever a field may hold
    return _identity(session, field.layer, value) if field.layer and value is not None else value


def _geometry(layer: Layer, geometry: BaseGeometry | None) -> dict[str, Any]:
    if geometry is None:
        return {}
    multi = MultiPolygon([geometry]) if isinstance(geometry, Polygon) else geometry
    geom = func.ST_GeomFromWKB(multi.wkb, 4326)
    area_m2 = {"area_m2": func.ST_Area(func.geography(geom))} if "area_m2" in VERSIONS[layer.name].c else {}
    return {"geom": geom, **area_m2, **({"ground": geom} if layer.name in GROUND_LAYERS else {})}
