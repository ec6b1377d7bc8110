"""What the API takes and gives about published figures."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gis.codelists import FigurePrecision, Language, PublishedKind
from gis.published import AreaUnit
from service.ledger.known import KnownAt
from service.progress.export import FileFormat
from service.published.flow import Imported
from service.published.queries import StoredFigure, Version


class PublishedAsked(BaseModel):
    """The parameters of a list of published figures."""

    model_config = ConfigDict(extra="forbid")

    kind: PublishedKind | None = Field(default=None, description="Only figures of this kind.")
    year: int | None = Field(default=None, ge=1900, le=2999, description="Only figures that end in this year.")
    as_known_at: KnownAt = None
    format: FileFormat = FileFormat.JSON
    lang: Language | None = Field(default=None, description="Language of a refusal.")

    def holds(self, stored: StoredFigure) -> bool:
        """Tell whether a figure is asked for."""
        figure = stored.figure
        return self.kind in {None, figure.kind} and self.year in {None, figure.period_to.year}


class PublishedRow(BaseModel):
    """A figure as it was published; what its source does not say is missing, which is not zero."""

    id: UUID
    kind: PublishedKind
    period_from: date
    period_to: date
    key: str = Field(description="Of what it tells, as the source calls it; all: everybody.")
    ap_mines: int | None
    at_mines: int | None
    uxo: int | None
    area: str | None = Field(description="With the digits that were published, in `area_unit`.")
    area_unit: AreaUnit | None
    precision: FigurePrecision | None = Field(description="Of the area.")
    source: str
    note: str | None

    @classmethod
    def of(cls, stored: StoredFigure) -> Self:
        """Give the row of a figure."""
        figure, area = stored.figure, stored.figure.area
        return cls(
            id=stored.id,
            kind=figure.kind,
            period_from=figure.period_from,
            period_to=figure.period_to,
            key=figure.key,
            ap_mines=figure.ap_mine,
            at_mines=figure.at_mine,
            uxo=figure.uxo,
            area=str(area.number) if area else None,
            area_unit=area.unit if area else None,
            precision=area.precision if area else None,
            source=figure.source,
            note=figure.note,
        )


class ImportMode(StrEnum):
    """Whether a file is only looked at."""

    CHECK = "check"
    SUBMIT = "submit"


class PublishedSent(BaseModel):
    """A file of published figures, as it is sent."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[UploadFile, Field(description="A table in UTF-8, parted by tabs, commas or semicolons.")]
    mode: ImportMode = Field(ImportMode.SUBMIT, description="`check`: nothing is stored but the answer.")


class PublishedImported(BaseModel):
    """What importing a file did, or would do."""

    new_count: int
    corrected_count: int
    unchanged_count: int

    @classmethod
    def of(cls, imported: Imported) -> Self:
        """Give the answer for an import."""
        return cls(**{name: getattr(imported, name) for name in cls.model_fields})


class PublishedVersion(BaseModel):
    """A figure as it was told once, and what became of it; who told it is named to people of the programme."""

    figure: PublishedRow
    told_at: datetime
    told_by: str | None
    corrected_at: datetime | None = Field(description="When another one took its place.")
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    reason: str | None = Field(description="Why it was withdrawn.")

    @classmethod
    def of(cls, version: Version, *, is_internal: bool) -> Self:
        """Give the answer for a version."""
        return cls(
            figure=PublishedRow.of(version.stored),
            told_at=version.told_at,
            told_by=version.told_by if is_internal else None,
            corrected_at=version.corrected_at,
            withdrawn_at=version.withdrawn_at,
            withdrawn_by=version.withdrawn_by if is_internal else None,
            reason=version.reason,
        )


class PublishedWithdrawn(BaseModel):
    """Why a published figure is withdrawn."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
