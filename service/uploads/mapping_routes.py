"""Saved mappings over HTTP: keep how a file was read, and see what is kept."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Row

from gis.layers import LAYERS_BY_NAME
from gis.mapping import Answers
from service.access import Action, SignedIn, require
from service.db import SessionDependency
from service.uploads.flow import find_upload
from service.uploads.layer_name import LayerName
from service.uploads.mappings import mapping_rows, save_mapping

router = APIRouter(prefix="/api/v1/mappings", tags=["uploads"])


class MappingSource(BaseModel):
    """What a mapping is made of."""

    model_config = ConfigDict(extra="forbid")

    upload: Annotated[UUID, Field(description="The upload whose answers are kept.")]
    organisation: Annotated[
        str | None, Field(description="Code of the organisation whose files look so; null: your own, or everybody's.")
    ] = None


class Mapping(BaseModel):
    """How files are read that have these columns."""

    id: UUID
    layer: LayerName
    organisation: Annotated[str | None, Field(description="Whose files they are; null: everybody's.")]
    column_names: list[str]
    answers: Annotated[dict[str, Any], Field(description="As in the form field `mapping` of an upload; no dates.")]
    saved_by: str
    saved_at: datetime

    @classmethod
    def of(cls, row: Row[Any]) -> "Mapping":
        """Make the answer from a mapping's row."""
        answers = Answers.model_validate(row.answers).model_dump(mode="json", exclude_defaults=True)
        names = {name: getattr(row, name) for name in cls.model_fields if name != "answers"}
        return cls(**names, answers=answers)


@router.get("")
def get_mappings(actor: SignedIn, session: SessionDependency, *, layer: LayerName | None = None) -> list[Mapping]:
    """Give the saved mappings that may be used for your files, the newest first.

    A file that has all the columns of one, and says nothing else, is read by it: the one with exactly its columns
    first, then the newest.
    """
    require(actor, Action.UPLOAD)
    rows = mapping_rows(session, actor, layer=LAYERS_BY_NAME[layer.value] if layer else None)
    return [Mapping.of(row) for row in rows]


@router.post("", status_code=HTTPStatus.CREATED)
def post_mapping(source: MappingSource, actor: SignedIn, session: SessionDependency) -> Mapping:
    """Keep how the file of an upload was read: its columns, units, codes and constants, but no dates."""
    require(actor, Action.UPLOAD)
    upload = find_upload(session, source.upload)
    return Mapping.of(save_mapping(session, upload, source.organisation, actor=actor))
