"""How much ground a deminer works in a day, where daily reports say how many worked (domain.md 8.11)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.figures.efficiency import EfficiencyQuestion
from service.ledger.known import known_at
from service.sql import statement


@dataclass(frozen=True, kw_only=True)
class DeminerDays:
    """Days of work of deminers, and the ground cleared or reduced in them.

    Attributes
    ----------
    worked_m2
        Of the reports that tell the deminers, and of no other: every pass where they say so, else net.
    """

    deminer_day_count: int
    worked_m2: float

    @property
    def m2_per_deminer_day(self) -> float | None:
        """Give the ground that one deminer worked in a day."""
        return self.worked_m2 / self.deminer_day_count if self.deminer_day_count else None

    def __add__(self, other: "DeminerDays") -> "DeminerDays":
        """Add up the days and the ground of two."""
        return DeminerDays(
            deminer_day_count=self.deminer_day_count + other.deminer_day_count,
            worked_m2=self.worked_m2 + other.worked_m2,
        )


NONE = DeminerDays(deminer_day_count=0, worked_m2=0.0)


def deminer_days(session: Session, question: EfficiencyQuestion) -> dict[str | None, DeminerDays]:
    """Give the deminer-days of a period by the codes of the scope that is asked for; who told of none is not there."""
    asked = vars(question) | {"as_known_at": known_at(session, question.as_known_at)}
    return {
        row.scope: DeminerDays(deminer_day_count=row.deminer_day_count, worked_m2=float(row.worked_m2))
        for row in session.execute(statement("deminer_days"), asked)
    }
