"""The map of a report's period: what the public may see of it, asked for and drawn."""

from functools import cache
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.layers import LAYERS_BY_NAME
from gis.maps.words import record_notes, unshaded_note
from gis.paper.view import Bounds
from gis.period_map import PeriodGround, focus, period_map_svg
from seeds import base_map
from service.access import visibilities
from service.maps import queries
from service.maps.caption import map_caption
from service.maps.frames import record_frame
from service.maps.queries import MapQuestion
from service.maps.sheet_records import M_PER_DEG, are_few, single_records, summed_records
from service.records.selection import Moment, Selection
from service.records.standing import standing
from service.reports.content import Content
from service.reports.parts.cells import RELEASED
from service.reports.scope import ScopeKind

LAYERS = ("hazardous_areas", "release_areas")
DETAIL_SHARE = 1 / 1_000
"""Of the longer side of what is shown: less is not seen."""
SINGLE_LIMIT, SQUARES = 1_000, 250
"""Records of a layer that are drawn one by one; more are counted in so many squares across the map."""


def map_of(session: Session, content: Content, *, language: Language, zone: ZoneInfo) -> str:
    """Give the map of a report as an ``<svg>`` element.

    It is drawn from the records as they were known at the report's instant; what it shades is the report's figures.
    """
    question = _question(content)
    districts = _districts(session, question, content)
    bounds = focus(districts, _country_bounds())
    hazards, releases = (_ground(session, question, name, box=bounds) for name in LAYERS)
    notes = [
        *record_notes(queries.withheld_layers(session, question, LAYERS), _undrawn(session, question), language),
        *unshaded_note(districts, language),
    ]
    return period_map_svg(
        PeriodGround(
            bounds=bounds,
            notes=tuple(notes),
            country=_country(),
            districts=districts,
            hazards=hazards,
            releases=releases,
        ),
        map_caption(session, question, language=language, zone=zone),
        period=content.period,
        language=language,
    )


def _question(content: Content) -> MapQuestion:
    scope, at = content.scope, content.as_known_at
    moment = Moment(as_of=content.period.end, as_known_at=at, audience=visibilities(is_internal=False))
    selection = Selection(
        from_on=content.period.start,
        to_on=content.period.end,
        district_code=scope.code if scope.kind is ScopeKind.DISTRICT else None,
        organisation_code=scope.code if scope.kind is ScopeKind.ORGANISATION else None,
        project_code=scope.code if scope.kind is ScopeKind.PROJECT else None,
    )
    return MapQuestion(moment=moment, selection=selection)


def _districts(session: Session, question: MapQuestion, content: Content) -> gpd.GeoDataFrame:
    """Give the districts with what the report says was released in each; none of it is nought, not missing."""
    table = content.table("by_district")
    released_m2 = {row.key: float(table.cell(row.key, RELEASED).value or 0) for row in table.rows}
    districts = record_frame(session, question, "districts")
    return districts.assign(released_m2=[released_m2.get(code, 0.0) for code in districts.code])


def _ground(session: Session, question: MapQuestion, name: str, *, box: Bounds) -> gpd.GeoDataFrame:
    """Give the records of a layer one by one, or where they are very many summed in squares."""
    west, south, east, north = box
    span_m = max(east - west, north - south) * M_PER_DEG
    if are_few(session, question, name, box=box, limit=SINGLE_LIMIT):
        return single_records(session, question, name, box=box, detail_m=span_m * DETAIL_SHARE)
    counted = summed_records(session, question, name, box=box, cell_m=span_m / SQUARES).frame()
    is_square = (counted.code == "").to_numpy()
    shapes = counted.geometry.to_numpy()
    shapes[is_square] = shapely.centroid(shapes[is_square])
    return counted.set_geometry(gpd.GeoSeries(shapes, index=counted.index, crs=counted.crs))


def _undrawn(session: Session, question: MapQuestion) -> dict[str, int]:
    """Count the records that have no outline."""
    counts = {}
    for name in LAYERS:
        shown = standing(LAYERS_BY_NAME[name], question.moment, question.selection).subquery()
        counts[name] = session.scalar(select(func.count()).select_from(shown).where(shown.c.geom.is_(None))) or 0
    return counts


@cache
def _country() -> np.ndarray:
    return shapely.get_parts(shapely.from_geojson(base_map("country")))


def _country_bounds() -> Bounds:
    west, south, east, north = map(float, shapely.total_bounds(_country()))
    return west, south, east, north
