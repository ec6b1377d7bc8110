"""The map of an upload: its features over the records that are stored around them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any, Final
from uuid import UUID

import numpy as np
import orjson
import shapely
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row

from gis.codelists import HazardClass, HazardStatus, Language, ReleaseMethod, Severity
from gis.crs import WGS84
from gis.issues import KINDS, sentence
from gis.layers import LAYERS_BY_NAME
from gis.legend import legend_svg
from gis.maps.sheet import leaflet_stroke
from gis.symbology import DISTRICT_SYMBOL, HAZARD_SYMBOLS, RELEASE_SYMBOLS, TASK_SYMBOL, AreaSymbol
from service.access import sees_internal, visibilities
from service.problems import NotFound
from service.uploads.summary import POLYGON
from service.web import preview_queries as preview
from service.web import queries
from service.web.page import Page, PageDependency
from service.web.upload_access import upload_seen

router = APIRouter(include_in_schema=False)

DRAWN: Final = 10_000
"""Features that a browser draws without becoming slow."""
PLACES: Final = 2_000
"""Places of issues that are drawn, the gravest."""
AROUND: Final = 2_000
"""Records of each layer that are drawn around them."""
POPUP_ISSUES: Final = 10
EPSG: Final = re.compile(r"EPSG:[0-9]+")
GRAVE: Final = (Severity.ERROR, Severity.WARNING)

SYMBOLS: Final[dict[str, AreaSymbol]] = {
    **{f"{kind.value}-{status.value}": symbol for (kind, status), symbol in HAZARD_SYMBOLS.items()},
    **{method.value: symbol for method, symbol in RELEASE_SYMBOLS.items()},
    "tasks": TASK_SYMBOL,
    "districts": DISTRICT_SYMBOL,
}
"""The symbols of stored records, by the key that a feature of `around.geojson` carries."""


Feature = dict[str, object]


@router.get("/uploads/{upload_id}/features.geojson")
def features(page: PageDependency, upload_id: UUID) -> Response:
    """Give the features of an upload, each with its change and the severity of its gravest issue, and issues' places.

    At most ten thousand, those with errors and warnings first. Lines, points and shared outlines that features were
    made from are features of their own, with `is_source`.
    """
    row = upload_seen(page, upload_id)
    rows = preview.staged_shapes(page.session, upload_id, limit=DRAWN)
    drawn = [_drawn(one) for one in rows if one.shape]
    places = [
        _feature({"type": "Point", "coordinates": [one.lon, one.lat]}, issue=one.rule, severity=one.severity)
        for one in reversed(queries.issue_places(page.session, upload_id, limit=PLACES))
    ]
    stated = (row.understood or {}).get("crs")
    return _geojson([*drawn, *_sources(rows, stated), *places])


@router.get("/uploads/{upload_id}/around.geojson")
def around(page: PageDependency, upload_id: UUID) -> Response:
    """Give the records that are stored around the features of an upload, each with the key of its symbol."""
    upload_seen(page, upload_id)
    audience = visibilities(is_internal=sees_internal(page.actor))
    rows = preview.records_around(page.session, upload_id, audience=audience, drawn_limit=DRAWN, limit=AROUND)
    return _geojson(
        [_feature(orjson.Fragment(one.shape), symbol=one.symbol, layer=one.layer, code=one.code) for one in rows]
    )


@router.get("/uploads/{upload_id}/features/{position}")
def popup(page: PageDependency, upload_id: UUID, position: int) -> HTMLResponse:
    """Say of one feature what it is, what approval does with it and what was found in it: what a popup shows."""
    row = upload_seen(page, upload_id)
    feature = preview.staged_one(page.session, upload_id, position)
    if feature is None:
        raise NotFound("The upload has no such feature.", "Yükləmədə belə obyekt yoxdur.")
    return page.show(
        "upload_popup.html",
        row=row,
        feature=feature,
        issues=preview.issues_of_feature(page.session, upload_id, position, limit=POPUP_ISSUES),
        kinds=KINDS,
        sentence=lambda issue: sentence(issue, page.language),
        change_words=change_words(page, row),
    )


def preview_words(page: Page, row: Row[Any]) -> dict[str, Any]:
    """Give what the map and its legend are rendered from."""
    counted = preview.staged_counts(page.session, row.id)
    by_change, by_severity = Counter[str](), Counter[str]()
    for one in counted:
        by_change[one.change] += one.feature_count
        by_severity[one.severity if one.severity in GRAVE else "none"] += one.feature_count
    return {
        "change_words": change_words(page, row),
        "change_counts": by_change,
        "severity_counts": by_severity,
        "drawn_count": sum(by_change.values()),
        "drawn_limit": DRAWN,
        "around_limit": AROUND,
        "symbols": {key: leaflet_style(symbol) for key, symbol in SYMBOLS.items()},
        "symbol_chips": [
            (key, _symbol_name(key, page.language), legend_svg(replace(symbol, pattern=None)))
            for key, symbol in sorted(SYMBOLS.items(), key=lambda item: -item[1].rank)
        ],
    }


def change_words(page: Page, row: Row[Any]) -> dict[str, str]:
    """Name what approval would do with a feature; what a withdrawal brings back is no news."""
    _ = page.translate
    return {
        "new": _("comes back") if row.withdraws_id else _("new"),
        "changed": _("goes back to how it was") if row.withdraws_id else _("changed"),
        "unchanged": _("already recorded"),
        "left_out": _("left out"),
        "withdrawn": _("taken back"),
    }


def leaflet_style(symbol: AreaSymbol) -> dict[str, object]:
    """Give a symbol as Leaflet draws it on a canvas, which has no patterns."""
    filled = {"fill": symbol.fill is not None, "fillColor": symbol.fill, "fillOpacity": symbol.fill_opacity}
    return {**leaflet_stroke(symbol.outline), **filled}


def _symbol_name(key: str, language: Language) -> str:
    if key in LAYERS_BY_NAME:
        layer = LAYERS_BY_NAME[key]
        return layer.az if language == "az" else layer.en
    if key in set(ReleaseMethod):
        return ReleaseMethod(key).label(language)
    classification, status = key.split("-")
    return f"{HazardClass(classification).label(language)}: {HazardStatus(status).label(language)}"


def _drawn(row: Row[Any]) -> Feature:
    shape = orjson.Fragment(row.shape)
    return _feature(shape, index=row.position, code=row.code, change=row.change, severity=row.severity)


def _sources(rows: Iterable[Row[Any]], stated_crs: str | None) -> list[Feature]:
    """Give the lines, points and shared outlines that features were made from, in degrees."""
    with_source = [row for row in rows if row.drawn is not None]
    outlines = shapely.from_wkb([bytes(row.drawn) for row in with_source])
    return [
        _feature(shapely.geometry.mapping(placed), index=row.position, code=row.code, is_source=True)
        for row, outline in zip(with_source, outlines, strict=True)
        if (row.shape is None or shapely.get_dimensions(outline) < POLYGON)
        and (placed := _in_degrees(outline, stated_crs)) is not None
    ]


def _in_degrees(outline: BaseGeometry, stated_crs: str | None) -> BaseGeometry | None:
    """Give an outline of the file in degrees; None where its system is not known."""
    srid = shapely.get_srid(outline)
    system = f"EPSG:{srid}" if srid else stated_crs
    if system is None or not EPSG.fullmatch(system):
        return None
    project = _projection(system)
    flat = shapely.force_2d(outline)
    return shapely.transform(flat, lambda xy: np.column_stack(project.transform(xy[:, 0], xy[:, 1])))


@cache
def _projection(system: str) -> Transformer:
    return Transformer.from_crs(system, WGS84, always_xy=True)


def _feature(geometry: object, **properties: object) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _geojson(drawn: list[Feature]) -> Response:
    content = orjson.dumps({"type": "FeatureCollection", "features": drawn})
    return Response(content, media_type="application/geo+json")
