"""What a schedule says: which report, when it is made, in whose name, and who gets it."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from gis.codelists import Language, ReportKind
from gis.periods import Period, PeriodUnit
from service.reports.content import Subject
from service.reports.formats import ReportFormat
from service.reports.scope import COUNTRY, Scope
from service.schedules.due import Rule

ATTACHED = ("pdf", "docx", "xlsx")
"""The formats that a mail can carry, as far as reports are given in them."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What people may change of a schedule; each change is kept as a version.

    Attributes
    ----------
    due_after
        What was due by this instant is not made: the schedule began there, or was resumed.
    makes_up_all
        Whether every period that was missed is made up, or only the last.
    issuer_id
        In whose name reports are issued by themselves; missing: each is drafted and waits for a person.
    recipients
        Who gets each report that is issued, and each revision of it.
    draft_recipients
        Who gets a draft that waits for a person.
    is_removed
        Whether nothing more is made or sent by itself; what was made stays.
    """

    days_after: int
    local_time: time
    time_zone: str
    due_after: datetime
    is_paused: bool = False
    makes_up_all: bool = True
    issuer_id: UUID | None = None
    languages: tuple[Language, ...] = ("az", "en")
    formats: tuple[str, ...] = ATTACHED[:2]
    recipients: tuple[str, ...] = ()
    draft_recipients: tuple[str, ...] = ()
    is_removed: bool = False

    @property
    def is_running(self) -> bool:
        """Tell whether what becomes due is made."""
        return not (self.is_paused or self.is_removed)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a schedule makes, for as long as it lives."""

    kind: ReportKind
    unit: PeriodUnit
    scope: Scope = COUNTRY


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A schedule as it holds now.

    Attributes
    ----------
    number
        Of the version; a change is told with the number that it was read with.
    told_by
        Who changed it last; missing: the service itself.
    """

    id: UUID
    aim: Aim
    terms: Terms
    number: int
    told_by: str | None
    told_at: datetime

    @property
    def rule(self) -> Rule:
        """Give when it is due."""
        terms = self.terms
        return Rule(
            unit=self.aim.unit,
            days_after=terms.days_after,
            local_time=terms.local_time,
            zone=ZoneInfo(terms.time_zone),
        )

    def subject(self, period: Period) -> Subject:
        """Give what its report of a period is about."""
        return Subject(self.aim.kind, period, self.aim.scope)


def attached_formats(names: tuple[str, ...]) -> tuple[ReportFormat, ...]:
    """Give those formats, of some that are named, that mails carry and reports are given in."""
    given = {member.value: member for member in ReportFormat if member in ATTACHED}
    return tuple(given[name] for name in names if name in given)
