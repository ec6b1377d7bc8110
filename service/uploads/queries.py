"""What is asked and told about uploads, one statement a function."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Row,
    RowMapping,
    Select,
    UnaryExpression,
    func,
    insert,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import Session

from gis.codelists import Severity, UploadStatus, Visibility
from gis.issues import Issue
from gis.layers import Layer
from service import sql
from service.records.queries import has_code
from service.tables import (
    IDENTITIES,
    VERSIONS,
    person,
    staged_feature,
    upload,
    upload_issue,
    upload_work,
    warning_acceptance,
    workflow_event,
)
from service.uploads.issue_filter import EVERY_ISSUE, IssueFilter

OPENING = ("new", "changed")
"""The changes by which approval makes a version of a record."""

CHANGING = (*OPENING, "withdrawn")
"""The changes that approval makes; unchanged features and those left out make none."""

WAITING = (UploadStatus.SUBMITTED, UploadStatus.REGIONAL_VERIFIED)


def upload_row(session: Session, upload_id: UUID) -> Row[Any] | None:
    """Find an upload, with its author's name."""
    return session.execute(_uploads().where(upload.c.id == upload_id)).one_or_none()


def upload_held(session: Session, upload_id: UUID) -> Row[Any] | None:
    """Find an upload and hold its row, so that two reviewers move it one after the other."""
    statement = select(upload).where(upload.c.id == upload_id).with_for_update()
    return session.execute(statement).one_or_none()


def uploads(
    session: Session,
    *,
    limit: int,
    status: UploadStatus | None = None,
    layer: str | None = None,
    ids: Collection[UUID] | None = None,
) -> list[Row[Any]]:
    """Give the uploads, all or these, the newest first; mere checks are left out."""
    statement = _uploads().where(~upload.c.is_check)
    if status:
        statement = statement.where(upload.c.status == status)
    if layer:
        statement = statement.where(upload.c.layer == layer)
    if ids is not None:
        statement = statement.where(upload.c.id.in_(ids))
    return list(session.execute(statement.order_by(upload.c.created_at.desc()).limit(limit)))


def uploads_waiting(session: Session) -> list[Row[Any]]:
    """Give the uploads that wait for a reviewer, the longest first, with `submitted_at` and `verifier_ids`.

    How each was read is left out: it is long, and told on its own page.
    """
    event = workflow_event.c
    moved = select(
        event.upload_id,
        func.min(event.at).filter(event.to_status == UploadStatus.SUBMITTED).label("submitted_at"),
        func.array_agg(event.person_id).filter(event.to_status == UploadStatus.REGIONAL_VERIFIED).label("verifier_ids"),
    )
    is_waiting = upload.c.status.in_(WAITING) & ~upload.c.is_check
    road = moved.where(event.upload_id.in_(select(upload.c.id).where(is_waiting))).group_by(event.upload_id).subquery()
    told = [column for column in _uploads().selected_columns if column.key not in {"answers", "understood"}]
    statement = _uploads().with_only_columns(*told, road.c.submitted_at, road.c.verifier_ids)
    waiting = statement.join(road, road.c.upload_id == upload.c.id).where(is_waiting)
    return list(session.execute(waiting.order_by(road.c.submitted_at, upload.c.id)))


def is_received(session: Session, file_sha256: bytes) -> bool:
    """Say whether a file has come in before and was not sent back; mere checks do not count."""
    sent_back = (UploadStatus.REJECTED, UploadStatus.RETURNED, UploadStatus.WITHDRAWN)
    held = select(upload.c.id).where(upload.c.file_sha256 == file_sha256, ~upload.c.is_check)
    return session.scalar(select(held.where(upload.c.status.not_in(sent_back)).exists())) is True


def upload_counts(session: Session) -> dict[UploadStatus, int]:
    """Give the number of uploads by status; mere checks are left out."""
    statement = select(upload.c.status, func.count()).where(~upload.c.is_check).group_by(upload.c.status)
    return {UploadStatus(status): count for status, count in session.execute(statement)}


def check_count(session: Session, author_id: UUID) -> int:
    """Count the checks of a person that are kept."""
    return session.scalar(select(func.count()).where(upload.c.author_id == author_id, upload.c.is_check)) or 0


def upload_events(session: Session, upload_id: UUID) -> list[Row[Any]]:
    """Give the moves of an upload in order, with who made them."""
    acceptance = warning_acceptance.c
    accepted = select(func.coalesce(func.jsonb_object_agg(acceptance.rule, acceptance.reason), text("'{}'::jsonb")))
    by_rule = accepted.where(acceptance.workflow_event_id == workflow_event.c.id).scalar_subquery()
    told = select(workflow_event, person.c.name.label("person"), by_rule.label("accepted_warnings"))
    statement = told.join(person, person.c.id == workflow_event.c.person_id)
    return list(session.execute(statement.where(workflow_event.c.upload_id == upload_id).order_by(workflow_event.c.id)))


def upload_issues(session: Session, upload_id: UUID, asked: IssueFilter = EVERY_ISSUE) -> list[Issue]:
    """Give the issues of an upload in the order of the file, those about the whole file first."""
    issue = upload_issue.c
    place = (func.ST_X(issue.location).label("lon"), func.ST_Y(issue.location).label("lat"))
    told = (issue.kind, issue.position, issue.feature_code, issue.field, issue["values"], issue.repair, *place)
    rows = session.execute(select(*told).where(asked.of(upload_id)).order_by(*in_file_order()))
    return [issue_of(row) for row in rows.mappings()]


def in_file_order() -> tuple[UnaryExpression[Any], Column[Any]]:
    """Give what brings issues into the order of the file, those of the file as a whole first."""
    return upload_issue.c.position.asc().nulls_first(), upload_issue.c.number


def faults(session: Session, upload_id: UUID) -> tuple[bool, int]:
    """Say whether an error is of the file as a whole, and give the number of features that have one."""
    issue = upload_issue.c
    statement = select(
        func.coalesce(func.bool_or(issue.position.is_(None)), text("false")), func.count(issue.position.distinct())
    )
    is_error = (issue.upload_id == upload_id) & (issue.severity == Severity.ERROR)
    is_whole, feature_count = session.execute(statement.where(is_error)).one()
    return is_whole, feature_count


def leave_out_faulty(session: Session, upload_id: UUID) -> None:
    """Leave the features with errors out of an upload."""
    feature, issue = staged_feature.c, upload_issue.c
    faulty = select(issue.position).where(issue.upload_id == upload_id, issue.severity == Severity.ERROR)
    out = update(staged_feature).where(feature.upload_id == upload_id, feature.position.in_(faulty))
    session.execute(out.values(change="left_out"))


def change_counts(session: Session, upload_id: UUID) -> dict[str, int]:
    """Count the features of an upload by what they change."""
    feature = staged_feature.c
    counted = select(feature.change, func.count().label("feature_count")).where(feature.upload_id == upload_id)
    statement = counted.group_by(feature.change)
    return {row.change: row.feature_count for row in session.execute(statement)}


def severity_counts(session: Session, upload_id: UUID) -> dict[Severity, int]:
    """Count the issues of an upload by severity."""
    issue = upload_issue.c
    statement = select(issue.severity, func.count()).where(issue.upload_id == upload_id).group_by(issue.severity)
    return {Severity(severity): count for severity, count in session.execute(statement)}


def open_warnings(session: Session, upload_id: UUID) -> dict[str, int]:
    """Count the warnings of an upload by rule; those of features that were left out do not count."""
    issue, feature = upload_issue.c, staged_feature.c
    left_out = select(feature.position).where(feature.upload_id == upload_id, feature.change == "left_out")
    statement = select(issue.rule, func.count().label("warnings")).where(
        issue.upload_id == upload_id,
        issue.severity == Severity.WARNING,
        issue.position.is_(None) | issue.position.not_in(left_out),
    )
    return {row.rule: row.warnings for row in session.execute(statement.group_by(issue.rule).order_by(issue.rule))}


def has_changes(session: Session, upload_id: UUID) -> bool:
    """Say whether approval of an upload changes a record."""
    feature = staged_feature.c
    changing = select(feature.position).where(feature.upload_id == upload_id, feature.change.in_(CHANGING))
    return session.scalar(select(changing.exists())) is True


def withdrawal_waiting(session: Session, upload_id: UUID) -> UUID | None:
    """Find the withdrawal of an approved upload that waits for a reviewer."""
    waiting = upload.c.status.in_(WAITING)
    return session.scalar(select(upload.c.id).where(upload.c.withdraws_id == upload_id, waiting))


def uploads_taken_back(session: Session) -> dict[UUID, UUID]:
    """Give the approved uploads that do not count any more, with the withdrawal that took each back.

    Those are not among them whose withdrawal was taken back in its turn.
    """
    approved = select(upload.c.withdraws_id, upload.c.id).where(upload.c.status == UploadStatus.HQ_APPROVED)
    rows = session.execute(approved.where(upload.c.withdraws_id.is_not(None)).order_by(upload.c.created_at))
    latest = {row.withdraws_id: row.id for row in rows}

    def is_taken_back(upload_id: UUID) -> bool:
        return upload_id in latest and not is_taken_back(latest[upload_id])

    return {upload_id: by for upload_id, by in latest.items() if is_taken_back(upload_id)}


def verifiers(session: Session, upload_id: UUID) -> set[UUID]:
    """Give the people who verified an upload."""
    event = workflow_event.c
    is_verification = event.to_status == UploadStatus.REGIONAL_VERIFIED
    return set(session.scalars(select(event.person_id).where(event.upload_id == upload_id, is_verification)))


def current_versions(
    session: Session, layer: Layer, codes: Collection[str], *, audience: Collection[Visibility] | None = None
) -> dict[str, tuple[int, bytes]]:
    """Give number and content hash of the current version of each record that is known to an audience, by code."""
    identity, version = IDENTITIES[layer.name], VERSIONS[layer.name]
    statement = select(identity.c.code, version.c.version, version.c.content_hash).join(
        version, version.c[f"{layer.singular}_id"] == identity.c.id
    )
    is_seen = true() if audience is None else version.c.visibility.in_(audience)
    rows = session.execute(statement.where(has_code(layer, codes), func.upper_inf(version.c.recorded), is_seen))
    return {row.code: (row.version, row.content_hash) for row in rows}


def remaining_m2(session: Session, codes: Collection[str], today: date) -> dict[str, float]:
    """Give what is left of hazardous areas in the certified account, by code; areas that are not known are left out."""
    rows = session.execute(sql.statement("neighbours_remaining"), {"codes": list(codes), "today": today})
    return {row.code: row.remaining_m2 for row in rows}


def store_upload(session: Session, **columns: object) -> UUID:
    """Store an upload."""
    upload_id: UUID = session.execute(insert(upload).values(columns).returning(upload.c.id)).scalar_one()
    return upload_id


def set_status(session: Session, upload_id: UUID, status: UploadStatus) -> None:
    """Put an upload where it stands now."""
    session.execute(update(upload).where(upload.c.id == upload_id).values(status=status))


def forget_checks(session: Session, before: datetime) -> int:
    """Delete the mere checks that came in before an instant, and give their number."""
    return session.scalar(select(func.forget_checks(before))) or 0


def set_understood(session: Session, upload_id: UUID, understood: Mapping[str, Any]) -> None:
    """Say how the file of an upload is read."""
    session.execute(update(upload).where(upload.c.id == upload_id).values(understood=understood))


def set_counts(session: Session, upload_id: UUID, counts: Mapping[str, int]) -> None:
    """Say what an upload holds."""
    session.execute(update(upload).where(upload.c.id == upload_id).values(counts=counts))


def store_event(session: Session, **columns: object) -> int:
    """Store one move of an upload."""
    event_id: int = session.execute(insert(workflow_event).values(columns).returning(workflow_event.c.id)).scalar_one()
    return event_id


def store_acceptances(session: Session, event_id: int, acceptances: Mapping[str, str]) -> None:
    """Store the written acceptance of warnings that came with a move, by rule."""
    rows = [{"workflow_event_id": event_id, "rule": rule, "reason": text} for rule, text in acceptances.items()]
    if rows:
        session.execute(insert(warning_acceptance), rows)


def issue_of(row: RowMapping) -> Issue:
    """Make an issue of its row, with `lon` and `lat` of its place."""
    return Issue(
        kind=row["kind"],
        index=row["position"],
        feature_code=row["feature_code"],
        field=row["field"],
        values=row["values"],
        location=None if row["lon"] is None else (row["lon"], row["lat"]),
        repair=row["repair"],
    )


def _uploads() -> Select[Any]:
    """Select uploads, each with its author's name and how far the work on it is, if any is under way."""
    work = [column.label(f"work_{column.name}") for column in upload_work.c if column.name != "upload_id"]
    author = (person.c.name.label("author"), person.c.login.label("author_login"))
    told = select(upload, *author, *work).join(person, person.c.id == upload.c.author_id)
    return told.outerjoin(upload_work, upload_work.c.upload_id == upload.c.id)
