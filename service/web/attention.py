"""What needs the attention of who is signed in: only what they may see, and may do something about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from gis.codelists import ReportKind, TaskStatus, UploadStatus
from gis.period_words import period_name
from gis.periods import Period, following, last_complete_week
from gis.text import area_ha_text, number_text
from service.access import Action, Actor, visibilities
from service.figures.items import Known
from service.figures.late import cut_off, late
from service.figures.plan import PlanQuestion, TaskProgress
from service.figures.plans import plans
from service.ledger.known import known_at
from service.reports.content import Subject
from service.reports.issued import last_issued, report_page
from service.reports.queries import approved_work
from service.tables import upload
from service.uploads.waiting import Waiting
from service.web.asked import address
from service.web.names import Names
from service.web.page import Page, zone_of
from service.web.plans import OPEN
from service.web.quality import open_error_count
from service.web.review_queue import Queue, QueueChoice

MOST_NAMES = 6
SENT_BACK = (UploadStatus.REJECTED, UploadStatus.RETURNED)


@dataclass(frozen=True, kw_only=True)
class Attention:
    """One thing that needs attention.

    Attributes
    ----------
    figure
        How many, as it is printed.
    words
        What it is, and what to do.
    names
        Which ones, as many as have room.
    link
        Where something is done about it.
    is_late
        Whether it waits longer than it should.
    """

    figure: str
    words: str
    link: str
    names: tuple[str, ...] = ()
    is_late: bool = False


def attention(page: Page) -> list[Attention]:
    """Gather what needs attention, the most urgent first."""
    actor = page.signed_in
    if not actor.may(Action.SEE_INTERNAL):
        return []
    week = last_complete_week(page.today)
    return [
        *_waiting(page),
        *_sent_back(page, actor),
        *_unissued(page, actor, week),
        *_errors(page),
        *_of_tasks(page, week),
        *_late(page, week),
    ]


# --- uploads ------------------------------------------------------------------------------------------------------


def _waiting(page: Page) -> Iterator[Attention]:
    """Tell of uploads whose next step the reader may take: first those that wait too long, then all the others."""
    mine = Queue.load(page, QueueChoice(whose="mine")).chosen
    late = [item for item in mine if item.is_late]
    if late:
        words = page.translate_count(
            "upload waits for you longer than it should. Look at it first.",
            "uploads wait for you longer than they should. Look at the oldest first.",
            len(late),
        )
        told = _told(page, len(late), words, link="/review?whose=mine&late=on", names=_file_names(page, late))
        yield replace(told, is_late=True)
    others = [item for item in mine if not item.is_late]
    if others:
        words = page.translate_count("upload waits for you.", "uploads wait for you.", len(others))
        yield _told(page, len(others), words, link="/review?whose=mine", names=_file_names(page, others))


def _file_names(page: Page, items: Sequence[Waiting]) -> tuple[str, ...]:
    return tuple(item.upload.file_name or page.translate("without a name") for item in items)


def _sent_back(page: Page, actor: Actor) -> Iterator[Attention]:
    """Tell of the reader's own uploads with errors, or returned, that no other has replaced."""
    if not actor.may(Action.UPLOAD):
        return
    answer = upload.alias("answer")
    is_answered = select(answer.c.id).where(answer.c.replaces_id == upload.c.id).exists()
    own = select(upload.c.status, func.count().label("upload_count")).where(
        upload.c.author_id == actor.id, upload.c.status.in_(SENT_BACK), ~upload.c.is_check, ~is_answered
    )
    counts = {row.status: row.upload_count for row in page.session.execute(own.group_by(upload.c.status))}
    words = {
        UploadStatus.REJECTED: page.translate_count(
            "of your uploads holds errors. Nothing of it is stored; mend the file and send it.",
            "of your uploads hold errors. Nothing of them is stored; mend the files and send them.",
            counts.get(UploadStatus.REJECTED, 0),
        ),
        UploadStatus.RETURNED: page.translate_count(
            "of your uploads was returned. Read the reason and send the mended file.",
            "of your uploads were returned. Read the reasons and send the mended files.",
            counts.get(UploadStatus.RETURNED, 0),
        ),
    }
    for status in SENT_BACK:
        if counts.get(status):
            yield _told(page, counts[status], words[status], link=address("/uploads", status=status.value))


def _errors(page: Page) -> Iterator[Attention]:
    """Tell of the errors that are open: in records, in review, or returned and not answered."""
    count = open_error_count(page)
    if count:
        words = page.translate_count(
            "error is open in the data. Data quality says by which rule.",
            "errors are open in the data. Data quality says by which rules.",
            count,
        )
        yield _told(page, count, words, link="/quality")


def _unissued(page: Page, actor: Actor, week: Period) -> Iterator[Attention]:
    """Tell who may issue it of the bulletin on the last complete week, until it is issued."""
    bulletin = Subject(ReportKind.WEEKLY, week)
    if actor.may(Action.ISSUE_REPORT) and last_issued(page.session, bulletin) is None:
        words = page.translate("weekly bulletin is not issued. Read the preview with its checks, and issue it.")
        yield _told(page, 1, words, link=report_page(bulletin), names=(period_name(week, page.language),))


# --- work ---------------------------------------------------------------------------------------------------------


def _of_tasks(page: Page, week: Period) -> Iterator[Attention]:
    """Tell of tasks above their plan, and of districts with active tasks that reported nothing of a week."""
    answer = plans(page.session, PlanQuestion(as_of=page.today, audience=visibilities(is_internal=True)))
    above = [task for task in answer.tasks if task.status in OPEN and task.plan.is_above_plan]
    if above:
        codes = tuple(task.code for task in above)
        words = page.translate_count(
            "open task released more than was planned. Look at the plan, or at the work.",
            "open tasks released more than was planned. Look at the plan, or at the work.",
            len(above),
        )
        yield _told(page, len(above), words, link="/tasks", names=codes)
    silent = _silent_districts(page, week, answer.tasks)
    if silent:
        words = page.translate_count(
            "district with active tasks has no approved work in week %(week)s. Ask for its reports.",
            "districts with active tasks have no approved work in week %(week)s. Ask for their reports.",
            len(silent),
        )
        link = address("/progress", period=week.label, by="district")
        yield _told(page, len(silent), words % {"week": week.label}, link=link, names=silent)


def _silent_districts(page: Page, week: Period, tasks: Sequence[TaskProgress]) -> tuple[str, ...]:
    at = known_at(page.session, None)
    active = {task.district for task in tasks if task.status is TaskStatus.ACTIVE and task.district}
    known = Known(from_on=week.start, to_on=week.end, as_known_at=at)
    worked = {row["district"] for row in approved_work(page.session, known)}
    names = Names.load(page.session, at, page.language).districts
    return tuple(sorted(names.get(code, code) for code in active - worked))


def _late(page: Page, week: Period) -> Iterator[Attention]:
    """Tell what became known of the last complete week after its cut-off."""
    at = known_at(page.session, None)
    known = Known(from_on=week.start, to_on=week.end, as_known_at=at)
    since_at = cut_off(page.session, known, until=at, zone=zone_of(page.request))
    found = late(page.session, replace(known, from_on=page.settings.cumulative_origin), since_at)
    if found and found.weeks:
        words = page.translate_count(
            "week has late entries since the cut-off of %(week)s: %(area)s ha. The next bulletin lists them.",
            "weeks have late entries since the cut-off of %(week)s: %(area)s ha. The next bulletin lists them.",
            len(found.weeks),
        )
        area = area_ha_text(found.areas.released_m2, page.language)
        link = address("/reports", week=following(week).label)
        yield _told(page, len(found.weeks), words % {"week": week.label, "area": area}, link=link)


def _told(page: Page, count: int, words: str, *, link: str, names: tuple[str, ...] = ()) -> Attention:
    more = ("…",) if len(names) > MOST_NAMES else ()
    return Attention(figure=number_text(count, page.language), words=words, link=link, names=names[:MOST_NAMES] + more)
