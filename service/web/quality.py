"""The quality of the data on pages: its figures, and the records and issues that each of them opens."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import PositiveInt

from gis.codelists import Severity
from gis.issues.rules import RULES_BY_CODE
from gis.layers import LAYERS_BY_NAME
from service.access import Action, require
from service.quality.completeness import CHECKS
from service.quality.declared import WITHOUT_FIND, Figure
from service.quality.flow import kept_quality
from service.quality.open_issues import OLDER, OPEN, IssuesAsked, issues_behind
from service.quality.questions import (
    AGES_DAYS,
    FIGURES,
    NOT_SAID,
    TIMES,
    Dimension,
    IssueCount,
    IssueState,
    Quality,
    QualityQuestion,
    Value,
)
from service.quality.records import records_behind, reported_m2
from service.quality.schemas import IssueRow, IssuesBehindAsked, QualityAsked, RecordsBehindAsked
from service.web.asked import PeriodChoice, address, words_of_choice
from service.web.names import Names
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)

PAGE = 100
WITHOUT_OUTLINE = FIGURES["release_geometry_pct"]
"""Told with what was reported of the ground, for nothing else tells of it."""
TABLE = (*TIMES[:1], *(check.figure for check in CHECKS if check.layer.name == "release_areas"), WITHOUT_FIND)
"""The figures of releases, that are told by organisation, district and month."""


class QualityChoice(PeriodChoice):
    """What a reader chose; what is left out is the last year, everywhere, by organisation."""

    by: Dimension = Dimension.ORGANISATION
    district: str = ""
    organisation: str = ""

    def asked(self, page: Page) -> dict[str, Any]:
        """Give it by the parameters of the API."""
        told = {"from": self.start, "to": self.end, "by": self.by, "as_known_at": self.known_at(page)}
        return told | {"district": self.district, "organisation": self.organisation}


class RecordsChoice(QualityChoice):
    """Which records, and which page of them."""

    figure: str
    part: PositiveInt = 1


class IssuesChoice(QualityChoice):
    """Which issues, and which page of them."""

    rule: str = ""
    severity: str = ""
    age: str = ""
    state: str = ""
    part: PositiveInt = 1


@router.get("/quality")
def quality_page(page: PageDependency, choice: Annotated[QualityChoice, Query()]) -> HTMLResponse:
    """Show the figures of data quality."""
    question = _question(page, QualityAsked.model_validate(choice.asked(page)))
    answer = _answer(page, question)
    return page.show(
        "quality.html",
        question=question,
        answer=answer,
        of={value.figure.name: value for value in answer.figures},
        checks=CHECKS,
        times=TIMES,
        table=TABLE,
        lines=_lines(answer.rows),
        by_rule=_added(answer.issues, lambda row: (row.rule, row.severity)),
        by_organisation=_added(answer.issues, lambda row: row.organisation),
        by_age=_added(answer.issues, lambda row: row.age_days),
        states=IssueState,
        severities=Severity,
        figures=FIGURES,
        older=OLDER,
        **_words(page, question),
    )


@router.get("/quality/records")
def records_page(page: PageDependency, choice: Annotated[RecordsChoice, Query()]) -> HTMLResponse:
    """Show the records behind a figure."""
    asked = RecordsBehindAsked.model_validate(choice.asked(page) | {"figure": choice.figure})
    question, figure = _question(page, asked), asked.chosen()
    return page.show(
        "quality_records.html",
        question=question,
        figure=figure,
        rows=records_behind(page.session, question, figure, offset=(choice.part - 1) * PAGE, limit=PAGE),
        count=next(value.behind_count for value in _answer(page, question).figures if value.figure == figure),
        reported_m2=reported_m2(page.session, question, figure) if figure == WITHOUT_OUTLINE else None,
        part=choice.part,
        page_size=PAGE,
        is_time=figure in TIMES,
        layers=LAYERS_BY_NAME,
        **_words(page, question),
    )


@router.get("/quality/issues")
def issues_page(page: PageDependency, choice: Annotated[IssuesChoice, Query()]) -> HTMLResponse:
    """Show open issues, the oldest first."""
    require(page.actor, Action.SEE_INTERNAL)
    said = {"rule": choice.rule, "severity": choice.severity or None, "age": choice.age, "state": choice.state or None}
    asked = IssuesBehindAsked.model_validate(choice.asked(page) | said)
    question, issues = _question(page, asked), asked.chosen()
    rows = issues_behind(page.session, question, issues, offset=(choice.part - 1) * PAGE, limit=PAGE)
    return page.show(
        "quality_issues.html",
        question=question,
        asked=asked,
        rows=[IssueRow.of(row, page.language) for row in rows],
        count=_counted(_answer(page, question).issues, issues),
        part=choice.part,
        page_size=PAGE,
        states=IssueState,
        severities=OPEN,
        ages=[*map(str, AGES_DAYS), OLDER],
        rules=list(RULES_BY_CODE),
        layers=LAYERS_BY_NAME,
        **_words(page, question),
    )


def open_error_count(page: Page) -> int:
    """Count the errors that are open, everywhere."""
    question = _question(page, QualityAsked.model_validate(QualityChoice().asked(page)))
    return sum(row.issue_count for row in _answer(page, question).issues if row.severity == Severity.ERROR)


def _answer(page: Page, question: QualityQuestion) -> Quality:
    day = page.settings.local_date(question.at)
    return kept_quality(page.request.app.state.quality_figures, page.session, question, day=day)


def _counted(issues: Iterable[IssueCount], asked: IssuesAsked) -> int:
    """Count the issues that are asked for out of those that were counted for the figures."""
    return sum(
        row.issue_count
        for row in issues
        if asked.rule in {None, row.rule}
        and asked.severity in {None, row.severity}
        and asked.state in {None, row.state}
        and asked.age in {None, OLDER if row.age_days is None else str(row.age_days)}
    )


def _question(page: Page, asked: QualityAsked) -> QualityQuestion:
    return asked.question(page.session, page.actor, settings=page.settings, now=page.now)


def _lines(values: Iterable[Value]) -> dict[str | None, dict[str, Value]]:
    """Give the figures of releases by the values of the dimension; what is not said stands last."""
    lines = defaultdict[str | None, dict[str, Value]](dict)
    for value in values:
        if value.figure in TABLE:
            lines[value.told_of][value.figure.name] = value
    return dict(sorted(lines.items(), key=lambda line: (line[0] is None, line[0])))


@dataclass(frozen=True, kw_only=True)
class IssueLine:
    """Open issues that have something in common."""

    by_state: Mapping[IssueState, int]
    issue_count: int
    oldest_days: int


def _added(issues: Iterable[IssueCount], key: Callable[[IssueCount], Any]) -> dict[Any, IssueLine]:
    """Add up issues by what they have in common, the most first."""
    groups = defaultdict[Any, list[IssueCount]](list)
    for row in issues:
        groups[key(row)].append(row)
    lines = {
        common: IssueLine(
            by_state={state: sum(row.issue_count for row in rows if row.state == state) for state in IssueState},
            issue_count=sum(row.issue_count for row in rows),
            oldest_days=max(row.oldest_days for row in rows),
        )
        for common, rows in groups.items()
    }
    return dict(sorted(lines.items(), key=lambda line: -line[1].issue_count))


class _Links:
    """The addresses of what a figure is made of."""

    def __init__(self, question: QualityQuestion) -> None:
        self.by, self.start, self.end = question.by, question.start, question.end
        self.days: dict[str, object] = {"from": question.start, "to": question.end}
        self.whose: dict[str, object] = {
            "district": question.district_code,
            "organisation": question.organisation_code,
            "as_known_at": question.as_known_at and question.as_known_at.isoformat(),
        }

    def page(self, **said: object) -> str:
        """Give the address of the figures with another choice."""
        return address("/quality", **(self.days | self.whose | {"by": self.by} | said))

    def present(self) -> str:
        """Give the address of the page as known now."""
        return self.page(as_known_at=None)

    def file(self, file_format: str, path: str = "", **said: object) -> str:
        """Give the address of the same as a file."""
        asked = self.days | self.whose | {"by": self.by} | said
        return address(f"/api/v1/quality{path}", **asked, format=file_format)

    def records(self, figure: Figure, told_of: str | None = None, *, is_line: bool = False, part: int = 1) -> str:
        """Give the address of the records behind a figure, of a line those of its value."""
        narrowed: dict[str, object] = {}
        if is_line and self.by == Dimension.MONTH and told_of:
            narrowed = self._month(told_of)
        elif is_line:
            narrowed = {self.by.value: told_of or NOT_SAID}
        shown = {"figure": figure.name, "part": part if part > 1 else None}
        return address("/quality/records", **(self.days | self.whose | narrowed | shown))

    def issues(self, **said: object) -> str:
        """Give the address of open issues."""
        return address("/quality/issues", **(self.days | self.whose | said))

    def _month(self, told_of: str) -> dict[str, object]:
        """Give the days of a month that lie in the period."""
        first = date.fromisoformat(f"{told_of}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return {"from": max(first, self.start), "to": min(last, self.end)}


def _words(page: Page, question: QualityQuestion) -> dict[str, Any]:
    names = Names.load(page.session, question.at, page.language)
    _ = page.translate
    return {
        "links": _Links(question),
        "names": names,
        "dimensions": {
            Dimension.ORGANISATION: _("Organisation"),
            Dimension.DISTRICT: _("District"),
            Dimension.MONTH: _("Month of work"),
        },
        "state_words": {
            IssueState.IN_RECORDS: _("In records"),
            IssueState.IN_REVIEW: _("In review"),
            IssueState.RETURNED: _("Returned, not answered"),
        },
        "rule_title": lambda rule: RULES_BY_CODE[rule].title(page.language) if rule in RULES_BY_CODE else "",
        "not_said": NOT_SAID,
        **words_of_choice(page),
    }
