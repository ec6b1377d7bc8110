"""The course of the work until the end of a period, and the charts that are drawn from it.

A week is told beside 52 weeks, a month beside 13 months, a quarter beside 15 months, so that the same period of the
year before is among them; a year in its 12 months; other days one by one, or in the weeks or months that they fall in.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from gis.aggregates import Areas, PeriodAreas, areas, period_series
from gis.charts import cumulative_line_svg, method_columns_svg
from gis.codelists import Language
from gis.language import translator
from gis.period_words import period_name
from gis.periods import Period, PeriodUnit, period, period_of, periods_between, previous
from gis.text import date_text
from service.progress.questions import Dimension
from service.reports.content import Content, Row, Table
from service.reports.declared import Chart, Part, Say, phrase
from service.reports.gathering import Gathered
from service.reports.opened import area_m2, area_text, opened_on, opening_area
from service.reports.parts.cells import AREA_COLUMNS, AREA_HEADINGS, METHODS, area_cells
from service.reports.parts.opening import released_in_all
from service.reports.printing import hectares, in_both

SERIES = "series"
UNTIL: Mapping[PeriodUnit, tuple[PeriodUnit, int]] = MappingProxyType(
    {
        PeriodUnit.DAY: (PeriodUnit.DAY, 28),
        PeriodUnit.WEEK: (PeriodUnit.WEEK, 52),
        PeriodUnit.MONTH: (PeriodUnit.MONTH, 13),
        PeriodUnit.QUARTER: (PeriodUnit.MONTH, 15),
        PeriodUnit.YEAR: (PeriodUnit.MONTH, 12),
    }
)
"""What a period is told beside: how many of which unit, itself the last or in the last."""
MOST_DAYS, MOST_DAYS_IN_WEEKS = 31, 371
"""Any days up to a month are told one by one, up to a year by week, others by month."""


def course(of: Period) -> list[Period]:
    """Give the periods that one is told in or beside, oldest first.

    >>> [len(course(period(label))) for label in ("2025-W43", "2025-10", "2025-10-01..2025-10-09")]
    [52, 13, 9]
    >>> [course(period(label))[0].label for label in ("2025-W43", "2025-10", "2025-Q4", "2025")]
    ['2024-W44', '2024-10', '2024-10', '2025-01']
    """
    if of.unit in UNTIL:
        unit, count = UNTIL[of.unit]
        return _until(period_of(of.end, unit), count)
    if of.day_count <= MOST_DAYS:
        return periods_between(PeriodUnit.DAY, of.start, of.end)
    unit = PeriodUnit.WEEK if of.day_count <= MOST_DAYS_IN_WEEKS else PeriodUnit.MONTH
    return periods_between(unit, of.start, of.end)


def _until(last: Period, count: int) -> list[Period]:
    found = [last]
    while len(found) < count:
        found.append(previous(found[-1]))
    return found[::-1]


def unit(content: Content) -> PeriodUnit:
    """Give what the course of a report is told by."""
    return course(content.period)[-1].unit


def _table(gathered: Gathered) -> Table:
    of, today = gathered.edition.period, gathered.edition.today
    periods = [one for one in course(of) if one.start <= max(today, of.start)]
    # Any days need not begin with a week or a month; what lies before them is not theirs.
    start = of.start if of.unit is PeriodUnit.DAYS else periods[0].start
    rows = gathered.progress(Period(start, of.end, SERIES), Dimension(periods[0].unit.value)).rows
    told = period_series(periods, rows, today=today)
    return Table(key=SERIES, columns=AREA_COLUMNS, rows=tuple(_row(column, gathered) for column in told))


def _row(column: PeriodAreas, gathered: Gathered) -> Row:
    """Give the line of a period; where no work is recorded its figures are missing, not zero."""
    prefix, of = f"{SERIES}/{column.period.label}", column.period
    cells = area_cells(prefix, column.areas or areas([]), lambda method: gathered.behind.releases(method, period=of))
    if column.areas is None:
        cells = tuple(hectares(figure.key, None, records=figure.records) for figure in cells)
    return Row(key=of.label, label=in_both(partial(period_name, of)), cells=cells)


# --- charts -------------------------------------------------------------------------------------------------------


def series(content: Content) -> list[PeriodAreas]:
    """Give the course back as a series to draw."""
    return [
        PeriodAreas(period=period(row.key), areas=row_areas(row), is_over=period(row.key).end < content.made_on)
        for row in content.table(SERIES).rows
    ]


def row_areas(row: Row) -> Areas | None:
    """Give the areas of a line by method back; missing where no work is recorded."""
    *by_method, released = (figure.value for figure in row.cells)
    if released is None:
        return None
    return Areas.of({method: float(area_m2 or 0) for method, area_m2 in zip(METHODS, by_method, strict=True)})


def _has_work(content: Content) -> bool:
    """Tell whether any of the periods has work to draw."""
    return any(row_areas(row) for row in content.table(SERIES).rows)


def _of_unit(words: Mapping[PeriodUnit, Say]) -> Say:
    """Give what says the words of the unit that the course is told by."""
    return lambda content, language: words[unit(content)](content, language)


def _since(content: Content, language: Language) -> str:
    _ = translator(language)
    since, last_on = date_text(content.origin, language), opened_on(content)
    if opening_area(content) and last_on:
        told = _("Hectares released since {date}, period by period; until {last} as published")
        return told.format(date=since, last=date_text(last_on, language))
    return _("Hectares released since {date}, period by period").format(date=since)


def _line(content: Content, language: Language) -> str:
    """Draw everything since the origin; with a published opening from there on, for nobody said how it grew before."""
    total, told, closing = released_in_all(content), series(content), None
    last_on = opened_on(content)
    if opening_area(content) and last_on:
        told, closing = [one for one in told if one.period.end >= last_on], area_text(total, language)
    return cumulative_line_svg(told, area_m2(total) or 0, language=language, closing=closing)


COURSE = Part(
    key=SERIES,
    gather=_table,
    title=_of_unit(
        MappingProxyType(
            {
                PeriodUnit.DAY: phrase("Day by day"),
                PeriodUnit.WEEK: phrase("Week by week"),
                PeriodUnit.MONTH: phrase("Month by month"),
            }
        )
    ),
    headings=AREA_HEADINGS,
    name_heading="Period",
    is_laid_out=False,
)
COLUMNS = Chart(
    title=_of_unit(
        MappingProxyType(
            {
                PeriodUnit.DAY: phrase("Hectares released day by day, by method"),
                PeriodUnit.WEEK: phrase("Hectares released week by week, by method"),
                PeriodUnit.MONTH: phrase("Hectares released month by month, by method"),
            }
        )
    ),
    words=phrase("Columns stacked by method, one for each period; periods without approved work are gaps."),
    draw=lambda content, language: method_columns_svg(series(content), language),
    is_told=_has_work,
    opens_at_end=True,
)
CUMULATIVE_LINE = Chart(
    title=_since,
    words=phrase("Line of the cumulative released area at the end of each period."),
    draw=_line,
    is_told=_has_work,
    opens_at_end=True,
)
