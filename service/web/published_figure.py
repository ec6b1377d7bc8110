"""One published figure: all that was ever told of the same, and the form that withdraws it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from gis.period_words import period_name
from gis.published import host
from service.access import Action, sees_internal
from service.published.flow import find_published, withdraw_published
from service.web.page import Page, PageDependency, see_other
from service.web.published import told_names

router = APIRouter(include_in_schema=False)


@router.get("/published/{figure_id}")
def published_figure(page: PageDependency, figure_id: UUID) -> HTMLResponse:
    """Show a figure with everything that was told of the same, the last first."""
    return _shown(page, figure_id)


@router.post("/published/{figure_id}/withdrawal")
def withdraw(page: PageDependency, figure_id: UUID, reason: Annotated[str, Form()] = "") -> Response:
    """Withdraw a figure; its page then says why."""
    withdraw_published(page.session, figure_id, reason=reason, actor=page.actor)
    return see_other(f"/published/{figure_id}")


def _shown(page: Page, figure_id: UUID) -> HTMLResponse:
    versions = find_published(page.session, figure_id)
    return page.show(
        "published_figure.html",
        figure=versions[0].stored.figure,
        versions=versions,
        name=told_names(page, [versions[0].stored])[versions[0].stored.id],
        may_withdraw=versions[0].holds and page.actor is not None and page.actor.may(Action.CITE_FIGURES),
        is_internal=sees_internal(page.actor),
        host=host,
        period_name=period_name,
    )
