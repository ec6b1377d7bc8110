"""A record as one reader sees it: which of its versions, as known when, and what of others may be shown beside it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gis.layers import LAYERS_BY_NAME, Layer
from service.access import sees_internal, visibilities
from service.ledger.known import known_at
from service.records.flow import record_history
from service.records.related import Subject
from service.records.schemas import RecordHistory, RecordVersion
from service.records.selection import Moment
from service.web.asked import Choice, address
from service.web.names import Names
from service.web.page import Page


@dataclass(frozen=True, kw_only=True)
class RecordSeen:
    """A record on a page.

    Attributes
    ----------
    asked_at
        The instant as of which the reader asks; missing: now.
    at
        The state of knowledge that is shown.
    version
        What was recorded then; missing where nothing was. Now, of a withdrawn record, what was recorded last.
    is_gone
        Nothing is recorded under its code at that state of knowledge, though it was before.
    """

    page: Page
    layer: Layer
    history: RecordHistory
    asked_at: datetime | None
    at: datetime
    version: RecordVersion | None
    is_gone: bool

    @classmethod
    def load(cls, page: Page, layer: str, asked: str, *, choice: Choice) -> "RecordSeen":
        """Read a record, if the reader may.

        Raises
        ------
        NotFound
            If there is no such layer, or no such record was ever approved.
        NotSignedIn, NotAllowed
            If the record was not always public, and the reader is not of the programme.
        WrongParameter
            If the state of knowledge that is asked for is none.
        """
        asked_at = choice.known_at(page)
        history = record_history(page.session, layer, asked, actor=page.actor)
        at = known_at(page.session, asked_at)
        known = [version for version in history.versions if asked_at is None or version.recorded_from <= at]
        last = known[-1] if known else None
        is_gone = last is not None and not (last.recorded_until is None if asked_at is None else last.held(at))
        return cls(
            page=page,
            layer=LAYERS_BY_NAME[layer],
            history=history,
            asked_at=asked_at,
            at=at,
            version=last,
            is_gone=is_gone,
        )

    @property
    def is_of_programme(self) -> bool:
        """Tell whether the reader sees what is internal, and who did what."""
        return sees_internal(self.page.actor)

    @property
    def moment(self) -> Moment:
        """Give the present day at the state of knowledge, for this reader."""
        audience = visibilities(is_internal=self.is_of_programme)
        return Moment(as_of=self.page.today, as_known_at=self.at, audience=audience, is_present=self.asked_at is None)

    @cached_property
    def geometry(self) -> BaseGeometry | None:
        """Give the geometry of the version that is shown."""
        told = self.version and self.version.geometry
        drawn: BaseGeometry | None = shape(told) if told else None
        return None if drawn is None or drawn.is_empty else drawn

    @property
    def fields(self) -> dict[str, Any]:
        """Give the fields of the version that is shown; those without a value are missing."""
        return self.version.fields if self.version else {}

    @cached_property
    def names(self) -> Names:
        """Give the names of districts and organisations in the reader's language."""
        return Names.load(self.page.session, self.at, self.page.language)

    @property
    def subject(self) -> Subject:
        """Give the record as other records are looked at from it; one that is gone lies on no ground."""
        return Subject(
            layer=self.layer.name,
            id=self.history.id,
            geometry=None if self.is_gone else self.geometry,
            moment=self.moment,
        )

    def link(self, path: str, **asked: object) -> str:
        """Give an address at the same state of knowledge."""
        return address(path, **asked, as_known_at=self.asked_at and self.asked_at.isoformat()).removesuffix("?")
