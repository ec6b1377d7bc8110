"""The weeks until a period, week by week, and the charts that are drawn from them."""

from functools import partial

from gis.aggregates import Areas, PeriodAreas, areas, period_series
from gis.charts import cumulative_line_svg, method_columns_svg
from gis.codelists import Language, ReleaseMethod
from gis.language import translator
from gis.period_words import period_name
from gis.periods import Period, period, week_of, weeks_until
from gis.text import date_text
from service.progress.questions import Dimension
from service.reports.content import Content, Row, Table
from service.reports.declared import Chart, Part, phrase
from service.reports.gathering import Gathered
from service.reports.parts.cells import AREA_COLUMNS, AREA_HEADINGS, METHODS, RELEASED, area_cells
from service.reports.parts.key_figures import CUMULATIVE, KEY
from service.reports.printing import hectares, in_both

WEEKS = "weeks"
SERIES_WEEKS, SHORT_WEEKS = 52, 12


def _weeks(gathered: Gathered) -> Table:
    weeks = weeks_until(week_of(gathered.edition.period.end), SERIES_WEEKS)
    whole = Period(weeks[0].start, gathered.edition.period.end, WEEKS)
    rows = gathered.progress(whole, Dimension.WEEK).rows
    series = period_series(weeks, rows, today=gathered.edition.today)
    return Table(key=WEEKS, columns=AREA_COLUMNS, rows=tuple(_row(column, gathered) for column in series))


def _row(column: PeriodAreas, gathered: Gathered) -> Row:
    """Give the line of a week; where no work is recorded its figures are missing, not zero."""
    prefix, of = f"{WEEKS}/{column.period.label}", column.period
    cells = area_cells(prefix, column.areas or areas([]), lambda method: gathered.behind.releases(method, period=of))
    if column.areas is None:
        cells = tuple(hectares(figure.key, None) for figure in cells)
    return Row(key=of.label, label=in_both(partial(period_name, of)), cells=cells)


def series(content: Content) -> list[PeriodAreas]:
    """Give the weeks back as a series to draw."""
    table = content.table(WEEKS)
    return [
        PeriodAreas(period=period(row.key), areas=_areas(row), is_over=period(row.key).end < content.made_on)
        for row in table.rows
    ]


def _areas(row: Row) -> Areas | None:
    m2 = dict(zip((*METHODS, RELEASED), (figure.value for figure in row.cells), strict=True))
    if m2[RELEASED] is None:
        return None
    return Areas.of({method: float(m2[method] or 0) for method in ReleaseMethod})


def _columns(count: int) -> Chart:
    def title(_content: Content, language: Language) -> str:
        _ = translator(language)
        return _("Hectares released in each of the last {count} weeks, by method").format(count=count)

    return Chart(
        title=title,
        words=phrase("Columns stacked by method, one for each week; weeks without approved work are gaps."),
        draw=lambda content, language: method_columns_svg(series(content)[-count:], language),
    )


def _since(content: Content, language: Language) -> str:
    _ = translator(language)
    since = date_text(content.origin, language)
    return _("Hectares released since {date}, at the end of each week").format(date=since)


def _line_words(_content: Content, language: Language) -> str:
    _ = translator(language)
    return _("Line of the cumulative released area over the last {count} weeks.").format(count=SERIES_WEEKS)


def _line(content: Content, language: Language) -> str:
    closing_m2 = content.table(KEY).cell(RELEASED, CUMULATIVE).value
    return cumulative_line_svg(series(content), float(closing_m2 or 0), language=language)


WEEKS_PART = Part(
    key=WEEKS,
    gather=_weeks,
    title=phrase("Week by week"),
    headings=AREA_HEADINGS,
    name_heading="Week",
    is_laid_out=False,
)
SHORT_COLUMNS = _columns(SHORT_WEEKS)
YEAR_COLUMNS = _columns(SERIES_WEEKS)
CUMULATIVE_LINE = Chart(title=_since, words=_line_words, draw=_line)
