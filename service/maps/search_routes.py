"""Searching the map over HTTP."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from gis.codelists import Language
from gis.language import translator
from gis.layers import LAYERS_BY_NAME
from gis.layers import Field as LayerField
from gis.text import date_text
from service.access import ActorDependency
from service.db import SessionDependency
from service.maps.gazetteer import Bounds
from service.maps.reader import Reader, map_reader
from service.maps.search import Found, search
from service.records.selection import RecordsAsked

router = APIRouter(prefix="/maps", tags=["maps"])

LONGEST_WORDS = 100


class SearchAsked(RecordsAsked):
    """What is searched for, and the map's question: its day and state of knowledge count, what narrows it does not."""

    q: str = Field(max_length=LONGEST_WORDS, description="A code or a part of it, a name, or coordinates.")


class FoundAnswer(BaseModel):
    """Something that was found, in words of the reader's language."""

    kind: str = Field(description="The layer of a record, `places`, or `coordinates`.")
    kind_text: str
    code: str | None
    name: str
    detail: str
    bounds: Bounds | None = Field(description="West, south, east and north; missing without an outline.")


class SearchAnswer(BaseModel):
    """What was found, the best first."""

    results: list[FoundAnswer]
    text: str = Field(description="How many were found, or what else to try.")


@router.get("/search", response_model=SearchAnswer)
def find(
    request: Request, session: SessionDependency, *, actor: ActorDependency, asked: Annotated[SearchAsked, Query()]
) -> Response:
    """Find records by code or part of a code, districts and places by name in any spelling, spots by coordinates.

    Only what the reader may see is found. Coordinates are degrees in any notation, UTM with its zone, or MGRS.
    """
    reader = map_reader(request, session, actor=actor, asked=asked)
    return reader.answer(lambda: _answer(reader, asked.q).model_dump(mode="json"))


def _answer(reader: Reader, words: str) -> SearchAnswer:
    found = search(reader.session, words, moment=reader.question.moment, language=reader.language)
    return SearchAnswer(
        results=[_worded(one, reader.language) for one in found], text=_summary(len(found), reader.language)
    )


def _worded(found: Found, language: Language) -> FoundAnswer:
    layer = LAYERS_BY_NAME.get(found.kind)
    details = [_value_text(layer.field(name), value, language) for name, value in found.told.items() if layer and value]
    return FoundAnswer(
        kind=found.kind,
        kind_text=_kind_text(found.kind, language),
        code=found.code,
        name=found.name,
        detail=" · ".join([*details, *([] if found.bounds else [translator(language)("without an outline")])]),
        bounds=found.bounds,
    )


def _kind_text(kind: str, language: Language) -> str:
    _ = translator(language)
    return {
        "hazardous_areas": _("Hazardous area"),
        "tasks": _("Task"),
        "release_areas": _("Released area"),
        "districts": _("District"),
        "places": _("Place"),
        "coordinates": _("Coordinates"),
    }[kind]


def _value_text(field: LayerField, value: Any, language: Language) -> str:  # noqa: ANN401 - whatever a field may hold
    """Give the value of a field as a person reads it: a code by its label, a date in words."""
    if field.codelist:
        return field.codelist(value).label(language)
    return date_text(value, language) if isinstance(value, date) else str(value)


def _summary(count: int, language: Language) -> str:
    _ = translator(language)
    if not count:
        return _("Nothing found. Type a code or a part of it, a district, a place, or coordinates.")
    return _("Found: {count}").format(count=count)
