"""The queue of review: what waits, for how long, and what there is to look at."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from gis.codelists import UploadStatus
from gis.layers import LAYERS_BY_NAME
from service.access import Action, require
from service.tables import GROUND_LAYERS
from service.uploads.effect import kept_effects
from service.uploads.queries import uploads_waiting
from service.web import queries
from service.web.page import PageDependency

router = APIRouter(include_in_schema=False)

LATE_AFTER_DAYS = {UploadStatus.SUBMITTED: 3, UploadStatus.REGIONAL_VERIFIED: 7}
"""Beyond these an upload is shown as late."""


@router.get("/review")
def review(page: PageDependency) -> HTMLResponse:
    """Show the uploads that wait, the oldest first."""
    require(page.actor, Action.SEE_INTERNAL)
    rows = uploads_waiting(page.session)
    return page.show(
        "review.html",
        rows=rows,
        areas_m2=queries.areas_as_drawn_m2(page.session, [row.id for row in rows]),
        effects=kept_effects(page.session, [row.id for row in rows]),
        age_days={row.id: (page.now - row.created_at).days for row in rows},
        late_after_days={status.value: days for status, days in LATE_AFTER_DAYS.items()},
        layers=LAYERS_BY_NAME,
        ground_layers=GROUND_LAYERS,
        status_of=UploadStatus,
    )
