"""The queue of review: what waits, for whom, how long, and why somebody may not decide it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import UploadStatus
from service.access import Actor
from service.problems import NotAllowed, Problem
from service.settings import Settings
from service.uploads import queries
from service.uploads.review import ACTIONS, Earlier, check_mover
from service.uploads.summary import Summary, summaries

FORWARD: Final = {
    UploadStatus.SUBMITTED: UploadStatus.REGIONAL_VERIFIED,
    UploadStatus.REGIONAL_VERIFIED: UploadStatus.HQ_APPROVED,
}
"""The next step of what waits."""

DECISIONS: Final = (UploadStatus.REGIONAL_VERIFIED, UploadStatus.HQ_APPROVED, UploadStatus.RETURNED)
"""What a reviewer can do with an upload that waits."""


class Step(StrEnum):
    """What an upload waits for."""

    VERIFICATION = "verification"
    APPROVAL = "approval"


WHO_DECIDES: Final = {
    UploadStatus.REGIONAL_VERIFIED: (
        "Regional verifiers and headquarters verify.",
        "Regional yoxlayanlar və baş qərargah yoxlayır.",
    ),
    UploadStatus.HQ_APPROVED: ("Headquarters approves.", "Baş qərargah təsdiqləyir."),
    UploadStatus.RETURNED: (
        "Regional verifiers and headquarters return.",
        "Regional yoxlayanlar və baş qərargah qaytarır.",
    ),
}
"""What is said to those whose role does not decide."""

STEPS: Final = {UploadStatus.SUBMITTED: Step.VERIFICATION, UploadStatus.REGIONAL_VERIFIED: Step.APPROVAL}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An upload that waits, as one reader sees it.

    Attributes
    ----------
    age_days
        Whole days since it was sent for review.
    is_late
        It waits longer than the installation allows: to be verified, or to be approved.
    moves
        What this reader may do with it.
    refusal
        Why this reader may not take the next step, if they may not.
    """

    upload: Row[Any]
    summary: Summary
    age_days: int
    is_late: bool
    moves: tuple[UploadStatus, ...]
    refusal: Problem | None

    @property
    def status(self) -> UploadStatus:
        """Give where it stands."""
        return UploadStatus(self.upload.status)

    @property
    def step(self) -> Step:
        """Give what it waits for."""
        return STEPS[self.status]

    @property
    def is_mine(self) -> bool:
        """Say whether this reader may take the next step."""
        return self.refusal is None

    @property
    def district_codes(self) -> tuple[str | None, ...]:
        """Give the codes of the districts that it touches; None stands for ground in no district."""
        return tuple(district.code for district in self.summary.districts)


def review_queue(session: Session, *, actor: Actor, now: datetime, settings: Settings) -> list[Waiting]:
    """Give all that waits for a reviewer, the longest first."""
    rows = queries.uploads_waiting(session)
    told = summaries(session, rows)
    return [_waiting(row, told[row.id], actor=actor, now=now, settings=settings) for row in rows]


def _waiting(row: Row[Any], summary: Summary, *, actor: Actor, now: datetime, settings: Settings) -> Waiting:
    status, age_days = UploadStatus(row.status), max((now - row.submitted_at).days, 0)
    allowed_days = {
        Step.VERIFICATION: settings.unverified_late_days,
        Step.APPROVAL: settings.unapproved_late_days,
    }
    refusals = {to: _refusal(row, summary, to, actor=actor) for to in DECISIONS}
    return Waiting(
        upload=row,
        summary=summary,
        age_days=age_days,
        is_late=age_days > allowed_days[STEPS[status]],
        moves=tuple(to for to, refusal in refusals.items() if refusal is None),
        refusal=refusals[FORWARD[status]],
    )


def refusal_of(item: Waiting, to: UploadStatus, *, actor: Actor) -> Problem | None:
    """Give why somebody may not make a move with an upload that waits, if they may not."""
    return _refusal(item.upload, item.summary, to, actor=actor)


def _refusal(row: Row[Any], summary: Summary, to: UploadStatus, *, actor: Actor) -> Problem | None:
    if not actor.may(ACTIONS[to]):
        return NotAllowed(*WHO_DECIDES[to])
    earlier = Earlier(
        verifier_ids=frozenset(row.verifier_ids or ()),
        districts={district.id: district.code for district in summary.districts},
    )
    try:
        check_mover(row, to, actor=actor, earlier=earlier)
    except Problem as refusal:
        return refusal
    return None
