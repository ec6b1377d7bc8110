"""What can be asked of the ledger, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from gis.codelists import Account, ReleaseMethod
from gis.treaties import TreatyView
from service.problems import WrongParameter

Row = Mapping[str, str | float | None]
"""The values of the asked dimensions, by their names, and figures in `…_m2` and `…_count`; None: not recorded."""


class Dimension(StrEnum):
    """What released square metres can be told apart by."""

    DISTRICT = "district"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    METHOD = "method"
    CONTAMINATION_CLASS = "contamination_class"
    ORGANISATION = "organisation"
    PROJECT_PHASE = "project_phase"
    TASK = "task"


class StockDimension(StrEnum):
    """What remaining contamination can be told apart by."""

    CLASSIFICATION = "classification"
    CONTAMINATION_CLASS = "contamination_class"
    DISTRICT = "district"


@dataclass(frozen=True, kw_only=True)
class ProgressQuestion:
    """Which releases to add up.

    Attributes
    ----------
    start, end
        First and last day of work (in the certified account of acceptance), both included.
    as_known_at
        The instant whose state of knowledge is asked for; missing: the last committed change.
    district_codes, release_methods
        Only these; missing: all.
    organisation_codes, project_codes
        Only the work of these, as the records tell it; a release without organisation is its task's, and a project has
        the work of the tasks of its phases. Missing: everybody's.
    view
        Only ground that counts in this treaty view: ground that held its types before it was freed, and outside
        recorded hazard the ground of releases that name them as their target.

    Raises
    ------
    WrongParameter
        If the period ends before it starts.
    """

    start: date
    end: date
    by: tuple[Dimension, ...] = (Dimension.METHOD,)
    account: Account = Account.OPERATIONAL
    as_known_at: datetime | None = None
    district_codes: tuple[str, ...] | None = None
    release_methods: tuple[ReleaseMethod, ...] | None = None
    organisation_codes: tuple[str, ...] | None = None
    project_codes: tuple[str, ...] | None = None
    view: TreatyView | None = None

    def __post_init__(self) -> None:
        refuse_reversed(self.start, self.end)

    @property
    def days(self) -> dict[str, date]:
        """Give the days that are asked for, by the names of their parameters."""
        return {"from": self.start, "to": self.end}


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Released ground, each square metre once.

    Attributes
    ----------
    rows
        A row for each combination of the asked dimensions that has ground, in their order.
    total_m2
        The sum of the rows.
    released_outside_m2
        Of the total: ground that was never recorded as hazardous.
    overlap_m2
        Of the total of a treaty view: what counts in the other one too. Missing without a view.
    area_without_geometry_m2, without_geometry
        What was reported in the period without geometry, and the same by the asked dimensions as `release_count` and
        `area_reported_m2`; never part of the total.
    as_known_at
        The state of knowledge that was answered from.
    """

    rows: tuple[Row, ...]
    total_m2: float
    released_outside_m2: float
    overlap_m2: float | None
    area_without_geometry_m2: float
    without_geometry: tuple[Row, ...]
    account: Account
    as_known_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContaminationQuestion:
    """What to tell of the stock at the end of a day.

    Attributes
    ----------
    as_known_at
        The instant whose state of knowledge is asked for; missing: the last committed change.
    district_codes
        Only ground in these; missing: everywhere.
    view
        Only ground that counts in this treaty view.
    """

    as_of: date
    by: tuple[StockDimension, ...] = (StockDimension.CLASSIFICATION,)
    account: Account = Account.CERTIFIED
    as_known_at: datetime | None = None
    district_codes: tuple[str, ...] | None = None
    view: TreatyView | None = None

    @property
    def days(self) -> dict[str, date]:
        """Give the day that is asked for, by the name of its parameter."""
        return {"as_of": self.as_of}


@dataclass(frozen=True, kw_only=True)
class Contamination:
    """Remaining contamination.

    Attributes
    ----------
    rows
        The stock of the asked account, each square metre once.
    total_m2
        The sum of the rows.
    untouched_m2, awaiting_acceptance_m2, certified_stock_m2
        The three parts of the certified stock: ground still in both stocks, ground that has been worked and awaits
        acceptance, and their sum.
    views_m2
        What of the stock of the asked account counts in each treaty view; the views overlap and are not added.
    without_polygon
        Areas recorded without a polygon, not closed as far as is known: `area_count` and `area_reported_m2`, never
        part of a total.
    """

    rows: tuple[Row, ...]
    total_m2: float
    untouched_m2: float
    awaiting_acceptance_m2: float
    certified_stock_m2: float
    views_m2: Mapping[TreatyView, float]
    without_polygon: tuple[Row, ...]
    account: Account
    as_known_at: datetime


M = TypeVar("M", bound=StrEnum)


def members(asked: str, kind: type[M], *, parameter: str) -> tuple[M, ...]:
    """Give the members of a list as people type it.

    Raises
    ------
    WrongParameter
        If one is unknown or named twice; the allowed ones are named.

    Examples
    --------
    >>> [dimension.value for dimension in members("district, week", Dimension, parameter="by")]
    ['district', 'week']
    """
    return tuple(one_of(name, tuple(kind), parameter=parameter) for name in listed(asked, parameter=parameter))


def one_of(asked: str, allowed: Sequence[M], *, parameter: str) -> M:
    """Give the member of a name.

    Raises
    ------
    WrongParameter
        If none has it; the allowed ones are named.
    """
    for member in allowed:
        if member.value == asked:
            return member
    names = [member.value for member in allowed]
    raise WrongParameter(
        f"“{asked}” is not known to “{parameter}”. Allowed: {', '.join(names)}.",
        f"“{parameter}” üçün “{asked}” məlum deyil. İcazə verilənlər: {', '.join(names)}.",
        parameter=parameter,
        allowed=names,
    )


def listed(asked: str, *, parameter: str) -> tuple[str, ...]:
    """Give the words of a list that is written with commas.

    Raises
    ------
    WrongParameter
        If one is named twice.
    """
    words = tuple(word.strip() for word in asked.split(",") if word.strip())
    for word in words:
        if words.count(word) > 1:
            raise WrongParameter(
                f"“{parameter}” names “{word}” twice. Name it once.",
                f"“{parameter}” üçün “{word}” iki dəfə göstərilib. Bir dəfə göstərin.",
                parameter=parameter,
            )
    return words


def refuse_reversed(start: date, end: date) -> None:
    """See that a period ends after it starts.

    Raises
    ------
    WrongParameter
        If it does not.
    """
    if start > end:
        raise WrongParameter(
            f"The period starts on {start} and ends before it, on {end}. Swap the two dates.",
            f"Dövrün başlanğıcı ({start}) sonundan ({end}) gecdir. Tarixlərin yerini dəyişin.",
            parameter="from",
        )


def day_not_after(as_of: date | None, today: date, *, parameter: str = "as_of") -> date:
    """Give the day that is asked for, today when none is.

    Raises
    ------
    WrongParameter
        If it lies in the future.
    """
    if as_of and as_of > today:
        raise WrongParameter(
            f"{as_of} lies in the future. Ask for {today} or a day before it.",
            f"{as_of} hələ gəlməyib. {today} və ya ondan əvvəlki günü göstərin.",
            parameter=parameter,
            latest=today.isoformat(),
        )
    return as_of or today
