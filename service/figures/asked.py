"""What can be asked of the API."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gis.codelists import Account, Language, Visibility
from gis.periods import last_complete_week
from service.figures.efficiency import EfficiencyQuestion
from service.figures.footprint import BUFFER_M, FootprintQuestion
from service.figures.items import Known, Scope
from service.figures.plan import PlanQuestion
from service.ledger.known import KnownAt
from service.progress.export import FileFormat
from service.progress.questions import day_not_after, refuse_reversed

AsOf = Annotated[date | None, Field(description="End of this day; today when left out.")]


class _Asked(BaseModel):
    """What all questions have."""

    model_config = ConfigDict(extra="forbid")

    as_known_at: KnownAt = None
    format: FileFormat = FileFormat.JSON
    lang: Language | None = Field(None, description="Language of a refusal.")


class PhasesAsked(_Asked):
    """The parameters of a question about phases."""

    as_of: AsOf = None

    def question(self, *, today: date, audience: Collection[Visibility]) -> PlanQuestion:
        """Give what is asked, with the installation's day when none is."""
        return PlanQuestion(as_of=day_not_after(self.as_of, today), audience=audience, as_known_at=self.as_known_at)


class TasksAsked(_Asked):
    """The parameters of a question about tasks."""

    as_of: AsOf = None
    project_phase: str | None = Field(None, description="Only the tasks of the phase with this code.")

    def question(self, *, today: date, audience: Collection[Visibility]) -> PlanQuestion:
        """Give what is asked, with the installation's day when none is."""
        return PlanQuestion(
            as_of=day_not_after(self.as_of, today),
            audience=audience,
            as_known_at=self.as_known_at,
            project_phase=self.project_phase,
        )


class EfficiencyAsked(_Asked):
    """The parameters of a question about efficiency."""

    start: date | None = Field(None, alias="from", description="First day; the cumulative origin when left out.")
    end: date | None = Field(None, alias="to", description="Last day; today when left out.")
    by: Scope | None = Field(None, description="Whose work; all together when left out.")
    account: Account = Account.OPERATIONAL

    def question(self, *, origin: date, today: date) -> EfficiencyQuestion:
        """Give what is asked, with the installation's origin and day for what is left out."""
        start, end = self.start or origin, self.end or today
        refuse_reversed(start, end)
        return EfficiencyQuestion(start=start, end=end, by=self.by, account=self.account, as_known_at=self.as_known_at)


class FootprintAsked(_Asked):
    """The parameters of a question about the footprint of cluster munitions."""

    as_of: AsOf = None
    buffer_m: float = Field(BUFFER_M, ge=1, le=1_000, description="How far around a find ground counts, in metres.")
    account: Account = Account.OPERATIONAL

    def question(self, *, today: date) -> FootprintQuestion:
        """Give what is asked, with the installation's day when none is."""
        return FootprintQuestion(
            as_of=day_not_after(self.as_of, today),
            buffer_m=self.buffer_m,
            account=self.account,
            as_known_at=self.as_known_at,
        )


class LateAsked(_Asked):
    """The parameters of a question about late data."""

    start: date | None = Field(None, alias="from", description="First day of the period.")
    end: date | None = Field(None, alias="to", description="Last day; with the first left out, the last whole week.")
    account: Account = Account.OPERATIONAL

    def known(self, *, today: date, as_known_at: datetime) -> Known:
        """Give the period that is asked for, by default the last complete week."""
        week = last_complete_week(today)
        start, end = self.start or self.end or week.start, self.end or self.start or week.end
        refuse_reversed(start, end)
        return Known(from_on=start, to_on=end, as_known_at=as_known_at)
