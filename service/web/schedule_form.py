"""The form of a schedule: beginning one, and changing it."""

from datetime import time
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import available_timezones

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from gis.codelists import Language
from gis.periods import PeriodUnit
from service.access import Action, require
from service.problems import WrongParameter
from service.reports.asked import report_kind
from service.reports.kinds import KINDS
from service.reports.scope import ScopeKind
from service.schedules import flow, queries
from service.schedules.due import UNITS
from service.schedules.flow import Wish
from service.schedules.schedule import ATTACHED, Aim, Schedule, Terms, attached_formats
from service.schedules.words import DAYS_OF_WEEK, day_words
from service.web.page import Page, PageDependency, see_other
from service.web.reports import MARK, Scopes, scope_of
from service.web.schedules import desk, schedule_page

router = APIRouter(include_in_schema=False)

OTHER_DAYS = (1, 2, 3, 5, 7, 10, 14, 20, 30, 60, 90, 120)
"""After the end of a month, a quarter, a year; the days after a week are called by their names."""


class ScheduleForm(BaseModel):
    """What the form sends.

    Attributes
    ----------
    number
        Of the version that the form was filled from.
    """

    scope: str = ""
    days_after: Annotated[int, Field(ge=1, le=366)] = 1
    local_time: time = time(8)
    time_zone: str = ""
    makes_up_all: bool = False
    is_issued: bool = False
    languages: list[Language] = Field(default_factory=list)
    formats: list[str] = Field(default_factory=list)
    recipients: Annotated[str, Field(max_length=60_000)] = ""
    draft_recipients: Annotated[str, Field(max_length=60_000)] = ""
    number: int = 0

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """Fill it from a schedule."""
        terms = schedule.terms
        return cls(
            days_after=terms.days_after,
            local_time=terms.local_time,
            time_zone=terms.time_zone,
            makes_up_all=terms.makes_up_all,
            is_issued=terms.issuer_id is not None,
            languages=list(terms.languages),
            formats=list(terms.formats),
            recipients="\n".join(terms.recipients),
            draft_recipients="\n".join(terms.draft_recipients),
            number=schedule.number,
        )

    @classmethod
    def begun(cls, unit: PeriodUnit, page: Page) -> Self:
        """Fill it for a schedule that is to begin."""
        formats = [file_format.value for file_format in attached_formats(ATTACHED[:2])]
        is_short = unit is PeriodUnit.DAY
        return cls(
            time_zone=page.settings.time_zone, makes_up_all=not is_short, languages=["az", "en"], formats=formats
        )

    def wish(self, page: Page) -> Wish:
        """Give what is wished for.

        Raises
        ------
        WrongParameter
            If there is no such time zone.
        """
        if self.time_zone not in available_timezones():
            raise WrongParameter(
                f"There is no time zone “{self.time_zone}”. Write it such as Asia/Baku. Nothing was stored.",
                f"“{self.time_zone}” adlı saat qurşağı yoxdur. Asia/Baku kimi yazın. Heç nə saxlanılmadı.",
                parameter="time_zone",
            )
        terms = Terms(
            days_after=self.days_after,
            local_time=self.local_time,
            time_zone=self.time_zone,
            due_after=page.now,
            makes_up_all=self.makes_up_all,
            languages=tuple(language for language in ("az", "en") if language in self.languages),
            formats=tuple(file_format.value for file_format in attached_formats(tuple(self.formats))),
        )
        return Wish(
            terms=terms,
            is_issued=self.is_issued,
            recipients=self.recipients,
            draft_recipients=self.draft_recipients,
        )


@router.get("/reports/schedules/new")
def new_schedule(page: PageDependency, report: str = "weekly:week") -> HTMLResponse:
    """Ask for a schedule of a report."""
    require(page.actor, Action.SCHEDULE_REPORT)
    aim = _aim(report, "")
    return _show(page, aim, ScheduleForm.begun(aim.unit, page))


@router.post("/reports/schedules/new")
def begin(page: PageDependency, form: Annotated[ScheduleForm, Form()], report: str = "weekly:week") -> Response:
    """Begin a schedule; what is wrong with it is said above the form."""
    actor = require(page.actor, Action.SCHEDULE_REPORT)
    aim = _aim(report, form.scope)
    try:
        schedule_id = flow.begin_schedule(desk(page), aim, form.wish(page), actor=actor)
    except WrongParameter as fault:
        return _show(page, aim, form, fault=fault)
    return see_other(schedule_page(schedule_id))


@router.get("/reports/schedules/{schedule_id}/edit")
def schedule_form(page: PageDependency, schedule_id: UUID) -> HTMLResponse:
    """Show a schedule to be changed."""
    require(page.actor, Action.SCHEDULE_REPORT)
    schedule = flow.find_schedule(desk(page), schedule_id)
    return _show(page, schedule.aim, ScheduleForm.of(schedule), schedule=schedule)


@router.post("/reports/schedules/{schedule_id}/edit")
def change(page: PageDependency, schedule_id: UUID, form: Annotated[ScheduleForm, Form()]) -> Response:
    """Change a schedule; what is wrong with it is said above the form."""
    actor = require(page.actor, Action.SCHEDULE_REPORT)
    schedule = flow.find_schedule(desk(page), schedule_id)
    try:
        flow.change_schedule(desk(page), schedule, form.wish(page), number=form.number, actor=actor)
    except WrongParameter as fault:
        return _show(page, schedule.aim, form, schedule=schedule, fault=fault)
    return see_other(schedule_page(schedule_id))


def _aim(report: str, scope: str) -> Aim:
    """Give what is scheduled: `weekly:week`."""
    kind, _, unit = report.partition(MARK)
    of = report_kind(kind)
    return Aim(kind=of, unit=next((one for one in UNITS if one == unit), KINDS[of].units[0]), scope=scope_of(scope))


def _show(
    page: Page,
    aim: Aim,
    form: ScheduleForm,
    *,
    schedule: Schedule | None = None,
    fault: WrongParameter | None = None,
) -> HTMLResponse:
    scopes = [kind for kind in KINDS[aim.kind].scopes if kind is not ScopeKind.COUNTRY]
    offered = range(1, DAYS_OF_WEEK + 1) if aim.unit is PeriodUnit.WEEK else OTHER_DAYS
    return page.show(
        "schedule_form.html",
        status=fault.status if fault else 200,
        fault=fault and fault.detail[page.language],
        aim=aim,
        form=form,
        schedule=schedule,
        scopes=Scopes.load(page, scopes),
        mark=MARK,
        days_offered={
            count: day_words(aim.unit, count, page.language) for count in sorted({*offered, form.days_after})
        },
        zones=sorted(available_timezones()),
        formats=attached_formats(ATTACHED),
        issuer=queries.issuer_name(page.session, schedule) if schedule else None,
        may_issue=page.signed_in.may(Action.ISSUE_REPORT) or form.is_issued,
    )
