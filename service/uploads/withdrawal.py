"""Withdrawal: an upload that waits goes at once, an approved one is taken back by an upload of its own."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, UploadStatus
from gis.layers import LAYERS_BY_NAME
from service.access import Action, Actor, require
from service.uploads import queries
from service.uploads.flow import approve_at_once, held_upload, move_upload
from service.uploads.order import Decision
from service.uploads.outcome import counts_of
from service.uploads.review import check_withdrawal
from service.uploads.staging import store_issues
from service.uploads.taken_back import link_issues, refuse_later, stage_withdrawal


def withdraw_upload(session: Session, upload_id: UUID, *, actor: Actor, decision: Decision, review: ReviewMode) -> UUID:
    """Withdraw an upload: at once while it waits, by an upload of its own on the same road once it is approved.

    Returns
    -------
    upload_id
        Of the upload that was withdrawn at once, or of the withdrawal, which is `submitted`.

    Raises
    ------
    NotFound
        If there is no such upload.
    NotAllowed
        If somebody asks who is neither the author nor, of an approved upload, headquarters or an administrator.
    WrongMove, WrongParameter
        If it cannot be withdrawn from where it stands, or the reason is missing.
    LaterUploads
        If later uploads changed the same records.
    """
    upload = held_upload(session, upload_id)
    if upload.status == UploadStatus.HQ_APPROVED:
        check_withdrawal(session, upload, actor=actor, decision=decision)
        return _take_back(session, upload, actor=actor, reason=decision.reason, review=review)
    move_upload(session, upload_id, UploadStatus.WITHDRAWN, actor=actor, decision=decision)
    return upload_id


def bulk_withdrawal(session: Session, upload_id: UUID, *, actor: Actor, decision: Decision) -> UUID:
    """Withdraw an upload, and approve the withdrawal at once: the local administrator's, as `bulk_load`.

    Returns
    -------
    upload_id
        As `withdraw_upload`; the withdrawal is `hq_approved`.

    Raises
    ------
    NotAllowed
        If the role does not permit it.
    NotFound, WrongMove, WrongParameter, LaterUploads
        As `withdraw_upload`.
    """
    require(actor, Action.BULK_LOAD)
    withdrawal_id = withdraw_upload(session, upload_id, actor=actor, decision=decision, review=ReviewMode.BULK_LOAD)
    approve_at_once(session, withdrawal_id, actor=actor, decision=decision)
    return withdrawal_id


def _take_back(session: Session, upload: Row[Any], *, actor: Actor, reason: str | None, review: ReviewMode) -> UUID:
    """Submit the withdrawal of an approved upload."""
    layer = LAYERS_BY_NAME[upload.layer]
    refuse_later(session, upload.id, layer)
    withdrawal_id = queries.store_upload(
        session,
        layer=layer.name,
        file_name=upload.file_name,
        status=UploadStatus.CHECKING,
        review_mode=review,
        author_id=actor.id,
        withdraws_id=upload.id,
        revision_reason=reason,
    )
    changes = stage_withdrawal(session, withdrawal_id, upload_id=upload.id, layer=layer)
    issues = link_issues(session, withdrawal_id, layer)
    store_issues(session, withdrawal_id, issues)
    counts = {"features": sum(changes.values()), **counts_of(changes, queries.severity_counts(session, withdrawal_id))}
    queries.set_counts(session, withdrawal_id, counts)
    move_upload(session, withdrawal_id, UploadStatus.SUBMITTED, actor=actor, decision=Decision(reason=reason))
    return withdrawal_id
