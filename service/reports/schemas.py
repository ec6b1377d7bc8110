"""What the API takes and gives about reports."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gis.codelists import Language, ReportKind
from service.ledger.known import KnownAt
from service.reports.archive import Archive
from service.reports.compared import Difference
from service.reports.content import Content
from service.reports.formats import ReportLanguage
from service.reports.issued import Issued
from service.reports.scope import Scope
from service.reports.verify import Verification

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class ScopeAsked(BaseModel):
    """What a report covers: one district, one organisation, one project, or, when none is named, the country."""

    model_config = ConfigDict(extra="forbid")

    district: str | None = Field(default=None, examples=["AGM"])
    organisation: str | None = None
    project: str | None = None

    def covered(self) -> Scope:
        """Give the scope.

        Raises
        ------
        WrongParameter
            If more than one is named.
        """
        return Scope.asked(district=self.district, organisation=self.organisation, project=self.project)


class RenderingAsked(BaseModel):
    """How a report is to be written down."""

    model_config = ConfigDict(extra="forbid")

    lang: ReportLanguage | None = Field(
        default=None, description="The language of every word; `both`: one after the other, in HTML, PDF and DOCX."
    )
    table: str | None = Field(
        default=None, description="For CSV, which gives one table: its key, as `content.tables` of the JSON has it."
    )


class PreviewAsked(ScopeAsked, RenderingAsked):
    """What a preview covers, the state of knowledge that it is made from, and how it is to be written down."""

    as_known_at: KnownAt = None


class ReportsAsked(ScopeAsked):
    """Which issued reports are listed; what is left out narrows nothing."""

    kind: ReportKind | None = None
    year: Annotated[int | None, Field(ge=1900, le=2999, description="In which the period begins or ends.")] = None
    limit: Annotated[int, Field(ge=1, le=1_000)] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0

    def archive(self, readable: Sequence[ReportKind]) -> Archive:
        """Give the reports that are asked for, of those that may be read."""
        scope = self.covered()
        return Archive(
            kinds=[kind for kind in readable if self.kind in {None, kind}],
            year=self.year,
            scope=scope if scope.code else None,
        )


class ReportOrdered(BaseModel):
    """A report to issue."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(examples=["weekly"])
    period: str = Field(examples=["2025-W43"])
    scope: ScopeAsked = ScopeAsked()
    as_known_at: KnownAt = None
    revision_reason: str | None = Field(default=None, max_length=1000, description="Why the period is issued again.")
    accept: Annotated[
        Reason | dict[str, Reason] | None,
        Field(
            description="Why it is issued although checks found something: one reason for all, or one for each check "
            "by its code."
        ),
    ] = None


class AnswerGiven(BaseModel):
    """Why a report was issued although a check found something."""

    code: str
    message: dict[Language, str]
    reason: str


class ReportDocument(BaseModel):
    """A report as programs read it; the members that say how it was issued are missing from a preview.

    Every number that a person reads in any format is a figure of `content`: its key, its unrounded value and unit, how
    it is printed in both languages, and the address of the records behind it. `checksum` is the SHA-256 of `content` as
    JSON with sorted keys and no spaces.
    """

    id: UUID | None
    number: int | None
    kind: ReportKind
    period: str
    scope: dict[str, str]
    revision: int | None
    revision_reason: str | None
    as_known_at: datetime
    issued_at: datetime | None
    checksum: str
    content: Content


class ReportAnswer(BaseModel):
    """An issued report; its documents are this address followed by .html, .pdf, .docx, .xlsx, .csv or .json."""

    id: UUID
    number: int
    kind: ReportKind
    period: str
    scope: dict[str, str]
    period_from: date
    period_to: date
    revision: int
    revision_reason: str | None
    as_known_at: datetime
    checksum: str
    issued_at: datetime
    issued_by: str
    answers: list[AnswerGiven]

    @classmethod
    def of(cls, report: Issued) -> Self:
        """Give the answer for a report."""
        values = {name: value for name, value in vars(report).items() if name in cls.model_fields and name != "answers"}
        subject = report.subject
        return cls(
            **values,
            kind=subject.kind,
            period=subject.period.label,
            period_from=subject.period.start,
            period_to=subject.period.end,
            scope=subject.scope.stored,
            answers=[
                AnswerGiven(code=one.code, message={"en": one.words.en, "az": one.words.az}, reason=one.reason)
                for one in report.answers
            ],
        )


class FigureDiffers(BaseModel):
    """A figure that the ledger of then gives otherwise; missing where only the other side has it."""

    key: str
    unit: str
    frozen: float | int | str | None
    recomputed: float | int | str | None
    is_frozen: bool = Field(description="Whether the report has the figure at all.")
    is_recomputed: bool


class VerificationAnswer(BaseModel):
    """What came of making an issued report again from the ledger as it was known then."""

    id: UUID
    number: int
    holds: bool
    checksum: str
    content_checksum: str = Field(description="Of the content as it is stored now.")
    figure_count: int
    differences: list[FigureDiffers]

    @classmethod
    def of(cls, verification: Verification) -> Self:
        """Give the answer for a verification."""
        report = verification.issued
        return cls(
            id=report.id,
            number=report.number,
            holds=verification.holds,
            checksum=report.checksum,
            content_checksum=verification.content_checksum,
            figure_count=verification.figure_count,
            differences=[_differs(one) for one in verification.differences],
        )


def _differs(one: Difference) -> FigureDiffers:
    known = one.before or one.after
    return FigureDiffers(
        key=one.key,
        unit=known.unit if known else "",
        frozen=one.before and one.before.value,
        recomputed=one.after and one.after.value,
        is_frozen=one.before is not None,
        is_recomputed=one.after is not None,
    )
