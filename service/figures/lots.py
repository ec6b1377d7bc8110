"""The lots of explosive items that figures are added up from, one by one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from gis.aggregates import GROUPS, ItemGroup
from gis.codelists import DisposalState, EoCategory, Visibility
from service.figures.items import Known
from service.sql import statement

NOT_SAID = "-"
"""Asks for what names no model, no district or no organisation."""


class Event(StrEnum):
    """What of an item happened on the days that are asked for: bulletins count what was disposed of."""

    DISPOSED = "disposed"
    FOUND = "found"


@dataclass(frozen=True, kw_only=True)
class LotsQuestion:
    """Which lots are asked for.

    Attributes
    ----------
    known
        The days, the scope and the state of knowledge.
    group, category
        Only what counts in a figure, or as one kind of explosive item.
    model
        Only what is said to be of this model, or what says none.
    task
        Only the work of the task with this code.
    known_since
        Only what was recorded or corrected after this instant.
    is_located
        Only what has a place of its own, or what has none.
    audience
        The visibilities of the records that are listed; others are counted only.
    """

    known: Known
    audience: tuple[Visibility, ...]
    event: Event = Event.DISPOSED
    group: ItemGroup | None = None
    category: EoCategory | None = None
    model: str | None = None
    task: str | None = None
    known_since: datetime | None = None
    is_located: bool | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Give it by the names of the statement's parameters."""
        categories = {self.category} if self.category else GROUPS[self.group] if self.group else None
        is_any = self.group is None and self.category is None
        return vars(self.known) | {
            "event": self.event,
            "categories": sorted(categories) if categories else None,
            "is_explosive": None if is_any else self.group is not ItemGroup.HARMLESS,
            "model": self.model,
            "task": self.task,
            "known_since": self.known_since,
            "is_located": self.is_located,
            "audience": list(self.audience),
        }


@dataclass(frozen=True, kw_only=True)
class Lot:
    """Items of one kind that one record tells of: a row of `eo_items`, or a number on a release.

    Attributes
    ----------
    day
        Of the disposal or the find, as was asked.
    disposal_state, model
        Missing of a number on a release.
    """

    layer: str
    code: str
    day: date
    eo_category: EoCategory
    is_hazardous: bool
    quantity: int
    disposal_state: DisposalState | None
    model: str | None
    district: str | None
    organisation: str | None
    project: str | None
    task: str | None


@dataclass(frozen=True, kw_only=True)
class LotsFound:
    """Lots, and the sums of all that were asked for.

    Attributes
    ----------
    lot_count
        Of all that may be listed, on this page of the list or another.
    item_count
        Of everything, listed or hidden: the figure that the lots are behind.
    hidden_lot_count, hidden_item_count
        What stands in records that who asks may not see.
    """

    lots: tuple[Lot, ...]
    lot_count: int
    item_count: int
    hidden_lot_count: int
    hidden_item_count: int


def lots_behind(session: Session, question: LotsQuestion, *, limit: int, offset: int = 0) -> LotsFound:
    """Give the lots behind a figure, the latest first."""
    values = question.values | {"limit": limit, "offset": offset}
    rows = [dict(row) for row in session.execute(statement("eo_lots"), values).mappings()]
    sums = {name: rows[0][name] for name in LotsFound.__dataclass_fields__ if name != "lots"}
    told = ({name: row[name] for name in Lot.__dataclass_fields__} for row in rows if row["code"] is not None)
    return LotsFound(lots=tuple(_lot(one) for one in told), **sums)


def _lot(row: dict[str, Any]) -> Lot:
    state = row["disposal_state"]
    coded = {"eo_category": EoCategory(row["eo_category"]), "disposal_state": state and DisposalState(state)}
    return Lot(**(row | coded))
