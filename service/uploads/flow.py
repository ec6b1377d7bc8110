"""An upload's way: receive, read, normalise, check, stage, submit; verify, approve, publish, and into the ledger."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, UploadStatus
from gis.layers import LAYERS_BY_NAME, Layer
from service.access import Action, Actor, audience_of, require
from service.jobs import queue_reading, queue_resplit
from service.ledger.flow import boundaries_moved, take_stamp, take_turn, update_ledger
from service.problems import NotFound, WrongMove, WrongParameter
from service.storable import storable_text
from service.uploads import queries, work
from service.uploads.inspection import Inspection
from service.uploads.kept import keep_file
from service.uploads.mappings import mappings_for
from service.uploads.order import Decision, UploadOrder
from service.uploads.outcome import NOTHING_YET, settled
from service.uploads.publish import publish, settle_changes
from service.uploads.review import check_move
from service.uploads.size import is_large
from service.uploads.summary import keep_summary
from service.uploads.surroundings import Recorded
from service.uploads.taken_back import refuse_later
from service.uploads.taking import Taking


def receive_upload(  # noqa: PLR0913 - a file, what is wanted of it, by whom and when
    session: Session, file: Path, order: UploadOrder, *, actor: Actor, today: date, watch: work.Watch = work.nobody
) -> UUID:
    """Take a file in: say everything that is wrong with it and, when nothing is, submit it for review.

    Nothing is stored half: the upload keeps the file and its issues, and its features wait whole or not at all. A large
    file is kept and left to the worker.

    Parameters
    ----------
    file
        Of any format, whatever it is called.
    today
        The local day; later dates are in the future.

    Returns
    -------
    upload_id
        Of the upload, which is `submitted` or `rejected`; `checking` for good when only a check was asked for, and
        `checking` until the worker has read it when it is large.

    Raises
    ------
    NotAllowed
        If the role does not permit it.
    WrongParameter
        If the layer is unknown, or what it replaces is not a returned upload of that layer.
    """
    require(actor, Action.UPLOAD)
    return take_in(session, file, order, actor=actor, today=today, watch=watch)


def take_in(  # noqa: PLR0913 - as receive_upload
    session: Session, file: Path, order: UploadOrder, *, actor: Actor, today: date, watch: work.Watch = work.nobody
) -> UUID:
    """Take a file in, once it is known that its sender may send it; as `receive_upload`."""
    _check_layer(order.layer)
    _check_replaced(session, order)
    upload_id = _store(session, file, order, actor=actor)
    if is_large(file, order):
        work.begin_waiting(session, upload_id)
        queue_reading(session, upload_id)
    else:
        check_upload(session, upload_id, file, order, actor=actor, today=today, watch=watch)
    return upload_id


def check_upload(  # noqa: PLR0913, PLR0917 - as receive_upload
    session: Session, upload_id: UUID, file: Path, order: UploadOrder, *, actor: Actor, today: date, watch: work.Watch
) -> None:
    """Read, check and stage the file of an upload, and submit it or reject it by what was found."""
    layer = LAYERS_BY_NAME[order.layer]
    known = Recorded(
        session=session,
        layer=layer,
        today=today,
        tolerance_m=order.district_tolerance_m,
        thresholds=order.thresholds,
        saved=mappings_for(session, layer, actor),
        audience=audience_of(actor),
    )
    taking = Taking(session, upload_id, layer, actor=actor, revision_reason=order.revision_reason)
    Inspection(
        file=file,
        name=order.file_name,
        layer=layer,
        answers=order.answers,
        known=known,
        taker=taking,
        watch=watch,
    ).run()
    watch(work.Stage.STORING, 0, None)
    outcome = settled(session, upload_id, is_partial=order.is_partial)
    queries.set_counts(session, upload_id, outcome.counts)
    to = UploadStatus.REJECTED if outcome.is_rejected else UploadStatus.SUBMITTED
    if not order.is_check:
        move_upload(session, upload_id, to, actor=actor, decision=Decision(reason=order.revision_reason))
    elif outcome.is_rejected:  # a check goes no road that events would tell
        queries.set_status(session, upload_id, to)


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
    if to == UploadStatus.SUBMITTED and upload.review_mode != ReviewMode.BULK_LOAD:
        keep_summary(session, upload)
    if to == UploadStatus.HQ_APPROVED:
        _publish(session, upload, decision)
    queries.set_status(session, upload_id, to)


def bulk_load(  # noqa: PLR0913 - as receive_upload, and why
    session: Session,
    file: Path,
    order: UploadOrder,
    *,
    actor: Actor,
    reason: str,
    today: date,
    watch: work.Watch = work.nobody,
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
    upload_id = receive_upload(session, file, bulk, actor=actor, today=today, watch=watch)
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


def _check_layer(name: str) -> None:
    if name not in LAYERS_BY_NAME:
        names = ", ".join(LAYERS_BY_NAME)
        raise WrongParameter(
            f"There is no layer “{name}”. Nothing was stored. The layers are: {names}.",
            f"“{name}” adlı təbəqə yoxdur. Heç nə saxlanılmadı. Təbəqələr: {names}.",
        )


def _check_replaced(session: Session, order: UploadOrder) -> None:
    if order.replaces_id is None:
        return
    replaced = queries.upload_row(session, order.replaces_id)
    if replaced is None or replaced.status != UploadStatus.RETURNED or replaced.layer != order.layer:
        raise WrongParameter(
            "`replaces` must name an upload of the same layer that was returned. Nothing was stored.",
            "`replaces` eyni təbəqənin qaytarılmış yükləməsini göstərməlidir. Heç nə saxlanılmadı.",
        )


def _store(session: Session, file: Path, order: UploadOrder, *, actor: Actor) -> UUID:
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
        counts=NOTHING_YET,
    )
