"""Approved records for tests, written as an approval leaves them: versions at a stamp, then the ledger."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from shapely import Polygon
from sqlalchemy import ColumnElement, func, insert, literal, select, text, true
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role, UploadStatus
from gis.layers import LAYERS_BY_NAME
from service.ledger.flow import LedgerUpdate, renew_ledger, take_stamp, update_ledger
from service.tables import IDENTITIES, VERSIONS, person, upload
from tests.service.versions import Record, close_versions, identities, write_versions

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
        if rows:
            write_versions(session, name, rows, upload_id=uploads[name], stamp=stamp)


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
    is_original = version.c[f"{kind}_id"] == identities(session, layer, [record["code"]])[record["code"]]
    rows = copies.where(identity.c.code.like("X-%"), is_original)
    session.execute(insert(version).from_select([column.name for column in columns], rows))


def withdraw(session: Session, layer: str, *codes: str) -> datetime:
    """Take approved records of a layer back, and give the stamp."""
    stamp = take_stamp(session, _upload(session, layer))
    close_versions(session, layer, identities(session, layer, codes).values(), stamp=stamp)
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
