"""What can be asked of the quality of the data, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gis.codelists import Severity, Visibility
from service.quality.completeness import CHECKS
from service.quality.declared import (
    BULK_LOADED,
    OPEN_ISSUES,
    SENT_TO_APPROVAL,
    WITHOUT_FIND,
    WORK_TO_APPROVAL,
    WORK_TO_SENT,
    Figure,
    Unit,
)

TIMES = (WORK_TO_APPROVAL, WORK_TO_SENT, SENT_TO_APPROVAL)
FIGURES: Mapping[str, Figure] = {
    figure.name: figure
    for figure in (OPEN_ISSUES, *TIMES, BULK_LOADED, *(check.figure for check in CHECKS), WITHOUT_FIND)
}
"""Every figure by its name, in the order of the report."""


class Dimension(StrEnum):
    """What the figures can be told apart by; month is that of the work."""

    ORGANISATION = "organisation"
    DISTRICT = "district"
    MONTH = "month"


class IssueState(StrEnum):
    """Where an open issue lies."""

    IN_RECORDS = "in_records"
    IN_REVIEW = "in_review"
    RETURNED = "returned"


NOT_SAID = "-"
"""Stands in a question for what records do not say."""
AGES_DAYS = (7, 30, 90, 365)
"""The last days of the bands that issues are told apart by; older ones are in a band of their own."""


@dataclass(frozen=True, kw_only=True)
class QualityQuestion:
    """Which records to look at.

    Attributes
    ----------
    start, end
        First and last day of work, both included: of a hazardous area when it was identified, of a find when it was
        found. Open issues are told whatever the day of work.
    at
        The instant that is looked at, and from which ages are told.
    as_known_at
        The same where a state of knowledge was asked for; missing: the present, which is found faster.
    zone
        The time zone of the work.
    district_code, organisation_code
        Only these; `NOT_SAID` asks for the records that state none.
    audience
        The visibilities of the records that are looked at.
    is_internal
        Whether issues are told, which name what is not public.
    """

    start: date
    end: date
    at: datetime
    zone: str
    audience: tuple[Visibility, ...]
    is_internal: bool
    by: Dimension = Dimension.ORGANISATION
    district_code: str | None = None
    organisation_code: str | None = None
    as_known_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Value:
    """A figure of all the records, or of those of one value of a dimension.

    Attributes
    ----------
    by
        The dimension that it is told by; missing where all records are told together.
    told_of
        The value of the dimension; missing where the records do not say it.
    value
        Unrounded; missing where there is no record to tell it of.
    part_count, whole_count
        Of a share what it is made of; else only how many records it is told of.
    """

    figure: Figure
    by: Dimension | None
    told_of: str | None
    value: float | None
    part_count: int | None
    whole_count: int

    @property
    def behind_count(self) -> int:
        """Give how many records a list of what is behind it has: of a share those that are missing from it."""
        match self.figure.unit:
            case Unit.DAYS:
                return self.whole_count
            case Unit.COUNT:
                return int(self.value or 0)
            case Unit.PCT:
                part_count = self.part_count or 0
                return part_count if self.figure == WITHOUT_FIND else self.whole_count - part_count


@dataclass(frozen=True, kw_only=True)
class IssueCount:
    """The open issues of one rule, organisation and age together; the counts add up over all rows.

    Attributes
    ----------
    age_days
        The last day of the band of ages; missing: older than all.
    oldest_days
        How long the oldest of them is open.
    """

    rule: str
    severity: Severity
    organisation: str | None
    age_days: int | None
    state: IssueState
    issue_count: int
    oldest_days: int


@dataclass(frozen=True, kw_only=True)
class RecordBehind:
    """A record that a figure is told of, or that is missing from it.

    Attributes
    ----------
    day
        Of work, of identification, of the find.
    elapsed_days
        How long it took, where the figure is a time.
    area_reported_m2
        Of a release, what was reported of its ground.
    """

    layer: str
    code: str
    organisation: str | None
    district: str | None
    day: date
    elapsed_days: int | None
    area_reported_m2: float | None


@dataclass(frozen=True, kw_only=True)
class Quality:
    """The quality of the data.

    Attributes
    ----------
    figures
        All records together, in the order of the report.
    rows
        The same by the dimension that is asked for; open issues are not among them.
    issues
        Open issues; empty for who is not of the programme.
    """

    figures: tuple[Value, ...]
    rows: tuple[Value, ...]
    issues: tuple[IssueCount, ...]
    as_known_at: datetime
