"""The map of the application, on a page of its own."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from service.ledger.known import known_at
from service.progress.questions import day_not_after
from service.web.asked import EMPTY_IS_NONE, Choice, address, words_of_choice
from service.web.page import PageDependency

router = APIRouter(include_in_schema=False)


class MapChoice(Choice):
    """What a reader chose; what is left out is today, as known now. The map knows more parameters."""

    as_of: Annotated[date | None, EMPTY_IS_NONE] = None


@router.get("/map")
def overview(page: PageDependency, choice: Annotated[MapChoice, Query()]) -> HTMLResponse:
    """Show the map alone, under the bar."""
    as_of, at = choice.as_of and day_not_after(choice.as_of, page.today), choice.known_at(page)
    as_known_at = at and known_at(page.session, at)
    of_choice = {"as_of", "as_known_at", "lang", "view"}
    others = {name: value for name, value in page.request.query_params.items() if name not in of_choice}
    asked = {"as_of": as_of, "as_known_at": as_known_at and as_known_at.isoformat(), "lang": page.language}
    return page.show(
        "map.html",
        as_of=as_of,
        as_known_at=as_known_at,
        others=others,
        map_address=address("/maps/overview", **(others | asked)),
        present=address("/map", **others),
        **words_of_choice(page),
    )
