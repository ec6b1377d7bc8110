"""The hazardous areas behind a figure, one by one: those that stand on a day, those that are new, those closed."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import PositiveInt

from gis.codelists import HazardClass, HazardStatus
from gis.periods import Period, days
from service.access import sees_internal, visibilities
from service.ledger.known import known_at
from service.progress.questions import day_not_after
from service.reports.register import RegisteredArea, registered_areas
from service.web.asked import EMPTY_IS_NONE, PeriodChoice, address, words_of_choice
from service.web.names import Names
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)

PAGE = 100
NOT_SAID = "-"
"""Stands for areas in no district."""


class Became(StrEnum):
    """What areas did by the end of the last day, or on the days that are asked for."""

    STANDING = "standing"
    IDENTIFIED = "identified"
    CLOSED = "closed"


IS_AMONG: Mapping[Became, Callable[[RegisteredArea, Period], bool]] = MappingProxyType(
    {
        Became.STANDING: lambda area, _period: area.stands,
        Became.IDENTIFIED: lambda area, period: area.was_identified_in(period),
        Became.CLOSED: lambda area, period: area.was_closed_in(period),
    }
)


class AreasChoice(PeriodChoice):
    """What a reader chose; what is left out is what stands today, everywhere.

    Attributes
    ----------
    is_public
        Only those that anybody may be told of.
    """

    became: Became = Became.STANDING
    classification: Annotated[HazardClass | None, EMPTY_IS_NONE] = None
    status: Annotated[HazardStatus | None, EMPTY_IS_NONE] = None
    district: str = ""
    is_public: bool = False
    part: PositiveInt = 1

    def holds(self, area: RegisteredArea, period: Period) -> bool:
        """Tell whether an area is among what was chosen."""
        return (
            IS_AMONG[self.became](area, period)
            and (self.view is None or self.view.holds(area.types))
            and self.classification in {None, area.classification}
            and self.status in {None, area.status}
            and self.district in {"", area.district or NOT_SAID}
        )


@router.get("/stock/areas")
def areas_page(page: PageDependency, choice: Annotated[AreasChoice, Query()]) -> HTMLResponse:
    """List hazardous areas with an outline, and say how many there are that are not listed."""
    period = _period(page, choice)
    at = known_at(page.session, choice.known_at(page))
    is_internal = sees_internal(page.actor) and not choice.is_public
    audience = visibilities(is_internal=is_internal)
    found = [
        one for one in registered_areas(page.session, period.end, at, audience=audience) if choice.holds(one, period)
    ]
    visible = [area for area in found if area.is_visible]
    first = (choice.part - 1) * PAGE
    return page.show(
        "areas.html",
        choice=choice,
        period=period,
        at=at,
        areas=visible[first : first + PAGE],
        visible_count=len(visible),
        hidden_count=0 if choice.is_public else len(found) - len(visible),
        part_count=max(1, -(-len(visible) // PAGE)),
        link=lambda **changes: _address(choice, **changes),
        is_internal=is_internal,
        became_words=_became_words(page),
        classes=HazardClass,
        statuses=[status for status in HazardStatus if status not in {HazardStatus.DRAFT, HazardStatus.CLOSED}],
        not_said=NOT_SAID,
        known=choice.known_at(page),
        names=Names.load(page.session, at, page.language),
        **words_of_choice(page),
    )


def _period(page: Page, choice: AreasChoice) -> Period:
    end = day_not_after(choice.end, page.today, parameter="to")
    return days(min(choice.start or date(end.year, 1, 1), end), end)


def _address(choice: AreasChoice, **changes: object) -> str:
    said = choice.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"part"})
    return address("/stock/areas", **(said | changes)).removesuffix("?")


def _became_words(page: Page) -> dict[Became, str]:
    _ = page.translate
    return {
        Became.STANDING: _("Hazardous areas that stand"),
        Became.IDENTIFIED: _("New hazardous areas"),
        Became.CLOSED: _("Closed hazardous areas"),
    }
