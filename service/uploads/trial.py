"""Trying a file without an account: a check that only the holder of its address sees, forgotten after a day."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.mapping import Answers
from service.accounts.flow import visitor
from service.problems import NotFound, TooLarge, TooManyTrials
from service.settings import Settings
from service.uploads import queries
from service.uploads.audience import is_trial
from service.uploads.flow import take_in
from service.uploads.kept import kept_file
from service.uploads.order import UploadOrder
from service.uploads.size import AT_ONCE_COUNT, has_more_than

AT_ONCE: Final = 3
"""Trials that are read at the same time."""
LOCK_CLASS: Final = 0x1ED7
"""The advisory locks of trials: class, and which of them."""


def receive_trial(session: Session, file: Path, order: UploadOrder, *, settings: Settings, today: date) -> UUID:
    """Check a file of somebody who is not signed in.

    Raises
    ------
    TooLarge
        If it has more bytes or more features than are tried.
    TooManyTrials
        If others are trying files, or too many were tried today.
    """
    if file.stat().st_size > settings.trial_limit_bytes or has_more_than(AT_ONCE_COUNT, file, order):
        raise _too_large(settings)
    actor = visitor(session)
    is_turn = any(_is_free(session, number) for number in range(AT_ONCE))
    if not is_turn or queries.check_count(session, actor.id) >= settings.trials_kept:
        raise TooManyTrials(
            "Too many files are being tried. Nothing was stored. Try again in a while, or sign in.",
            "Hazırda çox fayl sınaqdan keçirilir. Heç nə saxlanılmadı. Bir azdan yenidən cəhd edin və ya daxil olun.",
        )
    check = replace(order, is_check=True, is_partial=False, replaces_id=None, queue_bytes=None)
    return take_in(session, file, check, actor=actor, today=today)


def try_again(session: Session, upload_id: UUID, answers: Answers, *, settings: Settings, today: date) -> UUID:
    """Check the file of a trial once more, with other answers.

    Raises
    ------
    NotFound
        If it is forgotten, or no trial.
    TooManyTrials
        As `receive_trial`.
    """
    row = queries.upload_row(session, upload_id)
    if row is None or not is_trial(row):
        raise NotFound("This trial is forgotten. Try the file again.", "Bu sınaq unudulub. Faylı yenidən sınayın.")
    order = UploadOrder(
        layer=row.layer,
        file_name=row.file_name,
        answers=answers,
        review=settings.review,
        district_tolerance_m=settings.district_tolerance_m,
        thresholds=settings.thresholds,
    )
    with kept_file(session, row.file_sha256) as file:
        return receive_trial(session, file, order, settings=settings, today=today)


def _is_free(session: Session, number: int) -> bool:
    return session.scalar(select(func.pg_try_advisory_xact_lock(LOCK_CLASS, number))) is True


def _too_large(settings: Settings) -> TooLarge:
    limit_bytes = settings.trial_limit_bytes
    return TooLarge(
        f"Without an account files of up to {limit_bytes} bytes (LANDRELEASE_TRIAL_LIMIT_BYTES) and {AT_ONCE_COUNT} "
        "features are tried. Nothing was stored. Try a part of it, or sign in.",
        f"Hesabsız {limit_bytes} bayta (LANDRELEASE_TRIAL_LIMIT_BYTES) və {AT_ONCE_COUNT} obyektə qədər fayllar "
        "sınaqdan keçirilir. Heç nə saxlanılmadı. Faylın bir hissəsini sınayın və ya daxil olun.",
        limit_bytes=limit_bytes,
    )
