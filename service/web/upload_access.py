"""Which upload a page shows."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from service.uploads.audience import upload_seen_by
from service.web.page import Page


def upload_seen(page: Page, upload_id: UUID) -> Row[Any]:
    """Give an upload to the page's reader, who may see it.

    Raises
    ------
    NotSignedIn, NotAllowed
        If the reader may not.
    NotFound
        If there is none of that number.
    """
    return upload_seen_by(page.session, upload_id, page.actor)
