"""Progress: released ground of a period, as a chart by week and a table by what is asked; and what remains."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from gis.aggregates import areas, areas_by, total_m2, weekly_series
from gis.codelists import Account, HazardClass
from gis.periods import Period, last_complete_week, week, week_of, weeks_until
from service.progress.queries import contamination, progress
from service.progress.questions import (
    Contamination,
    ContaminationQuestion,
    Dimension,
    Progress,
    ProgressQuestion,
    StockDimension,
    day_not_after,
    one_of,
)
from service.web.asked import EMPTY_IS_NONE, Choice, PeriodChoice, address, words_of_choice
from service.web.names import Names
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)

FIRST_WEEKS = 12
MOST_WEEKS = 156
TABLES = (Dimension.WEEK, Dimension.DISTRICT, Dimension.ORGANISATION, Dimension.CONTAMINATION_CLASS, Dimension.TASK)


class ProgressChoice(PeriodChoice):
    """What a reader chose; what is left out is the last twelve complete weeks, by district."""

    by: str = Dimension.DISTRICT
    account: Account = Account.OPERATIONAL
    district: str = ""


class StockChoice(Choice):
    """What a reader chose; what is left out is today."""

    as_of: Annotated[date | None, EMPTY_IS_NONE] = None
    account: Account = Account.CERTIFIED


@router.get("/progress")
def progress_page(page: PageDependency, choice: Annotated[ProgressChoice, Query()]) -> HTMLResponse:
    """Show released ground by week and method, and a table of it."""
    question = _question(page, choice)
    answer, by = progress(page.session, question), question.by[0]
    weeks = weeks_until(week_of(question.end), _week_count(question))
    return page.show(
        "progress.html",
        by=by,
        district=choice.district,
        question=question,
        answer=answer,
        areas=areas(answer.rows),
        lines=list(areas_by(by, answer.rows).items()),
        chart=_chart(page, weeks, answer) if answer.rows else "",
        weeks=weeks,
        tables=TABLES,
        dimension_words=_dimension_words(page),
        accounts=Account,
        names=Names.load(page.session, answer.as_known_at, page.language),
        links=_Links(question),
        presets=_presets(page),
        **words_of_choice(page),
    )


@router.get("/stock")
def stock_page(page: PageDependency, choice: Annotated[StockChoice, Query()]) -> HTMLResponse:
    """Show what remains contaminated at the end of a day, by district and class of hazard."""
    question = ContaminationQuestion(
        as_of=day_not_after(choice.as_of, page.today),
        by=(StockDimension.DISTRICT, StockDimension.CLASSIFICATION),
        account=choice.account,
        as_known_at=choice.known_at(page),
        view=choice.view,
    )
    answer = contamination(page.session, question)
    lines = _stock_lines(answer)
    return page.show(
        "stock.html",
        question=question,
        answer=answer,
        lines=lines,
        totals_m2=[total_m2(column) for column in zip(*(parts for _, parts in lines), strict=True)],
        accounts=Account,
        names=Names.load(page.session, answer.as_known_at, page.language),
        links=_StockLinks(question),
        **words_of_choice(page),
    )


def _chart(page: Page, weeks: list[Period], answer: Progress) -> str:
    # Matplotlib takes a second to import, and most processes never draw.
    from gis.charts import method_columns_svg  # noqa: PLC0415

    series = weekly_series(weeks, answer.rows, is_last_over=weeks[-1].end < page.today)
    return method_columns_svg(series, page.language)


def _stock_lines(answer: Contamination) -> list[tuple[str | None, tuple[float, float, float]]]:
    """Give for each district what is confirmed, what is suspected, and both, in square metres."""
    parts_m2 = {(row["district"], row["classification"]): float(row["area_m2"] or 0) for row in answer.rows}

    def line(district: str | float | None) -> tuple[str | None, tuple[float, float, float]]:
        cha_m2, sha_m2 = (parts_m2.get((district, kind.value), 0.0) for kind in (HazardClass.CHA, HazardClass.SHA))
        return str(district) if district else None, (cha_m2, sha_m2, total_m2([cha_m2, sha_m2]))

    return [line(district) for district in dict.fromkeys(row["district"] for row in answer.rows)]


def _question(page: Page, choice: ProgressChoice) -> ProgressQuestion:
    last = last_complete_week(page.today)
    end = choice.end or last.end
    start = choice.start or weeks_until(week_of(end), FIRST_WEEKS)[0].start
    return ProgressQuestion(
        start=start,
        end=end,
        by=tuple(dict.fromkeys([one_of(choice.by, TABLES, parameter="by"), Dimension.WEEK, Dimension.METHOD])),
        account=choice.account,
        as_known_at=choice.known_at(page),
        view=choice.view,
        district_codes=(choice.district,) if choice.district else None,
    )


def _week_count(question: ProgressQuestion) -> int:
    first, last = week_of(question.start), week_of(question.end)
    return min((last.start - first.start).days // 7 + 1, MOST_WEEKS)


class _Links:
    """The addresses of what a figure is made of, and of the same figures as files."""

    def __init__(self, question: ProgressQuestion) -> None:
        self.by = question.by[0]
        (district,) = question.district_codes or ("",)
        self.kept = {"account": question.account.value, "view": question.view}
        self.known = {"as_known_at": question.as_known_at and question.as_known_at.isoformat()}
        self.asked = {**question.days, **self.kept, "district": district}

    def file(self, file_format: str) -> str:
        """Give the address of the table as a file."""
        return address("/api/v1/progress", **self.asked, **self.known, by=f"{self.by},method", format=file_format)

    def present(self) -> str:
        """Give the address of the page as known now."""
        return address("/progress", **self.asked, by=self.by)

    def period(self, period: Period) -> str:
        """Give the address of the same figures of another period."""
        days = {"from": period.start, "to": period.end}
        return address("/progress", **(self.asked | days), **self.known, by=self.by)

    def all_districts(self) -> str:
        """Give the address of the same period everywhere."""
        return address("/progress", **(self.asked | {"district": None}), **self.known)

    def stock(self) -> str:
        """Give the address of what is left."""
        return address("/stock", view=self.kept["view"], **self.known)

    def plans(self) -> str:
        """Give the address of tasks and phases against their plans."""
        return address("/tasks", **self.known)

    def line(self, value: str | None) -> str:
        """Give the address of what a line is made of; none for a line that opens no further."""
        match self.by, value:
            case Dimension.DISTRICT, str():
                return address("/progress", **(self.asked | {"district": value}), **self.known, by=Dimension.TASK)
            case Dimension.WEEK, str():
                chosen = week(value)
                days = {"from": chosen.start, "to": chosen.end}
                return address("/progress", **(self.asked | days), **self.known, by=Dimension.DISTRICT)
            case _:
                return ""


class _StockLinks:
    """The addresses of the same stock in other forms."""

    def __init__(self, question: ContaminationQuestion) -> None:
        self.asked = {**question.days, "account": question.account.value, "view": question.view}
        self.known = {"as_known_at": question.as_known_at and question.as_known_at.isoformat()}

    def file(self, file_format: str) -> str:
        """Give the address of the table as a file."""
        by = ",".join(StockDimension)
        return address("/api/v1/contamination", **self.asked, **self.known, by=by, format=file_format)

    def present(self) -> str:
        """Give the address of the page as known now."""
        return address("/stock", **self.asked)

    def balance(self) -> str:
        """Give the address of the balance that closes with this stock."""
        kept = {name: self.asked[name] for name in ("account", "view")}
        return address("/balance", to=self.asked["as_of"], **kept, **self.known)


def _dimension_words(page: Page) -> dict[str, str]:
    _ = page.translate
    words = (_("Week"), _("District"), _("Organisation"), _("Contamination class"), _("Task"))
    return dict(zip(map(str, TABLES), words, strict=True))


def _presets(page: Page) -> dict[str, Period]:
    """Give the periods that are one click away, by what they are called."""
    _ = page.translate
    last = last_complete_week(page.today)
    origin = page.settings.cumulative_origin
    return {
        _("Last complete week"): last,
        _("Last 12 weeks"): Period(weeks_until(last, 12)[0].start, last.end, ""),
        _("Last 52 weeks"): Period(weeks_until(last, 52)[0].start, last.end, ""),
        _("This year"): Period(page.today.replace(month=1, day=1), page.today, ""),
        _("Since the beginning"): Period(origin, page.today, ""),
    }
