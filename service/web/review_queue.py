"""The part of the review queue that a reader asked for, and what it can be narrowed to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Self, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, PositiveInt

from service.access import Action, Actor
from service.uploads.waiting import Step, Waiting, review_queue
from service.web.asked import EMPTY_IS_NONE
from service.web.page import Page

PAGE = 100
"""Uploads on a page of the queue, and the most that are decided at once."""
NOWHERE = "-"
"""Stands in an address for ground in no district."""
T = TypeVar("T", str, tuple[str, str])
REVIEWING = (Action.VERIFY, Action.APPROVE, Action.RETURN)


class QueueChoice(BaseModel):
    """What a reader chose of the queue; what is left out narrows nothing.

    Attributes
    ----------
    whose
        `mine` is what the reader may take the next step with; left out, a reviewer sees that and others see all.
    author
        The login of who sent it.
    """

    whose: Annotated[str | None, EMPTY_IS_NONE] = None
    step: Annotated[Step | None, EMPTY_IS_NONE] = None
    layer: str = ""
    organisation: str = ""
    district: str = ""
    author: str = ""
    late: bool = False
    part: PositiveInt = 1

    @property
    def query(self) -> str:
        """Give it for an address, without the page."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"part"})
        return urlencode({name: "on" if value is True else value for name, value in said.items()})

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything but whose it is was chosen."""
        return bool(self.model_dump(exclude_defaults=True, exclude={"part", "whose"}))

    def is_mine(self, actor: Actor) -> bool:
        """Say whether only what waits for the reader is asked for."""
        return self.whose == "mine" or (self.whose is None and is_reviewer(actor))

    def holds(self, item: Waiting) -> bool:
        """Say whether an upload is among what was chosen, whoever it waits for."""
        return (
            (self.step is None or item.step == self.step)
            and self.layer in {"", item.upload.layer}
            and self.author in {"", item.upload.author_login}
            and (not self.organisation or self.organisation in item.summary.organisations)
            and (not self.district or self.district in {code or NOWHERE for code in item.district_codes})
            and (item.is_late or not self.late)
        )


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The queue as one reader sees it.

    Attributes
    ----------
    everything
        All that waits, the longest first.
    chosen
        What was chosen of it.
    """

    everything: Sequence[Waiting]
    chosen: Sequence[Waiting]

    @classmethod
    def load(cls, page: Page, choice: QueueChoice) -> Self:
        """Read the queue."""
        actor = page.signed_in
        everything = review_queue(page.session, actor=actor, now=page.now, settings=page.settings)
        is_mine = choice.is_mine(actor)
        chosen = [item for item in everything if choice.holds(item) and (item.is_mine or not is_mine)]
        return cls(everything=everything, chosen=chosen)

    @property
    def part_count(self) -> int:
        """Give the number of pages."""
        return max(1, -(-len(self.chosen) // PAGE))

    def part(self, number: int) -> Sequence[Waiting]:
        """Give a page of what was chosen."""
        return self.chosen[(number - 1) * PAGE : number * PAGE]

    def around(self, upload_id: UUID) -> tuple[int | None, Waiting | None, Waiting | None]:
        """Give the place of an upload in what was chosen, from 1, and what stands before and after it."""
        places = [place for place, item in enumerate(self.chosen) if item.upload.id == upload_id]
        if not places:
            return None, None, self.chosen[0] if self.chosen else None
        place = places[0]
        before = self.chosen[place - 1] if place else None
        after = self.chosen[place + 1] if place + 1 < len(self.chosen) else None
        return place + 1, before, after

    def of(self, upload_id: UUID) -> Waiting | None:
        """Find an upload that waits."""
        return next((item for item in self.everything if item.upload.id == upload_id), None)

    @property
    def layers(self) -> dict[str, int]:
        """Count what waits by layer."""
        return _counted(item.upload.layer for item in self.everything)

    @property
    def organisations(self) -> dict[str, int]:
        """Count what waits by organisation; an upload of two counts for both."""
        return _counted(code for item in self.everything for code in item.summary.organisations)

    @property
    def districts(self) -> dict[str, int]:
        """Count what waits by district; an upload of two counts for both."""
        return _counted(code or NOWHERE for item in self.everything for code in item.district_codes)

    @property
    def authors(self) -> dict[tuple[str, str], int]:
        """Count what waits by who sent it: login and name."""
        return _counted((item.upload.author_login, item.upload.author) for item in self.everything)


def is_reviewer(actor: Actor) -> bool:
    """Say whether a role decides anything."""
    return any(map(actor.may, REVIEWING))


def _counted(values: Iterable[T]) -> dict[T, int]:
    return dict(sorted(Counter(values).items()))
