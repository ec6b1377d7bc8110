"""Questions and answers of the API."""

from datetime import date, datetime
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gis.codelists import Account, Language, ReleaseMethod
from service.progress.export import FileFormat
from service.progress.questions import (
    Contamination,
    ContaminationQuestion,
    Dimension,
    Progress,
    ProgressQuestion,
    StockDimension,
    day_not_after,
    members,
)


class _Asked(BaseModel):
    """What both questions have."""

    model_config = ConfigDict(extra="forbid")

    as_known_at: AwareDatetime | None = Field(None, description="State of knowledge; the last change when left out.")
    format: FileFormat = FileFormat.JSON
    lang: Language | None = Field(None, description="Language of a refusal.")


class ProgressAsked(_Asked):
    """The parameters of a question about progress."""

    start: date | None = Field(None, alias="from", description="First day; the cumulative origin when left out.")
    end: date | None = Field(None, alias="to", description="Last day; today when left out.")
    by: str = Field("method", description=f"Any of {', '.join(Dimension)}, separated by commas.")
    account: Account = Account.OPERATIONAL
    district: str | None = Field(None, description="Only these district codes, separated by commas.")
    method: str | None = Field(None, description=f"Only these of {', '.join(ReleaseMethod)}, separated by commas.")

    def question(self, *, origin: date, today: date) -> ProgressQuestion:
        """Give what is asked, with the installation's origin and day for what is left out."""
        return ProgressQuestion(
            start=self.start or origin,
            end=self.end or today,
            by=members(self.by, Dimension, parameter="by"),
            account=self.account,
            as_known_at=self.as_known_at,
            district_codes=tuple(code.strip() for code in self.district.split(",")) if self.district else None,
            release_methods=members(self.method, ReleaseMethod, parameter="method") if self.method else None,
        )


class ContaminationAsked(_Asked):
    """The parameters of a question about remaining contamination."""

    as_of: date | None = Field(None, description="End of this day; today when left out.")
    by: str = Field(",".join(StockDimension), description=f"Any of {', '.join(StockDimension)}, separated by commas.")
    account: Account = Account.CERTIFIED

    def question(self, *, today: date) -> ContaminationQuestion:
        """Give what is asked, with the installation's day when none is."""
        return ContaminationQuestion(
            as_of=day_not_after(self.as_of, today),
            by=members(self.by, StockDimension, parameter="by"),
            account=self.account,
            as_known_at=self.as_known_at,
        )


class _Answer(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    account: Account
    as_known_at: datetime
    by: list[str]
    rows: list[dict[str, str | float | None]] = Field(description="The asked dimensions and `area_m2`.")
    total_m2: float


class ProgressAnswer(_Answer):
    """Ground released in a period, each square metre once."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    area_without_geometry_m2: float = Field(description="Reported without geometry; never part of the total.")

    @classmethod
    def of(cls, question: ProgressQuestion, answer: Progress) -> Self:
        """Word an answer with what was asked."""
        return cls(start=question.start, end=question.end, by=list(question.by), **vars(answer))


class ContaminationAnswer(_Answer):
    """Remaining contamination at the end of a day, each square metre once."""

    as_of: date
    untouched_m2: float
    awaiting_acceptance_m2: float = Field(description="In the certified stock, no longer in the operational one.")
    certified_stock_m2: float = Field(description="The sum of the two.")

    @classmethod
    def of(cls, question: ContaminationQuestion, answer: Contamination) -> Self:
        """Word an answer with what was asked."""
        return cls(as_of=question.as_of, by=list(question.by), **vars(answer))
