"""What the approval of an upload would do to the ledger, found out by doing it and taking it back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.errors import LockNotAvailable
from sqlalchemy import Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from gis.codelists import Severity, UploadStatus
from gis.layers import LAYERS_BY_NAME
from service.jobs import queue_effect
from service.ledger.flow import take_stamp, take_turn, update_ledger
from service.problems import LedgerBusy, WrongMove
from service.tables import GROUND_LAYERS, ledger_change, staged_feature, upload_effect, upload_issue
from service.uploads import queries
from service.uploads.effect_figures import accounts_at
from service.uploads.effect_schemas import Effect
from service.uploads.flow import find_upload
from service.uploads.publish import publish, settle_changes
from service.uploads.queries import CHANGING

AT_ONCE = 2_000
"""Features whose effect is worked out while the reader waits: about two seconds in which nobody else can approve."""
AT_MOST = 100_000
"""Features beyond which no effect is worked out beforehand: the ledger would stand still for minutes."""
WORKER_WAITS_S = 600
SAID_APART = ("revision-reason-missing",)
"""Errors that say nothing against the content: the features that have them are worked out with the others."""


def asked_effect(
    session: Session, upload_id: UUID, *, district_tolerance_m: float, at_most: int = AT_MOST
) -> Effect | None:
    """Give the effect of an upload; that of a large one is left to the worker, and missing until it is there.

    Parameters
    ----------
    at_most
        Features beyond which it is refused.

    Raises
    ------
    NotFound, WrongMove, LedgerBusy
        As `effect_of`.
    """
    upload = find_upload(session, upload_id)
    kept = kept_effect(session, upload_id)
    count = changing_count(session, upload_id)
    if kept is not None or not is_open(upload) or count <= AT_ONCE:
        return kept or effect_of(session, upload_id, district_tolerance_m=district_tolerance_m)
    if count > at_most:
        raise _too_many(count, at_most)
    queue_effect(session, upload_id)
    return None


def work_out_effect(session: Session, upload_id: UUID, *, district_tolerance_m: float) -> None:
    """Work out the effect of a large upload, for the worker, who waits for its turn; one that is over has none."""
    upload = queries.upload_row(session, upload_id)
    if upload is not None and is_open(upload):
        effect_of(session, upload_id, district_tolerance_m=district_tolerance_m, wait_s=WORKER_WAITS_S)


def effect_of(session: Session, upload_id: UUID, *, district_tolerance_m: float = 3_000, wait_s: int = 5) -> Effect:
    """Give what the approval of an upload would change in the ledger; nothing of it stays.

    It is worked out by doing it: under the ledger's turn the features are published and the ledger is brought up to
    date, what changed is read, and everything is taken back. The answer is kept until the ledger changes. Of uploads
    that are rejected, or only checked, the features without errors are looked at.

    Parameters
    ----------
    wait_s
        How long to wait for the ledger's turn.

    Raises
    ------
    NotFound
        If there is no such upload.
    WrongMove
        If it is approved already, or cannot be any more.
    LedgerBusy
        If others are changing the ledger all the while.
    """
    upload = find_upload(session, upload_id)
    kept = kept_effect(session, upload_id)
    if kept is not None:
        return kept
    _refuse_over(upload)
    try:
        with session.begin_nested() as attempt:
            session.execute(text(f"set local lock_timeout = {int(wait_s * 1000)}"))
            effect = _worked_out(session, upload, district_tolerance_m)
            attempt.rollback()
    except OperationalError as error:
        raise (_busy() if isinstance(error.orig, LockNotAvailable) else error) from error
    _keep(session, upload_id, effect)
    return effect


def kept_effect(session: Session, upload_id: UUID) -> Effect | None:
    """Give the effect that was worked out on the ledger as it is now, if it was."""
    last = last_effects(session, [upload_id]).get(upload_id)
    return last.effect if last and last.is_fresh else None


@dataclass(frozen=True, kw_only=True)
class LastEffect:
    """The effect of an upload as it was last worked out.

    Attributes
    ----------
    is_fresh
        On the ledger as it is now; else it has to be worked out anew.
    """

    effect: Effect
    is_fresh: bool


def last_effects(session: Session, upload_ids: Collection[UUID]) -> dict[UUID, LastEffect]:
    """Give the effects of uploads that were ever worked out."""
    kept = upload_effect.c
    is_fresh = kept.known_at.is_not_distinct_from(_last_change()).label("is_fresh")
    rows = session.execute(select(kept.upload_id, kept.effect, is_fresh).where(kept.upload_id.in_(upload_ids)))
    return {row.upload_id: LastEffect(effect=Effect.model_validate(row.effect), is_fresh=row.is_fresh) for row in rows}


def changing_count(session: Session, upload_id: UUID) -> int:
    """Count the features of an upload that approval would make records of, errors left aside."""
    feature = staged_feature.c
    statement = select(func.count()).where(feature.upload_id == upload_id, feature.change.in_(CHANGING))
    return session.execute(statement).scalar_one()


def is_open(upload: Row[Any]) -> bool:
    """Tell whether the effect of an upload can still be asked for."""
    return upload.status not in {UploadStatus.HQ_APPROVED, UploadStatus.RETURNED, UploadStatus.WITHDRAWN}


def _worked_out(session: Session, upload: Row[Any], district_tolerance_m: float) -> Effect:
    layer = LAYERS_BY_NAME[upload.layer]
    take_turn(session)
    known_at = session.scalar(select(_last_change()))
    left_out_count = _leave_out_errors(session, upload)
    overtaken = [] if upload.withdraws_id else settle_changes(session, upload.id, layer)
    feature_count = changing_count(session, upload.id)
    accounts = []
    if feature_count and layer.name in GROUND_LAYERS:
        stamp = take_stamp(session, upload.id)
        publish(session, upload.id, layer=layer, stamp=stamp)
        update_ledger(session, stamp, district_tolerance_m=district_tolerance_m, adds_up=False)
        accounts = accounts_at(session, stamp, district_tolerance_m=district_tolerance_m)
    return Effect(
        known_at=known_at,
        worked_out_at=session.execute(select(func.clock_timestamp())).scalar_one(),
        feature_count=feature_count,
        left_out_count=left_out_count,
        overtaken_codes=overtaken,
        accounts=accounts,
    )


def _leave_out_errors(session: Session, upload: Row[Any]) -> int:
    """Leave out the features with errors; all of them where an error is of the whole file. Give how many are out."""
    feature, issue = staged_feature.c, upload_issue.c
    errors = select(issue.position).where(
        issue.upload_id == upload.id, issue.severity == Severity.ERROR, issue.kind.not_in(SAID_APART)
    )
    is_whole = errors.where(issue.position.is_(None)).exists()
    has_error = is_whole | feature.position.in_(errors.where(issue.position.is_not(None)))
    of_upload = feature.upload_id == upload.id
    session.execute(update(staged_feature).where(of_upload, has_error).values(change="left_out"))
    left_out = select(func.count()).where(of_upload, feature.change == "left_out")
    return session.execute(left_out).scalar_one()


def _keep(session: Session, upload_id: UUID, effect: Effect) -> None:
    told = {"known_at": effect.known_at, "effect": effect.model_dump(mode="json")}
    added = insert(upload_effect).values(upload_id=upload_id, **told)
    session.execute(added.on_conflict_do_update(index_elements=["upload_id"], set_=told))


def _last_change() -> Any:  # noqa: ANN401 - a scalar subquery
    return select(func.max(ledger_change.c.recorded_at)).scalar_subquery()


def _refuse_over(upload: Row[Any]) -> None:
    if not is_open(upload):
        raise WrongMove(
            "Nothing is to be approved any more: the effect of this upload is not worked out. What the ledger counts "
            "is told by `/api/v1/progress`.",
            "Artıq təsdiq ediləcək bir şey yoxdur: bu yükləmənin təsiri hesablanmır. Reyestrdə sayılanları "
            "`/api/v1/progress` göstərir.",
        )


def _too_many(count: int, at_most: int) -> WrongMove:
    return WrongMove(
        f"{count} features are more than the {at_most} of which the effect is worked out beforehand: nobody could "
        "approve anything for minutes. Send the file in parts to see it.",
        f"{count} obyekt təsirin əvvəlcədən hesablandığı {at_most} obyektdən çoxdur: dəqiqələrlə heç nə təsdiq etmək "
        "mümkün olmazdı. Təsirini görmək üçün faylı hissələrlə göndərin.",
    )


def _busy() -> LedgerBusy:
    return LedgerBusy(
        "Others are changing the ledger, so the effect could not be worked out. Nothing was stored. Try again in a "
        "minute.",
        "Hazırda reyestr dəyişdirilir, buna görə təsir hesablanmadı. Heç nə saxlanılmadı. Bir dəqiqədən sonra yenidən "
        "cəhd edin.",
    )
