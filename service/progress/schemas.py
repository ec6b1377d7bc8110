"""Questions and answers of the API."""

from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from gis.codelists import Account, Language, ReleaseMethod
from gis.treaties import OVERLAP_NOTE, TreatyView
from service.ledger.known import KnownAt
from service.progress.balance import Balance, BalanceQuestion
from service.progress.export import FileFormat
from service.progress.questions import (
    Contamination,
    ContaminationQuestion,
    Dimension,
    Progress,
    ProgressQuestion,
    StockDimension,
    day_not_after,
    listed,
    members,
)


class _Asked(BaseModel):
    """What all questions have."""

    model_config = ConfigDict(extra="forbid")

    as_known_at: KnownAt = None
    format: FileFormat = FileFormat.JSON
    lang: Language | None = Field(None, description="Language of a note or a refusal.")
    view: TreatyView | None = Field(
        None, description="Only ground that counts in this treaty view; the views overlap and are not added."
    )


class ProgressAsked(_Asked):
    """The parameters of a question about progress."""

    start: date | None = Field(None, alias="from", description="First day; the cumulative origin when left out.")
    end: date | None = Field(None, alias="to", description="Last day; today when left out.")
    by: str = Field("method", description=f"Any of {', '.join(Dimension)}, separated by commas.")
    account: Account = Account.OPERATIONAL
    district: str | None = Field(None, description="Only these district codes, separated by commas.")
    method: str | None = Field(None, description=f"Only these of {', '.join(ReleaseMethod)}, separated by commas.")
    organisation: str | None = Field(
        None, description="Only the work of these organisation codes, separated by commas."
    )
    project: str | None = Field(
        None, description="Only the work of the tasks of these project codes, separated by commas."
    )

    def question(self, *, origin: date, today: date) -> ProgressQuestion:
        """Give what is asked, with the installation's origin and day for what is left out."""
        return ProgressQuestion(
            start=self.start or origin,
            end=self.end or today,
            by=members(self.by, Dimension, parameter="by"),
            account=self.account,
            as_known_at=self.as_known_at,
            district_codes=_codes(self.district, "district"),
            release_methods=members(self.method, ReleaseMethod, parameter="method") if self.method else None,
            organisation_codes=_codes(self.organisation, "organisation"),
            project_codes=_codes(self.project, "project"),
            view=self.view,
        )


def _codes(told: str | None, parameter: str) -> tuple[str, ...] | None:
    return listed(told, parameter=parameter) if told else None


class ContaminationAsked(_Asked):
    """The parameters of a question about remaining contamination."""

    as_of: date | None = Field(None, description="End of this day; today when left out.")
    by: str = Field(",".join(StockDimension), description=f"Any of {', '.join(StockDimension)}, separated by commas.")
    account: Account = Account.CERTIFIED
    district: str | None = Field(None, description="Only ground in these district codes, separated by commas.")

    def question(self, *, today: date) -> ContaminationQuestion:
        """Give what is asked, with the installation's day when none is."""
        return ContaminationQuestion(
            as_of=day_not_after(self.as_of, today),
            by=members(self.by, StockDimension, parameter="by"),
            account=self.account,
            as_known_at=self.as_known_at,
            district_codes=_codes(self.district, "district"),
            view=self.view,
        )


class BalanceAsked(_Asked):
    """The parameters of a question about the contamination balance."""

    start: date | None = Field(None, alias="from", description="First day; the cumulative origin when left out.")
    end: date | None = Field(None, alias="to", description="Last day; today when left out.")
    by: str = Field("classification", description=f"Any of {', '.join(StockDimension)}, separated by commas.")
    account: Account = Account.CERTIFIED
    district: str | None = Field(None, description="Only ground in these district codes, separated by commas.")

    def question(self, *, origin: date, today: date) -> BalanceQuestion:
        """Give what is asked, with the installation's origin and day for what is left out."""
        return BalanceQuestion(
            start=self.start or origin,
            end=day_not_after(self.end, today, parameter="to"),
            by=members(self.by, StockDimension, parameter="by"),
            account=self.account,
            as_known_at=self.as_known_at,
            district_codes=_codes(self.district, "district"),
            view=self.view,
        )


JsonRow = dict[str, str | int | float | None]


class _Answer(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    account: Account
    as_known_at: datetime
    by: list[str]
    view: TreatyView | None = Field(description="The treaty view that all figures are of; missing: everything.")
    note: str | None = Field(description="What to mind about treaty views, in the reader's language.")
    rows: list[JsonRow]


class ProgressAnswer(_Answer):
    """Ground released in a period, each square metre once; the rows hold the asked dimensions and `area_m2`."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    total_m2: float
    released_outside_m2: float = Field(description="Of the total, what was never recorded as hazardous.")
    overlap_m2: float | None = Field(description="Of a view's total, what counts in both treaty views.")
    area_without_geometry_m2: float = Field(description="Reported without geometry; never part of the total.")
    without_geometry: list[JsonRow] = Field(description="The same by the asked dimensions, as `area_reported_m2`.")

    @classmethod
    def of(cls, question: ProgressQuestion, answer: Progress, language: Language) -> Self:
        """Word an answer with what was asked."""
        return cls(
            **_worded(question, language if question.view else None),
            **vars(answer),
            start=question.start,
            end=question.end,
        )


class Views(BaseModel):
    """What of a stock counts in each treaty view."""

    apmbc_m2: float
    ccm_m2: float
    both_m2: float


class ContaminationAnswer(_Answer):
    """Remaining contamination at the end of a day, each square metre once, as `area_m2` of the asked dimensions."""

    as_of: date
    total_m2: float
    untouched_m2: float
    awaiting_acceptance_m2: float = Field(description="In the certified stock, no longer in the operational one.")
    certified_stock_m2: float = Field(description="The sum of the two.")
    views: Views = Field(description="Of the total; the views overlap and are not added.")
    without_polygon: list[JsonRow] = Field(description="Areas without a polygon, in no total.")

    @classmethod
    def of(cls, question: ContaminationQuestion, answer: Contamination, language: Language) -> Self:
        """Word an answer with what was asked."""
        views = Views(**{f"{view}_m2": area_m2 for view, area_m2 in answer.views_m2.items()})
        return cls(**_worded(question, language), **vars(answer), as_of=question.as_of, views=views)


class OpeningRevisionAnswer(BaseModel):
    """How the opening differs from what the last report on days before the period knew."""

    model_config = ConfigDict(from_attributes=True)

    report_number: int
    as_known_at: datetime
    opening_m2: float
    revision_m2: float


class BalanceMemoAnswer(BaseModel):
    """What stands below a balance, in none of its sums."""

    model_config = ConfigDict(from_attributes=True)

    partly_released_m2: float = Field(description="Searched for a part of its types; it stays in stock.")
    released_outside_m2: dict[ReleaseMethod, float] = Field(description="Never recorded as hazardous, by method.")
    area_without_geometry_m2: float
    without_polygon: list[JsonRow]
    opening_revision: OpeningRevisionAnswer | None


class BalanceAnswer(_Answer):
    """From one stock to another; each row's opening and signed changes make up its closing."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    total: dict[str, float]
    memo: BalanceMemoAnswer

    @classmethod
    def of(cls, question: BalanceQuestion, answer: Balance, language: Language) -> Self:
        """Word an answer with what was asked."""
        told = vars(answer) | {"memo": BalanceMemoAnswer.model_validate(answer.memo)}
        worded = _worded(question, language if question.view else None)
        return cls(**worded, **told, start=question.start, end=question.end)


def _worded(
    question: ProgressQuestion | ContaminationQuestion | BalanceQuestion, language: Language | None
) -> dict[str, Any]:
    """Give what every answer repeats of its question, and in a language what to mind about treaty views."""
    return {"by": list(question.by), "view": question.view, "note": OVERLAP_NOTE[language] if language else None}
