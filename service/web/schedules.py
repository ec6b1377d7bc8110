"""Reports that make themselves: the schedules, the drafts that wait for a person, and the mails."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from gis.codelists import DeliveryState, ReportKind
from gis.periods import PeriodUnit
from service.access import Action, require
from service.reports.issued import issued, report_page
from service.reports.kinds import KINDS
from service.schedules import flow, queries
from service.schedules import made as table
from service.schedules.deliveries import deliveries_of
from service.schedules.desk import Desk
from service.schedules.due import UNITS
from service.schedules.made import Made
from service.schedules.schedule import Schedule
from service.schedules.words import when_text
from service.web.page import Page, PageDependency, see_other
from service.web.reports import MARK, Scopes

router = APIRouter(include_in_schema=False)

SCHEDULES = "/reports/schedules"
LISTED = 30
"""So many periods of a schedule are shown with their mails."""
LOST = frozenset({DeliveryState.REFUSED, DeliveryState.FAILED, DeliveryState.UNSURE})
"""States of mails that somebody has to look at."""


def desk(page: Page) -> Desk:
    """Give what a page works on schedules with."""
    return Desk(session=page.session, settings=page.settings, now=page.now)


def schedule_page(schedule_id: UUID) -> str:
    """Give the address of a schedule."""
    return f"{SCHEDULES}/{schedule_id}"


@router.get("/reports/schedules")
def schedules(page: PageDependency) -> HTMLResponse:
    """List the schedules, and what they made that waits for a person."""
    require(page.actor, Action.SCHEDULE_REPORT)
    listed = queries.schedules(page.session)
    last = table.last_made(page.session)
    return page.show(
        "schedules.html",
        schedules=[one for one in listed if not one.terms.is_removed],
        removed=[one for one in listed if one.terms.is_removed],
        drafts=table.drafts(page.session),
        last=last,
        lost=_lost_mails(page, [made.id for made in last.values()]),
        subjects=_subjects(),
        **_context(page),
    )


@router.get("/reports/schedules/{schedule_id}")
def schedule(page: PageDependency, schedule_id: UUID, sent: str = "") -> HTMLResponse:
    """Show a schedule with what it made and the mails that carried it."""
    require(page.actor, Action.SCHEDULE_REPORT)
    found = flow.find_schedule(desk(page), schedule_id)
    rows = table.made_of(page.session, schedule_id, LISTED)
    return page.show(
        "schedule.html",
        schedule=found,
        made=rows,
        by_id={row.id: row for row in rows},
        deliveries=deliveries_of(page.session, [row.id for row in rows]),
        versions=queries.versions(page.session, schedule_id),
        issuer=queries.issuer_name(page.session, found),
        last_over=found.rule.last_over(page.now),
        sent=sent,
        **_context(page),
    )


@router.post("/reports/schedules/{schedule_id}/pause")
def pause(page: PageDependency, schedule_id: UUID, is_paused: Annotated[bool, Form()]) -> Response:
    """Pause a schedule, or resume it."""
    actor = require(page.actor, Action.SCHEDULE_REPORT)
    flow.pause(desk(page), flow.find_schedule(desk(page), schedule_id), actor=actor, is_paused=is_paused)
    return see_other(schedule_page(schedule_id))


@router.get("/reports/schedules/{schedule_id}/remove")
def removal(page: PageDependency, schedule_id: UUID) -> HTMLResponse:
    """Say what removing a schedule means, before it is done."""
    require(page.actor, Action.SCHEDULE_REPORT)
    return page.show("schedule_remove.html", schedule=flow.find_schedule(desk(page), schedule_id), **_context(page))


@router.post("/reports/schedules/{schedule_id}/remove")
def remove(page: PageDependency, schedule_id: UUID) -> Response:
    """Remove a schedule; what it made stays."""
    actor = require(page.actor, Action.SCHEDULE_REPORT)
    flow.remove_schedule(desk(page), flow.find_schedule(desk(page), schedule_id), actor=actor)
    return see_other(SCHEDULES)


@router.post("/reports/schedules/{schedule_id}/send")
def send(page: PageDependency, schedule_id: UUID) -> Response:
    """Send the report of the last period that is over to the list, now."""
    actor = require(page.actor, Action.SCHEDULE_REPORT)
    about = flow.send_now(desk(page), flow.find_schedule(desk(page), schedule_id), actor=actor)
    return see_other(f"{schedule_page(schedule_id)}?{urlencode({'sent': about.subject.period.label})}#mails")


@router.post("/reports/schedules/mails/{delivery_id}/again")
def send_again(page: PageDependency, delivery_id: UUID) -> Response:
    """Send a mail once more."""
    actor = require(page.actor, Action.SCHEDULE_REPORT)
    return see_other(f"{schedule_page(flow.send_again(desk(page), delivery_id, actor=actor))}#mails")


@router.post("/reports/schedules/drafts/{made_id}/dismiss")
def dismiss(page: PageDependency, made_id: UUID) -> Response:
    """Put a draft aside."""
    actor = require(page.actor, Action.SCHEDULE_REPORT)
    flow.dismiss(desk(page), made_id, actor=actor)
    return see_other(SCHEDULES)


def _lost_mails(page: Page, made_ids: Sequence[UUID]) -> Counter[UUID]:
    """Count the mails that did not go out, or of which nobody knows, by what they carried."""
    return Counter(one.made_report_id for one in deliveries_of(page.session, made_ids) if one.state in LOST)


def _subjects() -> dict[str, tuple[ReportKind, PeriodUnit]]:
    """Give the reports that can make themselves, by what the form calls them."""
    told = ((kind.code, unit) for kind in KINDS.values() for unit in kind.units if unit in UNITS)
    return {f"{kind}{MARK}{unit}": (kind, unit) for kind, unit in told}


def _context(page: Page) -> dict[str, Any]:
    """Give what the pages of schedules say things with."""
    return {
        "scopes": Scopes.load(page),
        "server": page.settings.smtp,
        "when": lambda one: when_text(one.rule, page.language),
        "next_due": lambda one: _next_due(one, page),
        "address": lambda made: _address(page, made),
    }


def _next_due(schedule: Schedule, page: Page) -> datetime:
    period = next(schedule.rule.due_after(max(page.now, schedule.terms.due_after)))
    return schedule.rule.due_at(period)


def _address(page: Page, made: Made) -> str:
    """Give the page of what was made: the issued report, or the draft as it was made."""
    report = issued(page.session, made.report_id) if made.report_id else None
    return (
        report.page
        if report
        else report_page(made.subject, as_known_at=made.as_known_at and made.as_known_at.isoformat())
    )
