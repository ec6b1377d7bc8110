"""One record: what was known of it from when until when, and through which uploads."""

from dataclasses import dataclass
from typing import Annotated, Any

import geopandas as gpd
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME, Layer, Shape
from gis.measure import area_m2, length_m
from gis.text import area_m2_text, length_km_text
from service.ledger.known import known_at
from service.records.flow import record_history
from service.records.schemas import RecordVersion
from service.web.asked import Choice
from service.web.page import Page, PageDependency
from service.web.upload_changes import FieldChange, field_changes

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, kw_only=True)
class VersionShown:
    """A version of a record on its page.

    Attributes
    ----------
    changes
        What is different from the version before; of the first, all that it says.
    is_gone
        It was withdrawn, and nothing came in its place.
    """

    version: RecordVersion
    changes: list[FieldChange]
    is_gone: bool


@router.get("/records/{layer}/{record_id}")
def record(page: PageDependency, layer: str, record_id: str, *, choice: Annotated[Choice, Query()]) -> HTMLResponse:
    """Show the history of a record, the latest version first; one that was withdrawn opens as well.

    Who comes from figures or a map as known at an instant is shown which version held then.
    """
    at = choice.known_at(page)
    history = record_history(page.session, layer, record_id, actor=page.actor)
    known = LAYERS_BY_NAME[layer]
    befores = [None, *history.versions[:-1]]
    afters = [*history.versions[1:], None]
    shown = [
        VersionShown(
            version=version,
            changes=_changes(page, known, before=before, version=version),
            is_gone=version.recorded_until is not None
            and (after is None or after.recorded_from > version.recorded_until),
        )
        for before, version, after in zip(befores, history.versions, afters, strict=True)
    ]
    as_known_at = at and known_at(page.session, at)
    held = next((version for version in history.versions if as_known_at and version.held(as_known_at)), None)
    return page.show("record.html", history=history, layer=known, shown=shown[::-1], as_known_at=as_known_at, held=held)


def _changes(page: Page, layer: Layer, *, before: RecordVersion | None, version: RecordVersion) -> list[FieldChange]:
    """Give what a version changes, its outline included."""
    fields = before.fields if before else {}
    changes = field_changes(fields, version.fields, layer=layer, language=page.language)
    outlines = (before.geometry if before else None, version.geometry)
    if outlines[0] == outlines[1]:
        return changes
    was, now = (_outline_text(page, outline) for outline in outlines)
    _ = page.translate
    name = _("Outline, m²") if Shape.POLYGON in layer.shapes else _("Place")
    return [*changes, FieldChange(name=name, before=was, after=now)]


def _outline_text(page: Page, outline: dict[str, Any] | None) -> str:
    """Give the area of an outline, the length of a line, or else where it lies."""
    if outline is None:
        return ""
    geometry: BaseGeometry = shape(outline)
    if geometry.area:
        return area_m2_text(area_m2(gpd.GeoSeries([geometry], crs=WGS84)).iloc[0], page.language)
    place = geometry.representative_point()
    if geometry.length:
        length = length_km_text(length_m(gpd.GeoSeries([geometry], crs=WGS84)).iloc[0], page.language)
        return f"{length} km ({place.x:.4f}, {place.y:.4f})"
    return f"{place.x:.4f}, {place.y:.4f}"
