"""Who worked where in a period: each district or organisation with approved work, and its records."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from gis.aggregates import total_m2
from gis.codelists import Account
from gis.periods import Period, days, last_complete_week
from service.access import sees_internal
from service.ledger.known import known_at, latest_known
from service.progress.questions import refuse_reversed
from service.reports.behind import Behind
from service.reports.gathering import Edition, Gathered
from service.reports.lines import Line, district_lines, every_organisation, private_codes
from service.reports.scope import Scope
from service.web.asked import PeriodChoice, address, words_of_choice
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)


class Workers(StrEnum):
    """What work is told by; private companies stand apart, for bulletins give their number and not their names."""

    DISTRICT = "district"
    ORGANISATION = "organisation"
    PRIVATE = "private"


def _named(gathered: Gathered) -> list[Line]:
    private = private_codes(gathered)
    return [line for line in every_organisation(gathered) if line.key and line.key not in private]


def _private(gathered: Gathered) -> list[Line]:
    private = private_codes(gathered)
    return [line for line in every_organisation(gathered) if line.key in private]


LINES: Mapping[Workers, Callable[[Gathered], list[Line]]] = MappingProxyType(
    {
        Workers.DISTRICT: lambda gathered: [line for line in district_lines(gathered) if line.key],
        Workers.ORGANISATION: _named,
        Workers.PRIVATE: _private,
    }
)


class WorkChoice(PeriodChoice):
    """What a reader chose; what is left out is the last whole week, everybody, by district."""

    by: Workers = Workers.DISTRICT
    district: str = ""
    organisation: str = ""
    project: str = ""


@router.get("/work")
def work_page(page: PageDependency, choice: Annotated[WorkChoice, Query()]) -> HTMLResponse:
    """Show how many releases and items each district or organisation has, and what ground was released."""
    gathered = _gathered(page, choice)
    lines = LINES[choice.by](gathered)
    return page.show(
        "work.html",
        choice=choice,
        period=gathered.edition.period,
        at=gathered.edition.as_known_at,
        known=choice.known_at(page),
        is_internal=sees_internal(page.actor),
        lines=lines,
        release_counts=_release_counts(gathered, choice.by),
        released_m2=total_m2(line.areas.released_m2 for line in lines),
        records=lambda line: _records(gathered.behind, choice.by, line),
        by_words=_by_words(page),
        link=lambda **changes: _address(choice, **changes),
        **words_of_choice(page),
    )


def _gathered(page: Page, choice: WorkChoice) -> Gathered:
    """Give what a report on the days would be made from: both add up the same work."""
    at = choice.known_at(page)
    scope = Scope.asked(district=choice.district, organisation=choice.organisation, project=choice.project)
    edition = Edition(
        period=_period(page, choice),
        scope=scope,
        account=Account.OPERATIONAL,
        as_known_at=known_at(page.session, at) if at else latest_known(page.session),
        today=page.today,
    )
    return Gathered(session=page.session, edition=edition, settings=page.settings)


def _period(page: Page, choice: WorkChoice) -> Period:
    week = last_complete_week(page.today)
    start, end = choice.start or choice.end or week.start, choice.end or choice.start or week.end
    refuse_reversed(start, end)
    return days(start, end)


def _release_counts(gathered: Gathered, by: Workers) -> dict[str, int]:
    """Count the approved releases of each, also those that free no ground."""
    name, counts = _dimension(by), dict[str, int]()
    for row in gathered.work:
        counts[row[name] or ""] = counts.get(row[name] or "", 0) + row["release_count"]
    return counts


def _records(behind: Behind, by: Workers, line: Line) -> tuple[str, str]:
    """Give where the releases and the items of a line are listed."""
    if _dimension(by) == "district":
        return behind.releases(district=line.key), behind.items(district=line.key)
    return behind.releases(organisation=line.key), behind.items(organisation=line.key)


def _dimension(by: Workers) -> str:
    return "district" if by is Workers.DISTRICT else "organisation"


def _address(choice: WorkChoice, **changes: object) -> str:
    said = choice.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return address("/work", **(said | changes)).removesuffix("?")


def _by_words(page: Page) -> dict[Workers, str]:
    _ = page.translate
    return {
        Workers.DISTRICT: _("Districts with approved work"),
        Workers.ORGANISATION: _("Organisations with approved work, without private companies"),
        Workers.PRIVATE: _("Private companies with approved work"),
    }
