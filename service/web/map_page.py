"""The Map page: the map in its frame, the filters of the one question, and the list that follows the view."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from gis.codelists import HazardClass, HazardStatus, ReleaseMethod
from gis.legend import legend_svg
from gis.symbology import HAZARD_SYMBOLS, RELEASE_SYMBOLS
from gis.text import sort_key
from service.web.asked import address, words_of_choice
from service.web.map_asked import MapQuestionDependency, MapQuestionOfPage
from service.web.map_list import list_context
from service.web.names import Names
from service.web.page import Page

router = APIRouter(include_in_schema=False)


@router.get("/map")
def map_page(question: MapQuestionDependency) -> HTMLResponse:
    """Show the map beside the list of its records; without script the list and the filters are still there."""
    page, asked = question.page, question.asked
    names = Names.load(page.session, question.moment.as_known_at, page.language)
    framed = {name: value for name, value in asked.parameters().items() if name != "lang"}
    return page.show(
        "map.html",
        asked=asked,
        narrowed=_narrowed(question, names),
        map_address=address("/maps/overview", **framed, lang=page.language),
        classes={one: legend_svg(HAZARD_SYMBOLS[one, HazardStatus.OPEN]) for one in HazardClass},
        methods={one: legend_svg(RELEASE_SYMBOLS[one]) for one in ReleaseMethod},
        districts=_by_name(names.districts, page),
        organisations=_by_name(names.organisations, page),
        **list_context(question),
        **words_of_choice(page),
    )


def _by_name(names: Mapping[str, str], page: Page) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda one: sort_key(one[1], page.language))


def _narrowed(question: MapQuestionOfPage, names: Names) -> list[str]:
    """Say in words what the question is narrowed to, in the order of the form."""
    selection, language = question.asked.selection(), question.page.language
    said = [member.label(language) for member in (*selection.classifications, *selection.methods)]
    said += [names.districts.get(selection.district_code, selection.district_code)] if selection.district_code else []
    code = selection.organisation_code
    said += [names.organisations.get(code, code)] if code else []
    return said + [code for code in (selection.task_code, selection.project_code) if code]
