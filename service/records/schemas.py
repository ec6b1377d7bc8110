"""What the API answers about the history of a record."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from gis.codelists import ReviewMode


class Step(BaseModel):
    """What an approved upload did to a record: who sent it, who approved it, and why."""

    upload_id: UUID
    author: Annotated[str | None, Field(description="Who sent it; people of the programme see it.")]
    approved_by: Annotated[str | None, Field(description="Who approved it; people of the programme see it.")]
    review_mode: ReviewMode
    reason: Annotated[str | None, Field(description="Why it came, said of the record or of its upload.")]
    withdraws: Annotated[UUID | None, Field(description="The upload that this one took back; null: it is none such.")]


class RecordVersion(Step):
    """One version of a record: what was known, from when until when, and how it came and went."""

    version: int
    recorded_from: Annotated[datetime, Field(description="When the service began to say so.")]
    recorded_until: Annotated[datetime | None, Field(description="When it stopped; null: it still does.")]
    closed_by: Annotated[Step | None, Field(description="The upload by which it stopped; null: it still holds.")]
    fields: Annotated[dict[str, Any], Field(description="The layer's fields, as in a file.")]
    geometry: Annotated[dict[str, Any] | None, Field(description="GeoJSON.")]

    def held(self, at: datetime) -> bool:
        """Tell whether this is what the service said at an instant."""
        return self.recorded_from <= at and (self.recorded_until is None or at < self.recorded_until)


class RecordHistory(BaseModel):
    """Every version of a record, the oldest first; a record that was withdrawn has none that still holds."""

    id: UUID
    layer: str
    code: str
    versions: list[RecordVersion]
