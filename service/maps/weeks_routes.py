"""The weeks of the map's time slider over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Self

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from gis.aggregates import Areas, total_m2
from gis.codelists import Account, HazardClass, Language, ReleaseMethod
from gis.language import translator
from gis.text import area_ha_text, date_text, period_text
from service.maps.reader import Reader, ReaderDependency
from service.maps.released import ACCOUNT
from service.maps.weeks import WeekState, classes_asked, week_states
from service.progress.weekly_stock import WeekStock
from service.records.selection import Selection

router = APIRouter(prefix="/maps", tags=["maps"])

METHODS = (ReleaseMethod.CLEARED, ReleaseMethod.REDUCED, ReleaseMethod.CANCELLED, ReleaseMethod.UNDETERMINED)
"""In the order of the charts."""
TOTAL = "total"


class FigureName(BaseModel):
    """A figure that each week has."""

    name: str
    text: str


class FiguresAnswer(BaseModel):
    """Square metres by the names of the figures, and the same in hectares as people read them."""

    area_m2: dict[str, float]
    texts: dict[str, str]

    @classmethod
    def of(cls, area_m2: Mapping[str, float], language: Language) -> Self:
        """Word figures."""
        texts = {name: area_ha_text(value, language) for name, value in area_m2.items()}
        return cls(area_m2=dict(area_m2), texts=texts)


class WeekAnswer(BaseModel):
    """One week."""

    model_config = ConfigDict(populate_by_name=True)

    week: str
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    text: str
    remaining: FiguresAnswer = Field(description="What was hazardous at the end of the week.")
    released: FiguresAnswer = Field(description="What was released in it.")
    released_since: FiguresAnswer = Field(description="What had been released by its end.")


class WeeksAnswer(BaseModel):
    """The weeks that the map can be set to, oldest first."""

    account: Account
    account_text: str
    since: date
    since_text: str
    remaining_names: list[FigureName]
    released_names: list[FigureName]
    note: str = Field(description="What figures are not narrowed to though the map is; mostly empty.")
    weeks: list[WeekAnswer]


@router.get("/weeks", response_model=WeeksAnswer)
def weeks(reader: ReaderDependency) -> Response:
    """List the weeks that were over by the day asked for: what remained at the end of each, what was released in it.

    The figures are those of `/api/v1/contamination` and `/api/v1/progress` for the same days, operational account.
    """
    return reader.answer(lambda: _answer(reader).model_dump(mode="json", by_alias=True))


def _answer(reader: Reader) -> WeeksAnswer:
    selection, language = reader.question.selection, reader.language
    since = selection.from_on or reader.settings.cumulative_origin
    today = reader.settings.local_date(reader.request.app.state.clock())
    states = week_states(reader.session, reader.question, since=since, today=today)
    return WeeksAnswer(
        account=ACCOUNT,
        account_text=ACCOUNT.label(language),
        since=since,
        since_text=translator(language)("since {date}").format(date=date_text(since, language)),
        remaining_names=_remaining_names(classes_asked(selection), language),
        released_names=_released_names(states, language),
        note=_note(selection, language),
        weeks=[_week(state, language) for state in states],
    )


def _week(state: WeekState, language: Language) -> WeekAnswer:
    return WeekAnswer(
        week=state.week.label,
        start=state.week.start,
        end=state.week.end,
        text=period_text(state.week.start, state.week.end, language),
        remaining=FiguresAnswer.of(_with_total(state.remaining_m2), language),
        released=FiguresAnswer.of(_by_method(state.released), language),
        released_since=FiguresAnswer.of(_by_method(state.released_since), language),
    )


def _with_total(left_m2: WeekStock) -> dict[str, float]:
    by_class: dict[str, float] = {str(kind): area_m2 for kind, area_m2 in left_m2.items()}
    return by_class | {TOTAL: total_m2(by_class.values())}


def _by_method(released: Areas) -> dict[str, float]:
    return {**{method: released.m2(method) for method in METHODS}, TOTAL: released.released_m2}


def _remaining_names(classes: Sequence[HazardClass], language: Language) -> list[FigureName]:
    _ = translator(language)
    names = [FigureName(name=kind, text=kind.label(language)) for kind in classes]
    return [*names, FigureName(name=TOTAL, text=_("Together"))] if len(classes) > 1 else names


def _released_names(states: Sequence[WeekState], language: Language) -> list[FigureName]:
    """Name the methods; releases of which no method is recorded make a line only where there are any."""
    is_told = any(state.released_since.undetermined_m2 for state in states)
    methods = METHODS if is_told else [method for method in METHODS if method is not ReleaseMethod.UNDETERMINED]
    names = [FigureName(name=method, text=method.label(language)) for method in methods]
    return [*names, FigureName(name=TOTAL, text=translator(language)("Together"))]


def _note(selection: Selection, language: Language) -> str:
    _ = translator(language)
    is_of_some = selection.organisation_code or selection.task_code or selection.project_code
    return _("What remains is that of everybody: the ledger does not tell it apart by who works.") if is_of_some else ""
