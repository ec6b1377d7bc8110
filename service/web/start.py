"""The first page: where the country stands, the map, the year by weeks, and what needs attention."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from gis.charts import STACK, method_columns_svg
from gis.legend import legend_svg
from gis.period_words import period_name
from gis.symbology import RELEASE_SYMBOLS
from service.access import Action
from service.reports.public import public_reports
from service.reports.queries import in_review
from service.web.attention import attention
from service.web.bulletins import bulletin_page
from service.web.page import PageDependency
from service.web.progress_charts import drawn
from service.web.start_figures import country_figures

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(page: PageDependency) -> HTMLResponse:
    """Show what is left, what was released, the map and the last 52 weeks; what needs attention comes after."""
    figures = country_figures(page)
    return page.show(
        "start.html",
        figures=figures,
        today=page.today,
        period_name=lambda period: period_name(period, page.language),
        chart=drawn(lambda size: method_columns_svg(figures.weeks, page.language, size=size)),
        in_review=in_review(page.session, page.now),
        bulletin=next(iter(public_reports(page.session, limit=1)), None),
        bulletin_page=bulletin_page,
        may_act=page.actor is not None and page.actor.may(Action.SEE_INTERNAL),
        methods=STACK,
        chips={method: legend_svg(RELEASE_SYMBOLS[method]) for method in STACK},
    )


@router.get("/attention")
def attention_part(page: PageDependency) -> HTMLResponse:
    """Show what needs the attention of who is signed in, as a part of the first page."""
    return page.show("attention.html", lines=attention(page))
