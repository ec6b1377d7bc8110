"""The queue of review: what waits, for whom, for how long, and what there is to look at."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from gis.codelists import UploadStatus
from gis.issues.rules import RULES_BY_CODE
from gis.layers import LAYERS_BY_NAME
from service.access import Action, require
from service.jobs import effects_due, queue_effect
from service.tables import GROUND_LAYERS
from service.uploads.effect import AT_MOST, last_effects
from service.uploads.flow import find_upload
from service.uploads.waiting import Step, Waiting
from service.web.names import Names
from service.web.page import Page, PageDependency, see_other
from service.web.review_queue import NOWHERE, PAGE, Queue, QueueChoice, is_reviewer

router = APIRouter(include_in_schema=False)


@router.get("/review")
def review(page: PageDependency, choice: Annotated[QueueChoice, Query()], decided: UUID | None = None) -> HTMLResponse:
    """Show the uploads that wait, the longest first; after a decision it is said which."""
    actor = require(page.actor, Action.SEE_INTERNAL)
    queue = Queue.load(page, choice)
    part = min(choice.part, queue.part_count)
    items = queue.part(part)
    return page.show(
        "review.html",
        queue=queue,
        items=items,
        part=part,
        choice=choice,
        is_mine=choice.is_mine(actor),
        is_reviewer=is_reviewer(actor),
        mine_count=sum(item.is_mine for item in queue.everything),
        decided=find_upload(page.session, decided) if decided else None,
        moves=[to for to in UploadStatus if any(to in item.moves for item in items)],
        page_size=PAGE,
        steps=Step,
        nowhere=NOWHERE,
        settings=page.settings,
        **effect_cells(page, items),
        **queue_words(page),
    )


@router.post("/review/effects")
def work_out(page: PageDependency, choice: Annotated[QueueChoice, Query()]) -> Response:
    """Leave the effects that are not known to the worker, of the uploads on a page of the queue."""
    require(page.actor, Action.SEE_INTERNAL)
    items = Queue.load(page, choice).part(choice.part)
    for upload_id in _unknown(page, items):
        queue_effect(page.session, upload_id)
    return see_other(f"/review?{choice.query}&part={choice.part}")


def queue_words(page: Page) -> dict[str, Any]:
    """Give what lists of waiting uploads are worded with."""
    names = Names.load(page.session, page.now, page.language)
    _ = page.translate
    return {
        "names": names,
        "district_name": lambda code: names.districts.get(code, code) if code and code != NOWHERE else _("no district"),
        "organisation_name": lambda code: names.organisations.get(code, code),
        "rule_title": lambda rule: RULES_BY_CODE[rule].title(page.language) if rule in RULES_BY_CODE else rule,
        "layers": LAYERS_BY_NAME,
        "status_of": UploadStatus,
        "step_words": {Step.VERIFICATION: _("Verification"), Step.APPROVAL: _("Approval")},
        "move_words": move_words(page),
        "why_not": lambda refusal: refusal.document(page.language)["detail"],
    }


def move_words(page: Page) -> Mapping[UploadStatus, str]:
    """Give the verbs of a reviewer."""
    _ = page.translate
    return {
        UploadStatus.REGIONAL_VERIFIED: _("Verify"),
        UploadStatus.HQ_APPROVED: _("Approve"),
        UploadStatus.RETURNED: _("Return with reason"),
    }


def effect_cells(page: Page, items: Sequence[Waiting]) -> dict[str, Any]:
    """Give what is known of the effects of uploads, and of which it is being worked out."""
    ids = [item.upload.id for item in items]
    unknown = _unknown(page, items)
    due = effects_due(page.session, ids)
    return {
        "effects": last_effects(page.session, ids),
        "effects_due": due,
        "unknown_count": len([upload_id for upload_id in unknown if upload_id not in due]),
        "ground_layers": GROUND_LAYERS,
    }


def _unknown(page: Page, items: Sequence[Waiting]) -> list[UUID]:
    """Give the uploads whose effect on the ledger as it is now is not known, and could be."""
    told = last_effects(page.session, [item.upload.id for item in items])
    return [
        item.upload.id
        for item in items
        if item.upload.layer in GROUND_LAYERS
        and not (item.upload.id in told and told[item.upload.id].is_fresh)
        and (item.upload.counts.get("features") or 0) <= AT_MOST
    ]
