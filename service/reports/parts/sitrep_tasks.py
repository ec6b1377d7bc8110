"""The day of each task: what it released and found, where it stands, and which reports are missing (domain.md 10.2)."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from math import fsum
from types import MappingProxyType

from gis.aggregates import Areas, ItemGroup, Items, areas, items
from gis.codelists import Language, ReleaseMethod, ReportKind
from gis.language import translator
from gis.text import date_text
from service.figures.lots import NOT_SAID
from service.progress.questions import Dimension
from service.reports.content import Column, Content, Figure, PrintedUnit, Row, Table, Words
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.lines import district_place, district_words, organisation_words
from service.reports.parts.cells import RELEASED, ItemRecords, Records
from service.reports.printing import blank, count, day, named, said, square_metres, text
from service.reports.sitrep import Moved, TaskOfDay

TASKS, MISSING = "tasks", "missing"
METHODS = (ReleaseMethod.CLEARED, ReleaseMethod.REDUCED)
GROUPS = (ItemGroup.AP, ItemGroup.AT, ItemGroup.UXO)
WITH_WORK, UNDER_WAY, MISSED = "tasks_with_work", "tasks_under_way", "missing_reports"


def figures(gathered: Gathered) -> tuple[Figure, ...]:
    """Give how many tasks have work of the day, how many are listed, and how many reports are missing."""
    told, listed = gathered.day.tasks, gathered.behind.report(ReportKind.DAILY)
    return (
        count(WITH_WORK, sum(task.has_work for task in told), records=listed),
        count(UNDER_WAY, len(told), records=listed),
        count(MISSED, sum(task.is_missed for task in told), records=listed),
    )


# --- what each did ------------------------------------------------------------------------------------------------

NAMED = ("district", "organisation", "team", "state")
COLUMNS = (
    *(Column(key=key) for key in NAMED),
    *(Column(key=key, printed_unit=PrintedUnit.M2) for key in (*METHODS, RELEASED)),
    *(Column(key=group) for group in GROUPS),
    Column(key="waiting", printed_unit=PrintedUnit.M2),
    Column(key="issues"),
)


def _tasks(gathered: Gathered) -> Table:
    """Give a line for each task, by district, one for work that names none, and all together."""
    in_order = sorted(gathered.day.tasks, key=lambda task: (district_place(gathered, task.district), task.code))
    rows = [_row(gathered, task) for task in in_order]
    if None in gathered.day.released or None in gathered.day.found:
        rest = _rest(
            gathered, f"{TASKS}/", waiting_m2=None, issue_count=None, opened=gathered.behind.report(ReportKind.DAILY)
        )
        cells = (*_unnamed(f"{TASKS}/"), *_work(gathered, f"{TASKS}/", None), *rest)
        rows.append(Row(key="", label=said("Without a task"), cells=cells))
    return Table(key=TASKS, columns=COLUMNS, rows=tuple(rows), total=_total(gathered) if rows else None)


def _row(gathered: Gathered, task: TaskOfDay) -> Row:
    prefix = f"{TASKS}/{task.code}"
    told = (
        named(f"{prefix}/district", district_words(gathered, task.district), task.district),
        named(f"{prefix}/organisation", organisation_words(gathered, task.organisation), task.organisation),
        text(f"{prefix}/team", task.teams),
        text(f"{prefix}/state", task.status, records=gathered.behind.record("tasks", task.code)),
    )
    opened = gathered.behind.record("tasks", task.code)
    rest = _rest(gathered, prefix, waiting_m2=task.waiting_m2, issue_count=task.issue_count, opened=opened)
    return Row(key=task.code, label=_code(task.code), cells=(*told, *_work(gathered, prefix, task.code), *rest))


def _code(code: str) -> Words:
    return Words(en=code, az=code)


def _unnamed(prefix: str) -> tuple[Figure, ...]:
    return tuple(blank(f"{prefix}/{key}") for key in NAMED)


def _work(gathered: Gathered, prefix: str, code: str | None) -> tuple[Figure, ...]:
    """Give what a task released and found; without approved work of the day it is missing, not zero."""
    released, found = gathered.day.released.get(code), gathered.day.found.get(code)
    behind = gathered.behind
    of_none = behind.progress(Dimension.TASK, gathered.edition.account)
    releases = partial(behind.releases, task=code) if code else lambda _method: of_none
    opened = Opened(releases, partial(behind.finds, task=code or NOT_SAID))
    return _sums(prefix, released, found, opened=opened)


@dataclass(frozen=True)
class Opened:
    """Where the releases and the finds of a line are listed."""

    releases: Records
    finds: ItemRecords


def _sums(prefix: str, released: Areas | None, found: Items | None, *, opened: Opened) -> tuple[Figure, ...]:
    is_told = bool(released or found)
    ground, lots = released or areas([]), found or items([])
    return (
        *(
            square_metres(f"{prefix}/{method}", ground.m2(method) if is_told else None, records=opened.releases(method))
            for method in METHODS
        ),
        square_metres(f"{prefix}/{RELEASED}", ground.released_m2 if is_told else None, records=opened.releases(None)),
        *(
            count(f"{prefix}/{group}", getattr(lots, group) if is_told else None, records=opened.finds(group))
            for group in GROUPS
        ),
    )


def _rest(
    gathered: Gathered, prefix: str, *, waiting_m2: float | None, issue_count: int | None, opened: str
) -> tuple[Figure, ...]:
    waiting = gathered.behind.uploads(Moved.WAITING)
    return (
        square_metres(f"{prefix}/waiting", waiting_m2, records=waiting),
        count(f"{prefix}/issues", issue_count, records=opened),
    )


def _total(gathered: Gathered) -> tuple[Figure, ...]:
    prefix, told = f"{TASKS}/total", gathered.day.tasks
    waiting = [task.waiting_m2 for task in told if task.waiting_m2 is not None]
    behind = gathered.behind
    waiting_m2, issue_count = fsum(waiting) if waiting else None, sum(task.issue_count for task in told)
    rest = _rest(
        gathered, prefix, waiting_m2=waiting_m2, issue_count=issue_count, opened=behind.report(ReportKind.DAILY)
    )
    is_told = bool(gathered.day.released or gathered.day.found)
    work = (gathered.areas, items(gathered.day.found_lots)) if is_told else (None, None)
    return *_unnamed(prefix), *_sums(prefix, *work, opened=Opened(behind.releases, behind.finds)), *rest


def _tasks_title(content: Content, language: Language) -> str:
    _ = translator(language)
    return _("Tasks on {date}").format(date=date_text(content.period.start, language))


def _tasks_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table(TASKS).rows:
        return (_("No task is under way, and no work of the day is recorded."),)
    return (
        _("Tasks that are under way or stopped, and those with work of the day. A dash: no approved work of the day."),
        _("Released: by all methods, cancelled and not recorded among them."),
        _("What waits has come in and is not approved: provisional, as drawn, and in no other figure."),
        _("Deminers, machines, dogs, hours and reasons for stoppage are not recorded by this service yet."),
    )


TASKS_PART = Part(
    key=TASKS,
    gather=_tasks,
    title=_tasks_title,
    name_heading="Task",
    headings=MappingProxyType(
        {
            "district": "District",
            "organisation": "Organisation",
            "team": "Team",
            "state": "State",
            "cleared": "Cleared",
            "reduced": "Reduced",
            RELEASED: "Released",
            "ap": "AP mines",
            "at": "AT mines",
            "uxo": "UXO",
            "waiting": "Waits",
            "issues": "Open issues",
        }
    ),
    notes=_tasks_notes,
)


# --- missing reports ----------------------------------------------------------------------------------------------


def _missing(gathered: Gathered) -> Table:
    """Give the tasks under way from which nothing came in, those that are silent for longest first."""
    missed = [task for task in gathered.day.tasks if task.is_missed]
    in_order = sorted(missed, key=lambda task: (task.last_work_on or date.min, task.code))
    columns = tuple(Column(key=key) for key in ("name", "district", "organisation", "last_work", "silent"))
    return Table(key=MISSING, columns=columns, rows=tuple(_missed(gathered, task) for task in in_order))


def _missed(gathered: Gathered, task: TaskOfDay) -> Row:
    prefix, last_on = f"{MISSING}/{task.code}", task.last_work_on
    task_record = gathered.behind.record("tasks", task.code)
    cells = (
        text(f"{prefix}/name", task.name),
        named(f"{prefix}/district", district_words(gathered, task.district), task.district),
        named(f"{prefix}/organisation", organisation_words(gathered, task.organisation), task.organisation),
        day(f"{prefix}/last_work", last_on, records=task_record),
        count(
            f"{prefix}/silent", (gathered.edition.period.end - last_on).days if last_on else None, records=task_record
        ),
    )
    return Row(key=task.code, label=_code(task.code), cells=cells)


def _missing_notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if not content.table(MISSING).rows:
        return (_("From every task under way something came in."),)
    return (_("Tasks under way of which no work of the day is approved or waits."),)


MISSING_PART = Part(
    key=MISSING,
    gather=_missing,
    title=phrase("Missing reports"),
    name_heading="Task",
    headings=MappingProxyType(
        {
            "name": "Name",
            "district": "District",
            "organisation": "Organisation",
            "last_work": "Last day of approved work",
            "silent": "Days since",
        }
    ),
    notes=_missing_notes,
)
