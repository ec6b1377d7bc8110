"""What can be asked of the ledger, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from gis.codelists import Account, ReleaseMethod
from service.problems import WrongParameter

Row = Mapping[str, str | float | None]
"""The values of the asked dimensions, by their names, and `area_m2`; None where a record does not say."""


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

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise WrongParameter(
                f"The period starts on {self.start} and ends before it, on {self.end}. Swap the two dates.",
                f"Dövrün başlanğıcı ({self.start}) sonundan ({self.end}) gecdir. Tarixlərin yerini dəyişin.",
            )


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Released ground, each square metre once.

    Attributes
    ----------
    rows
        A row for each combination of the asked dimensions that has ground, in their order.
    total_m2
        The sum of the rows.
    area_without_geometry_m2
        What was reported in the period without geometry; never part of the total.
    as_known_at
        The state of knowledge that was answered from.
    """

    rows: tuple[Row, ...]
    total_m2: float
    area_without_geometry_m2: float
    account: Account
    as_known_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContaminationQuestion:
    """What to tell of the stock at the end of a day; missing `as_known_at` means the last committed change."""

    as_of: date
    by: tuple[StockDimension, ...] = (StockDimension.CLASSIFICATION,)
    account: Account = Account.CERTIFIED
    as_known_at: datetime | None = None


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
    """

    rows: tuple[Row, ...]
    total_m2: float
    untouched_m2: float
    awaiting_acceptance_m2: float
    certified_stock_m2: float
    account: Account
    as_known_at: datetime


M = TypeVar("M", bound=StrEnum)


def members(asked: str, kind: type[M], *, parameter: str) -> tuple[M, ...]:
    """Give the members of a list as people type it.

    Raises
    ------
    WrongParameter
        If one is unknown; the allowed ones are named.

    Examples
    --------
    >>> [dimension.value for dimension in members("district, week", Dimension, parameter="by")]
    ['district', 'week']
    """
    names = [name.strip() for name in asked.split(",") if name.strip()]
    allowed = [member.value for member in kind]
    for name in names:
        if name not in allowed:
            raise WrongParameter(
                f"“{name}” is not known to “{parameter}”. Allowed: {', '.join(allowed)}.",
                f"“{parameter}” üçün “{name}” məlum deyil. İcazə verilənlər: {', '.join(allowed)}.",
                parameter=parameter,
                allowed=allowed,
            )
    return tuple(kind(name) for name in dict.fromkeys(names))


def day_not_after(as_of: date | None, today: date) -> date:
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
            parameter="as_of",
            latest=today.isoformat(),
        )
    return as_of or today
