"""Sending what is kept once more: what was checked is submitted, what was rejected is read with other answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, UploadStatus
from gis.mapping import Answers
from service.access import Action, Actor, require
from service.problems import NotFound, WrongMove
from service.settings import Settings
from service.uploads.flow import find_upload, receive_upload
from service.uploads.kept import is_kept, kept_file
from service.uploads.order import UploadOrder

SENT_BACK = frozenset({UploadStatus.REJECTED, UploadStatus.RETURNED, UploadStatus.WITHDRAWN})
"""Where an upload has come to its end, so that its file may come again."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What shall be other than in the upload whose file is sent again; what is missing stays as it was.

    Attributes
    ----------
    is_check
        Only check it once more.
    """

    is_check: bool = False
    answers: Answers | None = None
    is_partial: bool | None = None
    revision_reason: str | None = None


def send_again(  # noqa: PLR0913 - as receive_upload
    session: Session, upload_id: UUID, changes: Changes, *, settings: Settings, actor: Actor, today: date
) -> UUID:
    """Send the kept file of a check, or of an upload that was sent back, as a new upload.

    It is read with the same answers or with others; of a returned upload the new one is its answer.

    Raises
    ------
    NotAllowed
        If the role does not permit it.
    NotFound
        If there is no such upload, or its file is not kept.
    WrongMove
        If the upload is still on its road.
    """
    require(actor, Action.UPLOAD)
    row = find_upload(session, upload_id)
    _require_over(row)
    if not is_kept(session, row.file_sha256):
        raise NotFound(
            "The file of this upload is not kept. Send it again.",
            "Bu yükləmənin faylı saxlanılmayıb. Onu yenidən göndərin.",
        )
    with kept_file(session, row.file_sha256) as file:
        return receive_upload(session, file, _order(row, changes, settings), actor=actor, today=today)


def _require_over(row: Row[Any]) -> None:
    is_over = row.is_check or row.status in SENT_BACK
    if is_over and row.work_stage is None:
        return
    status = UploadStatus(row.status)
    raise WrongMove(
        f"The upload stands at “{status.en}”: while it is on its road its file is not sent again. Nothing was stored.",
        f"Yükləmənin vəziyyəti “{status.az}”dir: yolda olarkən faylı yenidən göndərilmir. Heç nə saxlanılmadı.",
        status_now=status.value,
    )


def _order(row: Row[Any], changes: Changes, settings: Settings) -> UploadOrder:
    return UploadOrder(
        layer=row.layer,
        file_name=row.file_name,
        is_check=changes.is_check,
        is_partial=row.is_partial if changes.is_partial is None else changes.is_partial,
        answers=changes.answers or Answers.model_validate(row.answers),
        replaces_id=row.id if row.status == UploadStatus.RETURNED else row.replaces_id,
        revision_reason=changes.revision_reason or row.revision_reason,
        review=ReviewMode(settings.review),
        district_tolerance_m=settings.district_tolerance_m,
        thresholds=settings.thresholds,
        queue_bytes=settings.queue_bytes,
    )
