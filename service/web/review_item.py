"""One upload before its reviewer: all there is to look at, the decision, and the way to the next one of the queue."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from gis.codelists import UploadStatus
from service.access import Action, require
from service.problems import Problem
from service.uploads.flow import find_upload, move_upload
from service.uploads.order import Decision
from service.uploads.review import ACTIONS
from service.uploads.waiting import DECISIONS
from service.web.page import Page, PageDependency, see_other
from service.web.review import queue_words
from service.web.review_queue import Queue, QueueChoice
from service.web.upload import DecisionForm
from service.web.upload_access import upload_seen
from service.web.upload_effect import effect_words
from service.web.upload_page import UNDECIDED, IssuePart, decided_on, looked_at

router = APIRouter(include_in_schema=False)


class ItemChoice(QueueChoice, IssuePart):
    """Which queue the upload is read in, and which of its issues are shown."""

    @property
    def query(self) -> str:
        """Give the queue for an address."""
        return self.queue.query

    @property
    def queue(self) -> QueueChoice:
        """Give the queue without the issues."""
        return QueueChoice.model_validate(self.model_dump(include={*QueueChoice.model_fields} - {"part"}))

    @property
    def issues(self) -> IssuePart:
        """Give the issues without the queue."""
        return IssuePart.model_validate(self.model_dump(include={*IssuePart.model_fields}))


@router.get("/review/{upload_id}")
def item(
    page: PageDependency, upload_id: UUID, *, choice: Annotated[ItemChoice, Query()], decided: UUID | None = None
) -> Response:
    """Show an upload that waits; one that does not any more is shown where it stands."""
    if upload_seen(page, upload_id).status not in {UploadStatus.SUBMITTED, UploadStatus.REGIONAL_VERIFIED}:
        return see_other(f"/uploads/{upload_id}")
    return _show(page, upload_id, choice, decided=decided)


@router.post("/review/{upload_id}")
def decide(
    page: PageDependency,
    upload_id: UUID,
    form: Annotated[DecisionForm, Form()],
    *,
    choice: Annotated[ItemChoice, Query()],
) -> Response:
    """Make a decision and go on to the next upload; a refusal is said above the page, and nothing has changed."""
    actor = require(page.actor, ACTIONS[form.to] if form.to in DECISIONS else Action.ADMINISTER)
    _, _, after = Queue.load(page, choice.queue).around(upload_id)
    accepted = dict(zip(form.rule, form.acceptance, strict=False))
    tolerance_m = page.settings.district_tolerance_m
    decision = Decision(reason=form.reason, accepted_warnings=accepted, district_tolerance_m=tolerance_m)
    try:
        with page.session.begin_nested():
            move_upload(page.session, upload_id, form.to, actor=actor, decision=decision)
    except Problem as refusal:
        return _show(page, upload_id, choice, refusal=refusal, decision=decision)
    following = f"/review/{after.upload.id}" if after and after.upload.id != upload_id else "/review"
    return see_other(f"{following}?{urlencode([*parse_qsl(choice.query), ('decided', str(upload_id))])}")


def _show(  # noqa: PLR0913 - the upload, its queue, and what came of the decision before or of this one
    page: Page,
    upload_id: UUID,
    choice: ItemChoice,
    *,
    decided: UUID | None = None,
    refusal: Problem | None = None,
    decision: Decision = UNDECIDED,
) -> HTMLResponse:
    queue = Queue.load(page, choice.queue)
    place, before, after = queue.around(upload_id)
    row = find_upload(page.session, upload_id)
    address = f"/review/{upload_id}"
    return page.show(
        "review_item.html",
        status=refusal.status if refusal else 200,
        item=queue.of(upload_id),
        place=place,
        before=before,
        after=after,
        chosen_count=len(queue.chosen),
        choice=choice,
        decided=find_upload(page.session, decided) if decided else None,
        issues_address=address,
        issues_kept=dict(parse_qsl(choice.query)),
        decision_address=f"{address}?{choice.query}",
        **effect_words(page, row),
        **decided_on(refusal, decision, page=page),
        **queue_words(page) | looked_at(page, row, part=choice.issues),
    )
