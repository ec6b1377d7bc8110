"""The estimated footprint of cluster munitions on a map: cleared ground around the finds that the reader may see."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely
from geoalchemy2 import Geography, Geometry
from sqlalchemy import ColumnElement, Select, cast, func, select, true
from sqlalchemy.orm import Session

from gis.aggregates import total_m2
from gis.codelists import EoCategory, Language, ReleaseMethod
from gis.crs import WGS84
from gis.language import translator
from gis.layers import LAYERS_BY_NAME
from gis.maps.drawn import drawn_features
from gis.maps.frames import MapLayer
from gis.paper.view import Bounds
from gis.text import area_ha_text, number_text
from service.figures.footprint import BUFFER_M
from service.maps.queries import MapQuestion, Only
from service.records.standing import standing
from service.tables import VERSIONS

MOST_PLACES = 4_000
"""Places of finds whose ground is outlined at once: it takes a second or two."""
BUFFER_DEG = 0.001
"""A little more than the buffer everywhere in the country."""
SEGMENTS = "quad_segs=16"
"""Of a quarter of a circle: as the figure of `service.figures.footprint` is measured."""
FINDS, RELEASES = LAYERS_BY_NAME["eo_items"], LAYERS_BY_NAME["release_areas"]
find, release = VERSIONS["eo_items"].c, VERSIONS["release_areas"].c


@dataclass(frozen=True)
class Outlined:
    """The ground of the footprint in separate pieces, each square metre once."""

    pieces: gpd.GeoDataFrame
    area_m2: float


def footprint_features(
    session: Session, question: MapQuestion, *, language: Language, bounds: Bounds | None
) -> dict[str, Any]:
    """Give the footprint of what the map is narrowed to as GeoJSON, with what is to be said about it.

    Returns
    -------
    features
        Besides the collection's own members `note` (words) and `is_whole`: false where the finds are too many to be
        outlined at once, and a smaller box is to be asked for.
    """
    outlined = _outlined(session, question, bounds)
    if outlined is None:
        return {"type": "FeatureCollection", "features": [], "is_whole": False, "note": _too_many(language)}
    features = drawn_features(MapLayer.CMR_FOOTPRINT, outlined.pieces, language)
    return {**features, "is_whole": True, "note": _note(outlined.area_m2, language, is_part=bounds is not None)}


def footprint_on_paper(
    session: Session, question: MapQuestion, *, language: Language, bounds: Bounds
) -> tuple[gpd.GeoDataFrame, str]:
    """Give the outlines of the footprint in a frame, and what is to be said about it there."""
    outlined = _outlined(session, question, bounds)
    if outlined is None:
        nothing = gpd.GeoDataFrame({"code": []}, geometry=[], crs=WGS84)
        return nothing, translator(language)("The footprint is not drawn: too many finds lie in this frame.")
    return outlined.pieces, _note(outlined.area_m2, language, is_part=True)


def _note(area_m2: float, language: Language, *, is_part: bool) -> str:
    _ = translator(language)
    words = (
        _("Estimate: {area} ha of cleared ground here lie within {metres} m of a submunition that was found.")
        if is_part
        else _("Estimate: {area} ha of cleared ground lie within {metres} m of a submunition that was found.")
    )
    told = words.format(area=area_ha_text(area_m2, language), metres=number_text(BUFFER_M, language))
    return f"{told} {_('They are part of what was released and are not added to it.')}"


def _too_many(language: Language) -> str:
    return translator(language)("Zoom in to see the footprint: so many finds are outlined only near by.")


# --- the ground ---------------------------------------------------------------------------------------------------


def _outlined(session: Session, question: MapQuestion, bounds: Bounds | None) -> Outlined | None:
    """Outline it; None where places of finds are more than `MOST_PLACES`."""
    places = _places(question, bounds)
    count = session.scalar(select(func.count()).select_from(places.limit(MOST_PLACES + 1).subquery())) or 0
    if count > MOST_PLACES:
        return None
    rows = session.execute(_ground(question, places)).all()
    outlines = shapely.from_wkb([row.outline for row in rows])
    pieces = gpd.GeoDataFrame({"code": [""] * len(rows)}, geometry=outlines, crs=WGS84)
    return Outlined(pieces, total_m2(row.area_m2 for row in rows))


def _places(question: MapQuestion, bounds: Bounds | None) -> Select[Any]:
    """Select where submunitions were found, each place once."""
    box = Only(bounds=bounds).envelope
    around = None if box is None else func.ST_Expand(box, BUFFER_DEG)
    is_found = (find.eo_category == EoCategory.SUBMUNITION) & find.is_hazardous & find.geom.is_not(None)
    found = standing(FINDS, question.moment, question.selection, box=around)
    return found.with_only_columns(find.geom.label("geom")).where(is_found).distinct()


def _ground(question: MapQuestion, places: Select[Any]) -> Select[Any]:
    """Select the cleared ground around places: in small parts, each of which meets little of it, then joined again."""
    place = places.cte("place").prefix_with("materialized")
    circle = cast(func.ST_Buffer(cast(place.c.geom, Geography), BUFFER_M, SEGMENTS), Geometry)
    part = select(func.ST_Subdivide(func.ST_Union(circle)).label("geom")).cte("part").prefix_with("materialized")
    cleared = _cleared(question, part.c.geom).lateral("cleared")
    shared = func.ST_CollectionExtract(func.ST_Intersection(part.c.geom, cleared.c.geom), 3)
    parts = select(func.ST_Dump(func.ST_Union(shared)).geom.label("geom")).join_from(part, cleared, true())
    joined = parts.subquery("joined")
    return select(
        func.ST_AsBinary(joined.c.geom).label("outline"),
        func.ground_area_m2(func.ST_Multi(joined.c.geom)).label("area_m2"),
    )


def _cleared(question: MapQuestion, ground: ColumnElement[Any]) -> Select[Any]:
    shown = standing(RELEASES, question.moment, question.selection, box=ground)
    is_cleared = (release.release_method == ReleaseMethod.CLEARED) & func.ST_Intersects(release.geom, ground)
    return shown.with_only_columns(func.ST_Union(release.geom).label("geom")).where(is_cleared)
