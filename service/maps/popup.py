"""What a map tells of one record: its fields, its task, its finds, and where to read on."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session

from gis.codelists import EoCategory, Language
from gis.language import translator
from gis.maps.drawn import TOLD, line_keys
from gis.maps.frames import MapLayer
from gis.text import number_text
from service.maps import queries
from service.maps.frames import told_frame
from service.maps.queries import MapQuestion
from service.problems import NotFound
from service.records.selection import EVERYTHING


def popup(session: Session, question: MapQuestion, layer: MapLayer, *, code: str, language: Language) -> dict[str, Any]:
    """Give what a map tells of one record as it stood at the moment, also when the map is narrowed to others.

    Returns
    -------
    popup
        `code`, `key` (of its line in the legend), `bounds`, `fields` (printed, by `gis.maps.features.field_labels`),
        `finds` (words and printed numbers), `links` (words and addresses, two at most) and `note` (says when the map is
        narrowed to other records; else empty).

    Raises
    ------
    NotFound
        If no such record is shown to the reader.
    """
    frame = told_frame(session, question, layer, language=language, code=code) if layer in TOLD else None
    is_drawn = frame is not None and not frame.empty
    if frame is not None and not is_drawn:
        question = replace(question, selection=EVERYTHING)
        frame = told_frame(session, question, layer, language=language, code=code)
    if frame is None or frame.empty:
        raise NotFound(
            f"The map shows no record {code} in the layer {layer} on this day.",
            f"Xəritə bu gün üçün {layer} təbəqəsində {code} qeydini göstərmir.",
        )
    (key,), (fields,), (outline,) = line_keys(layer, frame), TOLD[layer](frame, language), frame.geometry
    finds = queries.finds(session, question, layer=layer, record_id=fields["id"])
    return {
        "code": code,
        "key": key,
        "bounds": None if outline is None else outline.bounds,
        "fields": fields,
        "finds": [(EoCategory(kind).label(language), number_text(count, language)) for kind, count in finds],
        "links": list(_links(layer, fields, language)),
        "note": "" if is_drawn else translator(language)("The filters leave this record out, so it is not drawn."),
    }


def _links(layer: MapLayer, fields: dict[str, str], language: Language) -> Iterator[tuple[str, str]]:
    """Give the record's page, with its history, and its task's."""
    _ = translator(language)
    yield _("Record and history"), f"/records/{layer}/{fields['id']}"
    if task := fields.get("task"):
        yield _("Task {code}").format(code=task), f"/records/tasks/{quote(task, safe='')}"
