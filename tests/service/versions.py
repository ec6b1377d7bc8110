"""Versions of records as tests write them: one statement for all of a layer, for tests spend their time on these."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ARRAY, LargeBinary, Text, bindparam, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME, Field, Layer
from service.tables import GROUND_LAYERS, IDENTITIES, LISTS, VERSIONS

Record = Mapping[str, Any]
"""The fields of one feature as in a file, and its `geometry` as a Shapely polygon."""
Named = Mapping[str, Mapping[str, UUID]]
"""The identities of codes, by layer."""


def identities(session: Session, layer: str, codes: Collection[str]) -> dict[str, UUID]:
    """Give the identities of codes of a layer; a code that nobody had is taken."""
    identity = IDENTITIES[layer]
    wanted = select(func.unnest(literal(list(codes), ARRAY(Text))))
    session.execute(upsert(identity).from_select(["code"], wanted).on_conflict_do_nothing())
    found = session.execute(select(identity.c.code, identity.c.id).where(identity.c.code.in_(codes)))
    return dict(found.all())


def close_versions(session: Session, layer: str, identity_ids: Collection[UUID], *, stamp: datetime) -> None:
    """End what was known of records."""
    version = VERSIONS[layer]
    is_open = _identity(layer).in_(identity_ids) & func.upper_inf(version.c.recorded)
    closed = func.tstzrange(func.lower(version.c.recorded), stamp)
    session.execute(update(version).where(is_open).values(recorded=closed))


def write_versions(
    session: Session, layer: str, records: Sequence[Record], *, upload_id: UUID, stamp: datetime
) -> None:
    """Write what is known of records from an instant on, as one upload told it."""
    named = {name: identities(session, name, codes) for name, codes in _codes(LAYERS_BY_NAME[layer], records).items()}
    ids = [named[layer][record["code"]] for record in records]
    close_versions(session, layer, ids, stamp=stamp)
    counts = _counts(session, layer, ids)
    versions = [
        {
            "id": uuid4(),
            _identity(layer).name: identity_id,
            "version": counts.get(identity_id, 0) + 1,
            "recorded": Range(stamp, None),
            "content_hash": b"",
            "upload_id": upload_id,
            "position": position,
            "wkb": _wkb(record.get("geometry")),
            **_fields(LAYERS_BY_NAME[layer], record, named),
        }
        for position, (identity_id, record) in enumerate(zip(ids, records, strict=True))
    ]
    session.execute(insert(VERSIONS[layer]).values(_geometry(layer)), versions)
    for field in _lists(LAYERS_BY_NAME[layer]):
        rows = [
            {"version_id": version["id"], field.column: _value(field, item, named)}
            for version, record in zip(versions, records, strict=True)
            for item in record.get(field.name) or ()
        ]
        if rows:
            session.execute(insert(LISTS[layer, field.name]), rows)


def _identity(layer: str) -> Any:  # noqa: ANN401 - a column of identities
    return VERSIONS[layer].c[f"{LAYERS_BY_NAME[layer].singular}_id"]


def _counts(session: Session, layer: str, identity_ids: Collection[UUID]) -> dict[UUID, int]:
    """Give how many versions there are of each record."""
    identity = _identity(layer)
    counted = select(identity, func.count()).where(identity.in_(identity_ids)).group_by(identity)
    return dict(session.execute(counted).all())


def _codes(layer: Layer, records: Sequence[Record]) -> dict[str, list[str]]:
    """Give the codes that records have or name, each once, by their layer."""
    codes: dict[str, dict[str, None]] = {layer.name: dict.fromkeys(record["code"] for record in records)}
    for field in layer.fields:
        if field.layer:
            named = (code for record in records for code in _told(field, record))
            codes.setdefault(field.layer, {}).update(dict.fromkeys(named))
    return {name: list(each) for name, each in codes.items() if each}


def _told(field: Field, record: Record) -> Iterator[Any]:
    """Give the values of a field, of which it may hold one, many or none."""
    value = record.get(field.name, field.default)
    yield from value if isinstance(value, list | tuple) else () if value is None else (value,)


def _lists(layer: Layer) -> Iterator[Field]:
    return (field for field in layer.fields if (layer.name, field.name) in LISTS)


def _fields(layer: Layer, record: Record, named: Named) -> dict[str, Any]:
    return {
        field.column: _value(field, record.get(field.name, field.default), named)
        for field in layer.fields
        if field.column in VERSIONS[layer.name].c
    }


def _value(field: Field, value: Any, named: Named) -> Any:  # noqa: ANN401 - whatever a field may hold
    return named[field.layer][value] if field.layer and value is not None else value


def _wkb(geometry: BaseGeometry | None) -> bytes | None:
    if geometry is None:
        return None
    return (MultiPolygon([geometry]) if isinstance(geometry, Polygon) else geometry).wkb


def _geometry(layer: str) -> dict[str, Any]:
    """Work out in the database what a version tells of its outline."""
    columns = VERSIONS[layer].c
    geom = func.ST_GeomFromWKB(bindparam("wkb", type_=LargeBinary), 4326)
    values = {"geom": geom, "area_m2": func.ST_Area(func.geography(geom))}
    ground = {"ground": geom} if layer in GROUND_LAYERS else {}
    return {name: value for name, value in values.items() if name in columns} | ground
