"""The weeks that the map can go back to: of each what was still hazardous at its end, and what had been released."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from gis.aggregates import Areas, areas, areas_by, total_m2
from gis.codelists import HazardClass, ReleaseMethod
from gis.periods import Period, last_complete_week, week_of, weeks_until
from service.maps.queries import MapQuestion
from service.maps.released import ACCOUNT, released_rows
from service.progress.questions import ContaminationQuestion, Dimension
from service.progress.weekly_stock import WeekStock, first_day, weekly_stock
from service.records.selection import Selection

IN_STOCK = (HazardClass.CHA, HazardClass.SHA)


@dataclass(frozen=True, kw_only=True)
class WeekState:
    """What the ledger says of a week.

    Attributes
    ----------
    remaining_m2
        The stock at the end of the week's Sunday.
    released, released_since
        In the week, and from the first day that is counted to its Sunday.
    """

    week: Period
    remaining_m2: WeekStock
    released: Areas
    released_since: Areas


def week_states(session: Session, question: MapQuestion, *, since: date, today: date) -> list[WeekState]:
    """Give the weeks that were over by the question's day, oldest first, from the first of which anything is recorded.

    Parameters
    ----------
    since
        The day from which on released ground is counted, and before which no week is listed.
    today
        A day that is not over yet.
    """
    stock = ContaminationQuestion(as_of=question.moment.as_of, account=ACCOUNT, as_known_at=question.moment.as_known_at)
    first = first_day(session, stock)
    last = last_complete_week(min(today, question.moment.as_of + timedelta(days=1)))
    weeks = _weeks(max(first, since), last) if first else []
    if not weeks:
        return []
    stocks = weekly_stock(session, stock, weeks, district_code=question.selection.district_code)
    rows = released_rows(session, question, by=(Dimension.WEEK, Dimension.METHOD), since=since, until=weeks[-1].end)
    released = areas_by("week", rows)
    nothing = areas([])
    in_weeks = [released.get(week.label, nothing) for week in weeks]
    return [
        WeekState(week=week, remaining_m2=_asked(left, question.selection), released=in_week, released_since=so_far)
        for week, left, in_week, so_far in zip(weeks, stocks, in_weeks, _running(in_weeks), strict=True)
    ]


def _weeks(first: date, last: Period) -> list[Period]:
    """Give the weeks from the one that a day falls in to the last."""
    count = (last.start - week_of(first).start).days // 7 + 1
    return weeks_until(last, max(count, 0))


def _asked(left_m2: WeekStock, selection: Selection) -> WeekStock:
    """Give what of a stock is asked for; a class of which nothing is left has nought."""
    return {kind: left_m2.get(kind, 0.0) for kind in classes_asked(selection)}


def classes_asked(selection: Selection) -> list[HazardClass]:
    """Give the classes of stock that the map is narrowed to."""
    return [kind for kind in IN_STOCK if kind in (selection.classifications or IN_STOCK)]


def _running(parts: Sequence[Areas]) -> Iterable[Areas]:
    """Add up areas one after the other."""
    so_far_m2: Mapping[ReleaseMethod, float] = defaultdict(float)
    for part in parts:
        so_far_m2 = {method: total_m2([so_far_m2[method], part.m2(method)]) for method in ReleaseMethod}
        yield Areas.of(so_far_m2)
