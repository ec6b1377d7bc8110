"""The figures of the first page: what is left, what was released of late and in all, items, and open tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.aggregates import Areas, Items, PeriodAreas, areas, areas_by, items, items_by, period_series
from gis.codelists import Account, HazardClass
from gis.periods import Period, PeriodUnit, days, period_of, previous, weeks_until
from service.access import sees_internal, visibilities
from service.figures.items import Known, disposed_items
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
    """Gather the figures of today."""
    ever = days(min(page.settings.cumulative_origin, page.today), page.today)
    week, month, year = (period_of(page.today, unit) for unit in (PeriodUnit.WEEK, PeriodUnit.MONTH, PeriodUnit.YEAR))
    by_week = _progress(page.session, ever, Dimension.WEEK)
    at = by_week.as_known_at
    lots = disposed_items(page.session, _known(ever, at))
    weeks = _weeks(by_week, lots, (week, previous(week)))
    wider = [_released(page.session, period, at) for period in (month, year)]
    whole = Released(
        period=ever, areas=areas(by_week.rows) if by_week.rows else None, items=items(lots) if lots else None
    )
    stock = contamination(page.session, ContaminationQuestion(as_of=page.today, as_known_at=at))
    series = weeks_until(week, SERIES_WEEKS + 1)
    return CountryFigures(
        stock=stock,
        stock_m2={HazardClass(row["classification"]): float(row["area_m2"] or 0) for row in stock.rows},
        released=(*weeks, *wider, whole),
        weeks=period_series(series, by_week.rows, today=page.today),
        without_geometry_m2=by_week.area_without_geometry_m2,
        open_task_count=_open_task_count(page),
        account=by_week.account,
        as_known_at=at,
    )


def _progress(session: Session, period: Period, *by: Dimension, at: datetime | None = None) -> Progress:
    question = ProgressQuestion(start=period.start, end=period.end, by=(*by, Dimension.METHOD), as_known_at=at)
    return progress(session, question)


def _known(period: Period, at: datetime) -> Known:
    return Known(from_on=period.start, to_on=period.end, as_known_at=at)


def _weeks(by_week: Progress, lots: Sequence[Mapping[str, object]], weeks: Sequence[Period]) -> list[Released]:
    """Take single weeks out of what was asked of all of them."""
    areas_of, items_of = areas_by("week", by_week.rows), items_by("week", lots)
    return [Released(period=week, areas=areas_of.get(week.label), items=items_of.get(week.label)) for week in weeks]


def _released(session: Session, period: Period, at: datetime) -> Released:
    rows = _progress(session, period, at=at).rows
    lots = disposed_items(session, _known(period, at))
    return Released(period=period, areas=areas(rows) if rows else None, items=items(lots) if lots else None)


def _open_task_count(page: Page) -> int:
    """Count the tasks from their order to their acceptance that the reader may see."""
    task = VERSIONS["tasks"].c
    audience = visibilities(is_internal=sees_internal(page.actor))
    is_open = (func.upper_inf(task.recorded), task.status.in_(OPEN), task.visibility.in_(audience))
    return page.session.scalar(select(func.count()).where(*is_open)) or 0
