"""Several uploads decided at once: what is about to happen, asked for once, and what came of each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from gis.codelists import UploadStatus
from service.access import require
from service.problems import WrongParameter
from service.uploads.order import EVERY_RULE, Decision
from service.uploads.review import ACCEPTING, ACTIONS
from service.uploads.several import Chosen, decide_each
from service.uploads.waiting import DECISIONS, Waiting, refusal_of
from service.web.page import PageDependency, see_other
from service.web.review import effect_cells, queue_words
from service.web.review_queue import PAGE, Queue, QueueChoice

router = APIRouter(include_in_schema=False)


class SeveralAsked(BaseModel):
    """Which uploads, what is to become of them, and the queue that they were chosen in."""

    to: UploadStatus
    upload: Annotated[list[UUID], Field(max_length=PAGE)] = []
    queue: str = ""


class SeveralForm(BaseModel):
    """The decision: each upload with where it stood, one reason, and the acceptances of warnings by rule."""

    to: UploadStatus
    upload: Annotated[list[UUID], Field(max_length=PAGE)]
    status: list[UploadStatus]
    queue: str = ""
    reason: str | None = None
    rule: list[str] = []
    acceptance: list[str] = []


@dataclass(frozen=True, kw_only=True)
class OpenRule:
    """The open warnings of one rule in what was chosen."""

    rule: str
    warning_count: int
    upload_count: int


@router.get("/review/several")
def ask(page: PageDependency, asked: Annotated[SeveralAsked, Query()]) -> Response:
    """Show what is about to be decided, and ask for the reason and for what is said to the warnings."""
    actor = require(page.actor, ACTIONS[_decision(asked.to)])
    if not asked.upload:
        return see_other(f"/review?{asked.queue}")
    queue = Queue.load(page, QueueChoice(whose="all"))
    items = [item for item in map(queue.of, dict.fromkeys(asked.upload)) if item]
    able = [item for item in items if asked.to in item.moves]
    return page.show(
        "review_several.html",
        asked=asked,
        able=able,
        unable=[(item, refusal_of(item, asked.to, actor=actor)) for item in items if asked.to not in item.moves],
        gone_count=len(set(asked.upload)) - len(items),
        open_rules=_open_rules(able) if asked.to in ACCEPTING else [],
        every_rule=EVERY_RULE,
        **effect_cells(page, able),
        **queue_words(page),
    )


@router.post("/review/several")
def decide(page: PageDependency, form: Annotated[SeveralForm, Form()]) -> HTMLResponse:
    """Decide on each, and tell what came of it."""
    actor = require(page.actor, ACTIONS[_decision(form.to)])
    decision = Decision(
        reason=form.reason,
        accepted_warnings=dict(zip(form.rule, form.acceptance, strict=False)),
        district_tolerance_m=page.settings.district_tolerance_m,
    )
    chosen = [Chosen(upload_id=i, status=status) for i, status in zip(form.upload, form.status, strict=True)]
    begin = page.request.app.state.sessions.begin
    results = list(decide_each(begin, chosen, form.to, actor=actor, decision=decision))
    return page.show("review_results.html", form=form, results=results, **queue_words(page))


def _decision(to: UploadStatus) -> UploadStatus:
    if to not in DECISIONS:
        raise WrongParameter(
            f"“{to.en}” is nothing that a reviewer decides. Nothing was stored.",
            f"“{to.az}” yoxlayanın verdiyi qərar deyil. Heç nə saxlanılmadı.",
            parameter="to",
        )
    return to


def _open_rules(items: Sequence[Waiting]) -> list[OpenRule]:
    """Add up the open warnings by rule."""
    counts = defaultdict[str, list[int]](list)
    for item in items:
        for rule, count in item.summary.warnings.items():
            counts[rule].append(count)
    return [OpenRule(rule=rule, warning_count=sum(of), upload_count=len(of)) for rule, of in sorted(counts.items())]
