"""The explosive items behind a figure, lot by lot, each with the record that tells of it."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import Field, PositiveInt

from gis.aggregates import ItemGroup
from gis.codelists import EoCategory
from service.access import sees_internal
from service.figures.lot_schemas import LotsAsked
from service.figures.lots import NOT_SAID, Event, LotsQuestion, lots_behind
from service.progress.questions import refuse_reversed
from service.reports.queries import project_names
from service.web.asked import EMPTY_IS_NONE, PeriodChoice, address, words_of_choice
from service.web.names import Names
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)

PAGE = 100


class LotsChoice(PeriodChoice):
    """What a reader chose; what is left out narrows nothing, but for the days: those of the last whole week.

    Attributes
    ----------
    beside_start, beside_end
        Other days, of which the same is counted to stand beside.
    """

    event: Event = Event.DISPOSED
    group: Annotated[ItemGroup | None, EMPTY_IS_NONE] = None
    category: Annotated[EoCategory | None, EMPTY_IS_NONE] = None
    model: str = ""
    district: str = ""
    organisation: str = ""
    project: str = ""
    task: str = ""
    known_since: str = ""
    is_located: Annotated[bool | None, EMPTY_IS_NONE] = None
    beside_start: Annotated[date | None, Field(alias="beside_from"), EMPTY_IS_NONE] = None
    beside_end: Annotated[date | None, Field(alias="beside_to"), EMPTY_IS_NONE] = None
    part: PositiveInt = 1

    def asked(self, page: Page) -> dict[str, Any]:
        """Give it by the parameters of the API."""
        said = self.model_dump(exclude={"start", "end", "as_known_at", "view", "part", "beside_start", "beside_end"})
        told = {"from": self.start, "to": self.end, "as_known_at": self.known_at(page)}
        return {name: value for name, value in (told | said).items() if value not in {None, ""}}


@router.get("/items")
def items_page(page: PageDependency, choice: Annotated[LotsChoice, Query()]) -> HTMLResponse:
    """List the lots behind a figure, and say what of it stands in records that are not listed."""
    question = LotsAsked.model_validate(choice.asked(page)).question(page.session, page.actor, today=page.today)
    found = lots_behind(page.session, question, limit=PAGE, offset=(choice.part - 1) * PAGE)
    at = question.known.as_known_at
    beside = _beside(question, choice)
    return page.show(
        "items.html",
        question=question,
        found=found,
        beside=beside,
        count_beside=lots_behind(page.session, beside, limit=0).item_count if beside else 0,
        part=choice.part,
        part_count=max(1, -(-found.lot_count // PAGE)),
        link=lambda **changes: _address("/items", choice, page, **changes),
        file=lambda form: _address("/api/v1/items", choice, page, format=form),
        as_known_at=choice.known_at(page),
        is_internal=sees_internal(page.actor),
        not_said=NOT_SAID,
        several=(question.known.organisation or "").split(",")[1:],
        groups=_group_words(page),
        events={Event.DISPOSED: page.translate("Disposed of"), Event.FOUND: page.translate("Found")},
        narrowed=_narrowed(page, question),
        names=Names.load(page.session, at, page.language),
        **words_of_choice(page),
    )


def _beside(question: LotsQuestion, choice: LotsChoice) -> LotsQuestion | None:
    """Give the same question about the other days, if there are any."""
    if not (choice.beside_start and choice.beside_end):
        return None
    refuse_reversed(choice.beside_start, choice.beside_end)
    return replace(question, known=replace(question.known, from_on=choice.beside_start, to_on=choice.beside_end))


def _address(path: str, choice: LotsChoice, page: Page, **changes: object) -> str:
    """Give the address of the same list, with something else changed."""
    at = choice.known_at(page)
    said = choice.asked(page) | {"as_known_at": at and at.isoformat()} | changes
    return address(path, **said).removesuffix("?")


def _group_words(page: Page) -> dict[ItemGroup, str]:
    _ = page.translate
    return {
        ItemGroup.ITEMS: _("AP mines, AT mines and UXO"),
        ItemGroup.AP: _("AP mines"),
        ItemGroup.AT: _("AT mines"),
        ItemGroup.UXO: _("UXO"),
        ItemGroup.SUBMUNITIONS: _("Submunitions"),
        ItemGroup.SAA: _("Small arms ammunition"),
        ItemGroup.HARMLESS: _("Harmless items"),
    }


def _narrowed(page: Page, question: LotsQuestion) -> list[str]:
    """Name what the list is narrowed to and no field of its form shows."""
    projects = project_names(page.session, question.known.as_known_at) if question.known.project else {}
    named = projects.get(question.known.project or "")
    told = (getattr(named, page.language) if named else question.known.project, question.task, question.model)
    _ = page.translate
    places = {None: "", True: _("with a place of its own"), False: _("without a place of its own")}
    return [words for words in (*told, places[question.is_located]) if words]
