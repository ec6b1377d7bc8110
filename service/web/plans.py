"""Tasks and project phases against their plans, the operational account beside the certified one."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from gis.codelists import Account, TaskStatus
from service.access import sees_internal, visibilities
from service.figures.plan import Extent, Extents, PlanQuestion, TaskProgress
from service.figures.plans import plans
from service.progress.questions import day_not_after
from service.web.asked import EMPTY_IS_NONE, Choice, address, words_of_choice
from service.web.names import Names
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)

MOST_ROWS = 200
OPEN = frozenset({TaskStatus.ISSUED, TaskStatus.ACTIVE, TaskStatus.SUSPENDED, TaskStatus.COMPLETED, TaskStatus.REWORK})
"""Where a task stands from its order to its acceptance."""


class Shown(StrEnum):
    """Which tasks are listed."""

    OPEN = "open"
    ALL = "all"


class PlansChoice(Choice):
    """What a reader chose; what is left out is today, and the tasks that are not accepted yet."""

    as_of: Annotated[date | None, EMPTY_IS_NONE] = None
    project_phase: Annotated[str | None, EMPTY_IS_NONE] = None
    show: Shown = Shown.OPEN


@router.get("/tasks")
def plans_page(page: PageDependency, choice: Annotated[PlansChoice, Query()]) -> HTMLResponse:
    """Show what each phase and each task released of what was planned."""
    question = _question(page, choice)
    answer = plans(page.session, question)
    listed = [task for task in answer.tasks if choice.project_phase or _is_listed(task, choice.show)]
    return page.show(
        "plans.html",
        question=question,
        choice=choice,
        answer=answer,
        listed=listed[:MOST_ROWS],
        listed_count=len(listed),
        extents=Extents.of(listed),
        extent_words=_extent_words(page),
        operational=Account.OPERATIONAL,
        certified=Account.CERTIFIED,
        shown_words=_shown_words(page),
        names=Names.load(page.session, answer.as_known_at, page.language),
        links=_Links(question, choice),
        **words_of_choice(page),
    )


def _question(page: Page, choice: PlansChoice) -> PlanQuestion:
    return PlanQuestion(
        as_of=day_not_after(choice.as_of, page.today),
        audience=visibilities(is_internal=sees_internal(page.actor)),
        as_known_at=choice.known_at(page),
        project_phase=choice.project_phase,
    )


def _is_listed(task: TaskProgress, shown: Shown) -> bool:
    return shown is Shown.ALL or task.status is None or task.status in OPEN


class _Links:
    """The addresses of the same tasks and phases in other forms."""

    def __init__(self, question: PlanQuestion, choice: PlansChoice) -> None:
        self.asked = {"as_of": question.as_of, "show": choice.show}
        self.known = {"as_known_at": question.as_known_at and question.as_known_at.isoformat()}
        self.phase = {"project_phase": question.project_phase}

    def tasks(self, file_format: str) -> str:
        """Give the address of the tasks as a file."""
        asked = {"as_of": self.asked["as_of"], "format": file_format}
        return address("/api/v1/tasks/progress", **asked, **self.phase, **self.known)

    def phases(self, file_format: str) -> str:
        """Give the address of the phases as a file."""
        return address("/api/v1/phases/progress", as_of=self.asked["as_of"], **self.known, format=file_format)

    def of_phase(self, code: str | None) -> str:
        """Give the address of the tasks of one phase; of all for none."""
        return address("/tasks", **self.asked, **self.known, project_phase=code)

    def present(self) -> str:
        """Give the address of the page as known now."""
        return address("/tasks", **self.asked, **self.phase)


def _extent_words(page: Page) -> dict[Extent, str]:
    """Say what is drawn of a task where that is not its ground."""
    _ = page.translate
    return {Extent.LINE: _("line without a width"), Extent.POINT: _("extent not drawn"), Extent.NONE: _("no place")}


def _shown_words(page: Page) -> dict[Shown, str]:
    _ = page.translate
    return {Shown.OPEN: _("Not accepted yet"), Shown.ALL: _("All")}
