"""What readers of figures choose on every page of them: an account, a treaty view, a state of knowledge."""

import re
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, Field

from gis.treaties import OVERLAP_NOTE, TreatyView
from service.ledger.known import instant
from service.web.page import Page, zone_of

EMPTY_IS_NONE = BeforeValidator(lambda value: value or None)
"""A field of a form that was emptied counts as left out."""
LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


class Choice(BaseModel):
    """What a reader chose, as it stands in the address.

    Attributes
    ----------
    as_known_at
        As a form's field gives it, in the time of the work, or with its time zone.
    """

    as_known_at: str = ""
    view: Annotated[TreatyView | None, EMPTY_IS_NONE] = None

    def known_at(self, page: Page) -> datetime | None:
        """Give the instant whose state of knowledge is asked for; none is the last change.

        Raises
        ------
        WrongParameter
            If it is no instant.
        """
        if LOCAL.fullmatch(self.as_known_at):
            return datetime.fromisoformat(self.as_known_at).replace(tzinfo=zone_of(page.request))
        told: datetime | None = instant(self.as_known_at or None)
        return told


class PeriodChoice(Choice):
    """The same with a period; what is left out, the page says."""

    start: Annotated[date | None, Field(alias="from"), EMPTY_IS_NONE] = None
    end: Annotated[date | None, Field(alias="to"), EMPTY_IS_NONE] = None


def words_of_choice(page: Page) -> dict[str, Any]:
    """Give what the fields and notices of a choice are rendered from."""
    return {
        "views": TreatyView,
        "overlap_note": OVERLAP_NOTE[page.language],
        "field_instant": lambda at: f"{at.astimezone(zone_of(page.request)):%Y-%m-%dT%H:%M:%S}",
    }


def address(path: str, **asked: object) -> str:
    """Give the address of a page or a file; what is missing is left out.

    >>> address("/stock", account="certified", view=None)
    '/stock?account=certified'
    """
    return f"{path}?" + urlencode({name: value for name, value in asked.items() if value not in {None, ""}})
