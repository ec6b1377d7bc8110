"""Progress: what was released in a period, told by what is asked, drawn, compared, and given as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from gis.codelists import Account, ReleaseMethod
from gis.period_words import period_name
from gis.periods import Period, PeriodUnit, days, last_complete_week, period_of, previous, weeks_until
from gis.text import number_text
from service.progress.export import MEDIA_TYPES, FileFormat
from service.progress.queries import progress
from service.progress.questions import Dimension, Progress
from service.reports.queries import in_review, project_names
from service.web import progress_charts as charts
from service.web.asked import words_of_choice
from service.web.names import Names
from service.web.page import Page, PageDependency
from service.web.progress_asked import TIMES, ProgressAsk, ProgressChoice
from service.web.progress_compared import compared
from service.web.progress_file import progress_file
from service.web.progress_links import ProgressLinks
from service.web.progress_table import Line, ProgressTable, column_words, method_columns, progress_table

router = APIRouter(include_in_schema=False)

SHOWN_ROWS = 200
"""In one part of a long table; its files hold all of them."""
OFFERED = {PeriodUnit.WEEK: 10, PeriodUnit.MONTH: 12, PeriodUnit.QUARTER: 4, PeriodUnit.YEAR: 4}
"""How many periods of each unit the field suggests."""


@router.get("/progress")
def progress_page(page: PageDependency, choice: Annotated[ProgressChoice, Query()]) -> HTMLResponse:
    """Show released ground of a period as charts and as a table, beside other periods, and what remains."""
    seen = _Seen.of(page, choice)
    ask, table = seen.pinned, seen.table
    first = max(0, min(choice.rows_from, len(table.lines) - 1))
    beside = list(compared(page.session, ask))
    return page.show(
        "progress.html",
        ask=ask,
        question=seen.ask.question,
        answer=seen.answer,
        table=table,
        lines=table.lines[first : first + SHOWN_ROWS],
        first=first,
        shown_rows=SHOWN_ROWS,
        columns=column_words(page.translate, page.language),
        charts=_charts(page, ask, table.lines) if seen.answer.rows else {},
        remaining=_remaining(page, ask),
        compared=beside,
        is_reported=any(one.area_without_geometry_m2 for one in beside),
        whose=_whose(page, ask, seen.names),
        method_columns=method_columns(ask.question),
        in_review=in_review(page.session, page.now),
        links=ProgressLinks(ask=seen.ask),
        names=seen.names,
        period_name=lambda period: period_name(period, page.language),
        hectares=lambda figure: number_text(figure, page.language, decimals=max(0, -figure.as_tuple().exponent)),
        file_formats=(FileFormat.CSV, FileFormat.XLSX, FileFormat.JSON),
        **_fields(page, seen.names),
        **words_of_choice(page),
    )


@router.get("/progress/table.{file_format}")
def progress_table_file(
    page: PageDependency, choice: Annotated[ProgressChoice, Query()], file_format: FileFormat
) -> Response:
    """Give the whole table of the page as a file: the same rows, in the same order, with the same digits."""
    seen = _Seen.of(page, choice)
    content = progress_file(seen.table, seen.ask, seen.answer, file_format=file_format)
    name = f"released_{seen.ask.period.label}_{'_'.join(seen.ask.by)}.{file_format}"
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=MEDIA_TYPES[file_format], headers={"Content-Disposition": disposition})


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A question with its answer and its table.

    Attributes
    ----------
    pinned
        The question at the state of knowledge that was answered from: all else on the page is asked of the same.
    """

    ask: ProgressAsk
    pinned: ProgressAsk
    answer: Progress
    names: Names
    table: ProgressTable

    @classmethod
    def of(cls, page: Page, choice: ProgressChoice) -> "_Seen":
        ask = ProgressAsk.of(page, choice)
        answer = progress(page.session, ask.question)
        names = Names.load(page.session, answer.as_known_at, page.language)
        pinned = replace(ask, question=replace(ask.question, as_known_at=answer.as_known_at))
        return cls(ask=ask, pinned=pinned, answer=answer, names=names, table=progress_table(answer, ask, names))


# --- charts -------------------------------------------------------------------------------------------------------


def _charts(page: Page, ask: ProgressAsk, lines: Sequence[Line]) -> dict[str, charts.Drawn]:
    """Give the charts of what was released: along time, and by the first dimension that is none."""
    found = {}
    if along := charts.course(ask):
        found["columns"] = charts.columns_chart(page.session, ask, along, language=page.language)
    if len(ask.by) == 1 and ask.by[0] not in TIMES:
        found["bars"] = charts.bars_chart(lines, 0, page.language)
    origin, whole = page.settings.cumulative_origin, charts.long_course(ask)
    if whole:
        found["cumulative"] = charts.cumulative_chart(page.session, ask, whole, origin=origin, language=page.language)
    return found


def _remaining(page: Page, ask: ProgressAsk) -> charts.Drawn | None:
    """Draw what remains; of somebody's work there is no stock."""
    if ask.question.organisation_codes or ask.question.project_codes:
        return None
    along = charts.long_course(ask)
    return charts.remaining_chart(page.session, ask, along, language=page.language) if along else None


def _whose(page: Page, ask: ProgressAsk, names: Names) -> list[str]:
    """Name those whose work alone is told."""
    whose = [names.of(Dimension.ORGANISATION, code) for code in ask.question.organisation_codes or ()]
    codes = ask.question.project_codes
    projects = project_names(page.session, ask.question.as_known_at or page.now) if codes else {}
    return whose + [getattr(projects[code], page.language) if code in projects else code for code in codes or ()]


# --- what can be chosen -------------------------------------------------------------------------------------------


def _fields(page: Page, names: Names) -> dict[str, Any]:
    """Give what the fields of the form offer."""
    return {
        "dimension_words": _dimension_words(page),
        "unit_words": _unit_words(page),
        "accounts": Account,
        "methods": ReleaseMethod,
        "district_names": sorted(names.districts.items(), key=lambda pair: names.place(pair[1])),
        "presets": _presets(page),
        "offered": _offered(page),
    }


def _dimension_words(page: Page) -> Mapping[Dimension, str]:
    _ = page.translate
    return {
        Dimension.DISTRICT: _("District"),
        Dimension.METHOD: _("Method"),
        Dimension.ORGANISATION: _("Organisation"),
        Dimension.TASK: _("Task"),
        Dimension.PROJECT_PHASE: _("Project phase"),
        Dimension.CONTAMINATION_CLASS: _("Contamination class"),
        Dimension.DAY: _("Day"),
        Dimension.WEEK: _("Week"),
        Dimension.MONTH: _("Month"),
        Dimension.QUARTER: _("Quarter"),
        Dimension.YEAR: _("Year"),
    }


def _unit_words(page: Page) -> Mapping[PeriodUnit, str]:
    words = _dimension_words(page)
    return {unit: words[Dimension(unit.value)] for unit in OFFERED}


def _presets(page: Page) -> dict[str, Period]:
    """Give the periods that are one click away, by what they are called."""
    _ = page.translate
    last = last_complete_week(page.today)
    return {
        _("Last complete week"): last,
        _("Last 12 weeks"): days(weeks_until(last, 12)[0].start, last.end),
        _("Last 52 weeks"): days(weeks_until(last, 52)[0].start, last.end),
        _("Since the beginning"): days(page.settings.cumulative_origin, page.today),
    }


def _offered(page: Page) -> list[Period]:
    """Give the latest periods of each unit."""
    found = []
    for unit, count in OFFERED.items():
        one = period_of(page.today, unit)
        for _ in range(count):
            found.append(one)
            one = previous(one)
    return found
