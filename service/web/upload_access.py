"""Who may see an upload's page."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from service.access import Action, require
from service.uploads import flow
from service.web.page import Page


def upload_seen(page: Page, upload_id: UUID) -> Row[Any]:
    """Give an upload to a reader who may see it.

    Raises
    ------
    NotSignedIn, NotAllowed
        If the reader may not.
    NotFound
        If there is none of that number.
    """
    require(page.actor, Action.SEE_INTERNAL)
    return flow.find_upload(page.session, upload_id)
