"""When the report of a period is due, and which periods are due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from gis.periods import Period, PeriodUnit, following, period_of

UNITS = (PeriodUnit.DAY, PeriodUnit.WEEK, PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR)
"""Of the periods that reports can make themselves for."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When the report of a period is due.

    Attributes
    ----------
    days_after
        Days from the last day of the period: 1 is the Monday after a week, the morning after a day.
    local_time
        Of the clock in the zone, summer time or not.
    """

    unit: PeriodUnit
    days_after: int
    local_time: time
    zone: ZoneInfo

    def due_at(self, period: Period) -> datetime:
        """Give the instant at which the report of a period is due.

        >>> from gis.periods import period
        >>> rule = Rule(unit=PeriodUnit.WEEK, days_after=1, local_time=time(8), zone=ZoneInfo("Asia/Baku"))
        >>> rule.due_at(period("2025-W43")).isoformat()
        '2025-10-27T04:00:00+00:00'
        """
        day = period.end + timedelta(days=self.days_after)
        return datetime.combine(day, self.local_time, self.zone).astimezone(UTC)

    def due_after(self, instant: datetime) -> Iterator[Period]:
        """Give the periods that are due later than an instant, the first first, without end."""
        local_day = instant.astimezone(self.zone).date()
        period = period_of(local_day - timedelta(days=self.days_after), self.unit)
        while True:
            if self.due_at(period) > instant:
                yield period
            period = following(period)

    def due_between(self, after: datetime, until: datetime) -> list[Period]:
        """Give the periods that became due since an instant, the first first.

        >>> rule = Rule(unit=PeriodUnit.WEEK, days_after=1, local_time=time(8), zone=ZoneInfo("Asia/Baku"))
        >>> monday_8 = datetime(2025, 10, 27, 4, tzinfo=UTC)
        >>> [period.label for period in rule.due_between(monday_8 - timedelta(days=8), monday_8)]
        ['2025-W42', '2025-W43']
        """
        return list(takewhile(lambda period: self.due_at(period) <= until, self.due_after(after)))

    def last_over(self, now: datetime) -> Period:
        """Give the last period that is over."""
        today = now.astimezone(self.zone).date()
        return period_of(period_of(today, self.unit).start - timedelta(days=1), self.unit)
