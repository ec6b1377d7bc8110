"""Several uploads decided at once: each by itself, through the road that one goes, and each result told."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.codelists import UploadStatus
from service.access import Actor
from service.problems import Problem
from service.uploads import queries
from service.uploads.flow import find_upload, held_upload, move_upload
from service.uploads.order import Decision

Begin = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction, which is committed where it ends without an error."""


class Outcome(StrEnum):
    """What came of one decision."""

    DONE = "done"
    REFUSED = "refused"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """An upload that was chosen, and where it stood when it was looked at."""

    upload_id: UUID
    status: UploadStatus


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What came of the decision on one upload.

    Attributes
    ----------
    upload
        As it stands now.
    refusal
        Why it was refused.
    changed_by
        Who moved it since it was looked at, and when (`person`, `at`, `to_status`); nothing was done to it then.
    """

    upload: Row[Any]
    outcome: Outcome
    refusal: Problem | None = None
    changed_by: Row[Any] | None = None


def decide_each(
    begin: Begin, chosen: Sequence[Chosen], to: UploadStatus, *, actor: Actor, decision: Decision
) -> Iterator[Decided]:
    """Move each of the chosen uploads, each in a transaction of its own; what is refused stays where it was."""
    for one in chosen:
        with begin() as session:
            yield _decide(session, one, to, actor=actor, decision=decision)


def _decide(session: Session, one: Chosen, to: UploadStatus, *, actor: Actor, decision: Decision) -> Decided:
    try:
        with session.begin_nested():
            if held_upload(session, one.upload_id).status != one.status:
                return _changed(session, one)
            move_upload(session, one.upload_id, to, actor=actor, decision=decision)
    except Problem as refusal:
        return Decided(upload=find_upload(session, one.upload_id), outcome=Outcome.REFUSED, refusal=refusal)
    return Decided(upload=find_upload(session, one.upload_id), outcome=Outcome.DONE)


def _changed(session: Session, one: Chosen) -> Decided:
    moved_by = queries.upload_events(session, one.upload_id)[-1]
    return Decided(upload=find_upload(session, one.upload_id), outcome=Outcome.CHANGED, changed_by=moved_by)
