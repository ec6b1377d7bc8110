"""Where a page of a long list of releases lies: the counts of releases tell it, so that few records are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Date, Integer, and_, any_, cast, func, literal, null, select, true, tuple_
from sqlalchemy.orm import Session

from service.quality.declared import Figure
from service.quality.questions import TIMES, QualityQuestion
from service.quality.totals import counted_days, counts_of, is_behind
from service.tables import VERSIONS

Place = tuple[int | None, date]
"""How long a release took, where it is listed by that, and its day of work."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """The releases of a list among which a page lies, the slowest and the latest first.

    Attributes
    ----------
    places
        Those that they have, in the order of the list.
    before_count
        How many releases come before them.
    """

    places: Sequence[Place]
    before_count: int

    def is_of_its_days(self) -> ColumnElement[bool]:
        """Say of a release's version that its day of work is one of theirs."""
        days = sorted({day for _, day in self.places})
        return VERSIONS["release_areas"].c.effective_date == any_(cast(literal(days, ARRAY(Date)), ARRAY(Date)))

    def holds(self, took: ColumnElement[Any], day: ColumnElement[Any]) -> ColumnElement[bool]:
        """Say of how long a release took, and of its day, that it is one of them."""
        if not self.places or self.places[0][0] is None:
            return true()
        first, last = (tuple_(literal(took, Integer), literal(day, Date)) for took, day in self._ends)
        place = tuple_(took, day)
        return and_(place <= first, place >= last)

    @property
    def _ends(self) -> tuple[Place, Place]:
        return self.places[0], self.places[-1]


def stretch(session: Session, question: QualityQuestion, figure: Figure, *, offset: int, limit: int) -> Stretch:
    """Find among which of the releases behind a figure a page lies."""
    counts = counts_of(question)
    took = counted_days(counts, question)[figure.name] if figure in TIMES else cast(null(), Integer)
    place = (took.label("took"), counts.c.effective_date.label("day"))
    groups = select(*place, func.sum(counts.c.release_count).label("release_count"))
    group = groups.where(is_behind(figure, counts, question)).group_by(*place).subquery("place").c
    until = func.sum(group.release_count).over(order_by=(group.took.desc(), group.day.desc())).label("until")
    placed = select(group.took, group.day, (until - group.release_count).label("before"), until).subquery("placed")
    is_of_page = (placed.c.until > offset) & (placed.c.before < offset + limit)
    rows = session.execute(select(placed).where(is_of_page).order_by(placed.c.until)).all()
    return Stretch(places=[(row.took, row.day) for row in rows], before_count=int(rows[0].before) if rows else 0)
