"""The map of a report's period: what the public may see of it, asked for and drawn."""

from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.maps.words import record_notes, unshaded_note
from gis.paper.view import Bounds
from gis.period_map import PeriodGround, focus, period_map_svg, view_of
from seeds import base_map
from service.access import visibilities
from service.maps import queries
from service.maps.caption import map_caption
from service.maps.frames import record_frame
from service.maps.queries import MapQuestion
from service.records.selection import EVERYTHING, Moment, Selection
from service.reports.content import Content
from service.reports.parts.cells import RELEASED
from service.reports.period_records import hazard_on_the_day, released_ground
from service.reports.scope import ScopeKind


def map_of(session: Session, content: Content, *, language: Language, zone: ZoneInfo) -> str:
    """Give the map of a report as an ``<svg>`` element.

    It is drawn from the records as they were known at the report's instant; what it shades is the report's figures.
    Releases are those of the report's scope, hazard is all that lies in the frame.
    """
    question = _question(content)
    districts = _districts(session, question, content)
    view = view_of(focus(districts, _country_bounds(), chosen=question.selection.district_code))
    everything = replace(question, selection=EVERYTHING)  # hazard is there for whoever works beside it
    hazards = hazard_on_the_day(session, everything, view=view)
    releases = released_ground(session, question, view=view)
    undrawn = {"hazardous_areas": hazards.undrawn_count, "release_areas": releases.undrawn_count}
    withheld = {
        *queries.withheld_layers(session, everything, ["hazardous_areas"]),
        *queries.withheld_layers(session, question, ["release_areas"]),
    }
    return period_map_svg(
        PeriodGround(
            view=view,
            notes=(*record_notes(withheld, undrawn, language), *unshaded_note(districts, language)),
            country=_country(),
            districts=districts,
            hazards=hazards.frame,
            releases=releases.frame,
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


@cache
def _country() -> np.ndarray:
    return shapely.get_parts(shapely.from_geojson(base_map("country")))


def _country_bounds() -> Bounds:
    west, south, east, north = map(float, shapely.total_bounds(_country()))
    return west, south, east, north
