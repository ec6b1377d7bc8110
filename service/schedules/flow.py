"""What people do about schedules: begin, change, pause; send a report now, or a mail again; dismiss a draft."""

from dataclasses import dataclass, replace
from uuid import UUID

from gis.codelists import MadeState
from service.access import Action, Actor, require
from service.ledger.known import latest_known
from service.problems import NotFound, WrongParameter
from service.reports.asked import named
from service.reports.issued import last_issued
from service.reports.kinds import KINDS
from service.schedules import deliveries, made, queries
from service.schedules.addresses import mail_addresses
from service.schedules.deliveries import Letter, send_to
from service.schedules.desk import Desk
from service.schedules.due import UNITS
from service.schedules.made import Made
from service.schedules.making import make_report
from service.schedules.schedule import Aim, Schedule, Terms


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A schedule as a person wants it.

    Attributes
    ----------
    terms
        Without who issues: that is who wishes for it first.
    is_issued
        Whether reports are issued by themselves, in the name of who wishes for it first.
    recipients, draft_recipients
        As they were typed: addresses between spaces, commas or lines.
    """

    terms: Terms
    is_issued: bool
    recipients: str
    draft_recipients: str = ""


def begin_schedule(desk: Desk, aim: Aim, wish: Wish, *, actor: Actor) -> UUID:
    """Begin a schedule: what becomes due from now on is made.

    Raises
    ------
    NotAllowed
        If the actor may not schedule reports, or not issue them where they are to be issued by themselves.
    WrongParameter
        If there is no such report, or a term is not such.
    """
    require(actor, Action.SCHEDULE_REPORT)
    kind = KINDS[aim.kind]
    if aim.unit not in kind.units or aim.unit not in UNITS:
        raise WrongParameter(
            f"A report of the kind “{kind.code}” is not made for each {aim.unit}. Nothing was stored.",
            f"“{kind.code}” növlü hesabat belə dövr üzrə hazırlanmır ({aim.unit}). Heç nə saxlanılmadı.",
            parameter="unit",
        )
    named(desk.session, aim.scope, kind, at=latest_known(desk.session))
    terms = _terms(wish, actor, issuer_id=None)
    schedule_id = queries.add_schedule(desk.session, aim)
    if schedule_id is None:
        raise _changed_meanwhile()
    queries.add_version(desk.session, schedule_id, terms, number=1, told_by_id=actor.id)
    return schedule_id


def change_schedule(desk: Desk, schedule: Schedule, wish: Wish, *, number: int, actor: Actor) -> None:
    """Change a schedule.

    Parameters
    ----------
    number
        Of the version that the person read.

    Raises
    ------
    NotAllowed, WrongParameter
        As `begin_schedule`, or if somebody else changed it meanwhile.
    """
    require(actor, Action.SCHEDULE_REPORT)
    if number != schedule.number:
        raise _changed_meanwhile()
    terms = _terms(wish, actor, issuer_id=schedule.terms.issuer_id)
    held = replace(terms, is_paused=schedule.terms.is_paused, due_after=schedule.terms.due_after)
    _tell(desk, schedule, held, actor=actor)


def pause(desk: Desk, schedule: Schedule, *, actor: Actor, is_paused: bool) -> None:
    """Pause a schedule, or resume it: what was due while it was paused is not made up."""
    require(actor, Action.SCHEDULE_REPORT)
    if is_paused != schedule.terms.is_paused:
        due_after = schedule.terms.due_after if is_paused else desk.now
        _tell(desk, schedule, replace(schedule.terms, is_paused=is_paused, due_after=due_after), actor=actor)


def remove_schedule(desk: Desk, schedule: Schedule, *, actor: Actor) -> None:
    """Remove a schedule: nothing more is made. What it made, its mails and who changed it stay, and what waits is sent.

    Raises
    ------
    NotAllowed, WrongParameter
        As `change_schedule`.
    """
    require(actor, Action.SCHEDULE_REPORT)
    _tell(desk, schedule, replace(schedule.terms, is_removed=True), actor=actor)


def send_now(desk: Desk, schedule: Schedule, *, actor: Actor) -> Made:
    """Send the report of the last period that is over to the list: as issued last, or as a draft that says so.

    It is made first where it is not there yet.

    Raises
    ------
    WrongParameter
        If there is no mail server, nobody on the list, or no report.
    """
    require(actor, Action.SCHEDULE_REPORT)
    _require_kept(schedule)
    _require_post(desk, schedule)
    about, is_by_itself = _last(desk, schedule)
    if about.state in {MadeState.FAILED, MadeState.DISMISSED}:
        why = about.why
        raise WrongParameter(
            f"There is no report to send. {why.en if why else about.state.en} Nothing was sent.",
            f"Göndəriləsi hesabat yoxdur. {why.az if why else about.state.az} Heç nə göndərilmədi.",
            parameter="schedule",
        )
    if not is_by_itself:
        issued = last_issued(desk.session, about.subject)
        terms = schedule.terms
        letter = Letter(report_id=issued.id if issued else None, languages=terms.languages, formats=terms.formats)
        send_to(desk, about.id, letter, recipients=terms.recipients, asked_by_id=actor.id)
    return about


def send_again(desk: Desk, delivery_id: UUID, *, actor: Actor) -> UUID:
    """Send a mail once more, as another one, and give the schedule that it belongs to.

    Raises
    ------
    NotFound
        If there is no such mail.
    """
    require(actor, Action.SCHEDULE_REPORT)
    delivery = deliveries.delivery(desk.session, delivery_id)
    about = made.made(desk.session, delivery.made_report_id) if delivery else None
    if delivery is None or about is None:
        raise NotFound("There is no such mail.", "Belə məktub yoxdur.")
    send_to(desk, about.id, delivery.letter, recipients=[delivery.recipient], asked_by_id=actor.id)
    return about.schedule_id


def dismiss(desk: Desk, made_id: UUID, *, actor: Actor) -> Made:
    """Put a draft aside: nobody is asked to issue it any more.

    Raises
    ------
    NotFound
        If there is no such draft.
    """
    require(actor, Action.SCHEDULE_REPORT)
    about = made.made(desk.session, made_id, is_locked=True)
    if about is None or about.state is not MadeState.DRAFT:
        raise NotFound("There is no such draft; it may have been issued.", "Belə qaralama yoxdur; dərc oluna bilərdi.")
    made.settle(desk.session, made_id, MadeState.DISMISSED, settled_by_id=actor.id, settled_at=desk.now)
    return about


def find_schedule(desk: Desk, schedule_id: UUID) -> Schedule:
    """Give a schedule.

    Raises
    ------
    NotFound
        If there is none of that id.
    """
    found = queries.schedule(desk.session, schedule_id)
    if found is None:
        raise NotFound("There is no such schedule.", "Belə qrafik yoxdur.")
    return found


def _terms(wish: Wish, actor: Actor, *, issuer_id: UUID | None) -> Terms:
    """Give the terms that are wished for."""
    if wish.is_issued and issuer_id is None:
        issuer_id = require(actor, Action.ISSUE_REPORT).id
    if not wish.terms.languages or not wish.terms.formats:
        raise WrongParameter(
            "Choose at least one language and one file. Nothing was stored.",
            "Ən azı bir dil və bir fayl seçin. Heç nə saxlanılmadı.",
            parameter="languages",
        )
    return replace(
        wish.terms,
        issuer_id=issuer_id if wish.is_issued else None,
        recipients=mail_addresses(wish.recipients, "recipients"),
        draft_recipients=mail_addresses(wish.draft_recipients, "draft_recipients"),
    )


def _tell(desk: Desk, schedule: Schedule, terms: Terms, *, actor: Actor) -> None:
    number = schedule.number + 1
    _require_kept(schedule)
    if not queries.add_version(desk.session, schedule.id, terms, number=number, told_by_id=actor.id):
        raise _changed_meanwhile()


def _require_kept(schedule: Schedule) -> None:
    if schedule.terms.is_removed:
        raise WrongParameter(
            "The schedule was removed; begin another one. Nothing was stored.",
            "Qrafik silinib; yenisini başladın. Heç nə saxlanılmadı.",
            parameter="schedule",
        )


def _last(desk: Desk, schedule: Schedule) -> tuple[Made, bool]:
    """Give what is made of the last period that is over, made now if need be, and whether that sent it by itself."""
    period = schedule.rule.last_over(desk.now)
    due_at = schedule.rule.due_at(period)
    made_id = made.add_due(desk.session, schedule.id, period, due_at=due_at)
    about = made.made_on(desk.session, schedule.id, period)
    is_new = made_id is not None or about is None or about.state is MadeState.DUE
    if about and is_new:
        make_report(desk, about.id)
        about = made.made(desk.session, about.id)
    if about is None:
        raise _changed_meanwhile()
    return about, is_new and about.state is MadeState.ISSUED


def _require_post(desk: Desk, schedule: Schedule) -> None:
    if desk.settings.smtp is None:
        raise WrongParameter(
            "This installation has no mail server. The operator names one by LANDRELEASE_SMTP__HOST and "
            "LANDRELEASE_SMTP__SENDER. Nothing was sent.",
            "Bu quraşdırmanın poçt serveri yoxdur. Operator onu LANDRELEASE_SMTP__HOST və LANDRELEASE_SMTP__SENDER ilə "
            "göstərir. Heç nə göndərilmədi.",
            parameter="smtp",
        )
    if not schedule.terms.recipients:
        raise WrongParameter(
            "Nobody is on the list. Name recipients, then send. Nothing was sent.",
            "Siyahıda heç kim yoxdur. Alanları yazın, sonra göndərin. Heç nə göndərilmədi.",
            parameter="recipients",
        )


def _changed_meanwhile() -> WrongParameter:
    return WrongParameter(
        "Somebody changed the schedule meanwhile. Open it again and look. Nothing was stored.",
        "Bu arada kimsə qrafiki dəyişib. Onu yenidən açıb baxın. Heç nə saxlanılmadı.",
        parameter="number",
    )
