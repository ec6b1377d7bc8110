"""What the API takes and gives about reports."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gis.codelists import Language, ReportKind
from service.ledger.known import KnownAt
from service.reports.issued import Issued
from service.reports.scope import Scope


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


class PreviewAsked(ScopeAsked):
    """What a preview covers, and the state of knowledge that it is made from."""

    as_known_at: KnownAt = None
    lang: Language | None = Field(default=None, description="The language of every word.")


class ReportOrdered(BaseModel):
    """A report to issue."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(examples=["weekly"])
    period: str = Field(examples=["2025-W43"])
    scope: ScopeAsked = ScopeAsked()
    as_known_at: KnownAt = None
    revision_reason: str | None = Field(default=None, max_length=1000, description="Why the period is issued again.")


class ReportAnswer(BaseModel):
    """An issued report; its documents are this address followed by .html, .pdf or .json."""

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

    @classmethod
    def of(cls, report: Issued) -> Self:
        """Give the answer for a report."""
        values = {name: value for name, value in vars(report).items() if name != "subject"}
        subject = report.subject
        return cls(
            **values,
            kind=subject.kind,
            period=subject.period.label,
            period_from=subject.period.start,
            period_to=subject.period.end,
            scope=subject.scope.stored,
        )
