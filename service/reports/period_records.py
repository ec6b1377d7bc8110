"""What the map of a period draws of the records: each by itself, or where they are very many the places they lie in."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import ColumnElement, Row, Select, Subquery, func, select, true
from sqlalchemy.orm import Session

from gis.crs import WGS84
from gis.layers import LAYERS_BY_NAME
from gis.period_map import View
from service.maps.queries import MapQuestion
from service.maps.sheet_records import DRAWN, M_PER_DEG
from service.records.standing import is_standing, standing
from service.tables import VERSIONS, WEB_MERCATOR, drawn_span_m

HAZARDS, RELEASES = LAYERS_BY_NAME["hazardous_areas"], LAYERS_BY_NAME["release_areas"]
MOST_OUTLINES = 1_000
"""Of more releases those that are not large are drawn as the places that they lie in."""
MOST_LARGE = 5_000
"""Where more are larger than a place, places are larger."""
PLACE_PX = 2
"""Small releases that lie nearer together have one place."""

release, hazard = VERSIONS["release_areas"].c, VERSIONS["hazardous_areas"].c


@dataclass(frozen=True)
class Drawn:
    """Records of a layer.

    Attributes
    ----------
    frame
        What decides how they are drawn, with the outline of each, or with the points of the places that many lie in.
    undrawn_count
        Those that have no outline.
    """

    frame: gpd.GeoDataFrame
    undrawn_count: int


def hazard_on_the_day(session: Session, question: MapQuestion, *, view: View) -> Drawn:
    """Give every hazardous area that touches what is shown; those without an outline are counted wherever they are."""
    asked = (HAZARDS, question.moment, question.selection)
    box = func.ST_MakeEnvelope(*view.bounds, 4326)
    there = standing(*asked, box=box, fields=DRAWN[HAZARDS.name]).order_by(hazard.id).subquery("there")
    undrawn = standing(*asked, fields=()).where(hazard.geom.is_(None)).subquery("undrawn")
    undrawn_count = session.scalar(select(func.count()).select_from(undrawn).where(undrawn.c.geom.is_(None)))
    return Drawn(_outlines(session, there, DRAWN[HAZARDS.name], view=view), undrawn_count or 0)


def released_ground(
    session: Session, question: MapQuestion, *, view: View, most_outlines: int = MOST_OUTLINES
) -> Drawn:
    """Give the releases of a period, wherever they lie; where they are many, outlines of large ones alone are read."""
    is_asked = is_standing(RELEASES, question.moment, question.selection)
    _, south, _, north = view.bounds
    place_m = _place_m(session, is_asked, PLACE_PX * view.m_per_px / cos(radians((south + north) / 2)))
    counted = session.execute(_counted(is_asked, place_m)).all()
    undrawn_count = int(sum(row.undrawn_count for row in counted))
    are_few = sum(row.drawn_count for row in counted) <= most_outlines
    chosen = select(release.release_method, release.geom).where(is_asked, true() if are_few else drawn_span_m > place_m)
    outlines = _outlines(session, chosen.order_by(release.id).subquery("chosen"), DRAWN[RELEASES.name], view=view)
    return Drawn(outlines if are_few else pd.concat([outlines, _places(counted)], ignore_index=True), undrawn_count)


def _place_m(session: Session, is_asked: ColumnElement[bool], least_m: float) -> float:
    """Give the side of places so large that few releases are larger, in the metres of Web Mercator."""
    large = select(release.id).where(is_asked, drawn_span_m > least_m).limit(MOST_LARGE + 1).subquery()
    is_enough = (session.scalar(select(func.count()).select_from(large)) or 0) <= MOST_LARGE
    return least_m if is_enough else _place_m(session, is_asked, 2 * least_m)


def _counted(is_asked: ColumnElement[bool], place_m: float) -> Select[Any]:
    """Count releases by method, and collect the places of those that are not large; the index of days holds it all."""
    is_large = release.id.in_(select(release.id).where(is_asked, drawn_span_m > place_m)).label("is_large")
    column, row = (func.floor(axis(release.drawn_at) / place_m) for axis in (func.ST_X, func.ST_Y))
    keys = (release.release_method, is_large, column.label("x"), row.label("y"))
    place = select(*keys, func.count().label("release_count")).where(is_asked).group_by(*keys).subquery("place").c
    is_drawn = place.x.is_not(None)
    middle = func.ST_MakePoint((place.x + 0.5) * place_m, (place.y + 0.5) * place_m)
    middles = func.ST_Collect(middle).filter(is_drawn, ~place.is_large)
    return select(
        place.release_method,
        func.coalesce(func.sum(place.release_count).filter(is_drawn), 0).label("drawn_count"),
        func.coalesce(func.sum(place.release_count).filter(~is_drawn), 0).label("undrawn_count"),
        func.ST_AsBinary(func.ST_Transform(func.ST_SetSRID(middles, WEB_MERCATOR), 4326)).label("places"),
    ).group_by(place.release_method)


def _places(counted: Sequence[Row[Any]]) -> gpd.GeoDataFrame:
    shown = [row for row in counted if row.places is not None]
    methods = pd.Series([row.release_method for row in shown], dtype=object)
    points = shapely.from_wkb([bytes(row.places) for row in shown])
    return gpd.GeoDataFrame({"release_method": methods}, geometry=points, crs=WGS84)


# --- both ---------------------------------------------------------------------------------------------------------


def _outlines(session: Session, chosen: Subquery, fields: Sequence[str], *, view: View) -> gpd.GeoDataFrame:
    """Give what is drawn of records, each by itself, without what is finer than is seen."""
    outline = func.ST_AsBinary(func.ST_Simplify(chosen.c.geom, view.fine_m / M_PER_DEG, true())).label("geometry")
    drawn = select(*(chosen.c[field] for field in fields), outline).where(chosen.c.geom.is_not(None))
    rows = session.execute(drawn).all()
    columns = {field: pd.Series([getattr(row, field) for row in rows], dtype=object) for field in fields}
    return gpd.GeoDataFrame(columns, geometry=shapely.from_wkb([bytes(row.geometry) for row in rows]), crs=WGS84)
