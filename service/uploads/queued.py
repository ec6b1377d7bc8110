"""Large uploads: read by the worker, stopped by a person, given up when nothing helps."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, UploadStatus
from gis.issues import Issue
from gis.mapping import Answers
from service.access import Actor, require
from service.accounts.flow import actor_of
from service.db import make_sessions
from service.problems import WrongMove
from service.settings import Settings
from service.uploads import queries, work
from service.uploads.flow import check_upload, find_upload
from service.uploads.kept import kept_file
from service.uploads.order import UploadOrder
from service.uploads.review import withdrawing
from service.uploads.staging import store_issues

STOPPED = "Stopped while the file was being checked. · Fayl yoxlanarkən dayandırıldı."
GIVEN_UP = "The file could not be worked through. · Fayl emal edilə bilmədi."


def read_queued(engine: Engine, upload_id: UUID, settings: Settings, *, clock: Callable[[], datetime]) -> None:
    """Read and check the file of an upload that waits, in one transaction; doing it again changes nothing.

    Others see how far it is by a connection of its own; when a person asked to stop, the upload ends `withdrawn`.
    """
    sessions = make_sessions(engine)
    try:
        with sessions.begin() as session:
            _read(
                session, upload_id, settings, watch=work.watch_of(engine, upload_id), today=settings.local_date(clock())
            )
    except work.WorkCancelled:
        with sessions.begin() as session:
            _settle(session, find_upload(session, upload_id), UploadStatus.WITHDRAWN, reason=STOPPED)


def stop_upload(session: Session, upload_id: UUID, *, actor: Actor) -> None:
    """Ask that the work on an upload stops: at once where it only waits, else after the part that is being read.

    Raises
    ------
    NotFound
        If there is no such upload.
    NotAllowed
        If somebody asks who is neither the author nor headquarters nor an administrator.
    WrongMove
        If nothing is being done on it.
    """
    row = find_upload(session, upload_id)
    require(actor, withdrawing(row, actor))
    if row.work_stage is None:
        raise WrongMove(
            "The upload is not being worked on: there is nothing to stop. It stays where it was.",
            "Yükləmə üzərində iş getmir: dayandırılası bir şey yoxdur. Yükləmə öz yerində qaldı.",
            status_now=row.status,
        )
    work.ask_to_stop(session, upload_id, actor.id)
    if work.is_free(session, upload_id):
        _settle(session, find_upload(session, upload_id), UploadStatus.WITHDRAWN, reason=STOPPED)


def settle_given_up(engine: Engine) -> None:
    """Reject the uploads whose file was tried to the last: none stays `checking` for ever."""
    with make_sessions(engine).begin() as session:
        for upload_id in work.given_up(session):
            if work.is_free(session, upload_id):
                store_issues(session, upload_id, [Issue(kind="work-given-up", values={})])
                _settle(session, find_upload(session, upload_id), UploadStatus.REJECTED, reason=GIVEN_UP)


def forget_checks(engine: Engine, settings: Settings, now: datetime) -> int:
    """Delete the mere checks whose time is over, with the files that nothing else came from, and give their number."""
    with make_sessions(engine).begin() as session:
        return queries.forget_checks(session, now - timedelta(hours=settings.checks_kept_hours))


def _read(session: Session, upload_id: UUID, settings: Settings, *, watch: work.Watch, today: date) -> None:
    work.hold(session, upload_id)
    row = find_upload(session, upload_id)
    if row.work_stage is None:
        return  # it is over already
    watch(work.Stage.READING, 0, None)
    actor = actor_of(session, row.author_id)
    with kept_file(session, row.file_sha256) as file:
        check_upload(session, upload_id, file, _order_of(row, settings), actor=actor, today=today, watch=watch)
    work.end(session, upload_id)


def _order_of(row: Row[Any], settings: Settings) -> UploadOrder:
    """Give what was asked of an upload when it came in."""
    return UploadOrder(
        layer=row.layer,
        file_name=row.file_name,
        is_check=row.is_check,
        is_partial=row.is_partial,
        answers=Answers.model_validate(row.answers),
        replaces_id=row.replaces_id,
        revision_reason=row.revision_reason,
        review=ReviewMode(row.review_mode),
        district_tolerance_m=settings.district_tolerance_m,
        thresholds=settings.thresholds,
    )


def _settle(session: Session, row: Row[Any], to: UploadStatus, *, reason: str) -> None:
    """End the work on an upload that nobody goes on with; a check goes no road that events would tell."""
    if row.work_stage is None:
        return
    if not row.is_check:
        queries.store_event(
            session,
            upload_id=row.id,
            person_id=row.work_cancelled_by_id or row.author_id,
            from_status=row.status,
            to_status=to,
            review_mode=row.review_mode,
            reason=reason,
        )
    queries.set_status(session, row.id, to)
    work.end(session, row.id)
