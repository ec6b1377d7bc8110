"""The work on a large upload as its page shows it, until it is over."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from service.uploads.work import Stage, Work
from service.web.page import PageDependency
from service.web.upload_access import upload_seen

router = APIRouter(include_in_schema=False)

WORKED: Final = (Stage.READING, Stage.CHECKING, Stage.STORING)
"""In which order a file is worked through; before them it waits."""
STEP_PCT = 10
"""How often a screen reader is told of progress."""


def mark_of(work: Work) -> str:
    """Give what is told aloud: it changes with the stage, and with every tenth of the whole."""
    return f"{work.stage}-{int(work.share * 100) // STEP_PCT * STEP_PCT}"


def is_over(stage: Stage, work: Work) -> bool:
    """Say whether a stage lies behind the one that is under way."""
    return work.stage in WORKED and WORKED.index(stage) < WORKED.index(work.stage)


@router.get("/uploads/{upload_id}/work")
def work(page: PageDependency, upload_id: UUID, said: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Give the progress anew to the page that shows it; once the work is over, have that page load the result."""
    row = upload_seen(page, upload_id)
    under_way = Work.of(row)
    if under_way is None:
        return Response(headers={"HX-Refresh": "true"})
    return page.show("upload_work.html", row=row, is_whole=False, said=said, **work_words(under_way))


def work_words(work: Work) -> dict[str, Any]:
    """Give what the template of the progress wants."""
    return {"work": work, "worked": WORKED, "mark": mark_of(work), "is_over": is_over}
