"""What an approved upload did to records, staged as an upload that takes it back.

For each record that the upload gave a version, the content before it comes back as a new version; a record that had
none before is closed. A withdrawal, being an upload, is taken back in the same way.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, case, func, insert, literal, select, union
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from gis.issues import Issue
from gis.layers import LAYERS, Field, Layer
from service.problems import LaterUploads
from service.tables import IDENTITIES, LISTS, VERSIONS, ledger_change, staged_feature, upload
from service.uploads.queries import CHANGING
from service.uploads.staging import EXPLAINING

LATER_NAMED = 20
"""So many later uploads are named in the words of a refusal."""


def stage_withdrawal(session: Session, withdrawal_id: UUID, *, upload_id: UUID, layer: Layer) -> Mapping[str, int]:
    """Stage what takes an approved upload back, at the positions of its own features.

    Returns
    -------
    counts
        Of features by `change`: `changed` returns to an earlier version, `new` comes back after a withdrawal had closed
        it, `withdrawn` is closed.
    """
    identity, version = IDENTITIES[layer.name], VERSIONS[layer.name]
    before, current = version.alias("before"), version.alias("current")
    done, content = staged_feature.alias("done"), staged_feature.alias("content")
    is_content = and_(
        content.c.upload_id == func.coalesce(before.c.upload_id, current.c.upload_id),
        content.c.position == func.coalesce(before.c.position, current.c.position),
    )
    change = case((before.c.id.is_(None), "withdrawn"), (current.c.id.is_(None), "new"), else_="changed")
    values = {
        "upload_id": literal(withdrawal_id),
        "position": done.c.position,
        "code": done.c.code,
        "fields": content.c.fields.op("-")(EXPLAINING),
        "properties": content.c.properties,
        "geom": content.c.geom,
        "content_hash": content.c.content_hash,
        "change": change,
        "base_version": current.c.version,
        "restores_id": case((before.c.id.is_not(None), _origin(content))),
    }
    is_before = and_(_record_of(before, layer) == identity.c.id, before.c.version == done.c.base_version)
    source = done.join(identity, identity.c.code == done.c.code).outerjoin(before, is_before)
    source = source.outerjoin(current, _is_current(current, identity, layer)).join(content, is_content)
    rows = select(*values.values()).select_from(source).where(_did(done, upload_id))
    staged = insert(staged_feature).from_select(list(values), rows).returning(staged_feature.c.change).cte("staged")
    counted = select(staged.c.change, func.count().label("feature_count")).group_by(staged.c.change)
    return {row.change: row.feature_count for row in session.execute(counted)}


def later_uploads(session: Session, upload_id: UUID, layer: Layer) -> list[Row[Any]]:
    """Give `id` and `file_name` of the uploads that changed the same records after an approved one, the oldest first.

    A record that is again as the upload left it, because what came later was taken back, counts as not changed.
    """
    version = VERSIONS[layer.name]
    opened_or_closed = func.unnest(array([func.lower(version.c.recorded), func.upper(version.c.recorded)]))
    moment = select(opened_or_closed.label("at")).where(
        _record_of(version, layer).in_(_changed_since(upload_id, layer))
    )
    moments = moment.distinct().subquery("moment")
    approved_at = select(func.min(ledger_change.c.recorded_at)).where(ledger_change.c.upload_id == upload_id)
    statement = (
        select(upload.c.id, upload.c.file_name)
        .join_from(moments, ledger_change, ledger_change.c.recorded_at == moments.c.at)
        .join(upload, upload.c.id == ledger_change.c.upload_id)
        .where(moments.c.at > approved_at.scalar_subquery())
        .order_by(moments.c.at)
    )
    return list(session.execute(statement))


def refuse_later(session: Session, upload_id: UUID, layer: Layer) -> None:
    """Pass silently when an approved upload can be taken back.

    Raises
    ------
    LaterUploads
        If later uploads changed the same records.
    """
    if later := later_uploads(session, upload_id, layer):
        named = ", ".join(f"“{row.file_name}” ({row.id})" for row in later[:LATER_NAMED])
        raise LaterUploads(
            f"Later uploads changed the same records: {named}. Nothing was changed. Withdraw those first, or correct "
            "the records with a new upload.",
            f"Sonrakı yükləmələr eyni qeydləri dəyişib: {named}. Heç nə dəyişdirilmədi. Əvvəlcə onları geri götürün və "
            "ya qeydləri yeni yükləmə ilə düzəldin.",
            later_uploads=[{"id": str(row.id), "file_name": row.file_name} for row in later],
        )


def link_issues(session: Session, withdrawal_id: UUID, layer: Layer) -> list[Issue]:
    """Give, for each record that a withdrawal closes, how many current records of other uploads name it."""
    identity, feature = IDENTITIES[layer.name], staged_feature.c
    is_closed = (feature.upload_id == withdrawal_id) & (feature.change == "withdrawn")
    named = select(feature.position, feature.code, identity.c.id).join(identity, identity.c.code == feature.code)
    closed = named.where(is_closed).cte("closed")
    links = [_links(other, field) for other in LAYERS for field in other.fields if field.layer == layer.name]
    if not links:
        return []
    link = union(*links).subquery("link")
    counted = select(closed.c.position, closed.c.code, func.count().label("linking_count"))
    standing = counted.join(link, link.c.named_id == closed.c.id).where(link.c.naming_id.not_in(select(closed.c.id)))
    rows = session.execute(standing.group_by(closed.c.position, closed.c.code).order_by(closed.c.position))
    return [
        Issue(
            kind="links-left",
            index=row.position,
            feature_code=row.code,
            values={"linking_count": row.linking_count},
        )
        for row in rows
    ]


def _changed_since(upload_id: UUID, layer: Layer) -> Select[Any]:
    """Select the records that are not as an approved upload left them."""
    identity, current = IDENTITIES[layer.name], VERSIONS[layer.name].alias("standing")
    done, content = staged_feature.alias("done"), staged_feature.alias("content")
    left = case((done.c.change != "withdrawn", _origin(done)))
    is_content = and_(content.c.upload_id == current.c.upload_id, content.c.position == current.c.position)
    source = done.join(identity, identity.c.code == done.c.code)
    source = source.outerjoin(current, _is_current(current, identity, layer)).outerjoin(content, is_content)
    return (
        select(identity.c.id).select_from(source).where(_did(done, upload_id), _origin(content).is_distinct_from(left))
    )


def _links(layer: Layer, field: Field) -> Select[Any]:
    """Select what the current records of a layer name by a field: `named_id`, and their own `naming_id`."""
    version = VERSIONS[layer.name]
    naming = _record_of(version, layer).label("naming_id")
    if (layer.name, field.name) in LISTS:
        values = LISTS[layer.name, field.name]
        listed = select(values.c[field.column].label("named_id"), naming)
        return listed.join(version, version.c.id == values.c.version_id).where(func.upper_inf(version.c.recorded))
    return select(version.c[field.column].label("named_id"), naming).where(func.upper_inf(version.c.recorded))


def _did(done: FromClause, upload_id: UUID) -> ColumnElement[bool]:
    """Say of a staged feature that by it an upload changed a record."""
    return and_(done.c.upload_id == upload_id, done.c.change.in_(CHANGING))


def _origin(staged: FromClause) -> ColumnElement[UUID]:
    """Give the version that a staged feature's content was first approved as."""
    return func.coalesce(staged.c.restores_id, staged.c.version_id)


def _is_current(version: FromClause, identity: FromClause, layer: Layer) -> ColumnElement[bool]:
    return and_(_record_of(version, layer) == identity.c.id, func.upper_inf(version.c.recorded))


def _record_of(version: FromClause, layer: Layer) -> ColumnElement[UUID]:
    return version.c[f"{layer.singular}_id"]
