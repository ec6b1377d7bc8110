"""One record: what was known of it from when until when, and through which uploads."""

from dataclasses import dataclass
from typing import Annotated

import geopandas as gpd
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME, Layer, Shape
from gis.measure import area_m2
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
    if (before.geometry if before else None) == version.geometry:
        return changes
    _ = page.translate
    is_area = any(one and one.geometry and "Polygon" in one.geometry["type"] for one in (before, version))
    name = _("Outline, m²") if is_area else _("Place")
    was, now = (_outline_text(page, one, layer) if one else "" for one in (before, version))
    return [*changes, FieldChange(name=name, before=was, after=now)]


def _outline_text(page: Page, version: RecordVersion, layer: Layer) -> str:
    """Give the area of an outline, the length of a line, or where a point lies."""
    if version.geometry is None:
        return ""
    _ = page.translate
    geometry: BaseGeometry = shape(version.geometry)
    known_m = version.fields.get("length_m")
    length = f"{length_km_text(known_m, page.language)} km" if known_m else ""
    if geometry.area:
        area = area_m2_text(area_m2(gpd.GeoSeries([geometry], crs=WGS84)).iloc[0], page.language)
        return f"{area} ({length})" if length else area
    middle = geometry.representative_point()
    place = f"{middle.x:.4f}, {middle.y:.4f}"
    if geometry.length:
        return " · ".join(filter(None, [place, _("line without a width"), length]))
    return f"{place} · {_('extent not drawn')}" if Shape.POLYGON in layer.shapes else place
