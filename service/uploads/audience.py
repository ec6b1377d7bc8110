"""Who may see an upload: the programme, and of a trial whoever holds its address."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.access import Action, Actor, require
from service.accounts.flow import VISITOR
from service.uploads import queries
from service.uploads.flow import find_upload


def upload_seen_by(session: Session, upload_id: UUID, actor: Actor | None) -> Row[Any]:
    """Give an upload to who may see it: an id that nobody can guess is what a visitor's trial is known by.

    Raises
    ------
    NotSignedIn, NotAllowed
        If the reader may not see it, whether there is one of that number or not.
    NotFound
        If there is none of that number.
    """
    row = queries.upload_row(session, upload_id)
    if row is None or not is_trial(row):
        require(actor, Action.SEE_INTERNAL)
    return find_upload(session, upload_id)


def is_trial(row: Row[Any]) -> bool:
    """Say whether an upload is a visitor's check."""
    return bool(row.is_check) and row.author_login == VISITOR
