"""Questions and answers about the lots behind figures of explosive items."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from gis.aggregates import ItemGroup
from gis.codelists import DisposalState, EoCategory, Language
from gis.periods import last_complete_week
from service.access import Actor, sees_internal, visibilities
from service.figures.items import Known
from service.figures.lots import Event, Lot, LotsFound, LotsQuestion
from service.ledger.known import KnownAt, known_at, latest_known
from service.progress.export import FileFormat
from service.progress.questions import refuse_reversed


class LotsAsked(BaseModel):
    """The parameters of a question about lots."""

    model_config = ConfigDict(extra="forbid")

    start: Annotated[date | None, Field(alias="from", description="First day; the last whole week when left out.")] = (
        None
    )
    end: Annotated[date | None, Field(alias="to", description="Last day.")] = None
    event: Event = Field(Event.DISPOSED, description="What happened on these days.")
    group: ItemGroup | None = Field(None, description="Only what counts in this figure of the bulletin.")
    category: EoCategory | None = Field(None, description="Only explosive items of this kind.")
    model: str | None = Field(None, description="Only what is said to be of this model; `-` for what says none.")
    district: str | None = Field(None, description="Only what is told of the district with this code; `-` for none.")
    organisation: str | None = Field(
        None, description="Only the work of these organisation codes, separated by commas; `-` for what names nobody."
    )
    project: str | None = Field(None, description="Only the work of the project with this code.")
    task: str | None = Field(None, description="Only the work of the task with this code.")
    known_since: Annotated[KnownAt, Field(description="Only what was recorded or corrected after this instant.")] = None
    is_located: bool | None = Field(None, description="Only what has a place of its own, or what has none.")
    as_known_at: KnownAt = None
    format: FileFormat = FileFormat.JSON
    lang: Language | None = Field(None, description="Language of a refusal.")

    def question(self, session: Session, actor: Actor | None, *, today: date) -> LotsQuestion:
        """Give what is asked: the programme is told of all records but restricted ones, others of public ones.

        Raises
        ------
        WrongParameter
            If the period ends before it starts, or the instant is none of the past.
        """
        week = last_complete_week(today)
        start, end = self.start or self.end or week.start, self.end or self.start or week.end
        refuse_reversed(start, end)
        return LotsQuestion(
            known=Known(
                from_on=start,
                to_on=end,
                as_known_at=known_at(session, self.as_known_at) if self.as_known_at else latest_known(session),
                district=self.district or None,
                organisation=self.organisation or None,
                project=self.project or None,
            ),
            audience=visibilities(is_internal=sees_internal(actor)),
            event=self.event,
            group=self.group,
            category=self.category,
            model=self.model or None,
            task=self.task or None,
            known_since=self.known_since,
            is_located=self.is_located,
        )


class LotRow(BaseModel):
    """Items of one kind that one record tells of: a row of `eo_items`, or a number on a release."""

    layer: str
    code: str
    day: date
    eo_category: EoCategory
    is_hazardous: bool
    quantity: int
    disposal_state: DisposalState | None
    model: str | None
    district: str | None
    organisation: str | None
    project: str | None
    task: str | None

    @classmethod
    def of(cls, lot: Lot) -> Self:
        """Give the line of a lot."""
        return cls(**vars(lot))


class LotsAnswer(BaseModel):
    """The lots behind a figure."""

    model_config = ConfigDict(populate_by_name=True)

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    event: Event
    as_known_at: datetime
    item_count: int = Field(description="Of all lots, hidden ones as well: the figure that they are behind.")
    lot_count: int = Field(description="Of the lots that may be listed.")
    hidden_lot_count: int = Field(description="In records that who asks may not see.")
    hidden_item_count: int
    rows: list[LotRow]

    @classmethod
    def of(cls, question: LotsQuestion, found: LotsFound) -> Self:
        """Word an answer with what was asked."""
        known = question.known
        sums = {name: value for name, value in vars(found).items() if name != "lots"}
        return cls(
            start=known.from_on,
            end=known.to_on,
            event=question.event,
            as_known_at=known.as_known_at,
            rows=[LotRow.of(lot) for lot in found.lots],
            **sums,
        )
