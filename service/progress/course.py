"""Released ground told apart, from which that of a part of the time is added up without asking again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from gis.periods import Period, PeriodUnit, period_of, periods_between
from service.progress.questions import Dimension, Progress, ProgressQuestion
from service.progress.releases import Part, added_up


@dataclass(frozen=True, kw_only=True)
class Course:
    """Released ground by the dimensions of a question, each square metre once, and what had no geometry.

    Attributes
    ----------
    released
        Of these, ground that was never recorded as hazardous, and of a treaty view what counts in both.
    as_known_at
        The state of knowledge that was answered from.
    """

    question: ProgressQuestion
    as_known_at: datetime
    released: Sequence[Part]
    reported: Sequence[Part]

    def has(self, period: Period, unit: PeriodUnit) -> bool:
        """Tell whether a period is made of whole units of the time that is told, or of those at its ends."""
        start, end = self.question.start, self.question.end
        begins = period.start in {start, period_of(period.start, unit).start}
        ends = period.end in {end, period_of(period.end, unit).end}
        return start <= period.start and period.end <= end and begins and ends

    def within(self, period: Period, unit: PeriodUnit, by: tuple[Dimension, ...]) -> "Course":
        """Give what was released in a period that is made of whole units, by some of the dimensions."""
        labels = {one.label for one in periods_between(unit, period.start, period.end)}

        def among(parts: Iterable[Part]) -> list[Part]:
            return added_up((part for part in parts if part.told[unit] in labels), by)

        question = replace(self.question, start=period.start, end=period.end, by=by)
        return replace(self, question=question, released=among(self.released), reported=among(self.reported))

    @property
    def progress(self) -> Progress:
        """Give the answer to the question."""
        released, reported = self.released, self.reported
        return Progress(
            rows=tuple({**part.told, "area_m2": float(part.area_m2)} for part in released),
            total_m2=_total_m2(part.area_m2 for part in released),
            released_outside_m2=_total_m2(part.of_these_m2[0] for part in released),
            overlap_m2=_total_m2(part.of_these_m2[1] for part in released) if self.question.view else None,
            area_without_geometry_m2=_total_m2(part.area_m2 for part in reported),
            without_geometry=tuple(
                {**part.told, "release_count": part.row_count, "area_reported_m2": float(part.area_m2)}
                for part in reported
            ),
            account=self.question.account,
            as_known_at=self.as_known_at,
        )


def _total_m2(parts_m2: Iterable[Decimal]) -> float:
    return float(sum(parts_m2, Decimal(0)))
