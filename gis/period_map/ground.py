"""Districts, hazard and released ground, as courses of the sheet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.charts.svg import OWN, Value, element, path, place
from gis.codelists import HazardClass, HazardStatus, ReleaseMethod
from gis.legend import pattern_svg
from gis.maps.choropleth import AreaClasses
from gis.period_map.view import MAP_HEIGHT_PX, MAP_WIDTH_PX, Geometries, View
from gis.symbology import HAZARD_SYMBOLS, RELEASE_SYMBOLS, AreaSymbol

OUTSIDE_COLOR, NOT_AFFECTED_COLOR = "#E6EAED", "#F4F4F2"
DISTRICT_EDGE, COUNTRY_EDGE = "#8A8A8A", "#5F6B76"
LINE_FACTOR = 0.4
"""Lines around what is small are so fine that they do not cover it."""
SPECK_PX = 1.8
"""What is smaller is drawn as a square of this size."""
CLASSES = (HazardClass.INDICATION, HazardClass.SHA, HazardClass.CHA)
DRAWN_STATUSES = tuple(status for status in HazardStatus if status is not HazardStatus.CLOSED)


@dataclass(frozen=True, kw_only=True)
class PeriodGround:
    """What is drawn, in EPSG:4326; a point stands for ground that is too small or too much to be drawn by itself.

    Attributes
    ----------
    view
        The ground that the frame shows.
    notes
        Sentences on what is recorded but not drawn.
    country
        The outline.
    districts
        ``code``, ``name_en``, ``name_az``, ``released_m2`` of the period, and the boundary, if there is one.
    hazards
        ``classification``, ``status``.
    releases
        Of the period: ``release_method``.
    """

    view: View
    notes: tuple[str, ...]
    country: Geometries
    districts: gpd.GeoDataFrame
    hazards: gpd.GeoDataFrame
    releases: gpd.GeoDataFrame


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What of the ground lies in the frame, in pixels of the sheet, by how it is drawn.

    Attributes
    ----------
    districts
        Those that have a boundary, in the order of the ground's, with their outlines.
    hazards
        What is not closed.
    """

    districts: gpd.GeoDataFrame
    outlines: Geometries
    country: Geometries
    hazards: Mapping[tuple[HazardClass, HazardStatus], Geometries]
    releases: Mapping[ReleaseMethod, Geometries]


def placed(ground: PeriodGround) -> Placed:
    """Place the ground in the frame."""
    view, districts = ground.view, ground.districts[ground.districts.geometry.notna()]
    hazards = _by_kind(ground.hazards, ["classification", "status"], view)
    releases = _by_kind(ground.releases, ["release_method"], view)
    kinds = product(CLASSES, DRAWN_STATUSES)
    return Placed(
        districts=districts,
        outlines=view.placed(districts.geometry.to_numpy()),
        country=view.placed(ground.country),
        hazards={kind: hazards[kind] for kind in kinds if kind in hazards},
        releases={method: releases[method,] for method in ReleaseMethod if (method,) in releases},
    )


def _by_kind(frame: gpd.GeoDataFrame, fields: Sequence[str], view: View) -> dict[tuple[str, ...], Geometries]:
    """Give the polygons and points of each kind that lie in the frame."""
    shapes = frame.geometry.to_numpy()
    rows_of = defaultdict[tuple[str, ...], list[int]](list)
    for row, kind in enumerate(zip(*(frame[field] for field in fields), strict=True)):
        rows_of[kind].append(row)
    drawn = {kind: view.placed(shapely.get_parts(shapes[rows])) for kind, rows in rows_of.items()}
    seen = {kind: parts[~shapely.is_empty(parts)] for kind, parts in drawn.items()}
    return {kind: parts for kind, parts in seen.items() if len(parts)}


def draw_ground(shown: Placed, classes: AreaClasses) -> Iterator[str]:
    """Draw everything within the frame, hazard above what was released."""
    yield element("rect", width=MAP_WIDTH_PX, height=MAP_HEIGHT_PX, fill=OUTSIDE_COLOR)
    for outline, area_m2 in zip(shown.outlines, shown.districts.released_m2, strict=True):
        fill = classes.color(area_m2) if area_m2 > 0 else NOT_AFFECTED_COLOR
        yield from _shape(course([outline]), fill=fill, stroke=DISTRICT_EDGE, stroke_width=0.6)
    yield from _shape(course(shown.country), fill="none", stroke=COUNTRY_EDGE, stroke_width=1.2)
    yield element("defs", *_patterns())
    for method, parts in shown.releases.items():
        yield from _area(course(parts), RELEASE_SYMBOLS[method], pattern=str(method))
    for kind, parts in shown.hazards.items():
        yield from _area(course(parts), HAZARD_SYMBOLS[kind])


def course(geometries: Geometries | list[object]) -> str:
    """Give the course around polygons; what is too small to be seen, and every point, is a square."""
    parts = shapely.get_parts(np.asarray(geometries, dtype=object))
    parts = parts[~shapely.is_empty(parts)]
    west, south, east, north = shapely.bounds(parts).T if len(parts) else np.empty((4, 0))
    is_speck = np.maximum(east - west, north - south) < SPECK_PX
    rings = shapely.get_rings(parts[~is_speck])
    outlines = (path(shapely.get_coordinates(ring)[:-1].tolist(), is_closed=True) for ring in rings)
    middles = np.column_stack([west + east, south + north])[is_speck] / 2
    return "".join((*outlines, *_squares(middles)))


def _squares(middles: NDArray[np.float64]) -> Iterator[str]:
    """Give a square for each place, once where several lie on one another."""
    side, corners = place(SPECK_PX), np.unique(np.round(middles - SPECK_PX / 2).astype(int), axis=0)
    for x, y in corners.tolist():
        yield f"M{x} {y}h{side}v{side}h-{side}z"


def _area(drawn: str, symbol: AreaSymbol, *, pattern: str = "") -> Iterator[str]:
    dash = " ".join(map(place, symbol.outline.dash_px)) if symbol.outline.dash_px else None
    edge: dict[str, Value] = {
        "stroke": symbol.outline.color,
        "stroke_width": f"{symbol.outline.width_px * LINE_FACTOR:g}",
        "stroke_dasharray": dash,
    }
    yield from _shape(drawn, fill=symbol.fill, fill_opacity=f"{symbol.fill_opacity:g}", **edge)
    if symbol.pattern and pattern:
        yield from _shape(drawn, fill=f"url(#{OWN}-{pattern})")


def _shape(drawn: str, **look: Value) -> Iterator[str]:
    if drawn:
        yield element("path", d=drawn, fill_rule="evenodd", **look)


def _patterns() -> Iterator[str]:
    for method, symbol in RELEASE_SYMBOLS.items():
        if symbol.pattern:
            yield pattern_svg(f"{OWN}-{method}", symbol.pattern)
