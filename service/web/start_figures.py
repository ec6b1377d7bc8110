"""The figures of the first page: what is left, what was released of late and in all, items, and open tasks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.aggregates import Areas, Items, PeriodAreas, areas, areas_by, items, period_series
from gis.codelists import Account, HazardClass, Visibility
from gis.periods import Period, PeriodUnit, days, period_of, previous, weeks_until
from service.access import sees_internal, visibilities
from service.figures.items import disposed_items_in
from service.kept import Kept
from service.ledger.known import known_at
from service.progress.queries import contamination, progress
from service.progress.questions import Contamination, ContaminationQuestion, Dimension, Progress, ProgressQuestion
from service.tables import VERSIONS
from service.web.page import Page
from service.web.plans import OPEN

SERIES_WEEKS = 52


@dataclass(frozen=True, kw_only=True)
class Released:
    """What was released and disposed of in one period.

    Attributes
    ----------
    areas, items
        Missing where none is recorded, which is not zero.
    """

    period: Period
    areas: Areas | None
    items: Items | None


@dataclass(frozen=True, kw_only=True)
class CountryFigures:
    """Where the country stands on a day.

    Attributes
    ----------
    released
        This week, the last one, this month, this year, and since the origin.
    weeks
        The last 52 and this one.
    open_task_count
        Of the tasks that the reader may see.
    as_known_at
        The state of knowledge that all of it was answered from.
    """

    stock: Contamination
    stock_m2: Mapping[HazardClass, float]
    released: Sequence[Released]
    weeks: Sequence[PeriodAreas]
    without_geometry_m2: float
    open_task_count: int
    account: Account
    as_known_at: datetime

    @property
    def since_origin(self) -> Released:
        """Give what was released in all."""
        return self.released[-1]


def country_figures(page: Page) -> CountryFigures:
    """Give the figures of today, gathered once for each state of knowledge, day and audience."""
    audience = visibilities(is_internal=sees_internal(page.actor))
    at = known_at(page.session, None)
    kept: Kept[CountryFigures] = page.request.app.state.country_figures
    return kept.get((at, page.today, audience), lambda: _gathered(page, at, audience))


def _gathered(page: Page, at: datetime, audience: Collection[Visibility]) -> CountryFigures:
    periods = _periods(page)
    week, ever = periods[0], periods[-1]
    by_week = _progress(page.session, ever, Dimension.WEEK, at=at)
    stock = contamination(page.session, ContaminationQuestion(as_of=page.today, as_known_at=at))
    return CountryFigures(
        stock=stock,
        stock_m2={HazardClass(str(row["classification"])): float(row["area_m2"] or 0) for row in stock.rows},
        released=_released(page.session, periods, by_week, at=at),
        weeks=period_series(weeks_until(week, SERIES_WEEKS + 1), by_week.rows, today=page.today),
        without_geometry_m2=by_week.area_without_geometry_m2,
        open_task_count=_open_task_count(page.session, at, audience),
        account=by_week.account,
        as_known_at=at,
    )


def _periods(page: Page) -> Sequence[Period]:
    week, month, year = (period_of(page.today, unit) for unit in (PeriodUnit.WEEK, PeriodUnit.MONTH, PeriodUnit.YEAR))
    return week, previous(week), month, year, days(min(page.settings.cumulative_origin, page.today), page.today)


def _progress(session: Session, period: Period, *by: Dimension, at: datetime) -> Progress:
    question = ProgressQuestion(start=period.start, end=period.end, by=(*by, Dimension.METHOD), as_known_at=at)
    return progress(session, question)


def _released(session: Session, periods: Sequence[Period], by_week: Progress, *, at: datetime) -> list[Released]:
    """Give what was released and disposed of in each period; weeks are taken out of what was asked of all of them."""
    of_week = areas_by("week", by_week.rows)
    found = []
    for period, lots in zip(periods, disposed_items_in(session, periods, at), strict=True):
        if period.unit is PeriodUnit.WEEK:
            told = of_week.get(period.label)
        else:
            rows = by_week.rows if period is periods[-1] else _progress(session, period, at=at).rows
            told = areas(rows) if rows else None
        found.append(Released(period=period, areas=told, items=items(lots) if lots else None))
    return found


def _open_task_count(session: Session, at: datetime, audience: Collection[Visibility]) -> int:
    """Count the tasks from their order to their acceptance that a reader may see."""
    task = VERSIONS["tasks"].c
    is_open = (task.recorded.contains(at), task.status.in_(OPEN), task.visibility.in_(audience))
    return session.scalar(select(func.count()).where(*is_open)) or 0
