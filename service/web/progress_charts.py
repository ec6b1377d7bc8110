"""The charts of the Progress page, each drawn for a wide window and for a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from gis.aggregates import areas, period_series
from gis.charts import (
    PAGE,
    PHONE,
    NamedAreas,
    Size,
    cumulative_line_svg,
    method_bars_svg,
    method_columns_svg,
    remaining_area_svg,
)
from gis.codelists import Language
from gis.periods import Period, PeriodUnit, periods_between, week_of, weeks_until
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion
from service.progress.remaining import RemainingQuestion, remaining
from service.web.progress_asked import TIMES, ProgressAsk
from service.web.progress_table import Line

LONGEST: dict[PeriodUnit, int] = {
    PeriodUnit.DAY: 31,
    PeriodUnit.WEEK: 106,
    PeriodUnit.MONTH: 96,
    PeriodUnit.QUARTER: 80,
    PeriodUnit.YEAR: 1_000,
}
"""How many columns of a unit are drawn beside each other; more are told by the next larger unit."""
LEAST_WEEKS = 52
"""What is told of the ends of periods is told of a year at least, for in a week little changes."""
MOST_BARS = 24


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One chart in two sizes."""

    wide: str
    narrow: str


def drawn(draw: Callable[[Size], str]) -> Drawn:
    """Draw a chart in the sizes of pages."""
    return Drawn(wide=draw(PAGE), narrow=draw(PHONE))


@dataclass(frozen=True, kw_only=True)
class Course:
    """Periods side by side in a chart."""

    periods: Sequence[Period]

    @property
    def unit(self) -> PeriodUnit:
        """Give what the periods are."""
        return self.periods[0].unit

    @property
    def dimension(self) -> Dimension:
        """Give the dimension of the periods."""
        return Dimension(self.unit.value)


def course(ask: ProgressAsk) -> Course | None:
    """Give the columns of the chosen period: of the unit that the table is told by, else of one that suits its length.

    There is none where the period has not begun, or is a single column.
    """
    end = min(ask.period.end, ask.today)
    if end <= ask.period.start:
        return None
    asked = [TIMES[dimension] for dimension in ask.by if dimension in TIMES]
    return _coarsened(asked[0] if asked else PeriodUnit.DAY, ask.period.start, end)


def long_course(ask: ProgressAsk) -> Course | None:
    """Give the periods at whose ends stock and whole are told: those of the chosen one, or the year up to it."""
    found = course(ask)
    end = min(ask.period.end, ask.today)
    if found and ask.period.day_count >= LEAST_WEEKS * 7:
        return found
    return Course(periods=weeks_until(week_of(end), LEAST_WEEKS)) if end >= ask.period.start else None


def _coarsened(unit: PeriodUnit, start: date, end: date) -> Course | None:
    units = list(LONGEST)
    for one in units[units.index(unit) :]:
        periods = periods_between(one, start, end)
        if len(periods) <= LONGEST[one]:
            return Course(periods=periods) if len(periods) > 1 else None
    return None


# --- the charts ---------------------------------------------------------------------------------------------------


def columns_chart(session: Session, ask: ProgressAsk, along: Course, *, language: Language) -> Drawn:
    """Draw what was released in each period, by method; at the edges only the days that are asked for."""
    answer = progress(session, replace(ask.question, by=(along.dimension, Dimension.METHOD)))
    series = period_series(along.periods, answer.rows, today=ask.today)
    return drawn(lambda size: method_columns_svg(series, language, size=size))


def cumulative_chart(session: Session, ask: ProgressAsk, along: Course, *, origin: date, language: Language) -> Drawn:
    """Draw what was released since the origin, at the end of each period."""
    last = min(along.periods[-1].end, ask.today)
    by = (along.dimension, Dimension.METHOD)
    within = replace(ask.question, by=by, start=along.periods[0].start, end=last)
    series = period_series(along.periods, progress(session, within).rows, today=ask.today)
    closing_m2 = areas(progress(session, _since(origin, within, last)).rows).released_m2
    return drawn(lambda size: cumulative_line_svg(series, closing_m2, language=language, size=size))


def _since(origin: date, question: ProgressQuestion, last: date) -> ProgressQuestion:
    return replace(question, by=(Dimension.METHOD,), start=min(origin, question.start), end=last)


def bars_chart(lines: Sequence[Line], number: int, language: Language) -> Drawn:
    """Draw the first lines of a table as bars named by one of its dimensions."""
    rows = [NamedAreas(name=line.names[number], areas=line.areas) for line in lines[:MOST_BARS]]
    return drawn(lambda size: method_bars_svg(rows, language, size=size))


def remaining_chart(session: Session, ask: ProgressAsk, along: Course, *, language: Language) -> Drawn | None:
    """Draw what remained at the end of each period, in its parts; nothing before the first hazardous area."""
    question = RemainingQuestion(
        periods=along.periods,
        as_known_at=ask.question.as_known_at,
        district_codes=ask.question.district_codes,
        view=ask.question.view,
    )
    series = remaining(session, question, today=ask.today)
    is_known = any(one.certified_m2 is not None for one in series)
    return drawn(lambda size: remaining_area_svg(series, language, size=size)) if is_known else None
