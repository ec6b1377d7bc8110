"""The road of review: which moves there are, and who may make them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, UploadStatus
from service.access import Action, Actor, require
from service.problems import NotAllowed, SamePerson, WarningsOpen, WrongMove, WrongParameter
from service.uploads import queries
from service.uploads.districts import districts_touched
from service.uploads.order import EVERY_RULE, Decision

S = UploadStatus
MOVES: dict[UploadStatus, frozenset[UploadStatus]] = {
    S.CHECKING: frozenset({S.REJECTED, S.SUBMITTED}),
    S.REJECTED: frozenset(),
    S.SUBMITTED: frozenset({S.REGIONAL_VERIFIED, S.RETURNED, S.WITHDRAWN}),
    S.REGIONAL_VERIFIED: frozenset({S.HQ_APPROVED, S.RETURNED, S.WITHDRAWN}),
    S.HQ_APPROVED: frozenset(),
    S.RETURNED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
"""Where an upload may go from where it stands."""

BULK_MOVES = MOVES | {S.SUBMITTED: frozenset({S.HQ_APPROVED})}
"""The moves of the local administrator's bulk load."""

ACTIONS: dict[UploadStatus, Action] = {
    S.REJECTED: Action.UPLOAD,
    S.SUBMITTED: Action.UPLOAD,
    S.REGIONAL_VERIFIED: Action.VERIFY,
    S.HQ_APPROVED: Action.APPROVE,
    S.RETURNED: Action.RETURN,
    S.WITHDRAWN: Action.WITHDRAW,
}
"""What a person must be allowed to do to move an upload there."""

ACCEPTING = frozenset({S.REGIONAL_VERIFIED, S.HQ_APPROVED})
"""Moves by which a person answers for what is in the upload, its warnings included."""

EXPLAINED = frozenset({S.RETURNED, S.WITHDRAWN})
"""Moves that need a reason."""


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What of an upload decides who may move it on.

    Attributes
    ----------
    verifier_ids
        The people who verified it.
    districts
        The codes of the districts that it touches, by id; None stands for ground in no district. Only looked at for
        who does not answer for every district.
    """

    verifier_ids: frozenset[UUID]
    districts: Mapping[UUID | None, str | None]


def check_move(
    session: Session, upload: Row[Any], to: UploadStatus, *, actor: Actor, decision: Decision
) -> dict[str, str]:
    """Give the acceptances of warnings that a move records, by rule, when a person may move an upload there.

    Raises
    ------
    NotAllowed, SamePerson
        If the role, the districts or an earlier part in the upload's road forbid it.
    WrongMove
        If there is no such move from where the upload stands.
    WrongParameter, WarningsOpen
        If the reason or the acceptance of warnings is missing.
    """
    earlier = Earlier(
        verifier_ids=frozenset(queries.verifiers(session, upload.id)),
        districts=districts_touched(session, upload) if actor.district_ids and to in ACCEPTING else {},
    )
    check_mover(upload, to, actor=actor, earlier=earlier)
    if to in EXPLAINED:
        _check_reason(decision)
    return _accepted(queries.open_warnings(session, upload.id), decision.acceptances()) if to in ACCEPTING else {}


def check_mover(upload: Row[Any], to: UploadStatus, *, actor: Actor, earlier: Earlier) -> None:
    """Refuse a move that a person may not make at all, whatever they say to it.

    Raises
    ------
    NotAllowed, SamePerson, WrongMove
        As `check_move`.
    """
    is_bulk = upload.review_mode == ReviewMode.BULK_LOAD
    require(actor, Action.BULK_LOAD if is_bulk else ACTIONS[to])
    _check_status(upload, to)
    _check_person(upload, to, actor=actor, earlier=earlier)
    if to in ACCEPTING:
        _check_districts(actor, earlier)


def check_withdrawal(session: Session, upload: Row[Any], *, actor: Actor, decision: Decision) -> None:
    """Refuse to take an approved upload back where that is not asked by the right person, with a reason, and once.

    Raises
    ------
    NotAllowed
        If it is neither the author nor headquarters nor an administrator who asks.
    WrongMove
        If a withdrawal of it waits already, or it changed no record.
    WrongParameter
        If the reason is missing.
    """
    require(actor, withdrawing(upload, actor))
    _check_reason(decision)
    if waiting_id := queries.withdrawal_waiting(session, upload.id):
        raise WrongMove(
            f"A withdrawal of this upload waits for review already: {waiting_id}. Nothing was stored.",
            f"Bu yükləmənin geri götürülməsi artıq yoxlama gözləyir: {waiting_id}. Heç nə saxlanılmadı.",
            withdrawal=str(waiting_id),
        )
    if not queries.has_changes(session, upload.id):
        raise WrongMove(
            "The upload changed no record: there is nothing to take back. Nothing was stored.",
            "Yükləmə heç bir qeydi dəyişməyib: geri götürüləsi bir şey yoxdur. Heç nə saxlanılmadı.",
        )


def may_withdraw(upload: Row[Any], actor: Actor | None) -> bool:
    """Say whether a person may ask to take an approved upload back."""
    return actor is not None and actor.may(withdrawing(upload, actor))


def withdrawing(upload: Row[Any], actor: Actor) -> Action:
    """Give what a person must be allowed to do to ask for it: more for what somebody else sent."""
    return Action.WITHDRAW if actor.id == upload.author_id else Action.WITHDRAW_OTHERS


def _check_status(upload: Row[Any], to: UploadStatus) -> None:
    status = UploadStatus(upload.status)
    moves = BULK_MOVES if upload.review_mode == ReviewMode.BULK_LOAD else MOVES
    if to in moves[status]:
        return
    raise WrongMove(
        f"The upload stands at “{status.en}” and cannot go to “{to.en}” from there. It stays where it was.",
        f"Yükləmənin vəziyyəti “{status.az}”dir, oradan “{to.az}” vəziyyətinə keçə bilməz. Yükləmə öz yerində qaldı.",
        status_now=status.value,
    )


def _check_reason(decision: Decision) -> None:
    if not (decision.reason or "").strip():
        raise WrongParameter(
            "A reason is needed: say in `reason` what has to be done. The upload stays where it was.",
            "Səbəb tələb olunur: nə edilməli olduğunu `reason` sahəsində yazın. Yükləmə öz yerində qaldı.",
        )


def _check_person(upload: Row[Any], to: UploadStatus, *, actor: Actor, earlier: Earlier) -> None:
    """Refuse the author their own review, with three people also the verifier the approval (WF-01)."""
    if to == S.WITHDRAWN and actor.id != upload.author_id:
        raise NotAllowed(
            "Only the person who sent the upload may withdraw it; a reviewer returns it with a reason.",
            "Yükləməni yalnız onu göndərən şəxs geri götürə bilər; yoxlayan onu səbəb göstərməklə qaytarır.",
        )
    is_authors = to in {S.SUBMITTED, S.REJECTED, S.WITHDRAWN}
    if is_authors or upload.review_mode not in {ReviewMode.TWO_PEOPLE, ReviewMode.THREE_PEOPLE}:
        return
    involved = {upload.author_id}
    if upload.review_mode == ReviewMode.THREE_PEOPLE and to in ACCEPTING:
        involved |= earlier.verifier_ids
    if actor.id in involved:
        mode = ReviewMode(upload.review_mode)
        raise SamePerson(
            f"You had a part in this upload already, and its review asks for: {mode.en}. Another person decides.",
            f"Siz bu yükləmədə artıq iştirak etmisiniz, burada isə tələb olunur: {mode.az}. Qərarı başqa şəxs verir.",
            rule="WF-01",
        )


def _check_districts(actor: Actor, earlier: Earlier) -> None:
    """Refuse a verifier who does not hold every district that the upload touches."""
    if not actor.district_ids:
        return
    held, touched = actor.district_ids, earlier.districts
    if missing := sorted(name or "–" for district_id, name in touched.items() if district_id not in held):
        codes = ", ".join(missing)
        raise NotAllowed(
            f"The upload touches districts that you do not answer for: {codes}. Headquarters verifies it.",
            f"Yükləmə sizin cavabdeh olmadığınız rayonlara aiddir: {codes}. Onu baş qərargah yoxlayır.",
            districts=missing,
        )


def _accepted(warnings: Mapping[str, int], said: dict[str, str]) -> dict[str, str]:
    """Give what is said to the open warnings, when it answers all of them; to none, nothing has to be said."""
    if unanswered := {rule: count for rule, count in warnings.items() if not {rule, EVERY_RULE} & set(said)}:
        rules = ", ".join(unanswered)
        raise WarningsOpen(
            f"Warnings are open: {rules}. Accept each in writing (`accept_warnings`), or return the upload.",
            f"Açıq xəbərdarlıqlar var: {rules}. Hər birini yazılı qəbul edin (`accept_warnings`) və ya qaytarın.",
            warnings=unanswered,
        )
    return {rule: text for rule, text in said.items() if warnings and rule in {*warnings, EVERY_RULE}}
