"""An upload's way: receive, read, normalise, check, stage, submit; verify, approve, publish, and into the ledger."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import geopandas as gpd
from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.checks import check
from gis.codelists import ReviewMode, UploadStatus
from gis.issues import Issue
from gis.layers import LAYERS_BY_NAME, Layer
from gis.normalise import normalise
from gis.read import Reading, read_geojson
from gis.repairs import repaired
from service.access import Action, Actor, require
from service.jobs import queue_resplit
from service.ledger.flow import boundaries_moved, take_stamp, take_turn, update_ledger
from service.problems import NotFound, WrongMove, WrongParameter
from service.uploads import queries
from service.uploads.changes import change_issues, compared
from service.uploads.kept import keep_file
from service.uploads.order import Decision, UploadOrder
from service.uploads.outcome import outcome_of
from service.uploads.publish import publish, settle_changes
from service.uploads.review import check_move
from service.uploads.staging import stage, staged_features, store_issues
from service.uploads.storable import storable_text
from service.uploads.surroundings import districts, surroundings
from service.uploads.taken_back import refuse_later


def receive_upload(session: Session, file: Path, order: UploadOrder, *, actor: Actor, today: date) -> UUID:
    """Take a file in: say everything that is wrong with it and, when nothing is, submit it for review.

    Nothing is stored half: the upload keeps its issues, and its features wait whole or not at all.

    Parameters
    ----------
    file
        GeoJSON, whatever it is called.
    today
        The local day; later dates are in the future.

    Returns
    -------
    upload_id
        Of the upload, which is `submitted`, `rejected`, or `checking` for good when only a check was asked for.

    Raises
    ------
    NotAllowed
        If the role does not permit it.
    WrongParameter
        If the layer is unknown, or what it replaces is not a returned upload of that layer.
    """
    require(actor, Action.UPLOAD)
    layer = _layer(order.layer)
    _check_replaced(session, order)
    reading = read_geojson(file, layer)
    normal = normalise(reading.frame, layer, districts=districts(session))
    checked = _checked(session, normal, order, layer=layer, today=today)
    features = compared(session, staged_features(checked.frame, layer), layer=layer)
    changes = change_issues(features, order.revision_reason)
    issues = [*reading.issues, *checked.issues, *changes]
    outcome = outcome_of(features, issues, is_partial=order.is_partial)
    upload_id = _store(session, file, order, actor=actor, counts=outcome.counts)
    store_issues(session, upload_id, issues)
    if not order.is_check:
        stage(session, upload_id, outcome.features)
    if outcome.is_rejected or not order.is_check:
        to = UploadStatus.REJECTED if outcome.is_rejected else UploadStatus.SUBMITTED
        move_upload(session, upload_id, to, actor=actor, decision=Decision(reason=order.revision_reason))
    return upload_id


def move_upload(session: Session, upload_id: UUID, to: UploadStatus, *, actor: Actor, decision: Decision) -> None:
    """Move an upload one step on its road; approval publishes its records and brings the ledger up to date.

    Raises
    ------
    NotFound
        If there is no such upload.
    NotAllowed, SamePerson
        If the role, the districts or an earlier part in the upload's road forbid it.
    WrongMove, WrongParameter, WarningsOpen
        If it cannot go there from where it stands, or a reason or an acceptance of warnings is missing.
    WrongMove, LaterUploads
        If other uploads changed the same records meanwhile.
    """
    upload = held_upload(session, upload_id)
    accepted = check_move(session, upload, to, actor=actor, decision=decision)
    event_id = queries.store_event(
        session,
        upload_id=upload_id,
        person_id=actor.id,
        from_status=upload.status,
        to_status=to,
        review_mode=upload.review_mode,
        reason=decision.reason,
    )
    queries.store_acceptances(session, event_id, accepted)
    if to == UploadStatus.HQ_APPROVED:
        _publish(session, upload, decision)
    queries.set_status(session, upload_id, to)


def bulk_load(  # noqa: PLR0913 - as receive_upload, and why
    session: Session, file: Path, order: UploadOrder, *, actor: Actor, reason: str, today: date
) -> UUID:
    """Take a file in and approve it at once: the local administrator's bulk load, whose reason accepts the warnings.

    Returns
    -------
    upload_id
        Of the upload, which is `hq_approved`, or `rejected` when something is wrong with it.

    Raises
    ------
    NotAllowed
        If the role does not permit it.
    WrongParameter
        If no reason is given, or as `receive_upload`.
    """
    require(actor, Action.BULK_LOAD)
    if not reason.strip():
        raise WrongParameter(
            "A bulk load needs a reason. Nothing was stored.", "Toplu yükləmə üçün səbəb lazımdır. Heç nə saxlanılmadı."
        )
    bulk = replace(order, review=ReviewMode.BULK_LOAD, revision_reason=order.revision_reason or reason)
    upload_id = receive_upload(session, file, bulk, actor=actor, today=today)
    approval = Decision(reason=reason, accepted_warnings=reason, district_tolerance_m=order.district_tolerance_m)
    approve_at_once(session, upload_id, actor=actor, decision=approval)
    return upload_id


def find_upload(session: Session, upload_id: UUID) -> Row[Any]:
    """Give an upload, with its author's name.

    Raises
    ------
    NotFound
        If there is none of that number.
    """
    upload = queries.upload_row(session, upload_id)
    if upload is None:
        raise _not_found(upload_id)
    return upload


def held_upload(session: Session, upload_id: UUID) -> Row[Any]:
    """Give an upload and hold it, so that two people move it one after the other.

    Raises
    ------
    NotFound
        If there is none of that number.
    """
    upload = queries.upload_held(session, upload_id)
    if upload is None:
        raise _not_found(upload_id)
    return upload


def approve_at_once(session: Session, upload_id: UUID, *, actor: Actor, decision: Decision) -> None:
    """Approve what was submitted as a bulk load; what was rejected, or withdrawn at once, stays so."""
    if find_upload(session, upload_id).status == UploadStatus.SUBMITTED:
        move_upload(session, upload_id, UploadStatus.HQ_APPROVED, actor=actor, decision=decision)


def _checked(session: Session, normal: Reading, order: UploadOrder, *, layer: Layer, today: date) -> Reading:
    """Check the features; make the repairs that are offered, when they are asked for, and check what has become."""

    def issues_of(frame: gpd.GeoDataFrame) -> list[Issue]:
        known = surroundings(session, frame, layer=layer, today=today, tolerance_m=order.district_tolerance_m)
        return check(frame, layer, known)

    issues = issues_of(normal.frame)
    if order.answers.repairs.safe and (mended := repaired(normal.frame, issues)).issues:
        normal, issues = mended, [*normal.issues, *issues_of(mended.frame)]
    return Reading(frame=normal.frame, issues=[*normal.issues, *issues])


def _publish(session: Session, upload: Row[Any], decision: Decision) -> None:
    """Make an upload's features records and renew the ledger, in the ledger's turn; no change, no stamp."""
    layer = LAYERS_BY_NAME[upload.layer]
    take_turn(session)
    if upload.withdraws_id:
        refuse_later(session, upload.withdraws_id, layer)
    else:
        _refuse_stale(session, upload.id, layer)
    if not queries.has_changes(session, upload.id):
        return
    stamp = take_stamp(session, upload.id)
    publish(session, upload.id, layer=layer, stamp=stamp)
    update_ledger(session, stamp, district_tolerance_m=decision.district_tolerance_m)
    if boundaries_moved(session, stamp):
        queue_resplit(session, upload.id)


def _refuse_stale(session: Session, upload_id: UUID, layer: Layer) -> None:
    """Refuse an upload that another one overtook since it was checked."""
    if stale := ", ".join(settle_changes(session, upload_id, layer)):
        raise WrongMove(
            f"Other uploads changed the same records since this one was checked: {stale}. Return it, so that it is "
            "sent again on top of them.",
            f"Bu yükləmə yoxlanılandan sonra başqa yükləmələr eyni qeydləri dəyişib: {stale}. Yenidən göndərilməsi "
            "üçün onu qaytarın.",
        )


def _not_found(upload_id: UUID) -> NotFound:
    return NotFound(f"There is no upload {upload_id}.", f"{upload_id} nömrəli yükləmə yoxdur.")


def _layer(name: str) -> Layer:
    if name not in LAYERS_BY_NAME:
        names = ", ".join(LAYERS_BY_NAME)
        raise WrongParameter(
            f"There is no layer “{name}”. Nothing was stored. The layers are: {names}.",
            f"“{name}” adlı təbəqə yoxdur. Heç nə saxlanılmadı. Təbəqələr: {names}.",
        )
    return LAYERS_BY_NAME[name]


def _check_replaced(session: Session, order: UploadOrder) -> None:
    if order.replaces_id is None:
        return
    replaced = queries.upload_row(session, order.replaces_id)
    if replaced is None or replaced.status != UploadStatus.RETURNED or replaced.layer != order.layer:
        raise WrongParameter(
            "`replaces` must name an upload of the same layer that was returned. Nothing was stored.",
            "`replaces` eyni təbəqənin qaytarılmış yükləməsini göstərməlidir. Heç nə saxlanılmadı.",
        )


def _store(session: Session, file: Path, order: UploadOrder, *, actor: Actor, counts: dict[str, int]) -> UUID:
    return queries.store_upload(
        session,
        layer=order.layer,
        file_name=storable_text(order.file_name),
        file_sha256=keep_file(session, file),
        file_bytes=file.stat().st_size,
        is_check=order.is_check,
        is_partial=order.is_partial,
        status=UploadStatus.CHECKING,
        review_mode=order.review,
        author_id=actor.id,
        replaces_id=order.replaces_id,
        revision_reason=order.revision_reason,
        answers=order.answers.model_dump(mode="json", exclude_defaults=True),
        counts=counts,
    )
