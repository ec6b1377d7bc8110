"""What the API takes and gives about reports."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gis.codelists import ReportKind
from service.ledger.known import KnownAt
from service.reports.issued import Issued


class Scope(BaseModel):
    """What a report covers; so far always the whole country."""

    model_config = ConfigDict(extra="forbid")


class ReportOrdered(BaseModel):
    """A report to issue."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(examples=["weekly"])
    period: str = Field(examples=["2025-W43"])
    scope: Scope = Scope()
    as_known_at: KnownAt = None
    revision_reason: str | None = Field(default=None, max_length=1000, description="Why the period is issued again.")


class ReportAnswer(BaseModel):
    """An issued report; its documents are this address followed by .html, .pdf or .json."""

    id: UUID
    number: int
    kind: ReportKind
    period: str
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
        values = {name: value for name, value in vars(report).items() if name != "period"}
        period = report.period
        return cls(**values, period=period.label, period_from=period.start, period_to=period.end)
