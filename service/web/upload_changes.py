"""What an upload changes of known records, old beside new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

import pandas as pd
import shapely
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, PositiveInt
from sqlalchemy import Row

from gis.codelists import Codelist, Language
from gis.language import translator
from gis.layers import LAYERS_BY_NAME, Field, Kind, Layer
from gis.outline_change import OutlineChange, change_chip, outline_change
from gis.text import date_text
from service.access import sees_internal
from service.web import queries
from service.web.page import Page, PageDependency
from service.web.upload_access import upload_seen

router = APIRouter(include_in_schema=False)

SHOWN: Final = 50
PAGE: Final = 10
"""Records on a page: each has a drawing."""


class ChangePart(BaseModel):
    """Which of the changed records are shown: a page of them, or those whose code holds something."""

    part: PositiveInt = 1
    code: str = ""


FIRST = ChangePart()


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field of one record, before and after, as the reader's language prints it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RecordChange:
    """One record that an upload changes.

    Attributes
    ----------
    version
        The stored version that it is compared with.
    outline
        What becomes of its ground; missing where the outline stays, or one of the two is no polygon.
    has_other_shape
        Its geometry changes in a way that is not ground: it comes, goes, or is a point or a line.
    """

    code: str
    version: int
    fields: list[FieldChange]
    outline: OutlineChange | None
    has_other_shape: bool


@router.get("/uploads/{upload_id}/changes")
def changes(page: PageDependency, upload_id: UUID, part: Annotated[ChangePart, Query()]) -> HTMLResponse:
    """Show the changed records of an upload, page by page: the page of the upload takes the section from here."""
    row = upload_seen(page, upload_id)
    layer = LAYERS_BY_NAME[row.layer]
    return page.show("upload_changes_page.html", row=row, layer=layer, **change_context(page, row, part))


def change_context(page: Page, row: Row[Any], part: ChangePart = FIRST) -> dict[str, Any]:
    """Give what the section is rendered from."""
    layer, asked = LAYERS_BY_NAME[row.layer], part.code.strip()
    question = queries.ChangesQuestion(
        upload_id=row.id, layer=layer, code=asked, is_public=not sees_internal(page.actor)
    )
    count = queries.changed_count(page.session, question)
    rows = queries.changed_features(page.session, question, offset=(part.part - 1) * PAGE, limit=PAGE)
    return {
        "changes": [_change(one, layer, page.language) for one in rows],
        "change_count": count,
        "change_code": asked,
        "change_part": part.part,
        "change_part_count": -(-count // PAGE),
        "change_address": lambda number: f"/uploads/{row.id}/changes?" + urlencode({"part": number, "code": asked}),
        "change_chip": change_chip,
    }


def field_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, layer: Layer, language: Language
) -> list[FieldChange]:
    """Give the fields of a record that are different, by their names; what is missing has no value."""
    pairs = [
        FieldChange(
            name=field.az if language == "az" else field.en,
            before=_text(before.get(field.name), field, language),
            after=_text(after.get(field.name), field, language),
        )
        for field in layer.fields
        if field.name not in {"code", "revision_reason"}
    ]
    return [pair for pair in pairs if pair.before != pair.after]


def _change(row: Row[Any], layer: Layer, language: Language) -> RecordChange:
    before = {field.name: getattr(row, field.name) for field in layer.fields}
    old, new = shapely.from_wkb([row.geometry, row.staged_geometry]) if layer.shapes else (None, None)
    is_same = new == old or (new is not None and old is not None and bool(new.equals(old)))
    outline = None if is_same or old is None or new is None else outline_change(old, new)
    return RecordChange(
        code=row.code,
        version=row.version,
        fields=field_changes(before, row.staged_fields, layer=layer, language=language),
        outline=outline,
        has_other_shape=not is_same and outline is None,
    )


def _text(value: Any, field: Field, language: Language) -> str:  # noqa: ANN401 - a field's value, of whatever kind
    if isinstance(value, list):
        return ", ".join(sorted(_text(part, field, language) for part in value))
    if value is None or pd.isna(value):
        return ""
    if field.codelist:
        member: Codelist = field.codelist(value)
        return member.label(language)
    if field.kind is Kind.DATE:
        return date_text(date.fromisoformat(str(value)), language)
    return _plain_text(value, language)


def _plain_text(value: Any, language: Language) -> str:  # noqa: ANN401 - a field's value, of whatever kind
    if isinstance(value, bool):
        _ = translator(language)
        return _("yes") if value else _("no")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
