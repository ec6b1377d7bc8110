"""A report that is due, made by the worker: drafted for a person, or issued where its schedule says so."""

from uuid import UUID

from gis.codelists import MadeState
from service.accounts.flow import actor_of
from service.problems import Problem
from service.reports import flow as reports
from service.reports.flow import ReportOrder
from service.reports.issued import Issued, last_issued
from service.schedules.deliveries import Letter, send_to
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


def settle_issued(desk: Desk, about: Made, of: Schedule, *, issued: Issued) -> None:
    """Say as which report it was issued, and have it sent to the list of its schedule."""
    values = {"why": None, "report_id": issued.id, "settled_at": issued.issued_at}
    settle(desk.session, about.id, MadeState.ISSUED, made_at=about.made_at or desk.now, **values)
    if desk.settings.smtp:
        letter = Letter(report_id=issued.id, languages=of.terms.languages, formats=of.terms.formats)
        send_to(desk, about.id, letter, recipients=of.terms.recipients, asked_by_id=None)


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
