"""A period beside the one before it and the same one a year earlier."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from gis.aggregates import Areas, areas
from gis.periods import Period, previous, so_far, year_before
from service.progress.queries import progress
from service.progress.questions import Dimension
from service.web.progress_asked import ProgressAsk


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What was released in one of the periods that stand beside each other.

    Attributes
    ----------
    period
        As it is compared: of one that is not over, the others are cut to as many days.
    areas
        Missing where no approved work is recorded, which is not zero.
    area_without_geometry_m2
        What was reported without an outline, in none of the areas.
    """

    period: Period
    areas: Areas | None
    area_without_geometry_m2: float


def compared(session: Session, ask: ProgressAsk) -> Iterator[Compared]:
    """Give the chosen period, the one before it, and the same one of the year before."""
    chosen = ask.period
    for earlier in dict.fromkeys((chosen, previous(chosen), year_before(chosen))):
        cut = earlier if earlier == chosen else so_far(earlier, chosen, ask.today)
        question = replace(ask.question, start=cut.start, end=cut.end, by=(Dimension.METHOD,))
        told = progress(session, question)
        yield Compared(
            period=cut,
            areas=areas(told.rows) if told.rows else None,
            area_without_geometry_m2=told.area_without_geometry_m2,
        )
