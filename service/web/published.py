"""What was published in the press: every figure with its source."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import Field

from gis.codelists import PublishedKind
from gis.period_words import period_name
from gis.published import PublishedFigure, host
from service.access import Action
from service.ledger.known import known_at, latest_known
from service.published.queries import StoredFigure, published_versions
from service.reports.cited import Told
from service.reports.queries import district_names, organisations
from service.web.asked import EMPTY_IS_NONE, Choice, address, words_of_choice
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)


class PublishedChoice(Choice):
    """What a reader chose; what is left out is every kind and every year.

    Attributes
    ----------
    imported
        How many figures were imported just now.
    """

    kind: Annotated[PublishedKind | None, EMPTY_IS_NONE] = None
    year: Annotated[int | None, Field(ge=1900, le=2999), EMPTY_IS_NONE] = None
    imported: Annotated[int | None, Field(ge=0), EMPTY_IS_NONE] = None

    def holds(self, stored: StoredFigure) -> bool:
        """Tell whether a figure is wanted."""
        figure = stored.figure
        return self.kind in {None, figure.kind} and self.year in {None, figure.period_to.year}

    def file(self, file_format: str) -> str:
        """Give the address of the same list as a file."""
        asked = {"kind": self.kind, "year": self.year, "as_known_at": self.as_known_at}
        return address("/api/v1/published-figures", **asked, format=file_format)


@router.get("/published")
def published(page: PageDependency, choice: Annotated[PublishedChoice, Query()]) -> HTMLResponse:
    """List published figures, of a kind or a year if one was chosen."""
    asked_at = choice.known_at(page)
    at = known_at(page.session, asked_at) if asked_at else latest_known(page.session)
    versions = published_versions(page.session, at)
    stored = [version.stored for version in versions if version.holds]
    return page.show(
        "published.html",
        choice=choice,
        kinds=list(PublishedKind),
        years=sorted({one.figure.period_to.year for one in stored}, reverse=True),
        by_kind=_by_kind([one for one in stored if choice.holds(one)]),
        closed=[version for version in versions if not version.holds and choice.holds(version.stored)],
        may_cite=page.actor is not None and page.actor.may(Action.CITE_FIGURES),
        told=told_names(page, [version.stored for version in versions]),
        host=host,
        period_name=period_name,
        is_empty=not versions,
        as_known_at=asked_at,
        **words_of_choice(page),
    )


def _by_kind(stored: Sequence[StoredFigure]) -> Mapping[PublishedKind, list[StoredFigure]]:
    return {kind: list(group) for kind, group in groupby(stored, key=lambda one: one.figure.kind)}


def told_names(page: Page, stored: Sequence[StoredFigure]) -> Mapping[UUID, str]:
    """Say what each figure tells of, by their ids."""
    told = teller(page)
    return {one.id: told(one.figure) for one in stored}


def teller(page: Page) -> Callable[[PublishedFigure], str]:
    """Give what says what a figure tells of."""
    at = latest_known(page.session)
    names = [name for name, _ in organisations(page.session, at).values()]
    cited = Told(district_names(page.session, at).values(), names)
    return lambda figure: cited.words(figure).told(page.language)
