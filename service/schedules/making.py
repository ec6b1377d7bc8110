"""A report that is due, made by the worker: drafted for a person, or issued where its schedule says so."""

from collections.abc import Sequence
from uuid import UUID

from gis.codelists import MadeState
from service.accounts.flow import actor_of
from service.problems import Problem
from service.reports import flow as reports
from service.reports.flow import ReportOrder
from service.reports.issued import Issued, last_issued
from service.schedules.deliveries import Letter, replace_waiting, send_to
from service.schedules.desk import Desk
from service.schedules.made import Made, made, settle
from service.schedules.queries import schedule
from service.schedules.schedule import Schedule


def make_report(desk: Desk, made_id: UUID) -> None:
    """Make the report that is due on a period; one that is made is left as it is."""
    about = made(desk.session, made_id, is_locked=True)
    of = schedule(desk.session, about.schedule_id) if about else None
    if about is None or of is None or about.state is not MadeState.DUE:
        return
    issued = last_issued(desk.session, about.subject) or _draft(desk, about, of)
    if issued:
        settle_issued(desk, about, of, issued=issued)
    else:
        _tell_of_draft(desk, made_id, of)


def settle_issued(desk: Desk, about: Made, of: Schedule, *, issued: Issued) -> None:
    """Say as which report it was issued, and have it sent to the list of its schedule in place of what waits."""
    values = {"why": None, "report_id": issued.id, "settled_at": issued.issued_at}
    settle(desk.session, about.id, MadeState.ISSUED, made_at=about.made_at or desk.now, **values)
    replace_waiting(desk, about.id)
    _send(desk, about, of, recipients=of.terms.recipients, issued=issued)


def _send(desk: Desk, about: Made, of: Schedule, *, recipients: Sequence[str], issued: Issued | None = None) -> None:
    """Have it sent by itself, where there is a mail server and the schedule was not removed."""
    terms = of.terms
    if desk.settings.smtp and not terms.is_removed:
        letter = Letter(report_id=issued.id if issued else None, languages=terms.languages, formats=terms.formats)
        send_to(desk, about.id, letter, recipients=recipients, asked_by_id=None)


def _tell_of_draft(desk: Desk, made_id: UUID, of: Schedule) -> None:
    about = made(desk.session, made_id)
    if about and about.state is MadeState.DRAFT:
        _send(desk, about, of, recipients=of.terms.draft_recipients)


def _draft(desk: Desk, about: Made, of: Schedule) -> Issued | None:
    """Make the draft, and give the report where it could be issued at once; else the draft says why not."""
    session, subject = desk.session, about.subject
    order = ReportOrder(kind=subject.kind, period=subject.period.label, scope=subject.scope)
    try:
        content = reports.preview(session, order, settings=desk.settings, now=desk.now).content
    except Problem as problem:
        settle(session, about.id, MadeState.FAILED, why=problem.detail, made_at=desk.now)
        return None
    settle(session, about.id, MadeState.DRAFT, as_known_at=content.as_known_at, made_at=desk.now)
    if of.terms.issuer_id is None:
        return None
    try:
        with session.begin_nested():
            issuer = actor_of(session, of.terms.issuer_id)
            return reports.issue(session, order, actor=issuer, settings=desk.settings, now=desk.now)
    except Problem as problem:
        settle(session, about.id, MadeState.DRAFT, why=problem.detail)
        return None
